"""What the features of texts come to: the products of their rows with the columns of several matrices at once.

Intents, familiarity and signals ask for the same texts one after the other; the products of the latest are remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from classifiers.base import Sample
from classifiers.space import Floats, Space, Sparse, facts, of_facts, of_texts
from classifiers.text import canonical

_CHUNK = 64
_REMEMBERED = 512


class Products:
    """Rows of texts times matrices that lie side by side; `parts` are these matrices, as views of the one."""

    def __init__(self, space: Space, *matrices: Floats) -> None:
        self.space = space
        edges = np.cumsum([0, *(matrix.shape[1] for matrix in matrices)]).tolist()
        self._matrix = np.empty((len(space.keys), edges[-1]), np.float32)
        self.slices = tuple(slice(a, b) for a, b in pairwise(edges))
        self.parts = tuple(self._matrix[:, part] for part in self.slices)
        for part, matrix in zip(self.parts, matrices, strict=True):
            part[:] = matrix
        self._recent: dict[str, tuple[str, Floats, float]] = {}
        self._beside = lru_cache(maxsize=_REMEMBERED)(self._of_facts)

    def of(self, samples: Sequence[Sample], remember: bool = True) -> tuple[Floats, Floats]:
        """The products (samples by columns of all matrices), and the share of each text that the space knows.

        `remember` the texts: not for pieces that nobody asks for again.
        """
        rows = np.empty((len(samples), self._matrix.shape[1]), np.float32)
        known = np.empty(len(samples), np.float32)
        found = {text: kept for text in {sample.text for sample in samples} if (kept := self._recent.get(text))}
        fresh = list(dict.fromkeys(sample.text for sample in samples if sample.text not in found))
        for begin in range(0, len(fresh), _CHUNK):
            found |= self._of_texts(fresh[begin : begin + _CHUNK])
        for place, sample in enumerate(samples):
            folded, row, known[place] = found[sample.text]
            np.add(row, self._beside(facts(sample, folded)), out=rows[place])
        if remember:
            self._remember({text: found[text] for text in fresh})
        return rows, known

    def _of_texts(self, texts: Sequence[str]) -> dict[str, tuple[str, Floats, float]]:
        folded = [canonical(text) for text in texts]
        cells = self.space.cells(of_texts(folded, self.space.lexicon))
        rows = times(cells, self._matrix)
        return {text: (folded[place], rows[place], float(cells.known[place])) for place, text in enumerate(texts)}

    def _of_facts(self, told: tuple[str, ...]) -> Floats:
        row: Floats = times(self.space.cells(of_facts([told])), self._matrix)[0]
        return row

    def _remember(self, fresh: dict[str, tuple[str, Floats, float]]) -> None:
        if len(self._recent) + len(fresh) > _REMEMBERED:
            self._recent = {}
        self._recent |= dict(list(fresh.items())[-_REMEMBERED:])


def times(cells: Sparse, matrix: Floats) -> Floats:
    """The product of sparse rows with a dense matrix of one row per feature.

    Row by row: what one text needs of the matrix fits into the processor's cache. `einsum` starts no threads.
    """
    edges = cells.starts.tolist()
    out = np.zeros((len(edges) - 1, matrix.shape[1]), np.float32)
    for row, (begin, end) in enumerate(pairwise(edges)):
        if end > begin:
            np.einsum("i,ij->j", cells.values[begin:end], matrix.take(cells.columns[begin:end], axis=0), out=out[row])
    return out
