"""Stated amounts against the desk's fixed tables: no price feed decides a priority."""

from __future__ import annotations

from mailbot.model.catalogue import Catalogue
from mailbot.model.findings import Classification, Extraction

_NOT_AT_STAKE = frozenset(
    {
        "general_inquiry",
        "transfer_rules_inquiry",
        "not_support",
        "campaign_reward",
        "tax_statement",
        "fees_funding",
        "legal_request",
        "order_issue",
        "tpsl_slippage",
        "bot_copy_trading",
        "api_subaccount",
        "phishing_report",
    }
)
"""Intents in which an amount is told of, but nothing hangs on it: questions, the bait of a fraud that came to nothing,
and the size of an order, which is not what is lost."""


def amounts(extraction: Extraction) -> tuple[tuple[float, str], ...]:
    """(number, coin or currency) of every "amount" entity in the customer's own words."""
    found = []
    for entity in extraction.entities:
        number, _, unit = entity.value.partition(" ")
        if entity.kind == "amount" and entity.where != "quoted":
            try:
                found.append((float(number), unit.upper()))
            except ValueError:
                continue
    return tuple(found)


def at_stake(extraction: Extraction, classification: Classification, catalogue: Catalogue) -> str:
    """The first amount that reaches the catalogue's threshold for a large one; empty where none does."""
    if classification.intent in _NOT_AT_STAKE or "amount_not_at_stake" in extraction.flags:
        return ""
    for number, unit in amounts(extraction):
        threshold = catalogue.large_amount.get(unit)
        if threshold is not None and number >= threshold:
            return f"{number:g} {unit}"
    return ""


def usd(extraction: Extraction, catalogue: Catalogue) -> float | None:
    """The largest stated amount in US dollars by the fixed table; None where none can be converted."""
    worth = [number * catalogue.usd[unit] for number, unit in amounts(extraction) if unit in catalogue.usd]
    return max(worth, default=None)
