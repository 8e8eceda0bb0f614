"""How long a transfer has been stuck, by the times that the mail states."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from mailbot.model.findings import Classification, Extraction, Signal
from mailbot.model.mail import ParsedMail

STUCK = frozenset(
    {
        "deposit_not_credited",
        "withdrawal_pending",
        "withdrawal_not_received",
        "fiat_transfer",
        "card_purchase",
        "p2p_not_released",
        "p2p_payment_dispute",
    }
)
"""Intents in which something of ours may be stuck: what went to a wrong network is not on its way, and who waits for an
answer says so by another signal."""
_LONG = timedelta(hours=24)
_OLD = timedelta(days=365)


def waited(mail: ParsedMail, extraction: Extraction) -> timedelta | None:
    """From the earliest stated time of day to the mail's own Date, both on the writer's clock, by quoted times where
    there are no own; None where no time of day is stated, or only impossible ones."""
    header = mail.header("Date")
    try:
        written = parsedate_to_datetime(header).replace(tzinfo=None) if header else None
    except (TypeError, ValueError):
        written = None
    if written is None:
        return None
    spans: dict[bool, list[timedelta]] = {False: [], True: []}
    for entity in extraction.entities:
        if entity.kind == "event_time" and "T" in entity.value and "/" not in entity.value:
            try:
                span = written - datetime.fromisoformat(entity.value).replace(tzinfo=None)
            except ValueError:
                continue
            spans[entity.where == "quoted"].append(span)
    return next((max(told) for told in map(_possible, spans.values()) if told), None)


def _possible(spans: list[timedelta]) -> list[timedelta]:
    return [span for span in spans if timedelta() <= span < _OLD]


def over_24h(
    said: Signal | None, mail: ParsedMail, extraction: Extraction, classification: Classification
) -> Signal | None:
    """The signal: by stated times where there are any, else by the words that say so (``said``)."""
    if classification.intent not in STUCK:
        return None
    span = waited(mail, extraction)
    if span is None:
        return said
    return Signal(name="over_24h", evidence=f"{span.total_seconds() / 3600:.0f} h") if span > _LONG else None
