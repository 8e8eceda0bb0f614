"""The daily comparison of every mailbox with what was taken from it: what was found, kept for whoever looks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.desk.tools import Tools
from mailbot.intake.imap_fetch import Known, Reconciliation
from mailbot.model.codec import from_plain, to_plain
from mailbot.model.ticket import Event
from mailbot.observe.log import logger

log = logger(__name__)

EVERY = timedelta(hours=24)
_SETTING = "reconciled"
_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """One mailbox, the last time. ``error``: why it could not be compared, else empty; ``unaccounted`` are UIDs."""

    at: datetime
    on_server: int = 0
    waiting: int = 0
    recovered: int = 0
    unaccounted: tuple[int, ...] = ()
    error: str = ""


def last(tools: Tools) -> Mapping[str, Reconciled]:
    """What was found the last time, by mailbox."""
    with tools.db.read() as t:
        kept = json.loads(t.books.setting(_SETTING) or "{}")
    return {name: from_plain(Reconciled, found) for name, found in kept.items()}


def due(tools: Tools, name: str) -> bool:
    """Whether a mailbox was not compared for a day."""
    known = last(tools).get(name)
    return known is None or tools.clock() - known.at >= EVERY


def reconcile(tools: Tools, name: str, compare: Callable[[Known], Reconciliation | None]) -> Reconciled:
    """Compare a mailbox now, and keep what was found. Never raises for a server that is away: that is kept, too."""

    def known(mailbox: str, folder: str, uidvalidity: int) -> set[int]:
        with tools.db.read() as t:
            return t.spool.known_uids(mailbox, folder, uidvalidity)

    try:
        told = compare(known)
    except Exception as error:  # noqa: BLE001 - servers fail in ways of their own; tomorrow they are asked again
        found = Reconciled(at=tools.clock(), error=f"{type(error).__name__}: {error}"[:500])
    else:
        if told is None:
            found = Reconciled(at=tools.clock(), error="the folder has not been read yet")
        else:
            found = Reconciled(
                at=tools.clock(), on_server=told.on_server, waiting=told.waiting, recovered=len(told.recovered),
                unaccounted=told.unaccounted[:_SHOWN],
            )  # fmt: skip
    if found.error:
        log.warning("reconciliation_failed", mailbox=name, error=found.error)
    with tools.db.write() as t:
        kept = json.loads(t.books.setting(_SETTING) or "{}")
        t.books.set(_SETTING, json.dumps({**kept, name: to_plain(found)}, ensure_ascii=False))
        if found.recovered or found.unaccounted:
            data = {"mailbox": name, "recovered": found.recovered, "unaccounted": list(found.unaccounted)}
            t.messages.log([Event(kind="mailbox_reconciled", at=found.at, data=data)], ticket=None)
    return found
