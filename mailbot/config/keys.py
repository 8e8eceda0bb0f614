"""Keys of the spool as they are written: 32 octets in base64, or in hexadecimal digits."""

from __future__ import annotations

import base64
import binascii
import re
import secrets

OCTETS = 32
_HEX = re.compile(r"[0-9A-Fa-f]{64}")


def new_key() -> str:
    """A new key, written in base64."""
    return base64.b64encode(secrets.token_bytes(OCTETS)).decode()


def key_octets(written: str) -> bytes:
    """The octets of a written key. Raises ValueError, which does not repeat it."""
    text = "".join(written.split())
    try:
        plain = text.replace("-", "+").replace("_", "/")
        octets = bytes.fromhex(text) if _HEX.fullmatch(text) else base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        octets = b""
    if len(octets) != OCTETS:
        raise ValueError(f"a key has {OCTETS} octets, written in base64 or as {2 * OCTETS} hexadecimal digits")
    if len(set(octets)) < 8:
        raise ValueError("a key must be random")
    return octets
