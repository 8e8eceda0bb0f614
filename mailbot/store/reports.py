"""Figures over many tickets, for the insight pages: rows out of the tables, counted by whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from mailbot.store.tables import EventRow, Outbox, TicketRow

_T = TicketRow.__table__  # type: ignore[attr-defined]
_E = EventRow.__table__  # type: ignore[attr-defined]
_O = Outbox.__table__  # type: ignore[attr-defined]

MOST_ROWS = 200_000
"""Tickets that one report looks at; of a longer period the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One ticket, as far as reports count it."""

    created_at: datetime
    category: str
    intent: str
    language: str
    mailbox: str
    team: str
    priority: str
    status: str
    first_reply_due: datetime | None
    first_replied_at: datetime | None
    complete_at_first: bool
    """Nothing had to be asked for."""
    abstained: bool


class Reports:
    """Reports in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def tickets(self, since: datetime, until: datetime, teams: tuple[str, ...] = ()) -> list[Fact]:
        """The tickets opened in a period, oldest first."""
        columns = (
            _T.c.created_at, _T.c.category, _T.c.intent, _T.c.language, _T.c.mailbox, _T.c.team, _T.c.priority,
            _T.c.status, _T.c.first_reply_due, _T.c.first_replied_at, _T.c.times_asked, _T.c.abstained,
        )  # fmt: skip
        query = select(*columns).where(_T.c.created_at >= since, _T.c.created_at < until)
        if teams:
            query = query.where(_T.c.team.in_(teams))
        rows = self._c.execute(query.order_by(_T.c.created_at.desc()).limit(MOST_ROWS)).all()
        return [
            Fact(
                created_at=r.created_at,
                category=r.category,
                intent=r.intent,
                language=r.language,
                mailbox=r.mailbox,
                team=r.team,
                priority=r.priority,
                status=r.status,
                first_reply_due=r.first_reply_due,
                first_replied_at=r.first_replied_at,
                complete_at_first=r.times_asked == 0,
                abstained=bool(r.abstained),
            )
            for r in reversed(rows)
        ]

    def corrections(self, since: datetime, until: datetime, most: int = 5_000) -> list[tuple[datetime, str, str, str]]:
        """(when, who, from, to) of corrected intents."""
        rows = self._c.execute(
            select(_E.c.at, _E.c.actor, _E.c.data)
            .where(_E.c.kind == "corrected", _E.c.at >= since, _E.c.at < until)
            .order_by(_E.c.at.desc())
            .limit(most)
        )
        return [(r.at, r.actor, str(r.data.get("from", "")), str(r.data.get("to", ""))) for r in rows]

    def events(self, since: datetime, until: datetime) -> dict[str, int]:
        """How often each kind of event happened."""
        rows = self._c.execute(
            select(_E.c.kind, func.count()).where(_E.c.at >= since, _E.c.at < until).group_by(_E.c.kind)
        )
        return {r[0]: r[1] for r in rows}

    def letters(self, since: datetime, until: datetime) -> dict[str, int]:
        """How many letters of each kind were written."""
        rows = self._c.execute(
            select(_O.c.kind, func.count()).where(_O.c.created_at >= since, _O.c.created_at < until).group_by(_O.c.kind)
        )
        return {r[0]: r[1] for r in rows}

    def backlog(self) -> list[tuple[str, datetime]]:
        """(priority, opened) of the tickets that wait for the desk, oldest first."""
        rows = self._c.execute(
            select(_T.c.priority, _T.c.created_at).where(_T.c.status == "open").order_by(_T.c.id).limit(MOST_ROWS)
        )
        return [(r.priority, r.created_at) for r in rows]

    def history(
        self, kinds: tuple[str, ...] = (), actor: str = "", most: int = 200, before: int | None = None
    ) -> list[tuple[int, int | None, str, datetime, str, dict[str, object]]]:
        """(id, ticket, kind, at, actor, data) of events, newest first: the audit log."""
        query = select(_E)
        if kinds:
            query = query.where(_E.c.kind.in_(kinds))
        if actor:
            query = query.where(_E.c.actor == actor)
        if before is not None:
            query = query.where(_E.c.id < before)
        rows = self._c.execute(query.order_by(_E.c.id.desc()).limit(most))
        return [(r.id, r.ticket, r.kind, r.at, r.actor, r.data) for r in rows]
