"""Keeping the counts by hour up to date, so that a report is a sum.

Whatever happens is an event: from the newest events follow the tickets, and so the hours, that are to be counted anew.
A database that was never counted is counted from its first event on; `Progress` tells how far that is.
"""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from mailbot.desk.tools import Tools
from mailbot.store import Database
from mailbot.store.figures import Count, Figures, Happened, Key, Seen

_SETTING = "figures"
STEP = 50_000
"""Events that are looked at in one step."""
_NOW = 5_000
"""So few are counted while somebody waits for the page."""
LAG = timedelta(seconds=2)
"""Events younger than this may still be followed by an older one, of a transaction that ends later."""
OF_TICKETS = (
    "opened", "abstained", "over", "due", "waiting", "answer", "category", "intent", "language", "mailbox", "priority",
    "team", "corrected", "confusion", "sure", "follow_up",
)  # fmt: skip
REMOVED = "removed"
"""The count of tickets of an hour that are kept no more: what was counted of that hour stands."""
_STEPS_A_DECADE = 40
"""Of the histogram of times, so that a percentile is exact to 3 %."""
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """``event`` and ``letter``: the last ones counted. ``at``: until when everything is."""

    event: int = 0
    letter: int = 0
    raw: int = 0
    """The mail that the last event is of: its decision is counted."""
    newest: int = 0
    """The newest event while a backlog is counted, else 0."""
    at: str = ""

    @property
    def share(self) -> float:
        """Of the events that there were, between 0 and 1."""
        return min(1.0, self.event / self.newest) if self.newest else 1.0


def progress(tools: Tools) -> Progress:
    """How far the counting is."""
    with tools.db.read() as t:
        return _progress(t.books.setting(_SETTING))


def _progress(text: str | None) -> Progress:
    return Progress(**json.loads(text)) if text else Progress()


def refresh(tools: Tools) -> Progress:
    """Count what came since, where that is little; a greater backlog is left to `count`, in the background."""
    known = progress(tools)
    with tools.db.read() as t:
        newest, _ = t.figures.newest()
    if newest - known.event <= _NOW:
        count(tools)
    return progress(tools)


def count(tools: Tools, most: int = STEP) -> bool:
    """Count the next events and letters; whether there are more. One thread of a process at a time; of two processes
    that count the same, the later one's work is left out."""
    if not _lock.acquire(blocking=False):
        return False
    try:
        return _count(tools.db, tools.clock() - LAG, most)
    finally:
        _lock.release()


def _count(db: Database, until: datetime, most: int) -> bool:
    with db.read() as t:
        known = t.books.setting(_SETTING)
        before, figures = _progress(known), t.figures
        events, letters = figures.events(before.event, until, most), figures.letters(before.letter, until, most)
        newest, _ = figures.newest()
        hours = figures.hours_of(sorted({e.ticket for e in events if e.ticket is not None}))
        hours = figures.without(REMOVED, hours)
        added = _added(figures, events, letters, before.raw)
    if not events and not letters:
        return False
    counted: dict[Key, Count] = {}
    for hour in hours:
        with db.read() as t:
            counted |= tally(hour, t.figures.opened_in(hour))
        time.sleep(0)  # others first
    after = Progress(
        event=events[-1].id if events else before.event,
        letter=letters[-1][0] if letters else before.letter,
        raw=next((e.raw for e in reversed(events) if e.raw is not None), before.raw),
        newest=max(before.newest, newest) if len(events) == most else 0,
        at=until.isoformat() if len(events) < most else events[-1].at.isoformat(),
    )
    with db.write() as t:
        if t.books.setting(_SETTING) != known:
            return True
        t.figures.put(OF_TICKETS, hours, counted)
        t.figures.add(added)
        t.books.set(_SETTING, json.dumps(asdict(after)))
    return max(len(events), len(letters)) == most


def _added(
    figures: Figures, events: Iterable[Happened], letters: Iterable[tuple[int, str, datetime, str]], last_raw: int
) -> dict[Key, Count]:
    """What is counted where it happened. The rules of a mail stand with the first event of it."""
    found: dict[Key, Count] = {}
    decided: dict[int, Happened] = {}
    for e in events:
        _more(found, Key("event", _hour(e.at), e.team, e.kind))
        if e.raw is not None and e.raw != last_raw:
            decided.setdefault(e.raw, e)
    for _, kind, at, team in letters:
        _more(found, Key("letter", _hour(at), team, kind))
    for raw, rules in figures.rules(sorted(decided)):
        e = decided[raw]
        _more(found, Key("decided", _hour(e.at), e.team, ""))
        for rule in rules:
            _more(found, Key("rule", _hour(e.at), e.team, rule[:160]))
    return found


def tally(hour: datetime, tickets: Iterable[Seen]) -> dict[Key, Count]:
    """All counts of the tickets that were opened in an hour."""
    found: dict[Key, Count] = {}
    for s in tickets:
        for name, value, good, total in _counts_of(s):
            _more(found, Key(name, hour, s.team, value), good=good, total=total)
    return found


def _counts_of(s: Seen) -> Iterator[tuple[str, str, bool, float]]:
    complete, corrected = not s.asked, bool(s.corrected) and s.corrected[0][0] != s.corrected[-1][1]
    yield "opened", "", complete, 0.0
    for name in ("category", "language", "mailbox", "priority", "team"):
        yield name, getattr(s, name), complete, 0.0
    yield "intent", s.intent, not corrected, 0.0
    if s.abstained:
        yield "abstained", "", True, 0.0
    if s.over:
        yield "over", "", s.answered is None, 0.0
    if s.answered is not None:
        yield "answer", f"{s.priority} {_step((s.answered - s.opened).total_seconds())}", True, 0.0
    if s.due is not None and s.answered is not None:
        yield "due", "", s.answered <= s.due, 0.0
    elif s.due is not None:
        yield "waiting", s.due.strftime("%Y-%m-%dT%H:%M"), False, 0.0
    if corrected:
        yield "corrected", "", False, 0.0
        yield "confusion", f"{s.corrected[0][0]} {s.corrected[-1][1]}"[:160], False, 0.0
    if s.sure is not None:
        yield "sure", str(min(9, int(10 * s.sure))), not corrected, s.sure
    for kind, answered in s.followed:
        yield "follow_up", kind, answered, 0.0


def _more(found: dict[Key, Count], key: Key, *, good: bool = False, total: float = 0.0) -> None:
    known = found.get(key, Count())
    found[key] = Count(known.many + 1, known.good + good, known.total + total)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _step(seconds: float) -> int:
    """The step of the histogram that a time belongs to."""
    return round(_STEPS_A_DECADE * math.log10(max(1.0, seconds)))


def seconds_of(step: int) -> float:
    """The time in the middle of a step."""
    return float(10 ** (step / _STEPS_A_DECADE))
