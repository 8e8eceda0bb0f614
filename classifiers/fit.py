"""Multinomial logistic regression, and what is measured out of fold to calibrate it. Only training imports this file.

The problem is solved in the span of the texts (a Gram matrix) where there are few, in the space of features where there
are many; both find the same optimum. Labels may be soft: a mail with a second intent is mostly one and partly another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

Matrix = NDArray[np.float64]
Gram = NDArray[np.float32]
GRAM_ROWS = 7000
ITERATIONS = 150


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights (features by labels) and the bias of each label."""

    weights: Matrix
    bias: Matrix


def fit_gram(gram: Gram, targets: Matrix, strength: float) -> tuple[Matrix, Matrix]:
    """Coefficients of the texts and biases; `strength` is the inverse of the ridge."""
    rows, labels = targets.shape

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        alpha, bias = flat[: rows * labels].reshape(rows, labels), flat[rows * labels :]
        reach = (gram @ alpha.astype(np.float32)).astype(np.float64)
        value, residual = _cross_entropy(reach + bias, targets)
        gradient = (gram @ (residual + alpha / strength).astype(np.float32)).astype(np.float64)
        value += 0.5 / strength * float(np.sum(alpha * reach))
        return value, np.concatenate([gradient.ravel(), residual.sum(axis=0)])

    flat = _descend(loss, rows * labels + labels)
    return flat[: rows * labels].reshape(rows, labels), flat[rows * labels :]


def gram_of(cells: sparse.csr_matrix) -> Gram:
    """Inner products of all rows."""
    return np.asarray((cells @ cells.T).toarray(), np.float32)


def fit_features(cells: sparse.csr_matrix, targets: Matrix, strength: float) -> Fitted:
    """The same in the space of features, for many texts."""
    width, labels = cells.shape[1], targets.shape[1]
    back = cells.T.tocsr()

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights, bias = flat[: width * labels].reshape(width, labels), flat[width * labels :]
        value, residual = _cross_entropy(cells @ weights + bias, targets)
        gradient = back @ residual + weights / strength
        value += 0.5 / strength * float(np.sum(weights * weights))
        return value, np.concatenate([gradient.ravel(), residual.sum(axis=0)])

    flat = _descend(loss, width * labels + labels)
    return Fitted(flat[: width * labels].reshape(width, labels), flat[width * labels :])


def fit(cells: sparse.csr_matrix, targets: Matrix, strength: float) -> Fitted:
    """Weights for sparse rows, by whichever form is smaller."""
    if cells.shape[0] > GRAM_ROWS:
        return fit_features(cells, targets, strength)
    alpha, bias = fit_gram(gram_of(cells), targets, strength)
    return Fitted(np.asarray(cells.T @ alpha), bias)


def out_of_fold(cells: sparse.csr_matrix, targets: Matrix, folds: NDArray[np.int64], strength: float, tell: Any) -> Matrix:
    """Logits of every row by a model that saw neither it nor its near duplicates."""
    logits = np.zeros(targets.shape)
    gram = gram_of(cells) if cells.shape[0] <= GRAM_ROWS else None
    count = int(folds.max()) + 1
    for fold in range(count):
        rest, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if gram is None:
            fitted = fit_features(cells[rest], targets[rest], strength)
            logits[held] = cells[held] @ fitted.weights + fitted.bias
        else:
            alpha, bias = fit_gram(gram[np.ix_(rest, rest)], targets[rest], strength)
            logits[held] = gram[np.ix_(held, rest)] @ alpha + bias
        tell(f"fold {fold + 1} of {count}")
    return logits


def temperature(logits: Matrix, targets: Matrix) -> float:
    """The divisor of the logits under which held-back labels are most probable (Guo et al. 2017)."""

    def loss(log_t: float) -> float:
        return _cross_entropy(logits / np.exp(log_t), targets)[0]

    found = optimize.minimize_scalar(loss, bounds=(-4.0, 4.0), method="bounded", options={"xatol": 1e-6})
    return float(np.exp(found.x))


def _cross_entropy(logits: Matrix, targets: Matrix) -> tuple[float, Matrix]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    raised = np.exp(shifted)
    total = raised.sum(axis=1, keepdims=True)
    value = -float(np.sum(targets * (shifted - np.log(total))))
    return value, raised / total - targets


def _descend(loss: Any, size: int) -> Matrix:
    found = optimize.minimize(
        loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS, "maxcor": 10, "ftol": 1e-7}
    )
    return np.asarray(found.x)
