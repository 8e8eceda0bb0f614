"""Logits to honest probabilities: a temperature, then a curve for the first label alone.

A temperature alone leaves mistaken labels and hard texts overconfident at the top and timid at the bottom; three more
numbers (beta calibration, Kull et al. 2017) mend the first label's probability, the rest share what remains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.metrics import softmax

Matrix = NDArray[np.float64]
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """The temperature and the curve `sigmoid(rise * log p - fall * log(1 - p) + shift)` of the first label."""

    temperature: float = 1.0
    rise: float = 1.0
    fall: float = 1.0
    shift: float = 0.0

    def apply(self, logits: Matrix) -> Matrix:
        """Calibrated probabilities; the first label stays the first wherever the curve allows it."""
        found = softmax(logits / self.temperature)
        if not len(found):
            return found
        rows, top = np.arange(len(found)), found.argmax(axis=1)
        first = np.clip(found[rows, top], _EDGE, 1 - _EDGE)
        second = np.partition(found, -2, axis=1)[:, -2] if found.shape[1] > 1 else np.zeros(len(found))
        lifted = self.curve(first)
        floor = second / (1 - first + second)
        lifted = np.maximum(lifted, np.minimum(floor, 1 - _EDGE))
        found *= ((1 - lifted) / (1 - first))[:, None]
        found[rows, top] = lifted
        return found

    def curve(self, first: Matrix) -> Matrix:
        """The calibrated probability of a first label."""
        raised = self.rise * np.log(first) - self.fall * np.log1p(-first) + self.shift
        return np.asarray(1 / (1 + np.exp(-raised)))
