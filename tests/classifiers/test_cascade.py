"""The embedding and the cascade, where the extra `embeddings` is installed."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from classifiers import corpus, embedding
from classifiers.base import Classifier, Sample
from classifiers.cascade import DOUBT, SURE, CascadeClassifier
from classifiers.language import identify
from classifiers.linear import DEFAULT, ModelError, pack
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
    unsure = [prediction.intents[0][1] < SURE and embedding.reads(prediction.language) for prediction in first]
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


def test_likeness_is_one_to_itself_and_falls_with_the_distance() -> None:
    vectors = embedding.embed(
        ["提币没到账", "my withdrawal did not arrive", "what is the maker fee", "ログインできない"]
    )
    distance = ((vectors[:, None] - vectors) ** 2).sum(axis=2)
    found = embedding.alike(vectors, vectors)
    np.testing.assert_allclose(found, np.exp(-distance), atol=1e-5)
    assert found[0].argsort()[::-1][:2].tolist() == [0, 1]


def test_anchors_are_stored_small_and_come_back_as_they_were(cascade: CascadeClassifier, tmp_path: Path) -> None:
    head = cascade.embedding.head
    embedding.save_head(head, tmp_path)
    again = embedding.load_head(tmp_path)
    np.testing.assert_array_equal(embedding.packed(again.anchors), embedding.packed(head.anchors))
    texts = ["提币没到账", "where is my refund", ""]
    np.testing.assert_allclose(again.logits(texts), head.logits(texts), atol=1e-5)
    assert head.logits([]).shape == (0, len(cascade.linear.labels))


def test_a_head_of_another_kind_is_refused_by_name(cascade: CascadeClassifier, tmp_path: Path) -> None:
    meta = dict(cascade.embedding.head.meta)
    data = pack({"mean": np.zeros(512, np.float32)})
    (tmp_path / "embedding.npz").write_bytes(data)
    (tmp_path / "embedding.json").write_text(json.dumps({**meta, "sha256": hashlib.sha256(data).hexdigest()}))
    with pytest.raises(ModelError, match="no usable embedding head"):
        embedding.load_head(tmp_path)


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
