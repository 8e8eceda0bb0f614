"""How long a transfer has been stuck, by the times that the mail states."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from mailbot.model.findings import Classification, Extraction, Signal
from mailbot.model.mail import ParsedMail

STUCK = frozenset(
    {
        "deposit_not_credited",
        "deposit_wrong_network",
        "withdrawal_pending",
        "withdrawal_not_received",
        "fiat_transfer",
        "card_purchase",
        "p2p_not_released",
        "p2p_payment_dispute",
        "follow_up",
        "complaint",
    }
)
"""Intents in which something may be stuck; elsewhere a long time is no delay of ours."""
_LONG = timedelta(hours=24)
_OLD = timedelta(days=365)


def waited(mail: ParsedMail, extraction: Extraction) -> timedelta | None:
    """From the earliest stated time of day to the mail's own Date, both on the writer's clock; None where no time of
    day is stated, or only impossible ones."""
    header = mail.header("Date")
    try:
        written = parsedate_to_datetime(header).replace(tzinfo=None) if header else None
    except (TypeError, ValueError):
        written = None
    if written is None:
        return None
    spans = []
    for entity in extraction.entities:
        if entity.kind == "event_time" and entity.where != "quoted" and "T" in entity.value and "/" not in entity.value:
            try:
                spans.append(written - datetime.fromisoformat(entity.value).replace(tzinfo=None))
            except ValueError:
                continue
    return max((s for s in spans if timedelta() <= s < _OLD), default=None)


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
