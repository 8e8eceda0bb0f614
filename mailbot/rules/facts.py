"""What a rule may ask about: one flat value per mail, computed once, so that conditions only look things up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything triage knows about one mail when the rules are asked. Names are those of the `when` conditions."""

    now: datetime
    category: str
    intent: str
    secondary_intents: tuple[str, ...] = ()
    category_confidence: float = 1.0
    intent_confidence: float = 1.0
    abstained: bool = False
    language: str = "en"
    mailbox: str = ""
    sender: str = ""
    domain: str = ""
    identity: str = "unauthenticated"
    verdict: str = "accept"
    may_reply: bool = True
    thread: str = "new"
    entities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """kind → values."""
    invalid: frozenset[str] = frozenset()
    """Kinds with a value whose check failed."""
    missing: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    """Kinds of the judged attachments."""
    amount_usd: float | None = None
    """The largest stated amount, in US dollars by the catalogue's fixed table."""
    subject: str = ""
    text: str = ""
    """The fresh text, masked."""
    earlier_tickets: int = 0
    """How many tickets the sender had before."""
    tags: tuple[str, ...] = ()
    """What the account directory says of the customer."""
    priority: str = "P3"
    """By the intent and the signals, before the rules."""
    team: str = ""
    """By the intent, before the rules."""
    open_teams: frozenset[str] = frozenset()
    """Which of the teams that the rules ask about (`Ruleset.hours_of`) are at work."""
    flags: frozenset[str] = frozenset()
    """Statements found in the mail that are no identifiers."""
    recipients: tuple[str, ...] = ()
    """Addresses of To and Cc, in lower case."""
    size: int = 0
    """Octets of the whole mail."""
