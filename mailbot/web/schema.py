"""What the API takes and gives, as OpenAPI describes it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from mailbot.desk import enclosures, handin, relations
from mailbot.desk.mails import Attached
from mailbot.model import ticket as model
from mailbot.model.catalogue import Catalogue
from mailbot.store import Posted, console
from mailbot.triage.wording import fact_words
from mailbot.triage.words import label

View = Literal["us", "mine", "team", "unassigned", "risk", "overdue", "abstained", "customer", "snoozed", "done", "all"]
SortBy = Literal["priority", "due", "newest", "oldest", "changed"]
UPLOADS_BYTES = 20_000_000
"""Octets of all attachments of one message together."""


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class PutOff(BaseModel):
    """Until when a ticket is put off, and by whom. On hold where ``paused_at`` is a time: since then the desk's clocks
    stand still, for a ``reason``."""

    until: datetime
    by: str
    paused_at: datetime | None
    reason: str


class Ticket(BaseModel):
    """A ticket. Times are ISO 8601 in UTC. ``put_off`` is null where it is neither put off nor on hold."""

    number: str
    status: model.Status
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
    tags: list[str]
    signals: list[str]
    facts: dict[str, list[str]]
    missing: list[str]
    identity: str
    abstained: bool
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    first_reply_due: datetime | None
    first_replied_at: datetime | None
    put_off: PutOff | None = None


class TicketPage(BaseModel):
    """A page of tickets; ``next`` is the cursor of the following one."""

    items: list[Ticket]
    next: int | None


class Message(BaseModel):
    """A message of a conversation, secrets masked."""

    id: int
    direction: Literal["in", "out", "note"]
    kind: str
    author: str
    subject: str
    text: str
    fresh_text: str
    at: datetime
    attachments: list[dict[str, Any]]


class Attachment(BaseModel):
    """A file of a conversation. ``withheld``: it may hold a secret, and is not given to programs; ``gone``: it is no
    longer kept. ``content_type`` is what its mail says; it is sent as application/octet-stream."""

    index: int
    message: int
    direction: Literal["in", "out", "note"]
    at: datetime
    filename: str
    content_type: str
    size: int
    sha256: str
    inline: bool
    suspicious: str
    state: Literal["kept", "withheld", "gone"]


class AttachmentList(BaseModel):
    """All files of a conversation, oldest first; ``index`` counts from 1."""

    items: list[Attachment]


class MessageList(BaseModel):
    """A conversation, oldest first."""

    items: list[Message]


class DecisionList(BaseModel):
    """Decisions as `mailbot explain --json` prints them."""

    items: list[dict[str, Any]]


class Upload(_Given):
    """A file; ``content`` in base64 (RFC 4648)."""

    filename: Annotated[str, Field(max_length=255)]
    content_type: Annotated[str, Field(max_length=100)] = "application/octet-stream"
    content: str

    @field_validator("content")
    @classmethod
    def _is_base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("content is not base64") from None
        return value

    def file(self) -> enclosures.File:
        """As the desk takes it."""
        content = base64.b64decode(self.content)
        return enclosures.File(filename=self.filename, content_type=self.content_type, content=content)


class NewMessage(_Given):
    """An answer or a note. ``then``: the ticket's status after an answer; ``language``: the ticket's where left out."""

    kind: Literal["reply", "note"] = "reply"
    text: Annotated[str, Field(min_length=1, max_length=50_000)]
    then: Literal["pending", "resolved", "open"] = "pending"
    author: Annotated[str, Field(max_length=64)] = ""
    language: Annotated[str, Field(max_length=16)] = ""
    attachments: Annotated[list[Upload], Field(max_length=enclosures.FILES_MOST)] = []


RowId = Annotated[int, Field(ge=0, le=1 << 62)]


class Split(_Given):
    """Messages that become a ticket of their own, by their ids."""

    messages: Annotated[list[RowId], Field(min_length=1, max_length=relations.MESSAGES_MOST)]


class Other(_Given):
    """Another ticket, by its number."""

    number: Annotated[str, Field(max_length=16)]


class Act(_Given):
    """One act."""

    what: Literal["assign", "team", "status", "priority", "tag"]
    value: Annotated[str, Field(max_length=200)]


class Hold(_Given):
    """What the desk waits for, and until when (with a zone, at most 60 days ahead)."""

    until: AwareDatetime
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class Correction(_Given):
    """What a ticket is really about."""

    intent: Annotated[str, Field(max_length=64)]


class Hit(BaseModel):
    """A ticket that was found, and the words around the hit."""

    ticket: Ticket
    excerpt: str


class SearchResult(BaseModel):
    """What a search found."""

    items: list[Hit]
    problems: list[str]


class Fact(BaseModel):
    """A fact that is needed, in the customer's words."""

    fact: str
    label: str
    how_to_find: str


class Intent(BaseModel):
    """What a message may be about."""

    intent: str
    category: str
    label: str
    required: list[Fact]
    helpful: list[Fact]


class IntentList(BaseModel):
    """All intents."""

    items: list[Intent]


class Words(BaseModel):
    """Words in a language."""

    language: str
    text: str


class Letter(_Given):
    """A message from a contact form or a chat."""

    sender: Annotated[str, Field(alias="from", min_length=3, max_length=320, description="Mail address")]
    name: Annotated[str, Field(max_length=200)] = ""
    subject: Annotated[str, Field(max_length=500)] = ""
    text: Annotated[str, Field(min_length=1, max_length=200_000)]
    mailbox: Annotated[str, Field(max_length=128)] = ""
    id: Annotated[str, Field(max_length=200)] = ""
    matter: Annotated[str, Field(max_length=64, description="The intent that the customer chose")] = ""
    language: Annotated[str, Field(max_length=35)] = ""
    attachments: Annotated[list[Upload], Field(max_length=20)] = []

    def letter(self) -> handin.Letter:
        """As the desk takes it. Raises ValueError where the attachments are too large together."""
        if sum(len(u.content) for u in self.attachments) * 3 // 4 > UPLOADS_BYTES:
            raise ValueError(f"attachments of more than {UPLOADS_BYTES} octets together")
        return handin.Letter(
            sender=self.sender,
            name=self.name,
            subject=self.subject,
            text=self.text.encode("utf-8", "replace").decode(),
            mailbox=self.mailbox,
            id=self.id,
            matter=self.matter,
            language=self.language,
            uploads=tuple(u.file() for u in self.attachments),
        )


class HandedIn(BaseModel):
    """What became of a message. ``ticket`` is null where it became none (quarantine, a duplicate)."""

    ticket: str | None
    missing: list[Fact]
    explanation: dict[str, Any]


def ticket(t: model.Ticket, put_off: console.PutOff | None = None) -> dict[str, Any]:
    """A ticket as the API gives it."""
    return Ticket(
        **{
            name: getattr(t, name)
            for name in Ticket.model_fields
            if name not in {"identity", "tags", "signals", "facts", "missing", "put_off"}
        },
        put_off=PutOff(until=put_off.until, by=put_off.by, paused_at=put_off.paused_at, reason=put_off.reason)
        if put_off
        else None,
        identity=t.grade,
        tags=list(t.tags),
        signals=list(t.signals),
        facts={k: list(v) for k, v in t.facts.items()},
        missing=list(t.missing),
    ).model_dump(mode="json")


def message(m: Posted) -> dict[str, Any]:
    """A message as the API gives it."""
    known = ("filename", "content_type", "size", "sha256", "inline", "suspicious")
    attachments: list[Mapping[str, Any]] = [{k: a.get(k) for k in known} for a in m.attachments]
    return {
        "id": m.id, "direction": m.direction, "kind": m.kind, "author": m.author, "subject": m.subject,
        "text": m.text, "fresh_text": m.fresh_text, "at": m.at, "attachments": attachments,
    }  # fmt: skip


def attachment(a: Attached) -> dict[str, Any]:
    """An attachment as the API gives it."""
    part = a.part
    return {
        "index": a.index, "message": a.message, "direction": a.direction, "at": a.at, "state": a.state,
        "filename": part["filename"] or "", "content_type": part["content_type"], "size": part["size"],
        "sha256": part["sha256"], "inline": bool(part.get("inline")), "suspicious": part.get("suspicious") or "",
    }  # fmt: skip


def intents(catalogue: Catalogue, language: str) -> list[dict[str, Any]]:
    """Every intent, in a language where the catalogue has it."""
    return [
        {
            "intent": spec.name,
            "category": spec.category,
            "label": label(spec.label, language, spec.name),
            "required": [fact_words(catalogue, fact, language) for fact in spec.required],
            "helpful": [fact_words(catalogue, fact, language) for fact in spec.helpful],
        }
        for spec in catalogue.intents.values()
    ]
