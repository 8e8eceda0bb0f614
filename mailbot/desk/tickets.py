"""What agents do with tickets. Each act is one transaction, with an event that says who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from mailbot.desk import enclosures, followups, holds, letters, mentions
from mailbot.desk.commit import post
from mailbot.desk.enclosures import NOBODY, File
from mailbot.desk.tools import Tools
from mailbot.model.codec import to_plain
from mailbot.model.effects import Outgoing, TicketChange
from mailbot.model.ticket import Event, Status, Ticket
from mailbot.store import Due, Letter, Posted, Transaction
from mailbot.store.uploads import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A ticket with all that hangs on it."""

    ticket: Ticket
    messages: tuple[Posted, ...]
    events: tuple[Event, ...]
    letters: tuple[Letter, ...]
    follow_ups: tuple[Due, ...]


def view(tools: Tools, number: str) -> View:
    """Everything about one ticket; raises LookupError."""
    with tools.db.read() as t:
        ticket = t.tickets.by_number(number)
        return View(
            ticket=ticket,
            messages=tuple(t.messages.of(ticket.id)),
            events=tuple(t.messages.history(ticket.id)),
            letters=tuple(t.outbox.find(ticket=ticket.id)),
            follow_ups=tuple(t.follow_ups.of(ticket.id)),
        )


def reply(
    tools: Tools,
    number: str,
    text: str,
    author: str,
    *,
    then: Status = "pending",
    undo_seconds: int = 0,
    language: str = "",
    person: int = NOBODY,
    files: Sequence[File] = (),
) -> Ticket:
    """Answer the customer, in the ticket's language unless another is named, with the files of the person's draft and
    some more. Stops both clocks; raises LookupError, and ValueError for an empty text or files that may not be sent.
    The letter waits ``undo_seconds`` in the outbox before it leaves, so that it can be taken back or held."""
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        uploads = enclosures.add(t, tools, ticket, person, files)
        undo = timedelta(seconds=undo_seconds)
        return answer(t, tools, ticket, text, author, then=then, undo=undo, language=language, uploads=uploads)


def answer(
    t: Transaction,
    tools: Tools,
    ticket: Ticket,
    text: str,
    author: str,
    *,
    then: Status = "pending",
    undo: timedelta = timedelta(),
    language: str = "",
    uploads: Sequence[Upload] = (),
) -> Ticket:
    """`reply` in a transaction that is open already."""
    if not text.strip():
        raise ValueError("an empty answer: write what the customer shall read")
    now = tools.clock()
    letter = _reply_letter(t, tools, ticket, text, author, now, language)
    letter = replace(letter, not_before=now + undo if undo else None, enclosures=enclosures.enclosed(uploads))
    post(t, tools, ticket, letter, now)
    row = t.outbox.find(ticket=ticket.id, most=1)[0]
    t.uploads.send([u.id for u in uploads], row.message_id)
    off = t.console.put_off(ticket.id, now)
    holds.release(t, tools, ticket, author, now)
    t.tickets.answered(ticket.id, now)
    t.follow_ups.cancel(ticket.id, ("customer", "desk"), now)
    if then == "resolved":
        followups.after_resolving(t, tools, ticket, now)
    first = ticket.first_replied_at is None
    told: dict[str, object] = {
        "letter": row.id,
        "was": ticket.status,
        "then": then,
        "first": first,
        "language": letter.language,
    }
    if off is not None and off.paused_at is not None:
        told["held"] = to_plain(off)
    return _change(t, tools, ticket, TicketChange(ticket=ticket.id, status=then), author, "replied", told)


def preview(tools: Tools, number: str, text: str, author: str, language: str = "") -> tuple[str, str]:
    """(subject, text) of an answer as the customer would read it; nothing is written. Raises LookupError, and
    ValueError for a language that the desk does not write."""
    now = tools.clock()
    with tools.db.read() as t:
        ticket = t.tickets.by_number(number)
        outgoing = _reply_letter(t, tools, ticket, text, author, now, language)
    composed = tools.composer.compose(outgoing, ticket=ticket.id, number=ticket.number, now=now)
    return composed.subject, composed.text


def _reply_letter(
    t: Transaction, tools: Tools, ticket: Ticket, text: str, author: str, now: datetime, language: str
) -> Outgoing:
    known = tools.policy().catalogue.languages
    if language and language not in known:
        raise ValueError(f"the desk does not write {language!r}; it writes: {', '.join(known)}")
    before = sum(m.direction != "note" for m in t.messages.of(ticket.id))
    return letters.to_customer(
        t,
        tools,
        ticket,
        kind="reply",
        template="reply",
        key=f"reply:{ticket.id}:{before}:{now.timestamp()}",
        language=language,
        automatic=False,
        body=text,
        author=author,
    )


def note(tools: Tools, number: str, text: str, author: str) -> Ticket:
    """Write a note that only the desk sees; whom it names (``@ming``) is called."""
    now = tools.clock()
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        t.messages.add(ticket=ticket.id, direction="note", kind="note", author=author, subject="", text=text, at=now)
        mentions.call(t, tools, ticket, text, author, now)
        return _change(t, tools, ticket, TicketChange(ticket=ticket.id), author, "noted", {})


def assign(
    tools: Tools, number: str, to: str, author: str, *, what: Literal["assignee", "team"] = "assignee"
) -> Ticket:
    """Give a ticket to a person or a team. Raises ValueError for an unknown team."""
    teams = tools.policy().catalogue.teams
    if what == "team" and to not in teams:
        raise ValueError(f"there is no team {to!r}; there are: {', '.join(teams)}")
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        change = TicketChange(
            ticket=ticket.id, team=to if what == "team" else None, assignee=to if what == "assignee" else None
        )
        return _change(t, tools, ticket, change, author, "assigned", {what: to})


def set_status(tools: Tools, number: str, status: Status, author: str) -> Ticket:
    """Close, resolve or open a ticket. Raises ValueError where that state may not follow."""
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        if status != "open":
            ticket = holds.release(t, tools, ticket, author, tools.clock())
        if status in {"closed", "resolved"}:
            t.follow_ups.cancel(ticket.id, ("customer", "desk"), tools.clock())
        if status == "resolved" != ticket.status:
            followups.after_resolving(t, tools, ticket, tools.clock())
        return _change(t, tools, ticket, TicketChange(ticket=ticket.id, status=status), author, status, {})


def correct(tools: Tools, number: str, intent: str, author: str) -> Ticket:
    """Say what a ticket is really about: it moves to that intent's team, and becomes training data."""
    intents = tools.policy().catalogue.intents
    if intent not in intents:
        raise ValueError(f"there is no intent {intent!r}; see `mailbot check --list intents`")
    spec = intents[intent]
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        change = TicketChange(ticket=ticket.id, intent=intent, category=spec.category, team=spec.team, abstained=False)
        return _change(t, tools, ticket, change, author, "corrected", {"from": ticket.intent, "to": intent})


def _change(
    t: Transaction, tools: Tools, ticket: Ticket, change: TicketChange, author: str, kind: str, data: dict[str, object]
) -> Ticket:
    now = tools.clock()
    after = t.tickets.apply(change, now)
    t.messages.log([Event(kind=kind, at=now, actor=author, data=data)], ticket=ticket.id)
    return after
