"""Sentences as customers write them, in ten languages, with the days and the sums that each tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.triage.extract.reading import found

ROWS = Path(__file__).parents[2] / "data" / "plain-days-and-sums.txt"


def _rows() -> list[tuple[str, list[str], list[str]]]:
    """(sentence, days, sums) of the file's rows; "T" is the mail's own day, and its year is left out."""
    rows = []
    for line in ROWS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            text, days, sums = (part.strip() for part in line.split("|"))
            named = ["03-12" if day == "T" else day for day in days.split()]
            wanted = [f"2026-{day}" if len(day) == 5 else day for day in named]
            rows.append((text.replace("\\n", "\n"), wanted, [s for s in sums.split("; ") if s]))
    return rows


def _same(value: str) -> tuple[float, str]:
    figure, _, unit = value.partition(" ")
    return float(figure), unit


@pytest.mark.parametrize(("text", "days", "sums"), _rows(), ids=[text for text, _, _ in _rows()])
def test_a_plain_sentence_is_read_whole(text: str, days: list[str], sums: list[str]) -> None:
    assert sorted({v[:10] for v in found(text, "event_time")}) == days
    assert {_same(v) for v in found(text, "amount")} == {_same(s) for s in sums}
