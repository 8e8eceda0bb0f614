"""Known problems: opened by a condition, told to everybody whom they concern, and told once more when they are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.desk import letters
from mailbot.desk.commit import post
from mailbot.desk.tools import Tools
from mailbot.model.effects import Incident, Outgoing, TicketChange
from mailbot.model.ticket import Event, Ticket
from mailbot.rules.conditions import CONDITIONS
from mailbot.rules.ruleset import compile_when
from mailbot.store import Transaction
from mailbot.triage.incidents import text_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """How a known problem ended: who was told, and who was not, with the reason by ticket number."""

    told: int
    untold: Mapping[str, str]


def condition(tools: Tools, pairs: Sequence[str]) -> dict[str, Any]:
    """A condition from ``name=value`` pairs: a condition's name, or a kind of fact (its value is meant). A name that
    stands twice means one of its values. Raises ValueError."""
    kinds = tools.policy().vocabulary.names.get("entity", ())
    when: dict[str, Any] = {}
    values: dict[str, list[str]] = {}
    given: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not value:
            raise ValueError(f"{pair!r} is no name=value, such as intent=withdrawal_pending")
        if name not in CONDITIONS and name not in kinds:
            raise ValueError(f"there is neither a condition nor a kind of fact named {name!r}")
        (given if name in CONDITIONS else values).setdefault(name, []).append(value)
    when |= {name: words[0] if len(words) == 1 else words for name, words in given.items()}
    if values:
        when["value"] = {kind: words[0] if len(words) == 1 else words for kind, words in values.items()}
    return when


def open_incident(tools: Tools, name: str, when: Mapping[str, Any], texts: Mapping[str, str], by: str) -> Incident:
    """From now on, new tickets of mails for which ``when`` holds belong to it. Raises ValueError."""
    policy = tools.policy()
    _, faults = compile_when(when, policy.conditions, policy.vocabulary)
    if faults:
        raise ValueError("; ".join(f.problem + (f" ({f.remedy})" if f.remedy else "") for f in faults))
    if not name.strip():
        raise ValueError("an incident needs a name")
    _check_texts(texts, policy.catalogue.languages)
    now = tools.clock()
    with tools.db.write() as t:
        new = t.incidents.open(name=name.strip(), when=when, texts=texts, by=by, now=now)
        data = {"incident": new, "name": name.strip(), "when": dict(when)}
        t.messages.log([Event(kind="incident_opened", at=now, actor=by, data=data)], ticket=None)
        return t.incidents.get(new)


def _check_texts(texts: Mapping[str, str], languages: Sequence[str]) -> None:
    unknown = [language for language in texts if language and language not in languages]
    if unknown:
        raise ValueError(f"there is no language {unknown[0]!r}; there are: {', '.join(languages)}")


def add(tools: Tools, incident: int, number: str, by: str) -> Ticket:
    """Let a ticket that is there already belong to it. Raises LookupError, and ValueError where it did before."""
    now = tools.clock()
    with tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        found = t.incidents.get(incident)
        if all(i.id != incident for i in t.incidents.going_on()):
            raise ValueError(f"incident {incident} is over")
        if not t.incidents.link(found.id, ticket.id, now):
            raise ValueError(f"ticket {ticket.number} belongs to incident {incident} already")
        event = Event(kind="incident_linked", at=now, actor=by, data={"incident": incident})
        t.messages.log([event], ticket=ticket.id)
        t.follow_ups.cancel(ticket.id, ("customer", "desk"), now)
        return ticket


def close_incident(tools: Tools, incident: int, texts: Mapping[str, str], by: str) -> Closed:
    """It is over: every ticket of it is told once, and resolved unless a person closed it. Raises LookupError, and
    ValueError where it was over before."""
    now = tools.clock()
    _check_texts(texts, tools.policy().catalogue.languages)
    untold: dict[str, str] = {}
    told = 0
    with tools.db.write() as t:
        found = t.incidents.get(incident)
        if not t.incidents.close(incident, by=by, now=now):
            raise ValueError(f"incident {incident} is over already")
        for ticket in t.tickets.many(t.incidents.tickets(incident)):
            why = _over(t, tools, found, ticket, texts, now)
            if why:
                untold[ticket.number] = why
            else:
                told += 1
        data = {"incident": incident, "name": found.name, "told": told, "untold": untold}
        t.messages.log([Event(kind="incident_closed", at=now, actor=by, data=data)], ticket=None)
    return Closed(told=told, untold=untold)


def _over(
    t: Transaction, tools: Tools, incident: Incident, ticket: Ticket, texts: Mapping[str, str], now: datetime
) -> str:
    """Tell one ticket; why not, or "" where it is told."""
    if ticket.status == "closed":
        return "it is closed"
    if ticket.status in {"open", "pending"}:
        t.tickets.apply(TicketChange(ticket=ticket.id, status="resolved"), now)
        t.follow_ups.cancel(ticket.id, ("customer", "desk"), now)
    why = ""
    if not ticket.requester or t.books.is_stopped(ticket.requester):
        why = "the address refused our mail before"
    elif not post(t, tools, ticket, _letter(t, tools, incident, ticket, texts), now):
        why = "it was told before"
    event = Event(kind="incident_over", at=now, data={"incident": incident.id, "told": not why, "because": why})
    t.messages.log([event], ticket=ticket.id)
    return why


def _letter(t: Transaction, tools: Tools, incident: Incident, ticket: Ticket, texts: Mapping[str, str]) -> Outgoing:
    return letters.to_customer(
        t,
        tools,
        ticket,
        kind="status",
        template="incident_over",
        key=f"incident:{incident.id}:over:{ticket.id}",
        body=text_for(texts, letters.language_of(tools, ticket)),
    )
