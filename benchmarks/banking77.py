"""The same pipeline on Banking77 (CC-BY-4.0, not part of the project): a tenth held back, accuracy and calibration.

python benchmarks/banking77.py PATH/banking77_train.jsonl [--embeddings] [--tenth N] [--apart]

A tenth holds a tenth of each class, drawn by the texts' hashes. With `--apart` near duplicates of held-back texts are
held back with them: a text in four has one, so this is harder than what others report of this set.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from classifiers import metrics, train
from classifiers.corpus import Labelled
from classifiers.evaluate import measure
from classifiers.linear import LinearClassifier
from classifiers.train import Settings


def main() -> None:
    """Train on nine tenths, print the figures on the last."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=Path)
    parser.add_argument("--embeddings", action="store_true")
    parser.add_argument("--tenth", type=int, choices=range(10), default=0)
    parser.add_argument("--apart", action="store_true")
    given = parser.parse_args()
    raw = [json.loads(line) for line in given.rows.read_text("utf-8").splitlines()]
    rows = [Labelled("en", r["label_orig"], (), (), "", r["text"]) for r in raw]
    taxonomy = {"intents": {name: {"category": name} for name in sorted({row.intent for row in rows})}}
    tenth = train.stratified_folds(rows, 10) if given.apart else drawn(rows)
    known = [row for row, fold in zip(rows, tenth, strict=True) if fold != given.tenth]
    held = [row for row, fold in zip(rows, tenth, strict=True) if fold == given.tenth]
    began = time.perf_counter()
    settings = Settings(folds=3, embeddings=given.embeddings, signals=False)
    trained = train.fit_rows(
        known, taxonomy, lambda step: print(f"{time.perf_counter() - began:6.1f} s  {step}"), settings
    )
    model = LinearClassifier(trained.parameters)
    intents = {name: name for name in taxonomy["intents"]}
    samples = [train.sample_of(row) for row in held]
    logits = model.logits(samples)
    sizes = [len(sample.text) for sample in samples]
    print(f"{len(known)} trained, {len(held)} held back")
    print("linear", measure(model.calibration.apply(logits, sizes), held, intents).summary())
    if trained.head is not None:
        both = logits + trained.head.share * trained.head.logits([row.whole for row in held])
        print("with the embedding", measure(trained.head.pooled.apply(both, sizes), held, intents).summary())
        alone = trained.head.calibration.apply(trained.head.logits([row.whole for row in held]), sizes)
        print("embedding alone", measure(alone, held, intents).summary())
    right = [row.intent for row in held]
    best = metrics.softmax(logits).argmax(axis=1)
    print("accuracy, uncalibrated", sum(model.labels[b] == w for b, w in zip(best, right, strict=True)) / len(held))


def drawn(rows: Sequence[Labelled]) -> list[int]:
    """A tenth for each row: the classes spread evenly, the texts of a class by their hashes."""
    order = sorted(range(len(rows)), key=lambda i: (rows[i].intent, sha256(rows[i].text.encode()).digest()))
    tenth = {place: rank % 10 for rank, place in enumerate(order)}
    return [tenth[place] for place in range(len(rows))]


if __name__ == "__main__":
    main()
