"""The space of features: which hashed n-grams, concepts and facts count, and what each is worth in a text.

Four blocks (words, characters, concepts, facts) are scaled to their own length, so that a long mail does not drown its
concepts in characters. What the space does not know still counts towards a block's length: a foreign text gets small
values, hence small confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.base import Sample
from classifiers.features import Batch, Hashes, Ints, Table, hash_concept_pairs, hash_fact, hash_text, ngrams, tally
from classifiers.lexicon import Lexicon
from classifiers.text import canonical

Floats = NDArray[np.float32]

BLOCKS = ("word", "char", "concept", "fact")
BLOCK_WEIGHTS = {"word": 0.8, "char": 0.8, "concept": 1.0, "fact": 0.3}
_WORD, _CHAR, _CONCEPT, _FACT = range(4)


@dataclass(frozen=True, slots=True)
class Sparse:
    """Sparse rows: the feature of each cell, its value, and where each row begins (one more than there are rows)."""

    columns: Ints
    values: Floats
    starts: Ints

    def times(self, matrix: Floats) -> Floats:
        """The product with a dense matrix of one row per feature."""
        rows = len(self.starts) - 1
        out = np.zeros((rows, matrix.shape[1]), np.float32)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            cells = matrix[self.columns].astype(np.float32, copy=False) * self.values[:, None]
            out[filled] = np.add.reduceat(cells, self.starts[filled], axis=0)
        return out


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every feature of a batch as (text, hash, block), repeated as often as it stands there."""

    text: Ints
    hash: Hashes
    block: NDArray[np.int8]
    size: int


def occurrences(samples: Sequence[Sample], lexicon: Lexicon) -> Occurrences:
    """All features of the samples, known or not."""
    batch = Batch.of([canonical(sample.text) for sample in samples])
    (word_text, word_hash), (char_text, char_hash) = ngrams(batch)
    concept_text, concept_hash = _concepts(lexicon, batch)
    facts = [(row, hash_fact(fact)) for row, sample in enumerate(samples) for fact in sample.features]
    fact_text = np.array([row for row, _ in facts], np.int64)
    fact_hash = np.array([value for _, value in facts], np.uint64)
    parts = ((word_text, word_hash), (char_text, char_hash), (concept_text, concept_hash), (fact_text, fact_hash))
    block = np.concatenate([np.full(len(text), index, np.int8) for index, (text, _) in enumerate(parts)])
    return Occurrences(
        np.concatenate([text for text, _ in parts]), np.concatenate([value for _, value in parts]), block, len(samples)
    )


def _concepts(lexicon: Lexicon, batch: Batch) -> tuple[Ints, Hashes]:
    """Each concept of a text once, and each pair of concepts."""
    text, concept = lexicon.find(batch)
    text, concept, _ = tally(text, concept.astype(np.int32), len(lexicon.names))
    names = np.array([hash_text(f"<{name}>") for name in lexicon.names], np.uint64)
    texts, hashes = [text], [names[concept]]
    for apart in range(1, len(text)):
        same = text[:-apart] == text[apart:]
        if not same.any():
            break
        texts.append(text[:-apart][same])
        hashes.append(hash_concept_pairs(concept[:-apart][same], concept[apart:][same]))
    return np.concatenate(texts), np.concatenate(hashes)


class Space:
    """A fitted feature space: the hash, block and inverse document frequency of each feature."""

    def __init__(self, keys: Hashes, blocks: NDArray[np.int8], idf: Floats, rare: Floats, lexicon: Lexicon) -> None:
        self.keys, self.blocks, self.idf, self.rare, self.lexicon = keys, blocks, idf, rare, lexicon
        self._table = Table(keys)
        self._weights = np.array([BLOCK_WEIGHTS[name] for name in BLOCKS], np.float32)

    @classmethod
    def fit(cls, samples: Sequence[Sample], lexicon: Lexicon, least: Sequence[int] = (2, 3, 2, 2)) -> Space:
        """Keep each feature that stands in at least `least[block]` samples."""
        seen = occurrences(samples, lexicon)
        cells = np.unique(np.stack([seen.hash, seen.text.astype(np.uint64)]), axis=1)
        hashes, frequency = np.unique(cells[0], return_counts=True)
        block_of = np.zeros(len(hashes), np.int8)
        block_of[np.searchsorted(hashes, seen.hash)] = seen.block
        keep = frequency >= np.array(least)[block_of]
        idf = np.log((1 + len(samples)) / (1 + frequency[keep])) + 1
        rare = np.full(len(BLOCKS), np.log((1 + len(samples)) / 2) + 1, np.float32)
        return cls(hashes[keep], block_of[keep], idf.astype(np.float32), rare, lexicon)

    def keep(self, chosen: NDArray[np.bool_]) -> Space:
        """The same space with the chosen features only."""
        return Space(self.keys[chosen], self.blocks[chosen], self.idf[chosen], self.rare, self.lexicon)

    def transform(self, samples: Sequence[Sample]) -> Sparse:
        """Sublinear term frequency times idf, each block scaled to its weight."""
        seen = occurrences(samples, self.lexicon)
        column = self._table.find(seen.hash)
        known = column >= 0
        blocks = len(BLOCKS)
        unknown = np.bincount(seen.text[~known] * blocks + seen.block[~known], minlength=seen.size * blocks)
        rows, columns, counts = tally(seen.text[known], column[known], len(self.keys))
        values = (1 + np.log(counts)) * self.idf[columns]
        group = rows * blocks + self.blocks[columns]
        squares = np.bincount(group, values * values, minlength=seen.size * blocks)
        squares += unknown * np.tile(self.rare * self.rare, seen.size) * UNKNOWN_SHARE
        scale = np.tile(self._weights, seen.size) / np.sqrt(np.maximum(squares, 1e-9))
        starts = np.searchsorted(rows, np.arange(seen.size + 1))
        return Sparse(columns, (values * scale[group]).astype(np.float32), starts)


UNKNOWN_SHARE = 1.0
"""How much an unknown feature counts in a block's length, against the rarest known one."""
