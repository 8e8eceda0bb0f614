"""Which facts an intent needs, which of them are there, and which are there but broken.

A fact counts as given when one of its ``given_by`` terms holds, in this mail (quoted text included) or on the
ticket that it belongs to. A broken value still counts: it is doubtful, so that it is confirmed and not asked for anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.model.catalogue import Catalogue, FactSpec, IntentSpec
from mailbot.model.findings import Classification, Completeness, Doubt, Extraction, Signal
from mailbot.model.mail import ParsedMail
from mailbot.model.ticket import Candidate

_JUDGED = ("uid", "order_id", "tx_hash", "address", "withdrawal_id")
"""Kinds of which two different values are a question, where only one is wanted."""

_LEAST_WORDS, _LEAST_SIGNS = 5, 12
"""Words, or Chinese, Japanese or Korean characters, from which the customer's text describes something."""


def complete(
    mail: ParsedMail,
    extraction: Extraction,
    classification: Classification,
    signals: tuple[Signal, ...],
    ticket: Candidate | None,
    catalogue: Catalogue,
) -> Completeness:
    """What the intent requires, held against what the mail and its ticket give.

    The intent is the ticket's where there is one, since a mail that answers us is about what the ticket is about.
    """
    spec = catalogue.intents.get(ticket.intent if ticket else classification.intent)
    if spec is None:
        return Completeness()
    known = _Known(
        mail=mail, extraction=extraction, ticket=ticket, signals=signals, catalogue=catalogue, intent=spec.name
    )
    required = _required(spec, known)
    given = {name: known.value(name) for name in (*required, *spec.helpful)}
    return Completeness(
        required=required,
        present=tuple(f for f in required if given[f] is not None),
        missing=tuple(f for f in required if given[f] is None),
        helpful=tuple(f for f in spec.helpful if given[f] is None and f not in required),
        doubtful=_doubts(extraction, (*required, *spec.helpful)),
        values=tuple((f, v) for f, v in given.items() if v),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """All that is known when completeness is asked."""

    mail: ParsedMail
    extraction: Extraction
    ticket: Candidate | None
    signals: tuple[Signal, ...]
    catalogue: Catalogue
    intent: str
    """For the verification of identity, identity papers are evidence; for nothing else."""

    def entities(self, kind: str) -> tuple[str, ...]:
        return (*self.extraction.values(kind), *(self.ticket.facts.get(kind, ()) if self.ticket else ()))

    def flag(self, name: str) -> bool:
        return name in self.extraction.flags or (self.ticket is not None and name in self.ticket.flags)

    def value(self, fact: str) -> str | None:
        """The value of a fact for people, "" where it is there without one, None where it lacks."""
        spec = self.catalogue.facts.get(fact) or FactSpec(name=fact, given_by=(f"entities.{fact}",))
        for term in spec.given_by:
            found = self.term(term)
            if found is not None:
                return found
        return None

    def term(self, term: str) -> str | None:
        """Whether one term of the ``given_by`` vocabulary holds, with the value it holds by."""
        family, _, name = term.partition(".")
        if family == "entities":
            return next(iter(self.entities(name)), None)
        if family == "flag":
            return "" if self.flag(name) else None
        if term == "evidence":
            papers = self.intent == "kyc_verification"
            counted = [
                e.filename
                for e in self.extraction.evidence
                if e.counts or (papers and e.kind in {"id_document", "photo"})
            ]
            return counted[0] if counted else "" if self.ticket and self.ticket.evidence else None
        if term == "police_report":
            reports = [e.filename for e in self.extraction.evidence if e.counts and e.kind == "police_report"]
            return reports[0] if reports else "" if self.flag("police_report") else None
        if term == "text":
            return "" if _describes(self.mail.fresh_text if self.ticket is None else self.mail.text) else None
        if term == "implied_network":
            implied = (self.catalogue.implied_network.get(c) for c in self.entities("coin"))
            return next(filter(None, implied), None)
        return None

    def holds(self, condition: str) -> bool:
        """Whether a ``required_when`` condition holds."""
        negated = condition.startswith("not ")
        family, _, name = condition.removeprefix("not ").partition(".")
        if family == "signal":
            found = any(s.name == name for s in self.signals)
        elif family == "entities":
            found = bool(self.entities(name))
        else:
            found = self.flag(name)
        return found != negated


def _describes(text: str) -> bool:
    """Whether a text is long enough to describe a problem."""
    signs = sum("\u3041" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text[:400])
    return signs >= _LEAST_SIGNS or len(text[:4000].split()) >= _LEAST_WORDS


def _required(spec: IntentSpec, known: _Known) -> tuple[str, ...]:
    conditions: dict[str, list[str]] = {}
    for row in spec.required_when:
        conditions.setdefault(row.fact, []).append(row.when)
    always = [f for f in spec.required if f not in conditions]
    under = [fact for fact, whens in conditions.items() if any(known.holds(when) for when in whens)]
    return tuple(dict.fromkeys((*always, *under)))


def _doubts(extraction: Extraction, facts: Iterable[str]) -> tuple[Doubt, ...]:
    """What is there but does not hold: failed checks and contradictions, then rivals for one place."""
    wanted = set(facts)
    doubts: dict[str, str] = {}
    for entity in extraction.entities:
        if entity.valid is False:
            doubts.setdefault(entity.kind, entity.note or "its check digits do not fit")
        elif entity.note and entity.kind in wanted:
            doubts.setdefault(entity.kind, entity.note)
    for kind in _JUDGED:
        named = [e for e in extraction.entities if e.kind == kind and e.where != "quoted"]
        typed = [e for e in named if not e.via]  # a screenshot may show somebody else's, too
        fresh = dict.fromkeys(e.value for e in typed or named)
        if kind == "uid" and len(fresh) > 1:
            doubts.setdefault(kind, f"{len(fresh)} different values")
    return tuple(Doubt(fact=kind, because=why) for kind, why in doubts.items())
