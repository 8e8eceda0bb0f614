"""Rich text as Outlook puts it into winmail.dat: compressed (MS-OXRTFCP) and read as plain words."""

from __future__ import annotations

import struct

from mailbot.triage.mime.octets import octets

_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u"
    b"\\tab\\tx"
)
_LIMIT = 1024 * 1024
_TOKEN = octets(rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_SKIPPED = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"themedata"}
)


def decompress(data: bytes) -> bytes:
    """Rich text from its compressed form; at most 1 MB comes out. Octets that are neither form give b""."""
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


class _Reader:
    """Rich text read token by token: the words so far, octets not yet decoded, and which group is left out."""

    def __init__(self, codepage: str) -> None:
        self.codepage = codepage
        self.out: list[str] = []
        self.octets = bytearray()
        self.depth = 0
        self.left_out: int | None = None
        self.fallback = 0
        """Characters to pass over: the substitute of the Unicode character before."""

    def flush(self) -> None:
        """Octets to characters."""
        try:
            self.out.append(self.octets.decode(self.codepage))
        except (UnicodeError, LookupError):
            self.out.append(self.octets.decode("cp1252", "replace"))
        self.octets.clear()

    def brace(self, brace: bytes) -> None:
        """A group begins or ends."""
        self.depth += 1 if brace == b"{" else -1
        if self.left_out is not None and self.depth < self.left_out:
            self.left_out = None

    def control(self, word: bytes, number: bytes | None) -> None:
        """A control word."""
        if word in _SKIPPED:
            self.left_out = self.depth
        elif word == b"u" and number:
            self.flush()
            self.out.append(chr(int(number) % 0x10000))
            self.fallback = 1
        elif word in _BREAKS:
            self.flush()
            self.out.append(_BREAKS[word])

    def data(self, data: bytes) -> None:
        """Words, or one escaped octet."""
        self.octets += data[self.fallback :]
        self.fallback = max(0, self.fallback - len(data))


_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t"}


def rtf_text(rtf: bytes, codepage: str) -> str:
    """The words of rich text. Tags of HTML wrapped in it (``\\fromhtml``) are ignorable groups and go with them."""
    reader = _Reader(codepage)
    for token in _TOKEN.finditer(rtf):
        octet, word, number, symbol, brace, plain = token.groups()
        if brace:
            reader.brace(brace)
        elif reader.left_out is not None:
            continue
        elif word:
            reader.control(word, number)
        elif symbol == b"*":
            reader.left_out = reader.depth
        elif octet:
            reader.data(bytes((int(octet, 16),)))
        elif symbol in {b"\\", b"{", b"}", b"~"}:
            reader.data(b" " if symbol == b"~" else symbol)
        elif plain:
            reader.data(plain)
    reader.flush()
    return "".join(reader.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
