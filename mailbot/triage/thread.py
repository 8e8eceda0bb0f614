"""Which ticket a mail belongs to. First by ids, before extraction; then, for a mail without any, by sender and
content (the chaser), once its facts and its intent are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from mailbot.model.catalogue import Catalogue
from mailbot.model.effects import Context
from mailbot.model.findings import Bounce, Classification, Extraction, ThreadHow, Threading
from mailbot.model.mail import Envelope, ParsedMail
from mailbot.model.ticket import Candidate
from mailbot.triage import linear, token

_TAG = linear.compile(r"\[#\s*(\d{6,12})\]|(?:^|\s)#(\d{8,12})\b")
_REPLY = linear.compile(
    r"(?i)^\s*(?:(?:re|aw|sv|rv|res|ynt|ha|antw|odp|trả lời|hồi đáp|ответ|回复|回覆|答复|答覆|返信|회신|답장)"
    r"\s*(?:\[\d+\])?\s*[:：])"
)
_STRONG = ("tx_hash", "order_id", "withdrawal_id", "algo_id", "client_order_id", "police_case_no")
"""Entity kinds that name one single matter."""

_WEAK = ("uid", "coin", "network", "amount", "address", "instrument", "event_time", "error_message", "kyc_level")
"""Entity kinds that many matters share: together with the same intent they speak for one."""

_TELLING = ("coin", "instrument", "address")
"""Those of them in which a difference speaks for another matter."""

_VAGUE = frozenset({"unclear", "general_inquiry", "not_support", "transfer_rules_inquiry", "complaint", "follow_up"})
"""Intents that two mails may have without being about one matter."""

CHASER_DAYS = 14
"""How old a ticket may be for a mail without any thread id to join it (domain document, section 4)."""

_SIMILAR = 0.35
"""Share of character 4-grams in common (Jaccard) from which two texts tell the same story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadKeys:
    """What to look tickets up by."""

    tickets: tuple[int, ...] = ()
    """From signed tokens: these are proven."""
    among_agents: tuple[int, ...] = ()
    """Those of them whose token stood in a mail to the desk's own people."""
    message_ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    sender: str = ""


def keys(mail: ParsedMail, envelope: Envelope, key: bytes, bounce: Bounce | None = None) -> ThreadKeys:
    """The ids that a mail bears: tokens in our Message-IDs and addresses, references, subject tags, its sender. A
    delivery report bears the ids of the mail that it is about."""
    about = bounce.original_message_id if bounce else None
    ids = tuple(dict.fromkeys(i for i in (about, mail.in_reply_to, *reversed(mail.references)) if i))
    places = [*(a.address for a in (*mail.to, *mail.cc)), *envelope.rcpt_to, *(f"<{i}>" for i in ids)]
    places += [v for name in ("Delivered-To", "X-Original-To", "Bcc") for v in mail.all_headers(name)]
    found = [hit for place in places if (hit := token.find(place, key))]
    return ThreadKeys(
        tickets=tuple(dict.fromkeys(ticket for _, ticket in found)),
        among_agents=tuple(dict.fromkeys(ticket for purpose, ticket in found if purpose == "a")),
        message_ids=ids[:100],
        numbers=tuple(dict.fromkeys(a or b for a, b in _TAG.findall(mail.subject)))[:5],
        sender=mail.sender.address.lower() if mail.sender else "",
    )


def by_ids(mail: ParsedMail, keys: ThreadKeys, context: Context, catalogue: Catalogue) -> Threading:
    """Threading by token, then references, then a subject tag together with a participant's address.

    Without a database (``context.stored`` False) it rests on what the mail itself says.
    """
    if not context.stored:
        return _unstored(mail, keys, catalogue)
    by_id = {c.ticket: c for c in context.candidates}
    by_id |= {int(merged): c for c in context.candidates for merged in c.merged}
    for ticket in keys.tickets:
        if ticket in by_id:
            found, because = _where_it_stands(by_id[ticket], ticket, keys, context)
            joined = _join(found, "token", 1.0, because, context, catalogue)
            if ticket in keys.among_agents:
                return replace(joined, kind="reply", ticket=found.ticket, linked=None, among_agents=True)
            return joined
    for message_id in keys.message_ids:
        candidate = next((c for c in context.candidates if message_id in c.message_ids), None)
        if candidate:
            known = keys.sender in candidate.participants
            because = "refers to a mail of this ticket" + ("" if known else ", from an address new to it")
            return _join(candidate, "references", 0.98 if known else 0.8, because, context, catalogue)
    for candidate in context.candidates:
        if {candidate.number, *candidate.merged.values()} & set(keys.numbers):
            if keys.sender in candidate.participants:
                return _join(candidate, "subject", 0.9, "ticket number and a participant's address", context, catalogue)
            return Threading(because=f"names ticket {candidate.number} but comes from a stranger to it")
    return Threading(because="no id of a ticket")


def _where_it_stands(named: Candidate, ticket: int, keys: ThreadKeys, context: Context) -> tuple[Candidate, str]:
    """The ticket that a token leads to, and why. A token says where a conversation began: what was merged since is
    where it was merged to, and an answer to a mail that people split off goes where that mail stands."""
    if named.ticket != ticket:
        return named, f"signed token of ticket {named.merged[str(ticket)]}, which was merged into this one"
    answered = next((c for i in keys.message_ids for c in context.candidates if i in c.message_ids), named)
    if named.ticket in answered.split_from:
        return answered, f"answers a mail that was split off ticket {named.number}"
    return named, "signed token of this ticket"


def chaser(
    mail: ParsedMail,
    extraction: Extraction,
    classification: Classification,
    context: Context,
    catalogue: Catalogue,
    sender: str,
) -> Threading | None:
    """The follow-up without any thread id: joins the sender's own ticket where sender and content agree."""
    if not context.stored:
        if classification.intent == "follow_up":
            return Threading(kind="chaser", how="sender_and_content", confidence=0.6, because="asks for progress")
        return None
    since = context.now - timedelta(days=CHASER_DAYS)
    mine = [
        c for c in context.candidates if c.status != "closed" and sender in c.participants and c.updated_at >= since
    ]
    judged = [(_agreement(mail, extraction, classification, c), c) for c in mine]
    joined = [(score, because, c) for (score, because), c in judged if score > 0]
    if not joined:
        return None
    score, because, best = max(joined, key=lambda j: (j[0], len(_shared(extraction, j[2])), j[2].updated_at))
    return Threading(
        kind="chaser",
        how="sender_and_content",
        ticket=best.ticket,
        confidence=score,
        because=because,
        reopens=best.status == "resolved",
    )


def _agreement(
    mail: ParsedMail, extraction: Extraction, classification: Classification, candidate: Candidate
) -> tuple[float, str]:
    """How surely a mail is about an open ticket of its sender, from 0 to 1, and why."""
    facts = {kind: set(extraction.values(kind)) for kind in (*_STRONG, *_TELLING)}
    same = [k for k in _STRONG if facts[k] & set(candidate.facts.get(k, ()))]
    if same:
        return 0.95, f"same {same[0]} as ticket {candidate.number}"
    if any(facts[k] and candidate.facts.get(k) for k in _STRONG):
        return 0.0, "another matter: other ids of the same kind"
    if candidate.number in extraction.values("ticket_id"):
        return 0.95, f"names ticket {candidate.number}"
    if any(facts[k] and candidate.facts.get(k) and not facts[k] & set(candidate.facts[k]) for k in _TELLING):
        return 0.0, "another matter: another coin, instrument or address"
    if classification.intent == "follow_up":
        return 0.8, f"asks for progress: the sender's open ticket {candidate.number}"
    likeness = similarity(mail.fresh_text, candidate.first_text)
    if likeness >= _SIMILAR:
        return 0.6 + likeness / 3, f"tells the same as ticket {candidate.number} ({likeness:.0%} alike)"
    given = _given(extraction, candidate)
    short = len(mail.fresh_text) < 160
    if given and short and classification.intent in {"unclear", "follow_up", candidate.intent}:
        return 0.75, f"gives the {given} that ticket {candidate.number} asked for"
    shared = _shared(extraction, candidate)
    clear = not classification.abstained and classification.intent not in _VAGUE
    if clear and classification.intent == candidate.intent and shared:
        return 0.65, f"the same problem as ticket {candidate.number}, with the same {shared[0]}"
    return 0.0, "nothing in common"


def _given(extraction: Extraction, candidate: Candidate) -> str:
    """The first fact that our last mail asked for and that this one brings."""
    if any(e.counts for e in extraction.evidence):
        wanted = next((f for f in candidate.asked if "evidence" in f or f == "police_report"), "")
        if wanted:
            return wanted
    return next((f for f in candidate.asked if extraction.values(f)), "")


def _shared(extraction: Extraction, candidate: Candidate) -> list[str]:
    """The kinds of which a mail and a ticket name the same value."""
    return [k for k in (*_STRONG, *_WEAK) if set(extraction.values(k)) & set(candidate.facts.get(k, ()))]


def similarity(left: str, right: str) -> float:
    """Jaccard index of the character 4-grams of two texts, white space and case left out; 0 for short texts."""
    a, b = (_grams(t) for t in (left, right))
    if len(a) < 12 or len(b) < 12:
        return 0.0
    return len(a & b) / len(a | b)


def _grams(text: str) -> frozenset[str]:
    flat = "".join(text[:4000].lower().split())
    return frozenset(flat[i : i + 4] for i in range(len(flat) - 3))


def _join(
    candidate: Candidate, how: ThreadHow, confidence: float, because: str, context: Context, catalogue: Catalogue
) -> Threading:
    """The candidate's ticket, or a new one linked to it where it was closed longer ago than it may be reopened."""
    if candidate.status == "closed":
        age = context.now - (candidate.closed_at or candidate.updated_at)
        if age > timedelta(days=catalogue.reopen_days):
            because = f"{because}; closed {age.days} days ago, so a new linked one"
            return Threading(because=because, linked=candidate.ticket)
    return Threading(
        kind="reply",
        how=how,
        ticket=candidate.ticket,
        confidence=confidence,
        because=because,
        reopens=candidate.status in {"closed", "resolved"},
    )


def _unstored(mail: ParsedMail, keys: ThreadKeys, catalogue: Catalogue) -> Threading:
    if keys.tickets:
        return Threading(kind="reply", how="token", ticket=keys.tickets[0], because="signed token")
    ours = [i for i in keys.message_ids if _own(i, catalogue.own_domains)]
    if ours or (mail.in_reply_to and _REPLY.search(mail.subject)):
        return Threading(kind="reply", how="references", because="answers an earlier mail")
    if keys.numbers and _REPLY.search(mail.subject):
        return Threading(kind="reply", how="subject", confidence=0.7, because=f"ticket number {keys.numbers[0]}")
    return Threading(because="no id of a ticket")


def _own(message_id: str, domains: Iterable[str]) -> bool:
    return message_id.rpartition("@")[2].lower() in set(domains)
