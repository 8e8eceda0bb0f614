"""What happens to tickets, in the order of its numbers, each word once, and none left out.

PostgreSQL gives events their numbers when they are written, and shows them when their transactions end: one with a
lower number may come later. A number that lacks is looked for until every transaction that ran when it was found to
lack is over; then nobody will write it any more. SQLite has one writer, and nothing lacks.
"""

from __future__ import annotations

from collections.abc import Collection

from mailbot.desk.tools import Tools
from mailbot.store.console import Change

MOST = 1000
"""Events that are read at once; the next look takes the rest."""
_BEFORE = 200
"""How far back one that begins looks for numbers that lack."""
_LATE_MOST = 5000


class Feed:
    """One reader. Not for several threads at once."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._last = 0
        self._late: dict[int, int] = {}
        """Number that lacks → the transaction before which all must be over; 0: found to lack just now."""

    def start(self) -> None:
        """What happens from here on is told."""
        with self._tools.db.read() as t:
            running, newest = t.console.horizon(), t.console.newest_events(_BEFORE)
        self._last = newest[0] if newest else 0
        before = range(max(1, self._last - _BEFORE), self._last)
        self._late = dict.fromkeys((n for n in before if n not in newest), 0) if running else {}

    def look(self) -> list[Change]:
        """What happened since the last look."""
        with self._tools.db.read() as t:
            running = t.console.horizon()  # before the rows are read: what was over then is seen in them
            late = t.console.events_of(self._late)
            new = t.console.events_since(self._last, MOST)
        if running:
            self._settle(late.keys(), *running)
        if new:
            last = max(new)
            if running:
                gap = range(max(self._last + 1, last - _LATE_MOST), last)
                self._late |= dict.fromkeys((n for n in gap if n not in new), 0)
            self._last = last
        return [change for change in (*late.values(), *new.values()) if change is not None]

    def _settle(self, come: Collection[int], oldest: int, following: int) -> None:
        """Forget numbers that came, and those that nobody can write any more."""
        waits = {n: end for n, end in self._late.items() if n not in come and not 0 < end <= oldest}
        self._late = {n: end or following for n, end in waits.items()}
