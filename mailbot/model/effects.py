"""Effects as data: what one mail, or one due row, makes happen. Committed in one transaction, then carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from mailbot.model.findings import (
    Classification,
    Completeness,
    Decision,
    Extraction,
    Identity,
    Screening,
    Threading,
)
from mailbot.model.mail import AccountFacts, AuthenticationFacts, ParsedMail, Picture
from mailbot.model.ticket import Candidate, Event, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class CapCounter:
    """How many automatic mails went to one scope ("sender", "domain", "ticket", "total") within one window."""

    scope: str
    window_minutes: float
    sent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A known problem that goes on (ITIL: a parent of tickets)."""

    id: int
    name: str
    when: Mapping[str, Any]
    """Which mails belong to it, in the language of the rules' `when`."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """language → what customers are told; "" stands for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All that triage may know beyond the mail itself; stored with the decision, so that it can be repeated."""

    now: datetime
    candidates: tuple[Candidate, ...] = ()
    duplicate_of: int | None = None
    """The ticket that a mail with the same Message-ID and content already stands on."""
    authentication: AuthenticationFacts = field(default_factory=AuthenticationFacts)
    account: AccountFacts = field(default_factory=AccountFacts)
    caps: tuple[CapCounter, ...] = ()
    earlier_tickets: int = 0
    """How many tickets the sender had before."""
    history: bool = False
    """True for mail from before the first start."""
    stopped: bool = False
    """Whether a hard bounce named the sender's address: nothing automatic goes there."""
    incidents: tuple[Incident, ...] = ()
    """The known problems that go on, the oldest first."""
    pictures: tuple[Picture, ...] = ()
    """What was read in the mail's pictures by the time it was decided on."""
    stored: bool = False
    """True when a database stands behind it; False for `explain PATH`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that goes out with a letter; its octets are kept under ``sha256``. ``size`` in octets."""

    filename: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A mail to be written and sent. ``dedupe_key`` is unique for ever; the Message-ID is made from it."""

    kind: str
    """acknowledgement, reminder, last_reminder, status, closing, reply, notice."""
    template: str
    language: str
    to: str
    to_name: str = ""
    subject: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    context: Mapping[str, object] = field(default_factory=dict)
    """JSON-serialisable values for the template. Never a secret."""
    dedupe_key: str
    automatic: bool = True
    not_before: datetime | None = None
    internal: bool = False
    """For the desk's own people: bears no customer's address, is no part of the conversation, counts to no cap."""
    enclosures: tuple[Enclosure, ...] = ()
    """Files that go with it, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Something to be done at a time unless it is cancelled before. ``cancelled_by``: "customer" or "desk" mail."""

    kind: str
    """remind_first, remind_last, close_silent (waiting for the customer); first_reply, nudge, escalate (waiting for the
    desk); tell_resolved (after a person resolved it)."""
    due_at: datetime
    dedupe_key: str
    cancelled_by: Literal["customer", "desk"] = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything triage concluded about one mail, in the order of the stages. ``mail`` is masked."""

    mail: ParsedMail
    screening: Screening
    identity: Identity
    threading: Threading
    extraction: Extraction
    classification: Classification
    completeness: Completeness
    decision: Decision
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketChange:
    """What becomes of the ticket: ``ticket`` None opens one. Fields that are None stay as they are."""

    ticket: int | None
    status: Status | None = None
    category: str | None = None
    intent: str | None = None
    priority: str | None = None
    team: str | None = None
    assignee: str | None = None
    language: str | None = None
    missing: tuple[str, ...] | None = None
    add_facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    add_tags: tuple[str, ...] = ()
    add_signals: tuple[str, ...] = ()
    add_flags: tuple[str, ...] = ()
    evidence: bool | None = None
    abstained: bool | None = None
    grade: str | None = None
    first_reply_due: datetime | None = None
    linked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What an agent's mail wants done on its ticket: an answer to the customer, commands, or both."""

    author: str
    address: str
    """Where it is confirmed."""
    answer: str = ""
    """What the customer shall read; empty where nothing is sent."""
    commands: tuple[tuple[str, str], ...] = ()
    """(command, operand) in their order."""
    unknown: tuple[str, ...] = ()
    """Lines that look like commands and are none: nothing at all is done then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be committed for one mail. ``disposition`` says what the mail became."""

    disposition: Literal["ticket", "message", "delivery_report", "record", "quarantine", "drop"]
    change: TicketChange | None = None
    events: tuple[Event, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    cancel: tuple[Literal["customer", "desk"], ...] = ()
    """Follow-ups of the ticket to cancel, by who they waited for."""
    stop_address: tuple[str, ...] = ()
    """Addresses that a hard bounce named: nothing automatic goes there any more."""
    direction: Literal["in", "out", "note"] = "in"
    """How the mail stands on its ticket: from the customer, from the desk to the customer, or among colleagues."""
    answered: bool = False
    """Whether the mail is a person's answer to the customer."""
    instruction: Instruction | None = None
    notify: tuple[str, ...] = ()
    """Channels to tell of it."""
    incident: int | None = None
    """The known problem that the ticket belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The server took the mail."""

    response: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Not now (4xx, no connection): try again at ``until``."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Never (5xx): a person must look."""

    why: str


Outcome = Sent | Deferred | Rejected
