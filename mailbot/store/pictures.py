"""Mails whose pictures are still to be read: rows, so that a kill loses none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from mailbot.store.dialect import claim, locked, put_once
from mailbot.store.tables import Decided
from mailbot.store.tables_work import PictureRow

_D = Decided.__table__  # type: ignore[attr-defined]
_P = PictureRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureJob:
    """One mail to read the pictures of. ``attempts`` counts this one."""

    raw: int
    attempts: int


class Pictures:
    """The pictures that wait, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def put(self, raw: int, now: datetime) -> bool:
        """Queue a mail; False where it was queued before."""
        return put_once(
            self._c, PictureRow, raw=raw, state="queued", attempts=0, due_at=now, result="", created_at=now
        )  # fmt: skip

    def claim(self, now: datetime, lease_s: int = 600) -> PictureJob | None:
        """The next one that is due, leased; one whose lease ran out comes again."""
        due = or_(
            (_P.c.state == "queued") & (_P.c.due_at <= now),
            (_P.c.state == "reading") & (_P.c.leased_until < now),
        )
        wanted = select(_P.c.raw, _P.c.attempts).where(due).order_by(_P.c.due_at, _P.c.raw).limit(1)
        row = self._c.execute(claim(self._c, wanted)).one_or_none()
        if row is None:
            return None
        self._c.execute(
            update(_P)
            .where(_P.c.raw == row.raw)
            .values(state="reading", attempts=row.attempts + 1, leased_until=now + timedelta(seconds=lease_s))
        )
        return PictureJob(raw=row.raw, attempts=row.attempts + 1)

    def holds(self, job: PictureJob) -> bool:
        """Whether a job is still ours, which nobody changes until the transaction ends."""
        mine = select(_P.c.raw).where(
            _P.c.raw == job.raw, _P.c.state == "reading", _P.c.attempts == job.attempts
        )  # fmt: skip
        return self._c.execute(locked(self._c, mine)).first() is not None

    def settle(self, job: PictureJob, state: str, result: str = "") -> None:
        """It is done, or failed for good."""
        mine = (_P.c.raw == job.raw) & (_P.c.attempts == job.attempts)
        self._c.execute(update(_P).where(mine).values(state=state, leased_until=None, result=result[:400]))

    def defer(self, job: PictureJob, until: datetime, result: str) -> None:
        """Again, later; it does not count as an attempt, since nobody died of it."""
        mine = (_P.c.raw == job.raw) & (_P.c.attempts == job.attempts)
        self._c.execute(
            update(_P)
            .where(mine)
            .values(state="queued", leased_until=None, due_at=until, result=result[:400], attempts=_P.c.attempts - 1)
        )

    def keep(self, raw: int, late: Mapping[str, Any]) -> None:
        """Keep what was read late beside the mail's decision, which stays as it was made."""
        known = self._c.execute(locked(self._c, select(_D.c.analysis).where(_D.c.raw == raw))).scalar_one()
        self._c.execute(update(_D).where(_D.c.raw == raw).values(analysis={**known, "late": dict(late)}))

    def release_leases(self) -> int:
        """Give every lease back: only for the one daemon of an installation, at its start."""
        freed = update(_P).where(_P.c.state == "reading").values(state="queued", leased_until=None)
        return self._c.execute(freed).rowcount

    def counts(self) -> dict[str, int]:
        """How many mails are in each state."""
        return {r[0]: r[1] for r in self._c.execute(select(_P.c.state, func.count()).group_by(_P.c.state))}
