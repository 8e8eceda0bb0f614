"""The linear model at run time: hashed features, one matrix, softmax with a temperature. numpy only.

A model is a folder: `model.npz` (arrays, no pickle) and `model.json` (labels, thresholds, metrics, hashes). What is
read is checked against the hash in `model.json`.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np

from classifiers.base import Explanation, Neighbour, Prediction, Sample
from classifiers.calibration import Calibration, Matrix
from classifiers.language import identify
from classifiers.lexicon import Lexicon
from classifiers.products import Products
from classifiers.space import Floats, Space, named

DEFAULT = Path(__file__).parent / "models" / "default"
NAME = "linear"
NEAREST = 3
_CHUNK = 256
_CACHED = 16
"""So many rows of cosines stay in the processor's cache."""
_BLOCK = 96


class ModelError(ValueError):
    """A stored model that cannot be used: missing, damaged, or of another format."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """What training found. Arrays in single precision, or in half where that is how they are stored; `meta` is what
    `model.json` holds."""

    space: Space
    weights: Floats
    bias: Floats
    projection: Floats
    anchors: Floats
    anchor_labels: np.ndarray[Any, np.dtype[np.int16]]
    excerpts: tuple[str, ...]
    signal_weights: Floats
    signal_hits: Floats
    signal_bias: Floats
    meta: Mapping[str, Any]


class LinearClassifier:
    """Labels texts by the stored linear model; see `Classifier`."""

    def __init__(self, parameters: Parameters) -> None:
        given = parameters
        self._products = Products(given.space, given.weights, given.projection, given.signal_weights)
        self._intent, self._place, self._signal = self._products.slices
        weights, projection, signals = self._products.parts
        self.parameters = replace(given, weights=weights, projection=projection, signal_weights=signals)
        meta = parameters.meta
        self.labels: tuple[str, ...] = tuple(meta["intents"])
        self.categories: tuple[str, ...] = tuple(dict.fromkeys(meta["intents"].values()))
        place = [self.categories.index(category) for category in meta["intents"].values()]
        self._sum = np.eye(len(self.categories))[place]
        self._anchors = np.ascontiguousarray(parameters.anchors.T)
        self.thresholds: dict[str, float] = dict(meta["thresholds"])
        self.calibration = Calibration(**meta["calibration"])
        self.signal_bars: dict[str, float] = dict(meta["signal_bars"])
        self.version = str(meta["version"])

    @classmethod
    def load(cls, folder: Path = DEFAULT) -> Self:
        """Read a stored model. Raises ModelError where files lack or do not fit each other."""
        return cls(load_parameters(folder))

    @classmethod
    @cache
    def default(cls) -> Self:
        """The model in the wheel, read once."""
        return cls.load(DEFAULT)

    def predict(self, samples: Sequence[Sample]) -> list[Prediction]:
        """Label each sample, in order."""
        found: list[Prediction] = []
        for begin in range(0, len(samples), _CHUNK):
            some = samples[begin : begin + _CHUNK]
            found += self.judge(some, *self.probabilities(some), NAME, self.version)
        return found

    def probabilities(self, samples: Sequence[Sample]) -> tuple[Matrix, Floats]:
        """Calibrated probabilities of the intents (rows by labels) and the familiarity of each sample."""
        rows, known = self._products.of(samples)
        return self._label(rows, samples), self._familiarity(rows, known)

    def logits(self, samples: Sequence[Sample]) -> Matrix:
        """What the softmax would take, before calibration."""
        return self._logits(self._products.of(samples)[0])

    def familiarity(self, samples: Sequence[Sample]) -> Floats:
        """Mean cosine of each sample to the nearest labelled texts, times the share of it that is known."""
        return self._familiarity(*self._products.of(samples))

    def _logits(self, rows: Floats) -> Matrix:
        return (rows[:, self._intent] + self.parameters.bias).astype(np.float64)

    def _label(self, rows: Floats, samples: Sequence[Sample]) -> Matrix:
        return self.calibration.apply(self._logits(rows), [len(sample.text) for sample in samples])

    def judge(
        self, samples: Sequence[Sample], intents: Matrix, familiar: Floats, name: str, version: str
    ) -> list[Prediction]:
        """Probabilities of the intents to predictions: categories, second intents, abstention."""
        bar = self.thresholds
        found = []
        for sample, ranked, categories, near in zip(
            samples, rank_all(self.labels, intents), rank_all(self.categories, intents @ self._sum),
            familiar.tolist(), strict=True,
        ):  # fmt: skip
            second = tuple(label for label, p in ranked[1:4] if p >= bar["secondary"])
            abstained = categories[0][1] < bar["category"] or near < bar["familiarity"]
            language = sample.language or identify(sample.text)[0]
            found.append(Prediction(language, ranked, categories, second, abstained, near, (), name, version))
        return found

    def _cosines(self, rows: Floats) -> Floats:
        """The cosine of each sample to each labelled text."""
        place = rows[:, self._place]
        length = np.sqrt(np.maximum((place * place).sum(axis=1, keepdims=True), 1e-12))
        return np.asarray((place / length) @ self._anchors)

    def _familiarity(self, rows: Floats, known: Floats) -> Floats:
        parts = [
            largest(self._cosines(rows[begin : begin + _CACHED]), NEAREST).mean(axis=1)
            for begin in range(0, len(rows), _CACHED)
        ]
        nearest = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        return np.asarray(np.clip(nearest, 0, 1) * np.minimum(1.0, known), np.float32)

    def signal_scores(self, samples: Sequence[Sample], hits: Any) -> Any:
        """Log-odds of what `signals.SCORED` names, from the words and the pattern hits; see `signals`."""
        rows, _ = self._products.of(samples)
        return rows[:, self._signal] + hits @ self.parameters.signal_hits + self.parameters.signal_bias

    def word_scores(self, samples: Sequence[Sample]) -> Any:
        """The same by the words alone, for pieces of a text."""
        rows, _ = self._products.of(samples, remember=False)
        return rows[:, self._signal] + self.parameters.signal_bias

    def explain(self, sample: Sample, top: int = 8) -> Explanation:
        """Why the sample gets its label: the features that weighed most, the nearest labelled texts, the thresholds."""
        parameters = self.parameters
        cells = parameters.space.transform([sample])
        rows, known = self._products.of([sample])
        cosines = self._cosines(rows)
        (prediction,) = self.judge(
            [sample], self._label(rows, [sample]), self._familiarity(rows, known), NAME, self.version
        )
        column = self.labels.index(prediction.intent)
        weights = parameters.weights[cells.columns]
        worth = cells.values * (weights[:, column] - weights.mean(axis=1)) / self.calibration.temperature
        names = named(sample, parameters.space)
        order = np.argsort(-worth, kind="stable")
        pairs = [(names.get(int(cells.columns[i]), "?"), float(worth[i])) for i in order]
        nearest = tuple(
            Neighbour(self.labels[parameters.anchor_labels[i]], float(cosines[0, i]), parameters.excerpts[i])
            for i in np.argsort(-cosines[0], kind="stable")[:NEAREST]
        )
        weighed = _readable(pairs, top)
        against = tuple((name, value) for name, value in pairs[: -top - 1 : -1] if value < 0)
        because = tuple(f"{name} ({value:+.2f})" for name, value in weighed)
        bars = tuple(sorted(self.thresholds.items()))
        return Explanation(replace(prediction, because=because), weighed, against, nearest, bars)


def rank_all(labels: Sequence[str], probabilities: Matrix) -> list[tuple[tuple[str, float], ...]]:
    """The labels of each row with their probabilities, most probable first; ties by name, never by chance."""
    by_name = np.argsort(labels)
    order = by_name[np.argsort(-probabilities[:, by_name], axis=1, kind="stable")]
    sorted_ = np.take_along_axis(probabilities, order, axis=1).tolist()
    return [
        tuple(zip([labels[place] for place in places], values, strict=True))
        for places, values in zip(order.tolist(), sorted_, strict=True)
    ]


def largest(values: Floats, count: int) -> Floats:
    """The `count` largest of each row. They lie in those blocks of a row whose greatest values are largest."""
    rows, width = values.shape
    blocks = width // _BLOCK
    if blocks <= count:
        return np.partition(values, -count, axis=1)[:, -count:]
    whole = values[:, : blocks * _BLOCK].reshape(rows, blocks, _BLOCK)
    best = np.argpartition(whole.max(axis=2), -count, axis=1)[:, -count:]
    chosen = np.take_along_axis(whole, best[:, :, None], axis=1).reshape(rows, -1)
    return np.partition(np.hstack([chosen, values[:, blocks * _BLOCK :]]), -count, axis=1)[:, -count:]


def _readable(pairs: Sequence[tuple[str, float]], top: int) -> tuple[tuple[str, float], ...]:
    """The first pairs that say something new: a piece of a word already shown is left out."""
    shown: list[tuple[str, float]] = []
    for name, value in pairs:
        if value <= 0 or len(shown) == top:
            break
        if not any(name.strip() in other for other, _ in shown):
            shown.append((name, value))
    return tuple(shown)


_ARRAYS = (
    "keys", "blocks", "idf", "weights", "bias", "projection", "projection_scale", "anchors", "anchor_labels",
    "signal_weights", "signal_hits", "signal_bias",
)  # fmt: skip


def save(parameters: Parameters, folder: Path) -> None:
    """Store a model, the same bytes for the same parameters."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.maximum(np.abs(parameters.projection).max(axis=0), 1e-9) / 127
    arrays = {
        "keys": parameters.space.keys,
        "blocks": parameters.space.blocks,
        "idf": parameters.space.idf.astype(np.float16),
        "weights": parameters.weights.astype(np.float16),
        "bias": parameters.bias.astype(np.float32),
        "projection": np.round(parameters.projection / scale).astype(np.int8),
        "projection_scale": scale.astype(np.float32),
        "anchors": parameters.anchors.astype(np.float16),
        "anchor_labels": parameters.anchor_labels.astype(np.int16),
        "signal_weights": parameters.signal_weights.astype(np.float16),
        "signal_hits": parameters.signal_hits.astype(np.float32),
        "signal_bias": parameters.signal_bias.astype(np.float32),
    }
    data = pack(arrays, {"excerpts.json": _json(parameters.excerpts)})
    (folder / "model.npz").write_bytes(data)
    meta = {**parameters.meta, "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "model.json").write_bytes(_json(meta, indent=1) + b"\n")


def load_parameters(folder: Path) -> Parameters:
    """Read a stored model. Raises ModelError where files lack, are damaged or are of another format."""
    try:
        meta = json.loads((folder / "model.json").read_bytes())
        data = (folder / "model.npz").read_bytes()
        check_hash(folder / "model.npz", data, meta["sha256"])
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in _ARRAYS}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            excerpts = tuple(json.loads(archive.read("excerpts.json")))
    except ModelError:
        raise
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{folder}: not a usable model: {error}") from error
    idf = arrays["idf"].astype(np.float32)
    projection = arrays["projection"].astype(np.float32) * arrays["projection_scale"]
    space = Space(arrays["keys"], arrays["blocks"], idf, Lexicon.default())
    return Parameters(
        space, arrays["weights"], arrays["bias"], projection,
        arrays["anchors"].astype(np.float32), arrays["anchor_labels"], excerpts,
        arrays["signal_weights"], arrays["signal_hits"], arrays["signal_bias"], meta,
    )  # fmt: skip


def check_hash(path: Path, data: bytes, wanted: str) -> None:
    """Raise ModelError where bytes are not those that were stored."""
    if hashlib.sha256(data).hexdigest() != wanted:
        raise ModelError(f"{path}: does not match the hash stored beside it; train again or restore it")


def pack(arrays: Mapping[str, np.ndarray[Any, Any]], beside: Mapping[str, bytes] | None = None) -> bytes:
    """An npz archive (and other files in it) whose bytes depend on nothing but what is packed."""
    return _zip({**{f"{name}.npy": _npy(array) for name, array in arrays.items()}, **(beside or {})})


def _npy(array: np.ndarray[Any, Any]) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    return out.getvalue()


def _json(value: object, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent).encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    """A zip archive whose bytes depend on nothing but its contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return out.getvalue()
