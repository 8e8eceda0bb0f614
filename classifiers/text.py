"""Text to its canonical form: folded, identifiers replaced by typed tokens, words between single spaces.

The model shall learn words, not numbers, and the same word however it was typed: full width, with or without
accents, Traditional or Simplified. Every pattern is linear: bounded repeats behind a look-behind.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from classifiers.han import TO_SIMPLIFIED

MAX_CHARS = 4000
"""A longer text keeps its first three quarters and its last quarter of this many characters."""

_IDENTIFIERS = re.compile(
    r"(?P<url>(?<![A-Za-z0-9])(?:https?://|www\.)[\x21-\x7e]{1,500})"
    r"|(?P<mail>(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8})"
    r"|(?P<long>(?<![A-Za-z0-9])(?=[A-Za-z_+/=-]{0,30}[0-9])[A-Za-z0-9]{1,30}[A-Za-z0-9_+/=-]{19,200})"
    r"|(?P<date>(?<![A-Za-z0-9])(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[./]\d{1,2}[./]20\d\d))"
    r"|(?P<clock>(?<![A-Za-z0-9:])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))"
    r"|(?P<number>(?<![A-Za-z0-9])\d{1,24}(?:[.,'’]\d{1,24}){0,6})"
)
_DIGIT_OR_AT = re.compile(r"[\d@]")
"""What every identifier but a link has."""
_TOKENS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_KEPT = 1 << 15
_HEX = frozenset("0123456789abcdefABCDEF")


def _typed(match: re.Match[str]) -> str:
    kind, raw = match.lastgroup, match[0]
    if kind == "long":
        return f" {_long_token(raw)} "
    if kind == "number":
        return _number_token(raw)
    return f" {kind}tok "


def _long_token(raw: str) -> str:
    """Hash, address, identifier of digits, or some other long string, by its alphabet and length."""
    body = raw.removeprefix("0x").removeprefix("0X")
    if body.isdigit():
        return "idtok"
    if len(body) >= 80 or (len(body) == 64 and set(body) <= _HEX):
        return "hashtok"
    if body.count("-") == 4 and len(body) == 36:
        return "uuidtok"
    return "addrtok" if body.isalnum() and len(body) >= 25 else "codetok"


def _number_token(raw: str) -> str:
    """Short whole numbers stay ("24 h", "2"); ids, amounts and telephone numbers become their type."""
    if raw.isdigit():
        if len(raw) <= 3:
            return raw
        return " idtok " if len(raw) >= 15 else " numtok " if len(raw) >= 7 else " amounttok "
    return " amounttok "


class _Kept(dict[int, str | int | None]):
    """For `str.translate`: a character that is not in the table stays, and is remembered as one that stays, since
    telling `translate` of a missing key costs more than all the rest."""

    def __missing__(self, code: int) -> int:
        if len(self) < _KEPT:
            self[code] = code
        return code


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict(TO_SIMPLIFIED)
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii():
            table[code] = base.lower()
    table.update({ord("đ"): "d", ord("Đ"): "d", ord("ı"): "i", ord("ø"): "o", ord("ł"): "l", ord("ё"): "е"})
    table[ord("帐")] = "账"
    table[ord("帳")] = "账"
    table.update(dict.fromkeys(range(768, 880)))
    table.update({ord(mark): None for mark in "'’‘`´\u00ad\u200b\u200c\u200d\u2060\ufeff"})
    return table


_FOLD = _Kept(_fold_table())
_FOLD_SAME = _Kept({code: value for code, value in _fold_table().items() if value is not None})
_WIDTH = {0xFF01 + k: chr(0x21 + k) for k in range(94) if chr(0x21 + k).isalnum()}
_FOLD_SAME |= _WIDTH | {ord(mark): "'" for mark in "’‘`´"} | {ord("İ"): "i"}
_FOLD_SAME |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # half a character: RE2 takes none


def same_length_fold(text: str) -> str:
    """Lower case, accents off, Simplified, full width to half; every character stays at its place: spans fit."""
    folded = text.translate(_FOLD_SAME).lower()
    return folded if len(folded) == len(text) else text.translate(_FOLD_SAME)


def fold_word(word: str) -> str:
    """Lower case, accents and apostrophes off."""
    return word.lower().translate(_FOLD)


def bounded(text: str) -> str:
    """The text itself, or its head and tail where it is longer than MAX_CHARS."""
    if len(text) <= MAX_CHARS:
        return text
    tail = MAX_CHARS // 4
    return text[: MAX_CHARS - tail] + "\n" + text[-tail:]


def canonical(text: str) -> str:
    """Fold a text: NFKC, identifiers to tokens, lower case, accents off, Simplified; " word word ", one space each."""
    text = bounded(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if _DIGIT_OR_AT.search(text) or "://" in text or "www." in text:
        text = _IDENTIFIERS.sub(_typed, text)
    return f" {' '.join(_TOKENS.findall(text.lower().translate(_FOLD)))} "


@lru_cache(maxsize=8192)
def canonical_phrase(phrase: str) -> str:
    """A lexicon entry in the same form, without identifiers; a trailing space (a whole word) is kept."""
    folded = " ".join(_TOKENS.findall(unicodedata.normalize("NFKC", phrase).lower().translate(_FOLD)))
    return folded + " " if phrase.endswith(" ") else folded
