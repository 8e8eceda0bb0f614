"""Large alternations of words, compiled with room for their automaton."""

from __future__ import annotations

from typing import Any

import re2

_OCTETS = 32 << 20
"""What one automaton may take; re2's default of 8 MiB is too little for words of twenty languages."""


def either(*rows: str) -> str:
    """One alternation of all rows."""
    return "|".join(rows)


def compiled(pattern: str) -> Any:
    """The compiled pattern (google-re2: linear time)."""
    options = re2.Options()
    options.max_mem = _OCTETS
    options.log_errors = False
    return re2.compile(pattern, options)
