"""One rule, compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailbot.rules.actions import Effect
from mailbot.rules.nodes import Every
from mailbot.rules.vocabulary import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``when`` is flat: its parts must all hold."""

    name: str
    at: str
    """Where it stands, as "config.yaml:120"."""
    path: Path
    when: Every
    effects: tuple[Effect, ...]
    stop: bool = False
    note: str = ""
    written: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)
    """As it stands in the file."""

    def as_written(self) -> dict[str, object]:
        """What it says: two of one vocabulary and the same named conditions that say the same are the same."""
        return {key: value for key, value in self.written.items() if key != "note"}
