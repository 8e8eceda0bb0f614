"""Text to the tokens of the search index, and a query to search terms. Pure; one scheme for both engines.

Scripts without spaces (Han, Kana, Hangul) become overlapping pairs of characters, so that two suffice to find a word.
Long identifiers are also findable by their last six or eight characters ("…ff98e1"), hexadecimal ones without ``0x``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import re2

from mailbot.store.dialect import SearchTerm

INDEXED_CHARS = 60_000
"""Characters of a message that are indexed."""
_RUN = re2.compile(r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー々]+)|([\p{L}\p{N}]+)")
_LONG = 16
_TAILS = (6, 8)
_MOST_TOKEN = 120


def normalise(text: str) -> str:
    """One form for full-width and narrow characters, upper and lower case, with and without diacritics."""
    if text.isascii():
        return text.lower()
    stripped = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", stripped).casefold()


def tokens(text: str) -> list[str]:
    """What a text is found by, in order."""
    found: list[str] = []
    for pairs, word in _runs(text[:INDEXED_CHARS]):
        if pairs:
            found += _pairs(pairs)
        else:
            plain = _plain(word)
            found.append(plain)
            if len(plain) >= _LONG:
                found += [f"_{plain[-n:]}" for n in _TAILS]
    return found


def term(text: str, *, author: bool = False) -> SearchTerm | None:
    """What one word or quoted phrase of a query looks for; None where there is nothing in it to find."""
    for dots in ("…", "...", "*"):
        if text.startswith(dots) and not author:
            tail = "".join(w for _, w in _runs(text[len(dots) :]))
            return SearchTerm(tokens=(f"_{tail[-8:] if len(tail) >= 8 else tail[-6:]}",)) if len(tail) >= 6 else None
        text = text.removesuffix(dots)
    found: list[str] = []
    prefix = False
    for pairs, word in _runs(text):
        found += _pairs(pairs) if pairs else [_plain(word)]
        prefix = not pairs or len(pairs) == 1
    return SearchTerm(tokens=tuple(found), prefix=prefix, author=author) if found else None


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for match in _RUN.finditer(normalise(text.encode("utf-8", "replace").decode())):
        yield match.group(1) or "", (match.group(2) or "")[:_MOST_TOKEN]


def _plain(word: str) -> str:
    return word[2:] if word.startswith("0x") and len(word) > 5 else word


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
