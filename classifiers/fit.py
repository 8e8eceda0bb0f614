"""Multinomial logistic regression, and what is measured out of fold to calibrate it. Only training imports this file.

The problem is solved in the span of the texts (a Gram matrix) where there are few, in the space of features where there
are many; both find the same optimum. Labels may be soft: a mail with a second intent is mostly one and partly another.
Where only likeness is known, least squares do (kernel ridge regression): one equation instead of a descent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, sparse

from classifiers.calibration import Calibration, spread
from classifiers.metrics import softmax

Matrix = NDArray[np.float64]
Gram = NDArray[np.float32]
Places = NDArray[np.int64]
GRAM_ROWS = 12000
ITERATIONS = 50
JITTER = np.float32(1e-3)
WORKERS = 2
THREADS = 1
"""Of a worker's matrix products: their number decides in which order numbers are added up, hence the last digits."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights (features by labels) and the bias of each label."""

    weights: Matrix
    bias: Matrix


Loss = Callable[[Matrix, Matrix], tuple[float, Matrix]]


def softmax_loss(logits: Matrix, targets: Matrix) -> tuple[float, Matrix]:
    """Cross-entropy of labels that exclude each other, and its gradient."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    raised = np.exp(shifted)
    total = raised.sum(axis=1, keepdims=True)
    value = -float(np.sum(targets * (shifted - np.log(total))))
    return value, raised / total - targets


def sigmoid_loss(logits: Matrix, targets: Matrix) -> tuple[float, Matrix]:
    """Cross-entropy of labels that are independent, and its gradient."""
    value = float(np.sum(np.logaddexp(0, logits) - targets * logits))
    return value, 1 / (1 + np.exp(-logits)) - targets


def fit_gram(gram: Gram, targets: Matrix, strength: float, score: Loss = softmax_loss) -> tuple[Matrix, Matrix]:
    """Coefficients of the texts and biases; `strength` is the inverse of the ridge.

    What all texts have in common is left to the biases (the Gram matrix is centred): so the descent needs fewer steps.
    """
    rows, labels = targets.shape
    common = gram.mean(axis=0, dtype=np.float64).astype(np.float32)
    inner = gram - common - common[:, None] + common.mean()
    inner.flat[:: rows + 1] += JITTER
    root = linalg.cholesky(inner, lower=True, overwrite_a=True, check_finite=False)
    back = np.ascontiguousarray(root.T)

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights, bias = flat[: rows * labels].reshape(rows, labels), flat[rows * labels :]
        value, residual = score((root @ weights.astype(np.float32)).astype(np.float64) + bias, targets)
        gradient = (back @ residual.astype(np.float32)).astype(np.float64) + weights / strength
        value += 0.5 / strength * float(np.sum(weights * weights))
        return value, np.concatenate([gradient.ravel(), residual.sum(axis=0)])

    flat = _descend(loss, rows * labels + labels)
    weights = flat[: rows * labels].reshape(rows, labels)
    alpha = linalg.solve_triangular(back, weights, lower=False, check_finite=False)
    alpha -= alpha.mean(axis=0)
    return alpha, flat[rows * labels :] - common.astype(np.float64) @ alpha


def gram_of(cells: Any) -> Gram:
    """Inner products of all rows, sparse or dense."""
    product = cells @ cells.T
    return np.asarray(product.toarray() if sparse.issparse(product) else product, np.float32)


def fit_features(cells: Any, targets: Matrix, strength: float, score: Loss = softmax_loss) -> Fitted:
    """The same in the space of features, for many texts."""
    width, labels = cells.shape[1], targets.shape[1]
    back = cells.T.tocsr() if sparse.issparse(cells) else cells.T

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights, bias = flat[: width * labels].reshape(width, labels), flat[width * labels :]
        value, residual = score(cells @ weights + bias, targets)
        gradient = back @ residual + weights / strength
        value += 0.5 / strength * float(np.sum(weights * weights))
        return value, np.concatenate([gradient.ravel(), residual.sum(axis=0)])

    flat = _descend(loss, width * labels + labels)
    return Fitted(flat[: width * labels].reshape(width, labels), flat[width * labels :])


def fit(cells: Any, targets: Matrix, strength: float, score: Loss = softmax_loss, gram: Gram | None = None) -> Fitted:
    """Weights for sparse rows, by whichever form is smaller. `gram`: their inner products, where they are known."""
    if gram is None and not _by_gram(cells):
        return fit_features(cells, targets, strength, score)
    alpha, bias = fit_gram(gram_of(cells) if gram is None else gram, targets, strength, score)
    return Fitted(np.asarray(cells.T @ alpha), bias)


def fit_ridge(gram: Gram, targets: Matrix, ridge: float) -> tuple[Matrix, Matrix]:
    """Coefficients of the texts and biases by least squares, solved at once."""
    bias = targets.mean(axis=0)
    inner = gram.copy()
    inner.flat[:: len(inner) + 1] += np.float32(ridge)
    wanted = (targets - bias).astype(np.float32)
    alpha = linalg.solve(inner, wanted, assume_a="pos", overwrite_a=True, check_finite=False)
    return alpha.astype(np.float64), bias


def _by_gram(cells: Any) -> bool:
    return bool(cells.shape[0] <= min(GRAM_ROWS, cells.shape[1]))


def out_of_fold(
    cells: Any, targets: Matrix, folds: NDArray[np.int64], strength: float, tell: Any,
    score: Loss = softmax_loss, gram: Gram | None = None,
) -> Matrix:  # fmt: skip
    """Logits of every row by a model that saw neither it nor its near duplicates."""
    if gram is None and _by_gram(cells):
        gram = gram_of(cells)
    if gram is not None:
        return gram_out_of_fold(gram, targets, folds, lambda some, those: fit_gram(some, those, strength, score), tell)

    def judged(rest: Places, held: Places) -> Matrix:
        fitted = fit_features(cells[rest], targets[rest], strength, score)
        return np.asarray(cells[held] @ fitted.weights + fitted.bias)

    return _fold_by_fold(judged, targets.shape, folds, tell)


def gram_out_of_fold(
    gram: Gram, targets: Matrix, folds: Places, solve: Callable[[Gram, Matrix], tuple[Matrix, Matrix]], tell: Any
) -> Matrix:
    """The same by inner products alone; `solve` takes those of the texts it may see, with their targets."""

    def judged(rest: Places, held: Places) -> Matrix:
        alpha, bias = solve(gram[np.ix_(rest, rest)], targets[rest])
        return np.asarray(gram[np.ix_(held, rest)] @ alpha + bias)

    return _fold_by_fold(judged, targets.shape, folds, tell)


def _fold_by_fold(
    judged: Callable[[Places, Places], Matrix], shape: tuple[int, ...], folds: Places, tell: Any
) -> Matrix:
    """What is said of each row by who saw the other folds only, `WORKERS` folds at a time."""
    logits = np.zeros(shape)
    count = int(folds.max()) + 1
    helds = [np.flatnonzero(folds == fold) for fold in range(count)]
    rests = [np.flatnonzero(folds != fold) for fold in range(count)]
    with ThreadPoolExecutor(WORKERS) as pool:
        for done, (held, found) in enumerate(zip(helds, pool.map(judged, rests, helds), strict=True), 1):
            logits[held] = found
            tell(f"fold {done} of {count}")
    return logits


def share_of(first: Matrix, second: Matrix, targets: Matrix) -> float:
    """How much the second logits weigh beside the first, that held-back labels are most probable: the ratio of two
    weights found together (the problem is convex), never below nothing."""

    def loss(at: Matrix) -> tuple[float, Matrix]:
        value, residual = softmax_loss(at[0] * first + at[1] * second, targets)
        return value, np.array([np.sum(residual * first), np.sum(residual * second)])

    found = optimize.minimize(loss, [1.0, 1.0], jac=True, method="L-BFGS-B", bounds=[(1e-3, None), (0.0, None)])
    return round(float(found.x[1] / found.x[0]), 3)


def calibrate(logits: Matrix, targets: Matrix, sizes: Sequence[int]) -> Calibration:
    """The temperature under which held-back labels are most probable, then the curve of the first label, for texts of
    these sizes in characters.

    A first label counts as right where the targets give it any share.
    """

    def loss(log_t: float) -> float:
        return softmax_loss(logits / np.exp(log_t), targets)[0]

    found = optimize.minimize_scalar(loss, bounds=(-4.0, 4.0), method="bounded", options={"xatol": 1e-6})
    warmth = round(float(np.exp(found.x)), 6)
    probabilities = softmax(logits / warmth)
    top = probabilities.argmax(axis=1)
    rows = np.arange(len(top))
    first = np.clip(probabilities[rows, top], 1e-6, 1 - 1e-6)
    right = targets[rows, top] > 0
    lengths = spread(sizes)

    def curve_loss(at: Matrix) -> float:
        curved = np.clip(Calibration(warmth, *at).curve(first, lengths), 1e-9, 1 - 1e-9)
        return -float(np.sum(np.where(right, np.log(curved), np.log1p(-curved))))

    curve = optimize.minimize(
        curve_loss, [1.0, 1.0, 0.0, 0.0], method="L-BFGS-B",
        bounds=[(0.05, 5.0), (0.05, 5.0), (-3.0, 3.0), (-1.0, 1.0)],
    )  # fmt: skip
    return Calibration(warmth, *(round(float(value), 6) for value in curve.x))


def _descend(loss: Any, size: int) -> Matrix:
    found = optimize.minimize(
        loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS, "maxcor": 10, "ftol": 1e-7}
    )
    return np.asarray(found.x)
