"""The history of everything, for the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from mailbot.store.tables import EventRow

_E = EventRow.__table__  # type: ignore[attr-defined]


class Reports:
    """What happened, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

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
