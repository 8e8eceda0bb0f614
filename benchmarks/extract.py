"""Milliseconds of fact extraction: our own labelled mails, a typical mail of 1.5 kB, and 10 MB of hostile text.

python benchmarks/extract.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from mailbot.model.mail import ParsedMail
from mailbot.triage.extract import extract
from mailbot.triage.extract.numbers.patterns import PRESETS, Identifiers

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 12, 8, tzinfo=UTC)
HOSTILE = ("7", "a", "0x", "1 ", "1,", "UID ", "abandon ", "昨", "a@", "“")


def main() -> None:
    """Print one `name value` row per figure, in CPU time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    start = time.process_time()
    identifiers = Identifiers(PRESETS["okx"])
    extract(ParsedMail(text="warm"), identifiers, received_at=NOW)
    print(f"compile_s {time.process_time() - start:.2f}")
    path = HERE.parent / "tests" / "data" / "facts.jsonl"
    texts = [json.loads(line)["body"] for line in path.read_text("utf-8").splitlines()]
    mails = [ParsedMail(text=t, fresh_text=t, date=NOW) for t in texts]
    long = [ParsedMail(text=t, fresh_text=t, date=NOW) for t in _typical(texts)]
    for name, batch in (("own_mails", mails), ("mails_of_1500_characters", long)):
        figures = []
        for _ in range(rounds):
            start = time.process_time()
            for mail in batch:
                extract(mail, identifiers, received_at=NOW)
            figures.append((time.process_time() - start) / len(batch) * 1000)
        size = sum(len(m.text) for m in batch) / len(batch)
        print(f"{name}_ms {statistics.median(figures):.2f}  ({size:.0f} characters)")
    for piece in HOSTILE:
        mail = ParsedMail(text=piece * (10_000_000 // len(piece)), date=NOW)
        start = time.process_time()
        extract(mail, identifiers, received_at=NOW)
        print(f"ten_megabytes_of_{piece.strip() or 'spaces'}_s {time.process_time() - start:.2f}")


def _typical(texts: list[str]) -> list[str]:
    """Each of them with others behind it up to 1500 characters."""
    out = []
    for at, text in enumerate(texts[:40]):
        whole = text
        for other in texts[at + 1 :]:
            if len(whole) >= 1500:
                break
            whole += "\n\n" + other
        out.append(whole[:1500])
    return out


if __name__ == "__main__":
    main()
