"""The tables of the console: people, their sessions, links and tokens, drafts, saved replies, put-off tickets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, Column, Index, String, Text, true
from sqlmodel import Field, SQLModel

from mailbot.store.tables import Id, UtcDateTime


def _when(*, null: bool = False) -> datetime:
    value: datetime = Field(default=None, sa_column=Column(UtcDateTime(), nullable=null))
    return value


class PersonRow(SQLModel, table=True):
    """Somebody who works at the desk. ``password`` is an argon2 hash, empty where none was set."""

    __tablename__ = "person"
    id: int | None = Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))
    name: str = Field(unique=True, max_length=64)
    display: str = Field(default="", max_length=128)
    role: str = Field(default="agent", max_length=16)
    teams: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    """Teams whose tickets this person sees; empty means all."""
    password: str = Field(default="", max_length=256)
    totp: str = Field(default="", max_length=64)
    totp_step: int = 0
    """The last time step a code was taken for (RFC 6238 5.2): each code counts once."""
    active: bool = True
    language: str = Field(default="", max_length=16)
    theme: str = Field(default="", max_length=8)
    subject: str = Field(default="", max_length=400)
    """Issuer and subject of the account elsewhere that signs this person in (OpenID Connect), empty for none."""
    address: str = Field(default="", max_length=320)
    """Where mail to this person goes, empty for none."""
    address_confirmed: bool = Field(default=True, sa_column=Column(Boolean(), nullable=False, server_default=true()))
    """Whether a link that was sent to ``address`` was opened."""
    mail_calls: bool = Field(default=True, sa_column=Column(Boolean(), nullable=False, server_default=true()))
    """Whether a mail says that the person was called by name."""
    created_at: datetime = _when()


class SessionRow(SQLModel, table=True):
    """A signed-in browser, by the hash of its secret."""

    __tablename__ = "session"
    secret: str = Field(primary_key=True, max_length=64)
    person: int = Field(sa_column=Column(Id, nullable=False, index=True))
    created_at: datetime = _when()
    seen_at: datetime = _when()
    expires_at: datetime = _when()
    peer: str = Field(default="", max_length=64)
    agent: str = Field(default="", max_length=200)


class LinkRow(SQLModel, table=True):
    """A link that works once, by the hash of its secret. ``purpose``: setup, enter, invite."""

    __tablename__ = "one_time_link"
    secret: str = Field(primary_key=True, max_length=64)
    purpose: str = Field(max_length=16)
    person: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    expires_at: datetime = _when()


class AttemptRow(SQLModel, table=True):
    """A failed sign-in, by what it is counted against: a name or an address."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("login_attempt_key", "key", "at"),)
    id: int | None = Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))
    key: str = Field(max_length=160)
    at: datetime = _when()


class TokenRow(SQLModel, table=True):
    """A key of the API, by the hash of its secret."""

    __tablename__ = "api_token"
    id: int | None = Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))
    secret: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=64)
    scopes: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    created_by: str = Field(max_length=64)
    created_at: datetime = _when()
    expires_at: datetime = _when()
    used_at: datetime | None = _when(null=True)
    revoked_at: datetime | None = _when(null=True)


class DraftRow(SQLModel, table=True):
    """What a person has begun to write on a ticket."""

    __tablename__ = "draft"
    ticket: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    person: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    kind: str = Field(primary_key=True, max_length=8)
    text: str = Field(sa_column=Column(Text(), nullable=False))
    at: datetime = _when()


class SavedReplyRow(SQLModel, table=True):
    """Words that are used again. ``texts``: language → text."""

    __tablename__ = "saved_reply"
    id: int | None = Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))
    shortcut: str = Field(unique=True, max_length=48)
    title: str = Field(max_length=128)
    texts: dict[str, str] = Field(sa_column=Column(JSON(), nullable=False))


class IdempotencyRow(SQLModel, table=True):
    """What an API request with an Idempotency-Key was answered. ``status`` 0: it is being worked on."""

    __tablename__ = "idempotency"
    key: str = Field(primary_key=True, max_length=64)
    digest: str = Field(max_length=64)
    status: int = 0
    body: str = Field(sa_column=Column(Text(), nullable=False))
    at: datetime = _when()


class SnoozeRow(SQLModel, table=True):
    """A ticket put off until a time; on hold, its clocks stand still since ``paused_at``, for a reason."""

    __tablename__ = "snooze"
    ticket: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    until: datetime = _when()
    by: str = Field(max_length=64)
    paused_at: datetime | None = _when(null=True)
    reason: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
