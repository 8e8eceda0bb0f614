"""From conclusions to effects: what becomes of the ticket, what is answered, and what falls due when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from mailbot.model.catalogue import BusinessHours, FollowUpSpec, IntentSpec
from mailbot.model.effects import FollowUp, Incident, Outgoing, Plan, TicketChange
from mailbot.model.ticket import Event
from mailbot.triage import calendar
from mailbot.triage.caps import reached
from mailbot.triage.case import Case
from mailbot.triage.colleague import from_the_desk
from mailbot.triage.incidents import text_for
from mailbot.triage.wording import wording
from mailbot.triage.words import reply_language

HUMAN_SIGNALS = frozenset({"self_harm_threat"})
"""Signals that need a person at once: the receipt is short and asks for nothing."""


def plan(case: Case) -> Plan:
    """The effects of one mail. A verdict other than accept never makes a new ticket nor an answer."""
    verdict = case.analysis.screening.verdict
    if case.context.duplicate_of is not None:
        return Plan(
            disposition="record",
            change=TicketChange(ticket=case.context.duplicate_of),
            events=(_event(case, "duplicate_received"),),
        )
    if verdict == "delivery_report":
        return _delivery_report(case)
    if verdict == "drop":
        return Plan(disposition="drop", events=(_event(case, "dropped", _reasons(case)),))
    if verdict == "quarantine" or case.analysis.decision.quarantine:
        return Plan(disposition="quarantine", events=(_event(case, "quarantined", _reasons(case)),))
    ours = from_the_desk(case)
    if ours is not None:
        return ours
    if verdict == "record_only":
        on = TicketChange(ticket=case.ticket.ticket) if case.ticket else None
        return Plan(
            disposition="message" if on else "record",
            change=on,
            events=(_event(case, "recorded", _reasons(case)),),
        )
    return _ticket(case)


def _ticket(case: Case) -> Plan:
    answer = acknowledgement(case)
    events = [
        _event(
            case,
            "ticket_opened" if case.ticket is None else f"{case.analysis.threading.kind}_received",
            {"because": case.analysis.threading.because},
        )
    ]
    capped = reached(case.catalogue.caps, case.context.caps) if answer else None
    if capped:
        answer = None
        events.append(_event(case, "cap_reached", {"reason": capped.reason, "evidence": capped.evidence}))
    elif answer is None:
        events.append(_event(case, "not_acknowledged", {"because": why_silent(case)}))
    if case.analysis.decision.escalate:
        events.append(_event(case, "escalated", {"team": case.analysis.decision.team}))
    if case.analysis.decision.incident is not None:
        events.append(_event(case, "incident_linked", {"incident": case.analysis.decision.incident}))
    return Plan(
        disposition="message" if case.ticket else "ticket",
        change=_change(case, answered=answer is not None),
        incident=case.analysis.decision.incident,
        notify=case.analysis.decision.notify,
        events=tuple(events),
        outgoing=(answer,) if answer else (),
        follow_ups=_follow_ups(case, answered=answer is not None),
        cancel=_answered_by(case),
    )


def _change(case: Case, *, answered: bool) -> TicketChange:
    a = case.analysis
    new = case.ticket is None
    facts: dict[str, tuple[str, ...]] = {}
    for entity in a.extraction.entities:
        facts[entity.kind] = (*facts.get(entity.kind, ()), entity.value)
    missing = _lacking(case)
    change = TicketChange(
        ticket=case.ticket.ticket if case.ticket else None,
        status="pending" if _waits_for_customer(case, answered=answered) else "open",
        priority=a.decision.priority,
        language=a.classification.language if new else None,
        missing=missing,
        add_facts={k: tuple(dict.fromkeys(v)) for k, v in facts.items()},
        add_tags=a.decision.tags,
        add_signals=tuple(s.name for s in a.decision.signals),
        add_flags=tuple(sorted(a.extraction.flags)),
        evidence=any(e.counts for e in a.extraction.evidence) or None,
        linked=a.threading.linked,
    )
    if not new and a.decision.intent == case.ticket.intent:  # type: ignore[union-attr]
        return change
    return replace(
        change,
        category=a.decision.category,
        intent=a.decision.intent,
        team=a.decision.team,
        assignee=a.decision.assignee or None,
        grade=a.identity.grade,
        abstained=a.classification.abstained,
        first_reply_due=first_reply_due(case) if new else None,
    )


def _waits_for_customer(case: Case, *, answered: bool) -> bool:
    """Whether it is the customer's turn: something lacks, and they were asked for it, now or before. Where assets are
    at risk, and where a person must decide what it is about, it is the desk's turn at once."""
    a = case.analysis
    if in_incident(case) is not None:
        return False
    if not _lacking(case) or a.decision.priority == "P1" or a.classification.abstained:
        return False
    return answered or (case.ticket is not None and case.ticket.status == "pending")


def _answered_by(case: Case) -> tuple[Literal["customer", "desk"], ...]:
    """Reminders end where the mail brought something of what they ask for; "any update?" does not end them."""
    if case.ticket is None:
        return ()
    missing = _lacking(case)
    return ("customer",) if not missing or set(case.ticket.missing) - set(missing) else ()


def first_reply_due(case: Case) -> datetime:
    """When a person must have answered: P1 and P2 by the wall clock, the others in the team's hours."""
    decision = case.analysis.decision
    spec = case.catalogue.priorities[decision.priority]
    minutes = decision.deadline_minutes or spec.first_reply_minutes
    return calendar.due(case.context.now, minutes, _hours(case))


def _promised(case: Case) -> datetime:
    """When the customer is told to expect an answer: what was promised before, unless that has passed."""
    before = case.ticket.first_reply_due if case.ticket and not case.ticket.answered else None
    return before if before is not None and before > case.context.now else first_reply_due(case)


def _hours(case: Case) -> BusinessHours:
    decision = case.analysis.decision
    urgent = list(case.catalogue.priorities).index(decision.priority) < 2
    team = case.catalogue.teams.get(decision.team)
    return BusinessHours() if urgent or team is None else team.hours


def why_silent(case: Case) -> str:
    """Why no acknowledgement leaves; empty where one does."""
    a = case.analysis
    if not a.screening.may_reply:
        return next((f.reason for f in a.screening.findings), "this mail may not be answered automatically")
    if case.context.history or case.raw.source.history:
        return "it was in the mailbox before the first start"
    if case.context.stopped:
        return "the address refused our mail before"
    if a.mail.sender is None or not a.mail.sender.address:
        return "it has no sender"
    if a.decision.acknowledge is None:
        return "a rule suppresses the acknowledgement"
    if a.decision.intent == "not_support" and not a.classification.abstained:
        return "it is no support request"
    if case.raw.received_at - (a.mail.date or case.raw.received_at) > timedelta(minutes=case.catalogue.backlog_minutes):
        return "it is older than the backlog limit"
    return ""


def acknowledgement(case: Case) -> Outgoing | None:
    """The answer that leaves at once, in the customer's language; None where none may or need leave."""
    a = case.analysis
    if why_silent(case):
        return None
    chosen = None if a.decision.acknowledge == "auto" or in_incident(case) else a.decision.acknowledge
    template = chosen or template_for(case)
    if template is None or a.mail.sender is None:
        return None
    language = reply_language(a.classification.language, case.catalogue.languages, case.catalogue.default_language)
    references = (*a.mail.references, *([a.mail.message_id] if a.mail.message_id else []))
    return Outgoing(
        kind="acknowledgement",
        template=template,
        language=language,
        to=a.mail.sender.address,
        to_name=a.mail.sender.name,
        subject=a.mail.subject,
        in_reply_to=a.mail.message_id,
        references=references,
        context=answer_context(case, language),
        dedupe_key=f"ack:{case.key}",
    )


def template_for(case: Case) -> str | None:
    """Which acknowledgement fits: a person in danger first, then assets, then secrets, then what is missing."""
    a = case.analysis
    if _in_danger(case):
        return "ack_human"
    live = {s.kind for s in a.extraction.secrets} & case.catalogue.live_secrets
    if case.ticket is None:
        if in_incident(case):
            return "incident"
        if a.decision.priority == "P1":
            return "ack_urgent"
        if live:
            return "ack_secret"
        if a.classification.abstained:
            return "ack_received"
        return "ack_incomplete" if _to_ask(case) else "ack_complete"
    if live:
        return "ack_secret"
    if a.threading.kind == "chaser":
        return "status"
    missing = set(_lacking(case))
    if case.ticket.missing and not missing:
        return "ack_merged"
    if missing and set(case.ticket.missing) - missing and case.ticket.times_asked < case.catalogue.ask_at_most:
        return "ack_incomplete"
    return "reopened" if a.threading.reopens else None


def in_incident(case: Case) -> Incident | None:
    """The known problem whose one text answers a new ticket. Where somebody or something is in danger, the ticket
    belongs to it all the same, but is answered and followed up as one of its own."""
    a = case.analysis
    live = {s.kind for s in a.extraction.secrets} & case.catalogue.live_secrets
    if a.decision.incident is None or _in_danger(case) or live or a.decision.priority == "P1":
        return None
    return next((i for i in case.context.incidents if i.id == a.decision.incident), None)


def _to_ask(case: Case) -> tuple[str, ...]:
    """The facts to ask for: what lacks and what a rule wants, never what is there."""
    a = case.analysis
    wanted = (*_lacking(case), *(() if _in_danger(case) else a.decision.ask))
    return tuple(dict.fromkeys(f for f in wanted if f not in a.completeness.present))


def _lacking(case: Case) -> tuple[str, ...]:
    """What lacks; of somebody in danger nothing is wanted, and nobody is reminded of it."""
    return () if _in_danger(case) else case.analysis.completeness.missing


def _in_danger(case: Case) -> bool:
    return any(s.name in HUMAN_SIGNALS for s in case.analysis.decision.signals)


def answer_context(case: Case, language: str) -> Mapping[str, object]:
    """What the acknowledgement's template may say."""
    a, catalogue = case.analysis, case.catalogue
    incident = in_incident(case)
    return wording(
        catalogue,
        language,
        intent=a.decision.intent,
        team=a.decision.team,
        name=a.mail.sender.name if a.mail.sender else "",
        priority=a.decision.priority,
        abstained=a.classification.abstained,
        missing=_to_ask(case),
        present=a.completeness.values,
        doubtful=[(d.fact, d.because) for d in a.completeness.doubtful],
        secrets=[s.kind for s in a.extraction.secrets],
        signals=[s.name for s in a.decision.signals],
        right_mailbox=_right_mailbox(case, catalogue.intents[a.decision.intent]),
        identity=a.identity.grade,
        opened_at=case.ticket.created_at if case.ticket else case.context.now,
        answer_due=_promised(case),
        body=text_for(incident.texts, language) if incident else "",
    )


def _right_mailbox(case: Case, intent: IntentSpec) -> str:
    """The address that is meant for this matter, where the customer wrote to another one with a clear prior."""
    here = next((m for m in case.catalogue.mailboxes if m.name == case.raw.source.mailbox), None)
    if here is None or not here.prior or here.prior == intent.category or case.analysis.classification.abstained:
        return ""
    return next((m.address for m in case.catalogue.mailboxes if m.prior == intent.category), "")


def _follow_ups(case: Case, *, answered: bool) -> tuple[FollowUp, ...]:
    if case.context.history or case.raw.source.history or in_incident(case) is not None:
        return ()
    spec = case.catalogue.follow_ups.get(case.analysis.decision.follow_up)
    if spec is None:
        return ()
    if _waits_for_customer(case, answered=answered):
        return customer_follow_ups(spec, case.context.now, case.key) if answered else ()
    if case.analysis.decision.team == "none":
        return ()
    first = None if case.ticket and case.ticket.answered else first_reply_due(case)
    return desk_follow_ups(spec, case.context.now, _hours(case), case.key, first)


def customer_follow_ups(spec: FollowUpSpec, start: datetime, key: str) -> tuple[FollowUp, ...]:
    """The clock that waits for the customer: reminders and the closing, by the wall clock."""
    steps = (
        ("remind_first", spec.remind_after),
        ("remind_last", spec.remind_again_after),
        ("close_silent", spec.close_after),
    )
    return tuple(
        FollowUp(kind=kind, due_at=start + timedelta(minutes=after), dedupe_key=f"{kind}:{key}")
        for kind, after in steps
        if after is not None
    )


def desk_follow_ups(
    spec: FollowUpSpec, start: datetime, hours: BusinessHours, key: str, first_reply: datetime | None
) -> tuple[FollowUp, ...]:
    """The clock that waits for the desk: the deadline of the first answer, a nudge, an escalation, in its time."""
    steps = [] if first_reply is None else [("first_reply", first_reply)]
    for kind, after in (("nudge", spec.nudge_after), ("escalate", spec.escalate_after)):
        if after is not None:
            steps.append((kind, calendar.due(start, after, hours)))
    return tuple(
        FollowUp(kind=kind, due_at=due_at, dedupe_key=f"{kind}:{key}", cancelled_by="desk") for kind, due_at in steps
    )


def _delivery_report(case: Case) -> Plan:
    bounce = case.analysis.screening.bounce
    hard = tuple(r.address.lower() for r in bounce.recipients if r.hard and r.address) if bounce else ()
    data = {
        "recipients": [
            {"address": r.address, "status": r.status, "hard": r.hard, "diagnostic": r.diagnostic[:300]}
            for r in (bounce.recipients if bounce else ())
        ]
    }
    cancel: tuple[Literal["customer", "desk"], ...] = ("customer",) if hard and case.ticket else ()
    # Anybody can forge a report: only one that found its ticket stops an address, and only one of that ticket's.
    # A failure after a transient error (4.x.x, RFC 3463) tells of a server that was away, not of a dead address.
    dead = (
        {r.address.lower() for r in bounce.recipients if r.hard and not r.status.startswith("4")} if bounce else set()
    )
    stop = tuple(sorted(dead & case.ticket.participants)) if case.ticket else ()
    return Plan(
        disposition="delivery_report",
        change=TicketChange(ticket=case.ticket.ticket) if case.ticket else None,
        events=(_event(case, "delivery_failed" if hard else "delivery_report", data),),
        cancel=cancel,
        stop_address=stop,
    )


def _reasons(case: Case) -> dict[str, object]:
    return {"findings": [f"{f.check}: {f.reason}" for f in case.analysis.screening.findings]}


def _event(case: Case, kind: str, data: Mapping[str, object] | None = None) -> Event:
    return Event(kind=kind, at=case.context.now, data=data or {})
