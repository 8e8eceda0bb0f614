"""Patterns of RE2, in time linear in the text, asked without what its Python package adds to each question.

A question costs the package some four microseconds, of which RE2 takes one for a short text: it counts the characters
before each octet anew, once per group. Here they are counted for what is found only, and not at all in ASCII. Patterns,
options and what is found are the package's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import re2

ANYWHERE = re2._Anchor.UNANCHORED  # noqa: SLF001 - here and below: what the package's own methods stand on
_START, _BOTH = re2._Anchor.ANCHOR_START, re2._Anchor.ANCHOR_BOTH  # noqa: SLF001

Options, error, escape = re2.Options, re2.error, re2.escape
_Spans = list[tuple[int, int]]


class Pattern:
    """A compiled pattern with the methods of `re.Pattern`."""

    __slots__ = ("_ask", "_plain")

    def __init__(self, plain: Any) -> None:
        self._plain = plain
        self._ask: Callable[[Any, bytes, int, int], _Spans] = plain._regexp.Match  # noqa: SLF001

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)

    def search(self, text: Any, pos: int = 0, endpos: int | None = None) -> Any:
        """The first match in a text (`str`, or `bytes` for a pattern in octets), or None."""
        return self._one(ANYWHERE, text, pos, endpos)

    def match(self, text: Any, pos: int = 0, endpos: int | None = None) -> Any:
        """The match that begins at ``pos``, or None."""
        return self._one(_START, text, pos, endpos)

    def fullmatch(self, text: Any, pos: int = 0, endpos: int | None = None) -> Any:
        """The match from ``pos`` to ``endpos``, or None."""
        return self._one(_BOTH, text, pos, endpos)

    def seen(self, text: str) -> bool:
        """Whether there is any match."""
        octets = text.encode()
        return self._ask(ANYWHERE, octets, 0, len(octets))[0][0] >= 0

    def finditer(self, text: Any, pos: int = 0, endpos: int | None = None) -> Iterator[Any]:
        """The matches one after the other."""
        plain, made = self._plain, re2._Match  # noqa: SLF001
        last = len(text) if endpos is None else min(endpos, len(text))
        for spans in self._all(text, pos, last):
            yield made(plain, text, pos, last, spans)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the matches begin and end; for a pattern that never matches nothing at all."""
        octets, ask = text.encode(), self._ask
        end = len(octets)
        ascii_ = end == len(text)
        at = char = 0
        while True:
            first, beyond = ask(ANYWHERE, octets, at, end)[0]
            if beyond <= at:
                return
            if ascii_:
                yield first, beyond
            else:
                start = char + len(octets[at:first].decode())
                char = start + len(octets[first:beyond].decode())
                yield start, char
            at = beyond

    def sub(self, repl: Callable[[Any], str] | str, text: str, count: int = 0) -> str:
        """The text with its matches replaced."""
        if not self.seen(text):
            return text
        return str(self._plain.sub(repl, text, count))

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """What stands between the matches."""
        return list(self._plain.split(text, maxsplit)) if self.seen(text) else [text]

    def _one(self, anchor: Any, text: Any, pos: int, endpos: int | None) -> Any:
        octets = text.encode() if isinstance(text, str) else text
        last = len(text) if endpos is None else min(endpos, len(text))
        if pos > last:
            return None
        if len(octets) == len(text):
            spans = self._ask(anchor, octets, pos, last)
        else:
            start = len(text[:pos].encode()) if pos else 0
            end = len(octets) if last == len(text) else start + len(text[pos:last].encode())
            spans = self._ask(anchor, octets, start, end)
            if spans[0][0] >= 0:
                spans = _counted(octets, spans, start, pos)
        return None if spans[0][0] < 0 else re2._Match(self._plain, text, pos, last, spans)  # noqa: SLF001

    def _all(self, text: Any, pos: int, last: int) -> Iterator[_Spans]:
        if pos > last:
            return
        octets = text.encode() if isinstance(text, str) else text
        ascii_, ask = len(octets) == len(text), self._ask
        at, end = pos, last
        if not ascii_:
            at = len(text[:pos].encode()) if pos else 0
            end = len(octets) if last == len(text) else at + len(text[pos:last].encode())
        octet, char = at, pos
        while at <= end:
            spans = ask(ANYWHERE, octets, at, end)
            first, beyond = spans[0]
            if first < 0:
                return
            if ascii_:
                yield spans
            else:
                counted = _counted(octets, spans, octet, char)
                octet, char = first, counted[0][0]
                yield counted
            at = beyond if beyond > at else _next(octets, at, ascii_=ascii_)


def compile(pattern: Any, options: Any = None) -> Pattern:  # noqa: A001 - as `re` and `re2` call it
    """The compiled pattern. Raises `error` where it is none."""
    return Pattern(re2.compile(pattern, options))


def _counted(octets: bytes, spans: _Spans, octet: int, char: int) -> _Spans:
    """Spans in characters. ``octet`` is where character ``char`` begins, before or at all of them."""
    known = {-1: -1}
    for at in sorted({at for span in spans for at in span if at >= 0}):
        char += len(octets[octet:at].decode())
        octet = at
        known[at] = char
    return [(known[a], known[b]) for a, b in spans]


def _next(octets: bytes, at: int, *, ascii_: bool) -> int:
    """Where the next character begins."""
    at += 1
    while not ascii_ and at < len(octets) and octets[at] & 0xC0 == 0x80:
        at += 1
    return at
