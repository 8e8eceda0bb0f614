"""A changed policy tried by people at the console: checked, decided on the mail of the last days, watched, promoted.

The back-test runs in a thread of its own, one at a time, and tells how far it is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from mailbot.config import ConfigError, load
from mailbot.config.difference import difference
from mailbot.desk import backtest
from mailbot.desk.backtest import Change, Summary
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.observe.log import logger
from mailbot.triage.policy import Policy

log = logger(__name__)

TEXT_MOST = 1_000_000
"""Characters of a configuration that is tried."""
_LISTED = 100
_PAUSE_S = 0.02
"""Between pages of mails, in which the console answers."""


@dataclass(slots=True, kw_only=True)
class Trial:
    """One back-test: how far it is, and what was found. ``error``: why it ended early, else empty."""

    policy: str
    days: int
    by: str
    began: datetime
    mails: int = 0
    summary: Summary = field(default_factory=Summary)
    changes: list[Change] = field(default_factory=list)
    tickets: dict[int, str] = field(default_factory=dict)
    """Id → number, of the changes' tickets."""
    done: bool = False
    error: str = ""

    @property
    def share(self) -> float:
        """Of the mails, that are decided again."""
        return 1.0 if self.done else min(1.0, self.summary.mails / self.mails) if self.mails else 0.0


class Trials:
    """The back-test of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.current: Trial | None = None

    def begin(self, tools: Tools, new: Policy, days: int, by: str) -> Trial:
        """Start one; raises ValueError while another runs."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                raise ValueError("a back-test is running: wait for it, or stop it")
            self._stop.clear()
            trial = Trial(policy=new.hash, days=days, by=by, began=tools.clock())
            self.current = trial
            self._thread = threading.Thread(target=self._run, args=(tools, new, trial), name="backtest", daemon=True)
            self._thread.start()
        with tools.db.write() as t:
            data = {"policy": new.hash, "days": days}
            t.messages.log([Event(kind="backtest_begun", at=trial.began, actor=by, data=data)], ticket=None)
        return trial

    def stop(self) -> None:
        """End it after the page in hand."""
        self._stop.set()

    def join(self, seconds: float) -> bool:
        """Wait for its end; False where it did not come."""
        if self._thread is not None:
            self._thread.join(seconds)
            return not self._thread.is_alive()
        return True

    def _run(self, tools: Tools, new: Policy, trial: Trial) -> None:
        def progress(_mails: int) -> None:
            time.sleep(_PAUSE_S)
            if self._stop.is_set():
                raise InterruptedError("stopped")

        try:
            since = trial.began - timedelta(days=trial.days)
            trial.mails = backtest.count(tools, since)
            for change in backtest.backtest(tools, new, since, trial.summary, progress):
                if len(trial.changes) < _LISTED:
                    trial.changes.append(change)
            with tools.db.read() as t:
                wanted = [c.ticket for c in trial.changes if c.ticket is not None]
                trial.tickets = {ticket.id: ticket.number for ticket in t.tickets.many(wanted)}
        except InterruptedError:
            trial.error = "stopped"
        except Exception as error:
            log.exception("backtest_failed")
            trial.error = f"{type(error).__name__}: {error}"
        trial.done = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A changed configuration. ``problems`` tell what is wrong in it; else ``policy`` is what it means, and
    ``difference`` what it changes."""

    text: str
    policy: Policy | None = None
    problems: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()


def present(files: Sequence[Path]) -> str:
    """The configuration in force as it is written; "" where the built-in one is."""
    return files[0].read_text("utf-8", "replace") if files and files[0].is_file() else ""


def read(tools: Tools, files: Sequence[Path], text: str) -> Candidate:
    """Check a changed configuration. It is written beside the one in force, since what it includes lies there; raises
    ValueError where there is no such file, or it cannot be written."""
    path = write(files, text)
    try:
        settings = load(path, secrets=False)
        changed = difference(load(files[0], secrets=False).values, settings.values)
    except ConfigError as error:
        return Candidate(text=text, problems=tuple(str(p).replace(f"{path.parent}/", "") for p in error.problems[:50]))
    policy = settings.with_token_key(tools.policy().token_key).policy
    return Candidate(text=text, policy=policy, difference=tuple(changed))


def path_of(files: Sequence[Path]) -> Path:
    """Where a candidate is written. Raises ValueError where the configuration is the built-in one."""
    if not files:
        raise ValueError("the built-in configuration is in force: run mailbot init, and start with its config.yaml")
    return files[0].with_name(f"{files[0].stem}.candidate.yaml")


def write(files: Sequence[Path], text: str) -> Path:
    """Keep a candidate beside the configuration in force; raises ValueError."""
    path = path_of(files)
    if len(text) > TEXT_MOST:
        raise ValueError(f"more than {TEXT_MOST} characters")
    try:
        path.write_text(text.replace("\r\n", "\n"), "utf-8")
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from None
    return path
