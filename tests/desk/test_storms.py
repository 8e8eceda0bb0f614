"""Much mail at once, machines that answer machines, days off, and servers that are away for hours."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from datetime import time as clock
from email import message_from_bytes
from email.policy import SMTP
from zoneinfo import ZoneInfo

import pytest

from mailbot.config.settings import Settings
from mailbot.model.catalogue import BusinessHours
from tests.desk.story import Story, story
from tests.services.smtpsink import SmtpSink

PENDING = "My withdrawal of {} USDT over TRC20 has been pending since yesterday 10:00. UID 6884302155770{:05d}."
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def told(tmp_path):
    with SmtpSink() as sink, story(tmp_path, sink, daemon=True) as desk:
        yield desk


def other_desk(settings: Settings) -> Settings:
    """The same desk at another domain."""
    catalogue = settings.policy.catalogue
    mailboxes = tuple(replace(m, address=f"{m.name}@other.example") for m in catalogue.mailboxes)
    own = frozenset(m.address for m in mailboxes)
    catalogue = replace(
        catalogue,
        domain="other.example",
        own_addresses=own,
        own_domains=frozenset({"other.example"}),
        mailboxes=mailboxes,
    )
    screen = replace(
        settings.policy.screen, own_addresses=own, own_domains=frozenset({"other.example"}), instance="other.example"
    )
    return replace(
        settings,
        policy=replace(settings.policy, catalogue=catalogue, screen=screen),
        delivery=replace(settings.delivery, from_address="support@other.example"),
    )


def carry(mails: list, to: Story, address: str, strip: tuple[str, ...], words: str) -> int:
    """Bring mails to another desk, as a gateway does that takes away some header fields, and the words too."""
    for n, mail in enumerate(mails, int(time.monotonic_ns())):
        message = message_from_bytes(mail.raw, policy=SMTP)
        for name in strip:
            del message[name]
        if words:
            message.replace_header("Subject", f"case {n}")
            message.clear_content()
            message.set_content(words.format(n % 997, n % 99_991))
        to.bring(message.as_bytes(), mail_from=mail.mail_from, rcpt_to=address)
    return len(mails)


MARKS = ("Auto-Submitted", "X-Mailbot-Loop", "X-Auto-Response-Suppress", "In-Reply-To", "References")


@pytest.mark.parametrize(
    ("strip", "words", "most", "why"),
    [((), "", 1, "recorded"), (MARKS, "", 6, "not_acknowledged"), (MARKS, PENDING, 40, "cap_reached")],
    ids=["with all headers", "through a gateway that strips every mark", "and other words each time"],
)
def test_two_mailbots_do_not_answer_each_other_for_ever(tmp_path, strip, words, most, why):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with (
        SmtpSink() as from_a,
        SmtpSink() as from_b,
        story(tmp_path / "a", from_a, daemon=True) as a,
        story(tmp_path / "b", from_b, change=other_desk, daemon=True) as b,
    ):
        a.write(PENDING.format(500, 1), subject="withdrawal", sender="support@other.example")
        carried = {"a": 0, "b": 0}
        for _ in range(60):
            new_a, new_b = a.mails[carried["a"] :], b.mails[carried["b"] :]
            if not new_a and not new_b:
                break
            carried["a"] += carry(new_a, b, "support@other.example", strip, words)
            carried["b"] += carry(new_b, a, "support@desk.example", strip, words)
        else:
            pytest.fail("they still write to each other")
        assert 1 <= carried["a"] + carried["b"] <= most
        assert why in a.events() + b.events()


@pytest.mark.parametrize(
    ("many", "seconds"), [(600, 120), pytest.param(10_000, 900, marks=pytest.mark.long)], ids=["hundreds", "10,000"]
)
def test_automatic_replies_in_masses_get_no_answer_at_all(told, many, seconds):
    mails = [
        (
            f"From: c{n}@mail{n % 97}.example\r\nTo: support@desk.example\r\nSubject: Automatic reply: {n}\r\n"
            f"Message-ID: <{n}@auto.example>\r\nAuto-Submitted: auto-replied\r\n\r\nI am out of office until {n}.\r\n"
        ).encode()
        for n in range(many)
    ]
    began = time.monotonic()
    told.bring_many(mails)
    assert time.monotonic() - began < seconds
    assert told.mails == []
    assert told.tickets() == []
    with told.app.tools.db.read() as t:
        assert t.outbox.find() == []
        assert t.spool.shelf() == []


@pytest.mark.parametrize("many", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_a_server_that_is_down_for_two_hours_gets_every_letter_once(told, many):
    told.sink.stop()
    told.bring_many(
        [
            (
                f"From: c{n}@mail{n}.example\r\nTo: support@desk.example\r\nSubject: withdrawal\r\n"
                f"Message-ID: <{n}@down.example>\r\n\r\n{PENDING.format(100 + n, n)}\r\n"
            ).encode()
            for n in range(many)
        ]
    )
    assert told.mails == []
    told.stand_still("2h")
    assert told.mails == []
    told.sink.start()
    told.at("5h")
    receipts = [m for m in told.mails if m.message["Auto-Submitted"] == "auto-replied"]
    assert len(receipts) == many
    assert len({m.rcpt_to for m in receipts}) == many
    with told.app.tools.db.read() as t:
        assert {x.state for x in t.outbox.find(most=10_000)} == {"sent"}


def at_work(settings: Settings, **more: object) -> Settings:
    """Teams that work from nine to six in Shanghai, Monday to Friday."""
    hours = BusinessHours(
        zone="Asia/Shanghai",
        weekdays=frozenset(range(5)),
        opens=clock(9),
        closes=clock(18),
        **more,  # type: ignore[arg-type]
    )
    policy = settings.policy
    teams = {name: replace(team, hours=hours) for name, team in policy.catalogue.teams.items()}
    return replace(settings, policy=replace(policy, catalogue=replace(policy.catalogue, teams=teams)))


QUESTION = (
    "Which trading fee was charged for my spot order of 2026-11-15 10:00, and why? My UID is 745120938866123790, the "
    "instrument is BTC-USDT, the order ID 1729384756102938475."
)


def reminded(told: Story, number: str) -> list:
    """When the desk was reminded, in the team's time."""
    with told.app.tools.db.read() as t:
        events = t.messages.history(t.tickets.by_number(number).id)
    wanted = {"deadline_missed", "nudged", "escalated"}
    return [e.at.astimezone(SHANGHAI) for e in events if e.kind in wanted]


def test_nobody_is_reminded_on_a_holiday_or_at_night(tmp_path):
    days_off = frozenset(date(2026, 11, day) for day in (17, 18, 19))
    with SmtpSink() as sink, story(tmp_path, sink, change=lambda s: at_work(s, holidays=days_off), daemon=True) as told:
        number = told.write(QUESTION, subject="fees")
        assert (told.ticket(number).priority in {"P3", "P4"}, told.ticket(number).status) == (True, "open")
        told.at("3d12h")
        assert reminded(told, number) == [], "the team has worked for a day only"
        told.at("14d")
        times = reminded(told, number)
        assert times
        for at in times:
            assert at.date() not in days_off
            assert at.weekday() < 5
            assert clock(9) <= at.time() <= clock(18)


@pytest.mark.parametrize("swapped", [True, False])
def test_a_weekend_day_that_is_worked_instead_counts(tmp_path, swapped):
    # 24 working hours: eight on Monday the 16th, nine on each of the next days that are worked
    days_off = frozenset(date(2026, 11, day) for day in (17, 18, 19, 20))
    worked = frozenset({date(2026, 11, 21)} if swapped else ())
    with (
        SmtpSink() as sink,
        story(tmp_path, sink, change=lambda s: at_work(s, holidays=days_off, workdays=worked), daemon=True) as told,
    ):
        number = told.write(QUESTION, subject="fees")
        told.at("20d")
        with told.app.tools.db.read() as t:
            (nudged,) = t.messages.history(told.ticket(number).id, kind="nudged")
        assert nudged.at.astimezone(SHANGHAI).strftime("%d %H") == ("23 16" if swapped else "24 16")
