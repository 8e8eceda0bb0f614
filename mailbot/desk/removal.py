"""How long tickets and the record of who did what are kept: what is over goes, one ticket a transaction, so that a kill
leaves it whole or gone. Counts for the reports stay: nothing goes uncounted, and its hour is not counted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.config.settings import RetentionSettings
from mailbot.desk import figures, upkeep
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.observe.log import logger
from mailbot.store import Transaction
from mailbot.store.figures import Count, Key

PAGE = 200
EVENTS = 5_000
"""Events that go in one transaction."""
log = logger(__name__)


@dataclass(slots=True, kw_only=True)
class Gone:
    """What went in a round: tickets, mails of no ticket, events."""

    tickets: int = 0
    records: int = 0
    events: int = 0


def due(tools: Tools, keep: RetentionSettings) -> dict[str, int]:
    """How much of each kind is due to go; changes nothing. Mails are those that `retention.shred` masks or removes."""
    now = tools.clock()
    with tools.db.read() as t:
        live = sum(1 for _ in _all(lambda after: t.keeping.live(now - keep.secrets, after, PAGE)))
        old = sum(1 for _ in _all(lambda after: t.keeping.old(now - timedelta(days=keep.raw_days), after, PAGE)))
        rest = t.removing.counts(now - timedelta(days=keep.ticket_days), now - timedelta(days=keep.audit_days))
    return {"mails with a live secret": live, "raw mails": old, **rest}


def remove(tools: Tools, keep: RetentionSettings, stop: Callable[[], bool] = lambda: False) -> Gone:
    """Remove what is due: tickets and mails of no ticket, then old events."""
    now = tools.clock()
    before = now - timedelta(days=keep.ticket_days)
    gone = Gone()
    if upkeep.reindexing(tools).below:
        return gone  # what is not indexed cannot be taken out of the index
    known = figures.progress(tools)
    for ticket in _all(lambda after: _page(tools, lambda t: t.removing.tickets(before, after, PAGE))):
        if stop():
            return gone
        gone.tickets += _ticket(tools, ticket, before, known, now)
    for raw in _all(lambda after: _page(tools, lambda t: t.removing.records(before, after, PAGE))):
        if stop():
            return gone
        with tools.db.write() as t:
            gone.records += t.removing.record(raw, before)
    gone.events = _events(tools, now - timedelta(days=keep.audit_days), known, stop)
    _say(tools, gone, now)
    return gone


def _ticket(tools: Tools, ticket: int, before: datetime, known: figures.Progress, now: datetime) -> bool:
    with tools.db.write() as t:
        event, letter = t.removing.last_of(ticket)
        if known.newest or event > known.event or letter > known.letter:
            return False  # not counted yet: the next round
        removed = t.removing.ticket(ticket, before)
        if removed is None:
            return False
        hour = removed.opened_at.replace(minute=0, second=0, microsecond=0)
        t.figures.add({Key(figures.REMOVED, hour, "", ""): Count(1)})
        data: dict[str, object] = {"number": removed.number, "mails": removed.mails, "letters": removed.letters}
        t.messages.log([Event(kind="ticket_removed", at=now, data=data)], ticket=None)
    log.info("ticket_removed", ticket=removed.number)
    return True


def _events(tools: Tools, before: datetime, known: figures.Progress, stop: Callable[[], bool]) -> int:
    count = after = 0
    while not known.newest and not stop():
        with tools.db.write() as t:
            some, last = t.removing.events(before, after, EVENTS)
        count += some
        if last is None:
            break
        after = last
    return count


def _say(tools: Tools, gone: Gone, now: datetime) -> None:
    if not (gone.tickets or gone.records or gone.events):
        return
    if gone.records or gone.events:
        data: dict[str, object] = {"mails": gone.records, "events": gone.events}
        with tools.db.write() as t:
            t.messages.log([Event(kind="history_removed", at=now, data=data)], ticket=None)
    log.info("removed", tickets=gone.tickets, mails=gone.records, events=gone.events)
    tools.db.wipe()


def _page(tools: Tools, ask: Callable[[Transaction], list[int]]) -> list[int]:
    with tools.db.read() as t:
        return ask(t)


def _all(page: Callable[[int], Sequence[int]]) -> Iterator[int]:
    after = 0
    while found := page(after):
        yield from found
        after = found[-1]
