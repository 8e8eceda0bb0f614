"""Known problems and the tickets that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from mailbot.model.effects import Incident
from mailbot.store.dialect import put_once
from mailbot.store.tables_desk import IncidentRow, IncidentTicket

_I = IncidentRow.__table__  # type: ignore[attr-defined]
_T = IncidentTicket.__table__  # type: ignore[attr-defined]
_GOING_ON = select(_I).where(_I.c.closed_at.is_(None)).order_by(_I.c.id)
_HOLDS = (
    select(_T.c.ticket)
    .join(_I, _I.c.id == _T.c.incident)
    .where(_T.c.ticket == bindparam("of"), _I.c.closed_at.is_(None))
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A known problem with its history. ``tickets``: how many belong to it."""

    incident: Incident
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    tickets: int


class Incidents:
    """Known problems of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def open(self, *, name: str, when: Mapping[str, Any], texts: Mapping[str, str], by: str, now: datetime) -> int:
        """A new one; its id."""
        values = {"name": name[:200], "condition": dict(when), "texts": dict(texts)}
        new = insert(_I).values(**values, opened_at=now, opened_by=by[:128], closed_by="").returning(_I.c.id)
        return int(self._c.execute(new).scalar_one())

    def close(self, incident: int, *, by: str, now: datetime) -> bool:
        """It is over; False where it was before, or never was."""
        going_on = (_I.c.id == incident) & _I.c.closed_at.is_(None)
        return self._c.execute(update(_I).where(going_on).values(closed_at=now, closed_by=by[:128])).rowcount > 0

    def going_on(self) -> list[Incident]:
        """Those that are not over, oldest first."""
        return [_incident(r) for r in self._c.execute(_GOING_ON)]

    def all(self, most: int = 100) -> list[Known]:
        """All, newest first."""
        tickets = select(_T.c.incident, func.count().label("tickets")).group_by(_T.c.incident).subquery()
        query = select(_I, tickets.c.tickets).outerjoin(tickets, tickets.c.incident == _I.c.id)
        return [
            Known(
                incident=_incident(r),
                opened_at=r.opened_at,
                opened_by=r.opened_by,
                closed_at=r.closed_at,
                closed_by=r.closed_by,
                tickets=r.tickets or 0,
            )
            for r in self._c.execute(query.order_by(_I.c.id.desc()).limit(most))
        ]

    def get(self, incident: int) -> Incident:
        """One; raises LookupError."""
        row = self._c.execute(select(_I).where(_I.c.id == incident)).one_or_none()
        if row is None:
            raise LookupError(f"there is no incident {incident}")
        return _incident(row)

    def link(self, incident: int, ticket: int, now: datetime) -> bool:
        """A ticket belongs to it; False where it did before."""
        return put_once(self._c, IncidentTicket, incident=incident, ticket=ticket, at=now)

    def holds(self, ticket: int) -> bool:
        """Whether a ticket belongs to one that goes on."""
        return self._c.execute(_HOLDS, {"of": ticket}).first() is not None

    def tickets(self, incident: int) -> list[int]:
        """Ids of the tickets that belong to it, in their order."""
        rows = self._c.execute(select(_T.c.ticket).where(_T.c.incident == incident).order_by(_T.c.ticket))
        return list(rows.scalars())


def _incident(r: Row[Any]) -> Incident:
    return Incident(id=r.id, name=r.name, when=r.condition, texts=r.texts)
