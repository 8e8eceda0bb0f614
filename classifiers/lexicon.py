"""Concepts that support mail speaks of, named by phrases in ten languages.

Words of one language teach a linear model nothing about another; a concept ("withdraw", "not_arrived") is shared by
all. The phrases stand in `data/lexicon.txt`; a newcomer adds a phrase there and trains.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.features import Batch, Ints, Table, hash_text
from classifiers.text import canonical_phrase

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
    """Finds the concepts of a batch: one hash look-up per length of phrase and possible beginning."""

    def __init__(self, concepts: dict[str, tuple[str, ...]]) -> None:
        self.names = tuple(concepts)
        entries = sorted({(len(p), p, i) for i, name in enumerate(concepts) for p in concepts[name]})
        self._lengths = sorted({(length, _anywhere(phrase)) for length, phrase, _ in entries})
        self._tables: list[tuple[int, bool, Table, NDArray[np.int64], NDArray[np.int64]]] = []
        for length, anywhere in self._lengths:
            chosen = [(hash_text(p), i) for n, p, i in entries if n == length and _anywhere(p) == anywhere]
            hashes = np.array(sorted({h for h, _ in chosen}), np.uint64)
            place = {int(h): k for k, h in enumerate(hashes)}
            pairs = np.array(sorted((place[h], i) for h, i in chosen), np.int64)
            first = np.searchsorted(pairs[:, 0], np.arange(len(hashes) + 1))
            self._tables.append((length, anywhere, Table(hashes), pairs[:, 1], first))

    @classmethod
    @cache
    def default(cls) -> Lexicon:
        """The lexicon that ships with the library."""
        return cls(parse(LEXICON.read_text("utf-8").splitlines()))

    def find(self, batch: Batch) -> tuple[Ints, Ints]:
        """(text, concept) for every phrase found, repeated as often as it stands there."""
        total = len(batch.codes)
        wide = np.flatnonzero(batch.codes >= 0x3040)
        texts: list[Ints] = []
        found: list[Ints] = []
        for length, anywhere, table, concepts, first in self._tables:
            begin = wide if anywhere else batch.starts
            begin = begin[begin + length <= total]
            place = table.find(batch.hashes(begin, begin + length))
            hit = place >= 0
            for offset in range(int(np.diff(first).max(initial=0))):
                at = first[place[hit]] + offset
                ok = at < first[place[hit] + 1]
                texts.append(batch.text_of[begin[hit][ok]])
                found.append(concepts[at[ok]])
        if not texts:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.concatenate(texts), np.concatenate(found)


def _anywhere(phrase: str) -> bool:
    """True for scripts written without spaces (and Hangul, which compounds): the phrase may begin inside a word."""
    return ord(phrase[0]) >= 0x3040
