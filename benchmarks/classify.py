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
from itertools import count

from classifiers import corpus, embedding, signals
from classifiers.base import Sample
from classifiers.language import identify
from classifiers.linear import LinearClassifier

_NUMBERS = count(1000)


def milliseconds(work: Callable[[Sequence[Sample]], object], told: Sequence[Sample], rounds: int) -> float:
    """The median CPU milliseconds a text. Each round's texts end with a number of their own, so that nothing of them is
    remembered."""
    taken = []
    for _ in range(rounds):
        fresh = [Sample(f"{sample.text} {next(_NUMBERS)}", sample.language) for sample in told]
        began = time.process_time()
        work(fresh)
        taken.append((time.process_time() - began) * 1000 / len(told))
    return statistics.median(taken)


def megabytes() -> float:
    """The greatest resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def batched(model: LinearClassifier, size: int, samples: Sequence[Sample]) -> None:
    """Classify in batches of one size."""
    for begin in range(0, len(samples), size):
        model.predict(samples[begin : begin + size])


def both(model: LinearClassifier, samples: Sequence[Sample]) -> None:
    """Intents, then signals, in batches, as a mail gets them."""
    for begin in range(0, len(samples), 50):
        model.predict(samples[begin : begin + 50])
        signals.detect_all(samples[begin : begin + 50], model)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    texts = [row.whole for row in corpus.read(corpus.HELDBACK)]
    told = [Sample(text, identify(text)[0]) for text in texts]
    length = statistics.mean(map(len, texts))
    print(f"{len(texts)} texts of {length:.0f} characters on average; {megabytes():.0f} MB before the model")
    began = time.process_time()
    model = LinearClassifier.load()
    model.predict(told[:4])
    print(f"model loaded in {time.process_time() - began:.2f} s CPU; {megabytes():.0f} MB")
    for size in (1, 10, 50, 256):
        taken = milliseconds(partial(batched, model, size), told, rounds)
        print(f"linear, batches of {size}: {taken:.3f} ms a text")
    for name, work in (
        ("language", lambda fresh: [identify(sample.text) for sample in fresh]),
        ("signals alone, batched", lambda fresh: signals.detect_all(fresh, model)),
        ("intents and signals, batches of 50", partial(both, model)),
        ("explain", lambda fresh: [model.explain(sample) for sample in fresh]),
    ):
        few = told[:50] if name == "explain" else told
        print(f"{name}: {milliseconds(work, few, 1 if name == 'explain' else rounds):.3f} ms a text")
    print(f"{megabytes():.0f} MB; scikit-learn loaded: {'sklearn' in sys.modules}, scipy: {'scipy' in sys.modules}")
    if embedding.available():
        from classifiers.cascade import CascadeClassifier

        cascade = CascadeClassifier.load()
        cascade.predict(told[:4])
        taken = milliseconds(cascade.predict, told, 1)
        print(f"cascade, batched: {taken:.2f} ms a text; {megabytes():.0f} MB")


if __name__ == "__main__":
    main()
