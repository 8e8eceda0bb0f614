"""The tables of known problems and of what other systems are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from mailbot.store.tables import Id, UtcDateTime


def _when(*, null: bool = False) -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=null))


class IncidentRow(SQLModel, table=True):
    """A known problem; it goes on while ``closed_at`` is None. ``condition`` is written as a rule's `when`."""

    __tablename__ = "incident"
    id: int | None = Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))
    name: str = Field(max_length=200)
    condition: dict[str, Any] = Field(sa_column=Column(JSON(), nullable=False))
    texts: dict[str, str] = Field(sa_column=Column(JSON(), nullable=False))
    """language → what customers are told; "" for all others."""
    opened_at: datetime = _when()
    opened_by: str = Field(default="", max_length=128)
    closed_at: datetime | None = _when(null=True)
    closed_by: str = Field(default="", max_length=128)


class IncidentTicket(SQLModel, table=True):
    """A ticket that belongs to a known problem."""

    __tablename__ = "incident_ticket"
    incident: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    ticket: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False, index=True))
    at: datetime = _when()


class WebhookRow(SQLModel, table=True):
    """A word to another system. ``state``: queued, sending, sent, failed."""

    __tablename__ = "webhook"
    __table_args__ = (Index("webhook_queue", "state", "due_at"),)
    id: int | None = Field(default=None, sa_column=Column(Id, primary_key=True, autoincrement=True))
    dedupe_key: str = Field(unique=True, max_length=128)
    channel: str = Field(max_length=64)
    """Its address and its secret stand in the configuration alone."""
    event: str = Field(max_length=48)
    ticket: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    payload: dict[str, Any] = Field(sa_column=Column(JSON(), nullable=False))
    state: str = Field(default="queued", max_length=16)
    attempts: int = 0
    due_at: datetime = _when()
    leased_until: datetime | None = _when(null=True)
    response: str = ""
    created_at: datetime = _when()
    sent_at: datetime | None = _when(null=True)
