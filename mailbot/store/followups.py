"""What falls due: the database is the schedule, the scheduler only wakes us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, update

from mailbot.model.effects import FollowUp
from mailbot.store.dialect import claim, put_all
from mailbot.store.prepared import Prepared
from mailbot.store.tables import FollowUpRow

_F = FollowUpRow.__table__  # type: ignore[attr-defined]
_OF_TICKET = Prepared(select(_F).where(_F.c.ticket == bindparam("of")).order_by(_F.c.due_at, _F.c.id))
_CANCELLED = Prepared(
    update(_F)
    .where(_F.c.ticket == bindparam("of"), _F.c.state == "due")
    .where(_F.c.cancelled_by.in_(bindparam("by", expanding=True)))
    .values(state="cancelled", settled_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A follow-up of a ticket."""

    id: int
    ticket: int
    kind: str
    due_at: datetime
    cancelled_by: str
    dedupe_key: str
    state: str


class FollowUps:
    """Follow-ups of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def add(self, ticket: int, follow_ups: Sequence[FollowUp]) -> None:
        """Add rows; those with a known dedupe key are passed over."""
        put_all(
            self._c,
            FollowUpRow,
            [
                {
                    "ticket": ticket,
                    "kind": f.kind,
                    "due_at": f.due_at,
                    "dedupe_key": f.dedupe_key,
                    "cancelled_by": f.cancelled_by,
                    "state": "due",
                }
                for f in follow_ups
            ],
        )

    def cancel(self, ticket: int, by: Sequence[str], now: datetime) -> int:
        """Cancel what waits for the customer or the desk. Returns how many."""
        return _CANCELLED.change(self._c, {"of": ticket, "by": list(by), "at": now})

    def revive(self, ticket: int, cancelled_at: datetime) -> int:
        """What was cancelled at that moment waits again. Returns how many."""
        gone = (_F.c.ticket == ticket, _F.c.state == "cancelled", _F.c.settled_at == cancelled_at)
        return self._c.execute(update(_F).where(*gone).values(state="due", settled_at=None)).rowcount

    def claim(self, most: int, now: datetime, lease_s: int = 120) -> list[Due]:
        """What is due now, oldest first, leased."""
        free = or_(_F.c.leased_until.is_(None), _F.c.leased_until < now)
        ids = (
            self._c.execute(
                claim(
                    self._c,
                    select(_F.c.id)
                    .where(_F.c.state == "due", _F.c.due_at <= now, free)
                    .order_by(_F.c.due_at, _F.c.id)
                    .limit(most),
                )
            )
            .scalars()
            .all()
        )
        if not ids:
            return []
        self._c.execute(update(_F).where(_F.c.id.in_(ids)).values(leased_until=now + timedelta(seconds=lease_s)))
        rows = self._c.execute(select(_F).where(_F.c.id.in_(ids)).order_by(_F.c.due_at, _F.c.id))
        return [_due(row) for row in rows]

    def move(self, times: Mapping[int, datetime]) -> None:
        """Let some fall due at other times."""
        for follow_up, due_at in times.items():
            self._c.execute(update(_F).where(_F.c.id == follow_up).values(due_at=due_at))

    def settle(self, follow_up: int, now: datetime, state: str = "done") -> None:
        """It was carried out ("done") or left out ("cancelled")."""
        self._c.execute(update(_F).where(_F.c.id == follow_up).values(state=state, settled_at=now, leased_until=None))

    def of(self, ticket: int) -> list[Due]:
        """All follow-ups of a ticket, by time."""
        rows = _OF_TICKET.rows(self._c, {"of": ticket})
        return [_due(row) for row in rows]

    def next_due(self) -> datetime | None:
        """When the next one is due."""
        due: datetime | None = self._c.execute(select(func.min(_F.c.due_at)).where(_F.c.state == "due")).scalar_one()
        return due


def _due(row: Any) -> Due:
    return Due(
        id=row.id,
        ticket=row.ticket,
        kind=row.kind,
        due_at=row.due_at,
        cancelled_by=row.cancelled_by,
        dedupe_key=row.dedupe_key,
        state=row.state,
    )
