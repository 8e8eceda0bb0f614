"""Calling colleagues by name in a note: ``@ming`` puts the ticket into Ming's view until Ming has looked."""

from __future__ import annotations

from datetime import datetime

import re2

from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Transaction

_CALL = re2.compile(r"(?:^|[^\w@.])@([A-Za-z][A-Za-z0-9._-]{1,62})")
_MOST = 20
"""People called in one note."""


def call(t: Transaction, ticket: Ticket, text: str, by: str, now: datetime) -> list[str]:
    """Call those whom a note names: everybody of that name who works here and may see the ticket. Their names."""
    wanted = list(dict.fromkeys(m.group(1).lower().rstrip("._-") for m in _CALL.finditer(text)))[:_MOST]
    if not wanted:
        return []
    there = {p.name for p in t.people.all() if p.active and (not p.teams or ticket.team in p.teams)}
    called = [name for name in wanted if name in there and name != by]
    t.mentions.add(ticket.id, called, by, now)
    events = [Event(kind="mentioned", at=now, actor=by, data={"person": name}) for name in called]
    t.messages.log(events, ticket=ticket.id)
    return called


def look(tools: Tools, ticket: Ticket, person: str) -> None:
    """The person has the ticket open: what called there is answered."""
    with tools.db.read() as t:
        waits = t.mentions.waits(ticket.id, person)
    if waits:
        with tools.db.write() as t:
            t.mentions.seen(ticket.id, person, tools.clock())
