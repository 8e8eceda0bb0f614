"""Milliseconds and memory of classification on our own held-back texts: single and batched, without scikit-learn.

python benchmarks/classify.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from classifiers import corpus, embedding, signals
from classifiers.base import Sample
from classifiers.language import identify
from classifiers.linear import LinearClassifier


def milliseconds(work: Callable[[], object], texts: int, rounds: int) -> float:
    """The median CPU milliseconds a text."""
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000 / texts)
    return statistics.median(taken)


def megabytes() -> float:
    """The greatest resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def batched(model: LinearClassifier, samples: Sequence[Sample], size: int) -> None:
    """Classify in batches of one size."""
    for begin in range(0, len(samples), size):
        model.predict(samples[begin : begin + size])


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    texts = [row.whole for row in corpus.read(corpus.HELDBACK)]
    told = [Sample(text, identify(text)[0]) for text in texts]
    count, length = len(texts), statistics.mean(map(len, texts))
    print(f"{count} texts of {length:.0f} characters on average; {megabytes():.0f} MB before the model")
    began = time.process_time()
    model = LinearClassifier.load()
    model.predict(told[:4])
    print(f"model loaded in {time.process_time() - began:.2f} s CPU; {megabytes():.0f} MB")
    for size in (1, 10, 50, 256):
        taken = milliseconds(partial(batched, model, told, size), count, rounds)
        print(f"linear, batches of {size}: {taken:.3f} ms a text")
    print(f"language: {milliseconds(lambda: [identify(text) for text in texts], count, rounds):.3f} ms a text")
    print(f"signals, batched: {milliseconds(lambda: signals.detect_all(told, model), count, rounds):.3f} ms a text")
    print(f"explain: {milliseconds(lambda: [model.explain(s) for s in told[:50]], 50, 1):.2f} ms a text")
    print(f"{megabytes():.0f} MB; scikit-learn loaded: {'sklearn' in sys.modules}, scipy: {'scipy' in sys.modules}")
    if embedding.available():
        from classifiers.cascade import CascadeClassifier

        cascade = CascadeClassifier.load()
        cascade.predict(told[:4])
        taken = milliseconds(lambda: cascade.predict(told), count, 1)
        print(f"cascade, batched: {taken:.2f} ms a text; {megabytes():.0f} MB")


if __name__ == "__main__":
    main()
