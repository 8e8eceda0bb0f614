"""How tickets hang together: one split from another, merged into another, or simply related."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, and_, delete, or_, select

from mailbot.store.dialect import put_once
from mailbot.store.tables_work import RelationRow

_R = RelationRow.__table__  # type: ignore[attr-defined]

Kind = Literal["split", "merged", "related"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """``ticket`` was split from ``other``, was merged into it, or is related to it."""

    ticket: int
    other: int
    kind: Kind


class Relations:
    """Relations of tickets in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def add(self, ticket: int, other: int, kind: Kind, by: str, now: datetime) -> bool:
        """Note a relation; False where it was noted before, related tickets in either direction."""
        if kind == "related" and any(r.kind == "related" and other in {r.ticket, r.other} for r in self.of(ticket)):
            return False
        return put_once(self._c, RelationRow, ticket=ticket, other=other, kind=kind, by=by[:128], at=now)

    def remove(self, ticket: int, other: int) -> bool:
        """Two tickets are not related (any more); what was split or merged stays so."""
        either = or_(and_(_R.c.ticket == ticket, _R.c.other == other), and_(_R.c.ticket == other, _R.c.other == ticket))
        return bool(self._c.execute(delete(_R).where(either, _R.c.kind == "related")).rowcount)

    def of(self, ticket: int) -> list[Relation]:
        """All relations of a ticket, the oldest first."""
        rows = self._c.execute(select(_R).where(or_(_R.c.ticket == ticket, _R.c.other == ticket)).order_by(_R.c.at))
        return [Relation(ticket=r.ticket, other=r.other, kind=r.kind) for r in rows]

    def merged_into(self, tickets: Iterable[int]) -> dict[int, int]:
        """ticket → where its conversation is now, followed to the end, for those that were merged."""
        start = set(tickets)
        steps: dict[int, int] = {}
        asked = start
        while asked:
            merged = select(_R.c.ticket, _R.c.other).where(_R.c.ticket.in_(asked), _R.c.kind == "merged")
            found = {r.ticket: r.other for r in self._c.execute(merged.order_by(_R.c.at))}
            asked = set(found.values()) - steps.keys() - found.keys()
            steps |= found
        return {ticket: _end(steps, ticket) for ticket in start if ticket in steps}

    def split_from(self, tickets: Iterable[int]) -> dict[int, frozenset[int]]:
        """ticket → the tickets it was split from, those they were split from, and so on."""
        start = set(tickets)
        steps: dict[int, int] = {}
        asked = start
        while asked:
            split = select(_R.c.ticket, _R.c.other).where(_R.c.ticket.in_(asked), _R.c.kind == "split")
            found = {r.ticket: r.other for r in self._c.execute(split)}
            asked = set(found.values()) - steps.keys() - found.keys()
            steps |= found
        return {ticket: frozenset(_way(steps, ticket)) for ticket in start if ticket in steps}


def _way(steps: dict[int, int], start: int) -> list[int]:
    way: list[int] = []
    at = start
    while (at := steps.get(at, 0)) and at not in way and at != start:
        way.append(at)
    return way


def _end(steps: dict[int, int], start: int) -> int:
    return (_way(steps, start) or [start])[-1]
