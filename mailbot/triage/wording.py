"""What the templates may say: the same names for every kind of mail, with words in the customer's language.
Never a secret, never a full identifier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from mailbot.model.catalogue import Catalogue
from mailbot.triage.words import label


def fact_words(catalogue: Catalogue, fact: str, language: str) -> dict[str, str]:
    """A fact's name, its words for the customer, and where to find it."""
    spec = catalogue.facts.get(fact)
    if spec is None:
        return {"fact": fact, "label": fact, "how_to_find": ""}
    return {
        "fact": fact,
        "label": label(spec.label, language, fact),
        "how_to_find": label(spec.how_to_find, language, ""),
    }


_AS_IT_IS = frozenset({"coin", "network", "amount", "event_time", "instrument", "kyc_level"})
_NEVER_REPEATED = frozenset(
    {"evidence", "police_report", "error_evidence", "error_message", "problem_description", "steps_tried"}
)


def repeated(fact: str, value: str) -> str:
    """A fact's value as it may be repeated in a mail: identifiers only by their ends, free words and names of files
    not at all."""
    if fact in _NEVER_REPEATED:
        return ""
    if fact in _AS_IT_IS:
        return value.replace("T", " ") if fact == "event_time" else value
    return value if len(value) <= 6 else f"{value[:2]}…{value[-4:]}"


def wording(
    catalogue: Catalogue,
    language: str,
    *,
    intent: str,
    team: str,
    name: str = "",
    priority: str = "P3",
    abstained: bool = False,
    missing: Iterable[str] = (),
    present: Iterable[tuple[str, str]] = (),
    doubtful: Iterable[tuple[str, str]] = (),
    secrets: Iterable[str] = (),
    signals: Iterable[str] = (),
    right_mailbox: str = "",
    identity: str = "unauthenticated",
    opened_at: datetime | None = None,
    answer_due: datetime | None = None,
    closes_at: datetime | None = None,
    body: str = "",
    author: str = "",
) -> Mapping[str, object]:
    """The context of a template. Times are ISO 8601 text or ""; ``zone`` is the team's."""
    spec = catalogue.intents.get(intent)
    category = catalogue.categories.get(spec.category, {}) if spec else {}
    kinds = sorted(set(secrets))
    return {
        "desk": catalogue.name,
        "name": name,
        "understood": label(spec.label, language, label(category, language, "")) if spec else "",
        "abstained": abstained,
        "priority": priority,
        "missing": [fact_words(catalogue, fact, language) for fact in missing],
        "present": [{**fact_words(catalogue, fact, language), "value": repeated(fact, v)} for fact, v in present],
        "doubtful": [{**fact_words(catalogue, fact, language), "because": why} for fact, why in doubtful],
        "secrets": kinds,
        "live_secret": bool(set(kinds) & catalogue.live_secrets),
        "signals": list(signals),
        "right_mailbox": right_mailbox,
        "identity": identity,
        "opened_at": opened_at.isoformat() if opened_at else "",
        "answer_due": answer_due.isoformat() if answer_due else "",
        "closes_at": closes_at.isoformat() if closes_at else "",
        "zone": catalogue.teams[team].hours.zone if team in catalogue.teams else "UTC",
        "anti_phishing_phrase": catalogue.anti_phishing_phrase,
        "body": body,
        "author": author,
    }
