"""Messages on tickets, the decisions behind them, and the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from mailbot.model.ticket import Event
from mailbot.store.dialect import insert_once, put_once
from mailbot.store.prepared import Prepared
from mailbot.store.search import Search
from mailbot.store.tables import Decided, EventRow, Message

_M = Message.__table__  # type: ignore[attr-defined]
_D = Decided.__table__  # type: ignore[attr-defined]
_E = EventRow.__table__  # type: ignore[attr-defined]
# statements of every mail, put together once: building one costs more than running it
_LOGGED = Prepared(insert(_E))
_SAME = Prepared(
    select(_M.c.ticket)
    .where(
        _M.c.message_id == bindparam("message_id"),
        _M.c.content_hash == bindparam("content_hash"),
        _M.c.raw.is_not(None),
    )
    .limit(1)
)
_WRITTEN = Prepared(
    update(_M)
    .where(_M.c.message_id == bindparam("of"), _M.c.direction == "out", _M.c.text == "")
    .values(text=bindparam("said"))
    .returning(_M.c.id, _M.c.author, _M.c.subject, _M.c.attachments)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message of a ticket's conversation, masked."""

    id: int
    direction: str
    kind: str
    author: str
    subject: str
    text: str
    fresh_text: str
    at: datetime
    raw: int | None
    message_id: str | None
    attachments: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A stored decision: the analysis as `explain --json` prints it, and its context."""

    raw: int
    ticket: int | None
    analysis: Mapping[str, Any]
    context: Mapping[str, Any]
    policy: str
    at: datetime


class Messages:
    """Messages of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def add(
        self,
        *,
        ticket: int | None,
        direction: str,
        kind: str,
        author: str,
        subject: str,
        text: str,
        at: datetime,
        raw: int | None = None,
        message_id: str | None = None,
        content_hash: str = "",
        fresh_text: str = "",
        attachments: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Add a message; a raw mail has at most one, so that a replay adds nothing."""
        new = insert_once(
            self._c,
            Message,
            ticket=ticket,
            raw=raw,
            direction=direction,
            kind=kind,
            author=author[:320],
            message_id=message_id[:998] if message_id else None,
            content_hash=content_hash,
            subject=subject[:998],
            text=text,
            fresh_text=fresh_text,
            attachments=[dict(a) for a in attachments],
            at=at,
        )
        if new is not None and text and ticket is not None:
            names = [str(a.get("filename", "")) for a in attachments]
            Search(self._c).add(new, author=author[:320], words=[subject[:998], text, *names])

    def set_text(self, message_id: str, text: str) -> None:
        """The text of an outgoing mail, once it was rendered."""
        for row in _WRITTEN.rows(self._c, {"of": message_id, "said": text}):
            names = [str(a.get("filename", "")) for a in row.attachments]
            Search(self._c).add(row.id, author=row.author, words=[row.subject, text, *names])

    def withdraw(self, message_id: str) -> None:
        """Take an outgoing mail that was never written out of the conversation."""
        never = (_M.c.message_id == message_id, _M.c.direction == "out", _M.c.text == "")
        self._c.execute(delete(_M).where(*never))

    def of(self, ticket: int) -> list[Posted]:
        """The conversation, oldest first."""
        rows = self._c.execute(select(_M).where(_M.c.ticket == ticket).order_by(_M.c.at, _M.c.id))
        return [
            Posted(
                id=r.id,
                direction=r.direction,
                kind=r.kind,
                author=r.author,
                subject=r.subject,
                text=r.text,
                fresh_text=r.fresh_text,
                at=r.at,
                raw=r.raw,
                message_id=r.message_id,
                attachments=tuple(r.attachments),
            )
            for r in rows
        ]

    def move(self, source: int, target: int, only: Sequence[Posted] = ()) -> None:
        """Give one ticket's conversation and decisions, or some messages of it, to another; the history stays where it
        happened."""
        messages, decisions = _M.c.ticket == source, _D.c.ticket == source
        if only:
            messages &= _M.c.id.in_([m.id for m in only])
            decisions &= _D.c.raw.in_([m.raw for m in only if m.raw is not None])
        self._c.execute(update(_M).where(messages).values(ticket=target))
        self._c.execute(update(_D).where(decisions).values(ticket=target))

    def duplicate(self, message_id: str | None, content_hash: str) -> tuple[bool, int | None]:
        """Whether a mail with this Message-ID and content is here, and on which ticket."""
        if not message_id:
            return False, None
        row = _SAME.first(self._c, {"message_id": message_id, "content_hash": content_hash})
        return (False, None) if row is None else (True, row.ticket)

    def decide(
        self,
        *,
        raw: int,
        ticket: int | None,
        analysis: Mapping[str, Any],
        context: Mapping[str, Any],
        policy: str,
        at: datetime,
    ) -> None:
        """Keep a decision, once for a raw mail."""
        put_once(
            self._c,
            Decided,
            raw=raw,
            ticket=ticket,
            analysis=dict(analysis),
            context=dict(context),
            policy=policy,
            at=at,
        )

    def decisions(self, ticket: int) -> list[Decision]:
        """The decisions on a ticket's mails, oldest first."""
        rows = self._c.execute(select(_D).where(_D.c.ticket == ticket).order_by(_D.c.raw))
        return [_decision(r) for r in rows]

    def decided_between(self, since: datetime, first: int, last: int) -> list[Decision]:
        """Decisions from a time on whose raw mails' ids lie between two, both included; in their order."""
        rows = self._c.execute(select(_D).where(_D.c.raw.between(first, last), _D.c.at >= since).order_by(_D.c.raw))
        return [_decision(r) for r in rows]

    def decided_span(self, since: datetime) -> tuple[int, int, int]:
        """How many decisions there are from a time on, and the first and last id of their raw mails."""
        query = select(func.count(), func.min(_D.c.raw), func.max(_D.c.raw)).where(_D.c.at >= since)
        count, first, last = self._c.execute(query).one()
        return int(count), int(first or 0), int(last or 0)

    def decided_on(self, raws: Sequence[int]) -> list[Decision]:
        """The decisions on these raw mails."""
        rows = self._c.execute(select(_D).where(_D.c.raw.in_(raws)).order_by(_D.c.raw))
        return [_decision(r) for r in rows]

    def log(self, events: Sequence[Event], *, ticket: int | None, raw: int | None = None) -> None:
        """Append to the history."""
        _LOGGED.change_all(
            self._c,
            [
                {"ticket": ticket, "raw": raw, "kind": e.kind, "at": e.at, "actor": e.actor, "data": dict(e.data)}
                for e in events
            ],
        )

    def history_of_all(self, kind: str, most: int) -> list[tuple[int, Event]]:
        """(ticket, event) of one kind over all tickets, oldest first; the newest ``most``."""
        query = select(_E).where(_E.c.kind == kind, _E.c.ticket.is_not(None)).order_by(_E.c.id.desc()).limit(most)
        rows = self._c.execute(query).all()
        return [(r.ticket, Event(kind=r.kind, at=r.at, actor=r.actor, data=r.data)) for r in reversed(rows)]

    def history(self, ticket: int | None = None, *, kind: str = "", most: int = 500) -> list[Event]:
        """Events of a ticket, or of all, oldest first; the newest ``most``."""
        query = select(_E)
        if ticket is not None:
            query = query.where(_E.c.ticket == ticket)
        if kind:
            query = query.where(_E.c.kind == kind)
        rows = self._c.execute(query.order_by(_E.c.id.desc()).limit(most)).all()
        return [Event(kind=r.kind, at=r.at, actor=r.actor, data=r.data) for r in reversed(rows)]


def _decision(r: Row[Any]) -> Decision:
    return Decision(raw=r.raw, ticket=r.ticket, analysis=r.analysis, context=r.context, policy=r.policy, at=r.at)
