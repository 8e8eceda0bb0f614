"""The space of features: which hashed n-grams, concepts and facts count, and what each is worth in a text.

Four blocks (words, characters, concepts, facts) are scaled to their own length, so that a long mail does not drown its
concepts in characters. What the space does not know still counts towards a block's length: a foreign text gets small
values, hence small confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.base import Sample
from classifiers.features import (
    CHAR_NGRAMS,
    PAIR_TAG,
    WORD_TAG,
    Batch,
    Hashes,
    Ints,
    Table,
    hash_concept_pairs,
    hash_fact,
    hash_text,
    ngrams,
    tally,
)
from classifiers.lexicon import Lexicon
from classifiers.text import canonical

Floats = NDArray[np.float32]

BLOCKS = ("word", "char", "concept", "fact")
BLOCK_WEIGHTS = {"word": 0.6, "char": 1.0, "concept": 0.45, "fact": 0.2}
_WORD, _CHAR, _CONCEPT, _FACT = range(4)


@dataclass(frozen=True, slots=True)
class Sparse:
    """Sparse rows: the feature of each cell, its value, where each row begins (one more than there are rows).

    `known` is the share of each text's words and characters that the space knows.
    """

    columns: Ints
    values: Floats
    starts: Ints
    known: Floats


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every feature of a batch as (text, hash, block), repeated as often as it stands there."""

    text: Ints
    hash: Hashes
    block: NDArray[np.int8]
    size: int


def occurrences(samples: Sequence[Sample], lexicon: Lexicon) -> Occurrences:
    """All features of the samples, known or not."""
    texts = [canonical(sample.text) for sample in samples]
    return together(of_texts(texts, lexicon), of_facts([facts(s, t) for s, t in zip(samples, texts, strict=True)]))


def of_texts(texts: Sequence[str], lexicon: Lexicon) -> Occurrences:
    """The words, characters and concepts of canonical texts."""
    batch = Batch.of(texts)
    parts = (*ngrams(batch), _concepts(lexicon, batch))
    block = np.repeat(np.arange(3, dtype=np.int8), [len(text) for text, _ in parts])
    return Occurrences(
        np.concatenate([text for text, _ in parts]), np.concatenate([value for _, value in parts]), block, len(texts)
    )


def of_facts(told: Sequence[Sequence[str]]) -> Occurrences:
    """What is known of each text beside its words."""
    text = np.repeat(np.arange(len(told)), [len(listed) for listed in told])
    value = np.array([hash_fact(fact) for listed in told for fact in listed], np.uint64)
    return Occurrences(text, value, np.full(len(text), _FACT, np.int8), len(told))


def together(first: Occurrences, second: Occurrences) -> Occurrences:
    """Both kinds of features of the same samples."""
    return Occurrences(
        np.concatenate([first.text, second.text]), np.concatenate([first.hash, second.hash]),
        np.concatenate([first.block, second.block]), first.size,
    )  # fmt: skip


def facts(sample: Sample, text: str) -> tuple[str, ...]:
    """What is known beside the words: the sample's own features, and the order of the text's length."""
    return (f"length:{len(text).bit_length()}", *sample.features)


def _concepts(lexicon: Lexicon, batch: Batch) -> tuple[Ints, Hashes]:
    """Each concept of a text once, and each pair of concepts."""
    text, concept = lexicon.find(batch)
    text, concept, _ = tally(text, concept.astype(np.int32), len(lexicon.names))
    hashed = lexicon.hashes[concept]
    texts, hashes = [text], [hashed]
    for apart in range(1, len(text)):
        same = np.flatnonzero(text[:-apart] == text[apart:])
        if not len(same):
            break
        texts.append(text[same])
        hashes.append(hash_concept_pairs(hashed[same], hashed[same + apart]))
    return np.concatenate(texts), np.concatenate(hashes)


class Space:
    """A fitted feature space: the hash, block and inverse document frequency of each feature."""

    def __init__(self, keys: Hashes, blocks: NDArray[np.int8], idf: Floats, lexicon: Lexicon) -> None:
        self.keys, self.blocks, self.idf, self.lexicon = keys, blocks, idf, lexicon
        self._table = Table(keys)
        self._weights = np.array([BLOCK_WEIGHTS[name] for name in BLOCKS], np.float32)

    @classmethod
    def fit(cls, samples: Sequence[Sample], lexicon: Lexicon, least: Sequence[int] = (2, 4, 2, 2)) -> Space:
        """Keep each feature that stands in at least `least[block]` samples."""
        seen = occurrences(samples, lexicon)
        cells = np.unique(np.stack([seen.hash, seen.text.astype(np.uint64)]), axis=1)
        hashes, frequency = np.unique(cells[0], return_counts=True)
        block_of = np.zeros(len(hashes), np.int8)
        block_of[np.searchsorted(hashes, seen.hash)] = seen.block
        keep = frequency >= np.array(least)[block_of]
        idf = np.log((1 + len(samples)) / (1 + frequency[keep])) + 1
        return cls(hashes[keep], block_of[keep], _stored(idf), lexicon)

    def keep(self, chosen: NDArray[np.bool_]) -> Space:
        """The same space with the chosen features only."""
        return Space(self.keys[chosen], self.blocks[chosen], self.idf[chosen], self.lexicon)

    def find(self, hashes: Hashes) -> NDArray[np.int32]:
        """The position of each hash, -1 where the space does not know it."""
        return self._table.find(hashes)

    def transform(self, samples: Sequence[Sample]) -> Sparse:
        """Sublinear term frequency times idf, each block scaled to its weight."""
        return self.cells(occurrences(samples, self.lexicon))

    def cells(self, seen: Occurrences) -> Sparse:
        """The rows of features that were seen."""
        column = self.find(seen.hash)
        known = column >= 0
        blocks = len(BLOCKS)
        text = seen.block <= _CHAR
        share = np.bincount(seen.text[known & text], minlength=seen.size) / np.maximum(
            1, np.bincount(seen.text[text], minlength=seen.size)
        )
        rows, columns, counts = tally(seen.text[known], column[known], len(self.keys))
        values = (1 + np.log(counts)) * self.idf[columns]
        group = rows * blocks + self.blocks[columns]
        squares = np.bincount(group, values * values, minlength=seen.size * blocks)
        scale = np.tile(self._weights, seen.size) / np.sqrt(np.maximum(squares, 1e-9))
        starts = np.searchsorted(rows, np.arange(seen.size + 1))
        return Sparse(columns, (values * scale[group]).astype(np.float32), starts, share.astype(np.float32))


def _stored(values: NDArray[np.float64]) -> Floats:
    """As a stored model gives them back, so that training sees what run time sees."""
    return values.astype(np.float16).astype(np.float32)


def to_scipy(cells: Sparse, width: int) -> Any:
    """Rows as a scipy matrix, for training."""
    from scipy import sparse

    return sparse.csr_matrix(
        (cells.values.astype(np.float64), cells.columns, cells.starts), (len(cells.starts) - 1, width)
    )


def named(sample: Sample, space: Space) -> dict[int, str]:
    """Position of each known feature of a sample to its readable form. Slow: for explanations only."""
    text = canonical(sample.text)
    words = text.split()
    names = [(hash_text(word) ^ WORD_TAG, word) for word in words]
    names += [(hash_text(f"{a} {b}") ^ PAIR_TAG, f"{a} {b}") for a, b in pairwise(words)]
    names += [
        (hash_text(text[i : i + n]), text[i : i + n]) for n in (1, *CHAR_NGRAMS) for i in range(len(text) - n + 1)
    ]
    names += [(hash_fact(fact), fact) for fact in facts(sample, text)]
    _, found = space.lexicon.find(Batch.of([text]))
    concepts = [space.lexicon.names[concept] for concept in sorted(set(found.tolist()))]
    names += [(hash_text(f"<{name}>"), f"[{name}]") for name in concepts]
    for first, second in combinations(concepts, 2):
        ends = [np.array([hash_text(f"<{name}>")], np.uint64) for name in (first, second)]
        names.append((int(hash_concept_pairs(*ends)[0]), f"[{first} + {second}]"))
    place = space.find(np.array([value for value, _ in names], np.uint64))
    return {int(p): name for p, (_, name) in zip(place, names, strict=True) if p >= 0}
