"""What each stage of triage concludes about one mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["accept", "record_only", "delivery_report", "quarantine", "drop"]
Grade = Literal["verified", "authenticated", "unauthenticated", "contradicted", "lookalike"]
ThreadKind = Literal["new", "reply", "chaser"]
ThreadHow = Literal["token", "references", "subject", "sender_and_content"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check's word: which check, why, and the octets it rests on (shortened)."""

    check: str
    reason: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncedRecipient:
    """One recipient of a delivery report (RFC 3464 2.3). ``hard`` is a permanent failure (status 5.x.x)."""

    address: str
    action: str = "failed"
    status: str = ""
    diagnostic: str = ""
    hard: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery report: who did not get which of our mails."""

    recipients: tuple[BouncedRecipient, ...] = ()
    original_message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Whether a mail is a customer's, and whether it may be answered automatically (RFC 3834); decided once."""

    verdict: Verdict = "accept"
    may_reply: bool = True
    findings: tuple[Finding, ...] = ()
    bounce: Bounce | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How far the sender is who From says."""

    grade: Grade = "unauthenticated"
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Threading:
    """Which ticket a mail belongs to. ``ticket`` is the ticket's id; None for a new one (or when none is known)."""

    kind: ThreadKind = "new"
    how: ThreadHow | None = None
    ticket: int | None = None
    confidence: float = 1.0
    because: str = ""
    reopens: bool = False
    linked: int | None = None
    """The closed ticket that a new one continues."""
    among_agents: bool = False
    """Whether the token is that of a mail to the desk's own people, which customers never see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A fact found in a mail. ``span`` is half-open in the string that ``where`` names; "text" and "quoted" both
    count in ``ParsedMail.text``; "html" has the span (0, 0)."""

    kind: str
    value: str
    raw: str
    where: str
    span: tuple[int, int]
    valid: bool | None = None
    confidence: float = 1.0
    note: str = ""
    """What is odd about it ("checksum fails", "address of another network"), for people."""
    via: str = ""
    """ "ocr" where it was read in a picture: what is one sign for another there is less sure than what was typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Something nobody should send, as a span to mask. ``where`` as in Entity."""

    kind: str
    where: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An attachment judged: what it seems to be and whether it counts as evidence."""

    filename: str
    kind: Literal[
        "screenshot",
        "photo",
        "video",
        "record",
        "police_report",
        "id_document",
        "signature_logo",
        "tracking_pixel",
        "mail",
        "archive",
        "executable",
        "other",
    ]
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All facts, secrets and judged attachments of one mail."""

    entities: tuple[Entity, ...] = ()
    secrets: tuple[Secret, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    flags: frozenset[str] = frozenset()
    """Statements that are no identifiers: "sent_from_registered_email", "internal_transfer", "attachment_promised"."""

    def values(self, kind: str) -> tuple[str, ...]:
        """The distinct values of one kind, fresh ones first."""
        ranked = sorted((e for e in self.entities if e.kind == kind), key=lambda e: e.where == "quoted")
        return tuple(dict.fromkeys(e.value for e in ranked))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Something that changes the priority, with the words it rests on."""

    name: str
    evidence: str = ""
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What the mail is about. Probabilities are calibrated; ``candidates`` are the first three intents."""

    language: str
    category: str
    intent: str
    secondary_intents: tuple[str, ...] = ()
    category_confidence: float = 0.0
    intent_confidence: float = 0.0
    abstained: bool = False
    candidates: tuple[tuple[str, float], ...] = ()
    because: tuple[str, ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A fact that is there but broken or contradictory."""

    fact: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Which facts the intent needs (field names of the catalogue) and which of them the mail, or its ticket, has."""

    required: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    helpful: tuple[str, ...] = ()
    """Helpful facts that lack; never asked for alone."""
    doubtful: tuple[Doubt, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    """(field, value) of what is present, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrace:
    """Whether one rule matched and why; for a miss, the condition that failed with the actual value."""

    rule: str
    at: str
    matched: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the policy wants done with one mail."""

    category: str
    intent: str
    priority: str
    team: str
    assignee: str = ""
    tags: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    acknowledge: str | None = "auto"
    """Template name; "auto" lets the plan choose; None suppresses the acknowledgement."""
    ask: tuple[str, ...] = ()
    """Facts to ask for beyond those that the intent requires."""
    follow_up: str = "default"
    """Name of a follow-up plan of the catalogue."""
    deadline_minutes: float | None = None
    escalate: bool = False
    quarantine: bool = False
    notify: tuple[str, ...] = ()
    incident: int | None = None
    """The known problem that a new ticket belongs to."""
    trace: tuple[RuleTrace, ...] = ()
