"""How long to wait before the next try."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=4)


def delay(attempt: int, seed: str) -> timedelta:
    """The pause after ``attempt`` failed tries (0: after the first): doubling from FIRST to LONGEST, each shortened
    or lengthened by up to a quarter, the same for the same seed."""
    doublings: int = 1 << min(max(attempt, 0), 16)
    whole = min(FIRST * doublings, LONGEST)
    drawn = int.from_bytes(sha256(f"{seed}:{attempt}".encode("utf-8", "replace")).digest()[:4]) / 2**32
    return whole * (0.75 + drawn / 2)
