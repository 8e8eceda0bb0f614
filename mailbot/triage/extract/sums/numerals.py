"""Numbers as people write them: grouping of any country, Chinese and Korean numerals."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_CHINESE = dict(
    zip(
        "零〇一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖",
        (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9),
        strict=True,
    )
)
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_KOREAN = "반일이삼사오육칠팔구십백천만억"
_HANGUL = str.maketrans(_KOREAN, "半一二三四五六七八九十百千万亿")


def number(text: str) -> Decimal | None:
    """The value of a number with any grouping, or of Chinese numerals; None where it is none."""
    if text[0] in _KOREAN:
        return _chinese(text.translate(_HANGUL))
    if text[0] in _CHINESE or text[0] in _PLACES or text[0] in _MYRIADS or text[0] in "半廿":
        return _chinese(text)
    text = re.sub(r"[ '’\u00a0]", "", text)
    marks = [c for c in text if c in ".,"]
    if not marks:
        return _decimal(text)
    last = marks[-1]
    whole, _, rest = text.rpartition(last)
    if len(set(marks)) == 2:
        return _decimal(re.sub(r"[.,]", "", whole) + "." + rest) if marks.count(last) == 1 else None
    if marks.count(last) > 1:
        return _decimal(text.replace(last, "")) if len(rest) == 3 else None
    if len(rest) == 3 and (last == "," or len(whole) <= 3) and whole.lstrip("0") and not (last == "." and whole == "0"):
        return _decimal(whole + rest) if last == "," or len(whole) <= 3 else None
    return _decimal(whole + "." + rest)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _chinese(text: str) -> Decimal | None:
    """六万二 = 62000, 两千四百五 = 2450, 零点五 = 0.5, 半 = 0.5."""
    if text == "半":
        return Decimal("0.5")
    for dot in "点點":
        if dot in text:
            whole, _, rest = text.partition(dot)
            digits = [_CHINESE.get(c) for c in rest]
            if not whole or not rest or None in digits:
                return None
            left = _chinese(whole)
            return None if left is None else left + Decimal("0." + "".join(map(str, digits)))
    if all(c in _CHINESE for c in text):
        return Decimal("".join(str(_CHINESE[c]) for c in text))
    total = section = digit = 0
    place, bare = 1, True
    for char in text:
        if char in _CHINESE:
            digit, bare = _CHINESE[char], True
            zero = digit == 0
            place = 0 if zero else place
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            place, digit = _PLACES[char], 0
        elif char in _MYRIADS:
            total += (section + digit or 1) * _MYRIADS[char]
            place, section, digit = _MYRIADS[char], 0, 0
        elif char == "半" and place:
            return Decimal(total + section) + Decimal(place) / 2
        else:
            return None
    if digit and bare and place >= 100:
        digit = digit * place // 10
    return Decimal(total + section + digit)


def plain(value: Decimal, written: str = "") -> str:
    """A decimal point, no grouping, no exponent; trailing zeros as written ("1425.00") or none."""
    text = f"{value:f}"
    if "." in text and not re.search(r"[.,]\d*0$", written):
        text = text.rstrip("0").rstrip(".")
    return text
