"""The seven-bit charsets that switch by escape: ISO-2022-JP with its vendor rows (RFC 1468, CP50221) and HZ (RFC 1843).

Python's own codecs refuse the NEC and IBM rows (①, ㈱, 髙) that Japanese phones and Outlook send; here they are read
through CP932. A broken escape costs its own character only.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"(?:(\x1b(?:\$\(D|\$\([@BQOP]|\$[@BA]|\([BJIHjbT]|&@|\.[AF]|N)|\x0e|\x0f))+|\n")
_TWO_BYTES = {b"\x1b$@", b"\x1b$B", b"\x1b$(@", b"\x1b$(B", b"\x1b$(Q", b"\x1b$(O"}
_HZ = re.compile(rb"(?s)~\{([^~\n]*(?:~(?!\})[^~\n]*)*)(?:~\}|(\n)|$)")


def decode_iso2022_jp(data: bytes) -> str:
    """Characters of ISO-2022-JP octets; U+FFFD for what is in none of its sets. 8-bit octets are read as CP932."""
    out: list[str] = []
    at, mode = 0, b"\x1b(B"
    for found in _ESCAPE.finditer(data):
        if found.start() > at:
            out.append(_stretch(data[at : found.start()], mode))
        at = found.end()
        mark = found.group(1) or b"\n"
        if mark == b"\n":
            out.append("\n")
            mode = b"\x1b(B"  # RFC 1468: a line ends in ASCII, also where its sender forgot to say so
        elif mark == b"\x0e":
            mode = b"\x1b(I"
        elif mark == b"\x0f":
            mode = b"\x1b(B"
        else:
            mode = mark
    out.append(_stretch(data[at:], mode))
    return "".join(out)


def _stretch(data: bytes, mode: bytes) -> str:
    if not data:
        return ""
    if mode in _TWO_BYTES:
        return _jis(data)
    if mode == b"\x1b$(D":
        return _wide(b"".join(b"\x8f" + bytes(b | 0x80 for b in data[i : i + 2]) for i in range(0, len(data), 2)))
    if mode == b"\x1b$A":
        return bytes(b | 0x80 for b in data).decode("gb18030", "replace")
    if mode == b"\x1b(I":
        return bytes(b | 0x80 for b in data).decode("cp932", "replace")
    return data.decode("cp932", "replace")


def _wide(data: bytes) -> str:
    return data.decode("euc_jp", "replace")


def _jis(data: bytes) -> str:
    """JIS X 0208 and the vendor rows by arithmetic to Shift_JIS (CP932)."""
    sjis = bytearray()
    i = 0
    while i < len(data):
        high = data[i]
        if not 0x21 <= high <= 0x7E or i + 1 >= len(data) or not 0x21 <= data[i + 1] <= 0x7E:
            sjis.append(high if high < 0x80 else 0x3F)
            i += 1
            continue
        low = data[i + 1]
        i += 2
        lead = (high + 1) // 2 + (0x70 if high < 0x5F else 0xB0)
        trail = low + (0x1F if high % 2 and low < 0x60 else 0x20 if high % 2 else 0x7E)
        sjis += bytes((lead, trail))
    return sjis.decode("cp932", "replace")


def decode_hz(data: bytes) -> str:
    """Characters of HZ octets: ``~{`` begins GB 2312, ``~}`` or the line's end ends it, ``~~`` is a tilde."""
    out: list[str] = []
    at = 0
    for found in _HZ.finditer(data):
        out.append(_plain(data[at : found.start()]))
        wide = bytes(b | 0x80 for b in found.group(1))
        out.append(wide.decode("gb18030", "replace") + ("\n" if found.group(2) else ""))
        at = found.end()
    out.append(_plain(data[at:]))
    return "".join(out)


def _plain(data: bytes) -> str:
    return data.replace(b"~\r\n", b"").replace(b"~\n", b"").replace(b"~~", b"~").decode("latin-1")
