"""Values survive being stored as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mailbot.model.codec import from_plain, to_plain
from mailbot.model.effects import CapCounter, Context, Outgoing
from mailbot.model.mail import AccountFacts, AuthenticationFacts
from mailbot.model.ticket import Candidate

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def test_a_context_comes_back_equal():
    candidate = Candidate(
        ticket=1,
        number="10000001",
        status="pending",
        participants=frozenset({"b@x", "a@x"}),
        message_ids=frozenset(),
        category="account",
        intent="login_access",
        language="zh",
        facts={"uid": ("1", "2")},
        missing=("event_time",),
        asked=("event_time",),
        subject="登录",
        first_text="登录不上",
        priority="P3",
        signals=(),
        created_at=NOW,
        updated_at=NOW,
    )
    context = Context(
        now=NOW,
        candidates=(candidate,),
        authentication=AuthenticationFacts(dkim="pass", dkim_domains=("x.example",)),
        account=AccountFacts(known=True, uid="1"),
        caps=(CapCounter(scope="sender", window_minutes=60, sent=2),),
        stored=True,
    )
    assert from_plain(Context, json.loads(json.dumps(to_plain(context)))) == context


def test_a_letter_comes_back_equal_whatever_its_template_is_told():
    letter = Outgoing(
        kind="acknowledgement",
        template="ack_incomplete",
        language="zh",
        to="a@mail.example",
        references=("x", "y"),
        context={"missing": [{"fact": "uid", "label": "账户UID"}], "hours": 24, "urgent": False},
        dedupe_key="ack:1",
        not_before=NOW,
    )
    assert from_plain(Outgoing, json.loads(json.dumps(to_plain(letter)))) == letter


def test_a_field_of_an_older_version_is_passed_over_and_a_missing_required_one_is_an_error():
    assert from_plain(CapCounter, {"scope": "total", "window_minutes": 1, "sent": 0, "gone": 1}).scope == "total"
    with pytest.raises(TypeError):
        from_plain(CapCounter, {"scope": "total"})
