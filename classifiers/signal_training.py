"""Training of the learned half of the signals: words and pattern hits to log-odds, with a bar for each signal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import fit
from classifiers.base import Sample
from classifiers.corpus import Labelled
from classifiers.signals import NAMES, hits_of, matches, own_words
from classifiers.space import Floats, Space, to_scipy

STRENGTH = 30.0
HIT_WEIGHT = 0.7
LEAST_PRECISION = 0.35
LEAST_URGENT_PRECISION = 0.7
MUST_NOT_MISS = ("ongoing_theft", "cancellable_withdrawal", "self_harm_threat")
_NEVER = 1e9


@dataclass(frozen=True, slots=True, eq=False)
class SignalModel:
    """Weights of the features and of the pattern hits, biases, bars; recall and precision out of fold."""

    weights: Floats
    hits: Floats
    bias: Floats
    bars: dict[str, float]
    out_of_fold: dict[str, dict[str, float]]


def fit_signals(
    rows: Sequence[Labelled], space: Space, folds: NDArray[np.int64], tell: Any, urgent_intents: Collection[str] = ()
) -> SignalModel:
    """Fit one scorer for each signal, and choose its bar out of fold.

    `urgent_intents` are urgent by themselves: there, a signal that must not be missed does no harm when it is too many.
    """
    from scipy import sparse

    own = [own_words(row.whole) for row in rows]
    hits = hits_of([matches(text, row.language) for text, row in zip(own, rows, strict=True)]) * HIT_WEIGHT
    samples = [Sample(text, row.language, row.features) for text, row in zip(own, rows, strict=True)]
    cells = sparse.hstack([to_scipy(space.transform(samples), len(space.keys)), sparse.csr_matrix(hits)]).tocsr()
    wanted = np.array([[name in row.signals for name in NAMES] for row in rows], float)
    scores = fit.out_of_fold(cells, wanted, folds, STRENGTH, lambda step: tell(f"signals, {step}"), fit.sigmoid_loss)
    fitted = fit.fit(cells, wanted, STRENGTH, fit.sigmoid_loss)
    urgent = np.array([row.intent in urgent_intents or any(s in MUST_NOT_MISS for s in row.signals) for row in rows])
    bars = {
        name: _bar(scores[:, i], wanted[:, i] > 0, urgent if name in MUST_NOT_MISS else None)
        for i, name in enumerate(NAMES)
    }
    figures = {name: _figures(scores[:, i] >= bars[name], wanted[:, i] > 0) for i, name in enumerate(NAMES)}
    width = len(space.keys)
    return SignalModel(
        fitted.weights[:width].astype(np.float32), (fitted.weights[width:] * HIT_WEIGHT).astype(np.float32),
        fitted.bias.astype(np.float32), bars, figures,
    )  # fmt: skip


def no_signals(
    rows: Sequence[Labelled], space: Space, folds: NDArray[np.int64], tell: Any, urgent_intents: Collection[str] = ()
) -> SignalModel:
    """A model of signals that never speaks, for texts without such labels."""
    count = len(NAMES)
    weights, hits = np.zeros((len(space.keys), count), np.float32), np.zeros((count, count), np.float32)
    return SignalModel(weights, hits, np.zeros(count, np.float32), dict.fromkeys(NAMES, _NEVER), {})


def _bar(scores: NDArray[np.float64], wanted: NDArray[np.bool_], urgent: NDArray[np.bool_] | None) -> float:
    """The best F1; for what must not be missed, the most recall that keeps enough of what it names urgent."""
    order = np.argsort(-scores, kind="stable")
    hit = np.cumsum(wanted[order])
    if not hit[-1:].any():
        return _NEVER
    named = np.arange(1, len(order) + 1)
    best = int(np.argmax(2 * hit / (named + hit[-1])))
    if urgent is not None:
        good = (np.cumsum(urgent[order]) / named >= LEAST_URGENT_PRECISION) & (hit / named >= LEAST_PRECISION)
        enough = np.flatnonzero(good)
        best = max(best, int(enough[np.argmax(hit[enough])])) if len(enough) else best
    after = scores[order[best + 1]] if best + 1 < len(order) else scores[order[best]] - 1
    return round(float(scores[order[best]] + after) / 2, 4)


def _figures(named: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> dict[str, float]:
    hit = int((named & wanted).sum())
    return {
        "texts": int(wanted.sum()),
        "recall": round(hit / max(1, int(wanted.sum())), 4),
        "precision": round(hit / max(1, int(named.sum())), 4),
    }
