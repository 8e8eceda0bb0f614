"""Words that multiply the number before them, alone or one after the other: 1.5w, 12 bin 500, 3만 1천 4백, 2tr5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mailbot.triage.extract.source import Source

_SCALES = {
    "10": "",
    "100": "百 백",
    "1000": "k к ngàn nghìn tysiac тыс тыс. тыщ тысяч* штук* bin mil 천 千 仟 thousand grand кк_",
    "10000": "w 万 萬 만 万の",
    "1000000": (
        "m mln млн млн. лям лямов ляма лимон* миллион* million millions triệu tr milyon millón millones milhão"
        " milhões mio củ"
    ),
    "100000000": "亿 億 억",
    "1000000000": "tỷ tỉ bn billion миллиард* млрд milyar",
    "100000": "lakh lakhs lac",
    "10000000": "crore crores",
}
_MYRIAD = Decimal(10**4)
"""Where Chinese and Korean close a section: 2천 3백만 are 2,300 of it."""

_MOST_WORDS, _MOST_GROUPS = 2, 4
"""How many scale words one number has, and how many numbers with such words make up one sum."""

_REST = re.compile(r" ?(\d{1,4})(?!\d|[.,:]\d)")
_ONE = Decimal(1)


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for factor, names in _SCALES.items():
        for name in names.split():
            yield name.replace("_", " "), "scale", factor


def scaled(page: Source, value: Decimal, end: int) -> tuple[Decimal, int, Decimal]:
    """A number with its scale words and what is smaller behind them, where that ends, and the first scale (1: none)."""
    first, _, end = _scale(page, end)
    if first == 1:
        return value, end, first
    total, section, last = value * first, Decimal(0), first
    if first < _MYRIAD:
        total, section = section, total
    for _ in range(_MOST_GROUPS):
        rest = _REST.match(page.text, end)
        if rest is None or not page.free(end, rest.end()):
            break
        figure = Decimal(rest[1])
        scale, closing, after = _scale(page, rest.end())
        if scale == 1:
            more = _bare(page, rest, end, last)
            return total + section + more, rest.end() if more else end, first
        if section and closing == _MYRIAD:
            total, section = total + (section + figure * scale / closing) * closing, Decimal(0)
        elif figure * scale < last:
            section += figure * scale
        else:
            break
        end, last = after, scale
    if first == 10**8 and section and last == 1000:  # 1억 2천: the second word is left out
        section *= _MYRIAD
    return total + section, end, first


def _scale(page: Source, end: int) -> tuple[Decimal, Decimal, int]:
    """The product of the scale words after a number, the last of them, and where they end."""
    factor = last = _ONE
    for _ in range(_MOST_WORDS):
        hit = next(iter(page.hits_in(end, end + 3)), None)
        scale = hit.value("scale") if hit else None
        if hit is None or scale is None or page.text[end : hit.start] not in {"", " "}:
            break
        if scale == "1000000" and page.text[hit.start : hit.end] == "m" and page.text[end : hit.start]:
            break
        last = Decimal(scale)
        factor, end = factor * last, hit.end
    return factor, last, end


def _bare(page: Source, rest: re.Match[str], end: int, last: Decimal) -> Decimal:
    """What a figure without a scale word adds: the 500 of "12 bin 500", half a million in "2tr5"; 0 where nothing."""
    digits: str = rest[1]
    figure = Decimal(digits)
    if rest.start(1) == end and (len(digits) == 1 or last == 10**6):
        return figure * last / Decimal(10 ** len(digits))
    return figure if figure < last and (len(digits) >= 3 or page.text[end] == " ") else Decimal(0)
