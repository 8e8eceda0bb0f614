"""How many tickets each view has, without anybody waiting for it: an old count is shown while a new one is taken."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from mailbot.desk import console as desk
from mailbot.desk.access import Guest
from mailbot.observe.log import logger
from mailbot.store.console import COUNT_MOST, Slice
from mailbot.web.console import Console

log = logger(__name__)

FRESH_S = 1.0
"""How old a count may be: fifty agents ask for the same ones. One that is slow to take may be twenty times as old."""
_OWN = ("mine", "mentioned")
_SHARED = tuple(view for view in desk.COUNTED if view not in _OWN)
_Key = tuple[int, str, tuple[str, ...]]
_known: dict[_Key, tuple[float, dict[str, int]]] = {}
_being_taken: set[_Key] = set()
_lock = threading.Lock()


def counts(site: Console, guest: Guest) -> dict[str, str]:
    """view → how many, "999+" where there are more. All but one's own are shared by those who see the same teams."""
    many = _count(site, guest, "", _SHARED) | _count(site, guest, guest.person.name, _OWN)
    return {view: f"{COUNT_MOST - 1}+" if n >= COUNT_MOST else str(n) for view, n in many.items()}


def _count(site: Console, guest: Guest, me: str, views: Sequence[str]) -> dict[str, int]:
    key = (id(site), me, guest.person.teams)
    with _lock:
        fresh_until, known = _known.get(key, (0.0, None))
        if known is not None and time.monotonic() < fresh_until:
            return known
        mine = key not in _being_taken
        _being_taken.add(key)
    if known is None:
        return _take(site, key, me, views)
    if mine:
        threading.Thread(target=_take_again, args=(site, key, me, views), name="counts", daemon=True).start()
    return known


def _take(site: Console, key: _Key, me: str, views: Sequence[str]) -> dict[str, int]:
    before = time.monotonic()
    try:
        found = desk.counts(site.tools, Slice(view="us", me=me, teams=key[2]), views)
        after = time.monotonic()
        with _lock:
            if len(_known) > 1000:
                _known.clear()
            _known[key] = (after + max(FRESH_S, 20 * (after - before)), found)
        return found
    finally:
        with _lock:
            _being_taken.discard(key)


def _take_again(site: Console, key: _Key, me: str, views: Sequence[str]) -> None:
    try:
        _take(site, key, me, views)
    except Exception as error:  # noqa: BLE001 - the old count stays; the database may just be closing
        log.warning("count_failed", error=f"{type(error).__name__}: {error}")
