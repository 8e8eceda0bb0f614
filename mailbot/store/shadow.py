"""What a candidate policy would have decided otherwise: the rows of `mailbot shadow`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlmodel import JSON, Column, Field, SQLModel, Text

from mailbot.store.dialect import put_once
from mailbot.store.tables import Id, UtcDateTime


class ShadowRow(SQLModel, table=True):
    """One mail on which the candidate and the policy in force differ."""

    __tablename__ = "shadow"
    raw: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    ticket: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    policy: str = Field(default="", max_length=80)
    subject: str = Field(default="", max_length=200)
    differences: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    because: str = Field(default="", sa_column=Column(Text(), nullable=False))
    at: datetime = Field(default=None, sa_column=Column(UtcDateTime(), nullable=False))


_S = ShadowRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadowed:
    """One difference. ``policy`` is the candidate's hash."""

    raw: int
    ticket: int | None
    policy: str
    subject: str
    differences: tuple[str, ...]
    because: str
    at: datetime


class Shadow:
    """The differences, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def add(self, found: Sequence[Shadowed]) -> None:
        """Keep differences; once for a raw mail."""
        for f in found:
            values: dict[str, Any] = {
                "raw": f.raw, "ticket": f.ticket, "policy": f.policy, "subject": f.subject[:200],
                "differences": list(f.differences), "because": f.because, "at": f.at,
            }  # fmt: skip
            put_once(self._c, ShadowRow, **values)

    def newest(self, most: int) -> list[Shadowed]:
        """The last ones, newest first."""
        rows = self._c.execute(select(_S).order_by(_S.c.raw.desc()).limit(most))
        return [
            Shadowed(
                raw=r.raw, ticket=r.ticket, policy=r.policy, subject=r.subject, differences=tuple(r.differences),
                because=r.because, at=r.at,
            )
            for r in rows
        ]  # fmt: skip

    def count(self) -> int:
        """How many there are."""
        return int(self._c.execute(select(func.count()).select_from(_S)).scalar_one())

    def moves(self, most: int = 50_000) -> Counter[str]:
        """ "priority: P3 → P2" → how many mails, of the last ``most``."""
        moves: Counter[str] = Counter()
        for (differences,) in self._c.execute(select(_S.c.differences).order_by(_S.c.raw.desc()).limit(most)):
            moves.update(differences)
        return moves

    def clear(self) -> None:
        """Forget all of them."""
        self._c.execute(delete(_S))
