"""What a ticket gains by words that were read in a mail's pictures after the mail had been answered.

Never a second answer: a fact found so stops being asked for, a secret found so alarms the desk. Pure, as all of triage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from mailbot.model.catalogue import BusinessHours, Catalogue
from mailbot.model.effects import Analysis, FollowUp, TicketChange
from mailbot.model.findings import Entity
from mailbot.model.ticket import Candidate, Event, Status, Ticket
from mailbot.triage import calendar
from mailbot.triage.completeness import complete
from mailbot.triage.explain import entity_data
from mailbot.triage.plan import desk_follow_ups


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """What is to be done on the ticket. ``live``: a secret was found that opens something still; ``late`` is kept
    beside the decision (docs/reference/explain-json.md)."""

    change: TicketChange
    events: tuple[Event, ...]
    cancel: tuple[Literal["customer", "desk"], ...]
    follow_ups: tuple[FollowUp, ...]
    notify: tuple[str, ...]
    live: bool
    late: Mapping[str, Any]


def improvement(
    before: Analysis,
    after: Analysis,
    ticket: Ticket,
    known: Candidate,
    catalogue: Catalogue,
    *,
    key: str,
    now: datetime,
) -> Improvement:
    """From one mail's analysis without and with its pictures, to what changes on its ticket as it is now.

    ``key`` makes the dedupe keys of its follow-ups unique.
    """
    new = [e for e in after.extraction.entities if e not in before.extraction.entities]
    secrets = [s for s in after.extraction.secrets if s not in before.extraction.secrets]
    live = bool({s.kind for s in secrets} & catalogue.live_secrets)
    signals = after.decision.signals
    held = complete(after.mail, after.extraction, after.classification, signals, known, catalogue)
    missing = tuple(f for f in ticket.missing if f not in held.present)
    priority = _more_urgent(before, after, ticket, catalogue)
    status = _status(ticket, missing, danger=live or priority == "P1")
    fresh = {s.name for s in signals} - {s.name for s in before.decision.signals}
    gained = tuple(f for f in ticket.missing if f not in missing)
    change = TicketChange(
        ticket=ticket.id,
        status=status,
        priority=priority,
        missing=missing if gained else None,
        add_facts=_facts(new),
        add_tags=tuple(t for t in after.decision.tags if t not in before.decision.tags),
        add_signals=tuple(s.name for s in signals if s.name in fresh),
        add_flags=tuple(sorted(after.extraction.flags - before.extraction.flags)),
    )
    turned = status == "open" and ticket.status == "pending"
    return Improvement(
        change=change,
        events=_events(before, after, new, [s.kind for s in secrets], gained, now),
        cancel=("customer",) if turned or (gained and not missing) else (),
        follow_ups=_desk(after, ticket, known, priority or ticket.priority, catalogue, key, now) if turned else (),
        notify=tuple(n for n in after.decision.notify if n not in before.decision.notify),
        live=live,
        late={
            "at": now.isoformat().replace("+00:00", "Z"),
            "attachments": _read_late(before, after),
            "entities": [entity_data(e) for e in new],
            "secrets": [{"kind": s.kind, "where": s.where, "span": list(s.span)} for s in secrets],
            "no_longer_missing": list(gained),
        },
    )


def _read_late(before: Analysis, after: Analysis) -> list[Mapping[str, Any]]:
    return [
        {"index": a.index, "filename": a.filename, "text": a.text}
        for a in after.mail.attachments
        if a.text and a not in before.mail.attachments
    ]


def _more_urgent(before: Analysis, after: Analysis, ticket: Ticket, catalogue: Catalogue) -> str | None:
    """The priority, where the pictures raise it above what the ticket has."""
    order = list(catalogue.priorities)
    was, now, has = (order.index(p) for p in (before.decision.priority, after.decision.priority, ticket.priority))
    return after.decision.priority if now < was and now < has else None


def _status(ticket: Ticket, missing: tuple[str, ...], *, danger: bool) -> Status | None:
    """It is the desk's turn once nothing lacks any more, or at once where something is in danger: nobody else tells the
    customer to move the funds."""
    return "open" if ticket.status == "pending" and (danger or not missing) else None


def _facts(new: list[Entity]) -> Mapping[str, tuple[str, ...]]:
    facts: dict[str, tuple[str, ...]] = {}
    for entity in new:
        facts[entity.kind] = tuple(dict.fromkeys((*facts.get(entity.kind, ()), entity.value)))
    return facts


def _events(
    before: Analysis, after: Analysis, new: list[Entity], secrets: list[str], gained: tuple[str, ...], now: datetime
) -> tuple[Event, ...]:
    data: dict[str, object] = {
        "pictures": [a.filename for a in after.mail.attachments if a.text and a not in before.mail.attachments]
    }
    if new:
        data["facts"] = {kind: list(values) for kind, values in _facts(new).items()}
    if gained:
        data["no_longer_missing"] = list(gained)
    if secrets:
        data["secrets"] = sorted(set(secrets))
    events = [Event(kind="pictures_read", at=now, data=data)]
    if secrets:
        events.append(Event(kind="secret_in_picture", at=now, data={"secrets": sorted(set(secrets))}))
    if after.decision.escalate and not before.decision.escalate:
        because = "what was read in a picture"
        events.append(Event(kind="escalated", at=now, data={"team": after.decision.team, "because": because}))
    return tuple(events)


def _desk(
    after: Analysis, ticket: Ticket, known: Candidate, priority: str, catalogue: Catalogue, key: str, now: datetime
) -> tuple[FollowUp, ...]:
    """The clock that waits for the desk, which starts now."""
    spec = catalogue.follow_ups.get(after.decision.follow_up)
    if spec is None:
        return ()
    team = catalogue.teams.get(ticket.team)
    urgent = list(catalogue.priorities).index(priority) < 2
    hours = BusinessHours() if urgent or team is None else team.hours
    due = calendar.due(now, catalogue.priorities[priority].first_reply_minutes, hours)
    promised = ticket.first_reply_due
    first = None if known.answered else min(due, promised) if promised is not None and promised > now else due
    return desk_follow_ups(spec, now, hours, key, first)
