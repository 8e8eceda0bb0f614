"""What sealing raw mail costs: microseconds a mail to seal, open and turn over to another key, and what `accept` and
`claim` take with and without a key on SQLite. ``--json`` prints one object.

    python benchmarks/spool.py --mails 500
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from mailbot.model.mail import RawMail, Source
from mailbot.store import Database
from mailbot.store.vault import Vault

SIZES = {"3 KB": 3_000, "50 KB": 50_000, "1 MB": 1_000_000, "20 MB": 20_000_000}
BATCH = 50
KEY, NEXT = os.urandom(32), os.urandom(32)
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def cost(act: Callable[[], object], rounds: int) -> float:
    """CPU microseconds of one act."""
    began = time.process_time()
    for _ in range(rounds):
        act()
    return (time.process_time() - began) / rounds * 1e6


def crypto() -> dict[str, dict[str, float]]:
    """size → act → CPU microseconds."""
    vault, other = Vault([KEY]), Vault([NEXT, KEY])
    found = {}
    for name, size in SIZES.items():
        octets, rounds = os.urandom(size), max(5, min(2000, 50_000_000 // size))
        sealed, key = vault.seal("mail", octets)
        found[name] = {
            "seal": cost(lambda o=octets: vault.seal("mail", o), rounds),
            "open": cost(lambda s=sealed, k=key: vault.open("mail", s, k), rounds),
            "turn over": cost(lambda k=key: other.rewrap("mail", k), rounds),
        }
    return found


def spooled(mails: int, size: int, keys: list[bytes]) -> dict[str, float]:
    """CPU and wall microseconds a mail to accept and to claim, in batches of 50."""
    raws = []
    for n in range(mails):
        content = b"Subject: %d\r\n\r\n" % n + os.urandom(size // 2).hex().encode()
        source = Source(mailbox="support", protocol="imap", folder="INBOX", uidvalidity=1, uid=n + 1)
        raws.append(RawMail(content=content, sha256=sha256(content).hexdigest(), received_at=NOW, source=source))
    with TemporaryDirectory() as folder, Database(f"sqlite:///{Path(folder)}/mailbot.db", Vault(keys)) as database:
        database.migrate()
        figures = {}
        wall, cpu = time.perf_counter(), time.process_time()
        for at in range(0, mails, BATCH):
            with database.write() as t:
                t.spool.accept(raws[at : at + BATCH])
        figures["accept"] = (time.process_time() - cpu) / mails * 1e6
        figures["accept, wall"] = (time.perf_counter() - wall) / mails * 1e6
        wall, cpu = time.perf_counter(), time.process_time()
        seen = 0
        while True:
            with database.write() as t:
                claimed = t.spool.claim(BATCH, NOW)
                for mail in claimed:
                    t.spool.settle(mail.id, "record")
            if not claimed:
                break
            seen += len(claimed)
        assert seen == mails
        figures["claim"] = (time.process_time() - cpu) / mails * 1e6
        figures["claim, wall"] = (time.perf_counter() - wall) / mails * 1e6
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--size", type=int, default=3000, help="octets of a mail in the spool")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    spooled(BATCH, args.size, [])  # statements are compiled once
    result = {
        "vault": crypto(),
        "spool": {"open": spooled(args.mails, args.size, []), "sealed": spooled(args.mails, args.size, [KEY])},
    }
    if args.json:
        print(json.dumps(result))
        return
    print(f"{'µs of CPU':<12}{'seal':>10}{'open':>10}{'turn over':>12}")
    for name, acts in result["vault"].items():
        print(f"{name:<12}{acts['seal']:>10.1f}{acts['open']:>10.1f}{acts['turn over']:>12.1f}")
    print(f"\n{args.mails} mails of {args.size} octets in SQLite, µs a mail")
    for name in result["spool"]["open"]:
        plain, sealed = result["spool"]["open"][name], result["spool"]["sealed"][name]
        print(f"{name:<14}{plain:>10.0f} open{sealed:>10.0f} sealed{sealed - plain:>+10.0f}")


if __name__ == "__main__":
    main()
