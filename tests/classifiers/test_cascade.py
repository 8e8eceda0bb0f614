"""The embedding and the cascade, where the extra `embeddings` is installed."""

import pytest

from classifiers import corpus, embedding
from classifiers.base import Classifier, Sample
from classifiers.linear import DEFAULT

pytestmark = pytest.mark.skipif(
    not embedding.available() or not (DEFAULT / "embedding.npz").exists(), reason="the extra `embeddings` is not there"
)


@pytest.fixture(scope="module")
def cascade() -> Classifier:
    from classifiers.cascade import CascadeClassifier

    return CascadeClassifier.load()


def test_the_embedding_is_asked_only_where_the_linear_model_is_unsure(cascade: Classifier) -> None:
    samples = [Sample(row.whole) for row in corpus.read(corpus.UNSEEN)[:60]]
    first = cascade.linear.predict(samples)  # type: ignore[attr-defined]
    both = cascade.predict(samples)
    unsure = [prediction.intents[0][1] < 0.9 for prediction in first]
    assert [prediction.classifier == "cascade" for prediction in both] == unsure
    assert any(unsure)
    assert not all(unsure)


def test_the_cascade_is_better_than_the_linear_model_on_unseen_texts(cascade: Classifier) -> None:
    rows = corpus.read(corpus.UNSEEN)
    samples = [Sample(row.whole, row.language) for row in rows]

    def right(model: Classifier) -> int:
        return sum(
            p.intent in (row.intent, *row.secondary) for p, row in zip(model.predict(samples), rows, strict=True)
        )

    assert right(cascade) >= right(cascade.linear)  # type: ignore[attr-defined]


def test_probabilities_still_sum_to_one(cascade: Classifier) -> None:
    for prediction in cascade.predict([Sample("hm"), Sample("好像有点问题")]):
        assert sum(p for _, p in prediction.intents) == pytest.approx(1)
