"""The tables of ticket work: how tickets hang together, who is called by name, files that go out with answers, pictures
that are still to be read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from mailbot.store.tables import Id, UtcDateTime


def _when(*, null: bool = False) -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=null))


class RelationRow(SQLModel, table=True):
    """``ticket`` was split from ``other``, was merged into it, or is related to it: kind split, merged, related."""

    __tablename__ = "relation"
    ticket: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    other: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False, index=True))
    kind: str = Field(primary_key=True, max_length=16)
    by: str = Field(max_length=128)
    at: datetime = _when()


class MentionRow(SQLModel, table=True):
    """A person who was called by name in a note; ``seen_at`` None until that person opened the ticket."""

    __tablename__ = "mention"
    __table_args__ = (Index("mention_person", "person", "seen_at"),)
    id: int | None = Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))
    ticket: int = Field(sa_column=Column(Id, nullable=False))
    person: str = Field(max_length=64)
    by: str = Field(max_length=128)
    at: datetime = _when()
    seen_at: datetime | None = _when(null=True)


class PictureRow(SQLModel, table=True):
    """A mail whose pictures are still to be read. ``state``: queued, reading, done, failed."""

    __tablename__ = "picture"
    __table_args__ = (Index("picture_queue", "state", "due_at"),)
    raw: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    state: str = Field(max_length=8)
    attempts: int = 0
    due_at: datetime = _when()
    leased_until: datetime | None = _when(null=True)
    result: str = Field(default="", max_length=400)
    """What came of it, for people; never a word of a picture."""
    created_at: datetime = _when()


class UploadRow(SQLModel, table=True):
    """A file for an answer; its octets are `Content`. ``message_id`` None while the answer is a draft."""

    __tablename__ = "upload"
    __table_args__ = (Index("upload_ticket", "ticket", "person"),)
    id: int | None = Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))
    ticket: int = Field(sa_column=Column(Id, nullable=False))
    person: int = Field(sa_column=Column(Id, nullable=False))
    """Whose draft it belongs to; 0 for the API."""
    sha256: str = Field(max_length=64, index=True)
    filename: str = Field(max_length=255)
    content_type: str = Field(max_length=100)
    size: int = 0
    message_id: str | None = Field(default=None, max_length=255)
    at: datetime = _when()
