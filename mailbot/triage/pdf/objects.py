"""The objects of a PDF (ISO 32000-2, 7.2 to 7.5), found by reading the octets from the first to the last.

The cross-reference table is not asked: it lies in broken files, and hostile ones make it lie. Every loop is bounded by
the octets given and by the constants here; nothing recurses deeper than `_DEEP`.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_OBJECTS = 20_000
UNPACKED = 8 * 1024 * 1024
"""Octets that all streams of a file together may unpack to."""
_DEEP = 24
_SLOW = 400_000
"""Octets of base 85 that are read."""
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})[ \t\r\n]{1,4}\d{1,5}[ \t\r\n]{1,4}obj(?![a-z])")
_STREAM = re.compile(rb"stream\r?\n")
_TOKEN = re.compile(
    rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*+"
    rb"(?:(<<)|(>>)|(\[)|(\])|(\()|<([0-9A-Fa-f\s]*)>|(/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
    rb"|([+-]?(?:\d{1,12}\.?\d{0,12}|\.\d{1,12}))|([A-Za-z'\"*][A-Za-z0-9*]{0,20})|([^\x00\t\n\x0c\r ]))"
)
_PAREN = re.compile(rb"[()\\]")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_REFERENCE = re.compile(rb"[ \t\r\n]{1,4}\d{1,5}[ \t\r\n]{1,4}R(?![A-Za-z0-9])")

_CLOSED = object()


class UnreadableError(ValueError):
    """A PDF whose words nobody can read here: encrypted, or none at all."""


@dataclass(frozen=True, slots=True)
class Name:
    """/Name."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """``12 0 R``."""

    number: int


@dataclass(frozen=True, slots=True)
class Operator:
    """A word of a content stream."""

    text: str


class Tokens:
    """Values and operators of a stretch of octets, one after the other; of ``most`` tokens at most."""

    __slots__ = ("_at", "_data", "left")

    def __init__(self, data: bytes, most: int = 20_000) -> None:
        self._data, self._at, self.left = data, 0, most

    def __iter__(self) -> Iterator[Any]:
        while (value := self._next(0)) is not None:
            if value is not _CLOSED:
                yield value

    def skip_past(self, mark: re.Pattern[bytes]) -> None:
        """Go on behind a mark; to the end where there is none."""
        found = mark.search(self._data, self._at)
        self._at = found.end() if found else len(self._data)

    def _next(self, deep: int) -> Any:
        found = _TOKEN.match(self._data, self._at)
        self.left -= 1
        if found is None or self.left < 0:
            return None
        self._at = found.end()
        which = found.lastindex or 10
        text = found.group(which)
        if which in {1, 3}:
            return self._many(deep, table=which == 1)
        if which in {2, 4}:
            return _CLOSED
        if which == 5:
            return self._string()
        if which == 6:
            digits = re.sub(rb"\s", b"", text)
            return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
        if which == 7:
            return Name(text[1:].decode("latin-1"))
        if which == 8:
            return self._number(text)
        return Operator(text.decode("latin-1"))

    def _many(self, deep: int, *, table: bool) -> Any:
        if deep > _DEEP:
            raise UnreadableError("nested too deeply")
        values: list[Any] = []
        while (value := self._next(deep + 1)) is not None and value is not _CLOSED:
            values.append(value)
        if not table:
            return values
        return {k.text: v for k, v in zip(values[::2], values[1::2], strict=False) if isinstance(k, Name)}

    def _number(self, text: bytes) -> Any:
        if text.isdigit() and (reference := _REFERENCE.match(self._data, self._at)):
            self._at = reference.end()
            return Reference(int(text))
        return float(text)

    def _string(self) -> bytes:
        """A string in brackets (7.3.4.2)."""
        out: list[bytes] = []
        depth = 1
        while depth:
            found = _PAREN.search(self._data, self._at)
            self.left -= 1
            if found is None or self.left < 0:
                out.append(self._data[self._at :])
                self._at = len(self._data)
                break
            out.append(self._data[self._at : found.start()])
            self._at = found.end()
            sign = found.group()
            if sign == b"\\":
                out.append(self._escaped())
                continue
            depth += 1 if sign == b"(" else -1
            if depth:
                out.append(sign)
        return b"".join(out)

    def _escaped(self) -> bytes:
        octal = re.compile(rb"[0-7]{1,3}").match(self._data, self._at)
        if octal:
            self._at = octal.end()
            return bytes([int(octal.group(), 8) & 255])
        sign = self._data[self._at : self._at + 1]
        self._at += 1
        if sign == b"\r" and self._data[self._at : self._at + 1] == b"\n":
            self._at += 1
        return b"" if sign in {b"\r", b"\n"} else _ESCAPES.get(sign, sign)


class Objects:
    """The objects of a file by their number; of several with one number the last. Raises UnreadableError."""

    __slots__ = ("_kept", "_places", "_room", "octets")

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self._room = UNPACKED
        self._kept: dict[int, Any] = {}
        self._places: dict[int, tuple[int, int]] = {}
        last, at = -1, 0
        for count, found in enumerate(_OBJECT.finditer(octets)):
            if last >= 0:
                self._places[last] = (at, found.start())
            last, at = int(found.group(1)), found.end()
            if count >= MOST_OBJECTS:
                break
        if last >= 0:
            self._places[last] = (at, len(octets))
        self._unpack()

    def naming(self, word: bytes) -> list[int]:
        """The numbers of the objects that hold a word, and of those that lay in streams."""
        held = (
            n for n, (start, end) in self._places.items() if self.octets.find(word, start, min(end, start + 4000)) >= 0
        )
        return sorted({*held, *self._kept})

    def numbers(self) -> list[int]:
        """The numbers of all objects."""
        return sorted({*self._places, *self._kept})

    def get(self, value: Any) -> Any:
        """A value, or what it refers to; None for what is not there."""
        for _ in range(8):
            if not isinstance(value, Reference):
                return value
            value = self._object(value.number)
        return None

    def table(self, value: Any) -> dict[str, Any]:
        """A dictionary, or an empty one."""
        found = self.get(value)
        return found if isinstance(found, dict) else {}

    def stream(self, value: Any) -> bytes:
        """The unpacked octets of a stream, as far as there is room for them; none for what has no stream."""
        if not isinstance(value, Reference) or value.number not in self._places:
            return b""
        start, end = self._places[value.number]
        found = _STREAM.search(self.octets, start, end)
        if found is None:
            return b""
        last = self.octets.find(b"endstream", found.end(), end)
        return self._decoded(self.table(value), self.octets[found.end() : last if last >= 0 else end])

    def _object(self, number: int) -> Any:
        if number not in self._kept and number in self._places:
            start, end = self._places[number]
            self._kept[number] = next(iter(Tokens(self.octets[start : min(end, start + 100_000)])), None)
        return self._kept.get(number)

    def _unpack(self) -> None:
        """Objects that lie in streams (7.5.7)."""
        for number, (start, end) in list(self._places.items()):
            if self.octets.find(b"ObjStm", start, min(end, start + 2000)) < 0:
                continue
            about = self.table(Reference(number))
            first = about.get("First")
            data = self.stream(Reference(number))
            if not isinstance(first, float) or not data:
                continue
            heads = [v for v in Tokens(data[: int(first)], 2 * MOST_OBJECTS) if isinstance(v, float)]
            for inner, offset in list(zip(heads[::2], heads[1::2], strict=False))[:MOST_OBJECTS]:
                if int(inner) not in self._places and len(self._kept) < MOST_OBJECTS:
                    at = int(first) + int(offset)
                    self._kept[int(inner)] = next(iter(Tokens(data[at : at + 20_000])), None)

    def _decoded(self, about: dict[str, Any], data: bytes) -> bytes:
        filters = self.get(about.get("Filter"))
        for name in filters[:4] if isinstance(filters, list) else [filters]:
            given = self.get(name)
            kind = given.text if isinstance(given, Name) else ""
            if kind in {"FlateDecode", "Fl"}:
                data = _inflated(data, self._room)
            elif kind in {"ASCIIHexDecode", "AHx"}:
                data = next((v for v in Tokens(b"<" + data.strip().rstrip(b">") + b">") if isinstance(v, bytes)), b"")
            elif kind in {"ASCII85Decode", "A85"}:
                try:
                    data = base64.a85decode(data.strip().removesuffix(b"~>")[:_SLOW])
                except ValueError:
                    return b""
            elif kind:
                return b""  # pictures
        self._room = max(0, self._room - len(data))
        return data


def _inflated(data: bytes, most: int) -> bytes:
    """What deflate packed, up to ``most`` octets; of broken data what comes before the break."""
    reader = zlib.decompressobj()
    out: list[bytes] = []
    for at in range(0, len(data), 65_536):
        if most <= 0:
            break
        try:
            out.append(reader.decompress(data[at : at + 65_536], most))
        except zlib.error:
            break
        most -= len(out[-1])
        if reader.eof:
            break
    return b"".join(out)
