"""Words to other systems, until they were taken or given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from mailbot.model.effects import Deferred, Outcome, Sent
from mailbot.store.dialect import claim, put_once
from mailbot.store.tables_desk import WebhookRow

_W = WebhookRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One word to one channel."""

    id: int
    dedupe_key: str
    channel: str
    event: str
    ticket: int | None
    payload: Mapping[str, Any]
    state: str
    attempts: int
    due_at: datetime
    response: str
    created_at: datetime
    sent_at: datetime | None


class Webhooks:
    """Webhooks of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def put(
        self,
        *,
        dedupe_key: str,
        channel: str,
        event: str,
        ticket: int | None,
        payload: Mapping[str, Any],
        now: datetime,
    ) -> bool:
        """Queue a word; False where one with this key was queued before."""
        return put_once(
            self._c,
            WebhookRow,
            dedupe_key=dedupe_key,
            channel=channel,
            event=event,
            ticket=ticket,
            payload=dict(payload),
            state="queued",
            attempts=0,
            due_at=now,
            response="",
            created_at=now,
        )

    def claim(self, most: int, now: datetime, lease_s: int = 120) -> list[Webhook]:
        """Those that are due, leased; those whose lease ran out come again."""
        due = or_(
            (_W.c.state == "queued") & (_W.c.due_at <= now),
            (_W.c.state == "sending") & (_W.c.leased_until < now),
        )
        wanted = select(_W.c.id).where(due).order_by(_W.c.due_at, _W.c.id).limit(most)
        ids = self._c.execute(claim(self._c, wanted)).scalars().all()
        if not ids:
            return []
        leased = now + timedelta(seconds=lease_s)
        self._c.execute(update(_W).where(_W.c.id.in_(ids)).values(state="sending", leased_until=leased))
        return [_webhook(r) for r in self._c.execute(select(_W).where(_W.c.id.in_(ids)).order_by(_W.c.id))]

    def settle(self, webhook: int, outcome: Outcome, now: datetime) -> None:
        """What came of an attempt."""
        values: dict[str, object]
        if isinstance(outcome, Sent):
            values = {"state": "sent", "sent_at": now, "response": outcome.response[:1000]}
        elif isinstance(outcome, Deferred):
            values = {"state": "queued", "due_at": outcome.until, "response": outcome.why[:1000]}
        else:
            values = {"state": "failed", "response": outcome.why[:1000]}
        changed = update(_W).where(_W.c.id == webhook)
        self._c.execute(changed.values(**values, attempts=_W.c.attempts + 1, leased_until=None))

    def retry(self, ids: Sequence[int], now: datetime) -> int:
        """Queue some again, sent ones too; all that failed where none is named. Returns how many."""
        wanted = _W.c.id.in_(ids) & (_W.c.state != "sending") if ids else _W.c.state == "failed"
        return self._c.execute(update(_W).where(wanted).values(state="queued", due_at=now, attempts=0)).rowcount

    def release_leases(self) -> int:
        """Give every lease back: only for the one daemon of an installation, at its start."""
        freed = update(_W).where(_W.c.state == "sending").values(state="queued", leased_until=None)
        return self._c.execute(freed).rowcount

    def find(self, *, state: str = "", channel: str = "", most: int = 200) -> list[Webhook]:
        """Webhooks, newest first."""
        query = select(_W)
        if state:
            query = query.where(_W.c.state == state)
        if channel:
            query = query.where(_W.c.channel == channel)
        return [_webhook(r) for r in self._c.execute(query.order_by(_W.c.id.desc()).limit(most))]

    def next_due(self) -> datetime | None:
        """When the next one is due."""
        due: datetime | None = self._c.execute(select(func.min(_W.c.due_at)).where(_W.c.state == "queued")).scalar_one()
        return due


def _webhook(r: Row[Any]) -> Webhook:
    return Webhook(
        id=r.id,
        dedupe_key=r.dedupe_key,
        channel=r.channel,
        event=r.event,
        ticket=r.ticket,
        payload=r.payload,
        state=r.state,
        attempts=r.attempts,
        due_at=r.due_at,
        response=r.response,
        created_at=r.created_at,
        sent_at=r.sent_at,
    )
