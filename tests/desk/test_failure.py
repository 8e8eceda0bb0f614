"""A mail that breaks something is told of without its words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.config import load_default
from mailbot.desk.failure import told
from mailbot.model.mail import RawMail, Source

PHRASE = "abandon ability able about above absent absorb abstract absurd abuse access accident"
MAIL = f"Subject: help\r\n\r\nmy phrase {PHRASE} and 密码是多少\r\n"


def raw(content: bytes = MAIL.encode()) -> RawMail:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return RawMail(content=content, sha256="0" * 64, received_at=at, source=Source(mailbox="support"))


def failed(error: Exception) -> tuple[str, str]:
    try:
        try:
            raise error
        except ValueError as cause:
            raise RuntimeError(f"while reading {str(error)!r}") from cause
    except RuntimeError as last:
        return told(last, raw(), load_default().policy)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("invalid literal for int() with base 10: 'ability able'"),
        ValueError(f"cannot read {PHRASE} as a number"),
        ValueError('bad "absent absorb'),
        ValueError("no '密码是多少' here"),
    ],
)
def test_what_a_mail_says_is_left_out(error):
    reason, trace = failed(error)
    for piece in ("ability able", 'absent absorb" ', "abstract absurd", "密码是多少"):
        assert piece not in reason + trace
    assert reason.startswith("RuntimeError: ")
    assert "ValueError: " in trace
    assert "test_failure.py" in trace


def test_what_no_mail_says_is_kept():
    reason, _ = told(KeyError("entities"), raw(), load_default().policy)
    assert reason == "KeyError: 'entities'"


def test_a_secret_that_only_the_error_holds_is_masked():
    reason, _ = told(ValueError(f"odd: {PHRASE}"), raw(b"Subject: x\r\n\r\nnothing"), load_default().policy)
    assert "abandon ability" not in reason
    assert "••••" in reason
