"""Leave one language out: train on the other languages, test on it. What do concepts and the embedding carry across?

python benchmarks/languages.py [--embeddings]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers import corpus, embedding, fit, train
from classifiers.corpus import Labelled
from classifiers.evaluate import leave_one_language_out
from classifiers.lexicon import Lexicon
from classifiers.linear import LinearClassifier
from classifiers.metrics import softmax
from classifiers.space import Space, to_scipy


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--embeddings", action="store_true")
    with_embedding = parser.parse_args().embeddings
    intents: dict[str, str] = dict(LinearClassifier.load().parameters.meta["intents"])
    labels = tuple(intents)
    rows = corpus.load()
    vectors = embedding.embed([row.whole for row in rows]) if with_embedding else None
    place = {id(row): index for index, row in enumerate(rows)}

    def fit_and_predict(known: Sequence[Labelled], held: Sequence[Labelled]) -> NDArray[np.float64]:
        targets = train.soft_targets(known, labels)
        samples = [train.sample_of(row) for row in known]
        space = Space.fit(samples, Lexicon.default())
        fitted = fit.fit(to_scipy(space.transform(samples), len(space.keys)), targets, train.STRENGTH)
        cells = to_scipy(space.transform([train.sample_of(row) for row in held]), len(space.keys))
        logits = np.asarray(cells @ fitted.weights + fitted.bias)
        if vectors is not None:
            own, other = (vectors[[place[id(row)] for row in part]] for part in (known, held))
            mean = own.mean(axis=0)
            head = fit.fit(embedding.centred(own, mean).astype(np.float64), targets, 20.0)
            logits += embedding.centred(other, mean) @ head.weights + head.bias
        return softmax(logits)

    print("| language left out | texts | category accuracy | intent accuracy | intent macro-F1 |")
    print("|---|---:|---:|---:|---:|")
    for language, found in leave_one_language_out(fit_and_predict, rows, intents).items():
        print(
            f"| {language} | {found['texts']} | {found['category_accuracy']:.3f} | {found['intent_accuracy']:.3f} "
            f"| {found['intent_macro_f1']:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
