"""Counts by hour, kept so that a report over a million tickets reads a few thousand rows instead.

What is counted of a ticket stands in the hour in which it was opened and is counted anew when something happens to it;
events, letters and rule hits are added to the hour in which they happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, and_, case, delete, func, insert, select, text
from sqlmodel import Field, SQLModel

from mailbot.store.tables import Decided, EventRow, FollowUpRow, Message, Outbox, TicketRow, UtcDateTime

_IN_MOST = 10_000
"""Values in one IN (…): both engines take them."""


class FigureRow(SQLModel, table=True):
    """One count. ``good`` are those of ``many`` that were as wished; ``total`` is a sum over them."""

    __tablename__ = "figure"
    __table_args__ = {"sqlite_with_rowid": False}
    name: str = Field(primary_key=True, max_length=24)
    hour: datetime = Field(default=None, sa_column=Column(UtcDateTime(), primary_key=True))
    team: str = Field(primary_key=True, max_length=64)
    value: str = Field(primary_key=True, max_length=160)
    many: int = 0
    good: int = 0
    total: float = 0.0


_G = FigureRow.__table__  # type: ignore[attr-defined]
_T = TicketRow.__table__  # type: ignore[attr-defined]
_E = EventRow.__table__  # type: ignore[attr-defined]
_D = Decided.__table__  # type: ignore[attr-defined]
_F = FollowUpRow.__table__  # type: ignore[attr-defined]
_M = Message.__table__  # type: ignore[attr-defined]
_O = Outbox.__table__  # type: ignore[attr-defined]


class Key(NamedTuple):
    """What a count is of."""

    name: str
    hour: datetime
    team: str
    value: str


class Count(NamedTuple):
    """How many; of them as wished; a sum."""

    many: int = 0
    good: int = 0
    total: float = 0.0


def more(one: Count, two: Count) -> Count:
    """Both together."""
    return Count(one.many + two.many, one.good + two.good, one.total + two.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A ticket, as far as it is counted. ``sure``: of the intent it was given first, where a person judged it since."""

    opened: datetime
    team: str
    category: str
    intent: str
    language: str
    mailbox: str
    priority: str
    over: bool
    """Resolved or closed."""
    abstained: bool
    asked: bool
    """Something was missing."""
    due: datetime | None
    answered: datetime | None
    corrected: tuple[tuple[str, str], ...]
    """(from, to), oldest first."""
    sure: float | None
    followed: tuple[tuple[str, bool], ...]
    """(kind of follow-up, whether the customer wrote after it and before the next)."""


class Happened(NamedTuple):
    """An event that is to be counted."""

    id: int
    ticket: int | None
    raw: int | None
    kind: str
    at: datetime
    team: str


class Figures:
    """The counts, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    # -- reading what is to be counted

    def events(self, after: int, until: datetime, most: int) -> list[Happened]:
        """Events after one, in their order, up to the first that is younger than a time."""
        rows = self._c.execute(
            select(_E.c.id, _E.c.ticket, _E.c.raw, _E.c.kind, _E.c.at, func.coalesce(_T.c.team, "").label("team"))
            .select_from(_E.outerjoin(_T, _T.c.id == _E.c.ticket))
            .where(_E.c.id > after)
            .order_by(_E.c.id)
            .limit(most)
        )
        return list(takewhile(lambda e: e.at <= until, (Happened(*r) for r in rows)))

    def newest(self) -> tuple[int, int]:
        """The ids of the newest event and of the newest letter."""
        return tuple(self._c.execute(select(func.max(t.c.id))).scalar_one() or 0 for t in (_E, _O))  # type: ignore[return-value]

    def letters(self, after: int, until: datetime, most: int) -> list[tuple[int, str, datetime, str]]:
        """(id, kind, when, team) of letters after one, in their order, up to the first that is younger than a time."""
        rows = self._c.execute(
            select(_O.c.id, _O.c.kind, _O.c.created_at, func.coalesce(_T.c.team, ""))
            .select_from(_O.outerjoin(_T, _T.c.id == _O.c.ticket))
            .where(_O.c.id > after)
            .order_by(_O.c.id)
            .limit(most)
        )
        return list(takewhile(lambda letter: letter[2] <= until, ((r[0], r[1], r[2], r[3]) for r in rows)))

    def hours_of(self, tickets: Sequence[int]) -> list[datetime]:
        """The hours in which tickets were opened, oldest first."""
        found: set[datetime] = set()
        for some in _parts(tickets):
            rows = self._c.execute(select(_T.c.created_at).where(_T.c.id.in_(some))).scalars()
            found.update(at.replace(minute=0, second=0, microsecond=0) for at in rows)
        return sorted(found)

    def without(self, name: str, hours: Sequence[datetime]) -> list[datetime]:
        """The hours that have no count of a name."""
        found: set[datetime] = set()
        for some in _parts(hours):
            found |= set(self._c.execute(select(_G.c.hour).where(_G.c.name == name, _G.c.hour.in_(some))).scalars())
        return [hour for hour in hours if hour not in found]

    def rules(self, raws: Sequence[int]) -> list[tuple[int, list[str]]]:
        """For each decision on these raw mails, the rules that matched."""
        found = []
        trace = _D.c.analysis["decision"]["trace"]
        for some in _parts(raws):
            rows = self._c.execute(select(_D.c.raw, trace).where(_D.c.raw.in_(some)))
            found += [(r[0], [step["rule"] for step in r[1] if step["matched"]]) for r in rows]
        return found

    def opened_in(self, hour: datetime) -> list[Seen]:
        """The tickets that were opened in an hour."""
        in_hour = and_(_T.c.created_at >= hour, _T.c.created_at < hour + timedelta(hours=1))
        columns = (
            _T.c.id, _T.c.created_at, _T.c.team, _T.c.category, _T.c.intent, _T.c.language, _T.c.mailbox,
            _T.c.priority, _T.c.status, _T.c.abstained, _T.c.times_asked, _T.c.first_reply_due, _T.c.first_replied_at,
        )  # fmt: skip
        rows = self._c.execute(select(*columns).where(in_hour)).all()
        tickets = [r.id for r in rows]
        corrected = self._corrected(tickets)
        sure = self._sure([r.id for r in rows if r.first_replied_at or r.id in corrected])
        followed = self._followed(tickets)
        return [
            Seen(
                opened=r.created_at, team=r.team, category=r.category, intent=r.intent, language=r.language,
                mailbox=r.mailbox, priority=r.priority, over=r.status in {"resolved", "closed"},
                abstained=bool(r.abstained), asked=r.times_asked > 0, due=r.first_reply_due,
                answered=r.first_replied_at, corrected=tuple(corrected.get(r.id, ())), sure=sure.get(r.id),
                followed=tuple(followed.get(r.id, ())),
            )
            for r in rows
        ]  # fmt: skip

    def _corrected(self, tickets: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
        found: dict[int, list[tuple[str, str]]] = {}
        for some in _parts(tickets):
            rows = self._c.execute(
                select(_E.c.ticket, _E.c.data)
                .where(_E.c.ticket.in_(some), _E.c.kind.concat("") == "corrected")  # by ticket, not all of that kind
                .order_by(_E.c.ticket, _E.c.id)
            )
            for ticket, data in rows:
                found.setdefault(ticket, []).append((str(data.get("from", "")), str(data.get("to", ""))))
        return found

    def _sure(self, tickets: Sequence[int]) -> dict[int, float]:
        """How sure the first decision on each ticket was of its intent."""
        found: dict[int, float | None] = {}
        for some in _parts(tickets):
            first = select(func.min(_D.c.raw)).where(_D.c.ticket.in_(some)).group_by(_D.c.ticket)
            sure = _D.c.analysis["confidence"]["intent"].as_float()
            found |= {r[0]: r[1] for r in self._c.execute(select(_D.c.ticket, sure).where(_D.c.raw.in_(first)))}
        return {ticket: value for ticket, value in found.items() if value is not None}

    def _followed(self, tickets: Sequence[int]) -> dict[int, list[tuple[str, bool]]]:
        asked: dict[int, list[tuple[str, datetime]]] = {}
        for some in _parts(tickets):
            done = and_(_F.c.state.concat("") == "done", _F.c.cancelled_by == "customer")
            rows = self._c.execute(
                select(_F.c.ticket, _F.c.kind, _F.c.settled_at)
                .where(_F.c.ticket.in_(some), done)
                .order_by(_F.c.ticket, _F.c.settled_at)
            )
            for ticket, kind, at in rows:
                asked.setdefault(ticket, []).append((kind, at))
        came: dict[int, list[datetime]] = {}
        for some in _parts(list(asked)):
            mails = select(_M.c.ticket, _M.c.at).where(_M.c.ticket.in_(some), _M.c.direction == "in")
            for ticket, at in self._c.execute(mails):
                came.setdefault(ticket, []).append(at)
        return {ticket: _answered(steps, came.get(ticket, [])) for ticket, steps in asked.items()}

    # -- writing and reading counts

    def put(self, names: Sequence[str], hours: Sequence[datetime], counts: Mapping[Key, Count]) -> None:
        """Put counts in the place of those of some names and hours."""
        for some in _parts(hours):
            self._c.execute(delete(_G).where(_G.c.name.in_(names), _G.c.hour.in_(some)))
        self._insert(counts)

    def add(self, counts: Mapping[Key, Count]) -> None:
        """Add to what is counted already."""
        keys = list(counts)
        known: dict[Key, Count] = {}
        for some in _parts(sorted({k.hour for k in keys})):
            names = {k.name for k in keys}
            found = self._c.execute(select(_G).where(_G.c.name.in_(names), _G.c.hour.in_(some)))
            known |= {Key(r.name, r.hour, r.team, r.value): Count(r.many, r.good, r.total) for r in found}
        for key in keys:
            if key in known:
                same = (_G.c.name == key.name, _G.c.hour == key.hour, _G.c.team == key.team, _G.c.value == key.value)
                self._c.execute(delete(_G).where(*same))
        self._insert({k: more(known.get(k, Count()), counts[k]) for k in keys})

    def _insert(self, counts: Mapping[Key, Count]) -> None:
        if counts:
            self._c.execute(insert(_G), [{**k._asdict(), **v._asdict()} for k, v in counts.items()])

    def sums(
        self, names: Iterable[str], since: datetime, until: datetime, teams: Sequence[str] = ()
    ) -> dict[tuple[str, str], Count]:
        """(name, value) → the sum over the hours of a period."""
        found = self._c.execute(
            select(_G.c.name, _G.c.value, func.sum(_G.c.many), func.sum(_G.c.good), func.sum(_G.c.total))
            .where(*_period(names, since, until, teams))
            .group_by(_G.c.name, _G.c.value)
        )
        return {(r[0], r[1]): Count(int(r[2]), int(r[3]), float(r[4])) for r in found}

    def by_hour(
        self, names: Iterable[str], since: datetime, until: datetime, teams: Sequence[str] = ()
    ) -> dict[tuple[str, datetime], Count]:
        """(name, hour) → the sum over its values."""
        found = self._c.execute(
            select(_G.c.name, _G.c.hour, func.sum(_G.c.many), func.sum(_G.c.good), func.sum(_G.c.total))
            .where(*_period(names, since, until, teams))
            .group_by(_G.c.name, _G.c.hour)
        )
        return {(r[0], r[1]): Count(int(r[2]), int(r[3]), float(r[4])) for r in found}

    def ages(self, opened: Sequence[datetime], teams: Sequence[str] = ()) -> list[int]:
        """How many tickets wait for the desk: those opened after the first of some falling times, between it and the
        next, and so on, and those before the last."""
        edges = [None, *opened, None]
        parts = []
        for upper, lower in pairwise(edges):
            within = [_T.c.created_at <= upper] if upper is not None else []
            within += [_T.c.created_at > lower] if lower is not None else []
            parts.append(func.sum(case((and_(*within), 1), else_=0)))
        waiting = select(*parts).where(text("ticket.status IN ('open', 'pending') AND ticket.status = 'open'"))
        row = self._c.execute(waiting.where(_T.c.team.in_(teams)) if teams else waiting).one()
        return [int(n or 0) for n in row]


def _period(names: Iterable[str], since: datetime, until: datetime, teams: Sequence[str]) -> list[Any]:
    within = [_G.c.name.in_(list(names)), _G.c.hour >= since, _G.c.hour <= until]
    return [*within, _G.c.team.in_(teams)] if teams else within


def _answered(steps: Sequence[tuple[str, datetime]], came: Sequence[datetime]) -> list[tuple[str, bool]]:
    ends = [at for _, at in steps[1:]]
    found = []
    for n, (kind, at) in enumerate(steps):
        end = ends[n] if n < len(ends) else None
        found.append((kind, any(at < mail and (end is None or mail <= end) for mail in came)))
    return found


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[n : n + _IN_MOST] for n in range(0, len(values), _IN_MOST))
