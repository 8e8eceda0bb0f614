"""Ordinary mails of an ordinary day in ten languages, without a trick: each gets the priority that its matter has, and
few of them are urgent. They were written before the model was asked about them (52 of 57 were right at the first look,
two letters were taken for farewells), and none of them is trained on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from classifiers.linear import LinearClassifier
from mailbot.triage.priority import prioritise
from tests.catalogue import policy
from tests.triage.test_signals import concluded, mails

FILE = Path(__file__).parents[1] / "data" / "ordinary.jsonl"


@pytest.fixture(scope="module")
def decided() -> list[tuple[str, str]]:
    """The priority that each mail should have, and the one that it gets."""
    catalogue = policy().catalogue

    def due(row: dict[str, Any]) -> str:
        return prioritise(catalogue.intents[row["intent"]].priority, row["signals"], catalogue)

    rows = mails(FILE)
    return [(due(row), got) for row, (got, _) in zip(rows, concluded(rows, LinearClassifier.default()), strict=True)]


def test_an_ordinary_mail_gets_the_priority_of_its_matter(decided: list[tuple[str, str]]) -> None:
    assert sum(wanted == got for wanted, got in decided) >= 0.88 * len(decided)


def test_what_is_urgent_among_them_is_found_and_hardly_anything_else(decided: list[tuple[str, str]]) -> None:
    urgent = [got for wanted, got in decided if wanted == "P1"]
    calm = [got for wanted, got in decided if wanted != "P1"]
    assert len(urgent) >= 10
    assert urgent.count("P1") >= len(urgent) - 1
    assert calm.count("P1") <= 2
