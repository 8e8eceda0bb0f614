"""Nothing lost, nothing twice: the daemon is killed at every step of a mail's way, and at random moments."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.observe.steps import STEPS
from tests.chaos.arena import ROOT, Arena
from tests.services.dovecot import Dovecot
from tests.services.smtpsink import SmtpSink

KILLS = 30
MAILS = 200


@pytest.fixture
def arena(dovecot: Dovecot, tmp_path: Path) -> Iterator[Arena]:
    """A mailbox and a receiver of their own."""
    with SmtpSink() as sink:
        fought = Arena(folder=tmp_path, dovecot=dovecot, account=dovecot.new_account(), sink=sink)
        yield fought
        fought.close()


def test_thirty_kills_lose_nothing_and_double_nothing(arena, record_property):
    rng, steps = random.Random(20261122), itertools.cycle(STEPS)
    share = MAILS // KILLS
    for number in range(KILLS):
        arena.append(share if number else MAILS - share * (KILLS - 1))
        if number % 3 == 2:  # at no step in particular
            arena.round("none", 1, seconds=rng.uniform(0.05, 1.5))
        else:
            arena.round(next(steps), 1, seconds=10.0)
    arena.finish()
    assert arena.sent == MAILS
    assert arena.faults() == []
    assert {step for step in STEPS if arena.kills[step]} == set(STEPS), f"not every step saw a death: {arena.kills}"
    record_property("deaths", dict(arena.kills))


BROKEN = {
    "moved on the server before it is durable here": (
        "mailbot/intake/imap_fetch.py",
        "        labels = (",
        "        self._settle(session, mails)\n        reach('fetched')\n        labels = (",
        "fetched",
        2,
    ),
    "marked as sent before it is handed over": (
        "mailbot/desk/post.py",
        "        outcome = delivery.deliver(",
        (
            "        _settle(tools, [Posted(letter=letter, outcome=Sent())])\n        reach('settled')\n"
            "        outcome = delivery.deliver("
        ),
        "settled",
        1,
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_code_that_is_broken_on_purpose_fails_the_same_count(fault, arena, tmp_path):
    path, before, after, step, n = BROKEN[fault]
    copy = tmp_path / "broken"
    for part in ("mailbot", "classifiers", "templates"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "texts"))
    for part in ("config.yaml", "pyproject.toml"):
        shutil.copy(ROOT / part, copy / part)
    source = (copy / path).read_text()
    assert source.count(before) == 1, f"{path} has changed: break it in another way"
    (copy / path).write_text(source.replace(before, after))
    arena.code = copy
    config = arena.config.read_text()
    arena.config.write_text(config.replace("batch: 7", "batch: 7, after: move"))
    for _ in range(3):
        arena.append(7)
        arena.round(step, n, seconds=8.0)
    arena.finish(seconds=6)
    assert arena.faults() != []
