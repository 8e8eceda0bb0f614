"""What is over for good: tickets with everything that hangs on them, mails of no ticket, old events.

What is left of a mail is that it came (its hash, its place in the mailbox), so that it is not taken for new once more;
of a ticket's history who did what and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, or_, select, update
from sqlmodel import SQLModel

from mailbot.store.contents import Contents
from mailbot.store.dialect import locked, wiping
from mailbot.store.search import Search
from mailbot.store.tables import Decided, EventRow, FollowUpRow, Message, Outbox, Participant, Raw, TicketRow
from mailbot.store.tables_console import DraftRow, SnoozeRow
from mailbot.store.tables_desk import IncidentTicket, WebhookRow
from mailbot.store.tables_work import MentionRow, PictureRow, RelationRow, UploadRow

_T = TicketRow.__table__  # type: ignore[attr-defined]
_D = Decided.__table__  # type: ignore[attr-defined]
_E = EventRow.__table__  # type: ignore[attr-defined]
_R = Raw.__table__  # type: ignore[attr-defined]
_M = Message.__table__  # type: ignore[attr-defined]
_O = Outbox.__table__  # type: ignore[attr-defined]
_F = FollowUpRow.__table__  # type: ignore[attr-defined]
_P = PictureRow.__table__  # type: ignore[attr-defined]
_L = RelationRow.__table__  # type: ignore[attr-defined]
_U = UploadRow.__table__  # type: ignore[attr-defined]
_HANGING: tuple[Table, ...] = tuple(
    SQLModel.metadata.tables[str(row.__tablename__)]
    for row in (FollowUpRow, Participant, Outbox, DraftRow, SnoozeRow, MentionRow, IncidentTicket, WebhookRow)
)
_WAITING = ("queued", "sending", "held")
_NOBODY: dict[str, object] = {"mail_from": None, "rcpt_to": [], "peer": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A ticket that was removed, and how many mails and letters with it."""

    number: str
    opened_at: datetime
    mails: int
    letters: int


class Removing:
    """What is over, in one transaction."""

    def __init__(self, connection: Connection, contents: Contents) -> None:
        self._c = connection
        self._contents = contents

    def tickets(self, before: datetime, after: int, most: int) -> list[int]:
        """Tickets that were over before a time and of which nothing waits; ids above ``after``, in their order."""
        query = select(_T.c.id).where(_over(before), _T.c.id > after).order_by(_T.c.id).limit(most)
        return list(self._c.execute(query).scalars())

    def records(self, before: datetime, after: int, most: int) -> list[int]:
        """Mails of no ticket that were handled before a time, in the order of their ids."""
        query = _records(before).where(_R.c.id > after).order_by(_R.c.id).limit(most)
        return list(self._c.execute(query).scalars())

    def counts(self, tickets: datetime, events: datetime) -> dict[str, int]:
        """How many tickets and mails of no ticket were over before one time, how many events are older than another."""
        wanted = {
            "tickets": select(func.count()).select_from(_T).where(_over(tickets)),
            "mails of no ticket": select(func.count()).select_from(_records(tickets).subquery()),
            "events": select(func.count()).select_from(_E).where(_old(events)),
        }
        return {name: self._c.execute(query).scalar_one() for name, query in wanted.items()}

    def last_of(self, ticket: int) -> tuple[int, int]:
        """Its newest event and letter; 0 where there is none."""
        event = select(func.max(_E.c.id)).where(_E.c.ticket == ticket)
        letter = select(func.max(_O.c.id)).where(_O.c.ticket == ticket)
        return self._c.execute(event).scalar_one() or 0, self._c.execute(letter).scalar_one() or 0

    def ticket(self, ticket: int, before: datetime) -> Removed | None:
        """Remove a ticket and what hangs on it; None where it is not over any more, or gone. Of its events the kind,
        the time and the person stay."""
        row = self._c.execute(locked(self._c, select(_T).where(_T.c.id == ticket))).one_or_none()
        if row is None or self._c.execute(select(_T.c.id).where(_T.c.id == ticket, _over(before))).first() is None:
            return None
        raws = list(self._c.execute(select(_D.c.raw).where(_D.c.ticket == ticket)).scalars())
        messages = list(self._c.execute(select(_M.c.id).where(_M.c.ticket == ticket)).scalars())
        letters = self._c.execute(select(func.count()).where(_O.c.ticket == ticket)).scalar_one()
        Search(self._c).remove(messages)
        files = list(self._c.execute(select(_U.c.sha256).where(_U.c.ticket == ticket)).scalars())
        with wiping(self._c):
            self._mails(raws)
            for table in _HANGING:
                self._c.execute(delete(table).where(table.c.ticket == ticket))
            self._c.execute(delete(_L).where(or_(_L.c.ticket == ticket, _L.c.other == ticket)))
            self._c.execute(delete(_M).where(_M.c.ticket == ticket))
            self._c.execute(delete(_U).where(_U.c.ticket == ticket))
            self._c.execute(update(_E).where(_E.c.ticket == ticket).values(data={}))
            self._c.execute(update(_T).where(_T.c.linked == ticket).values(linked=None))
            self._c.execute(delete(_T).where(_T.c.id == ticket))
        for sha256 in files:
            if self._c.execute(select(_U.c.id).where(_U.c.sha256 == sha256).limit(1)).first() is None:
                self._contents.forget(sha256)
        return Removed(number=row.number, opened_at=row.created_at, mails=len(raws), letters=letters)

    def record(self, raw: int, before: datetime) -> bool:
        """Remove what is kept of a mail of no ticket; False where that was done."""
        if self._c.execute(locked(self._c, _records(before).where(_R.c.id == raw))).first() is None:
            return False
        with wiping(self._c):
            self._mails([raw])
            self._c.execute(update(_E).where(_E.c.raw == raw, _E.c.ticket.is_(None)).values(data={}))
        return True

    def events(self, before: datetime, after: int, most: int) -> tuple[int, int | None]:
        """Remove the oldest events before a time whose ticket is gone or that have none: (how many, the id up to which
        was looked, None where there are no more). Ids above ``after``, in their order; the newest event stays."""
        query = select(_E.c.id, _E.c.at, _E.c.ticket).where(_E.c.id > after).order_by(_E.c.id).limit(most + 1)
        rows = self._c.execute(query).all()
        old = list(takewhile(lambda r: r.at <= before, rows[:-1]))
        tickets = {r.ticket for r in old} - {None}
        known = set(self._c.execute(select(_T.c.id).where(_T.c.id.in_(tickets))).scalars()) if tickets else set()
        ids = [r.id for r in old if r.ticket not in known]
        if ids:
            with wiping(self._c):
                self._c.execute(delete(_E).where(_E.c.id.in_(ids)))
        return len(ids), old[-1].id if len(old) == most else None

    def _mails(self, raws: Sequence[int]) -> None:
        """What is known of mails, and their octets where no other mail has them; that they came stays."""
        if not raws:
            return
        mine = _R.c.id.in_(raws)
        other = _R.alias("other")
        shared = select(other.c.id).where(
            other.c.sha256 == _R.c.sha256, other.c.id.not_in(raws), other.c.kept != "gone"
        )
        lone = select(_R.c.sha256).where(mine, _R.c.kept != "gone", ~shared.exists()).distinct()
        for sha256 in self._c.execute(lone).scalars().all():
            self._contents.remove(sha256)
        self._c.execute(delete(_P).where(_P.c.raw.in_(raws)))
        self._c.execute(delete(_M).where(_M.c.raw.in_(raws)))
        self._c.execute(delete(_D).where(_D.c.raw.in_(raws)))
        self._c.execute(update(_R).where(mine).values(kept="gone", envelope=_NOBODY, reason="", traceback=""))


def _over(before: datetime) -> ColumnElement[bool]:
    """Closed or resolved tickets that were not touched since a time, with nothing that waits to be sent or falls
    due. Not the newest one, nor whose letter is: SQLite would give their numbers to others."""
    newest = select(func.max(_T.alias("any").c.id)).scalar_subquery()
    last = select(func.max(_O.alias("any_letter").c.id)).scalar_subquery()
    waits = select(_O.c.id).where(
        _O.c.ticket == _T.c.id, or_(_O.c.state.in_(("queued", "sending", "held")), _O.c.id == last)
    )
    due = select(_F.c.id).where(_F.c.ticket == _T.c.id, _F.c.state == "due")
    return and_(
        _T.c.status.in_(("resolved", "closed")), _T.c.updated_at <= before, _T.c.id < newest, ~waits.exists(),
        ~due.exists(),
    )  # fmt: skip


def _records(before: datetime) -> Select[Any]:
    return (
        select(_R.c.id)
        .join(_D, _D.c.raw == _R.c.id)
        .where(_D.c.ticket.is_(None), _R.c.state == "done", _R.c.settled_at <= before)
    )


def _old(before: datetime) -> ColumnElement[bool]:
    """Events from before a time that no ticket has any more."""
    known = select(_T.c.id).where(_T.c.id == _E.c.ticket)
    newest = select(func.max(_E.alias("any_event").c.id)).scalar_subquery()
    return and_(_E.c.at <= before, _E.c.id < newest, or_(_E.c.ticket.is_(None), ~known.exists()))
