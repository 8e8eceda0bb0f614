"""Sees when a file of the configuration changes. Reading it anew is the caller's: all at once or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

_SETTLE_MS = 100
"""How long to wait for more after a change: editors write a file in several steps."""


class Watch:
    """Calls ``changed`` soon after one of ``files()`` was written, replaced or removed.

    Folders are watched, not files, because editors replace a file by another one of its name. ``files`` is asked
    anew after each change, since a configuration may include others by then.
    """

    name = "config-watch"

    def __init__(self, files: Callable[[], Sequence[Path]], changed: Callable[[], object]) -> None:
        self._files = files
        self._changed = changed
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; nothing is watched where there are no files."""
        if self._files():
            self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self._stop.set()

    def join(self, seconds: float) -> bool:
        """Wait for the end; False where it did not come."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _run(self) -> None:
        from watchfiles import watch

        while not self._stop.is_set():
            wanted = {file.resolve() for file in self._files()}
            folders = {file.parent for file in wanted if file.parent.is_dir()}
            if not folders:
                self._stop.wait(1)
                continue
            changes = watch(
                *folders, watch_filter=lambda _, path, wanted=wanted: Path(path).resolve() in wanted,  # type: ignore[misc]
                debounce=_SETTLE_MS, step=_SETTLE_MS // 2, stop_event=self._stop, recursive=False,
                rust_timeout=500, yield_on_timeout=False,
            )  # fmt: skip
            if next(changes, None):
                self._changed()
            changes.close()
