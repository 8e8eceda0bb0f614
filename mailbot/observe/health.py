"""Whether mailbot is well: what each part says of itself, and the worst of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["ok", "degraded", "failing"]
_WORSE: dict[State, int] = {"ok": 0, "degraded": 1, "failing": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a part fares: ``degraded`` still works or mends itself, ``failing`` does not do its work."""

    state: State = "ok"
    said: str = ""
    """One sentence for an operator where it is not ok."""
    figures: Mapping[str, str | int | float | None] = field(default_factory=dict)


Probe = Callable[[], Condition]
"""Asks a part; quick, without waiting for a network."""


class Health:
    """The parts that can be asked. Threads may add and ask at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._probes: dict[str, Probe] = {}

    def add(self, name: str, probe: Probe) -> None:
        """Ask this part too; in the place of one of the same name."""
        with self._lock:
            self._probes[name] = probe

    def remove(self, name: str) -> None:
        """Ask it no more."""
        with self._lock:
            self._probes.pop(name, None)

    def report(self) -> dict[str, Condition]:
        """The condition of each part, by name. One that cannot be asked is failing."""
        with self._lock:
            probes = dict(self._probes)
        return {name: _ask(probe) for name, probe in sorted(probes.items())}


def worst(report: Mapping[str, Condition]) -> State:
    """The state of the whole."""
    return max((c.state for c in report.values()), key=_WORSE.__getitem__, default="ok")


def _ask(probe: Probe) -> Condition:
    try:
        return probe()
    except Exception as error:  # noqa: BLE001 - that it cannot be asked is what is to be said
        return Condition(state="failing", said=f"cannot be asked: {type(error).__name__}: {error}")
