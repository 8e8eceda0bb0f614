"""What the codes of a PDF's font mean (ISO 32000-2, 9.6 to 9.10): by its ToUnicode map, else by its encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mailbot.triage.pdf.objects import Name, Objects, Reference, Tokens

MOST_CODES = 70_000
_NAMES = {
    "space": " ", "exclam": "!", "quotedbl": '"', "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&",
    "quotesingle": "'", "parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-",
    "minus": "-", "period": ".", "slash": "/", "colon": ":", "semicolon": ";", "less": "<", "equal": "=",
    "greater": ">", "question": "?", "at": "@", "bracketleft": "[", "backslash": "\\", "bracketright": "]",
    "asciicircum": "^", "underscore": "_", "grave": "`", "braceleft": "{", "bar": "|", "braceright": "}",
    "asciitilde": "~", "quoteleft": "‘", "quoteright": "’", "endash": "-", "emdash": "—", "zero": "0", "one": "1",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "fi": "fi", "fl": "fl", "ff": "ff", "ffi": "ffi", "ffl": "ffl", "nbspace": " ",
}  # fmt: skip
"""Names of glyphs (Adobe Glyph List) that are no single letter."""
_SECTIONS = re.compile(rb"(begin|end)(codespacerange|bfchar|bfrange)")


@dataclass(slots=True)
class Font:
    """Codes of one or two octets, what they mean, and how wide they are (in thousandths of the size)."""

    octets: int = 1
    meaning: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    usual: float = 500.0
    utf16: bool = False
    latin: bool = True
    """Whether a code without a meaning is a letter of Windows-1252."""

    def read(self, shown: bytes) -> Iterator[tuple[str, float]]:
        """The characters of a string with their widths; U+FFFD for a code that nobody can read."""
        for at in range(0, len(shown) - self.octets + 1, self.octets):
            piece = shown[at : at + self.octets]
            code = int.from_bytes(piece, "big")
            text = self.meaning.get(code)
            if text is None and self.utf16:
                text = piece.decode("utf-16-be", "replace")
            if text is None:
                text = piece.decode("cp1252", "replace") if self.latin else "\ufffd"
            yield text, self.widths.get(code, self.usual)


def font(objects: Objects, about: dict[str, Any]) -> Font:
    """The font that a dictionary describes."""
    found = Font()
    kind, encoding = objects.get(about.get("Subtype")), objects.get(about.get("Encoding"))
    if kind == Name("Type0"):
        below = objects.get(about.get("DescendantFonts"))
        descendant = objects.table(below[0]) if isinstance(below, list) and below else {}
        usual = descendant.get("DW")
        found.octets, found.latin = 2, False
        found.usual = usual if isinstance(usual, float) else 1000.0
        found.utf16 = isinstance(encoding, Name) and re.search("UCS2|UTF16", encoding.text) is not None
        _cid_widths(found, objects.get(descendant.get("W")))
    else:
        first, widths = objects.get(about.get("FirstChar")), objects.get(about.get("Widths"))
        if isinstance(first, float) and isinstance(widths, list):
            for code, width in enumerate(widths[:256], int(first)):
                if isinstance(width, float):
                    found.widths[code] = width
        if isinstance(encoding, dict):
            _differences(found, objects.get(encoding.get("Differences")))
    if isinstance(about.get("ToUnicode"), Reference):
        _to_unicode(found, objects.stream(about["ToUnicode"]))
    return found


def _differences(font: Font, values: Any) -> None:
    code = 0
    for value in values[:1000] if isinstance(values, list) else ():
        if isinstance(value, float):
            code = int(value)
        elif isinstance(value, Name):
            if meant := _glyph(value.text):
                font.meaning[code] = meant
            code += 1


def _glyph(name: str) -> str:
    plain = name.split(".", 1)[0]
    if re.fullmatch(r"uni[0-9A-F]{4}|u[0-9A-F]{4,5}", plain):
        code = int(plain.removeprefix("uni").removeprefix("u"), 16)
        return chr(code) if not 0xD800 <= code < 0xE000 else ""
    return plain if len(plain) == 1 else _NAMES.get(plain, "")


def _cid_widths(font: Font, values: Any) -> None:
    """``c [w w …]`` and ``first last w`` (9.7.4.3)."""
    rest = values[:MOST_CODES] if isinstance(values, list) else []
    at = 0
    while at + 1 < len(rest):
        first, then = rest[at], rest[at + 1]
        if isinstance(first, float) and isinstance(then, list):
            font.widths.update({int(first) + n: w for n, w in enumerate(then[:MOST_CODES]) if isinstance(w, float)})
            at += 2
        elif isinstance(first, float) and isinstance(then, float) and at + 2 < len(rest):
            if isinstance(rest[at + 2], float) and 0 <= then - first <= 2000 and len(font.widths) < MOST_CODES:
                width: float = rest[at + 2]
                font.widths.update(dict.fromkeys(range(int(first), int(then) + 1), width))
            at += 3
        else:
            at += 1


def _to_unicode(font: Font, data: bytes) -> None:
    """A ToUnicode map (9.10.3): single codes, and ranges of them."""
    opened: dict[bytes, int] = {}
    room = MOST_CODES
    for mark in _SECTIONS.finditer(data):
        if mark.group(1) == b"begin":
            opened[mark.group(2)] = mark.end()
            continue
        start = opened.pop(mark.group(2), None)
        if start is None:
            continue
        values = list(Tokens(data[start : mark.start()], room))
        room -= len(values)
        if mark.group(2) == b"codespacerange":
            if values and isinstance(values[0], bytes) and len(values[0]) in {1, 2}:
                font.octets = len(values[0])
        elif mark.group(2) == b"bfchar":
            for code, meant in zip(values[::2], values[1::2], strict=False):
                _mean(font, code, meant, 0)
        else:
            for low, high, meant in zip(values[::3], values[1::3], values[2::3], strict=False):
                room -= _ranged(font, low, high, meant, room)


def _ranged(font: Font, low: Any, high: Any, meant: Any, room: int) -> int:
    """Give each code of a range its meaning; how many there were, ``room`` at most."""
    if not isinstance(low, bytes) or not isinstance(high, bytes):
        return 0
    first = int.from_bytes(low[:2], "big")
    count = max(0, min(int.from_bytes(high[:2], "big") - first + 1, room))
    if isinstance(meant, list):
        count = min(count, len(meant))
    for step in range(count):
        code = (first + step).to_bytes(3, "big")
        _mean(font, code, meant[step] if isinstance(meant, list) else meant, 0 if isinstance(meant, list) else step)
    return count


def _mean(font: Font, code: Any, meant: Any, step: int) -> None:
    if isinstance(code, bytes) and isinstance(meant, bytes) and len(meant) <= 64:
        text = meant.decode("utf-16-be", "replace")
        if step and text:
            last = ord(text[-1]) + step
            text = text[:-1] + (chr(last) if last < 0x110000 and not 0xD800 <= last < 0xE000 else "\ufffd")
        font.meaning[int.from_bytes(code, "big")] = text.replace("\0", "")
