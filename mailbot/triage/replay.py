"""Deciding again from what was kept: the facts of a stored explanation under another policy, without the raw mail.

A changed rule, deadline, required fact or team needs neither parsing nor the classifier; a changed identifier, limit or
screening setting does, and then the raw mail is read again (`pipeline.triage`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mailbot.model.catalogue import Catalogue
from mailbot.model.codec import from_plain
from mailbot.model.effects import Analysis, Context, Plan
from mailbot.model.findings import (
    Bounce,
    BouncedRecipient,
    Classification,
    Decision,
    Entity,
    Evidence,
    Extraction,
    Finding,
    Identity,
    Screening,
    Secret,
    Signal,
    Threading,
)
from mailbot.model.mail import Address, Attachment, Fold, ParsedMail, RawMail
from mailbot.rules.facts import Facts
from mailbot.triage.amounts import usd
from mailbot.triage.pipeline import decide_on
from mailbot.triage.policy import Policy
from mailbot.triage.reading import Understanding
from mailbot.triage.route import at_work, by_catalogue
from mailbot.triage.thread import ThreadKeys

_FROM_FACTS = frozenset({"live_secret_in_mail", "large_amount", "impersonation_suspected"})
"""Signals that `route.signals_of` draws from the facts again."""
_SAYS_NOTHING = frozenset({"unclear", "follow_up", "not_support"})
"""Intents that make a ticket no clearer, as in `pipeline`."""


def replayable(old: Policy, new: Policy) -> bool:
    """Whether two policies read and screen mail alike, so that they differ only in what they decide."""
    return (old.identifiers, old.limits, old.screen) == (new.identifiers, new.limits, new.screen)


def only_rules(old: Policy, new: Policy) -> bool:
    """Whether two policies differ in their rules only, so that a mail's facts are the same under both."""
    return replayable(old, new) and old.catalogue == new.catalogue


def premises(
    data: Mapping[str, Any], context: Mapping[str, Any], mailbox: str, size: int, catalogue: Catalogue,
    hours_of: frozenset[str],
) -> tuple[Facts, Decision]:  # fmt: skip
    """What the rules were asked about, and the decision before them, out of a stored explanation and its context as
    they are kept. Only for one that was made under this catalogue: nothing is concluded anew."""
    now, message, decided = datetime.fromisoformat(context["now"]), data["message"], data["decision"]
    threading, completeness, entities = data["threading"], data["completeness"], data["entities"]
    evidence = decided["signal_evidence"]
    signals = tuple([Signal(name=n, evidence=evidence.get(n, "")) for n in decided["signals"]])
    base = by_catalogue(data["category"], data["intent"], _ticket(data, context), signals, catalogue)
    found: dict[str, tuple[str, ...]] = {}
    for entity in entities:
        found[entity["kind"]] = (*found.get(entity["kind"], ()), entity["value"])
    sender = Address(**message["from"]) if message["from"] else None
    amounts = Extraction(entities=tuple([_entity(e) for e in entities if e["kind"] == "amount"]))
    facts = Facts(
        now=now, category=base.category, intent=base.intent, secondary_intents=tuple(data["secondary_intents"]),
        category_confidence=data["confidence"]["category"], intent_confidence=data["confidence"]["intent"],
        abstained=data["abstained"], language=data["language"], mailbox=mailbox,
        sender=sender.address.lower() if sender else "", domain=sender.domain if sender else "",
        identity=data["identity"]["grade"], verdict=data["screening"]["verdict"],
        may_reply=data["screening"]["may_reply"], thread=threading["kind"], entities=found,
        invalid=frozenset(e["kind"] for e in entities if e["valid"] is False),
        missing=tuple(completeness["missing"]), present=tuple(completeness["present"]),
        doubtful=tuple([d["fact"] for d in completeness["doubtful"]]), signals=tuple(decided["signals"]),
        secrets=tuple(sorted({s["kind"] for s in data["secrets"]})),
        attachments=tuple(sorted({e["kind"] for e in data["evidence"]})), amount_usd=usd(amounts, catalogue),
        subject=message["subject"], text=message["fresh_text"], earlier_tickets=context["earlier_tickets"],
        tags=tuple(context["account"]["tags"]), priority=base.priority, team=base.team,
        open_teams=at_work(now, base.team, hours_of, catalogue), flags=frozenset(data["flags"]),
        recipients=tuple([a["address"].lower() for a in (*message["to"], *message["cc"])]), size=size,
    )  # fmt: skip
    return facts, base


def _ticket(data: Mapping[str, Any], context: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Category, intent and priority of the ticket that a mail came to; one that nobody could make sense of is about
    what its next mail says."""
    number = data["threading"]["ticket"]
    ticket = next((c for c in context["candidates"] if c["ticket"] == number), None) if number is not None else None
    if ticket is None:
        return None
    if ticket["intent"] == "unclear" and not data["abstained"] and data["intent"] not in _SAYS_NOTHING:
        return data["category"], data["intent"], ticket["priority"]
    return ticket["category"], ticket["intent"], ticket["priority"]


def replay(data: Mapping[str, Any], raw: RawMail, context: Context, policy: Policy) -> tuple[Analysis, Plan]:
    """The decision on a stored explanation (`triage.explain.explanation`) under a policy. ``raw`` needs no content."""
    mail = _mail(data["message"])
    seen = Understanding(
        raw=raw,
        context=context,
        mail=mail,
        keys=ThreadKeys(sender=mail.sender.address.lower() if mail.sender else ""),
        screening=_screening(data["screening"]),
        identity=Identity(grade=data["identity"]["grade"], because=tuple(data["identity"]["because"])),
        threading=from_plain(Threading, data["threading"]),
        extraction=_extraction(data),
    )
    evidence = data["decision"]["signal_evidence"]
    detected = [
        Signal(name=n, evidence=evidence.get(n, "")) for n in data["decision"]["signals"] if n not in _FROM_FACTS
    ]
    return decide_on(seen, _classification(data), detected, policy)


def _mail(m: Mapping[str, Any]) -> ParsedMail:
    return ParsedMail(
        message_id=m["message_id"],
        in_reply_to=m["in_reply_to"],
        references=tuple(m["references"]),
        sender=Address(**m["from"]) if m["from"] else None,
        reply_to=tuple(Address(**a) for a in m["reply_to"]),
        to=tuple(Address(**a) for a in m["to"]),
        cc=tuple(Address(**a) for a in m["cc"]),
        subject=m["subject"],
        date=datetime.fromisoformat(m["date"]) if m["date"] else None,
        text=m["text"],
        fresh_text=m["fresh_text"],
        folds=tuple(Fold(start=f["span"][0], end=f["span"][1], kind=f["kind"]) for f in m["folds"]),
        attachments=tuple(Attachment(**a) for a in m["attachments"]),
        defects=tuple(m["defects"]),
    )


def _screening(s: Mapping[str, Any]) -> Screening:
    bounce = s["bounce"]
    return Screening(
        verdict=s["verdict"],
        may_reply=s["may_reply"],
        findings=tuple(Finding(**f) for f in s["findings"]),
        bounce=None
        if bounce is None
        else Bounce(
            recipients=tuple(BouncedRecipient(**r) for r in bounce["recipients"]),
            original_message_id=bounce["original_message_id"],
        ),
    )


def _extraction(data: Mapping[str, Any]) -> Extraction:
    return Extraction(
        entities=tuple([_entity(e) for e in data["entities"]]),
        secrets=tuple(Secret(**{**s, "span": tuple(s["span"])}) for s in data["secrets"]),
        evidence=tuple(Evidence(**e) for e in data["evidence"]),
        flags=frozenset(data["flags"]),
    )


def _entity(e: Mapping[str, Any]) -> Entity:
    return Entity(**{**e, "span": tuple(e["span"])})


def _classification(data: Mapping[str, Any]) -> Classification:
    return Classification(
        language=data["language"],
        category=data["category"],
        intent=data["intent"],
        secondary_intents=tuple(data["secondary_intents"]),
        category_confidence=data["confidence"]["category"],
        intent_confidence=data["confidence"]["intent"],
        abstained=data["abstained"],
        candidates=tuple((c["intent"], c["p"]) for c in data["candidates"]),
        because=tuple(data["because"]),
        model=data["model"],
    )
