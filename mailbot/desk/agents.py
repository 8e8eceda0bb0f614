"""Carrying out what an agent's mail says: the answer goes on to the customer, commands act, and it is confirmed.

All of it or nothing: a command that cannot be carried out keeps the answer back too, and the agent reads why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from mailbot.desk import followups, holds, letters, mentions, tickets
from mailbot.desk.failure import plain
from mailbot.desk.tools import Tools
from mailbot.model.catalogue import Catalogue
from mailbot.model.effects import Analysis, Instruction, TicketChange
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Transaction


def carry_out(
    t: Transaction, tools: Tools, ticket: Ticket, told: Instruction, analysis: Analysis, key: str, now: datetime
) -> None:
    """Do what an agent's mail says, and confirm it to its author. ``key`` makes the confirmation unique."""
    w = letters.words(tools)
    lines: list[str] = []
    try:
        with t.savepoint():
            lines = _do(t, tools, ticket, told, now)
        if told.answer and any(not a.inline for a in analysis.mail.attachments):
            lines.append(w["left_out"])
        subject = w["done"]
    except (ValueError, LookupError) as error:
        subject, lines = w["failed"], [plain(error)]
        event = Event(kind="agent_refused", at=now, actor=told.author, data={"because": lines[0]})
        t.messages.log([event], ticket=ticket.id)
    body = "\n".join(
        [letters.REPLY_MARKER, "", f"{subject}:", *(f"- {line}" for line in lines), "",
         *letters.summary(tools, t.tickets.get(ticket.id), w)]
    )  # fmt: skip
    confirmation = letters.internal(told.address, subject, body, key=f"agent:{key}", answers=analysis.mail.message_id)
    letters.put(t, tools, ticket, confirmation, now)


def _do(t: Transaction, tools: Tools, ticket: Ticket, told: Instruction, now: datetime) -> list[str]:
    """Every part of it, and what is said of each. Raises ValueError and LookupError."""
    w = letters.words(tools)
    if told.unknown:
        raise ValueError("; ".join(w["unknown"].format(line=line) for line in told.unknown))
    if not told.answer and not told.commands:
        raise ValueError(w["empty"])
    lines: list[str] = []
    if told.answer:
        if ticket.status == "closed":
            ticket = t.tickets.apply(TicketChange(ticket=ticket.id, status="open"), now)
        undo = tools.policy().catalogue.undo_seconds
        ticket = tickets.answer(t, tools, ticket, told.answer, told.author, undo=timedelta(seconds=undo))
        letter = t.outbox.find(ticket=ticket.id, most=1)[0].id
        lines.append(w["sent"].format(seconds=undo, letter=letter) if undo else w["sent_now"])
    for command, operand in told.commands:
        ticket = _command(t, tools, ticket, command, operand, told.author, now)
        lines.append(f"#{command} {operand}".strip())
    return lines


def _command(
    t: Transaction, tools: Tools, ticket: Ticket, command: str, operand: str, author: str, now: datetime
) -> Ticket:
    catalogue = tools.policy().catalogue
    if command == "note":
        if not operand:
            raise ValueError("#note: what shall be noted?")
        t.messages.add(ticket=ticket.id, direction="note", kind="note", author=author, subject="", text=operand, at=now)
        mentions.call(t, tools, ticket, operand, author, now)
        told: Changed = (TicketChange(ticket=ticket.id), "noted", {})
    else:
        told = _CHANGES[command](ticket, operand, catalogue)
    change, kind, data = told
    after = t.tickets.apply(change, now)
    if after.status in {"closed", "resolved"}:
        after = holds.release(t, tools, after, author, now)
        t.follow_ups.cancel(ticket.id, ("customer", "desk"), now)
    if command == "resolve":
        followups.after_resolving(t, tools, after, now)
    t.messages.log([Event(kind=kind, at=now, actor=author, data=data)], ticket=ticket.id)
    return after


Changed = tuple[TicketChange, str, dict[str, object]]


def _named(command: str, operand: str, names: Mapping[str, object]) -> str:
    if operand not in names:
        raise ValueError(f"#{command}: there is no {operand!r}; there are: {', '.join(names)}")
    return operand


def _close(ticket: Ticket, _operand: str, _catalogue: Catalogue) -> Changed:
    return TicketChange(ticket=ticket.id, status="closed"), "closed", {}


def _resolve(ticket: Ticket, _operand: str, _catalogue: Catalogue) -> Changed:
    return TicketChange(ticket=ticket.id, status="resolved"), "resolved", {}


def _assign(ticket: Ticket, operand: str, _catalogue: Catalogue) -> Changed:
    if not operand:
        raise ValueError("#assign: to whom?")
    return TicketChange(ticket=ticket.id, assignee=operand[:128]), "assigned", {"assignee": operand[:128]}


def _team(ticket: Ticket, operand: str, catalogue: Catalogue) -> Changed:
    return TicketChange(ticket=ticket.id, team=_named("team", operand, catalogue.teams)), "assigned", {"team": operand}


def _intent(ticket: Ticket, operand: str, catalogue: Catalogue) -> Changed:
    spec = catalogue.intents[_named("intent", operand, catalogue.intents)]
    change = TicketChange(ticket=ticket.id, intent=operand, category=spec.category, team=spec.team, abstained=False)
    return change, "corrected", {"from": ticket.intent, "to": operand}


def _priority(ticket: Ticket, operand: str, catalogue: Catalogue) -> Changed:
    name = _named("priority", operand.upper(), catalogue.priorities)
    return TicketChange(ticket=ticket.id, priority=name), "prioritised", {"from": ticket.priority, "to": name}


_CHANGES: Mapping[str, Callable[[Ticket, str, Catalogue], Changed]] = {
    "close": _close,
    "resolve": _resolve,
    "assign": _assign,
    "team": _team,
    "intent": _intent,
    "priority": _priority,
}
