"""Logits to honest probabilities: a temperature, then a curve for the first label alone.

A temperature alone leaves mistaken labels and hard texts overconfident at the top and timid at the bottom; three more
numbers (beta calibration, Kull et al. 2017) mend the first label's probability, the rest share what remains. A fourth
tells what the length of the text is worth: a line says less than a letter, at the same logits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.metrics import softmax

Matrix = NDArray[np.float64]
_EDGE = 1e-6
_AHEAD = 1e-9
"""By how much a first label stays before the second where the curve would have them equal."""
_USUAL, _DOUBLINGS = 100, 3.0


def spread(sizes: Sequence[int]) -> Matrix:
    """Lengths of texts in characters as doublings of a usual one, within bounds."""
    return np.clip(np.log2(np.maximum(1, np.asarray(sizes, np.float64)) / _USUAL), -_DOUBLINGS, _DOUBLINGS)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The temperature and the curve `sigmoid(rise * log p - fall * log(1 - p) + shift + length * l)` of the first
    label; `l` is the text's length (see `spread`)."""

    temperature: float = 1.0
    rise: float = 1.0
    fall: float = 1.0
    shift: float = 0.0
    length: float = 0.0

    def apply(self, logits: Matrix, sizes: Sequence[int]) -> Matrix:
        """Calibrated probabilities for texts of these sizes in characters; the first label stays the first wherever
        the curve allows it."""
        found = softmax(logits / self.temperature)
        if not len(found):
            return found
        rows, top = np.arange(len(found)), found.argmax(axis=1)
        first = np.clip(found[rows, top], _EDGE, 1 - _EDGE)
        second = np.partition(found, -2, axis=1)[:, -2] if found.shape[1] > 1 else np.zeros(len(found))
        lifted = self.curve(first, spread(sizes))
        floor = second / (1 - first + second)
        lifted = np.maximum(lifted, np.minimum(floor + _AHEAD, 1 - _EDGE))
        found *= ((1 - lifted) / (1 - first))[:, None]
        found[rows, top] = lifted
        return found

    def curve(self, first: Matrix, lengths: Matrix) -> Matrix:
        """The calibrated probability of a first label, for texts of these lengths (see `spread`)."""
        raised = self.rise * np.log(first) - self.fall * np.log1p(-first) + self.shift + self.length * lengths
        return np.asarray(1 / (1 + np.exp(-raised)))
