"""A ticket, its states, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Status = Literal["open", "pending", "resolved", "closed"]
"""open: the desk's turn; pending: the customer's turn; resolved: answered for good, may reopen; closed: over."""

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    "open": frozenset({"pending", "resolved", "closed"}),
    "pending": frozenset({"open", "resolved", "closed"}),
    "resolved": frozenset({"open", "pending", "closed"}),
    "closed": frozenset({"open", "pending"}),
}
"""Which state may follow which; a state may always stay as it is."""


def may_become(now: Status, then: Status) -> bool:
    """Whether a ticket may go from one state to another."""
    return now == then or then in TRANSITIONS[now]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, for the history: never changed, removed when its time is over. ``data`` is
    JSON-serialisable."""

    kind: str
    at: datetime
    actor: str = "mailbot"
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One case of one customer. ``facts`` maps an entity kind to the values known so far."""

    id: int
    number: str
    status: Status
    subject: str
    requester: str
    requester_name: str
    language: str
    mailbox: str
    category: str
    intent: str
    priority: str
    team: str
    assignee: str
    tags: tuple[str, ...]
    signals: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    grade: str
    abstained: bool
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    first_reply_due: datetime | None = None
    first_replied_at: datetime | None = None
    policy: str = ""
    linked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A ticket that a mail may belong to, as far as threading must know it."""

    ticket: int
    number: str
    status: Status
    participants: frozenset[str]
    """Addresses in lower case that wrote on it or were written to."""
    message_ids: frozenset[str]
    """Those of the mail's In-Reply-To and References that are on this ticket."""
    category: str
    intent: str
    language: str
    facts: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    asked: tuple[str, ...]
    """Facts that our last mail asked for."""
    subject: str
    first_text: str
    """The beginning of the first mail's masked text."""
    priority: str
    signals: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    first_reply_due: datetime | None = None
    answered: bool = False
    """Whether a person of the desk has answered."""
    times_asked: int = 0
    evidence: bool = False
    """Whether an attachment that counts as evidence is on it already."""
    flags: frozenset[str] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)
    """Tickets that were merged into this one: id (as text) → number."""
    split_from: frozenset[int] = frozenset()
    """The tickets that people split this one from."""
