"""What waits to be sent, letters and webhooks alike, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from mailbot.model.effects import Deferred, Rejected, Sent
from mailbot.store import Database, Transaction
from mailbot.store.outbox import OutboxRows
from mailbot.store.webhooks import Webhooks

Queue: TypeAlias = OutboxRows | Webhooks
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def letters(t: Transaction) -> Queue:
    for n in range(3):
        t.outbox.put(
            dedupe_key=f"{n}", ticket=None, kind="reply", automatic=False, recipient="a@mail.example",
            message_id=f"{n}@desk.example", request={}, now=NOW,
        )  # fmt: skip
    return t.outbox


def calls(t: Transaction) -> Queue:
    for n in range(3):
        t.webhooks.put(dedupe_key=f"{n}", channel="ops", event="opened", ticket=None, payload={}, now=NOW)
    return t.webhooks


@pytest.mark.parametrize(("queue", "refused"), [(letters, "rejected"), (calls, "failed")])
def test_a_row_is_tried_by_one_until_it_is_settled(
    database: Database, queue: Callable[[Transaction], Queue], refused: str
) -> None:
    with database.write() as t:
        rows = queue(t)
        first, second, third = (row.id for row in rows.claim(3, NOW))
        assert rows.claim(3, NOW) == []
        assert rows.next_due() is None
        rows.settle(first, Sent(response="250 " + "x" * 2000), NOW)
        rows.settle(second, Deferred(until=NOW + timedelta(minutes=5), why="450 later"), NOW)
        rows.settle(third, Rejected(why="550 no"), NOW)
        assert rows.next_due() == NOW + timedelta(minutes=5)
        never, waiting, sent = rows.find()
    assert (sent.state, sent.sent_at, sent.attempts, len(sent.response)) == ("sent", NOW, 1, 1000)
    assert (waiting.state, waiting.response, waiting.attempts) == ("queued", "450 later", 1)
    assert (never.state, never.response, never.attempts) == (refused, "550 no", 1)


@pytest.mark.parametrize("queue", [letters, calls])
def test_what_somebody_had_who_died_comes_again(database: Database, queue: Callable[[Transaction], Queue]) -> None:
    with database.write() as t:
        rows = queue(t)
        had = [row.id for row in rows.claim(3, NOW, lease_s=60)]
        assert rows.claim(3, NOW + timedelta(seconds=59)) == []
        assert [row.id for row in rows.claim(3, NOW + timedelta(seconds=61))] == had
        rows.unclaim(had[:1])
        assert [row.id for row in rows.claim(3, NOW)] == had[:1]
        assert rows.release_leases() == 3
        assert [row.attempts for row in rows.claim(3, NOW)] == [0, 0, 0]
