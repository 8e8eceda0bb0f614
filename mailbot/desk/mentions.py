"""Calling colleagues by name in a note: ``@ming`` puts the ticket into Ming's view until Ming has looked, and a mail
says so to who gave an address."""

from __future__ import annotations

from datetime import datetime

import re2

from mailbot.desk import addresses, letters
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Transaction
from mailbot.store.people import Person

_CALL = re2.compile(r"(?:^|[^\w@.])@([A-Za-z][A-Za-z0-9._-]{1,62})")
_MOST = 20
"""People called in one note."""


def call(t: Transaction, tools: Tools, ticket: Ticket, text: str, by: str, now: datetime) -> list[str]:
    """Call those whom a note names: everybody of that name who works here and may see the ticket. Their names."""
    wanted = list(dict.fromkeys(m.group(1).lower().rstrip("._-") for m in _CALL.finditer(text)))[:_MOST]
    if not wanted:
        return []
    there = {p.name: p for p in t.people.all() if p.active and (not p.teams or ticket.team in p.teams)}
    called = [there[name] for name in wanted if name in there and name != by]
    for person in called:
        _mail(t, tools, ticket, person, by, now)
    t.mentions.add(ticket.id, [p.name for p in called], by, now)
    events = [Event(kind="mentioned", at=now, actor=by, data={"person": p.name}) for p in called]
    t.messages.log(events, ticket=ticket.id)
    return [p.name for p in called]


def _mail(t: Transaction, tools: Tools, ticket: Ticket, person: Person, by: str, now: datetime) -> None:
    """One mail until the person has looked, whoever calls again. It says where, not what: neither the note's words nor
    the customer's leave the desk. Nobody who takes part in the ticket as a customer is written to, nor the desk."""
    to = person.address.lower()
    if not to or not person.mail_calls or t.mentions.waits(ticket.id, person.name):
        return
    catalogue = tools.policy().catalogue
    if to in t.tickets.participants([ticket.id]).get(ticket.id, frozenset()) | {ticket.requester}:
        return
    if to in catalogue.own_addresses:
        return
    w = letters.words(tools, person.language)
    key = f"call:{ticket.id}:{person.id}:{now.timestamp()}"
    if not addresses.confirmed(tools, person):
        if link := addresses.ask(t, tools, person, now):
            body = "\n".join([w["confirm"], "", link])
            letters.put(t, tools, ticket, letters.internal(to, w["confirm_subject"], body, key=f"confirm-{key}"), now)
        return
    subject = w["called"].format(by=by, number=ticket.number)
    page = [f"{w['page']}: {tools.console()}/tickets/{ticket.number}"] if tools.console() else []
    answers = to in catalogue.agents
    line = f"#{ticket.number}  {w['priority']} {ticket.priority}  {ticket.team}  {ticket.category} / {ticket.intent}"
    how = w["how" if answers else "not_here"]
    body = "\n".join([letters.REPLY_MARKER, "", f"{subject}.", "", line, *page, "", how])
    letters.put(t, tools, ticket, letters.internal(to, subject, body, key=key), now)


def look(tools: Tools, ticket: Ticket, person: str) -> None:
    """The person has the ticket open: what called there is answered."""
    with tools.db.read() as t:
        waits = t.mentions.waits(ticket.id, person)
    if waits:
        with tools.db.write() as t:
            t.mentions.seen(ticket.id, person, tools.clock())
