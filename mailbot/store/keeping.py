"""How long raw mail is kept: which mails' octets are due to go, and what is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, and_, func, or_, select, update

from mailbot.store.tables import Decided, Raw, TicketRow

_R = Raw.__table__  # type: ignore[attr-defined]
_D = Decided.__table__  # type: ignore[attr-defined]
_T = TicketRow.__table__  # type: ignore[attr-defined]
_OTHER = _R.alias("other")

Left = Literal["masked", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A raw mail as far as it matters for how long it is kept. ``settled_at`` is None until it was handled;
    ``over_at``: since when its ticket is closed or resolved, None while it is not."""

    raw: int
    sha256: str
    live: bool
    kept: str
    settled_at: datetime | None
    ticket: int | None
    over_at: datetime | None


class Keeping:
    """What is kept of raw mails, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def live(self, before: datetime, after: int, most: int) -> list[int]:
        """Mails with a live secret that were handled before a time, are whole, and share their octets with none that
        still waits; ids above ``after``, in their order."""
        waits = select(_OTHER.c.id).where(_OTHER.c.sha256 == _R.c.sha256, _OTHER.c.state != "done").exists()
        query = (
            select(_R.c.id)
            .where(_R.c.kept == "whole", _R.c.live.is_(True), _R.c.settled_at <= before, _R.c.state == "done", ~waits)
            .where(_R.c.id > after)
        )
        return list(self._c.execute(query.order_by(_R.c.id).limit(most)).scalars())

    def old(self, before: datetime, after: int, most: int) -> list[int]:
        """Mails of tickets that were over before a time, and mails without one that were handled before it."""
        query = (
            select(_R.c.id)
            .join(_D, _D.c.raw == _R.c.id, isouter=True)
            .join(_T, _T.c.id == _D.c.ticket, isouter=True)
            .where(
                _R.c.kept.in_(("whole", "masked")),
                _R.c.settled_at <= before,
                _R.c.state == "done",
                or_(
                    _T.c.id.is_(None),
                    and_(_T.c.status == "closed", _T.c.closed_at <= before),
                    and_(_T.c.status == "resolved", _T.c.updated_at <= before),
                ),
            )
            .where(_R.c.id > after)
        )
        return list(self._c.execute(query.order_by(_R.c.id).limit(most)).scalars())

    def of(self, raw: int) -> list[Kept]:
        """A mail and all that share its octets, the mail itself first; empty where there is none."""
        same = select(_OTHER.c.sha256).where(_OTHER.c.id == raw).scalar_subquery()
        found = [_kept(r) for r in self._c.execute(_selected().where(_R.c.sha256 == same).order_by(_R.c.id))]
        return sorted(found, key=lambda k: k.raw != raw)

    def many(self, raws: Sequence[int]) -> dict[int, str]:
        """What is left of each mail: whole, masked, gone."""
        return {r.id: r.kept for r in self._c.execute(select(_R.c.id, _R.c.kept).where(_R.c.id.in_(raws)))}

    def mark(self, raws: Sequence[int], left: Left) -> None:
        """Note what is left of mails."""
        self._c.execute(update(_R).where(_R.c.id.in_(raws)).values(kept=left))

    def expose(self, raw: int) -> None:
        """Note that a mail holds a live secret after all, which was found later than the others."""
        self._c.execute(update(_R).where(_R.c.id == raw).values(live=True))

    def counts(self) -> dict[str, int]:
        """How many mails are whole, masked, gone."""
        return {r[0]: r[1] for r in self._c.execute(select(_R.c.kept, func.count()).group_by(_R.c.kept))}


def _selected() -> Select[Any]:
    columns = (_R.c.id, _R.c.sha256, _R.c.live, _R.c.kept, _R.c.state, _R.c.settled_at)
    return (
        select(*columns, _T.c.id.label("ticket"), _T.c.closed_at, _T.c.updated_at, _T.c.status)
        .join(_D, _D.c.raw == _R.c.id, isouter=True)
        .join(_T, _T.c.id == _D.c.ticket, isouter=True)
    )


def _kept(r: Row[Any]) -> Kept:
    return Kept(
        raw=r.id,
        sha256=r.sha256,
        live=r.live,
        kept=r.kept,
        settled_at=r.settled_at if r.state == "done" else None,
        ticket=r.ticket,
        over_at={"closed": r.closed_at, "resolved": r.updated_at}.get(r.status),
    )
