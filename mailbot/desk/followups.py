"""What falls due: reminders and closing for the customer, nudge and escalation for the desk.

Rows decide; whoever wakes us does not matter. Steps of one ticket that are overdue together (after a standstill)
collapse into the last of them, and nobody is closed without having been reminded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.desk import letters, notify
from mailbot.desk.commit import post
from mailbot.desk.tools import Tools
from mailbot.model.catalogue import BusinessHours, Catalogue
from mailbot.model.effects import FollowUp, TicketChange
from mailbot.model.findings import Finding
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Due, Transaction
from mailbot.triage import calendar
from mailbot.triage.caps import reached, scopes

BATCH = 200
_ORDER = ("remind_first", "remind_last", "close_silent")
_TEMPLATES = {
    "remind_first": ("reminder", "reminder"),
    "remind_last": ("last_reminder", "last_reminder"),
    "close_silent": ("closing", "closing"),
    "escalate": ("late", "status"),
    "tell_resolved": ("resolved", "closing"),
}
"""Follow-up kind → (template, kind of mail)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one due row: "sent", "closed", "noted", or why it was left out."""

    due: Due
    ticket: str
    result: str


def after_resolving(t: Transaction, tools: Tools, ticket: Ticket, now: datetime) -> None:
    """A person has resolved it: its customer, where they ever heard from us, is told later, unless it opens again."""
    after = tools.policy().catalogue.resolved_after
    if after is not None and any(m.direction == "out" for m in t.messages.of(ticket.id)):
        due = now + timedelta(minutes=after)
        key = f"tell_resolved:{ticket.id}:{now.timestamp()}"
        t.follow_ups.add(ticket.id, [FollowUp(kind="tell_resolved", due_at=due, dedupe_key=key)])


def follow_up(tools: Tools, most: int = BATCH) -> list[Done]:
    """Carry out what is due now; an empty list when nothing is."""
    now = tools.clock()
    with tools.db.write() as t:
        rows = t.follow_ups.claim(most, now)
    done: list[Done] = []
    by_ticket: dict[int, list[Due]] = {}
    for row in rows:
        by_ticket.setdefault(row.ticket, []).append(row)
    for ticket, dues in by_ticket.items():
        with tools.db.write() as t:
            done += _ticket(t, tools, t.tickets.get(ticket), dues, now)
    return done


def _ticket(t: Transaction, tools: Tools, ticket: Ticket, dues: Sequence[Due], now: datetime) -> list[Done]:
    done = []
    customer = sorted((d for d in dues if d.kind in _ORDER), key=lambda d: _ORDER.index(d.kind))
    for late in _superseded(t, ticket, customer, tools, now):
        t.follow_ups.settle(late.id, now, "cancelled")
        customer.remove(late)
        done.append(Done(due=late, ticket=ticket.number, result="collapsed into a later one"))
    for due in (*customer, *(d for d in dues if d.kind not in _ORDER)):
        result = _step(t, tools, ticket, due, now)
        t.follow_ups.settle(due.id, now, "done" if result in {"sent", "closed", "noted"} else "cancelled")
        done.append(Done(due=due, ticket=ticket.number, result=result))
        ticket = t.tickets.get(ticket.id)
    return done


def _superseded(t: Transaction, ticket: Ticket, dues: Sequence[Due], tools: Tools, now: datetime) -> list[Due]:
    """The rows that a later one of the same standstill makes needless. A closing that comes due together with a
    reminder gives way to it and is put off, so that the customer has time to answer."""
    if len(dues) < 2:
        return []
    closing = dues[-1] if dues[-1].kind == "close_silent" else None
    if closing is None:
        return list(dues[:-1])
    spec = tools.policy().catalogue.follow_ups["default"]
    grace = timedelta(minutes=(spec.close_after or 0) - (spec.remind_again_after or 0))
    t.follow_ups.add(
        ticket.id,
        [
            FollowUp(
                kind="close_silent", due_at=now + max(grace, timedelta(days=1)), dedupe_key=f"{closing.dedupe_key}:late"
            )
        ],
    )
    return [*dues[:-2], closing]


def _step(t: Transaction, tools: Tools, ticket: Ticket, due: Due, now: datetime) -> str:
    catalogue = tools.policy().catalogue
    if due.kind in _ORDER:
        if ticket.status != "pending" or not ticket.missing:
            return f"needless: the ticket is {ticket.status}"
    elif ticket.status != ("resolved" if due.kind == "tell_resolved" else "open"):
        return f"needless: the ticket is {ticket.status}"
    told = {"first_reply": "deadline_missed", "nudge": "nudged", "escalate": "escalated", "close_silent": "closed"}
    if due.kind in told:
        notify.tell(t, tools, ticket, [told[due.kind]], key=due.dedupe_key, now=now)
    if due.kind == "first_reply":
        t.messages.log([Event(kind="deadline_missed", at=now, data={"team": ticket.team})], ticket=ticket.id)
        return "noted"
    if due.kind == "nudge":
        t.messages.log(
            [Event(kind="nudged", at=now, data={"team": ticket.team, "assignee": ticket.assignee})], ticket=ticket.id
        )
        return "noted"
    if due.kind == "close_silent":
        t.tickets.apply(TicketChange(ticket=ticket.id, status="closed"), now)
        t.messages.log(
            [Event(kind="closed", at=now, data={"because": "no answer from the customer"})], ticket=ticket.id
        )
        t.follow_ups.cancel(ticket.id, ("customer", "desk"), now)
    if due.kind == "escalate":
        t.messages.log(
            [Event(kind="escalated", at=now, data={"team": ticket.team, "because": "no answer from the desk"})],
            ticket=ticket.id,
        )
    sent = _mail(t, tools, ticket, due, catalogue, now)
    if due.kind == "close_silent":
        return "closed"
    return "noted" if due.kind == "escalate" and not sent else "sent" if sent else "not sent: see the ticket's history"


def _mail(t: Transaction, tools: Tools, ticket: Ticket, due: Due, catalogue: Catalogue, now: datetime) -> bool:
    why = _forbidden(t, ticket, catalogue, now)
    if why:
        t.messages.log(
            [Event(kind=why.check, at=now, data={"because": why.reason, "follow_up": due.kind})], ticket=ticket.id
        )
        return False
    template, kind = _TEMPLATES[due.kind]
    closes = next((f.due_at for f in t.follow_ups.of(ticket.id) if f.kind == "close_silent" and f.state == "due"), None)
    letter = letters.to_customer(
        t,
        tools,
        ticket,
        kind=kind,
        template=template,
        key=f"mail:{due.dedupe_key}",
        missing=ticket.missing,
        answer_due=_promise(ticket, catalogue, now),
        closes_at=closes,
    )
    return post(t, tools, ticket, letter, now)


def _promise(ticket: Ticket, catalogue: Catalogue, now: datetime) -> datetime:
    """When to expect an answer: as promised, or, where that has passed, anew by priority and the team's hours."""
    if ticket.first_reply_due is not None and ticket.first_reply_due > now:
        return ticket.first_reply_due
    team = catalogue.teams.get(ticket.team)
    urgent = list(catalogue.priorities).index(ticket.priority) < 2
    hours = BusinessHours() if urgent or team is None else team.hours
    return calendar.due(now, catalogue.priorities[ticket.priority].first_reply_minutes, hours)


def _forbidden(t: Transaction, ticket: Ticket, catalogue: Catalogue, now: datetime) -> Finding | None:
    if not ticket.requester or t.books.is_stopped(ticket.requester):
        return Finding(check="not_sent", reason="the address refused our mail before")
    counted = scopes(catalogue, ticket.requester)
    capped = reached(
        catalogue.caps, t.outbox.automatic_since(scopes=counted, recipient=ticket.requester, ticket=ticket.id, now=now)
    )
    return None if capped is None else Finding(check="cap_reached", reason=capped.reason)
