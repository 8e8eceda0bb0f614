"""Concepts that support mail speaks of, named by phrases in ten languages.

Words of one language teach a linear model nothing about another; a concept ("withdraw", "not_arrived") is shared by
all. The phrases stand in `data/lexicon.txt`; a newcomer adds a phrase there and trains.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from classifiers.features import Batch, Ints, Table, hash_text
from classifiers.text import canonical_phrase

_WIDE = 0x3040
LEXICON = Path(__file__).parent / "data" / "lexicon.txt"


def parse(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Concept to phrases in canonical form: `name: language phrase, phrase; language phrase`; `_` ends a whole word.

    Raises ValueError, with the line's number, where a line has no name or names a concept twice.
    """
    concepts: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, rest = line.partition(":")
        if not colon or name in concepts:
            raise ValueError(f"lexicon line {number}: a line reads `name: language phrase, phrase; …`, each name once")
        phrases: list[str] = []
        for segment in rest.strip().split(";"):
            language, _, listed = segment.strip().partition(" ")
            whole = "_" if language == "vi" else ""  # a Vietnamese syllable is a word of its own
            phrases += [canonical_phrase((phrase.strip() + whole).replace("_", " ")) for phrase in listed.split(",")]
        concepts[name] = tuple(dict.fromkeys(phrase for phrase in phrases if phrase.strip()))
    return concepts


class Lexicon:
    """Finds the concepts of a batch: one hash look-up for each possible beginning and length of phrase."""

    def __init__(self, concepts: dict[str, tuple[str, ...]]) -> None:
        self.names = tuple(concepts)
        self.hashes = np.array([hash_text(f"<{name}>") for name in self.names], np.uint64)
        holders: dict[str, list[int]] = {}
        for index, listed in enumerate(concepts.values()):
            for phrase in listed:
                holders.setdefault(phrase, []).append(index)
        phrases = sorted(holders)
        self._table = Table(np.array([hash_text(phrase) for phrase in phrases], np.uint64))
        self._concepts = np.array([i for phrase in phrases for i in holders[phrase]], np.int64)
        self._first = np.cumsum([0, *(len(holders[phrase]) for phrase in phrases)])
        self._most = max(map(len, holders.values()), default=0)
        self._inside, self._apart = (
            np.array(sorted({len(phrase) for phrase in phrases if _anywhere(phrase) is anywhere}), np.int64)
            for anywhere in (True, False)
        )

    @classmethod
    @cache
    def default(cls) -> Lexicon:
        """The lexicon that ships with the library."""
        return cls(parse(LEXICON.read_text("utf-8").splitlines()))

    def find(self, batch: Batch) -> tuple[Ints, Ints]:
        """(text, concept) for every phrase found, repeated as often as it stands there."""
        wide = np.flatnonzero(batch.codes >= _WIDE)
        apart = batch.starts[batch.codes[batch.starts] < _WIDE]
        begin = np.concatenate([np.repeat(wide, len(self._inside)), np.repeat(apart, len(self._apart))])
        end = begin + np.concatenate([np.tile(self._inside, len(wide)), np.tile(self._apart, len(apart))])
        inside = end <= len(batch.codes)
        begin, end = begin[inside], end[inside]
        place = self._table.find(batch.hashes(begin, end))
        hit = np.flatnonzero(place >= 0)
        text, place = batch.text_of[begin[hit]], place[hit]
        many = self._first[place + 1] - self._first[place]
        some = [np.flatnonzero(many > offset) for offset in range(self._most)]
        if not some:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return (
            np.concatenate([text[chosen] for chosen in some]),
            np.concatenate([self._concepts[self._first[place[chosen]] + k] for k, chosen in enumerate(some)]),
        )


def _anywhere(phrase: str) -> bool:
    """True for scripts written without spaces (and Hangul, which compounds): the phrase may begin inside a word."""
    return ord(phrase[0]) >= _WIDE
