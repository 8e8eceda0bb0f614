"""A ticket on hold: the desk waits for a third party, for a reason and until a time, and its clocks stand still.

What is due from the desk moves to behind that time at once, by as much working time as was left; taken up earlier, it
moves back in the same way. So nothing has to happen when the time is over, also where nobody was there to see it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.desk.tools import Tools
from mailbot.model.catalogue import BusinessHours
from mailbot.model.effects import TicketChange
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Transaction
from mailbot.store.console import PutOff
from mailbot.triage import calendar

MOST = timedelta(days=60)


def hold(tools: Tools, number: str, until: datetime, reason: str, by: str) -> Ticket:
    """Let the desk's clocks stand still, and put the ticket off. Raises LookupError, and ValueError without a reason,
    for a time that is past or too far, or where the ticket does not wait for the desk."""
    now, reason = tools.clock(), " ".join(reason.split())[:300]
    if not reason:
        raise ValueError("Say what the desk waits for: it is kept in the history.")
    if not now < until <= now + MOST:
        raise ValueError("The time must lie ahead, and within 60 days.")
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        if ticket.status != "open":
            raise ValueError("Only an open ticket can be put on hold: else nothing is due from the desk.")
        ticket = release(t, tools, ticket, by, now)
        after = _moved(t, tools, ticket, now, until, now)
        t.console.snooze(ticket.id, until, by, paused_at=now, reason=reason)
        data = {"until": until.isoformat(), "because": reason, **_due(ticket, after)}
        t.messages.log([Event(kind="put_on_hold", at=now, actor=by, data=data)], ticket=ticket.id)
        return after


def resume(tools: Tools, number: str, by: str) -> Ticket:
    """Let the clocks run again before the time. Raises LookupError where the ticket is not on hold."""
    now = tools.clock()
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        off = t.console.put_off(ticket.id, now)
        if off is None or off.paused_at is None:
            raise LookupError(f"ticket {ticket.number} is not on hold")
        return release(t, tools, ticket, by, now)


def release(t: Transaction, tools: Tools, ticket: Ticket, by: str, now: datetime) -> Ticket:
    """`resume` in a transaction that is open already; does nothing where the ticket is not on hold."""
    off = t.console.put_off(ticket.id, now)
    if off is None or off.paused_at is None:
        return ticket
    t.console.snooze(ticket.id, None, by)
    after = _moved(t, tools, ticket, off.until, now, now)
    event = Event(kind="taken_off_hold", at=now, actor=by, data=_due(ticket, after))
    t.messages.log([event], ticket=ticket.id)
    return after


def restore(t: Transaction, tools: Tools, ticket: Ticket, held: PutOff, released: datetime, by: str) -> Ticket:
    """`release` at that time was a mistake: the hold goes on to the end it had, and what is due is where it was."""
    now = tools.clock()
    after = _moved(t, tools, ticket, released, held.until, now)
    t.console.snooze(ticket.id, held.until, held.by, paused_at=held.paused_at, reason=held.reason)
    data = {"until": held.until.isoformat(), "because": held.reason, **_due(ticket, after)}
    t.messages.log([Event(kind="put_on_hold", at=now, actor=by, data=data)], ticket=ticket.id)
    return after


def stirred(t: Transaction, tools: Tools, ticket: Ticket, now: datetime) -> None:
    """The customer wrote: a ticket that was put off is there again, and one on hold where it is most urgent."""
    off = t.console.put_off(ticket.id, now)
    if off is None or (
        off.paused_at is not None and ticket.priority != next(iter(tools.policy().catalogue.priorities))
    ):
        return
    if off.paused_at is not None:
        release(t, tools, ticket, "mailbot", now)
        return
    t.console.snooze(ticket.id, None, "mailbot")
    event = Event(kind="snoozed", at=now, data={"until": "", "because": "the customer wrote"})
    t.messages.log([event], ticket=ticket.id)


def _moved(t: Transaction, tools: Tools, ticket: Ticket, start: datetime, to: datetime, now: datetime) -> Ticket:
    """What is due from the desk after ``start`` falls due as much working time after ``to``."""
    catalogue = tools.policy().catalogue
    team = catalogue.teams.get(ticket.team)
    urgent = list(catalogue.priorities).index(ticket.priority) < 2
    hours = BusinessHours() if urgent or team is None else team.hours

    def moved(due: datetime) -> datetime:
        return calendar.due(to, calendar.passed(start, due, hours), hours)

    t.follow_ups.move(
        {f.id: moved(f.due_at) for f in t.follow_ups.of(ticket.id)
         if f.state == "due" and f.cancelled_by == "desk" and f.due_at > start}
    )  # fmt: skip
    due = ticket.first_reply_due
    if due is None or due <= start or ticket.first_replied_at is not None:
        return ticket
    return t.tickets.apply(TicketChange(ticket=ticket.id, first_reply_due=moved(due)), now)


def _due(before: Ticket, after: Ticket) -> dict[str, object]:
    if before.first_reply_due == after.first_reply_due or after.first_reply_due is None:
        return {}
    return {"first_reply_due": after.first_reply_due.isoformat()}
