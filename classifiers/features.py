"""Texts to hashed n-grams, vectorised over a batch with numpy alone.

A polynomial prefix hash modulo 2**64 gives the hash of any substring of the batch in constant time, so words, pairs of
words, character n-grams and lexicon phrases of any length come from one array and no Python loop over characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MASK = (1 << 64) - 1
WORD_TAG, PAIR_TAG, FACT_TAG, _CONCEPTS = (0x51ED270B7A14C5D3 * k & _MASK for k in (1, 3, 5, 7))
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_SPACE = 32
CHAR_NGRAMS = (2, 3, 4, 5)


class _Powers:
    """Powers of the base and of its inverse, grown on demand."""

    def __init__(self) -> None:
        self.up = np.ones(1, np.uint64)
        self.down = np.ones(1, np.uint64)

    def need(self, size: int) -> tuple[Hashes, Hashes]:
        if len(self.up) < size:
            size = max(size, 1 << 14)
            self.up = _powers(_BASE, size)
            self.down = _powers(_INVERSE, size)
        return self.up, self.down


def _powers(base: int, size: int) -> Hashes:
    table = np.full(size, np.uint64(base), np.uint64)
    table[0] = 1
    return np.multiply.accumulate(table, dtype=np.uint64)


_powers_cache = _Powers()


@dataclass(frozen=True, slots=True)
class Batch:
    """Canonical texts laid end to end, with what is needed to hash any part of them."""

    size: int
    codes: NDArray[np.uint32]
    text_of: Ints
    prefix: Hashes
    down: Hashes
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, canonical: Sequence[str]) -> Batch:
        """Lay out texts that each begin and end with one space."""
        joined = "".join(canonical)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.fromiter((len(text) for text in canonical), np.int64, len(canonical))
        up, down = _powers_cache.need(len(codes) + 1)
        prefix = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(codes.astype(np.uint64) * up[: len(codes)], out=prefix[1:])
        space = codes == _SPACE
        starts = np.flatnonzero(space[:-1] & ~space[1:]) + 1
        ends = np.flatnonzero(~space[:-1] & space[1:]) + 1
        return cls(len(canonical), codes, np.repeat(np.arange(len(canonical)), lengths), prefix, down, starts, ends)

    def hashes(self, begin: Ints, end: Ints) -> Hashes:
        """The hashes of the substrings [begin, end)."""
        return (self.prefix[end] - self.prefix[begin]) * self.down[begin]


def ngrams(batch: Batch) -> tuple[tuple[Ints, Hashes], tuple[Ints, Hashes]]:
    """(text, hash) of every word and pair of words, and of every character n-gram within word borders."""
    return _words(batch), _chars(batch)


def _words(batch: Batch) -> tuple[Ints, Hashes]:
    starts, ends = batch.starts, batch.ends
    text = batch.text_of[starts]
    single = batch.hashes(starts, ends) ^ np.uint64(WORD_TAG)
    together = text[:-1] == text[1:]
    pairs = batch.hashes(starts[:-1][together], ends[1:][together]) ^ np.uint64(PAIR_TAG)
    return np.concatenate([text, text[:-1][together]]), np.concatenate([single, pairs])


def _chars(batch: Batch) -> tuple[Ints, Hashes]:
    codes, total = batch.codes, len(batch.codes)
    space = codes == _SPACE
    before = np.zeros(total + 1, np.int64)
    np.cumsum(space, out=before[1:])
    texts, hashes = [], []
    han = np.flatnonzero((codes >= 0x3400) & (codes <= 0x9FFF))
    texts.append(batch.text_of[han])
    hashes.append(batch.hashes(han, han + 1))
    for n in CHAR_NGRAMS:
        if total < n:
            break
        count = total - n + 1
        inner = before[n - 1 : n - 1 + count] - before[1 : 1 + count]
        ok = inner == 0
        if n == 2:
            ok &= ~(space[:-1] & space[1:])
        begin = np.flatnonzero(ok)
        texts.append(batch.text_of[begin])
        hashes.append(batch.hashes(begin, begin + n))
    return np.concatenate(texts), np.concatenate(hashes)


@lru_cache(maxsize=1 << 12)
def hash_text(text: str) -> int:
    """The hash that `Batch.hashes` gives to this very substring."""
    value = 0
    for power, char in enumerate(text):
        value = (value + ord(char) * pow(_BASE, power, 1 << 64)) & _MASK
    return value


def hash_fact(fact: str) -> int:
    """The hash of a feature beside the words, such as "has:tx_hash"."""
    return hash_text(fact) ^ FACT_TAG


def hash_concept_pairs(first: Hashes, second: Hashes) -> Hashes:
    """The hashes of pairs of lexicon concepts that stand in one text, from the hashes of their names."""
    return ((first * np.uint64(3) + second) * _SPREAD) ^ np.uint64(_CONCEPTS)


class Table:
    """A set of hashes with their positions, looked up in bulk: one gather into a sparse table, one comparison. A key
    whose place is taken stands in a smaller table of its own."""

    def __init__(self, keys: Hashes, at: NDArray[np.int32] | None = None, room: int = 3) -> None:
        bits = max(8, len(keys).bit_length() + room)
        self._shift = np.uint64(64 - bits)
        self._held = np.zeros(1 << bits, np.uint64)
        self._at = np.full(1 << bits, -1, np.int32)
        at = np.arange(len(keys), dtype=np.int32) if at is None else at
        place = self._slot(keys)
        self._held[place], self._at[place] = keys, at
        lost = self._at[place] != at
        self._rest = Table(keys[lost] * _SPREAD, at[lost], room + 3) if lost.any() else None

    def _slot(self, hashes: Hashes) -> NDArray[np.intp]:
        return ((hashes * _SPREAD) >> self._shift).astype(np.intp)

    def find(self, hashes: Hashes) -> NDArray[np.int32]:
        """The position of each hash among the keys, -1 where it is none of them."""
        slot = self._slot(hashes)
        found = np.where(self._held[slot] == hashes, self._at[slot], np.int32(-1))
        if self._rest is not None:
            missed = np.flatnonzero(found < 0)
            found[missed] = self._rest.find(hashes[missed] * _SPREAD)
        return found


def tally(rows: Ints, columns: NDArray[np.int32], width: int) -> tuple[Ints, Ints, Ints]:
    """Sum repeated (row, column) cells: rows, columns and counts, in order of row, then column."""
    cells, counts = np.unique(rows * width + columns, return_counts=True)
    return cells // width, cells % width, counts
