"""Named steps on the way of a mail, at which a test may stop the process. Nothing happens at them otherwise.

The promises "nothing lost, nothing twice" hold between any two of these; tests/chaos kills the daemon at each.
"""

from __future__ import annotations

from collections.abc import Callable

STEPS = (
    "fetched",
    "accepted",
    "flagged",
    "positioned",
    "claimed",
    "triaged",
    "committed",
    "written",
    "delivered",
    "settled",
)
"""In the order of a mail's way: fetched from the server, durable in the spool, flagged there, the position moved;
claimed, decided, committed by triage; its answer written, taken by the server, settled."""

_on_step: Callable[[str], None] | None = None


def reach(step: str) -> None:
    """A step is reached."""
    if _on_step is not None:
        _on_step(step)


def watch(on_step: Callable[[str], None] | None) -> None:
    """Be told of every step; for tests."""
    global _on_step  # noqa: PLW0603 - one process has one watcher, and only under test
    _on_step = on_step
