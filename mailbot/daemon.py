"""The daemon: threads, each supervised and visible, and the scheduler that only wakes them.

A thread per mailbox, a triage worker that drains the spool in batches, a sender that keeps its connection, a worker
for what falls due. Whatever fails is logged, counted and started again with backoff; the database knows what is left.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.app import App, Part
from mailbot.config.watch import Watch
from mailbot.observe.log import logger

log = logger(__name__)

_BACKOFF_S = (0.2, 1.0, 5.0, 30.0)
_STOP_S = 1.5
"""How long the threads have to end after a stop; they do nothing that must not be interrupted."""


@dataclass(kw_only=True)
class Worker:
    """A loop in a thread: ``step`` until it says that nothing is left, then sleep until woken."""

    name: str
    step: Callable[[], bool]
    idle_s: float = 30.0
    failures: int = 0
    last_error: str = ""
    last_step: datetime | None = None
    _wake: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def wake(self) -> None:
        """There may be work."""
        self._wake.set()

    def start(self) -> None:
        """Begin the loop in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask the loop to end after its present step."""
        self._stop.set()
        self._wake.set()

    def join(self, seconds: float) -> bool:
        """Wait for the end; False where it did not come."""
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def woken(self) -> bool:
        """Whether there may be work since the present step began."""
        return self._wake.is_set()

    @property
    def stopping(self) -> bool:
        """Whether the end was asked for."""
        return self._stop.is_set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                more = self.step()
                self.failures, self.last_step = 0, datetime.now(UTC)
            except Exception as error:  # noqa: BLE001 - a worker never dies of an error, it says it and goes on
                self._failed(error)
                continue
            if not more:
                self._wake.wait(self.idle_s)

    def _failed(self, error: Exception) -> None:
        self.failures += 1
        self.last_error = f"{type(error).__name__}: {error}"
        pause = _BACKOFF_S[min(self.failures, len(_BACKOFF_S)) - 1] * random.uniform(0.8, 1.2)
        log.error(
            "worker_failed",
            worker=self.name,
            error=self.last_error,
            failures=self.failures,
            again_in_s=round(pause, 1),
            exc_info=self.failures == 1,
        )
        self._stop.wait(pause)


class Daemon:
    """All threads of one installation."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.triage = Worker(name="triage", step=self._triage)
        self.sender = Worker(name="sender", step=self._send)
        self.clock = Worker(name="followups", step=self._follow_up)
        self.webhooks = Worker(name="webhooks", step=self._call)
        self.upkeep = Worker(name="upkeep", step=self._keep_up)
        self.outside = Worker(name="outside", step=self._look_outside, idle_s=60.0)
        self.reconciler = Worker(name="reconciler", step=self._reconcile)
        self.retention = Worker(name="retention", step=self._shred, idle_s=300.0)
        self.pictures = Worker(name="pictures", step=self._read_pictures)
        self.workers = (
            self.triage, self.sender, self.clock, self.webhooks, self.upkeep, self.outside, self.reconciler,
            self.retention, self.pictures,
        )  # fmt: skip
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._done = threading.Event()
        self._reload = threading.Event()
        self._watch = Watch(lambda: app.settings.files, app.reload_if_changed)
        self._parts: list[Part] = []
        self._started = False
        self._to_rehearse = 2
        """Idle steps until what the first mail would wait for is loaded; 0 when it is."""

    def start(self) -> None:
        """Open the database, give back what a dead predecessor held, and start everything."""
        app = self.app
        self._started = True
        app.open(recover=True)
        app.on_accepted = self.triage.wake
        app.on_posted = self.sender.wake
        self._parts = app.parts()
        for worker in self.workers:
            worker.start()
        for part in self._parts:
            part.start()
            log.info("part_started", part=part.name)
        self._scheduler.add_job(
            self._tick,
            "interval",
            seconds=app.settings.tick_seconds,
            id="tick",
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC) + timedelta(seconds=1),
        )
        self._scheduler.start()
        self._watch.start()
        app.start_reading()
        self._pid.parent.mkdir(parents=True, exist_ok=True)
        self._pid.write_text(f"{os.getpid()}\n", "ascii")

    def run(self) -> int:
        """Start, where that was not done, and run until SIGINT or SIGTERM; returns the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._done.set())
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, lambda *_: self._reload.set())
        if not self._started:
            self.start()
        while not self._done.wait(0.25):
            if self._reload.is_set():
                self._reload.clear()
                self.app.reload()
        self.stop()
        return 0

    def end(self) -> None:
        """Let `run` return."""
        self._done.set()

    def stop(self) -> None:
        """Stop cleanly: nothing new is taken, what is running ends, leases are given back."""
        started = time.monotonic()
        self._pid.unlink(missing_ok=True)
        self._scheduler.shutdown(wait=False)
        self._watch.stop()
        for part in self._parts:
            part.stop()
        for worker in self.workers:
            worker.stop()
        self.app.stop_reading()
        late = [w.name for w in self.workers if not w.join(max(0.05, _STOP_S - (time.monotonic() - started)))]
        if late:
            log.warning("stopped_while_working", workers=late)
        self.app.close()
        log.info("stopped", seconds=round(time.monotonic() - started, 2))

    @property
    def _pid(self) -> Path:
        """Where `mailbot reload` finds this process."""
        return self.app.settings.store.folder / "mailbot.pid"

    def wake_all(self) -> None:
        """Let every worker look at once: after the demo's clock was moved, or a command changed rows."""
        for worker in self.workers:
            worker.wake()

    def _tick(self) -> None:
        self.app.reload_if_changed()
        self.wake_all()

    def _triage(self) -> bool:
        handled = self.app.receive()
        if handled:
            self.sender.wake()
            self.webhooks.wake()
            self.pictures.wake()
        elif self._to_rehearse > 1:  # not while the other threads start
            self._to_rehearse -= 1
        elif self._to_rehearse and self.app.rehearse(lambda: self.triage.woken or self.triage.stopping):
            self._to_rehearse = 0
        return bool(handled)

    def _send(self) -> bool:
        posted = self.app.post(lambda: self.sender.stopping)
        if not posted:  # an answer that can be taken back leaves when its time is over, not at the next tick
            self.sender.idle_s = self.app.until_next_letter()
        return bool(posted)

    def _read_pictures(self) -> bool:
        improved = self.app.improve()
        if improved is not None:
            self.webhooks.wake()
        return improved is not None and improved.result != "later"

    def _follow_up(self) -> bool:
        done = self.app.follow_up()
        if done:
            self.sender.wake()
            self.webhooks.wake()
        return bool(done)

    def _keep_up(self) -> bool:
        return self.app.upkeep()

    def _look_outside(self) -> bool:
        self.app.look_outside()
        return False

    def _reconcile(self) -> bool:
        self.app.reconcile()
        return False

    def _shred(self) -> bool:
        self.app.shred(lambda: self.retention.stopping)
        return False

    def _call(self) -> bool:
        return bool(self.app.call())
