"""The linear model for all texts, the embedding only for those it is not sure of; there, both vote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from classifiers.base import Prediction, Sample
from classifiers.embedding import EmbeddingClassifier, load_head, reads
from classifiers.language import identify
from classifiers.linear import DEFAULT, LinearClassifier
from classifiers.signals import SCORED, URGENT, urgency

NAME = "cascade"
SURE = 0.75
DOUBT = 4.0
"""So far from the bar of urgency (log-odds, either way) the embedding is still asked about the signals."""


class CascadeClassifier:
    """A `Classifier` that spends the embedding's milliseconds only where the first intent is below `sure`, in a
    language that the encoder knows."""

    def __init__(self, linear: LinearClassifier, embedding: EmbeddingClassifier, sure: float = SURE) -> None:
        self.linear, self.embedding, self.sure = linear, embedding, sure
        self.version = embedding.version
        self.signal_bars = linear.signal_bars

    @classmethod
    def load(cls, folder: Path = DEFAULT) -> Self:
        """Read both models of one folder. Raises ModelError where they lack or do not fit."""
        linear = LinearClassifier.load(folder)
        return cls(linear, EmbeddingClassifier(load_head(folder), linear))

    def predict(self, samples: Sequence[Sample]) -> list[Prediction]:
        """Label each sample, in order."""
        first = self.linear.predict(samples)
        unsure = [row for row, found in enumerate(first) if found.intents[0][1] < self.sure and reads(found.language)]
        if not unsure:
            return first
        asked = [samples[row] for row in unsure]
        head = self.embedding.head
        logits = self.linear.logits(asked) + head.share * head.logits([sample.text for sample in asked])
        found = head.pooled.apply(np.asarray(logits, np.float64), [len(sample.text) for sample in asked])
        familiar = np.array([first[row].familiarity for row in unsure], np.float32)
        for row, second in zip(unsure, self.linear.judge(asked, found, familiar, NAME, self.version), strict=True):
            first[row] = second
        return first

    def signal_scores(self, samples: Sequence[Sample], hits: Any) -> Any:
        """As the linear model has them; near the bar of urgency, as both have them, on the linear model's scale."""
        scores = np.asarray(self.linear.signal_scores(samples, hits), np.float64)
        bar, own = self.signal_bars[URGENT], float(self.embedding.head.meta["signal_bar"])
        near = np.flatnonzero(np.abs(urgency(scores) - bar) < DOUBT).tolist()
        near = [row for row in near if reads(samples[row].language or identify(samples[row].text)[0])]
        if near:
            found = self.embedding.head.signal_scores([samples[row].text for row in near], scores[near])
            found[:, SCORED.index(URGENT)] += bar - own
            scores[near] = found
        return scores

    def word_scores(self, samples: Sequence[Sample]) -> Any:
        """By the words alone, for pieces of a text."""
        return self.linear.word_scores(samples)
