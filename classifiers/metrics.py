"""Figures of merit, numpy only: macro F1 with secondary labels, calibration error, risk against coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one label; `support` is how often it was wanted."""

    precision: float
    recall: float
    f1: float
    support: int


def per_label(
    predicted: Sequence[str], wanted: Sequence[str], also: Sequence[Collection[str]] | None = None
) -> dict[str, Score]:
    """Scores of every label. A prediction among `also` counts as the wanted label, as in the desk's scorer."""
    hit: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for index, (got, want) in enumerate(zip(predicted, wanted, strict=True)):
        if got == want or (also is not None and got in also[index]):
            hit[want] += 1
        else:
            missed[want] += 1
            false[got] += 1
    return {name: _score(hit[name], false[name], missed[name]) for name in sorted(set(wanted) | set(false))}


def _score(hit: int, false: int, missed: int) -> Score:
    precision = hit / (hit + false) if hit + false else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    f1 = 2 * hit / (2 * hit + false + missed) if hit + false + missed else 0.0
    return Score(precision, recall, f1, hit + missed)


def macro_f1(scores: dict[str, Score]) -> float:
    """The mean F1 over all labels that were wanted or predicted."""
    return float(np.mean([score.f1 for score in scores.values()])) if scores else 0.0


def calibration(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean confidence, accuracy, count) of each bin of equal width that is not empty."""
    sure, ok = np.asarray(confidence, float), np.asarray(right, float)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return [
        (float(sure[place == b].mean()), float(ok[place == b].mean()), int((place == b).sum()))
        for b in range(bins)
        if (place == b).any()
    ]


def expected_calibration_error(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Mean distance of confidence and accuracy over the bins, weighted by their size (Naeini et al. 2015)."""
    table = calibration(confidence, right, bins)
    return sum(abs(mean - accuracy) * count for mean, accuracy, count in table) / max(1, len(confidence))


def calibration_error_by_chance(confidence: Sequence[float], bins: int = 10) -> tuple[float, float]:
    """The calibration error that so many texts show of probabilities that are exact: its mean, and what one draw
    in forty exceeds. In each bin the number right scatters about its mean; large numbers are assumed."""
    sure = np.asarray(confidence, float)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    scatter = np.sqrt(np.bincount(place, sure * (1 - sure), bins)) / max(1, len(sure))
    mean = float(scatter.sum() * np.sqrt(2 / np.pi))
    return mean, mean + 1.96 * float(np.sqrt((scatter**2).sum() * (1 - 2 / np.pi)))


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(coverage, accuracy) when only the surest texts are answered, at every twentieth."""
    order = np.argsort(-np.asarray(confidence, float), kind="stable")
    ok = np.asarray(right, float)[order]
    total = len(ok)
    steps = [max(1, round(total * k / 20)) for k in range(1, 21)] if total else []
    return [(count / total, float(ok[:count].mean())) for count in steps]


def threshold_for(confidence: NDArray[np.float64], right: NDArray[np.bool_], accuracy: float) -> float:
    """The least confidence from which on the answered texts reach the wanted accuracy; above 1 where none do."""
    order = np.argsort(-confidence, kind="stable")
    running = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(running >= accuracy)
    return float(confidence[order[enough[-1]]]) if len(enough) else 1.01


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of probabilities; safe for large logits."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
