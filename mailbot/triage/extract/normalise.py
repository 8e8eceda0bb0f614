"""A text made ready to be matched, with the way back to the text as it was written (Unicode UAX #15, NFKC).

Full-width digits become digits, zero-width, soft-hyphen and direction characters go, exotic spaces become spaces.
Every offset of the result can be led back, so that spans always count in the mail's own text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f\ufff9-\ufffb"
    "\U000e0001\U000e0020-\U000e007f"
)
_COMPOSED = re.compile(
    f"[{_INVISIBLE}]+|[^\\W\\d_][\u0300-\u036f\u3099\u309a]{{1,4}}|[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?"
)
"""What changes its length: characters that vanish, and letters written with combining marks."""


_MARK = re.compile("(?<=[\uff10-\uff19])[\uff0c\uff0e\uff0f](?=[\uff10-\uff19])")
"""A full-width comma, point or slash is part of a number only between full-width digits."""


def _table() -> dict[int, str]:
    """Characters that NFKC maps to exactly one other: full-width, circled and styled forms, exotic spaces."""
    wide = [*range(0x2070, 0x209D), *range(0x2460, 0x2474), *range(0xFF01, 0xFFEF), *range(0x1D400, 0x1D800)]
    table = {c: n for c in wide if len(n := unicodedata.normalize("NFKC", chr(c))) == 1 and n != chr(c)}
    for mark in (0xFF0C, 0xFF0E, 0xFF0F):
        del table[mark]
    return table | {ord(c): " " for c in _SPACES} | {ord(c): "-" for c in "\u2010\u2011\u2012\u2212\ufe58\ufe63"}


_ONE_TO_ONE = _table()


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text. ``cuts`` and ``shifts``: from position ``cuts[i]`` on, the original is ``shifts[i]`` later."""

    text: str
    cuts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def origin(self, index: int) -> int:
        """The offset in the original text of a character of this one."""
        at = bisect_right(self.cuts, index)
        return index + (self.shifts[at - 1] if at else 0)

    def here(self, origin: int) -> int:
        """Where in this text the original's character stands; where it vanished, the next one. Clipped to the text."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.origin(middle) < origin:
                low = middle + 1
            else:
                high = middle
        return low

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span in the original text of a non-empty half-open span of this one."""
        return self.origin(start), self.origin(end - 1) + 1 if end > start else self.origin(start)


def normalise(text: str) -> Normal:
    """NFKC as far as it matters to identifiers, with offsets that lead back. Linear; never raises."""
    if text.isascii() and "\t" not in text:
        return Normal(text)
    flat = _MARK.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text).translate(_ONE_TO_ONE)
    pieces: list[str] = []
    cuts: list[int] = []
    shifts: list[int] = []
    done = length = shift = 0
    for found in _COMPOSED.finditer(flat):
        start, end = found.span()
        new = unicodedata.normalize("NFC", found.group()) if flat[start].isalpha() else ""
        if len(new) == end - start:
            continue
        pieces += (flat[done:start], new)
        length += start - done + len(new)
        shift += end - start - len(new)
        cuts.append(length)
        shifts.append(shift)
        done = end
    if not pieces:
        return Normal(flat)
    return Normal("".join((*pieces, flat[done:])), tuple(cuts), tuple(shifts))


def _fold_table() -> dict[int, str]:
    """Latin and Cyrillic letters with diacritics → the plain letter in lower case, one to one."""
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), 0x0401, 0x0451):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1 and base != chr(code):
            table[code] = base
    special = {"đ": "d", "Đ": "d", "ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o"}
    return table | {ord(k): v for k, v in special.items()}


_PLAIN = _fold_table()


def fold(text: str) -> str:
    """Lower case without diacritics, as long as the text: people leave them out, and so do our word lists."""
    return text.lower() if text.isascii() else text.translate(_PLAIN).lower()
