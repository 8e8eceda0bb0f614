"""Leave one language out: train on the other languages, test on it. What do concepts and the embedding carry across?

python benchmarks/languages.py

A table in Markdown, the linear model / with the embedding where that is installed; some minutes on two cores. zh and
zh-Hant are one language here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from classifiers import corpus, embedding, fit, train
from classifiers.corpus import Labelled
from classifiers.embedding_training import RIDGE
from classifiers.evaluate import leave_one_language_out
from classifiers.lexicon import Lexicon
from classifiers.linear import DEFAULT, LinearClassifier
from classifiers.metrics import softmax
from classifiers.space import Space, to_scipy

_LEAST = 2
"""A feature that so few texts of the other languages show is not known."""


class Bench:
    """The texts, their features and inner products, made once for all languages."""

    def __init__(self, rows: Sequence[Labelled], labels: Sequence[str]) -> None:
        self.place = {id(row): index for index, row in enumerate(rows)}
        self.samples = [train.sample_of(row) for row in rows]
        self.targets = train.soft_targets(rows, labels)
        self.space = Space.fit(self.samples, Lexicon.default())
        self.cells = to_scipy(self.space.transform(self.samples), len(self.space.keys))
        self.gram = fit.gram_of(self.cells)
        self.vectors = embedding.embed([row.whole for row in rows]) if embedding.available() else None
        self.share = embedding.load_head(DEFAULT).share if self.vectors is not None else 0.0
        self.logits: dict[str, NDArray[np.float64]] = {}

    def linear(self, known: Sequence[Labelled], held: Sequence[Labelled]) -> NDArray[np.float64]:
        """Probabilities for the held rows by a model that saw only the known ones."""
        own, other = ([self.place[id(row)] for row in rows] for rows in (known, held))
        alpha, bias = fit.fit_gram(self.gram[np.ix_(own, own)], self.targets[own], train.STRENGTH)
        inner = self.cells[own]
        seen = np.bincount(inner.indices, minlength=inner.shape[1]) >= _LEAST
        space = self.space.keep(seen)
        cells: Any = to_scipy(space.transform([self.samples[row] for row in other]), len(space.keys))
        logits = np.asarray(cells @ np.asarray(inner.T @ alpha)[seen]) + bias
        self.logits[held[0].language] = logits
        return softmax(logits)

    def both(self, known: Sequence[Labelled], held: Sequence[Labelled]) -> NDArray[np.float64]:
        """The same with the embedding's head added; `linear` first."""
        assert self.vectors is not None
        linear = self.logits[held[0].language]
        if not embedding.reads(held[0].language):
            return softmax(linear)
        own = [self.place[id(row)] for row in known if embedding.reads(row.language)]
        other = [self.place[id(row)] for row in held]
        mean = self.vectors[own].mean(axis=0)
        vectors = embedding.centred(self.vectors, mean)
        weights, bias = fit.fit_ridge(embedding.alike(vectors[own], vectors[own]), self.targets[own], RIDGE)
        found = embedding.alike(vectors[other], vectors[own]) @ weights + bias
        return softmax(linear + self.share * found)


def main() -> None:
    """Print a table."""
    intents: dict[str, str] = dict(LinearClassifier.load().parameters.meta["intents"])
    rows = corpus.load()
    with threadpool_limits(limits=2):
        bench = Bench(rows, tuple(intents))
        linear = leave_one_language_out(bench.linear, rows, intents)
        both = leave_one_language_out(bench.both, rows, intents) if bench.vectors is not None else {}
    print("| language left out | texts | category accuracy | intent accuracy | intent macro-F1 |")
    print("|---|---:|---:|---:|---:|")
    for language, found in linear.items():
        figures = (
            " / ".join(f"{some[language][name]:.2f}" for some in (linear, both) if some)
            for name in ("category_accuracy", "intent_accuracy", "intent_macro_f1")
        )
        print(f"| {language} | {found['texts']} | {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
