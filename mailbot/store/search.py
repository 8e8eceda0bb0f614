"""Searching messages: words in any language, identifiers in any form, and what the tickets are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, column, func, select, table

from mailbot.store.dialect import SearchTerm, clear_search, index_words, search_condition
from mailbot.store.tables import Message, TicketRow
from mailbot.store.words import tokens

_M = Message.__table__  # type: ignore[attr-defined]
_T = TicketRow.__table__  # type: ignore[attr-defined]
_INDEX = table("search_index", column("rowid"))
REINDEX = "search_reindex"
"""The setting that names the messages which are not indexed yet."""
_SCAN = 2_000
"""Newest hits that are looked at for a page; more are reached by narrowing the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for. Empty fields do not restrict; ``teams`` are the only ones whose tickets may be found."""

    terms: tuple[SearchTerm, ...] = ()
    number: str = ""
    status: tuple[str, ...] = ()
    intent: str = ""
    category: str = ""
    team: str = ""
    assignee: str | None = None
    priority: str = ""
    language: str = ""
    requester: str = ""
    overdue: bool = False
    abstained: bool = False
    before: datetime | None = None
    after: datetime | None = None
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A ticket that was found, and the message it was found by (None where no words were asked for)."""

    ticket: int
    message: int | None = None
    text: str = ""


class Search:
    """The search index in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def add(self, message: int, *, author: str, words: Sequence[str]) -> None:
        """Index a message; once, when its text is final."""
        index_words(self._c, message, tokens(author), tokens("\n".join(words)))

    def clear(self) -> int:
        """Empty the index; returns the newest message's id, 0 where there is none."""
        clear_search(self._c)
        return self._c.execute(select(func.max(_M.c.id))).scalar_one() or 0

    def reindex(self, below: int, most: int) -> int:
        """Index the messages of tickets up to an id, the newest of them; the id up to which there are more, or 0."""
        rows = self._c.execute(
            select(_M.c.id, _M.c.author, _M.c.subject, _M.c.text, _M.c.attachments)
            .where(_M.c.id <= below, _M.c.ticket.is_not(None))
            .order_by(_M.c.id.desc())
            .limit(most)
        ).all()
        for r in reversed(rows):
            if r.text:  # that of a letter not yet written is indexed when it is
                names = [str(a.get("filename", "")) for a in r.attachments]
                self.add(r.id, author=r.author, words=[r.subject, r.text, *names])
        return rows[-1].id - 1 if len(rows) == most else 0

    def find(self, query: Query, *, now: datetime, most: int = 50) -> list[Hit]:
        """Tickets, those with the newest matching message first, each once."""
        first = self._numbered(query)
        if not query.terms:
            statement = _restricted(select(_T.c.id), query, now).order_by(_T.c.id.desc()).limit(most)
            hits = [Hit(ticket=i) for i in self._c.execute(statement).scalars()]
        else:
            hits = self._by_words(query, now, most)
        seen = {h.ticket for h in first}
        return [*first, *(h for h in hits if h.ticket not in seen)][:most]

    def _numbered(self, query: Query) -> list[Hit]:
        if not query.number:
            return []
        statement = select(_T.c.id).where(_T.c.number == query.number)
        if query.teams:
            statement = statement.where(_T.c.team.in_(query.teams))
        return [Hit(ticket=i) for i in self._c.execute(statement).scalars()]

    def _by_words(self, query: Query, now: datetime, most: int) -> list[Hit]:
        newest = (
            select(_INDEX.c.rowid)
            .where(search_condition(self._c, query.terms))
            .order_by(_INDEX.c.rowid.desc())
            .limit(_SCAN)
            .subquery()
        )
        statement = (
            select(func.max(_M.c.id).label("message"), _M.c.ticket)
            .select_from(newest.join(_M, _M.c.id == newest.c.rowid).join(_T, _T.c.id == _M.c.ticket))
            .group_by(_M.c.ticket)
        )
        found = self._c.execute(_restricted(statement, query, now).order_by(func.max(_M.c.id).desc()).limit(most)).all()
        texts = self._texts([r.message for r in found])
        return [Hit(ticket=r.ticket, message=r.message, text=texts.get(r.message, "")) for r in found]

    def _texts(self, messages: Sequence[int]) -> dict[int, str]:
        rows = self._c.execute(select(_M.c.id, _M.c.subject, _M.c.text).where(_M.c.id.in_(messages)))
        return {r.id: f"{r.subject}\n{r.text}" for r in rows}


def _restricted(statement: Select[Any], query: Query, now: datetime) -> Select[Any]:
    for known, wanted in (
        (_T.c.intent, query.intent),
        (_T.c.category, query.category),
        (_T.c.team, query.team),
        (_T.c.priority, query.priority),
        (_T.c.language, query.language),
        (_T.c.requester, query.requester),
    ):
        if wanted:
            statement = statement.where(known == wanted)
    if query.assignee is not None:
        statement = statement.where(_T.c.assignee == query.assignee)
    if query.status:
        statement = statement.where(_T.c.status.in_(query.status))
    if query.teams:
        statement = statement.where(_T.c.team.in_(query.teams))
    if query.overdue:
        statement = statement.where(_T.c.status == "open", _T.c.first_replied_at.is_(None), _T.c.first_reply_due < now)
    if query.abstained:
        statement = statement.where(_T.c.abstained, _T.c.status.in_(("open", "pending")))
    if query.before:
        statement = statement.where(_T.c.created_at < query.before)
    if query.after:
        statement = statement.where(_T.c.created_at >= query.after)
    return statement
