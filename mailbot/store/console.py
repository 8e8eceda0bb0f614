"""What the console asks the tables: queues and their counts, drafts, saved replies, what changed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)  # fmt: skip

from mailbot.store.dialect import horizon, insert_once, note_sizes, put_once
from mailbot.store.messages import Decision
from mailbot.store.prepared import Prepared
from mailbot.store.tables import Decided, EventRow, Message, Position, Raw, TicketRow
from mailbot.store.tables_console import DraftRow, IdempotencyRow, SavedReplyRow, SnoozeRow
from mailbot.store.tables_work import MentionRow

_T = TicketRow.__table__  # type: ignore[attr-defined]
_M = Message.__table__  # type: ignore[attr-defined]
_E = EventRow.__table__  # type: ignore[attr-defined]
_D = Decided.__table__  # type: ignore[attr-defined]
_R = Raw.__table__  # type: ignore[attr-defined]
_Q = Position.__table__  # type: ignore[attr-defined]
_DR = DraftRow.__table__  # type: ignore[attr-defined]
_SR = SavedReplyRow.__table__  # type: ignore[attr-defined]
_I = IdempotencyRow.__table__  # type: ignore[attr-defined]
_Z = SnoozeRow.__table__  # type: ignore[attr-defined]
_N = MentionRow.__table__  # type: ignore[attr-defined]
_PUT_OFF = Prepared(
    select(_Z).where(_Z.c.ticket.in_(bindparam("these", expanding=True)), _Z.c.until > bindparam("now"))
)

COUNT_MOST = 1000
"""Counts end here: "1000" reads as "1000 or more"."""
Sort = Literal["priority", "due", "newest", "oldest", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One view of the queue. ``teams``: the only ones that may be seen; ``where``: column → wanted value."""

    view: str
    me: str
    teams: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = "priority"
    above: int = 0
    """Only tickets with a greater id: those that came later."""
    after: int = 0
    """Only what comes behind this ticket in the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReply:
    """Words that are used again."""

    id: int
    shortcut: str
    title: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an idempotent request was answered. ``status`` 0: another one is working on it."""

    digest: str
    status: int
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """A ticket that is put off; on hold where its clocks stand still since ``paused_at``, for a reason."""

    until: datetime
    by: str
    paused_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that happened to a ticket, and how the ticket is now."""

    event: int
    kind: str
    actor: str
    number: str
    team: str
    status: str


class Console:
    """The console's queries in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def queue(self, of: Slice, *, now: datetime, most: int) -> list[int]:
        """Ids of tickets in a view, in its order. What is done is never in the order of what is to be done: the newest
        come first there."""
        sort = "newest" if of.view in {"done", "all"} and of.sort in {"priority", "due"} else of.sort
        if of.view != "all":
            return [r[-1] for r in self._ordered(of, sort, now, most)]
        # Those that wait and those that are done have an index each, in which filters are looked at without the rows.
        parts = [r for view in ("alive", "done") for r in self._ordered(replace(of, view=view), sort, now, most)]
        return [r[-1] for r in sorted(parts, key=tuple, reverse=_ORDERS[sort][1])[:most]]

    def _ordered(self, of: Slice, sort: Sort, now: datetime, most: int) -> Sequence[Row[Any]]:
        """What the order goes by, the id at the end."""
        columns, descending = _ORDERS[sort]
        index = _index(of.view, sort)
        statement = _in_view(select(*columns), of, now, ordered=not (index or of.teams or of.where))
        if index:
            statement = statement.with_hint(_T, f"INDEXED BY {index}", "sqlite")
        if of.after:
            statement = statement.where(*_behind(of.after, columns, descending))
        order = [c.desc() if descending else c.nulls_last() if c is _T.c.first_reply_due else c for c in columns]
        return self._c.execute(statement.order_by(*order).limit(most)).all()

    def count(self, of: Slice, *, now: datetime) -> int:
        """How many tickets a view has, at most `COUNT_MOST`."""
        found = _in_view(select(_T.c.id), of, now).limit(COUNT_MOST)
        index = _index(of.view, "newest")
        some = (found.with_hint(_T, f"INDEXED BY {index}", "sqlite") if index else found).subquery()
        return self._c.execute(select(func.count()).select_from(some)).scalar_one()

    def first_texts(self, ids: Sequence[int]) -> dict[int, str]:
        """The beginning of each ticket's first mail."""
        rows = self._c.execute(select(_T.c.id, func.substr(_T.c.first_text, 1, 240)).where(_T.c.id.in_(ids)))
        return {r[0]: r[1] for r in rows}

    def of_requester(self, address: str, most: int = 20) -> list[int]:
        """Ids of a customer's tickets, newest first."""
        mine = select(_T.c.id).where(_T.c.requester == address.lower()).order_by(_T.c.id.desc()).limit(most)
        return list(self._c.execute(mine).scalars())

    def newest(self) -> int:
        """The id of the newest ticket."""
        return self._c.execute(select(func.max(_T.c.id))).scalar_one() or 0

    def note_sizes(self) -> None:
        """Let the database know how its rows are spread."""
        note_sizes(self._c)

    def last_event(self) -> int:
        """The id of the newest event."""
        return self._c.execute(select(func.max(_E.c.id))).scalar_one() or 0

    def newest_events(self, most: int) -> list[int]:
        """The ids of the newest events, newest first."""
        return list(self._c.execute(select(_E.c.id).order_by(_E.c.id.desc()).limit(most)).scalars())

    def events_since(self, event: int, most: int) -> dict[int, Change | None]:
        """Events behind one, oldest first: what happened to a ticket, None where it was not on one."""
        return self._events(_E.c.id > event, most)

    def events_of(self, ids: Collection[int]) -> dict[int, Change | None]:
        """Those of some events that are there."""
        return self._events(_E.c.id.in_(ids), len(ids)) if ids else {}

    def _events(self, which: ColumnElement[bool], most: int) -> dict[int, Change | None]:
        columns = (_E.c.id, _E.c.kind, _E.c.actor, _T.c.number, _T.c.team, _T.c.status)
        found = select(*columns).outerjoin(_T, _T.c.id == _E.c.ticket).where(which).order_by(_E.c.id).limit(most)
        return {
            r.id: Change(event=r.id, kind=r.kind, actor=r.actor, number=r.number, team=r.team, status=r.status)
            if r.number is not None
            else None
            for r in self._c.execute(found)
        }

    def horizon(self) -> tuple[int, int] | None:
        """Which transactions are over (`dialect.horizon`)."""
        return horizon(self._c)

    def decision(self, raw: int) -> Decision | None:
        """The decision about one raw mail."""
        r = self._c.execute(select(_D).where(_D.c.raw == raw)).one_or_none()
        if r is None:
            return None
        return Decision(raw=r.raw, ticket=r.ticket, analysis=r.analysis, context=r.context, policy=r.policy, at=r.at)

    def recent_traces(self, most: int) -> list[list[Mapping[str, Any]]]:
        """The rules' traces of the newest decisions."""
        rows = self._c.execute(select(_D.c.analysis).order_by(_D.c.raw.desc()).limit(most))
        return [r.analysis["decision"]["trace"] for r in rows]

    def newest_raw(self, sha256: str) -> tuple[int, str, str] | None:
        """(id, state, reason) of the newest raw mail with these octets."""
        r = self._c.execute(select(_R).where(_R.c.sha256 == sha256).order_by(_R.c.id.desc()).limit(1)).one_or_none()
        return None if r is None else (r.id, r.state, r.reason)

    def message(self, message: int) -> tuple[int | None, int | None]:
        """(ticket, raw) of a message; raises LookupError."""
        r = self._c.execute(select(_M.c.ticket, _M.c.raw).where(_M.c.id == message)).one_or_none()
        if r is None:
            raise LookupError(f"there is no message {message}")
        return r.ticket, r.raw

    def folders(self) -> list[tuple[str, str, int, int]]:
        """(mailbox, folder, UIDVALIDITY, last UID) of every folder that is read."""
        rows = self._c.execute(select(_Q).order_by(_Q.c.mailbox, _Q.c.folder))
        return [(r.mailbox, r.folder, r.uidvalidity, r.last_uid) for r in rows]

    def set_aside(self, most: int = 200) -> list[tuple[int, str, datetime, Mapping[str, Any]]]:
        """(raw, disposition, when, explanation) of mails that became no ticket: quarantine, records, dropped."""
        rows = self._c.execute(
            select(_R.c.id, _R.c.disposition, _D.c.at, _D.c.analysis)
            .join(_D, _D.c.raw == _R.c.id)
            .where(_R.c.disposition.in_(("quarantine", "drop", "record", "delivery_report")))
            .order_by(_R.c.id.desc())
            .limit(most)
        )
        return [(r.id, r.disposition, r.at, r.analysis) for r in rows]

    # drafts, saved replies, put-off tickets

    def keep_draft(self, ticket: int, person: int, kind: str, text: str, now: datetime) -> None:
        """Keep what was written so far; an empty text removes it."""
        mine = and_(_DR.c.ticket == ticket, _DR.c.person == person, _DR.c.kind == kind)
        if not text.strip():
            self._c.execute(delete(_DR).where(mine))
        elif not self._c.execute(update(_DR).where(mine).values(text=text, at=now)).rowcount:
            put_once(self._c, DraftRow, ticket=ticket, person=person, kind=kind, text=text, at=now)

    def drafts(self, ticket: int, person: int) -> dict[str, str]:
        """What a person has begun to write on a ticket, by kind (reply, note)."""
        rows = self._c.execute(select(_DR.c.kind, _DR.c.text).where(_DR.c.ticket == ticket, _DR.c.person == person))
        return {r.kind: r.text for r in rows}

    def saved_replies(self) -> list[SavedReply]:
        """All of them, by shortcut."""
        rows = self._c.execute(select(_SR).order_by(_SR.c.shortcut))
        return [SavedReply(id=r.id, shortcut=r.shortcut, title=r.title, texts=r.texts) for r in rows]

    def save_reply(self, shortcut: str, title: str, texts: Mapping[str, str]) -> None:
        """Keep a saved reply; the one with the same shortcut is replaced."""
        values = {"title": title, "texts": dict(texts)}
        if insert_once(self._c, SavedReplyRow, shortcut=shortcut, **values) is None:
            self._c.execute(update(_SR).where(_SR.c.shortcut == shortcut).values(**values))

    def drop_reply(self, shortcut: str) -> bool:
        """Remove a saved reply."""
        return bool(self._c.execute(delete(_SR).where(_SR.c.shortcut == shortcut)).rowcount)

    def snooze(
        self, ticket: int, until: datetime | None, by: str, *, paused_at: datetime | None = None, reason: str = ""
    ) -> None:
        """Put a ticket off; None takes it back. ``paused_at``: since when its clocks stand still."""
        self._c.execute(delete(_Z).where(_Z.c.ticket == ticket))
        if until is not None:
            put_once(self._c, SnoozeRow, ticket=ticket, until=until, by=by[:64], paused_at=paused_at, reason=reason)

    def put_off(self, ticket: int, now: datetime) -> PutOff | None:
        """Until when a ticket is put off."""
        return self.all_put_off([ticket], now).get(ticket)

    def all_put_off(self, tickets: Sequence[int], now: datetime) -> dict[int, PutOff]:
        """Those of some tickets that are put off."""
        rows = _PUT_OFF.rows(self._c, {"these": list(tickets), "now": now})
        return {r.ticket: PutOff(until=r.until, by=r.by, paused_at=r.paused_at, reason=r.reason) for r in rows}

    # idempotency of the API

    def begin(self, key: str, digest: str, now: datetime) -> Answered | None:
        """Reserve a key. None where it is ours now, else what stands there; keys are forgotten after a day."""
        self._c.execute(delete(_I).where(_I.c.at < now - timedelta(days=1)))
        if put_once(self._c, IdempotencyRow, key=key, digest=digest, status=0, body="", at=now):
            return None
        r = self._c.execute(select(_I).where(_I.c.key == key)).one()
        return Answered(digest=r.digest, status=r.status, body=r.body)

    def finish(self, key: str, status: int, body: str) -> None:
        """Keep the answer; status 0 gives the key back."""
        if status:
            self._c.execute(update(_I).where(_I.c.key == key).values(status=status, body=body))
        else:
            self._c.execute(delete(_I).where(_I.c.key == key))


_WAITING = frozenset({"alive", "us", "mine", "team", "unassigned", "risk", "customer", "overdue", "abstained"})
_ORDERS: Mapping[str, tuple[tuple[ColumnElement[Any], ...], bool]] = {
    "priority": ((_T.c.priority, _T.c.id), False),
    "due": ((_T.c.first_reply_due, _T.c.id), False),
    "newest": ((_T.c.id,), True),
    "oldest": ((_T.c.id,), False),
    "changed": ((_T.c.updated_at, _T.c.id), True),
}
"""Sort → columns, and whether the greatest come first."""


def _behind(ticket: int, columns: tuple[ColumnElement[Any], ...], descending: bool) -> list[ColumnElement[bool]]:
    """Conditions for what comes after a ticket in an order. One without a deadline stands behind all that have one."""
    if len(columns) == 1:
        return [columns[0] < ticket if descending else columns[0] > ticket]
    first, last = columns
    value = select(first).where(_T.c.id == ticket).correlate(None).scalar_subquery()
    if first is _T.c.first_reply_due:
        beyond = or_(tuple_(first, last) > tuple_(value, ticket), first.is_(None))
        return [or_(and_(value.is_(None), first.is_(None), last > ticket), and_(value.is_not(None), beyond))]
    here, there = tuple_(first, last), tuple_(value, ticket)
    return [here < there if descending else here > there]


# Written out, as the indexes that hold only these say it: a bound value would not be known to be the same.
_OPEN = text("ticket.status IN ('open', 'pending') AND ticket.status = 'open'")
_PENDING = text("ticket.status IN ('open', 'pending') AND ticket.status = 'pending'")
_ALIVE = text("ticket.status IN ('open', 'pending')")
_DONE = text("ticket.status IN ('resolved', 'closed')")
# Without those words an index that begins with the status is read in its order, and only as far as the page goes.
_OPEN_ORDERED = text("ticket.status = 'open'")
_PENDING_ORDERED = text("ticket.status = 'pending'")
_UNANSWERED = and_(_OPEN, text("ticket.first_replied_at IS NULL"))
_UNSURE = text("ticket.abstained AND ticket.status IN ('open', 'pending')")


def _index(view: str, sort: str) -> str:
    """The index that holds only what a view shows, where the planner would choose another one: it takes the status for
    selective, and would fetch every such row. "" where it chooses well."""
    if view == "done":
        return "ticket_done_changed" if sort == "changed" else "ticket_done"
    return "ticket_alive" if view == "overdue" or (view in _WAITING and sort != "priority") else ""


def _in_view(statement: Select[Any], of: Slice, now: datetime, *, ordered: bool = False) -> Select[Any]:
    alive = _ALIVE
    waits_for_us, waits_for_them = (_OPEN_ORDERED, _PENDING_ORDERED) if ordered else (_OPEN, _PENDING)
    put_off = _T.c.id.in_(select(_Z.c.ticket).where(_Z.c.until > now))
    called = select(_N.c.ticket).where(_N.c.person == of.me)
    views: dict[str, Any] = {
        "alive": alive,
        "us": waits_for_us,
        "mine": and_(_T.c.assignee == of.me, alive),
        "mentioned": and_(alive, _T.c.id.in_(called)),
        "unread": _T.c.id.in_(called.where(_N.c.seen_at.is_(None))),
        "team": alive,
        "unassigned": and_(_T.c.assignee == "", waits_for_us),
        "risk": and_(alive, or_(_T.c.priority == "P1", _T.c.category == "security")),
        "customer": waits_for_them,
        "overdue": and_(_UNANSWERED, _T.c.first_reply_due < now),
        "abstained": _UNSURE,
        "snoozed": put_off,
        "done": _DONE,
        "all": _T.c.id > 0,
    }
    statement = statement.where(views[of.view])
    if of.view not in {"alive", "mentioned", "unread", "snoozed", "done", "all"}:
        statement = statement.where(~put_off)
    if of.teams:
        statement = statement.where(_T.c.team.in_(of.teams))
    if of.above:
        statement = statement.where(_T.c.id > of.above)
    for name, wanted in of.where.items():
        statement = statement.where(_T.c[name] == wanted)
    return statement
