"""The tables, one set for SQLite and PostgreSQL. Times are UTC; JSON columns hold plain lists and objects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, Index, Integer, LargeBinary, String, false
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

Id = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up only columns of type INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out; SQLite keeps them without a zone. Naive ones raise ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC, and for SQLite without the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime must not be stored: give it a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With the zone again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Any:
    return Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))


def _time(*, null: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=null, index=index))


def _json() -> Any:
    return Field(sa_column=Column(JSON(), nullable=False))


class Content(SQLModel, table=True):
    """The octets of a raw mail, once per hash."""

    __tablename__ = "content"
    sha256: str = Field(primary_key=True, max_length=64)
    data: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))
    sealed: bool = Field(default=False, index=True)
    """Encrypted at rest."""


class ContentKey(SQLModel, table=True):
    """The data key of sealed octets, wrapped by the configured key that ``key`` names."""

    __tablename__ = "content_key"
    sha256: str = Field(primary_key=True, max_length=64)
    key: str = Field(max_length=16, index=True)
    wrapped: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))


class Raw(SQLModel, table=True):
    """A mail as it was accepted: the spool. ``state``: pending, done, shelved. ``kept``: whole, masked, gone."""

    __tablename__ = "raw"
    __table_args__ = (Index("raw_queue", "state", "id"), Index("raw_kept", "kept", "live", "settled_at"))
    id: int | None = _id()
    source_key: str | None = Field(default=None, unique=True, max_length=512)
    """Names an IMAP mail for ever: mailbox, folder, UIDVALIDITY, UID. None for SMTP."""
    sha256: str = Field(max_length=64, index=True)
    size: int = 0
    received_at: datetime = _time()
    source: dict[str, Any] = _json()
    envelope: dict[str, Any] = _json()
    state: str = Field(default="pending", max_length=16)
    disposition: str = Field(default="", max_length=32)
    attempts: int = 0
    reason: str = ""
    traceback: str = ""
    leased_until: datetime | None = _time(null=True)
    live: bool = Field(default=False, sa_column=Column(Boolean(), nullable=False, server_default=false()))
    """Whether it holds a secret that opens something still."""
    settled_at: datetime | None = _time(null=True)
    kept: str = Field(default="whole", sa_column=Column(String(8), nullable=False, server_default="whole"))
    """What is left of its octets."""


class Position(SQLModel, table=True):
    """How far an IMAP folder was read."""

    __tablename__ = "position"
    mailbox: str = Field(primary_key=True, max_length=128)
    folder: str = Field(primary_key=True, max_length=256)
    uidvalidity: int = Field(sa_column=Column(BigInteger(), nullable=False))
    last_uid: int = Field(sa_column=Column(BigInteger(), nullable=False))
    history_below: int = Field(sa_column=Column(BigInteger(), nullable=False))
    """UIDs below this one were there before the first start."""


class TicketRow(SQLModel, table=True):
    """A case. ``facts`` maps entity kinds to lists of values."""

    __tablename__ = "ticket"
    __table_args__ = (Index("ticket_queue", "status", "priority", "id"),)
    id: int | None = _id()
    number: str = Field(unique=True, max_length=16)
    status: str = Field(max_length=16)
    subject: str = ""
    requester: str = Field(default="", max_length=320, index=True)
    requester_name: str = ""
    language: str = Field(default="en", max_length=16)
    mailbox: str = Field(default="", max_length=128)
    category: str = Field(default="", max_length=64)
    intent: str = Field(default="", max_length=64)
    priority: str = Field(default="P3", max_length=8)
    team: str = Field(default="", max_length=64, index=True)
    assignee: str = Field(default="", max_length=128)
    tags: list[str] = _json()
    signals: list[str] = _json()
    facts: dict[str, list[str]] = _json()
    flags: list[str] = _json()
    missing: list[str] = _json()
    asked: list[str] = _json()
    times_asked: int = 0
    evidence: bool = False
    grade: str = Field(default="unauthenticated", max_length=16)
    abstained: bool = False
    first_text: str = ""
    created_at: datetime = _time()
    updated_at: datetime = _time(index=True)
    closed_at: datetime | None = _time(null=True)
    first_reply_due: datetime | None = _time(null=True)
    first_replied_at: datetime | None = _time(null=True)
    policy: str = Field(default="", max_length=80)
    linked: int | None = Field(default=None, sa_column=Column(Id, nullable=True))


class Participant(SQLModel, table=True):
    """An address that wrote on a ticket or was written to; in lower case."""

    __tablename__ = "participant"
    ticket: int = Field(sa_column=Column(Id, primary_key=True))
    address: str = Field(primary_key=True, max_length=320, index=True)


class Message(SQLModel, table=True):
    """A mail or note on a ticket, or a record without one. ``direction``: in, out, note. Text is masked."""

    __tablename__ = "message"
    __table_args__ = (Index("message_ticket", "ticket", "id"),)
    id: int | None = _id()
    ticket: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    raw: int | None = Field(default=None, sa_column=Column(Id, nullable=True, unique=True))
    direction: str = Field(max_length=8)
    kind: str = Field(default="", max_length=32)
    message_id: str | None = Field(default=None, max_length=998, index=True)
    content_hash: str = Field(default="", max_length=64)
    author: str = Field(default="", max_length=320)
    subject: str = ""
    text: str = ""
    fresh_text: str = ""
    attachments: list[dict[str, Any]] = _json()
    at: datetime = _time()


class Decided(SQLModel, table=True):
    """What was concluded about a raw mail, as `explain --json` prints it, with the context it rests on."""

    __tablename__ = "decision"
    raw: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    ticket: int | None = Field(default=None, sa_column=Column(Id, nullable=True, index=True))
    analysis: dict[str, Any] = _json()
    context: dict[str, Any] = _json()
    policy: str = Field(default="", max_length=80)
    at: datetime = _time()


class EventRow(SQLModel, table=True):
    """The history: appended, never changed."""

    __tablename__ = "event"
    __table_args__ = (Index("event_ticket", "ticket", "id"),)
    id: int | None = _id()
    ticket: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    raw: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    kind: str = Field(max_length=48, index=True)
    at: datetime = _time()
    actor: str = Field(default="mailbot", max_length=128)
    data: dict[str, Any] = _json()


class Outbox(SQLModel, table=True):
    """A mail to be sent. ``state``: queued, sending, sent, held, rejected."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_queue", "state", "due_at"),
        Index("outbox_recipient", "recipient", "created_at"),
    )
    id: int | None = _id()
    dedupe_key: str = Field(unique=True, max_length=128)
    ticket: int | None = Field(default=None, sa_column=Column(Id, nullable=True, index=True))
    kind: str = Field(max_length=32)
    automatic: bool = True
    recipient: str = Field(max_length=320)
    domain: str = Field(default="", max_length=255)
    message_id: str = Field(max_length=255, unique=True)
    request: dict[str, Any] = _json()
    """The `Outgoing` value; where ``key`` names one, ``{"sealed": base64}``."""
    key: str = Field(default="", sa_column=Column(String(16), nullable=False, server_default="", index=True))
    """The configured key that ``request`` and ``content`` are sealed under; "" where they are not."""
    mail_from: str = ""
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary(), nullable=True))
    """Final MIME octets, written before the first attempt."""
    state: str = Field(default="queued", max_length=16)
    attempts: int = 0
    due_at: datetime = _time()
    leased_until: datetime | None = _time(null=True)
    response: str = ""
    created_at: datetime = _time()
    sent_at: datetime | None = _time(null=True)


class FollowUpRow(SQLModel, table=True):
    """Something that falls due. ``state``: due, done, cancelled."""

    __tablename__ = "follow_up"
    __table_args__ = (Index("follow_up_queue", "state", "due_at"),)
    id: int | None = _id()
    ticket: int = Field(sa_column=Column(Id, nullable=False, index=True))
    kind: str = Field(max_length=32)
    due_at: datetime = _time()
    dedupe_key: str = Field(unique=True, max_length=128)
    cancelled_by: str = Field(default="customer", max_length=16)
    state: str = Field(default="due", max_length=16)
    settled_at: datetime | None = _time(null=True)
    leased_until: datetime | None = _time(null=True)


class Stopped(SQLModel, table=True):
    """An address to which nothing automatic goes any more (a hard bounce named it)."""

    __tablename__ = "stopped_address"
    address: str = Field(primary_key=True, max_length=320)
    reason: str = ""
    at: datetime = _time()


class Setting(SQLModel, table=True):
    """What an installation keeps for itself, such as the key of its tokens."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True, max_length=64)
    value: str = ""


class Lease(SQLModel, table=True):
    """Who holds something that only one daemon may hold, and until when."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True, max_length=128)
    owner: str = Field(max_length=128)
    until: datetime = _time()
