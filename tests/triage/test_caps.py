"""Caps: how many automatic mails may leave, by scope and window."""

from __future__ import annotations

from mailbot.model.catalogue import CapSpec
from mailbot.model.effects import CapCounter
from mailbot.triage.caps import reached

CAPS = (
    CapSpec(scope="sender", window_minutes=10, most=2),
    CapSpec(scope="sender", window_minutes=60, most=3),
    CapSpec(scope="total", window_minutes=60, most=100),
)


def sent(scope: str, window: int, count: int) -> CapCounter:
    return CapCounter(scope=scope, window_minutes=window, sent=count)


def test_below_every_cap_a_mail_may_leave() -> None:
    assert reached(CAPS, [sent("sender", 10, 1), sent("sender", 60, 2), sent("total", 60, 99)]) is None
    assert reached(CAPS, []) is None
    assert reached((), [sent("total", 60, 10_000)]) is None


def test_the_cap_that_one_more_would_exceed_is_named() -> None:
    finding = reached(CAPS, [sent("sender", 10, 1), sent("sender", 60, 3)])
    assert finding is not None
    assert finding.check == "cap"
    assert "3 automatic mails per sender in 60 min" in finding.reason
    assert finding.evidence == "3 sent"


def test_a_count_of_another_window_or_scope_does_not_matter() -> None:
    assert reached(CAPS, [sent("domain", 10, 50), sent("sender", 1440, 50)]) is None
