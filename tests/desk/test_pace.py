"""How fast mail leaves to one domain, with a written clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.desk.pace import Pace, allowed
from tests.desk.story import story
from tests.services.smtpsink import SmtpSink

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
HELP = "My withdrawal of 250 USDT over TRC20 is pending since this morning. UID 6884302155770{:05d}."


def test_a_minutes_worth_leaves_at_once_and_the_rest_in_its_turn() -> None:
    pace = Pace()
    told = [pace.admit("a.example", NOW, 60) for _ in range(200)]
    assert told[:60] == [None] * 60
    late = [t for t in told[60:] if t is not None]
    assert len(late) == 140
    assert late == sorted(late)
    assert late[-1] - NOW == timedelta(seconds=140)
    assert all(pace.admit("a.example", turn, 60) is None for turn in late), "at its turn each may leave"


def test_never_more_than_two_minutes_worth_in_any_minute() -> None:
    pace, sent = Pace(), []
    waiting = [NOW + timedelta(seconds=n / 10) for n in range(1000)]
    while waiting:
        at = min(waiting)
        waiting.remove(at)
        turn = pace.admit("a.example", at, 60)
        if turn is None:
            sent.append(at)
        else:
            assert turn > at
            waiting.append(turn)
    assert len(sent) == 1000
    busiest = max(sum(start <= at < start + timedelta(minutes=1) for at in sent) for start in sent)
    assert busiest <= 120
    assert sent[-1] - sent[0] >= timedelta(seconds=1000 - 60 - 1)


def test_domains_do_not_wait_for_each_other_and_people_for_nobody() -> None:
    pace = Pace()
    for _ in range(500):
        pace.admit("busy.example", NOW, 60)
    assert pace.admit("calm.example", NOW, 60) is None
    assert pace.admit("busy.example", NOW, 60, at_once=True) is None
    assert pace.admit("busy.example", NOW, 0) is None
    assert (allowed("x.example", {"": 300, "y.example": 5}), allowed("y.example", {"": 300, "y.example": 5})) == (
        300,
        5,
    )


def test_forgetting_keeps_what_is_full() -> None:
    pace = Pace()
    for _ in range(60):
        pace.admit("busy.example", NOW, 60)
    for n in range(10_050):
        pace.admit(f"{n}.example", NOW + timedelta(seconds=1), 100_000)
    assert pace.admit("busy.example", NOW, 60) is not None


@pytest.mark.parametrize("others_first", [True, False])
def test_a_large_provider_is_fed_slowly_and_nobody_else_waits_nothing_comes_twice(tmp_path, others_first):
    def slow(settings):
        return replace(settings, delivery=replace(settings.delivery, per_minute={"": 300, "gmail.com": 10}))

    def mail(n: int, domain: str) -> bytes:
        return (
            f"From: c{n}@{domain}\r\nTo: support@desk.example\r\nSubject: withdrawal\r\n"
            f"Message-ID: <{n}@{domain}>\r\n\r\n{HELP.format(n)}\r\n"
        ).encode()

    many = [mail(n, "gmail.com") for n in range(30)]
    few = [mail(n, "calm.example") for n in range(100, 103)]
    with SmtpSink() as sink, story(tmp_path, sink, change=slow) as desk:
        desk.bring_many([*few, *many] if others_first else [*many, *few])

        def sent(domain: str) -> int:
            return sum(
                m.rcpt_to[0].endswith(domain) for m in sink.mails if m.message["Auto-Submitted"] == "auto-replied"
            )

        assert (sent("calm.example"), sent("gmail.com")) == (3, 10)
        gmail = desk.tickets()[-1 if others_first else 29]
        assert gmail.requester.endswith("@gmail.com")
        desk.agent(gmail.number, "Your withdrawal has been sent.")
        assert sink.mails[-1].message["Auto-Submitted"] is None, "a person's answer leaves at once"
        desk.at("1m")
        assert 15 <= sent("gmail.com") <= 21
        desk.at("5m")
        assert sent("gmail.com") == 30
        assert len({m.message_id for m in sink.mails}) == len(sink.mails)
