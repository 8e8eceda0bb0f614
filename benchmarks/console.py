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
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mailbot.store import Database
from mailbot.store.words import tokens
from mailbot.web.server import WebServer
from tests.web.desk import CUSTOMERS, Desk, desk

START = datetime(2025, 11, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
WORDS = tuple(
    "提现 未到账 充值 登录 验证码 订单 冻结 deposit withdrawal missing login code order frozen fee network".split()  # noqa: SIM905
)
BATCH = 5_000
GOALS = {"queue": 50.0, "view": 50.0, "ticket": 50.0, "search": 100.0}


def fill(database: Database, made: Desk, many: int) -> None:
    """Write tickets as `desk.receive` leaves them, copied from one that it really made."""
    (number,) = made.take(CUSTOMERS["zh"])
    chance = random.Random(7)
    catalogue = made.tools.policy().catalogue
    intents = [(i, s.category, s.team) for i, s in catalogue.intents.items()]
    with database.engine.connect() as c:
        template = c.exec_driver_sql("SELECT * FROM ticket WHERE number = ?", (number,)).mappings().one()
        decision = c.exec_driver_sql("SELECT * FROM decision").mappings().first()
        assert decision is not None
        columns = list(template)
        insert = f"INSERT INTO ticket ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})"
        said = (
            "INSERT INTO message (id,ticket,raw,direction,kind,message_id,content_hash,author,subject,text,fresh_text,"
            "attachments,at) VALUES (?,?,?,?,?,?,'',?,?,?,?,'[]',?)"
        )
        for first in range(2, many + 2, BATCH):
            rows, messages, index, events, decided = [], [], [], [], []
            for i in range(first, min(first + BATCH, many + 2)):
                at = (START + (NOW - START) * (i / many)).replace(tzinfo=None)
                intent, category, team = chance.choice(intents)
                recent = i > many * 0.97
                status = chance.choice(["open", "pending"]) if recent else "closed"
                who = f"customer{i % (many // 3 + 1)}@mail.example"
                uid, text = str(10**9 + i * 7919), " ".join(chance.choices(WORDS, k=40))
                row = dict(template) | {
                    "id": i, "number": str(10_000_000 + i), "status": status, "intent": intent, "category": category,
                    "team": team, "requester": who, "requester_name": f"Customer {i}", "created_at": str(at),
                    "updated_at": str(at), "first_reply_due": str(at + timedelta(days=1)), "subject": text[:40],
                    "first_replied_at": None if recent and i % 2 else str(at + timedelta(hours=chance.random() * 30)),
                    "priority": chance.choice(["P1", "P2", "P3", "P3", "P3", "P4"]), "first_text": text,
                    "assignee": chance.choice(["", "demo", "ming", "lina"]), "abstained": i % 17 == 0,
                    "facts": json.dumps({"uid": [uid]}),
                }  # fmt: skip
                rows.append(tuple(row[c] for c in columns))
                body = f"{text} UID {uid}"
                messages.append((2 * i, i, 1_000_000 + i, "in", "ticket", f"m{i}", who, text[:40], body, body, str(at)))
                messages.append((2 * i + 1, i, None, "out", "reply", f"r{i}", "", "Re", "Thank you.", "", str(at)))
                index.append((2 * i, " ".join(tokens(who)), " ".join(tokens(body))))
                events.append((i, "ticket_opened", str(at), "mailbot", "{}"))
                if recent:
                    decided.append((1_000_000 + i, i, decision["analysis"], decision["context"], "p", str(at)))
            c.exec_driver_sql(insert, rows)
            c.exec_driver_sql(said, messages)
            c.exec_driver_sql("INSERT INTO search_index (rowid, author, words) VALUES (?,?,?)", index)
            c.exec_driver_sql("INSERT INTO event (ticket,kind,at,actor,data) VALUES (?,?,?,?,?)", events)
            if decided:
                c.exec_driver_sql(
                    "INSERT INTO decision (raw,ticket,analysis,context,policy,at) VALUES (?,?,?,?,?,?)", decided
                )
            c.commit()
        c.exec_driver_sql("ANALYZE")
        c.commit()


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
        "ticket": lambda c, _: c.get(f"/tickets/{10_000_000 + many - chance.randrange(many // 40)}"),
        "search": lambda c, n: c.get(
            "/search", params={"q": [*queries, str(10**9 + chance.randrange(many) * 7919)][n % (len(queries) + 1)]}
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
                number = 10_000_000 + many - chance.randrange(many // 40)
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
