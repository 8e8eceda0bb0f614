"""Who was called by name in a note, and has not looked yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from mailbot.store.tables_work import MentionRow

_N = MentionRow.__table__  # type: ignore[attr-defined]


class Mentions:
    """Mentions of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def add(self, ticket: int, people: Iterable[str], by: str, now: datetime) -> None:
        """Call people."""
        rows = [{"ticket": ticket, "person": name, "by": by[:128], "at": now} for name in people]
        if rows:
            self._c.execute(insert(_N), rows)

    def waits(self, ticket: int, person: str) -> bool:
        """Whether a person was called on a ticket and has not looked."""
        mine = (_N.c.ticket == ticket, _N.c.person == person, _N.c.seen_at.is_(None))
        return self._c.execute(select(_N.c.id).where(*mine).limit(1)).first() is not None

    def seen(self, ticket: int, person: str, now: datetime) -> int:
        """The person looked. Returns how many calls that answers."""
        mine = (_N.c.ticket == ticket, _N.c.person == person, _N.c.seen_at.is_(None))
        return self._c.execute(update(_N).where(*mine).values(seen_at=now)).rowcount
