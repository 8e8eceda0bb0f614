"""Patterns that most texts have nothing for: RE2 tells so at a tenth of what asking Python's `re` costs.

`re` tries a pattern at every character; RE2 reads a text once, at one or two nanoseconds an octet. So each `sieved`
pattern has a wider one beside it, made from the same source without what RE2 does not know: wherever `re` finds
something, the wider one does. Only where it does is `re` asked; what is found is always what `re` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from re import _constants as op  # the only parser that knows what `re` accepts
from re import _parser as parser
from typing import Any

import re2

from mailbot.triage.linear import ANYWHERE

SHORTEST = 6
"""Characters from which on a text is sieved; a shorter one `re` has read by then."""
_MOST_REPEATED = 12
"""Repetitions that the wider pattern asks for; it sets no upper limit to any, so that its automaton stays small."""
_ANY = r"(?s:.)"
_CLASSES = {
    op.CATEGORY_DIGIT: (r"0-9", r"\p{Nd}"),
    op.CATEGORY_SPACE: (r" \t\n\r\f\v", r" \t\n\r\f\v\x{1c}-\x{1f}\x{85}\p{Z}"),
    op.CATEGORY_WORD: (r"0-9A-Za-z_", r"\p{L}\p{N}_"),
}
"""Category → the inside of a class, of ASCII and of Unicode."""
_TURKISH = tuple(map(ord, "iIıİ"))
_NEGATED = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
    op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
}


class Sieved:
    """A pattern of `re` that is asked only where the text may have something for it."""

    __slots__ = ("_re", "fullmatch", "match", "may", "pattern")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._re = pattern
        self.may = Sieve([pattern])
        self.pattern = pattern.pattern
        self.match, self.fullmatch = pattern.match, pattern.fullmatch

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> re.Match[str] | None:
        """What `re.Pattern.search` finds; in a stretch of the text it is asked at once."""
        if pos or endpos is not None:
            return self._re.search(text, pos, len(text) if endpos is None else endpos)
        return self._re.search(text) if self.may(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What `re.Pattern.finditer` finds in a whole text."""
        return self._re.finditer(text) if self.may(text) else iter(())


class Sieve:
    """Whether a text may have something for any of some patterns: never False where it has."""

    __slots__ = ("_wide", "patterns")

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.patterns = tuple(patterns)
        self._wide: Any = None

    def __call__(self, text: str) -> bool:
        if len(text) < SHORTEST:
            return True
        if self._wide is None:
            self._wide = _compiled(self.patterns)
        octets = text.encode()
        return bool(self._wide(ANYWHERE, octets, 0, len(octets))[0][0] >= 0)


def sieved(pattern: str, flags: int = 0) -> Sieved:
    """`re.compile` for a pattern that is looked for in every text and found in few."""
    return Sieved(re.compile(pattern, flags))


def wider(pattern: re.Pattern[str]) -> str:
    """A pattern of RE2 that finds something wherever this one does."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    return _sequence(tree, tree.state.flags)


def _compiled(patterns: Iterable[re.Pattern[str]]) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    found = re2.compile("|".join(f"(?:{wider(p)})" for p in patterns), options)
    return found._regexp.Match  # noqa: SLF001 - see above


def _sequence(items: Any, flags: int) -> str:
    return "".join(_item(code, value, flags) for code, value in items)


def _item(code: Any, value: Any, flags: int) -> str:
    if code is op.LITERAL:
        return _cased(_char(value), flags, turkish=value in _TURKISH)
    if code is op.NOT_LITERAL:
        return f"[^{_char(value)}]" if not flags & re.IGNORECASE else _ANY
    if code is op.ANY:
        return _ANY if flags & re.DOTALL else r"[^\n]"
    if code is op.IN:
        return _class(value, flags)
    if code is op.BRANCH:
        return "(?:" + "|".join(_sequence(branch, flags) for branch in value[1]) + ")"
    if code is op.SUBPATTERN:
        _, more, fewer, inner = value
        return f"(?:{_sequence(inner, (flags | more) & ~fewer)})"
    if code is op.ATOMIC_GROUP:
        return f"(?:{_sequence(value, flags)})"
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        times = "?" if (least, most) == (0, 1) else f"{{{min(least, _MOST_REPEATED)},}}"
        return f"(?:{_sequence(inner, flags)}){times}"
    if code in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return ""
    return f"{_ANY}*"


def _class(items: Any, flags: int) -> str:
    inside: list[str] = []
    negated = wide = turkish = False
    for code, value in items:
        if code is op.NEGATE:
            negated = True
        elif code is op.LITERAL:
            inside.append(_char(value))
            turkish |= value in _TURKISH
        elif code is op.RANGE:
            inside.append(f"{_char(value[0])}-{_char(value[1])}")
            turkish |= any(value[0] <= c <= value[1] for c in _TURKISH)
        elif value in _CLASSES:
            inside.append(_CLASSES[value][not flags & re.ASCII])
        elif negated:  # all but what is no letter: letters, and perhaps fewer
            return f"[{_CLASSES[_NEGATED[value]][not flags & re.ASCII]}]"
        else:
            wide = True
    if wide or (negated and flags & re.IGNORECASE):
        return _ANY
    return _cased(f"[{'^' * negated}{''.join(inside)}]", flags, turkish=turkish)


def _cased(wanted: str, flags: int, *, turkish: bool) -> str:
    """In either case; `re` takes each of the four letters i, with dot and without, for each other."""
    if not flags & re.IGNORECASE:
        return wanted
    return f"(?:(?i:{wanted})|[iIıİ])" if turkish else f"(?i:{wanted})"


def _char(code: int) -> str:
    return rf"\x{{{code:x}}}"
