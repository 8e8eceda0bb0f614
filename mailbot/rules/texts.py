"""Operands about a text: words that occur in it, and patterns that match."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import lru_cache

import re2

from mailbot.rules.facts import Facts
from mailbot.rules.nodes import Leaf, Needle, Opaque
from mailbot.rules.operands import Ask, Read, leaf, words_of
from mailbot.rules.pattern import compiled
from mailbot.rules.vocabulary import Fault, unknown

TEXT_BOUND = 50_000
"""Characters of a mail that text conditions look at."""


@lru_cache(maxsize=4)
def _folded(words: str) -> str:
    """Lower case, bounded: computed once for all rules of a mail."""
    return words[:TEXT_BOUND].casefold()


@lru_cache(maxsize=4)
def _octets(words: str) -> bytes:
    return words[:TEXT_BOUND].encode("utf-8", "replace")


@lru_cache
def _seen_as(read: Read, *, folded: bool) -> Callable[[Facts], bytes]:
    """A text's octets; the same function for all conditions that look at it so."""
    return (lambda facts: _octets(_folded(read(facts)))) if folded else (lambda facts: _octets(read(facts)))


def text(ask: Ask) -> Leaf | list[Fault]:
    """Words of which one occurs (without case), or ``{matches: PATTERN}`` with RE2's syntax (one or a list)."""
    if isinstance(ask.operand, Mapping):
        return _matches(ask)
    words, faults = words_of(ask, ask.operand)
    if faults:
        return faults
    read, folded = ask.read, tuple(w.casefold() for w in words)

    def test(facts: Facts) -> bool:
        have = _folded(read(facts))
        for word in folded:  # noqa: SIM110 - half the cost of any() with a generator
            if word in have:
                return True
        return False

    def actual(facts: Facts) -> Hashable:
        have = _folded(read(facts))
        return next((f"with {w!r}" for w, low in zip(words, folded, strict=True) if low in have), "without them")

    return leaf(
        ask,
        f"containing {' or '.join(map(repr, words))}",
        test,
        Opaque(fact=ask.condition, text="|".join(sorted(folded))),
        actual,
        10,
        "without them",
        needle=Needle(octets=_seen_as(read, folded=True), pattern="|".join(map(re2.escape, folded))),
    )


def _matches(ask: Ask) -> Leaf | list[Fault]:
    assert isinstance(ask.operand, Mapping)
    faults = [
        unknown((*ask.path, k), f"word in {ask.condition}", str(k), ("matches",)) for k in ask.operand if k != "matches"
    ]
    if faults or "matches" not in ask.operand:
        return faults or ask.fault("matches: PATTERN")
    words, faults = words_of(replace(ask, valid=()), ask.operand["matches"], ("matches",))
    found = []
    for index, words_here in enumerate(words):
        try:
            found.append(compiled(words_here))
        except ValueError as error:
            at = (*ask.path, "matches", *((index,) if isinstance(ask.operand["matches"], list) else ()))
            faults.append(
                Fault(
                    path=at, problem=f"not a pattern: {error}", remedy="RE2 syntax: no back-references, no look-around"
                )
            )
    if faults:
        return faults
    read = ask.read

    def test(facts: Facts) -> bool:
        octets = _octets(read(facts))
        for pattern in found:  # noqa: SIM110
            if pattern.search(octets):
                return True
        return False

    def actual(facts: Facts) -> Hashable:
        hit = next((m for p in found if (m := p.search(_octets(read(facts)))) is not None), None)
        return f"with {hit.group().decode('utf-8', 'replace')!r}" if hit else "without a match"

    return leaf(
        ask,
        f"matching {' or '.join(words)}",
        test,
        Opaque(fact=ask.condition, text="/" + "/".join(sorted(words))),
        actual,
        30,
        "without a match",
        needle=Needle(octets=_seen_as(read, folded=False), pattern="|".join(f"(?:{w})" for w in words)),
    )
