"""Linear-time patterns over octets: RE2 reads each octet as one character, so no 8-bit input escapes it."""

from __future__ import annotations

from typing import Any

import re2


def octets(pattern: bytes) -> Any:
    """A compiled RE2 pattern for bytes in any charset."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(pattern, options)
