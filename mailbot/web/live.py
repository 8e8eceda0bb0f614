"""What happens, told to open pages as it happens: one watcher, and a queue for each open stream.

The watcher is woken by the commits of its own process and looks at once; for those of others (a command, a daemon
beside it) it looks by the clock.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from anyio import to_thread

from mailbot.desk.access import Guest
from mailbot.desk.feed import Feed
from mailbot.desk.tools import Tools
from mailbot.observe.log import logger
from mailbot.store.console import Change

log = logger(__name__)

LOOK_S = 0.5
"""How often the watcher looks for new events without being woken: a read of one index entry."""
GATHER_S = 0.2
"""How long it rests after a look: whatever happens meanwhile is told together."""
_PING_S = 15.0
_BEHIND_MOST = 50
_QUIET = frozenset({"mail_read", "attachment_read"})
_STREAM_S = 600.0
"""A stream ends after ten minutes; the browser comes back, and its session is looked at again."""


@dataclass(eq=False)
class _Stream:
    guest: Guest
    ticket: str
    news: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(maxsize=_BEHIND_MOST))

    def tell(self, text: str) -> None:
        if not self.news.full():
            self.news.put_nowait(text)


class Live:
    """All open streams of this process. The watcher runs only while somebody looks."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._streams: set[_Stream] = set()
        self._watcher: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """End every stream, from any thread."""
        self._closed = True
        with self._lock:
            loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
        for stream in self._streams:
            while not stream.news.empty():
                stream.news.get_nowait()
            stream.news.put_nowait(None)

    async def stream(self, guest: Guest, ticket: str) -> AsyncIterator[str]:
        """Server-sent events (HTML Living Standard 9.2) for one page."""
        stream = _Stream(guest, ticket)
        with self._lock:
            self._loop = asyncio.get_running_loop()
        feed = Feed(self._tools)
        await to_thread.run_sync(feed.start)  # what happens from here on is told
        self._streams.add(stream)
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch(feed))
        self._who_is_here(ticket)
        try:
            yield ": here\n\n"
            end = time.monotonic() + _STREAM_S
            while not self._closed and time.monotonic() < end:
                try:
                    text = await asyncio.wait_for(stream.news.get(), _PING_S)
                except TimeoutError:
                    text = ": still here\n\n"
                if text is None:
                    return
                yield text
        finally:
            self._streams.discard(stream)
            self._who_is_here(ticket)

    def _who_is_here(self, ticket: str) -> None:
        if not ticket:
            return
        here = [s for s in self._streams if s.ticket == ticket]
        for stream in here:
            others = sorted({s.guest.person.display for s in here if s.guest.person.id != stream.guest.person.id})
            stream.tell(_event("here", others))

    async def _watch(self, feed: Feed) -> None:
        with self._woken() as woken:
            while self._streams and not self._closed:
                with suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), LOOK_S)
                woken.clear()
                try:
                    changed = await to_thread.run_sync(feed.look)
                except Exception as error:  # noqa: BLE001 - the database is away for a moment; pages stay as they are
                    log.warning("watcher_failed", error=f"{type(error).__name__}: {error}")
                    await asyncio.sleep(LOOK_S)
                    continue
                if changed:
                    self._tell(changed)
                await asyncio.sleep(GATHER_S)

    @contextmanager
    def _woken(self) -> Iterator[asyncio.Event]:
        """Set by each commit of this process."""
        woken, loop, db = asyncio.Event(), asyncio.get_running_loop(), self._tools.db

        def wake() -> None:
            if not woken.is_set():
                with suppress(RuntimeError):  # the loop has just ended
                    loop.call_soon_threadsafe(woken.set)

        db.on_commit = (*db.on_commit, wake)
        try:
            yield woken
        finally:
            db.on_commit = tuple(tell for tell in db.on_commit if tell is not wake)

    def _tell(self, changed: Sequence[Change]) -> None:
        told: dict[tuple[str, ...], str] = {}  # by teams: fifty open pages are told mostly the same
        for stream in self._streams:
            teams = stream.guest.person.teams
            if teams not in told:
                news = [
                    {"number": c.number, "kind": c.kind, "by": c.actor, "status": c.status}
                    for c in changed
                    if (not teams or c.team in teams) and c.kind not in _QUIET
                ]
                told[teams] = _event("tickets", news) if news else ""
            if told[teams]:
                stream.tell(told[teams])


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
