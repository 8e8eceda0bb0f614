"""A desk under fire: Dovecot, an SMTP server, a daemon that is killed and started again; and the count at the end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from mailbot.store import Database
from tests.services.dovecot import Account, Dovecot
from tests.services.smtpsink import SmtpSink

ROOT = Path(__file__).resolve().parents[2]
VICTIM = Path(__file__).with_name("victim.py")

CONFIG = """\
version: 1
desk: {{name: Chaos desk, domain: desk.example}}
mailboxes:
  support:
    address: support@desk.example
    imap: {{host: {host}, port: {port}, tls: none, username: "{user}", password: "${{CHAOS_PASSWORD}}",
           since: "2000-01-01", batch: 7}}
delivery: {{smtp: {{host: {sink_host}, port: {sink_port}, tls: none}}}}
store: {{folder: "{folder}"}}
web: {{enabled: false}}
listen: {{}}
caps: []
"""

BODIES = (
    "My withdrawal of 250 USDT over TRC20 is still processing since this morning. UID 6{n:011d}",
    "提币一直在审核，麻烦看一下。UID：7{n:011d}",
    "I cannot log in, the code never arrives. My UID is 5{n:011d}.",
    "充值没有到账，已经三个小时了",
)


def mail(n: int) -> bytes:
    """The n-th customer's mail; every tenth is an automatic reply, which must never be answered."""
    message = EmailMessage()
    message["From"] = f"Customer {n} <customer{n}@mail{n}.example>"
    message["To"] = "support@desk.example"
    message["Subject"] = f"Problem {n}"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<chaos-{n}@mail.example>"
    if automatic(n):
        message["Auto-Submitted"] = "auto-replied"
    message.set_content(BODIES[n % len(BODIES)].format(n=n))
    return message.as_bytes(policy=SMTP)


def automatic(n: int) -> bool:
    """Whether the n-th mail is an automatic reply."""
    return n % 10 == 9


@dataclass
class Arena:
    """One mailbox, one daemon, one receiver. ``code``: the folder that mailbot is imported from."""

    folder: Path
    dovecot: Dovecot
    account: Account
    sink: SmtpSink
    code: Path = ROOT
    sent: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    _nursery: subprocess.Popen[str] | None = None
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def __post_init__(self) -> None:
        self.config = self.folder / "config.yaml"
        self.log = self.folder / "steps.log"
        self.config.write_text(
            CONFIG.format(
                host=self.dovecot.host,
                port=self.dovecot.port,
                user=self.account.name,
                sink_host=self.sink.host,
                sink_port=self.sink.port,
                folder=self.folder / "var",
            )
        )

    def append(self, count: int) -> None:
        """New mail in the mailbox."""
        self.dovecot.append(self.account.name, *(mail(n) for n in range(self.sent, self.sent + count)))
        self.sent += count

    def nursery(self) -> subprocess.Popen[str]:
        """The process that forks the daemons; started at the first call."""
        if self._nursery is None:
            env = {
                **os.environ,
                "CHAOS_PASSWORD": self.account.password,
                "PYTHONPATH": f"{self.code}:{ROOT}",
                "OPENBLAS_NUM_THREADS": "1",  # no thread may run when a process forks
            }
            with (self.folder / "daemon.log").open("ab") as errors:
                self._nursery = subprocess.Popen(
                    [sys.executable, str(VICTIM)], env=env, cwd=self.code, text=True, stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE, stderr=errors)  # fmt: skip
        return self._nursery

    def close(self) -> None:
        """End the nursery."""
        if self._nursery is not None:
            self._nursery.communicate(timeout=20)
            self._nursery = None

    def start(self, step: str = "none", n: int = 1) -> Future[int]:
        """Start the daemon; it dies at the n-th time it reaches the step. The future holds its exit status."""
        nursery = self.nursery()
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        nursery.stdin.write(f"{self.config}\t{self.log}\t{step}\t{n}\n")
        nursery.stdin.flush()
        return self._pool.submit(lambda: int(nursery.stdout.readline() or "1"))  # type: ignore[union-attr]

    def kill(self, number: signal.Signals) -> None:
        """A signal to the daemon that runs; nothing where it has ended."""
        found = [line for line in self._lines() if line.startswith("PID ")]
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(found[-1].split()[1]), number)

    def _lines(self) -> list[str]:
        return self.log.read_text().split("\n") if self.log.exists() else []

    def round(self, step: str, n: int, *, seconds: float) -> str:
        """Start the daemon and let it die at a step, or wherever it is ``seconds`` after it was ready.
        Returns where."""
        end = self.start(step, n)
        ready, until = None, time.monotonic() + 60
        while not end.done() and time.monotonic() < until:
            time.sleep(0.02)
            if ready is None and self.ready():
                ready = time.monotonic()
            if ready is not None and time.monotonic() - ready > seconds:
                break
        if not end.done():
            self.kill(signal.SIGKILL)
        end.result(20)
        lines = self._lines()
        at = step if f"KILL {step}" in lines else f"random after {lines[-2] if len(lines) > 1 else 'start'}"
        self.steps.update(line for line in lines if line and not line.startswith(("KILL", "READY", "PID")))
        self.log.unlink(missing_ok=True)
        self.kills[at] += 1
        return at

    def finish(self, seconds: float = 60) -> None:
        """Run in peace until everything is handled and sent, then stop by SIGTERM."""
        end = self.start()
        until = time.monotonic() + 60
        while time.monotonic() < until and not end.done() and not self.ready():
            time.sleep(0.05)
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.settled() and not end.done():
            time.sleep(0.2)
        self.kill(signal.SIGTERM)
        assert end.result(20) == 0, (self.folder / "daemon.log").read_text()[-3000:]

    def ready(self) -> bool:
        """Whether the daemon has come up."""
        return self.log.exists() and "READY" in self.log.read_text()

    def settled(self) -> bool:
        """Whether every mail was accepted and nothing waits."""
        if not (self.folder / "var" / "mailbot.db").exists():
            return False
        with Database(f"sqlite:///{self.folder}/var/mailbot.db") as db, db.read() as t:
            spool, outbox = t.spool.counts(), t.outbox.counts()
        return (
            sum(spool.values()) >= self.sent
            and not spool.get("pending")
            and not (outbox.get("queued", 0) + outbox.get("sending", 0))
        )

    def faults(self) -> list[str]:
        """What was lost, doubled, or done to whom it should not; empty where the promises hold."""
        with Database(f"sqlite:///{self.folder}/var/mailbot.db") as db, db.read() as t:
            spool, shelf = t.spool.counts(), t.spool.shelf()
            tickets = t.tickets.find(most=10_000)
            letters = t.outbox.find(most=10_000)
        found = []
        if spool != {"done": self.sent}:
            found.append(f"the spool holds {spool}, not {self.sent} done; shelf: {[s.reason for s in shelf]}")
        expected = {f"customer{n}@mail{n}.example" for n in range(self.sent) if not automatic(n)}
        requesters = Counter(t.requester for t in tickets)
        found += [f"{who} has {count} tickets" for who, count in requesters.items() if count > 1]
        found += [f"{who} has no ticket" for who in sorted(expected - set(requesters))[:5]]
        answered = Counter(d.rcpt_to[0] for d in self.sink.distinct)
        found += [f"{who} was answered {count} times" for who, count in answered.items() if count > 1]
        found += [f"{who} was answered though automatic" for who in answered if who not in expected]
        acknowledged = {x.recipient for x in letters if x.kind == "acknowledgement"}
        found += [
            f"{who} has an acknowledgement that never arrived" for who in sorted(acknowledged - set(answered))[:5]
        ]
        found += [f"{who} was never acknowledged" for who in sorted(expected - acknowledged)[:5]]
        with self.dovecot.imap(self.account.name) as client:
            client.select_folder("INBOX", readonly=True)
            unseen = client.search("UNSEEN")
        if unseen:
            found.append(f"{len(unseen)} mails are not flagged")
        return found
