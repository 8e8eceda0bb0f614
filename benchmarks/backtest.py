"""How fast stored mail is decided again under a changed policy, and in how much memory.

    python benchmarks/backtest.py [--mails 20000] [--processes 2] [--change rules|catalogue|reading]

A few dozen mails are really triaged; their rows are then multiplied in the database, so that reading, decoding,
deciding and comparing cost what they cost. The change is one of rules only, one of the catalogue (intents and their
teams), or one of identifiers, for which every raw mail is read again.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailbot import resources
from mailbot.app import App
from mailbot.config import load_default
from mailbot.config.load import load_text
from mailbot.config.settings import Secret, StoreSettings
from mailbot.desk import backtest as use
from mailbot.model.mail import Envelope, RawMail, Source

TEXTS = (
    ("提币没有到账", "提币一直在审核，昨天晚上9点提的 {n} USDT，到现在还没有到账。UID 7451209388661{n:05d}"),
    ("Deposit missing", "I sent {n} USDT over TRC20 an hour ago and it is not credited. UID: 7451209388661{n:05d}"),
    ("Cannot log in", "My authenticator was reset and I cannot sign in any more, please help. Ticket? None. {n}"),
    ("P2P seller", "The P2P seller does not release the coins for order 2605{n:015d}. I paid 5000 CNY."),
    ("API error", "Order endpoint returns 50011 too many requests since this morning, request {n}."),
)


CATALOGUE = "intents: {withdrawal_not_received: {priority: P1}, p2p_not_released: {team: frontline}}\n"
READING = "identifiers: {own: [{kind: uid, pattern: 'Z[0-9]{9}', alone: true}]}\n"


def _changed(kind: str) -> str:
    """A configuration: with another rule before the shipped ones, with another catalogue, or that reads otherwise."""
    if kind == "rules":
        shipped = resources.path("config.yaml").read_text("utf-8")
        rule = "  - {name: night, when: {intent: p2p_not_released, language: en}, then: {team: frontline}}\n"
        return shipped.replace("rules:\n", f"rules:\n{rule}", 1)
    return CATALOGUE + (READING if kind == "reading" else "")


def _mail(n: int) -> RawMail:
    from hashlib import sha256

    subject, text = TEXTS[n % len(TEXTS)]
    content = (
        f"From: c{n}@mail.example\r\nTo: support@desk.example\r\nSubject: {subject}\r\n"
        f"Message-ID: <{n}@mail.example>\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text.format(n=n) + "\r\n"
    ).encode()
    return RawMail(
        content=content, sha256=sha256(content).hexdigest(), received_at=datetime.now(UTC),
        source=Source(mailbox="support", protocol="imap", folder="INBOX", uidvalidity=1, uid=n + 1),
        envelope=Envelope(mail_from=None, rcpt_to=()),
    )  # fmt: skip


def _fill(app: App, mails: int, seeds: int) -> None:
    app.accept([_mail(n) for n in range(seeds)])
    while app.receive():
        pass
    with app.tools.db.write() as t:
        c = t.connection
        copy_raw = (
            "INSERT INTO raw (sha256, size, received_at, source, envelope, state, disposition, attempts, reason, "
            "traceback) SELECT sha256, size, received_at, source, envelope, state, disposition, attempts, reason, "
            f"traceback FROM raw WHERE id <= {seeds}"
        )
        rounds = mails // seeds - 1
        for k in range(1, rounds + 1):
            c.exec_driver_sql(copy_raw)
            c.exec_driver_sql(
                "INSERT INTO decision (raw, ticket, analysis, context, policy, at) "
                f"SELECT raw + {k * seeds}, ticket, analysis, context, policy, at FROM decision WHERE raw <= {seeds}"
            )


def main() -> None:
    """Print mails per second, seconds, and the peak of memory in MB before and after."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, default=40)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--change", choices=("rules", "catalogue", "reading"), default="rules")
    parser.add_argument("--profile", action="store_true")
    o = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(
            load_default(), imap=(), listen=(),
            store=StoreSettings(folder=Path(folder), url=Secret(f"sqlite:///{folder}/mailbot.db")),
        )  # fmt: skip
        app = App(settings)
        app.open()
        _fill(app, o.mails, o.seeds)
        loaded = load_text(_changed(o.change))
        assert loaded.settings is not None, loaded.problems
        new = loaded.settings.with_token_key(app.settings.policy.token_key).policy
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        summary = use.Summary()
        began, cpu = time.perf_counter(), time.process_time()
        since = datetime.now(UTC) - timedelta(days=1)
        if o.profile:
            import cProfile

            profile = cProfile.Profile()
            changed = profile.runcall(lambda: sum(1 for _ in use.backtest(app.tools, new, since, summary)))
            profile.print_stats("tottime")
        else:
            changed = sum(1 for _ in use.backtest(app.tools, new, since, summary, processes=o.processes))
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        child = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = cpu + child.ru_utime + child.ru_stime
        print(
            f"{o.change}: {summary.mails} mails, {changed} changed, {summary.failed} failed: "
            f"{seconds:.1f} s, {summary.mails / seconds:.0f} mails/s; cpu {spent:.1f} s "
            f"({summary.mails / spent:.0f} mails per cpu second); memory {before} → {after} MB, "
            f"child {child.ru_maxrss // 1024} MB"
        )
        app.close()


if __name__ == "__main__":
    main()
