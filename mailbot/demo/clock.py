"""A clock that can be moved on. It runs at the speed of the real one and never goes back."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class DemoClock:
    """The wall clock plus an offset. Thread-safe."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """Now, as the demonstration has it."""
        with self._lock:
            return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far it is from the wall clock."""
        with self._lock:
            return self._offset

    def start_at(self, when: datetime) -> None:
        """Set it, before anything has looked at it."""
        with self._lock:
            self._offset = when - datetime.now(UTC)

    def advance(self, step: timedelta) -> None:
        """Move it on."""
        if step < timedelta():
            raise ValueError("the clock never goes back")
        with self._lock:
            self._offset += step

    def reach(self, when: datetime) -> None:
        """Move it on to a moment; nothing happens where that is past."""
        self.advance(max(timedelta(), when - self()))
