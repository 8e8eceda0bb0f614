"""Taking an answer back while it waits in the outbox: as if it had never been sent, with its words and files as a
draft again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from mailbot.desk import holds
from mailbot.desk.tools import Tools
from mailbot.model.codec import from_plain
from mailbot.model.effects import Outgoing
from mailbot.model.ticket import Event, Status
from mailbot.store import Letter, Transaction
from mailbot.store.console import PutOff
from mailbot.store.vault import SealedError


def waiting(letters: tuple[Letter, ...], now: datetime) -> Letter | None:
    """The newest answer that still waits for its time."""
    return next((x for x in letters if x.kind == "reply" and x.state == "queued" and x.due_at > now), None)


def take_back(tools: Tools, number: str, letter: int, by: str, person: int) -> str:
    """Take an answer back; its text, which is the person's draft again. The ticket's status, its hold, its clocks and
    what falls due are as before, unless something else happened since. Raises LookupError, ValueError where it has
    left, and SealedError."""
    now = tools.clock()
    with tools.db.write() as t:
        ticket, found = t.tickets.by_number(number), t.outbox.get(letter)
        if found.ticket != ticket.id or found.kind != "reply":
            raise LookupError(f"ticket {ticket.number} has no answer {letter}")
        if found.sealed:
            raise SealedError(f"letter {letter} cannot be read: {found.sealed}")
        if not t.outbox.withdraw(letter, f"taken back by {by}"):
            raise ValueError("it is too late: the answer is on its way")
        t.messages.withdraw(found.message_id)
        told = next((e.data for e in reversed(t.messages.history(ticket.id, kind="replied", most=20))
                     if e.data.get("letter") == letter), {})  # fmt: skip
        untouched = ticket.status == told.get("then")
        t.tickets.unanswer(
            ticket.id,
            status=cast("Status", told["was"]) if untouched else None,
            first=bool(told.get("first")),
            now=now,
        )
        if untouched:
            _as_before(t, tools, ticket.id, found, told, by)
        outgoing = from_plain(Outgoing, found.request)
        text = str(outgoing.context.get("body", ""))
        t.console.keep_draft(ticket.id, person, "reply", text, now)
        t.uploads.give_back(found.message_id, person)
        t.messages.log([Event(kind="taken_back", at=now, actor=by, data={"letter": letter})], ticket=ticket.id)
        return text


def _as_before(t: Transaction, tools: Tools, ticket: int, letter: Letter, told: Mapping[str, Any], by: str) -> None:
    """What the answer ended goes on, and what it began ends."""
    t.follow_ups.revive(ticket, letter.created_at)
    if told["then"] == "resolved" != told["was"]:
        for due in t.follow_ups.of(ticket):
            if due.kind == "tell_resolved" and due.state == "due":
                t.follow_ups.settle(due.id, tools.clock(), "cancelled")
    if "held" in told and t.console.put_off(ticket, tools.clock()) is None:
        holds.restore(t, tools, t.tickets.get(ticket), from_plain(PutOff, told["held"]), letter.created_at, by)
