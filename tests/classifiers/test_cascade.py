"""The embedding and the cascade, where the extra `embeddings` is installed."""

import numpy as np
import pytest

from classifiers import corpus, embedding
from classifiers.base import Classifier, Sample
from classifiers.cascade import DOUBT, CascadeClassifier
from classifiers.linear import DEFAULT
from classifiers.signals import URGENT, Scorer, detect, hits_of, matches, urgency

pytestmark = pytest.mark.skipif(
    not embedding.available() or not (DEFAULT / "embedding.npz").exists(), reason="the extra `embeddings` is not there"
)


@pytest.fixture(scope="module")
def cascade() -> CascadeClassifier:
    return CascadeClassifier.load()


def test_the_embedding_is_asked_only_where_the_linear_model_is_unsure(cascade: CascadeClassifier) -> None:
    samples = [Sample(row.whole) for row in corpus.read(corpus.HELDBACK)[:60]]
    first = cascade.linear.predict(samples)
    both = cascade.predict(samples)
    unsure = [prediction.intents[0][1] < 0.9 for prediction in first]
    assert [prediction.classifier == "cascade" for prediction in both] == unsure
    assert any(unsure)
    assert not all(unsure)


def test_the_cascade_is_no_worse_than_the_linear_model_on_texts_held_back(cascade: CascadeClassifier) -> None:
    rows = corpus.read(corpus.HELDBACK)
    samples = [Sample(row.whole, row.language) for row in rows]

    def right(model: Classifier) -> int:
        return sum(
            p.intent in (row.intent, *row.secondary) for p, row in zip(model.predict(samples), rows, strict=True)
        )

    assert right(cascade) >= right(cascade.linear)


def test_probabilities_still_sum_to_one(cascade: CascadeClassifier) -> None:
    for prediction in cascade.predict([Sample("hm"), Sample("好像有点问题")]):
        assert sum(p for _, p in prediction.intents) == pytest.approx(1)


def test_the_embedding_weighs_in_on_signals_near_the_bar_of_urgency_only(cascade: CascadeClassifier) -> None:
    texts = [
        "someone is moving my coins out right now and it is not me",
        "what is the maker fee",
        "phone lost, coins gone?",
    ]
    samples = [Sample(text, "en") for text in texts] + [Sample(row.whole) for row in corpus.read(corpus.HELDBACK)[:40]]
    hits = hits_of([matches(sample.text, sample.language) for sample in samples])
    words, both = cascade.linear.signal_scores(samples, hits), cascade.signal_scores(samples, hits)
    near = np.abs(urgency(words) - cascade.signal_bars[URGENT]) < DOUBT
    assert near.any()
    assert not near.all()
    assert (both == words).all(axis=1).tolist() == (~near).tolist()


def test_a_cascade_is_a_scorer_of_signals(cascade: CascadeClassifier) -> None:
    assert isinstance(cascade, Scorer)
    assert "ongoing_theft" in {s.name for s in detect("有人正在转走我的币，不是我操作的", "zh", cascade)}
