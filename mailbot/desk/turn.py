"""Taking turns: what only computes is done by one thread at a time, in the order in which they asked.

Threads that compute at once in one process hand the interpreter to and fro at every call of a library that lets go of
it, several hundred times a mail, and win nothing. Whoever waits for a server or for a row must not hold the turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turn:
    """One at a time; whoever has just had it lets go before those who wait."""

    def __init__(self) -> None:
        self._next, self._now = Lock(), Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn, and have it inside. Not to be taken by who has it."""
        with self._next:
            self._now.acquire()
        try:
            yield
        finally:
            self._now.release()
