"""Damages mails of the corpus at random and reads them, until a number of executions or a time is reached.

    python tests/long/fuzz_parse.py --executions 100000 --seed 1 [--seconds 600] [--keep FOLDER]

Parts are different seeds: ten runs of 100,000 make a million. A mail that raises, breaks a bound or does not hold
together is written to the folder and makes the exit status 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1])]

from mailbot.triage.mime import UNREAD, parse  # noqa: E402
from tests.triage.test_mime_properties import SEEDS, damaged, holds_together  # noqa: E402

SLOW = 2.0
"""Seconds of CPU that one mail may take."""


def spliced(chance: random.Random) -> bytes:
    """A damaged mail, sometimes grown together from two."""
    seed = chance.choice(SEEDS)
    if chance.random() < 0.2:
        other = chance.choice(SEEDS)
        seed = seed[: chance.randrange(len(seed))] + other[chance.randrange(len(other)) :]
    return damaged(seed, chance) if seed else seed


def main() -> int:
    """Run, print the figure, and say how it ended."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--executions", type=int, default=10_000)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    given = options.parse_args()
    chance = random.Random(given.seed)
    begun, slowest, failed, done = time.monotonic(), 0.0, 0, 0
    while done < given.executions and time.monotonic() - begun < given.seconds:
        content = spliced(chance)
        done += 1
        at = time.process_time()
        try:
            mail = parse(content)
            took = time.process_time() - at
            slowest = max(slowest, took)
            if any(defect.startswith(UNREAD) for defect in mail.defects):
                raise AssertionError(mail.defects)  # noqa: TRY301 - to be kept like any other failure
            if done % 10 == 0:
                holds_together(content, mail)
            if took > SLOW:
                raise TimeoutError(f"{took:.1f} s")  # noqa: TRY301 - a bound broken is a failure like any other
        except Exception:  # noqa: BLE001 - whatever it raises is what we look for
            failed += 1
            traceback.print_exc()
            given.keep.mkdir(parents=True, exist_ok=True)
            (given.keep / f"{given.seed}-{done}.eml").write_bytes(content)
    seconds = time.monotonic() - begun
    sys.stdout.write(
        f"{done} executions, seed {given.seed}, {failed} failed, slowest {slowest:.3f} s, {done / seconds:.0f}/s\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
