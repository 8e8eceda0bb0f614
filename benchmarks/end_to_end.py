"""The whole way: a Dovecot mailbox of N generated mails to committed tickets and delivered acknowledgements.

Measures the daemon as a process (CPU from /proc, user and system, start-up left out) beside the composite of the bare
parts, in the same run and on the same mails; prints both, their ratio, and writes JSON where asked.

usage: python -m benchmarks.end_to_end [--mails 1000] [--rounds 3] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy.exc import OperationalError

from benchmarks.corpus import mails
from mailbot.store import Database
from tests.services.dovecot import Account, Dovecot
from tests.services.smtpsink import SmtpSink

ROOT = Path(__file__).resolve().parent.parent
CONFIG = """\
version: 1
desk: {{name: Benchmark desk, domain: desk.example}}
mailboxes:
  support:
    address: support@desk.example
    imap: {{host: {host}, port: {port}, tls: none, username: "{user}", password: "${{BENCH_PASSWORD}}",
           since: "2000-01-01"}}
delivery: {{smtp: {{host: {sink_host}, port: {sink_port}, tls: none}}}}
store: {{folder: "{folder}"}}
web: {{enabled: false}}
classifier: {{embeddings: false}}
listen: {{}}
log: {{level: warning}}
caps: []
"""


def cpu_s(pid: int) -> float:
    """User and system CPU seconds of a process so far (proc(5), stat, fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def daemon(folder: Path, dovecot: Dovecot, account: Account, sink: SmtpSink, raws: list[bytes]) -> dict[str, float]:
    """One run of the daemon: it is started on an empty mailbox, then the mails arrive."""
    config = folder / "config.yaml"
    config.write_text(
        CONFIG.format(
            host=dovecot.host,
            port=dovecot.port,
            user=account.name,
            sink_host=sink.host,
            sink_port=sink.port,
            folder=folder / "var",
        )
    )
    env = {**os.environ, "BENCH_PASSWORD": account.password}
    process = subprocess.Popen(
        [sys.executable, "-m", "mailbot", "run", "--config", str(config)],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
    )
    try:
        _wait_until_ready(folder)  # start-up is not what is measured here
        _wait_until_quiet(process.pid)
        cpu, wall = cpu_s(process.pid), time.perf_counter()
        dovecot.append(account.name, *raws)  # the daemon begins while they still arrive
        until = wall + 300
        while time.perf_counter() < until and process.poll() is None:
            time.sleep(0.1)
            if _done(folder, len(raws)):
                break
        used, took = cpu_s(process.pid) - cpu, time.perf_counter() - wall
        memory = int(
            next(
                x for x in Path(f"/proc/{process.pid}/status").read_text().splitlines() if x.startswith("VmHWM")
            ).split()[1]
        )
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    return {"cpu_s": used, "wall_s": took, "peak_mib": memory / 1024, "acks": len(sink.distinct), **_counts(folder)}


def _wait_until_ready(folder: Path, seconds: float = 120) -> None:
    """Until the daemon has looked at its mailbox once, and has been quiet for a second."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        time.sleep(0.2)
        try:
            with _database(folder) as db, db.read() as t:
                if t.books.position("support", "INBOX") is not None:
                    time.sleep(1)
                    return
        except OperationalError:
            continue  # no tables yet
    raise TimeoutError("the daemon did not get ready")


def _wait_until_quiet(pid: int, seconds: float = 60) -> None:
    """Until the daemon has taken no CPU worth naming for two seconds."""
    until, before = time.perf_counter() + seconds, -1.0
    while time.perf_counter() < until and cpu_s(pid) - before > 0.05:
        before = cpu_s(pid)
        time.sleep(2)


def _database(folder: Path) -> Database:
    return Database(f"sqlite:///{folder}/var/mailbot.db")


def _done(folder: Path, wanted: int) -> bool:
    with _database(folder) as db, db.read() as t:
        outbox = t.outbox.counts()
        return t.spool.counts().get("done", 0) >= wanted and not outbox.get("queued") and not outbox.get("sending")


def _counts(folder: Path) -> dict[str, float]:
    with _database(folder) as db, db.read() as t:
        return {
            "tickets": len(t.tickets.find(most=100_000)),
            "handled": t.spool.counts().get("done", 0),
            "shelf": len(t.spool.shelf()),
        }


def composite(dovecot: Dovecot, account: Account, sink: SmtpSink) -> dict[str, float]:
    """One run of the bare parts, in a process of its own."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.composite",
            dovecot.host,
            str(dovecot.port),
            account.name,
            account.password,
            sink.host,
            str(sink.port),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rounds = []
    for number in range(args.rounds):
        raws = [raw for _, raw in mails(args.mails, seed=7 + number)]
        with Dovecot() as dovecot, SmtpSink() as sink, SmtpSink() as other, tempfile.TemporaryDirectory() as folder:
            account = dovecot.new_account()
            ours = daemon(Path(folder), dovecot, account, sink, raws)
            bare = composite(dovecot, account, other)
        rounds.append({"daemon": ours, "composite": bare})
        print(
            f"round {number + 1}: daemon {1000 * ours['cpu_s'] / args.mails:.2f} ms CPU/mail, "
            f"{args.mails / ours['wall_s']:.0f} mails/s, "
            f"{ours['peak_mib']:.0f} MiB, {ours['tickets']:.0f} tickets, {ours['acks']:.0f} acks; "
            f"composite {1000 * bare['cpu_s'] / args.mails:.2f} ms; ratio {ours['cpu_s'] / bare['cpu_s']:.2f}",
            flush=True,
        )
    ratio = statistics.median(r["daemon"]["cpu_s"] / r["composite"]["cpu_s"] for r in rounds)
    print(f"median ratio of CPU per mail, daemon to composite: {ratio:.2f}")
    if args.json:
        args.json.write_text(json.dumps({"mails": args.mails, "rounds": rounds, "median_ratio": ratio}, indent=1))


if __name__ == "__main__":
    main()
