"""What the console shows and lets people do beyond `desk.tickets`: queues, a whole ticket, many tickets at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mailbot.desk import holds, tickets
from mailbot.desk.tools import Tools
from mailbot.model.effects import TicketChange
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Transaction
from mailbot.store.console import PutOff, SavedReply, Slice
from mailbot.store.messages import Decision

VIEWS = (
    "us", "mine", "mentioned", "team", "unassigned", "risk", "overdue", "abstained", "customer", "snoozed", "done",
    "all",
)  # fmt: skip
COUNTED = VIEWS[:10]
"""Those whose numbers are shown; of "mentioned" only what its person has not looked at."""
BULK_MOST = 100
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A ticket in a queue."""

    ticket: Ticket
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a queue. ``newest`` is the newest ticket of all when it was taken, ``after`` the last one on it where
    more come behind, else 0."""

    rows: tuple[Row, ...]
    after: int
    newest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A ticket with everything that a person needs to answer it. ``decisions``: raw mail → what was concluded."""

    view: tickets.View
    decisions: Mapping[int, Decision]
    earlier: tuple[Ticket, ...]
    drafts: Mapping[str, str]
    put_off: PutOff | None
    linked: Ticket | None


def queue(tools: Tools, of: Slice, *, size: int = PAGE) -> Page:
    """A page of a view. Raises ValueError for a view that there is not."""
    if of.view not in VIEWS:
        raise ValueError(f"there is no view {of.view!r}; there are: {', '.join(VIEWS)}")
    with tools.db.read() as t:
        newest, ids = t.console.newest(), t.console.queue(of, now=tools.clock(), most=size + 1)
        shown = ids[:size]
        texts = t.console.first_texts(shown)
        rows = tuple(Row(ticket=ticket, excerpt=texts.get(ticket.id, "")) for ticket in t.tickets.many(shown))
        return Page(rows=rows, after=shown[-1] if len(ids) > size else 0, newest=newest)


def counts(tools: Tools, of: Slice, views: Sequence[str] = COUNTED) -> dict[str, int]:
    """How many tickets each view has, and how many mails lie on the shelf."""
    now = tools.clock()
    with tools.db.read() as t:
        shown = {view: "unread" if view == "mentioned" else view for view in views}
        found = {view: t.console.count(replace(of, view=name, where={}), now=now) for view, name in shown.items()}
        found["shelf"] = t.spool.counts().get("shelved", 0)
        return found


def rows(tools: Tools, numbers: Sequence[str], teams: Sequence[str]) -> list[Row]:
    """Single rows again, after something changed."""
    with tools.db.read() as t:
        found = [ticket for number in numbers[:BULK_MOST] if (ticket := _seen(t, number, teams)) is not None]
        texts = t.console.first_texts([ticket.id for ticket in found])
        return [Row(ticket=ticket, excerpt=texts.get(ticket.id, "")) for ticket in found]


def _seen(t: Transaction, number: str, teams: Sequence[str]) -> Ticket | None:
    try:
        ticket = t.tickets.by_number(number)
    except LookupError:
        return None
    return ticket if not teams or ticket.team in teams else None


def ticket_of(tools: Tools, number: str, teams: Sequence[str]) -> Ticket:
    """A ticket that one of the teams (empty: any) may see; raises LookupError, the same for hidden and absent."""
    with tools.db.read() as t:
        ticket = _seen(t, number, teams)
    if ticket is None:
        raise LookupError(f"there is no ticket {number}")
    return ticket


def put_off(tools: Tools, tickets: Sequence[int]) -> dict[int, PutOff]:
    """Those of some tickets, by their ids, that are put off or on hold now."""
    with tools.db.read() as t:
        return t.console.all_put_off(tickets, tools.clock())


def whole(tools: Tools, number: str, teams: Sequence[str], person: int) -> Whole:
    """Everything about a ticket; raises LookupError."""
    ticket_of(tools, number, teams)
    view = tickets.view(tools, number)
    with tools.db.read() as t:
        earlier = t.console.of_requester(view.ticket.requester) if view.ticket.requester else []
        found = t.tickets.many([*earlier, *([view.ticket.linked] if view.ticket.linked else [])])
        return Whole(
            view=view,
            decisions={d.raw: d for d in t.messages.decisions(view.ticket.id)},
            earlier=tuple(
                e for e in found if e.id in earlier and e.id != view.ticket.id and (not teams or e.team in teams)
            ),
            drafts=t.console.drafts(view.ticket.id, person),
            put_off=t.console.put_off(view.ticket.id, tools.clock()),
            linked=next((e for e in found if e.id == view.ticket.linked), None),
        )


# -- acts on many tickets


def act(tools: Tools, what: str, number: str, value: str, by: str) -> Ticket:
    """One act by name, as bulk actions and the API know them. Raises LookupError, ValueError."""
    if what not in _ACTS:
        raise ValueError(f"there is no act {what!r}; there are: {', '.join(_ACTS)}")
    if what == "status" and value not in {"open", "pending", "resolved", "closed"}:
        raise ValueError(f"there is no status {value!r}")
    return _ACTS[what](tools, number, value, by)


def bulk(tools: Tools, what: str, numbers: Sequence[str], value: str, by: str, teams: Sequence[str]) -> list[str]:
    """Do one act on many tickets, each for itself. Returns what failed, in words."""
    if len(numbers) > BULK_MOST:
        raise ValueError(f"at most {BULK_MOST} tickets at once")
    failed = []
    for number in numbers:
        try:
            ticket_of(tools, number, teams)
            act(tools, what, number, value, by)
        except (LookupError, ValueError) as error:
            failed.append(f"{number}: {error}")
    return failed


def set_priority(tools: Tools, number: str, priority: str, by: str) -> Ticket:
    """Say how urgent a ticket is. Raises ValueError for a priority that there is not."""
    known = tools.policy().catalogue.priorities
    if priority not in known:
        raise ValueError(f"there is no priority {priority!r}; there are: {', '.join(known)}")
    return _changed(tools, number, {"priority": priority}, "priority_set", {"to": priority}, by)


def tag(tools: Tools, number: str, words: str, by: str) -> Ticket:
    """Put tags on, those with a leading "-" off; separated by spaces or commas. Raises ValueError."""
    tags = [w[:40] for w in words.replace(",", " ").split()]
    if not tags:
        raise ValueError("name a tag")
    on, off = [w for w in tags if not w.startswith("-")], [w[1:] for w in tags if w.startswith("-")]
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        t.tickets.untag(ticket.id, off)
        now = tools.clock()
        after = t.tickets.apply(TicketChange(ticket=ticket.id, add_tags=tuple(on)), now)
        t.messages.log([Event(kind="tagged", at=now, actor=by, data={"on": on, "off": off})], ticket=ticket.id)
        return after


def snooze(tools: Tools, number: str, until: datetime | None, by: str) -> Ticket:
    """Put a ticket off until a time, while its clocks run; None takes it back. Raises ValueError for a past time."""
    now = tools.clock()
    if until is not None and until <= now:
        raise ValueError("that time is past")
    with tools.db.write() as t:
        ticket = holds.release(t, tools, t.tickets.by_number(number), by, now)
        t.console.snooze(ticket.id, until, by)
        data = {"until": until.isoformat() if until else ""}
        t.messages.log([Event(kind="snoozed", at=now, actor=by, data=data)], ticket=ticket.id)
        return ticket


def _changed(
    tools: Tools, number: str, values: Mapping[str, Any], kind: str, data: Mapping[str, object], by: str
) -> Ticket:
    now = tools.clock()
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        after = t.tickets.apply(TicketChange(ticket=ticket.id, **values), now)
        t.messages.log([Event(kind=kind, at=now, actor=by, data=dict(data))], ticket=ticket.id)
        return after


_ACTS: Mapping[str, Callable[[Tools, str, str, str], Ticket]] = {
    "assign": tickets.assign,
    "team": lambda tools, number, value, by: tickets.assign(tools, number, value, by, what="team"),
    "status": tickets.set_status,  # type: ignore[dict-item] # `act` lets only a status pass
    "correct": tickets.correct,
    "priority": set_priority,
    "tag": tag,
}


# -- drafts and saved replies


def keep_draft(tools: Tools, number: str, person: int, kind: str, text: str) -> None:
    """Keep what was written so far (kind: reply or note)."""
    if kind not in {"reply", "note"}:
        raise ValueError("a draft is a reply or a note")
    with tools.db.write() as t:
        t.console.keep_draft(t.tickets.by_number(number).id, person, kind, text[:50_000], tools.clock())


def saved_replies(tools: Tools) -> list[SavedReply]:
    """All saved replies."""
    with tools.db.read() as t:
        return t.console.saved_replies()


def save_reply(tools: Tools, shortcut: str, title: str, texts: Mapping[str, str], by: str) -> None:
    """Keep a saved reply. Raises ValueError where it has no shortcut or no text."""
    shortcut = shortcut.strip().lstrip("/").lower()[:48]
    kept = {language: text for language, text in texts.items() if text.strip()}
    if not shortcut or " " in shortcut or not kept:
        raise ValueError("a saved reply needs a shortcut of one word, and a text")
    with tools.db.write() as t:
        t.console.save_reply(shortcut, title.strip() or shortcut, kept)
        event = Event(kind="saved_reply_kept", at=tools.clock(), actor=by, data={"shortcut": shortcut})
        t.messages.log([event], ticket=None)


def drop_reply(tools: Tools, shortcut: str, by: str) -> None:
    """Remove a saved reply; raises LookupError."""
    with tools.db.write() as t:
        if not t.console.drop_reply(shortcut):
            raise LookupError(f"there is no saved reply {shortcut!r}")
        event = Event(kind="saved_reply_dropped", at=tools.clock(), actor=by, data={"shortcut": shortcut})
        t.messages.log([event], ticket=None)
