"""Words to other systems, until they were taken or given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from mailbot.store.dialect import put_once
from mailbot.store.queue import Queue
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


class Webhooks(Queue):
    """Webhooks of one transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, _W, refused="failed")

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
        return [_webhook(r) for r in self._leased(most, now, lease_s)]

    def retry(self, ids: Sequence[int], now: datetime) -> int:
        """Queue some again, sent ones too; all that failed where none is named. Returns how many."""
        wanted = _W.c.id.in_(ids) & (_W.c.state != "sending") if ids else _W.c.state == "failed"
        return self._queue_again(wanted, now)

    def find(self, *, state: str = "", channel: str = "", most: int = 200) -> list[Webhook]:
        """Webhooks, newest first."""
        query = select(_W)
        if state:
            query = query.where(_W.c.state == state)
        if channel:
            query = query.where(_W.c.channel == channel)
        return [_webhook(r) for r in self._c.execute(query.order_by(_W.c.id.desc()).limit(most))]


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
