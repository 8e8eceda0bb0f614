"""Linear-time patterns over octets: RE2 reads each octet as one character, so no 8-bit input escapes it."""

from __future__ import annotations

from typing import Any

from mailbot.triage import linear


def octets(pattern: bytes) -> Any:
    """A compiled RE2 pattern for bytes in any charset."""
    options = linear.Options()
    options.encoding = linear.Options.Encoding.LATIN1
    return linear.compile(pattern, options)
