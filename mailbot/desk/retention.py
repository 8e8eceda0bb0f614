"""How long raw mail is kept: what holds a live secret is masked early, what is old goes, and the history says so.

Each mail is one transaction, so that a kill leaves it either whole or done with; the next round finds what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from mailbot.config.settings import RetentionSettings
from mailbot.desk.masked import masked, stays
from mailbot.desk.sealing import lacking
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.observe import metrics
from mailbot.observe.log import logger
from mailbot.store import Transaction
from mailbot.store.keeping import Kept
from mailbot.store.vault import SealedError

PAGE = 200
log = logger(__name__)

Why = Literal["live secret", "age", "asked for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shredded:
    """A mail whose octets went. ``left``: masked or gone; ``why``: live secret, age, or asked for."""

    raw: int
    ticket: int | None
    left: Literal["masked", "gone"]
    why: Why


def shred(tools: Tools, keep: RetentionSettings, stop: Callable[[], bool] = lambda: False) -> list[Shredded]:
    """Do away with what is due. A mail with a live secret leaves its masked form, an old one nothing."""
    if not tools.db.wiped and (keys := lacking(tools.db)):
        log.error("spool_keys_lacking", names=keys, remedy="add them to store.keys: mailbot spool status")
    now = tools.clock()
    old = now - timedelta(days=keep.raw_days)
    done: list[Shredded] = []
    for raw in takewhile(lambda _: not stop(), _due(lambda after: _live(tools, now - keep.secrets, after))):
        done += _one(tools, raw, "live secret", now, lambda _: True)
    for raw in takewhile(lambda _: not stop(), _due(lambda after: _old(tools, old, after))):
        done += _one(tools, raw, "age", now, lambda k: _is_old(k, old))
    _finish(tools, done)
    return done


def _finish(tools: Tools, done: Sequence[Shredded]) -> None:
    for s in done:
        metrics.mails_shredded.labels(s.left, s.why).inc()
        log.info("mail_shredded", mail=s.raw, left=s.left, why=s.why)
    if done or not tools.db.wiped:
        tools.db.wipe()


def shred_ticket(tools: Tools, number: str, by: str, why: str) -> list[Shredded]:
    """Do away with the raw mails of a ticket now, without waiting for their time. Raises LookupError; ValueError where
    no reason is given."""
    if not why.strip():
        raise ValueError("say why, for the history")
    with tools.db.read() as t:
        ticket = t.tickets.by_number(number)
        raws = [d.raw for d in t.messages.decisions(ticket.id)]
    done: list[Shredded] = []
    for raw in raws:
        done += _one(tools, raw, "asked for", tools.clock(), lambda _: True, by=by, reason=why.strip()[:500])
    _finish(tools, done)
    return done


def _live(tools: Tools, before: datetime, after: int) -> list[int]:
    with tools.db.read() as t:
        return t.keeping.live(before, after, PAGE)


def _old(tools: Tools, before: datetime, after: int) -> list[int]:
    with tools.db.read() as t:
        return t.keeping.old(before, after, PAGE)


def _due(page: Callable[[int], Sequence[int]]) -> Iterator[int]:
    """All that is due, a page at a time; what must wait after all is not asked for again."""
    after = 0
    while found := page(after):
        yield from found
        after = found[-1]


def _is_old(kept: Kept, before: datetime) -> bool:
    since = kept.settled_at if kept.ticket is None else kept.over_at
    return since is not None and since <= before and kept.settled_at is not None


def _one(
    tools: Tools, raw: int, why: Why, now: datetime, due: Callable[[Kept], bool], *, by: str = "mailbot",
    reason: str = "",
) -> list[Shredded]:  # fmt: skip
    """One mail's octets, and with them those of every mail that came as the same ones. Nothing where one of them must
    stay: it waits to be handled, or is not due."""
    with tools.db.write() as t:
        found = t.keeping.of(raw)
        if not found or not t.contents.hold(found[0].sha256):
            return []
        # What came meanwhile is seen only now, under the lock.
        found = t.keeping.of(raw)
        if not all(k.settled_at is not None and due(k) for k in found):
            return []
        if why == "live secret" and found[0].kept != "whole":
            return []
        try:
            left = _replace(t, tools, found[0], now) if why == "live secret" else None
        except SealedError as error:
            log.warning("mail_not_masked", mail=raw, error=str(error))
            return []
        if left is None:
            t.contents.remove(found[0].sha256)
        t.keeping.mark([k.raw for k in found], "gone" if left is None else "masked")
        data: dict[str, object] = {"because": reason or why, "left": "nothing" if left is None else "masked form"}
        if left:
            data["attachments_removed"] = left
        for k in found:
            kind = "secret_shredded" if k.live else "mail_shredded"
            t.messages.log([Event(kind=kind, at=now, actor=by, data={"mail": k.raw, **data})], ticket=k.ticket,
                           raw=k.raw)  # fmt: skip
    form: Literal["masked", "gone"] = "gone" if left is None else "masked"
    return [Shredded(raw=k.raw, ticket=k.ticket, left=form, why=why) for k in found]


def _replace(t: Transaction, tools: Tools, kept: Kept, now: datetime) -> list[str] | None:
    """Put the masked form in a mail's place; the names of the attachments that went, None where nothing is known of
    it to make one. Raises SealedError."""
    decision = t.console.decision(kept.raw)
    if decision is None:
        return None
    content = t.spool.original(kept.raw).content
    t.contents.put(kept.sha256, masked(decision.analysis, content, tools.policy().limits, now))
    attachments = decision.analysis["message"]["attachments"]
    return [str(a["filename"]) for a in attachments if not stays(a, decision.analysis)]
