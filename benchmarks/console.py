"""How fast the console answers with many tickets: queue, ticket, search and insight, one agent and fifty.

    .venv/bin/python benchmarks/console.py [TICKETS] [FILE]

Tickets (100,000 unless told, two messages each, three in a hundred of them open) are written into a fresh SQLite file,
which is kept and used again where FILE names one. Times are those of a client over a kept loopback connection.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.filling import FIRST_NUMBER, NOW, fill, uid_of
from mailbot.store import Database
from mailbot.web.server import WebServer
from tests.web.desk import desk

GOALS = {"queue": 50.0, "view": 50.0, "ticket": 50.0, "search": 100.0}


def measure(ask: Callable[[int], httpx2.Response], times: int) -> tuple[float, float, float]:
    """(p50, p95, mean of processor time of client and server together) in milliseconds of asking some times."""
    taken = []
    used = time.process_time()
    for n in range(times):
        before = time.perf_counter()
        answer = ask(n)
        taken.append(1000 * (time.perf_counter() - before))
        assert answer.status_code == 200, answer.text[:300]
    used = 1000 * (time.process_time() - used) / times
    taken.sort()
    return statistics.median(taken), taken[int(0.95 * (len(taken) - 1))], used


def main(many: int, file: Path) -> None:
    """Fill where needed, measure, print."""
    new = not file.exists()
    with Database(f"sqlite:///{file}") as database:
        database.migrate()
        made = desk(database)
        made.clock.now = NOW
        if new:
            before = time.perf_counter()
            fill(database, made, many)
            print(f"{many} tickets written in {time.perf_counter() - before:.0f} s, {file.stat().st_size / 1e6:.0f} MB")
        server = WebServer(made.tools, port=0)
        server.start()
        try:
            run(server, many)
        finally:
            server.stop()


def run(server: WebServer, many: int) -> None:
    """One agent, then fifty."""
    chance = random.Random(11)
    views = ["us", "mine", "team", "unassigned", "risk", "overdue", "abstained", "customer", "done", "all"]
    queries = [
        "提现 未到账",
        "withdrawal",
        "login is:open",
        "冻结 intent:login_access",
        "intent:kyc_verification",
        "deposit",
    ]
    asks: dict[str, Callable[[httpx2.Client, int], httpx2.Response]] = {
        "queue": lambda c, _: c.get("/queue/us"),
        "view": lambda c, n: c.get(f"/queue/{views[n % len(views)]}"),
        "ticket": lambda c, _: c.get(f"/tickets/{FIRST_NUMBER + many - chance.randrange(many // 40)}"),
        "search": lambda c, n: c.get(
            "/search", params={"q": [*queries, uid_of(chance.randrange(many))][n % (len(queries) + 1)]}
        ),
        "pulse": lambda c, _: c.get(f"/queue/us/pulse?above={10_000}"),
    }
    with httpx2.Client(base_url=server.url, follow_redirects=True, timeout=60) as client:
        client.get(server.demo_login_link())
        for name, ask in asks.items():
            measure(lambda n, ask=ask: ask(client, n), 10)
            p50, p95, cpu = measure(lambda n, ask=ask: ask(client, n), 100)
            print(f"{name:8} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  cpu {cpu:6.1f} ms  goal {GOALS.get(name, 50.0):.0f}")
        p50, p95, cpu = measure(lambda _: client.get("/insight?days=14"), 5)
        print(f"{'insight':8} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  cpu {cpu:6.1f} ms  (14 days)")

    command = [sys.executable, __file__, "--agents", server.url, str(many)]
    links = [server.demo_login_link(f"agent{n}", "agent") for n in range(50)]
    done = subprocess.run(command, input=json.dumps(links), capture_output=True, text=True, check=True)
    taken = sorted(json.loads(done.stdout))
    p50, p95 = statistics.median(taken), taken[int(0.95 * (len(taken) - 1))]
    print(f"50 agents p50 {p50:.1f} ms  p95 {p95:.1f} ms  goal 200  ({len(taken)} pages, each agent one in 2 to 8 s)")


def agents(url: str, many: int, links: list[str]) -> None:
    """In a process of their own: fifty agents who read for some seconds between pages."""
    chance = random.Random(5)
    paths = [
        "/queue/us",
        "/tickets/{}",
        "/search?q=withdrawal",
        "/queue/mine",
        "/tickets/{}",
        "/queue/us/pulse?above=9",
    ]

    def agent(link: str) -> list[float]:
        taken = []
        with httpx2.Client(base_url=url, follow_redirects=True, timeout=60) as own:
            own.get(link)
            for k in range(6):
                time.sleep(chance.uniform(2, 8))
                before = time.perf_counter()
                number = FIRST_NUMBER + many - chance.randrange(many // 40)
                assert own.get(paths[k].format(number)).status_code == 200
                taken.append(1000 * (time.perf_counter() - before))
        return taken

    with ThreadPoolExecutor(50) as pool:
        print(json.dumps([t for times in pool.map(agent, links) for t in times]))


if __name__ == "__main__" and sys.argv[1:2] == ["--agents"]:
    agents(sys.argv[2], int(sys.argv[3]), json.load(sys.stdin))
elif __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as place:
        main(wanted, Path(sys.argv[2]) if len(sys.argv) > 2 else Path(place) / "mailbot.db")
