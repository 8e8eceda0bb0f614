"""One rule, compiled."""

from __future__ import annotations

from dataclasses import dataclass

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
