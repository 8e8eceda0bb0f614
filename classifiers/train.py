"""Training: labelled texts and a taxonomy in, a stored model and a report out. The same inputs give the same bytes.

What calibrates the model (temperature, thresholds) is measured out of fold; near duplicates share a fold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from classifiers import corpus, embedding, metrics
from classifiers.base import Sample
from classifiers.corpus import Labelled
from classifiers.embedding import Head, save_head
from classifiers.evaluate import Report, measure
from classifiers.lexicon import LEXICON, Lexicon
from classifiers.linear import NAME, NEAREST, Parameters, save
from classifiers.space import Floats, Space, to_scipy

if TYPE_CHECKING:
    from classifiers.signal_training import SignalModel

FOLDS = 5
STRENGTH = 60.0
SECOND_SHARE = 0.2
WANTED_ACCURACY = 0.93
UNFAMILIAR_SHARE = 0.01
DIMENSIONS = 48
FORMAT = 1
_EMPTY_ROWS = 3

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen; the defaults are what the wheel's model was trained with."""

    folds: int = FOLDS
    strength: float = STRENGTH
    wanted_accuracy: float = WANTED_ACCURACY
    embeddings: bool = True
    signals: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The model, the embedding's head where the encoder is installed, and what was seen out of fold."""

    parameters: Parameters
    head: Head | None
    report: Report
    logits: NDArray[np.float64]
    folds: NDArray[np.int64]


def train(
    texts_dir: Path,
    taxonomy: Mapping[str, Any],
    out_dir: Path,
    progress: Progress = lambda step: None,
    settings: Settings | None = None,
) -> Report:
    """Train on a folder of texts and store the model; the report holds the figures out of fold.

    `taxonomy` is `{"intents": {name: {"category": …, "priority": …}}}`, the priority optional. Raises ValueError
    where a text's intent is not in it, where an intent has no text, or where a row cannot be read.
    """
    rows = corpus.load(texts_dir)
    trained = fit_rows(rows, taxonomy, progress, settings or Settings())
    save(trained.parameters, out_dir)
    if trained.head is not None:
        save_head(trained.head, out_dir)
    progress(f"stored in {out_dir.name}")
    return trained.report


def steps(settings: Settings | None = None) -> int:
    """How often a training tells its progress."""
    settings = settings or Settings()
    heads = 1 + settings.signals
    embedded = 1 + heads * settings.folds if settings.embeddings and embedding.available() else 0
    return 3 + heads * settings.folds + embedded


def fit_rows(rows: Sequence[Labelled], taxonomy: Mapping[str, Any], progress: Progress, settings: Settings) -> Trained:
    """Train on rows; see `train`."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped, unused-ignore]

    from classifiers import fit

    intents = {name: str(entry["category"]) for name, entry in sorted(taxonomy["intents"].items())}
    _check(rows, intents)
    urgent = {name for name, entry in taxonomy["intents"].items() if entry.get("priority") == "P1"}
    with threadpool_limits(limits=fit.THREADS):
        return _fit(rows, intents, urgent, progress, settings)


def _check(rows: Sequence[Labelled], intents: Mapping[str, str]) -> None:
    used = {row.intent for row in rows}
    if unknown := sorted(used - set(intents)):
        raise ValueError(f"texts are labelled with intents that the taxonomy lacks: {', '.join(unknown)}")
    if empty := sorted(set(intents) - used):
        raise ValueError(f"intents without a single text: {', '.join(empty)}; give each about ten examples")


def _fit(
    rows: Sequence[Labelled], intents: Mapping[str, str], urgent: set[str], progress: Progress, settings: Settings
) -> Trained:
    from classifiers import fit
    from classifiers.signal_training import fit_signals, no_signals

    labels = tuple(intents)
    samples = [sample_of(row) for row in rows]
    targets = soft_targets(rows, labels)
    progress("reading texts")
    space = Space.fit(samples, Lexicon.default())
    cells = to_scipy(space.transform(samples), len(space.keys))
    folds = stratified_folds(rows, settings.folds)
    known, wanted = _with_empty(cells, targets, labels)
    gram = fit.gram_of(known) if known.shape[0] <= min(fit.GRAM_ROWS, known.shape[1]) else None
    inner = None if gram is None else gram[: len(rows), : len(rows)]
    logits = fit.out_of_fold(cells, targets, folds, settings.strength, progress, gram=inner)
    sizes = [len(sample.text) for sample in samples]
    calibration = fit.calibrate(logits, targets, sizes)
    probabilities = calibration.apply(logits, sizes)
    progress("fitting on all texts")
    fitted = fit.fit(known, wanted, settings.strength, gram=gram)
    del gram, inner
    projection, anchors = project(cells)
    familiar = _familiarity_out_of_fold(anchors, folds) * _known_out_of_fold(samples, folds)
    thresholds = choose_thresholds(probabilities, familiar, rows, intents, settings.wanted_accuracy)
    signals = (fit_signals if settings.signals else no_signals)(
        rows, space, folds, progress, urgent, [labels[i] for i in logits.argmax(axis=1)]
    )
    report = measure(probabilities, rows, intents)
    meta = _meta(rows, intents, settings, report, signals)
    meta |= {"calibration": asdict(calibration), "thresholds": thresholds}
    meta["version"] = hashlib.sha256(json.dumps(meta, sort_keys=True).encode()).hexdigest()[:12]
    parameters = Parameters(
        space, fitted.weights.astype(np.float32), fitted.bias.astype(np.float32), projection, anchors,
        np.array([labels.index(row.intent) for row in rows], np.int16), tuple(_excerpt(row) for row in rows),
        signals.weights, signals.hits, signals.bias, meta,
    )  # fmt: skip
    head = None
    if settings.embeddings and embedding.available() and any(embedding.reads(row.language) for row in rows):
        from classifiers.embedding_training import fit_head

        head = fit_head(rows, targets, folds, logits, signals, meta["version"], progress)
    return Trained(parameters, head, report, logits, folds)


def _meta(
    rows: Sequence[Labelled], intents: Mapping[str, str], settings: Settings, report: Report, signals: SignalModel
) -> dict[str, Any]:
    """What a model says of itself: of what it was made, and how it did out of fold."""
    return {
        "format": FORMAT,
        "classifier": NAME,
        "intents": dict(intents),
        "texts": len(rows),
        "texts_sha256": digest(rows),
        "lexicon_sha256": hashlib.sha256(LEXICON.read_bytes()).hexdigest(),
        "settings": {"folds": settings.folds, "strength": settings.strength, "accuracy": settings.wanted_accuracy},
        "out_of_fold": report.summary(),
        "signal_bars": signals.bars,
        "signals_out_of_fold": signals.out_of_fold,
    }


def sample_of(row: Labelled) -> Sample:
    """What a classifier sees of a labelled text."""
    return Sample(row.whole, row.language, row.features)


def soft_targets(rows: Sequence[Labelled], labels: Sequence[str]) -> NDArray[np.float64]:
    """The intent of each text, with a share for its second intents."""
    place = {label: index for index, label in enumerate(labels)}
    targets = np.zeros((len(rows), len(labels)))
    for index, row in enumerate(rows):
        second = [name for name in row.secondary if name in place and name != row.intent]
        targets[index, place[row.intent]] = 1 - (SECOND_SHARE if second else 0)
        for name in second:
            targets[index, place[name]] += SECOND_SHARE / len(second)
    return targets


def stratified_folds(rows: Sequence[Labelled], count: int) -> NDArray[np.int64]:
    """A fold for each row: intents and languages spread evenly, near duplicates together, by a fixed order."""
    group = corpus.groups([row.text for row in rows])
    first = sorted(set(group), key=lambda g: (rows[g].intent, rows[g].language, _rank_of(rows[g])))
    fold_of = {g: index % count for index, g in enumerate(first)}
    return np.array([fold_of[g] for g in group], np.int64)


def _rank_of(row: Labelled) -> str:
    return hashlib.sha256(row.whole.encode()).hexdigest()


def _with_empty(cells: Any, targets: NDArray[np.float64], labels: Sequence[str]) -> tuple[Any, NDArray[np.float64]]:
    """A few texts without a word, where the taxonomy knows a name for them: nothing can be decided from nothing."""
    from scipy import sparse

    if "unclear" not in labels:
        return cells, targets
    nothing = np.zeros((_EMPTY_ROWS, targets.shape[1]))
    nothing[:, labels.index("unclear")] = 1
    empty = sparse.csr_matrix((_EMPTY_ROWS, cells.shape[1]))
    return sparse.vstack([cells, empty]).tocsr(), np.vstack([targets, nothing])


def project(cells: Any) -> tuple[Floats, Floats]:
    """The directions in which the texts differ most (a truncated SVD), and the texts there, each of length one."""
    from scipy.sparse.linalg import svds

    size = min(DIMENSIONS, min(cells.shape) - 1)
    start = np.ones(min(cells.shape))
    _, _, right = svds(cells, k=size, v0=start, tol=1e-4)
    right = right[::-1]
    right *= np.sign(right[np.arange(size), np.abs(right).argmax(axis=1)])[:, None]
    place = cells @ right.T
    place /= np.sqrt(np.maximum((place * place).sum(axis=1, keepdims=True), 1e-12))
    return right.T.astype(np.float32), place.astype(np.float32)


def _familiarity_out_of_fold(anchors: Floats, folds: NDArray[np.int64]) -> NDArray[np.float64]:
    out = np.zeros(len(anchors))
    for fold in range(int(folds.max()) + 1):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        cosines = anchors[held] @ anchors[rest].T
        out[held] = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1)
    return out


def _known_out_of_fold(samples: Sequence[Sample], folds: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of each text that a space fitted without its fold knows."""
    out = np.zeros(len(samples))
    for fold in range(int(folds.max()) + 1):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        space = Space.fit([samples[i] for i in rest.tolist()], Lexicon.default())
        out[held] = space.transform([samples[i] for i in held.tolist()]).known
    return out


def choose_thresholds(
    probabilities: NDArray[np.float64], familiar: NDArray[np.float64], rows: Sequence[Labelled],
    intents: Mapping[str, str], accuracy: float,
) -> dict[str, float]:  # fmt: skip
    """Bars found out of fold: the category's probability for the wanted accuracy, familiarity, second intents."""
    labels, categories = tuple(intents), tuple(dict.fromkeys(intents.values()))
    member = np.array([[categories[c] == intents[label] for c in range(len(categories))] for label in labels], float)
    by_category = probabilities @ member
    right = np.array([categories[c] == intents[row.intent] for c, row in zip(by_category.argmax(1), rows, strict=True)])
    return {
        "category": round(metrics.threshold_for(by_category.max(axis=1), right, accuracy), 4),
        "familiarity": round(float(np.quantile(familiar, UNFAMILIAR_SHARE)), 4),
        "secondary": _second_threshold(probabilities, rows, labels),
        "wanted_accuracy": accuracy,
    }


def _second_threshold(probabilities: NDArray[np.float64], rows: Sequence[Labelled], labels: Sequence[str]) -> float:
    """The probability from which on a label that is not the first is worth naming: the best F1 out of fold."""
    first = probabilities.argmax(axis=1)
    real = np.array([[label in row.secondary or label == row.intent for label in labels] for row in rows])
    rest = np.ones_like(real)
    rest[np.arange(len(rows)), first] = False
    best, chosen = -1.0, 0.25
    for bar in np.arange(0.1, 0.46, 0.025):
        named = (probabilities >= bar) & rest
        hit = int((named & real).sum())
        score = 2 * hit / max(1, int(named.sum()) + int((real & rest).sum()))
        if score > best:
            best, chosen = score, float(bar)
    return round(chosen, 4)


def digest(rows: Sequence[Labelled]) -> str:
    """The hash of the training data."""
    data = [[r.language, r.intent, r.secondary, r.signals, r.subject, r.text, r.features] for r in rows]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def _excerpt(row: Labelled) -> str:
    flat = " ".join(row.whole.split())
    return flat if len(flat) <= 100 else flat[:99] + "…"
