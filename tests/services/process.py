"""A server's processes: one group of its own, so that it can be stopped, frozen or killed as a whole."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path


class Group:
    """A command in the foreground, in its own process group, writing to `log`."""

    def __init__(self, command: Sequence[str], *, log: Path, user: str | None = None) -> None:
        groups: list[str] | None = [] if user else None
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=groups,
            )

    @property
    def alive(self) -> bool:
        """Does the first process still run?"""
        return self._process.poll() is None

    def send(self, number: int) -> None:
        """Send `number` to every process of the group; nothing when none is left."""
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return

    def stop(self, number: int = signal.SIGTERM, *, seconds: float = 10) -> None:
        """Ask the first process to stop by `number`; after `seconds`, and for whatever it left, kill."""
        if self.alive:
            self.send(signal.SIGCONT)
            self._process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the whole group, as a power cut would."""
        self.send(signal.SIGKILL)
        self._process.wait(10)
