"""What is made up for in the background, a step at a time: counts for the reports, and the search index of mail that
came before there was one."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass

from mailbot.desk import drift, figures
from mailbot.desk.tools import Tools
from mailbot.observe.log import logger
from mailbot.store.search import REINDEX

log = logger(__name__)

_MESSAGES = 500
"""Messages that are indexed in one transaction."""
_PAUSE = 20.0
"""A step that took a second is followed by so many in which others work, unless there is a backlog."""
_COUNT_S = 15.0
_WATCH_S = 3600.0
"""So often it is looked whether the mail has drifted."""
_SIZES, _FEW = "sizes", 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindexing:
    """How far the search index is: messages up to ``below`` are still to be done, of ``newest``; 0 where none is."""

    below: int = 0
    newest: int = 0

    @property
    def share(self) -> float:
        """That is done, between 0 and 1."""
        return 1 - self.below / self.newest if self.newest else 1.0


def reindexing(tools: Tools) -> Reindexing:
    """How far it is."""
    with tools.db.read() as t:
        return _reindexing(t.books.setting(REINDEX))


def _reindexing(text: str | None) -> Reindexing:
    if not text:
        return Reindexing()
    if text.isdigit():  # as a migration leaves it: up to which message
        return Reindexing(below=int(text), newest=int(text))
    return Reindexing(**json.loads(text))


def reindex_all(tools: Tools) -> Reindexing:
    """Throw the search index away and begin it anew; mail that comes meanwhile is found at once."""
    with tools.db.write() as t:
        newest = t.search.clear()
        fresh = Reindexing(below=newest, newest=newest)
        t.books.set(REINDEX, json.dumps(asdict(fresh)))
    return fresh


def reindex(tools: Tools, most: int = _MESSAGES) -> bool:
    """Index the newest messages that are not yet; whether there are more."""
    if not reindexing(tools).below:
        return False
    with tools.db.write() as t:
        known = _reindexing(t.books.setting(REINDEX))
        below = t.search.reindex(known.below, most)
        t.books.set(REINDEX, json.dumps(asdict(Reindexing(below=below, newest=known.newest))) if below else "")
    if not below:
        log.info("search_reindexed", messages=known.newest)
    return bool(below)


def note_sizes(tools: Tools) -> bool:
    """Tell the database how its rows are spread, each time that there are twice as many; whether that was done."""
    with tools.db.read() as t:
        newest, known = t.console.newest(), int(t.books.setting(_SIZES) or _FEW)
    if newest < 2 * known:
        return False
    with tools.db.write() as t:
        t.console.note_sizes()
        t.books.set(_SIZES, str(newest))
    return True


class Upkeep:
    """Decides what is done next, so that people and mail go first."""

    def __init__(self) -> None:
        self._count_at = 0.0
        self._watch_at = 0.0

    def step(self, tools: Tools) -> bool:
        """Do a little; whether there is more to do at once."""
        more = reindex(tools)
        note_sizes(tools)
        now = time.monotonic()
        if now >= self._count_at:
            more |= figures.count(tools)
            took = time.monotonic() - now
            self._count_at = 0.0 if more else time.monotonic() + max(_COUNT_S, _PAUSE * took)
        if not more and now >= self._watch_at:
            drift.watch(tools.db, tools.clock())
            self._watch_at = time.monotonic() + _WATCH_S
        if more:
            time.sleep(0.05)  # a writer that waits comes first
        return more
