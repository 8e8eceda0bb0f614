"""Tickets on hold: the desk's clocks stand still, and run on where they stood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.desk import console, holds, tickets, undo
from mailbot.model.ticket import Ticket
from mailbot.store.console import PutOff, Slice
from tests.desk.story import Story, story
from tests.services.smtpsink import SmtpSink

COMPLETE = (
    "你好，昨天晚上9点40从钱包充了 1200 USDT，TRC20，一直没到账。UID：745120938866123790\n"
    "TxID 9b1f6b0e2c7d4a8853e1f0ab6c9d27e4415f3a6b8c0d9e2f7a1b3c5d6e8f9012"
)
DAY = timedelta(days=1)
WHY = "the bank answers on Wednesday"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Story]:
    with SmtpSink() as sink, story(tmp_path, sink) as desk:
        yield desk


@pytest.fixture
def ticket(told: Story) -> Ticket:
    """One that waits for the desk."""
    found = told.ticket(told.write(COMPLETE, subject="充值没有到账"))
    assert found.status == "open"
    assert found.first_reply_due is not None
    return found


def dues(told: Story, ticket: Ticket) -> dict[str, datetime]:
    """What is due from the desk, and when."""
    with told.app.tools.db.read() as t:
        waiting = {
            f.kind: f.due_at for f in t.follow_ups.of(ticket.id) if f.state == "due" and f.cancelled_by == "desk"
        }
        first = t.tickets.get(ticket.id).first_reply_due
    return {**waiting, "promise": first} if first else waiting


def viewed(told: Story, view: str) -> list[str]:
    shown = console.queue(told.app.tools, Slice(view=view, me="ming"))
    return [row.ticket.number for row in shown.rows]


def test_nothing_falls_due_on_hold_and_everything_a_while_after(told: Story, ticket: Ticket):
    before = dues(told, ticket)
    assert {"first_reply", "nudge", "escalate", "promise"} <= set(before)
    until = told.now + 3 * DAY
    holds.hold(told.app.tools, ticket.number, until, WHY, "ming")
    assert viewed(told, "us") == []
    assert viewed(told, "snoozed") == [ticket.number]

    told.at("2d23h")
    assert viewed(told, "overdue") == []
    assert {"nudged", "escalated", "deadline_missed"} & set(told.events(ticket.number)) == set()
    after = dues(told, ticket)
    assert set(after) == set(before)
    assert all(after[kind] > until for kind in after)

    told.at("2h")  # its time is over, with nobody doing anything
    assert viewed(told, "us") == [ticket.number]
    told.at("6d")
    assert {"nudged", "escalated", "deadline_missed"} <= set(told.events(ticket.number))


def test_taken_up_earlier_the_clocks_run_on_where_they_stood(told: Story, ticket: Ticket):
    before = dues(told, ticket)
    holds.hold(told.app.tools, ticket.number, told.now + 10 * DAY, WHY, "ming")
    after = told.app.tools.clock() + 10 * DAY
    assert min(dues(told, ticket).values()) > after
    holds.resume(told.app.tools, ticket.number, "ming")
    assert dues(told, ticket) == before
    told.at("1d")
    holds.hold(told.app.tools, ticket.number, told.now + DAY, WHY, "ming")
    holds.hold(told.app.tools, ticket.number, told.now + 2 * DAY, "still", "ming")
    holds.resume(told.app.tools, ticket.number, "ming")
    assert {kind: due for kind, due in before.items() if due > told.now}.items() <= dues(told, ticket).items()


@pytest.mark.parametrize("then", ["pending", "resolved", "closed"])
def test_an_answer_taken_back_leaves_the_hold_as_it_was(told: Story, ticket: Ticket, then: str):
    tools = told.app.tools
    holds.hold(tools, ticket.number, told.now + 3 * DAY, WHY, "ming")
    told.at("5h")
    before, found = dues(told, ticket), put_off(told, ticket)
    tickets.reply(tools, ticket.number, "已经到账。", "ming", then=then, undo_seconds=60)  # type: ignore[arg-type]
    assert put_off(told, ticket) is None
    taken_back(told, ticket)
    assert put_off(told, ticket) == found
    assert dues(told, ticket) == before
    assert viewed(told, "us") == []
    assert told.events(ticket.number)[-2:] == ["put_on_hold", "taken_back"]


def test_an_answer_taken_back_does_not_undo_another_hold(told: Story, ticket: Ticket):
    tools = told.app.tools
    holds.hold(tools, ticket.number, told.now + 3 * DAY, WHY, "ming")
    tickets.reply(tools, ticket.number, "已经到账。", "ming", then="open", undo_seconds=60)
    holds.hold(tools, ticket.number, told.now + DAY, "something else", "wu")
    found, due = put_off(told, ticket), dues(told, ticket).get("promise")
    taken_back(told, ticket)
    assert put_off(told, ticket) == found
    assert dues(told, ticket).get("promise") == due


def put_off(told: Story, ticket: Ticket) -> PutOff | None:
    with told.app.tools.db.read() as t:
        return t.console.put_off(ticket.id, told.now)


def taken_back(told: Story, ticket: Ticket) -> None:
    with told.app.tools.db.read() as t:
        letter = undo.waiting(tuple(t.outbox.find(ticket=ticket.id)), told.now)
    assert letter is not None
    undo.take_back(told.app.tools, ticket.number, letter.id, "ming", 1)


def test_a_deadline_that_was_missed_stays_missed(told: Story, ticket: Ticket):
    told.at("5d")
    missed = dues(told, ticket)["promise"]
    assert missed < told.now
    holds.hold(told.app.tools, ticket.number, told.now + DAY, WHY, "ming")
    assert dues(told, ticket)["promise"] == missed


@pytest.mark.parametrize("end", ["reply", "resolved", "pending", "snooze"])
def test_what_makes_an_end_of_waiting_ends_the_hold(told: Story, ticket: Ticket, end: str):
    tools, before = told.app.tools, dues(told, ticket)["promise"]
    holds.hold(tools, ticket.number, told.now + 3 * DAY, WHY, "ming")
    if end == "reply":
        tickets.reply(tools, ticket.number, "已经到账。", "ming")
    elif end == "snooze":
        console.snooze(tools, ticket.number, None, "ming")
    else:
        tickets.set_status(tools, ticket.number, end, "ming")  # type: ignore[arg-type]
    with tools.db.read() as t:
        assert t.console.put_off(ticket.id, told.now) is None
    assert told.ticket(ticket.number).first_reply_due == before
    assert told.events(ticket.number).count("taken_off_hold") == 1


def test_a_customer_who_writes_ends_it_only_where_it_is_most_urgent(told: Story, ticket: Ticket):
    holds.hold(told.app.tools, ticket.number, told.now + 3 * DAY, WHY, "ming")
    assert (
        told.write("请问有进展吗？", subject=f"Re: [#{ticket.number}] 充值没有到账", answers=told.mail) == ticket.number
    )
    assert "taken_off_hold" not in told.events(ticket.number)
    console.set_priority(told.app.tools, ticket.number, "P1", "ming")
    told.write("请马上处理！", subject=f"Re: [#{ticket.number}] 充值没有到账", answers=told.mail)
    assert "taken_off_hold" in told.events(ticket.number)
    assert viewed(told, "us") == [ticket.number]


def test_a_customer_who_writes_brings_back_what_was_merely_put_off(told: Story, ticket: Ticket):
    console.snooze(told.app.tools, ticket.number, told.now + 3 * DAY, "ming")
    before = dues(told, ticket)
    assert viewed(told, "us") == []
    told.write("请问有进展吗？", subject=f"Re: [#{ticket.number}] 充值没有到账", answers=told.mail)
    assert viewed(told, "us") == [ticket.number]
    assert dues(told, ticket) == before


def test_what_cannot_be_held_is_refused_and_nothing_moves(told: Story, ticket: Ticket):
    tools, before = told.app.tools, dues(told, ticket)
    for until, why, words in (
        (told.now + DAY, "  ", "waits for"),
        (told.now, WHY, "ahead"),
        (told.now + 61 * DAY, WHY, "60 days"),
    ):
        with pytest.raises(ValueError, match=words):
            holds.hold(tools, ticket.number, until, why, "ming")
    with pytest.raises(LookupError, match="not on hold"):
        holds.resume(tools, ticket.number, "ming")
    assert dues(told, ticket) == before
    tickets.set_status(tools, ticket.number, "pending", "ming")
    with pytest.raises(ValueError, match="open"):
        holds.hold(tools, ticket.number, told.now + DAY, WHY, "ming")


def test_the_history_says_who_why_until_when_and_what_moved(told: Story, ticket: Ticket):
    until = told.now + DAY
    after = holds.hold(told.app.tools, ticket.number, until, f"  {WHY}\n", "ming")
    assert after.first_reply_due is not None
    with told.app.tools.db.read() as t:
        (event,) = t.messages.history(ticket.id, kind="put_on_hold")
    assert event.actor == "ming"
    assert dict(event.data) == {
        "until": until.isoformat(), "because": WHY, "first_reply_due": after.first_reply_due.isoformat()}  # fmt: skip
