"""How fast the console answers with many tickets: queue, ticket, search and insight, one agent and fifty,
and how soon a new mail stands in an open queue while a hundred arrive each second.

    .venv/bin/python benchmarks/console.py [TICKETS] [FILE]

Tickets (100,000 unless told, two messages each, three in a hundred of them open) are written into a fresh SQLite file,
which is kept and used again where FILE names one. Times are those of a client over a kept loopback connection.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx2

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.corpus import mails
from benchmarks.filling import FIRST_NUMBER, NOW, fill, uid_of
from mailbot.desk import figures, receive
from mailbot.model.effects import TicketChange
from mailbot.model.mail import RawMail, Source
from mailbot.model.ticket import Event
from mailbot.observe import steps
from mailbot.store import Database
from mailbot.store.tickets import FIRST_NUMBER as TICKETS_FROM
from mailbot.web.server import WebServer
from tests.web.desk import Desk, desk

LIVE_S, LIVE_RATE = 20, 100
"""How long mails arrive, and how many a second."""
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
        before = time.perf_counter()
        steps = sum(1 for _ in iter(lambda: figures.count(made.tools), False))
        if steps:
            print(f"figures counted in {time.perf_counter() - before:.0f} s, {steps} steps")
        server = WebServer(made.tools, port=0)
        server.start()
        try:
            run(server, made, many)
        finally:
            server.stop()


def run(server: WebServer, made: Desk, many: int) -> None:
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
            print(f"{name:8} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  cpu {cpu:6.1f} ms  goal {GOALS.get(name, 50.0):.0f}"
                  f"  load {os.getloadavg()[0]:.1f}")  # fmt: skip
        p50, p95, cpu = measure(lambda _: client.get("/insight?days=14"), 5)
        print(f"{'insight':8} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  cpu {cpu:6.1f} ms  (14 days)")

    live(server, made)
    command = [sys.executable, __file__, "--agents", server.url, str(many)]
    links = [server.demo_login_link(f"agent{n}", "agent") for n in range(50)]
    done = subprocess.run(command, input=json.dumps(links), capture_output=True, text=True, check=True)
    taken = sorted(json.loads(done.stdout))
    p50, p95 = statistics.median(taken), taken[int(0.95 * (len(taken) - 1))]
    print(f"50 agents p50 {p50:.1f} ms  p95 {p95:.1f} ms  goal 200  ({len(taken)} pages, each agent one in 2 to 8 s)"
          f"  load {os.getloadavg()[0]:.1f}")  # fmt: skip


def live(server: WebServer, made: Desk) -> None:
    """A queue is open in another process; how long until a ticket that was just committed is announced there, and what
    the pages cost meanwhile. First mails are accepted at a steady rate and go the whole way in this process, as in the
    daemon, as fast as it can; then tickets are committed at that rate, each with a mail and an event."""
    for what, offer in (("whole way", _whole_way), ("commits", _commits)):
        command = [sys.executable, __file__, "--watch", server.url, server.demo_login_link("watcher", "agent")]
        watcher = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert watcher.stdout is not None
        watcher.stdout.readline()  # it is listening
        pages: list[float] = []
        stop = threading.Event()
        reader = threading.Thread(target=_read, args=(server, stop, pages))
        reader.start()
        offered, committed = offer(made)
        time.sleep(2)
        stop.set()
        reader.join()
        watcher.terminate()
        seen: dict[str, float] = json.loads(watcher.stdout.read() or "{}")
        waits = sorted(1000 * (seen[number] - at) for number, at in committed.items() if number in seen)
        print(
            f"live     {what}: {offered}; {len(committed)} tickets, {len(waits)} announced: {spread(waits)}  goal 1000"
        )
        print(f"         queue meanwhile: {spread(pages)}  load {os.getloadavg()[0]:.1f}")


def _read(server: WebServer, stop: threading.Event, pages: list[float]) -> None:
    """An agent who looks at the queue again and again."""
    with httpx2.Client(base_url=server.url, follow_redirects=True, timeout=60) as client:
        client.get(server.demo_login_link("reader", "agent"))
        while not stop.wait(0.3):
            before = time.perf_counter()
            client.get("/queue/us").raise_for_status()
            pages.append(1000 * (time.perf_counter() - before))


def _whole_way(made: Desk) -> tuple[str, dict[str, float]]:
    """Mails by `receive.accept` at the rate, handled by `receive.receive` meanwhile: (what was offered, ticket → when
    its commit was over)."""
    new = [raw for _, raw in mails(LIVE_S * LIVE_RATE, seed=int(time.time()))]
    committed: dict[str, float] = {}
    last = [_newest(made)]

    def reached(step: str) -> None:
        if step == "committed":
            at, newest = time.time(), _newest(made)
            committed.update({str(TICKETS_FROM + n): at for n in range(last[0] + 1, newest + 1)})
            last[0] = newest

    def accept() -> None:
        began = time.monotonic()
        for n, content in enumerate(new):
            time.sleep(max(0.0, began + n / LIVE_RATE - time.monotonic()))
            source = Source(mailbox="support", protocol="smtp")
            digest = sha256(content).hexdigest()
            receive.accept(
                made.tools, [RawMail(content=content, sha256=digest, received_at=made.clock(), source=source)]
            )

    accepting = threading.Thread(target=accept)
    began, handled = time.monotonic(), 0
    steps.watch(reached)
    accepting.start()
    while accepting.is_alive():
        handled += len(receive.receive(made.tools))
    took = time.monotonic() - began
    steps.watch(None)
    return f"{len(new) / took:.0f} mails/s accepted, {handled / took:.0f} handled", committed


def _newest(made: Desk) -> int:
    with made.tools.db.read() as t:
        return t.console.newest()


def _commits(made: Desk) -> tuple[str, dict[str, float]]:
    """Tickets through the store, a transaction each."""
    committed: dict[str, float] = {}
    catalogue = made.tools.policy().catalogue
    intents = list(catalogue.intents.values())
    began = time.monotonic()
    for n in range(LIVE_S * LIVE_RATE):
        time.sleep(max(0.0, began + n / LIVE_RATE - time.monotonic()))
        spec, now, sender = intents[n % len(intents)], made.clock(), f"new{n}@mail.example"
        change = TicketChange(ticket=None, status="open", intent=spec.name, category=spec.category, team=spec.team,
                              priority=f"P{2 + n % 3}", first_reply_due=now + timedelta(hours=4))  # fmt: skip
        with made.tools.db.write() as t:
            ticket = t.tickets.open(change, subject="new", requester=sender, requester_name="", mailbox="support",
                                    first_text="new", policy="p", now=now)  # fmt: skip
            t.messages.add(ticket=ticket.id, direction="in", kind="ticket", author=sender, subject="new",
                           text=f"withdrawal missing {n}", at=now)  # fmt: skip
            t.messages.log([Event(kind="ticket_opened", at=now)], ticket=ticket.id)
        committed[ticket.number] = time.time()
    return f"{len(committed) / (time.monotonic() - began):.0f} a second", committed


def spread(taken: list[float]) -> str:
    """The usual figures of times in milliseconds."""
    taken = sorted(taken)
    p95 = taken[int(0.95 * (len(taken) - 1))]
    return f"p50 {statistics.median(taken):.0f} ms  p95 {p95:.0f} ms  most {taken[-1]:.0f} ms"


def watch(url: str, link: str) -> None:
    """In a process of its own: a queue that is open, as its page's script does it. Prints ticket → when the count of
    new tickets was there that was asked for after it had been announced."""
    seen: dict[str, float] = {}
    fresh: set[str] = set()
    lock, stop = threading.Lock(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with httpx2.Client(base_url=url, follow_redirects=True, timeout=60) as client:
        client.get(link)
        top = re.search(r'data-top="(\d+)"', client.get("/queue/all").text)
        assert top is not None

        def listen() -> None:
            with client.stream("GET", "/live") as stream:
                print("listening", flush=True)
                for line in stream.iter_lines():
                    if line.startswith("data: ["):
                        with lock:
                            fresh.update(news["number"] for news in json.loads(line[6:]) if isinstance(news, dict))

        threading.Thread(target=listen, daemon=True).start()
        pause = 0.2
        while not stop.wait(pause):  # the pace of the page's script
            with lock:
                asked = sorted(fresh)
                fresh.clear()
            pause = 0.05
            if not asked:
                continue
            began = time.monotonic()
            client.get(f"/queue/all/pulse?above={top[1]}").raise_for_status()
            at = time.time()
            for number in asked:
                seen.setdefault(number, at)
            pause = min(5.0, max(0.2, 2 * (time.monotonic() - began)))
        print(json.dumps(seen), flush=True)


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
elif __name__ == "__main__" and sys.argv[1:2] == ["--watch"]:
    watch(sys.argv[2], sys.argv[3])
elif __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as place:
        main(wanted, Path(sys.argv[2]) if len(sys.argv) > 2 else Path(place) / "mailbot.db")
