"""Training of the learned half of the signals: words and pattern hits to log-odds, with a bar for each signal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import fit
from classifiers.base import Sample
from classifiers.corpus import Labelled
from classifiers.signals import LIFE, MUST_NOT_MISS, NAMES, SCORED, SPOKEN, URGENT, hits_of, matches, own_words, urgency
from classifiers.space import Floats, Space, to_scipy

STRENGTH = 30.0
HIT_WEIGHT = 0.7
LEAST_URGENT_PRECISION = 0.7
"""Of the mails that are called urgent, by signals or by their intent, so many must be (out of fold, where every second
text was written on a border)."""
LIFE_RECALL = 0.8
"""The bar of a threat to life finds so many of those that its own detector can find at all (out of fold)."""
_NEVER = 1e9


@dataclass(frozen=True, slots=True, eq=False)
class SignalModel:
    """Weights of the features and of the pattern hits, biases, bars; recall and precision out of fold."""

    weights: Floats
    hits: Floats
    bias: Floats
    bars: dict[str, float]
    out_of_fold: dict[str, dict[str, float]]
    scores: NDArray[np.float64]
    wanted: NDArray[np.float64]
    called: NDArray[np.bool_]
    """What was said of each text out of fold, what was to be said, and which are urgent anyway: for the intent they
    were taken for, or a threat to life in words."""

    def of(self, chosen: NDArray[np.int64]) -> SignalModel:
        """The same, with what was said of the chosen texts only."""
        if not len(self.scores):
            return self
        return replace(self, scores=self.scores[chosen], wanted=self.wanted[chosen], called=self.called[chosen])


def fit_signals(
    rows: Sequence[Labelled], space: Space, folds: NDArray[np.int64], tell: Any,
    urgent_intents: Collection[str] = (), intents: Sequence[str] = (),
) -> SignalModel:  # fmt: skip
    """Fit one scorer for each signal and for urgency, and choose their bars out of fold.

    `urgent_intents` are urgent by themselves; `intents` are the first intents of the rows as found out of fold: a mail
    is called urgent for its intent, too, and the bar of urgency is chosen for both together.
    """
    from scipy import sparse

    own = [own_words(row.whole) for row in rows]
    hits = hits_of([matches(text, row.language) for text, row in zip(own, rows, strict=True)]) * HIT_WEIGHT
    samples = [Sample(text, row.language, row.features) for text, row in zip(own, rows, strict=True)]
    cells = sparse.hstack([to_scipy(space.transform(samples), len(space.keys)), sparse.csr_matrix(hits)]).tocsr()
    wanted = targets(rows, urgent_intents)
    gram = fit.gram_of(cells) if len(rows) <= fit.GRAM_ROWS else None
    scores = fit.out_of_fold(
        cells, wanted, folds, STRENGTH, lambda step: tell(f"signals, {step}"), fit.sigmoid_loss, gram
    )
    fitted = fit.fit(cells, wanted, STRENGTH, fit.sigmoid_loss, gram)
    bars = bars_of(scores, wanted, hits)
    called = np.array([name in urgent_intents for name in intents] or [False] * len(rows))
    life = NAMES.index(LIFE)
    called |= (scores[:, life] >= bars[LIFE]) & (hits[:, life] > 0)
    bars[URGENT], seen = urgent_bar(scores, wanted, called)
    figures = {name: _figures(scores[:, i] >= bars[name], wanted[:, i] > 0) for i, name in enumerate(NAMES)}
    figures[URGENT] = seen
    width = len(space.keys)
    return SignalModel(
        fitted.weights[:width].astype(np.float32), (fitted.weights[width:] * HIT_WEIGHT).astype(np.float32),
        fitted.bias.astype(np.float32), bars, figures, scores, wanted, called,
    )  # fmt: skip


def bars_of(scores: NDArray[np.float64], wanted: NDArray[np.float64], hits: Floats) -> dict[str, float]:
    """The bar of each signal; those that are said in words need the words besides."""
    bars = {}
    for i, name in enumerate(NAMES):
        said = np.where((hits[:, i] > 0) | (name not in SPOKEN), scores[:, i], -_NEVER)
        bars[name] = _best_f1(said, wanted[:, i] > 0)
    life = NAMES.index(LIFE)
    bars[LIFE] = min(bars[LIFE], _recall_bar(scores[:, life], wanted[:, life] > 0))
    return bars


def targets(rows: Sequence[Labelled], urgent_intents: Collection[str]) -> NDArray[np.float64]:
    """What each text shows (texts by `SCORED`)."""
    wanted = np.array([[name in row.signals for name in SCORED] for row in rows], float).reshape(-1, len(SCORED))
    by_intent = np.array([row.intent in urgent_intents for row in rows], float)
    wanted[:, SCORED.index("urgent_intent")] = by_intent
    reasons = [SCORED.index(name) for name in (*MUST_NOT_MISS, "urgent_intent")]
    wanted[:, SCORED.index(URGENT)] = wanted[:, reasons].max(axis=1)
    return wanted


def no_signals(
    rows: Sequence[Labelled], space: Space, folds: NDArray[np.int64], tell: Any,
    urgent_intents: Collection[str] = (), intents: Sequence[str] = (),
) -> SignalModel:  # fmt: skip
    """A model of signals that never speaks, for texts without such labels."""
    count = len(SCORED)
    weights, hits = np.zeros((len(space.keys), count), np.float32), np.zeros((len(NAMES), count), np.float32)
    bars, none = dict.fromkeys((*NAMES, URGENT), _NEVER), np.zeros((0, count))
    return SignalModel(weights, hits, np.zeros(count, np.float32), bars, {}, none, none, np.zeros(0, bool))


def _best_f1(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> float:
    """The bar with the best F1; one that nothing passes where nothing is wanted."""
    order = np.argsort(-scores, kind="stable")
    hit = np.cumsum(wanted[order])
    if not hit[-1:].any():
        return _NEVER
    return _between(scores[order], int(np.argmax(2 * hit / (np.arange(1, len(order) + 1) + hit[-1]))))


def _recall_bar(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> float:
    order = np.argsort(-scores, kind="stable")
    hit = np.cumsum(wanted[order])
    if not hit[-1:].any():
        return _NEVER
    return _between(scores[order], int(np.searchsorted(hit, LIFE_RECALL * hit[-1])))


def urgent_bar(
    scores: NDArray[np.float64], wanted: NDArray[np.float64], called: NDArray[np.bool_]
) -> tuple[float, dict[str, float]]:
    """The bar of urgency, and recall and precision of all that is then called urgent: anyway (`called`), or by this
    bar."""
    real, urgent = wanted[:, SCORED.index(URGENT)] > 0, urgency(scores)
    bar = _lowest(urgent, called, real)
    return bar, _figures(called | (urgent >= bar), real)


def _lowest(urgent: NDArray[np.float64], called: NDArray[np.bool_], real: NDArray[np.bool_]) -> float:
    """The lowest bar under which enough of what is called urgent is urgent."""
    if not real.any():
        return _NEVER
    order = np.argsort(-urgent, kind="stable")
    fresh = ~called[order]
    hit = (called & real).sum() + np.cumsum(fresh & real[order])
    enough = np.flatnonzero(hit / np.maximum(1, called.sum() + np.cumsum(fresh)) >= LEAST_URGENT_PRECISION)
    return _between(urgent[order], int(enough[-1])) if len(enough) else _best_f1(urgent, real)


def _between(falling: NDArray[np.float64], last: int) -> float:
    """A bar between the last score that passes and the next."""
    after = falling[last + 1] if last + 1 < len(falling) else falling[last] - 1
    return round(float(falling[last] + after) / 2, 4)


def _figures(named: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> dict[str, float]:
    hit = int((named & wanted).sum())
    return {
        "texts": int(wanted.sum()),
        "recall": round(hit / max(1, int(wanted.sum())), 4),
        "precision": round(hit / max(1, int(named.sum())), 4),
    }
