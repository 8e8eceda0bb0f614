"""Signed tokens: an answer finds its ticket, a guess does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.triage import token

KEY = b"the key of these tests"
TICKETS = st.integers(min_value=0, max_value=2**53)


@given(TICKETS, st.sampled_from(["t", "b"]))
def test_a_token_is_found_where_we_write_it(ticket: int, purpose: token.Purpose) -> None:
    signed = token.sign(ticket, KEY, purpose)
    for place in (f"<{signed}.0a1b2c@desk.example>", f"support+{signed}@desk.example", f"{signed}@desk.example"):
        assert token.find(place, KEY) == (purpose, ticket)
        assert token.find(place.upper(), KEY) == (purpose, ticket), "relays change the case of addresses"


@given(TICKETS)
def test_another_key_another_purpose_or_another_ticket_does_not_hold(ticket: int) -> None:
    signed = token.sign(ticket, KEY)
    assert token.find(f"a+{signed}@desk.example", b"other") is None
    assert token.find(f"a+b{signed[1:]}@desk.example", KEY) is None
    other = token.sign(ticket + 1, KEY).partition(".")[0] + "." + signed.partition(".")[2]
    assert token.find(f"a+{other}@desk.example", KEY) is None


@given(st.text(max_size=300))
def test_no_text_is_a_token_by_chance_or_breaks_the_search(text: str) -> None:
    assert token.find(text.encode("utf-8", "replace").decode(), KEY) is None


def test_the_one_that_holds_is_found_behind_one_that_does_not() -> None:
    forged, real = token.sign(5, b"other"), token.sign(6, KEY)
    assert token.find(f"<{forged}.x@a.example> <{real}.x@desk.example>", KEY) == ("t", 6)


def test_a_ticket_has_no_negative_number() -> None:
    with pytest.raises(ValueError, match="-1"):
        token.sign(-1, KEY)
