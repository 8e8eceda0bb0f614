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

from classifiers.base import Explanation, Neighbour, Prediction, Sample, rank
from classifiers.calibration import Calibration
from classifiers.language import identify
from classifiers.lexicon import Lexicon
from classifiers.space import Floats, Space, Sparse, named

DEFAULT = Path(__file__).parent / "models" / "default"
NAME = "linear"
NEAREST = 3
_CHUNK = 256


class ModelError(ValueError):
    """A stored model that cannot be used: missing, damaged, or of another format."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """What training found. Arrays in single precision; `meta` is what `model.json` holds."""

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
        self.parameters = parameters
        meta = parameters.meta
        self.labels: tuple[str, ...] = tuple(meta["intents"])
        self.categories: tuple[str, ...] = tuple(dict.fromkeys(meta["intents"].values()))
        place = [self.categories.index(category) for category in meta["intents"].values()]
        self._sum = np.eye(len(self.categories))[place]
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
        return [
            prediction
            for begin in range(0, len(samples), _CHUNK)
            for prediction in self._predict(samples[begin : begin + _CHUNK])
        ]

    def probabilities(self, samples: Sequence[Sample]) -> tuple[np.ndarray[Any, np.dtype[np.float64]], Floats]:
        """Calibrated probabilities of the intents (rows by labels) and the familiarity of each sample."""
        cells = self.parameters.space.transform(samples)
        return self._label(cells, samples), self._familiarity(cells)[0]

    def logits(self, samples: Sequence[Sample]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """What the softmax would take, before calibration."""
        return self._logits(self.parameters.space.transform(samples))

    def familiarity(self, samples: Sequence[Sample]) -> Floats:
        """Mean cosine of each sample to the nearest labelled texts, times the share of it that is known."""
        return self._familiarity(self.parameters.space.transform(samples))[0]

    def _logits(self, cells: Sparse) -> np.ndarray[Any, np.dtype[np.float64]]:
        return (cells.times(self.parameters.weights) + self.parameters.bias).astype(np.float64)

    def _label(self, cells: Sparse, samples: Sequence[Sample]) -> np.ndarray[Any, np.dtype[np.float64]]:
        return self.calibration.apply(self._logits(cells), [len(sample.text) for sample in samples])

    def _predict(self, samples: Sequence[Sample]) -> list[Prediction]:
        intents, familiar = self.probabilities(samples)
        return [
            self.judge(sample, intents[row], float(familiar[row]), NAME, self.version)
            for row, sample in enumerate(samples)
        ]

    def judge(self, sample: Sample, intents: Any, familiarity: float, name: str, version: str) -> Prediction:
        """Probabilities of the intents to a prediction: categories, second intents, abstention."""
        ranked = rank(self.labels, intents.tolist())
        categories = rank(self.categories, (intents @ self._sum).tolist())
        bar = self.thresholds
        second = tuple(label for label, p in ranked[1:4] if p >= bar["secondary"])
        abstained = categories[0][1] < bar["category"] or familiarity < bar["familiarity"]
        language = sample.language or identify(sample.text)[0]
        return Prediction(language, ranked, categories, second, abstained, familiarity, (), name, version)

    def _familiarity(self, cells: Sparse) -> tuple[Floats, Floats]:
        """Mean cosine to the nearest labelled texts, and all cosines."""
        place = cells.times(self.parameters.projection)
        length = np.sqrt(np.maximum((place * place).sum(axis=1, keepdims=True), 1e-12))
        cosines = (place / length) @ self.parameters.anchors.T
        known = np.minimum(1.0, cells.known)
        nearest = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1)
        return np.asarray(np.clip(nearest, 0, 1) * known, np.float32), cosines

    def signal_scores(self, samples: Sequence[Sample], hits: Any) -> Any:
        """Log-odds of what `signals.SCORED` names, from the words and the pattern hits; see `signals`."""
        cells = self.parameters.space.transform(samples)
        scores = cells.times(self.parameters.signal_weights) + hits @ self.parameters.signal_hits
        return scores + self.parameters.signal_bias

    def word_scores(self, samples: Sequence[Sample]) -> Any:
        """The same by the words alone, for pieces of a text."""
        return self.signal_scores(samples, np.zeros((len(samples), len(self.parameters.signal_hits)), np.float32))

    def explain(self, sample: Sample, top: int = 8) -> Explanation:
        """Why the sample gets its label: the features that weighed most, the nearest labelled texts, the thresholds."""
        parameters = self.parameters
        cells = parameters.space.transform([sample])
        familiar, cosines = self._familiarity(cells)
        prediction = self.judge(sample, self._label(cells, [sample])[0], float(familiar[0]), NAME, self.version)
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
        space, arrays["weights"].astype(np.float32), arrays["bias"], projection,
        arrays["anchors"].astype(np.float32), arrays["anchor_labels"], excerpts,
        arrays["signal_weights"].astype(np.float32), arrays["signal_hits"], arrays["signal_bias"], meta,
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
