"""The way of a mail on one page: bytes and context in, conclusions and effects out.

    read ─► screen ─► identify ─► thread (ids) ─► extract ─► mask ─► classify (batched) ─► thread (content)
         ─► complete ─► route ─► plan

Everything here is pure: the same bytes, context, policy and model give the same answer, today and in a back-test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from classifiers.base import Classifier
from mailbot.model.effects import Analysis, Context, Plan
from mailbot.model.findings import Classification, Signal, Threading
from mailbot.model.mail import RawMail
from mailbot.model.ticket import Candidate
from mailbot.triage import classify, thread
from mailbot.triage.case import Case
from mailbot.triage.completeness import complete
from mailbot.triage.enclosed import enclosed
from mailbot.triage.extract import covered_value, extract, mask, secret_words, sift
from mailbot.triage.extract.pictures import with_words
from mailbot.triage.identity import identify
from mailbot.triage.mime import parse
from mailbot.triage.plan import plan
from mailbot.triage.policy import Policy
from mailbot.triage.reading import Reading, Understanding
from mailbot.triage.route import route, signals_of, unanswered
from mailbot.triage.screen import screen


def read(raw: RawMail, policy: Policy) -> Reading:
    """Parse and screen a mail, read its attached texts, and compute the keys to look its context up by."""
    mail = parse(raw.content, policy.limits)
    if raw.source.octets is not None:
        mail = replace(mail, defects=(*mail.defects, f"only {raw.size} of {raw.source.octets} octets were fetched"))
    screening = screen(raw, mail, policy.screen)
    files = enclosed(mail, raw.content, policy.limits)
    if files.texts:
        mail = with_words(mail, sift(mail, files.texts, policy.identifiers))
    if files.problems:
        said = (f"{mail.attachments[n].filename}: not read, {why}" for n, why in files.problems.items())
        mail = replace(mail, defects=(*mail.defects, *said))
    keys = thread.keys(mail, raw.envelope, policy.token_key, screening.bounce)
    return Reading(raw=raw, mail=mail, screening=screening, keys=keys)


def understand(reading: Reading, context: Context, policy: Policy) -> Understanding:
    """Everything before the classifier: identity, threading by ids, facts, and the mask over secrets."""
    raw, mail = reading.raw, with_words(reading.mail, context.pictures)
    threading = thread.by_ids(mail, reading.keys, context, policy.catalogue)
    ticket = _candidate(context, threading)
    extraction = extract(
        mail,
        policy.identifiers,
        asked=ticket.asked if ticket else (),
        received_at=raw.received_at,
        automatic=reading.screening.verdict in {"record_only", "delivery_report"},
    )
    hidden = secret_words(mail, extraction.secrets) if extraction.secrets else []
    return Understanding(
        raw=raw,
        context=context,
        mail=mask(mail, extraction.secrets),
        keys=reading.keys,
        screening=covered_value(reading.screening, hidden),
        identity=covered_value(identify(mail, context, policy.screen), hidden),
        threading=covered_value(threading, hidden),
        extraction=covered_value(extraction, hidden),
    )


def decide_on(
    seen: Understanding, classification: Classification, detected: Sequence[Signal], policy: Policy
) -> tuple[Analysis, Plan]:
    """From facts, classification and the signals of the words to the decision and its effects."""
    catalogue = policy.catalogue
    threading = seen.threading
    if threading.kind == "new" and threading.linked is None and seen.screening.verdict == "accept":
        chaser = thread.chaser(seen.mail, seen.extraction, classification, seen.context, catalogue, seen.keys.sender)
        threading = chaser or threading
    ticket = _clarified(_candidate(seen.context, threading), classification)
    waited = unanswered(threading, ticket, seen.context.now)
    signals = signals_of(detected, seen.mail, seen.extraction, seen.identity, classification, policy, waited)
    completeness = complete(seen.mail, seen.extraction, classification, signals, ticket, catalogue)
    decision = route(seen, classification, completeness, signals, threading, ticket, policy)
    analysis = Analysis(
        mail=seen.mail,
        screening=seen.screening,
        identity=seen.identity,
        threading=threading,
        extraction=seen.extraction,
        classification=classification,
        completeness=completeness,
        decision=decision,
        policy=policy.hash,
    )
    case = Case(raw=seen.raw, analysis=analysis, context=seen.context, catalogue=catalogue, ticket=ticket)
    return analysis, plan(case)


def triage(
    readings: Sequence[tuple[Reading, Context]], policy: Policy, classifier: Classifier
) -> list[tuple[Analysis, Plan]]:
    """The whole way for a batch, in order; the classifier and the detectors are asked once for all."""
    seen = [understand(reading, context, policy) for reading, context in readings]
    samples = [classify.sample(u.mail, u.extraction, _prior(u.raw, policy)) for u in seen]
    classes = [classify.finding(p, policy.catalogue) for p in classifier.predict(samples)]
    classes = [classify.given_away(c, u.extraction, policy.catalogue) for c, u in zip(classes, seen, strict=True)]
    classes = [classify.chosen(c, u.raw.source.matter, policy.catalogue) for c, u in zip(classes, seen, strict=True)]
    detected = classify.detect([u.mail for u in seen], classes, classifier)
    return [decide_on(u, c, d, policy) for u, c, d in zip(seen, classes, detected, strict=True)]


def _clarified(ticket: Candidate | None, classification: Classification) -> Candidate | None:
    """A ticket that nobody could make sense of is about what its next mail says."""
    if ticket is None or ticket.intent != "unclear" or classification.abstained:
        return ticket
    if classification.intent in {"unclear", "follow_up", "not_support"}:
        return ticket
    return replace(ticket, intent=classification.intent, category=classification.category)


def _prior(raw: RawMail, policy: Policy) -> str:
    return next((m.prior for m in policy.catalogue.mailboxes if m.name == raw.source.mailbox), "")


def _candidate(context: Context, threading: Threading) -> Candidate | None:
    if threading.ticket is None:
        return None
    return next((c for c in context.candidates if c.ticket == threading.ticket), None)
