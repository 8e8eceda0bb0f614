"""RE2 patterns: compiling them within bounds, and telling those that can never match, or always do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import re2

MOST_MEMORY = 4 << 20
MOST_CHARACTERS = 2_000
_BESIDE = r"has \b beside a letter that is not ASCII: there it holds only next to an ASCII letter or digit"
_PROBES = (b"", b"x", b"7", " ,提\n".encode())


def compiled(pattern: str, most: int = MOST_CHARACTERS) -> Any:
    """An RE2 pattern over octets: linear in the text, bounded in memory. Raises ValueError with the reason."""
    if len(pattern) > most:
        raise ValueError(f"longer than {most} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MOST_MEMORY
    try:
        return re2.compile(pattern.encode(), options)
    except re2.error as error:
        reason = error.args[0] if error.args else b""
        raise ValueError(reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)) from None
    except UnicodeEncodeError:
        raise ValueError("not Unicode text") from None


def oddity(pattern: str) -> str:
    """Why a valid pattern is pointless or hardly what was meant: "can never match", "matches every text", a word
    boundary beside Chinese; empty where nothing is odd."""
    try:
        regexp = compiled(pattern)
    except ValueError:
        return ""
    if all(regexp.search(probe) for probe in _PROBES):
        return "matches every text"
    if _multiline(pattern):
        return ""
    reader = _Reader(pattern)
    try:
        parsed = reader.alternatives()
    except (IndexError, RecursionError):
        return ""
    if parsed.never:
        return "can never match"
    return _BESIDE if reader.beside else ""


def _multiline(pattern: str) -> bool:
    """Whether a flag lets ^ and $ match at line ends."""
    return any(group.startswith("?") and "m" in group.split(":")[0].split(")")[0].split("-")[0]
               for group in pattern.split("(")[1:] if not group.startswith(("?P", "?<")))  # fmt: skip


_ANY = frozenset({"?"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A part of a pattern: whether it takes at least one character, is anchored at an end, or cannot match."""

    wide: bool = False
    begins: bool = False
    ends: bool = False
    never: bool = False
    boundary: bool = False
    """Whether it is \\b."""
    first: frozenset[str] = _ANY
    """Kinds of the character it begins with: word (ASCII, as \\b knows it), foreign (a letter of another script) or
    other; "?" where that is open."""
    last: frozenset[str] = _ANY


class _Reader:
    """Reads just enough of a valid pattern to see an anchor where text must stand before or behind it."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self.beside = False
        """Whether a \\b stands beside a letter of which it knows nothing."""

    def alternatives(self) -> _Piece:
        pieces = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            pieces.append(self._sequence())
        live = [p for p in pieces if not p.never] or pieces
        return _Piece(
            wide=all(p.wide for p in live),
            begins=all(p.begins for p in live),
            ends=all(p.ends for p in live),
            never=all(p.never for p in pieces),
            first=frozenset().union(*(p.first for p in live)),
            last=frozenset().union(*(p.last for p in live)),
        )

    def _peek(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else ""

    def _sequence(self) -> _Piece:
        wide = begins = ends = never = pending = False
        first, last = _ANY, _ANY
        while self._peek() not in {"", "|", ")"}:
            piece = self._repeated(self._atom())
            never |= piece.never or (piece.begins and wide) or (ends and piece.wide)
            if pending and not piece.boundary:
                never |= self._parted(last, piece.first if piece.wide else _ANY)
            if not piece.boundary:
                first = piece.first if piece.wide and not wide else first
                last = piece.last if piece.wide else _ANY
            pending = piece.boundary
            begins |= piece.begins and not wide
            ends |= piece.ends
            wide |= piece.wide
        if pending:
            never |= self._parted(last, _ANY)
        return _Piece(wide=wide, begins=begins, ends=ends, never=never, first=first, last=last)

    def _parted(self, before: frozenset[str], after: frozenset[str]) -> bool:
        """Whether \\b can never hold between two characters of these kinds."""
        self.beside |= ("foreign" in before and "word" not in after) or ("foreign" in after and "word" not in before)
        return all(b != "?" != a and (b == "word") == (a == "word") for b in before for a in after)

    def _atom(self) -> _Piece:
        sign = self._text[self._at]
        self._at += 1
        if sign == "^":
            return _Piece(begins=True)
        if sign == "$":
            return _Piece(ends=True)
        if sign == "[":
            return self._class()
        if sign == "(":
            return self._group()
        if sign == "\\":
            return self._escape()
        kind = frozenset({_kind(sign)})
        return _Piece(wide=True, first=kind, last=kind)

    def _escape(self) -> _Piece:
        sign = self._text[self._at]
        self._at += 1
        if sign == "Q":
            end = self._text.find("\\E", self._at)
            wide = end != self._at
            self._at = len(self._text) if end < 0 else end + 2
            return _Piece(wide=wide)
        if sign in "xpP" and self._peek() == "{":
            self._at = self._text.index("}", self._at) + 1
        kind = frozenset({"word"}) if sign in "dw" else _ANY if sign.isalnum() else frozenset({"other"})
        return _Piece(
            wide=sign not in "AzbB", begins=sign == "A", ends=sign == "z", boundary=sign == "b", first=kind, last=kind
        )

    def _class(self) -> _Piece:
        if self._peek() == "^":
            self._at += 1
        first = True
        while self._peek() != "]" or first:
            if self._text.startswith("[:", self._at):
                self._at = self._text.index(":]", self._at) + 1
            self._at += 2 if self._text[self._at] == "\\" else 1
            first = False
        self._at += 1
        return _Piece(wide=True)

    def _group(self) -> _Piece:
        if self._peek() == "?":
            self._at += 1
            if self._peek() in {"P", "<"}:
                self._at = self._text.index(">", self._at) + 1
            else:
                while self._text[self._at] not in ":)":
                    self._at += 1
                if self._text[self._at] == ")":
                    self._at += 1
                    return _Piece()
                self._at += 1
        piece = self.alternatives()
        self._at += 1
        return piece

    def _repeated(self, piece: _Piece) -> _Piece:
        optional = False
        while self._peek() in {"*", "+", "?", "{"}:
            sign = self._peek()
            if sign == "{":
                body, close, _ = self._text[self._at + 1 :].partition("}")
                if not close or not body.replace(",", "").isdigit() or body.startswith(","):
                    break
                optional |= body.split(",")[0].strip("0") == ""
                self._at += len(body) + 2
            else:
                optional |= sign in "*?" and not optional
                self._at += 1
        return _Piece() if optional else piece


def _kind(sign: str) -> str:
    if sign == ".":
        return "?"
    if sign.isascii():
        return "word" if sign.isalnum() or sign == "_" else "other"
    return "foreign" if sign.isalnum() else "other"
