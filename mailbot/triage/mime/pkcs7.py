"""The signed content of an opaque S/MIME mail (RFC 8551 3.5, CMS RFC 5652), taken out without verifying it."""

from __future__ import annotations

_SIGNED = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_ENVELOPED = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117"))


def signed_content(der: bytes) -> bytes | None:
    """The encapsulated content; None where the octets are no SignedData with content (encrypted, detached)."""
    start = der[:200]
    if _SIGNED not in start:
        return None
    at = der.find(_DATA, start.find(_SIGNED) + 9)
    if at < 0:
        return None
    at += len(_DATA)
    if at >= len(der) or der[at] != 0xA0:
        return None
    at, end = _length(der, at + 1)
    return b"".join(_octets(der, at, end))


def is_encrypted(der: bytes) -> bool:
    """Whether the octets are EnvelopedData or AuthEnvelopedData."""
    return any(oid in der[:64] for oid in _ENVELOPED)


def _length(der: bytes, at: int) -> tuple[int, int]:
    """Where content begins and ends; an indefinite length ends with the octets."""
    if at >= len(der):
        return len(der), len(der)
    first = der[at]
    if first < 0x80:
        return at + 1, min(len(der), at + 1 + first)
    size = first & 0x7F
    if size == 0 or size > 6:
        return at + 1, len(der)
    return at + 1 + size, min(len(der), at + 1 + size + int.from_bytes(der[at + 1 : at + 1 + size], "big"))


def _octets(der: bytes, at: int, end: int) -> list[bytes]:
    """The OCTET STRINGs one after the other, primitive or constructed (one list, no recursion)."""
    out: list[bytes] = []
    while at < end and der[at] in {0x04, 0x24}:
        constructed = der[at] == 0x24
        first, last = _length(der, at + 1)
        if constructed:
            at = first
            continue
        out.append(der[first:last])
        at = last
    return out
