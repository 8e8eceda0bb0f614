"""Searching messages: words in any language, identifiers in any form, and what the tickets are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, column, func, select, table

from mailbot.store.dialect import SearchTerm, clear_search, forget_words, index_words, search_condition
from mailbot.store.tables import Message, TicketRow
from mailbot.store.words import tokens

_M = Message.__table__  # type: ignore[attr-defined]
_T = TicketRow.__table__  # type: ignore[attr-defined]
_INDEX = table("search_index", column("rowid"))
REINDEX = "search_reindex"
"""The setting that names the messages which are not indexed yet."""
_SCANS = (100, 400, 2_000, 8_000)
"""Hits that are looked at, the newest first, until a page is full; more are reached by narrowing the search."""


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
    """With words: those that stand in a mail of that time, too."""
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

    def remove(self, messages: Sequence[int]) -> None:
        """Take messages out of the index, before they go."""
        for part in (messages[at : at + 500] for at in range(0, len(messages), 500)):
            columns = (_M.c.id, _M.c.author, _M.c.subject, _M.c.text, _M.c.attachments)
            for r in self._c.execute(select(*columns).where(_M.c.id.in_(part))).all():
                if r.text:
                    forget_words(self._c, r.id, tokens(r.author), tokens("\n".join(_words_of(r))))

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
                self.add(r.id, author=r.author, words=_words_of(r))
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
        # A word as it stands is read from the newest on; all that begin with it are gathered first, whole. So that is
        # done only where the word alone does not fill the page.
        exact = tuple(replace(term, prefix=False) for term in query.terms)
        found = self._scanned(replace(query, terms=exact), now, most, _SCANS)
        if len(found) < most and exact != query.terms:
            more = self._scanned(query, now, most, _SCANS[-2:])
            found = dict(sorted({**more, **found}.items(), key=lambda item: -item[1]))
        first = dict(list(found.items())[:most])
        texts = self._texts(list(first.values()))
        return [Hit(ticket=ticket, message=m, text=texts.get(m, "")) for ticket, m in first.items()]

    def _scanned(self, query: Query, now: datetime, most: int, sizes: Sequence[int]) -> dict[int, int]:
        """ticket → its newest message that fits, the newest first."""
        found: dict[int, int] = {}
        above, below = self._first(query.after), self._first(query.before)
        for size in sizes:
            statement = select(_INDEX.c.rowid).where(search_condition(self._c, query.terms), _INDEX.c.rowid >= above)
            if below:
                statement = statement.where(_INDEX.c.rowid < below)
            messages = self._c.execute(statement.order_by(_INDEX.c.rowid.desc()).limit(size)).scalars().all()
            wanted = select(_M.c.id, _M.c.ticket).select_from(_M.join(_T, _T.c.id == _M.c.ticket))
            fits = _restricted(wanted.where(_M.c.id.in_(messages)), query, now).order_by(_M.c.id.desc())
            for message, ticket in self._c.execute(fits):
                found.setdefault(ticket, message)
            if len(found) >= most or len(messages) < size:
                break
            below = messages[-1]
        return found

    def _first(self, since: datetime | None) -> int:
        """The first message of the tickets that were opened from a time on; 0 where there is no time or no ticket."""
        if since is None:
            return 0
        ticket = select(_T.c.id).where(_T.c.created_at >= since).order_by(_T.c.created_at).limit(1).scalar_subquery()
        return self._c.execute(select(func.min(_M.c.id)).where(_M.c.ticket == ticket)).scalar_one() or 0

    def _texts(self, messages: Sequence[int]) -> dict[int, str]:
        rows = self._c.execute(select(_M.c.id, _M.c.subject, _M.c.text).where(_M.c.id.in_(messages)))
        return {r.id: f"{r.subject}\n{r.text}" for r in rows}


def _words_of(r: Any) -> list[str]:
    """What a message is found by, besides who wrote it."""
    return [r.subject, r.text, *(str(a.get("filename", "")) for a in r.attachments)]


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
