"""Training on a small taxonomy: the same bytes each time, a new intent from ten examples, errors with names."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped, unused-ignore]

from classifiers import embedding, embedding_training, fit, metrics, train
from classifiers.base import Sample
from classifiers.corpus import Labelled
from classifiers.linear import LinearClassifier
from classifiers.train import Settings

TAXONOMY = {
    "intents": {"deposit": {"category": "money"}, "fee": {"category": "money"}, "login": {"category": "account"}}
}
EXAMPLES = {
    "deposit": [
        "where is my deposit",
        "coins sent but the deposit is missing",
        "my deposit never arrived in the wallet",
        "充值没有到账",
        "deposit of usdt still not credited",
        "I deposited yesterday and see nothing",
        "el depósito no llega",
        "the deposit has confirmations but is missing",
        "deposit pending",
        "入金が届きません",
    ],
    "fee": [
        "why is the fee so high",
        "trading fee charged twice",
        "手续费太高了",
        "the fee tier is wrong",
        "maker fee question",
        "what is the taker fee",
        "la comisión es muy alta",
        "fee discount missing",
        "手数料はいくらですか",
        "fees went up",
    ],
    "login": [
        "cannot log in",
        "password reset does not work",
        "登录不上去",
        "login code never arrives",
        "locked out of my account",
        "the app says wrong password",
        "no puedo entrar",
        "login page is blank",
        "ログインできません",
        "sign in fails",
    ],
}
SETTINGS = Settings(folds=3, embeddings=False)


def write(folder: Path, examples: dict[str, list[str]]) -> Path:
    folder.mkdir(exist_ok=True)
    rows = [{"lang": "en", "intent": intent, "text": text} for intent, texts in examples.items() for text in texts]
    (folder / "en.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return folder


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", EXAMPLES)
    for name in ("one", "two"):
        train.train(texts, TAXONOMY, tmp_path / name, settings=SETTINGS)
    for file in ("model.npz", "model.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.skipif(not embedding.available(), reason="the extra `embeddings` is not there")
def test_the_number_of_threads_changes_no_octet(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", EXAMPLES)
    for threads in (1, 2, 4):
        with threadpool_limits(limits=threads):
            train.train(texts, TAXONOMY, tmp_path / str(threads), settings=Settings(folds=3))
    for file in ("model.npz", "model.json", "embedding.npz", "embedding.json"):
        assert len({(tmp_path / str(threads) / file).read_bytes() for threads in (1, 2, 4)}) == 1, file


def test_texts_the_encoder_cannot_read_get_no_head(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", EXAMPLES)
    rows = (texts / "en.jsonl").read_text("utf-8").replace('"lang": "en"', '"lang": "vi"')
    (texts / "en.jsonl").write_text(rows, "utf-8")
    train.train(texts, TAXONOMY, tmp_path / "model", settings=Settings(folds=3))
    assert LinearClassifier.load(tmp_path / "model").labels
    assert not (tmp_path / "model" / "embedding.npz").exists()


def test_a_new_intent_needs_ten_examples_and_a_line_in_the_taxonomy(tmp_path: Path) -> None:
    examples = {
        **EXAMPLES,
        "card": [
            "my debit card was declined by the cafe",
            "when does the plastic card arrive",
            "card pin blocked",
            "order a replacement card",
            "the card does not tap at the till",
            "freeze my card, I left it in a taxi",
            "card limit for cash machines",
            "virtual card for online shops",
            "card shipped to the old street",
            "the card expired last month",
        ],
    }
    taxonomy = {"intents": {**TAXONOMY["intents"], "card": {"category": "cards"}}}
    seen: list[str] = []
    report = train.train(write(tmp_path / "texts", examples), taxonomy, tmp_path / "out", seen.append, SETTINGS)
    (found,) = LinearClassifier.load(tmp_path / "out").predict([Sample("my replacement card has not arrived")])
    assert (found.intent, found.category) == ("card", "cards")
    assert report.texts == 40
    assert any("fold" in step for step in seen)


def test_an_intent_the_taxonomy_lacks_and_an_intent_without_texts_are_named(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", {**EXAMPLES, "typo_intent": ["x"]})
    with pytest.raises(ValueError, match="typo_intent"):
        train.train(texts, TAXONOMY, tmp_path / "out", settings=SETTINGS)
    taxonomy = {"intents": {**TAXONOMY["intents"], "lonely": {"category": "money"}}}
    with pytest.raises(ValueError, match="lonely"):
        train.train(write(tmp_path / "texts", EXAMPLES), taxonomy, tmp_path / "out", settings=SETTINGS)


def test_near_duplicates_share_a_fold() -> None:
    first = "my withdrawal of five hundred is stuck since yesterday evening"
    rows = [
        Labelled("en", "a", (), (), "", text)
        for text in (first, "other words entirely here", first + " !", "more of it")
    ]
    folds = train.stratified_folds(rows, 2)
    assert folds[0] == folds[2]


def test_both_forms_of_the_regression_find_the_same_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "ITERATIONS", 300)
    draw = np.random.default_rng(1)
    cells = sparse.csr_matrix(draw.random((60, 12)) * (draw.random((60, 12)) < 0.4))
    targets = np.eye(3)[draw.integers(0, 3, 60)]
    alpha, bias = fit.fit_gram(fit.gram_of(cells), targets, 5.0)
    straight = fit.fit_features(cells, targets, 5.0)
    np.testing.assert_allclose(metrics.softmax(cells @ (cells.T @ alpha) + bias),
                               metrics.softmax(cells @ straight.weights + straight.bias), atol=0.02)  # fmt: skip


def test_calibration_mends_overconfident_logits() -> None:
    draw = np.random.default_rng(2)
    wanted = draw.integers(0, 4, 4000)
    noisy = np.where(draw.random(4000) < 0.25, draw.integers(0, 4, 4000), wanted)
    logits = 6 * np.eye(4)[noisy] + draw.normal(0, 1, (4000, 4))
    targets = np.eye(4)[wanted]
    sizes = [100] * 2000
    found = fit.calibrate(logits[:2000], targets[:2000], sizes).apply(logits[2000:], sizes)

    def error(probabilities: np.ndarray) -> float:
        right = probabilities.argmax(axis=1) == wanted[2000:]
        return metrics.expected_calibration_error(probabilities.max(axis=1).tolist(), right.tolist())

    assert error(metrics.softmax(logits[2000:])) > 0.1
    assert error(found) < 0.03
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert (found.argmax(axis=1) == logits[2000:].argmax(axis=1)).all()


def test_calibration_learns_what_the_length_of_a_text_is_worth() -> None:
    draw = np.random.default_rng(3)
    wanted, long = draw.integers(0, 4, 4000), draw.random(4000) < 0.5
    noisy = np.where(draw.random(4000) < np.where(long, 0.05, 0.5), draw.integers(0, 4, 4000), wanted)
    logits, targets = 3 * np.eye(4)[noisy] + draw.normal(0, 1, (4000, 4)), np.eye(4)[wanted]
    sizes = np.where(long, 400, 25)
    found = fit.calibrate(logits[:2000], targets[:2000], sizes[:2000].tolist())
    assert found.length > 0.1
    sure = found.apply(logits[2000:], sizes[2000:].tolist()).max(axis=1)
    assert sure[long[2000:]].mean() > sure[~long[2000:]].mean() + 0.15


def test_least_squares_in_the_span_of_the_texts_are_those_of_the_features() -> None:
    draw = np.random.default_rng(3)
    cells, targets = draw.normal(size=(40, 6)), np.eye(3)[draw.integers(0, 3, 40)]
    alpha, bias = fit.fit_ridge(fit.gram_of(cells), targets, 0.5)
    weights = np.linalg.solve(cells.T @ cells + 0.5 * np.eye(6), cells.T @ (targets - targets.mean(axis=0)))
    np.testing.assert_allclose(cells.T @ alpha, weights, atol=1e-4)
    np.testing.assert_allclose(bias, targets.mean(axis=0))


def test_nothing_of_a_fold_is_seen_by_who_judges_it() -> None:
    """Each text is like itself alone: whoever had seen it would know its label."""
    targets, folds = np.eye(2)[[0, 1, 0, 1, 0, 1]], np.array([0, 0, 1, 1, 2, 2])
    found = fit.gram_out_of_fold(
        np.eye(6, dtype=np.float32), targets, folds, lambda some, those: fit.fit_ridge(some, those, 0.1), print
    )
    np.testing.assert_allclose(found, 0.5)


def test_the_share_is_nothing_for_noise_and_much_for_who_knows() -> None:
    draw = np.random.default_rng(5)
    targets = np.eye(3)[draw.integers(0, 3, 300)]
    poor, good = targets + draw.normal(size=(300, 3)), 4 * targets + draw.normal(size=(300, 3))
    assert fit.share_of(good, draw.normal(size=(300, 3)), targets) < 0.1
    assert fit.share_of(good, draw.normal(size=(300, 3)) - targets, targets) == 0
    assert fit.share_of(poor, good, targets) > 1


def test_a_head_stands_on_no_more_texts_than_fit_into_memory() -> None:
    few, many = np.arange(0, 100, 7), np.arange(3 * embedding_training.ANCHORS)
    assert (embedding_training.spread_out(few) == few).all()
    kept = embedding_training.spread_out(many)
    assert len(kept) == len(set(kept.tolist())) == embedding_training.ANCHORS
    assert (kept[0], kept[-1]) == (many[0], many[-1])
