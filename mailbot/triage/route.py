"""From conclusions to the decision: signals, priority, team, and then the policy's rules over it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.model.catalogue import Catalogue
from mailbot.model.findings import (
    Classification,
    Completeness,
    Decision,
    Extraction,
    Identity,
    Signal,
    Threading,
)
from mailbot.model.mail import ParsedMail
from mailbot.model.ticket import Candidate
from mailbot.rules.evaluate import decide
from mailbot.rules.facts import Facts
from mailbot.triage.amounts import at_stake, usd
from mailbot.triage.calendar import is_open
from mailbot.triage.delay import over_24h
from mailbot.triage.incidents import known
from mailbot.triage.policy import Policy
from mailbot.triage.priority import prioritise
from mailbot.triage.reading import Understanding


def signals_of(
    detected: Sequence[Signal],
    mail: ParsedMail,
    extraction: Extraction,
    identity: Identity,
    classification: Classification,
    policy: Policy,
    unanswered: Signal | None = None,
) -> tuple[Signal, ...]:
    """What changes the priority: what the words say, and what the facts themselves say."""
    catalogue = policy.catalogue
    found = {s.name: s for s in detected}
    late = over_24h(found.pop("over_24h", None), mail, extraction, classification)
    if late is not None:
        found["over_24h"] = late
    live = sorted({s.kind for s in extraction.secrets} & catalogue.live_secrets)
    if live:
        found["live_secret_in_mail"] = Signal(name="live_secret_in_mail", evidence=", ".join(live))
    large = at_stake(extraction, classification, catalogue)
    if large:
        found["large_amount"] = Signal(name="large_amount", evidence=large)
    if identity.grade in {"lookalike", "contradicted"}:
        found["impersonation_suspected"] = Signal(name="impersonation_suspected", evidence="; ".join(identity.because))
    if unanswered is not None:
        found.setdefault(unanswered.name, unanswered)
    return tuple(found[name] for name in catalogue.signals if name in found)


PATIENCE = timedelta(hours=48)
"""A customer who asks again after so long without a person's answer need not say that it is so."""


def unanswered(threading: Threading, ticket: Candidate | None, now: datetime) -> Signal | None:
    """What a chaser says of its ticket by its very coming."""
    if threading.kind != "chaser" or ticket is None or ticket.answered or now - ticket.created_at < PATIENCE:
        return None
    return Signal(name="repeat_contact", evidence=f"no answer since {ticket.created_at:%Y-%m-%d %H:%M} UTC")


def route(
    seen: Understanding,
    classification: Classification,
    completeness: Completeness,
    signals: tuple[Signal, ...],
    threading: Threading,
    ticket: Candidate | None,
    policy: Policy,
) -> Decision:
    """The defaults of the catalogue, then the rules in order; on a ticket, priority never falls by a mail."""
    names = tuple(s.name for s in signals)
    on = (ticket.category, ticket.intent, ticket.priority) if ticket else None
    base = by_catalogue(classification.category, classification.intent, on, signals, policy.catalogue)
    facts = _facts(seen, classification, completeness, names, threading, base, policy)
    decided = decide(facts, policy.ruleset, base)
    if ticket is None and seen.context.incidents and seen.screening.verdict == "accept":
        return replace(decided, incident=known(facts, seen.context.incidents, policy))
    return decided


def by_catalogue(
    category: str, intent: str, on: tuple[str, str, str] | None, signals: tuple[Signal, ...], catalogue: Catalogue
) -> Decision:
    """What the catalogue wants before the rules are asked. ``on``: category, intent and priority of the ticket."""
    spec = catalogue.intents[intent]
    team, start, name = spec.team, spec.priority, intent
    if on is not None:
        category, name, priority = on
        kept = catalogue.intents.get(name)
        team = kept.team if kept else team
        order = list(catalogue.priorities)
        start = min(priority, start, key=order.index) if intent != "follow_up" else priority
    priority = prioritise(start, (s.name for s in signals), catalogue)
    return Decision(category=category, intent=name, priority=priority, team=team, signals=signals)


def _facts(
    seen: Understanding,
    classification: Classification,
    completeness: Completeness,
    signals: tuple[str, ...],
    threading: Threading,
    base: Decision,
    policy: Policy,
) -> Facts:
    entities: dict[str, tuple[str, ...]] = {}
    for entity in seen.extraction.entities:
        entities[entity.kind] = (*entities.get(entity.kind, ()), entity.value)
    sender = seen.mail.sender
    return Facts(
        now=seen.context.now,
        category=base.category,
        intent=base.intent,
        secondary_intents=classification.secondary_intents,
        category_confidence=classification.category_confidence,
        intent_confidence=classification.intent_confidence,
        abstained=classification.abstained,
        language=classification.language,
        mailbox=seen.raw.source.mailbox,
        sender=sender.address.lower() if sender else "",
        domain=sender.domain if sender else "",
        identity=seen.identity.grade,
        verdict=seen.screening.verdict,
        may_reply=seen.screening.may_reply,
        thread=threading.kind,
        entities=entities,
        invalid=frozenset(e.kind for e in seen.extraction.entities if e.valid is False),
        missing=completeness.missing,
        present=completeness.present,
        doubtful=tuple(d.fact for d in completeness.doubtful),
        signals=signals,
        secrets=tuple(sorted({s.kind for s in seen.extraction.secrets})),
        attachments=tuple(sorted({e.kind for e in seen.extraction.evidence})),
        amount_usd=usd(seen.extraction, policy.catalogue),
        subject=seen.mail.subject,
        text=seen.mail.fresh_text,
        earlier_tickets=seen.context.earlier_tickets,
        tags=seen.context.account.tags,
        priority=base.priority,
        team=base.team,
        open_teams=at_work(seen.context.now, base.team, policy.ruleset.hours_of, policy.catalogue),
        flags=seen.extraction.flags,
        recipients=tuple(a.address.lower() for a in (*seen.mail.to, *seen.mail.cc)),
        size=seen.raw.size,
    )


def at_work(now: datetime, own: str, hours_of: frozenset[str], catalogue: Catalogue) -> frozenset[str]:
    """Which of the teams that the rules ask about (`Ruleset.hours_of`) are at work."""
    teams = catalogue.teams
    return frozenset(n for n in {name or own for name in hours_of} if n in teams and is_open(now, teams[n].hours))
