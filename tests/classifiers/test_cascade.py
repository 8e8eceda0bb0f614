"""The embedding and the cascade, where the extra `embeddings` is installed."""

import numpy as np
import pytest

from classifiers import corpus, embedding
from classifiers.base import Classifier, Sample
from classifiers.cascade import DOUBT, CascadeClassifier
from classifiers.language import identify
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
    unsure = [prediction.intents[0][1] < 0.9 and embedding.reads(prediction.language) for prediction in first]
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


def test_a_language_the_encoder_cannot_read_is_left_to_the_linear_model(cascade: CascadeClassifier) -> None:
    samples = [Sample("tiền đâu rồi"), Sample("hm", "vi"), Sample("有人吗", "zh-Hant")]
    assert [p.classifier for p in cascade.predict(samples)] == ["linear", "linear", "cascade"]
    texts = [Sample(row.whole, "vi") for row in corpus.read(corpus.HELDBACK) if row.language == "vi"]
    hits = hits_of([matches(sample.text, sample.language) for sample in texts])
    assert (cascade.signal_scores(texts, hits) == cascade.linear.signal_scores(texts, hits)).all()


def test_waves_come_near_to_the_similarity_they_stand_for() -> None:
    vectors = embedding.embed(
        ["提币没到账", "my withdrawal did not arrive", "what is the maker fee", "ログインできない"]
    )
    distance = ((vectors[:, None] - vectors) ** 2).sum(axis=2)
    waves = embedding.widened(vectors)[:, embedding.SIZE :]
    np.testing.assert_allclose(waves @ waves.T, np.exp(-distance), atol=0.08)


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
    near &= [embedding.reads(sample.language or identify(sample.text)[0]) for sample in samples]
    assert near.any()
    assert not near.all()
    assert (both == words).all(axis=1).tolist() == (~near).tolist()


def test_a_cascade_is_a_scorer_of_signals(cascade: CascadeClassifier) -> None:
    assert isinstance(cascade, Scorer)
    assert "ongoing_theft" in {s.name for s in detect("有人正在转走我的币，不是我操作的", "zh", cascade)}
