"""Damages mails of the corpus at random and reads them, until a number of executions or a time is reached.

    python tests/long/fuzz.py --executions 100000 --seed 1 [--whole] [--seconds 600] [--keep FOLDER]

Bytes go into the parser or, with ``--whole``, the way that `mailbot explain --json` takes them. Parts are different
seeds: ten runs of 100,000 make a million. A mail that raises, breaks a bound or does not hold together is written to
the folder and makes the exit status 1.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1])]

from mailbot.cli.explain import BATCH, explanations  # noqa: E402
from mailbot.config.load import load_text  # noqa: E402
from mailbot.desk.brain import Brain  # noqa: E402
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


def parsed(mails: Sequence[bytes]) -> None:
    """Parse each; every tenth must agree with itself in all its parts."""
    for number, content in enumerate(mails):
        mail = parse(content)
        if any(defect.startswith(UNREAD) for defect in mail.defects):
            raise AssertionError(mail.defects)
        if number % 10 == 0:
            holds_together(content, mail)


def explainer() -> Callable[[Sequence[bytes]], None]:
    """Explains mails under the built-in policy with the shipped linear model."""
    settings = load_text("classifier: {embeddings: false}").settings
    assert settings is not None
    brain = Brain(settings)

    def explained(mails: Sequence[bytes]) -> None:
        rows = list(explanations(brain, [(str(n), mail) for n, mail in enumerate(mails)], now=None, unmasked=False))
        assert len(rows) == len(mails), f"{len(rows)} explanations of {len(mails)} mails"
        for source, data in rows:
            if "error" in data:
                raise AssertionError(f"mail {source}: {data['error']}")
            json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")

    return explained


def failing(mails: Sequence[bytes], use: Callable[[Sequence[bytes]], None]) -> Iterator[bytes]:
    """The mails of a batch that fail alone; all of them when none does."""
    found = False
    for content in mails:
        try:
            use([content])
        except Exception:  # noqa: BLE001 - whatever it raises is what we look for
            traceback.print_exc()
            found = True
            yield content
    if not found:
        yield from mails


def main() -> int:
    """Run, print the figure, and say how it ended."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--executions", type=int, default=10_000)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--whole", action="store_true", help="explain them instead of parsing only")
    options.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    given = options.parse_args()
    chance = random.Random(given.seed)
    use, size = (explainer(), BATCH) if given.whole else (parsed, 10)
    begun, slowest, failed, done = time.monotonic(), 0.0, 0, 0
    while done < given.executions and time.monotonic() - begun < given.seconds:
        mails = [spliced(chance) for _ in range(min(size, given.executions - done))]
        done += len(mails)
        at = time.process_time()
        try:
            use(mails)
            took = (time.process_time() - at) / len(mails)
            slowest = max(slowest, took)
            if took > SLOW:
                raise TimeoutError(f"{took:.1f} s a mail")  # noqa: TRY301 - a bound broken is a failure like any other
        except Exception:  # noqa: BLE001 - whatever it raises is what we look for
            traceback.print_exc()
            given.keep.mkdir(parents=True, exist_ok=True)
            for content in failing(mails, use):
                failed += 1
                (given.keep / f"{given.seed}-{done}-{failed}.eml").write_bytes(content)
    seconds = time.monotonic() - begun
    sys.stdout.write(
        f"{done} executions, seed {given.seed}, {failed} failed, slowest batch {slowest:.3f} s a mail, "
        f"{done / seconds:.0f}/s\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
