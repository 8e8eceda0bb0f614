"""What has been stuck for more than a day: by the times that a mail states, else by its words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.model.findings import Classification, Entity, Extraction, Signal
from mailbot.triage.delay import over_24h
from tests.triage.extract.reading import letter

SAID = Signal(name="over_24h", evidence="since Tuesday")
MAIL = replace(letter("still nothing"), headers=(("Date", "Thu, 12 Mar 2026 15:00:00 +0800"),))


def stuck(*told: tuple[str, str], intent: str = "withdrawal_pending", said: Signal | None = SAID) -> bool:
    """`told`: times and where they stand."""
    times = tuple(Entity(kind="event_time", value=value, raw=value, where=where, span=(0, 1)) for value, where in told)
    matter = Classification(language="en", category="deposit_withdrawal", intent=intent)
    return over_24h(said, MAIL, Extraction(entities=times), matter) is not None


@pytest.mark.parametrize(
    ("told", "late"),
    [
        ((), True),
        ((("2026-03-11T09:00", "text"),), True),
        ((("2026-03-12T09:00", "text"),), False),
        ((("2026-03-12T09:00", "quoted"),), False),
        ((("2026-03-12T09:00", "text"), ("2026-03-09T09:00", "quoted")), False),
        ((("2026-03-09T09:00", "quoted"),), True),
        ((("2026-03-09", "text"),), True),
        ((("2027-01-01T09:00", "text"),), True),
    ],
)
def test_a_stated_time_decides_an_own_one_before_a_quoted_one_and_the_words_where_there_is_none(
    told: tuple[tuple[str, str], ...], late: bool
) -> None:
    assert stuck(*told) is late


@pytest.mark.parametrize("intent", ["follow_up", "complaint", "deposit_wrong_network", "general_inquiry"])
def test_what_is_not_on_its_way_is_not_stuck(intent: str) -> None:
    assert not stuck(("2026-03-09T09:00", "text"), intent=intent)


def test_a_day_without_a_time_says_nothing_by_itself() -> None:
    assert not stuck(("2026-03-09", "text"), said=None)
