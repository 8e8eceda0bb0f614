"""Large alternations of words, compiled with room for their automaton."""

from __future__ import annotations

from typing import Any

from mailbot.triage import linear

_OCTETS = 32 << 20
"""What one automaton may take; re2's default of 8 MiB is too little for words of twenty languages."""


def either(*rows: str) -> str:
    """One alternation of all rows."""
    return "|".join(rows)


def compiled(pattern: str) -> Any:
    """The compiled pattern (google-re2: linear time)."""
    options = linear.Options()
    options.max_mem = _OCTETS
    options.log_errors = False
    return linear.compile(pattern, options)
