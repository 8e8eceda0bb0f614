"""Rich text as Outlook puts it into winmail.dat: compressed (MS-OXRTFCP) and read as plain words."""

from __future__ import annotations

import struct

import re2

_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u"
    b"\\tab\\tx"
)
_LIMIT = 4 * 1024 * 1024
_TOKEN = re2.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_SKIPPED = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"themedata"}
)


def decompress(data: bytes) -> bytes:
    """Rich text from its compressed form; at most 4 MB come out. Octets that are neither form give b""."""
    if len(data) < 16:
        return b""
    _, raw_size, magic = struct.unpack_from("<III", data)
    if magic == 0x414C454D:  # "MELA": stored as it is
        return data[16 : 16 + min(raw_size, _LIMIT)]
    if magic != 0x75465A4C:  # "LZFu"
        return b""
    window = bytearray(_START.ljust(4096, b"\0"))
    write = len(_START)
    out = bytearray()
    at, limit = 16, min(raw_size, _LIMIT)
    while at < len(data) and len(out) < limit:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= limit:
                break
            if not flags >> bit & 1:
                out.append(data[at])
                window[write] = data[at]
                write = (write + 1) & 0xFFF
                at += 1
                continue
            if at + 1 >= len(data):
                return bytes(out)
            offset, length = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 15) + 2
            at += 2
            if offset == write:
                return bytes(out)
            for _ in range(length):
                byte = window[offset]
                out.append(byte)
                window[write] = byte
                offset, write = (offset + 1) & 0xFFF, (write + 1) & 0xFFF
    return bytes(out)


def rtf_text(rtf: bytes, codepage: str) -> str:
    """The words of rich text; HTML wrapped in it (``\\fromhtml``) loses its tags as they are ignorable."""
    out: list[str] = []
    pending = bytearray()
    skip_at: int | None = None
    depth, fallback = 0, 0

    def flush() -> None:
        if pending:
            try:
                out.append(bytes(pending).decode(codepage))
            except (UnicodeError, LookupError):
                out.append(bytes(pending).decode("cp1252", "replace"))
            pending.clear()

    for token in _TOKEN.finditer(rtf):
        octet, word, number, symbol, brace, plain = token.groups()
        if brace:
            depth += 1 if brace == b"{" else -1
            if skip_at is not None and depth < skip_at:
                skip_at = None
        elif skip_at is not None:
            continue
        elif word in _SKIPPED or symbol == b"*" or (word == b"htmlrtf" and number != b"0"):
            skip_at = depth if word != b"htmlrtf" else None
        elif octet:
            pending.append(int(octet, 16)) if not fallback else None
            fallback = max(0, fallback - 1)
        elif word == b"u" and number:
            flush()
            out.append(chr(int(number) % 0x10000))
            fallback = 1
        elif word in {b"par", b"line", b"row", b"sect", b"page"} or word in {b"tab", b"cell"}:
            flush()
            out.append("\t" if word in {b"tab", b"cell"} else "\n")
        elif symbol in {b"\\", b"{", b"}", b"~"}:
            pending += b" " if symbol == b"~" else symbol
        elif plain:
            pending += plain[fallback:]
            fallback = 0
    flush()
    return "".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
