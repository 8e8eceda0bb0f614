"""Signed tokens that tie our outgoing mail to a ticket, so that an answer or a bounce finds it (and a guess does not).

A token reads ``t<ticket in base 36>.<signature>``; the signature is the first 80 bits of an HMAC-SHA-256. It stands
in our Message-IDs (``<t1z.xxxx.…@desk>``), in Reply-To (``support+t1z.xxxx@desk``) and, with ``b`` instead of ``t``,
in the envelope sender to which bounces return.
"""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256
from typing import Literal, cast

from mailbot.triage import linear

_TOKEN = linear.compile(r"(?i)(?:^|[+.<])([tba])([0-9a-z]{1,12})\.([a-z2-7]{16})(?:[.@>]|$)")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Purpose = Literal["t", "b", "a"]


def sign(ticket: int, key: bytes, purpose: Purpose = "t") -> str:
    """The token of a ticket: ``t`` for replies and Message-IDs, ``b`` for the bounce address, ``a`` for what goes to
    the desk's own people: an agent who holds it may act on the ticket. Raises ValueError for
    a negative number."""
    if ticket < 0:
        raise ValueError(f"no ticket has the number {ticket}")
    number = _base36(ticket)
    return f"{purpose}{number}.{_signature(purpose, number, key)}"


def find(text: str, key: bytes) -> tuple[Purpose, int] | None:
    """The first token in an address or Message-ID whose signature holds; None where there is none."""
    for found in _TOKEN.finditer(text):
        purpose = cast("Purpose", found.group(1).lower())
        number, signature = found.group(2).lower(), found.group(3).lower()
        if hmac.compare_digest(signature, _signature(purpose, number, key)):
            return purpose, int(number, 36)
    return None


def instance(key: bytes) -> str:
    """The name of the installation that holds the key, as our loop header bears it; says nothing about the key."""
    return hmac.new(key, b"instance", sha256).hexdigest()[:16]


def _signature(purpose: Purpose, number: str, key: bytes) -> str:
    digest = hmac.digest(key, f"{purpose}{number}".encode(), "sha256")
    return base64.b32encode(digest[:10]).decode().lower()


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
