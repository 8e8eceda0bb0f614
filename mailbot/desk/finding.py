"""What people type into the search field, to a query, and the tickets it finds.

Words in any language, ids in any form, "a phrase", and `from: intent: category: team: to: status: priority: lang:
is:overdue is:abstained is:open … before: after:`.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mailbot.desk.tools import Tools
from mailbot.model.ticket import Ticket
from mailbot.store.search import Query
from mailbot.store.words import normalise, term
from mailbot.triage.body.fresh import REPLY_MARKER

FILTERS = ("from", "intent", "category", "team", "to", "status", "priority", "lang", "is", "before", "after")
_TERMS = 12
_STATUSES = ("open", "pending", "resolved", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ticket and the words around what was looked for, as (text, is it a hit)."""

    ticket: Ticket
    excerpt: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a search found; ``problems`` name filters that were not understood."""

    found: tuple[Found, ...]
    problems: tuple[str, ...] = ()


def search(tools: Tools, text: str, *, teams: Sequence[str], me: str, most: int = 50) -> Result:
    """Tickets that fit; an empty result for an empty search."""
    query, words, problems = parse(text, me)
    if query == Query():
        return Result(found=(), problems=problems)
    with tools.db.read() as t:
        hits = t.search.find(replace(query, teams=tuple(teams)), now=tools.clock(), most=most)
        tickets = {ticket.id: ticket for ticket in t.tickets.many([h.ticket for h in hits])}
        texts = t.console.first_texts([h.ticket for h in hits if not h.text])
    shown = {h.ticket: (h.text or texts.get(h.ticket, "")).replace(REPLY_MARKER, "") for h in hits}
    found = tuple(
        Found(ticket=tickets[h.ticket], excerpt=excerpt(shown[h.ticket], words)) for h in hits if h.ticket in tickets
    )
    return Result(found=found, problems=problems)


def parse(text: str, me: str) -> tuple[Query, tuple[str, ...], tuple[str, ...]]:
    """(query, words to mark, problems) of what was typed. Never raises."""
    query, words, problems = Query(), [], []
    for part in _split(text.replace("：", ":")[:500])[:40]:
        name, colon, value = part.partition(":")
        if colon and name.lower() in FILTERS and value:
            try:
                query = _FILTERS[name.lower()](query, value, me)
            except ValueError as error:
                problems.append(str(error))
            continue
        looked_for = term(part)
        if looked_for is None:
            continue
        words.append(part.strip("…*. "))
        number = normalise(part).strip("#[] ")
        if number.isdigit() and len(number) == 8:
            query = replace(query, number=number)
        if len(query.terms) < _TERMS:
            query = replace(query, terms=(*query.terms, looked_for))
    return query, tuple(words), tuple(problems)


def _split(text: str) -> list[str]:
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.quotes, lexer.escape = True, "", '"', ""
    try:
        return list(lexer)
    except ValueError:
        return text.replace('"', " ").split()


def _from(query: Query, value: str, _me: str) -> Query:
    if "@" in value.strip("@"):
        return replace(query, requester=value.lower())
    looked_for = term(value, author=True)
    return query if looked_for is None else replace(query, terms=(*query.terms, looked_for))


def _is(query: Query, value: str, me: str) -> Query:
    value = value.lower()
    if value == "overdue":
        return replace(query, overdue=True)
    if value == "abstained":
        return replace(query, abstained=True)
    if value == "mine":
        return replace(query, assignee=me)
    if value == "unassigned":
        return replace(query, assignee="")
    return _status(query, value, me)


def _status(query: Query, value: str, _me: str) -> Query:
    value = {"waiting": "pending"}.get(value.lower(), value.lower())
    if value not in _STATUSES:
        raise ValueError(f"is:{value}? one of overdue, abstained, mine, unassigned, {', '.join(_STATUSES)}")
    return replace(query, status=(*query.status, value))


def _day(value: str) -> datetime:
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value}? a day as 2026-11-20") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


_FILTERS: Mapping[str, Callable[[Query, str, str], Query]] = {
    "from": _from,
    "intent": lambda q, v, _: replace(q, intent=v),
    "category": lambda q, v, _: replace(q, category=v),
    "team": lambda q, v, _: replace(q, team=v),
    "to": lambda q, v, me: replace(q, assignee=me if v == "me" else v.lower()),
    "status": _status,
    "priority": lambda q, v, _: replace(q, priority=v.upper()),
    "lang": lambda q, v, _: replace(q, language=v),
    "is": _is,
    "before": lambda q, v, _: replace(q, before=_day(v)),
    "after": lambda q, v, _: replace(q, after=_day(v)),
}


def excerpt(text: str, words: Sequence[str], around: int = 60) -> tuple[tuple[str, bool], ...]:
    """The part of a text around the first hit, split into plain and found stretches."""
    text = " ".join(text[:60_000].split())
    low, first = text.lower(), None
    wanted = [w.lower() for w in words if w]
    for word in wanted:
        at = low.find(word)
        if at >= 0:
            first = at if first is None else min(first, at)
    start = max(0, (first or 0) - around)
    shown = text[start : start + 3 * around]
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    rest, low = shown, shown.lower()
    for _ in range(20):
        hits = [(at, word) for word in wanted if (at := low.find(word)) >= 0]
        if not hits or len(low) != len(rest):
            break
        at, word = min(hits, key=lambda h: (h[0], -len(h[1])))
        parts += [(rest[:at], False), (rest[at : at + len(word)], True)]
        rest, low = rest[at + len(word) :], low[at + len(word) :]
    parts.append((rest + ("…" if start + 3 * around < len(text) else ""), False))
    return tuple(p for p in parts if p[0])
