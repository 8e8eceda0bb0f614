"""What the outbox and the webhooks have in common: rows that wait, are leased, tried, and settled by what came of it.

queued ─► sending ─► sent
   ▲         ├─► queued again, later
   └─────────┴─► refused for good
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, Update, bindparam, func, or_, select, update

from mailbot.model.effects import Deferred, Outcome, Sent
from mailbot.store.dialect import claim
from mailbot.store.prepared import Prepared

_MOST_SAID = 1000
"""Characters of an answer that are kept."""


class Queue:
    """The rows of one table, which has ``state``, ``due_at``, ``leased_until``, ``attempts``, ``response`` and
    ``sent_at``, in one transaction. ``refused`` is the state of what was refused for good."""

    def __init__(self, connection: Connection, table: Table, refused: str) -> None:
        self._c = connection
        self._table = table
        self._refused = refused

    def settle(self, row: int, outcome: Outcome, now: datetime) -> None:
        """What came of an attempt."""
        if isinstance(outcome, Sent):
            said = outcome.response[:_MOST_SAID]
            _sent(self._table).change(self._c, {"of": row, "at": now, "said": said})
            return
        values: dict[str, object] = {"state": self._refused, "response": outcome.why[:_MOST_SAID]}
        if isinstance(outcome, Deferred):
            values |= {"state": "queued", "due_at": outcome.until}
        self._c.execute(_tried(self._table).values(**values), {"of": row})

    def unclaim(self, ids: Sequence[int]) -> None:
        """Give claimed rows back untried."""
        if ids:
            self._give_back(self._table.c.id.in_(ids))

    def release_leases(self) -> int:
        """Give every lease back: only for the one daemon of an installation, at its start. Returns how many."""
        return self._give_back()

    def next_due(self) -> datetime | None:
        """When the next queued row is due."""
        q = self._table.c
        due: datetime | None = self._c.execute(select(func.min(q.due_at)).where(q.state == "queued")).scalar_one()
        return due

    def _leased(self, most: int, now: datetime, lease_s: int) -> Sequence[Row[Any]]:
        """Rows that are due, by their ids; those whose lease ran out (who had it died) come again."""
        q = self._table.c
        due = or_((q.state == "queued") & (q.due_at <= now), (q.state == "sending") & (q.leased_until < now))
        wanted = select(q.id).where(due).order_by(q.due_at, q.id).limit(most)
        ids = self._c.execute(claim(self._c, wanted)).scalars().all()
        if not ids:
            return []
        until = now + timedelta(seconds=lease_s)
        self._c.execute(update(self._table).where(q.id.in_(ids)).values(state="sending", leased_until=until))
        return self._c.execute(select(self._table).where(q.id.in_(ids)).order_by(q.id)).all()

    def _queue_again(self, wanted: ColumnElement[bool], now: datetime) -> int:
        again = update(self._table).where(wanted).values(state="queued", due_at=now, attempts=0)
        return self._c.execute(again).rowcount

    def _give_back(self, *wanted: ColumnElement[bool]) -> int:
        sending = update(self._table).where(self._table.c.state == "sending", *wanted)
        return self._c.execute(sending.values(state="queued", leased_until=None)).rowcount


@cache
def _tried(table: Table) -> Update:
    """Put together once for a table: building a statement costs more than running it."""
    tried = update(table).where(table.c.id == bindparam("of"))
    return tried.values(attempts=table.c.attempts + 1, leased_until=None)


@cache
def _sent(table: Table) -> Prepared:
    return Prepared(_tried(table).values(state="sent", sent_at=bindparam("at"), response=bindparam("said")))
