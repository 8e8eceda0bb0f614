"""The linear model at run time, and what is stored of it."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from classifiers import corpus, train
from classifiers.base import Classifier, Sample
from classifiers.features import Batch
from classifiers.lexicon import LEXICON, Lexicon, parse
from classifiers.linear import DEFAULT, LinearClassifier, ModelError, largest, rank_all


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    return LinearClassifier.load()


def test_the_model_is_a_classifier(model: LinearClassifier) -> None:
    assert isinstance(model, Classifier)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("提币一直在审核，什么时候能到账", "withdrawal_pending"),
        ("stop loss never triggered and the price went straight through it", "tpsl_slippage"),
        ("my USDT deposit has enough confirmations but is not credited", "deposit_not_credited"),
        ("売り手がコインをリリースしません、支払い済みです", "p2p_not_released"),
        ("구글 인증기가 있던 폰을 잃어버렸어요 2FA 초기화 해주세요", "two_factor_reset"),
        ("хочу удалить аккаунт и все персональные данные", "account_closure_privacy"),
        ("quên ghi memo khi nạp XRP", "deposit_memo_missing"),
        ("necesito el extracto de 2024 para declarar impuestos", "tax_statement"),
        ("grid botum zarar etti ve durmuyor", "bot_copy_trading"),
        ("meu robô de grid parou sozinho", "bot_copy_trading"),
    ],
)
def test_plain_cases_get_their_intent(model: LinearClassifier, text: str, intent: str) -> None:
    assert model.predict([Sample(text)])[0].intent == intent


def test_probabilities_sum_to_one_and_categories_are_the_sums(model: LinearClassifier) -> None:
    (found,) = model.predict([Sample("where is my money")])
    intents = dict(found.intents)
    category_of = model.parameters.meta["intents"]
    assert sum(intents.values()) == pytest.approx(1)
    for category, p in found.categories:
        assert p == pytest.approx(sum(q for name, q in intents.items() if category_of[name] == category))
    assert [p for _, p in found.intents] == sorted(intents.values(), reverse=True)


def test_a_text_gets_the_same_label_alone_and_in_a_batch(model: LinearClassifier) -> None:
    samples = [Sample(row.whole) for row in corpus.read(corpus.HELDBACK)[:40]]
    together = model.predict(samples)
    alone = [model.predict([sample])[0] for sample in samples]
    assert [p.intent for p in together] == [p.intent for p in alone]
    np.testing.assert_allclose([p.intents[0][1] for p in together], [p.intents[0][1] for p in alone], atol=1e-4)


def test_a_text_that_is_remembered_gets_what_it_got(model: LinearClassifier) -> None:
    text = "the coins never came"
    fresh = LinearClassifier(model.parameters)
    first = fresh.predict([Sample(text)])
    assert fresh.predict([Sample(text)]) == first
    told = Sample(text, features=("has:a", "has:b"))
    assert fresh.predict([told]) == LinearClassifier(model.parameters).predict([told])
    fresh.predict([Sample(f"text number {number}") for number in range(2000)])
    assert fresh.predict([Sample(text)]) == first


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 3), st.integers(3, 700)),
        elements=st.floats(-1, 1, width=32) | st.sampled_from([0.0, 1.0]),
    )
)
def test_the_largest_of_a_row_are_those_of_a_sorted_row(values: np.ndarray) -> None:
    assert np.sort(largest(values, 3), axis=1).tolist() == np.sort(values, axis=1)[:, -3:].tolist()


def test_equal_probabilities_are_ranked_by_name() -> None:
    (ranked,) = rank_all(("b", "c", "a"), np.array([[0.25, 0.5, 0.25]]))
    assert ranked == (("c", 0.5), ("a", 0.25), ("b", 0.25))


def test_every_phrase_of_the_lexicon_is_found_in_a_text() -> None:
    lexicon = Lexicon.default()
    concepts = parse(LEXICON.read_text("utf-8").splitlines())
    phrases = [(name, phrase) for name, listed in concepts.items() for phrase in listed]
    text, found = lexicon.find(Batch.of([f" {phrase.strip()} " for _, phrase in phrases]))
    named = set(zip(text.tolist(), [lexicon.names[concept] for concept in found.tolist()], strict=True))
    assert [phrase for row, (name, phrase) in enumerate(phrases) if (row, name) not in named] == []


def test_nothing_can_be_decided_from_nothing(model: LinearClassifier) -> None:
    for prediction in model.predict([Sample(""), Sample(" \n"), Sample("?!")]):
        assert prediction.intent == "unclear"


def test_an_empty_batch_is_empty(model: LinearClassifier) -> None:
    assert model.predict([]) == []


@settings(max_examples=40)
@given(st.text(max_size=500))
def test_any_text_gets_a_label(text: str) -> None:
    (found,) = LinearClassifier.default().predict([Sample(text)])
    assert found.intent in LinearClassifier.default().labels
    assert 0 <= found.familiarity <= 1


def test_a_foreign_text_is_less_familiar(model: LinearClassifier) -> None:
    known, foreign = model.predict(
        [
            Sample("my withdrawal is still pending, please release it"),
            Sample("the mitochondria of plant cells oxidise pyruvate during aerobic respiration"),
        ]
    )
    assert foreign.familiarity < known.familiarity


def test_a_text_without_a_known_word_is_left_to_a_person(model: LinearClassifier) -> None:
    (found,) = model.predict([Sample("ქართული ტექსტი უცნობი სიტყვებით და ასოებით")])
    assert found.familiarity < model.thresholds["familiarity"]
    assert found.abstained


def test_an_explanation_names_words_and_neighbours(model: LinearClassifier) -> None:
    why = model.explain(Sample("I lost my phone and need to reset the authenticator"))
    assert why.prediction.intent == "two_factor_reset"
    assert any("authenticator" in name for name, _ in why.weighed)
    assert "?" not in [name for name, _ in why.weighed]
    assert [value for _, value in why.weighed] == sorted((value for _, value in why.weighed), reverse=True)
    assert len(why.nearest) == 3
    assert all(-1.01 <= near.cosine <= 1.01 and near.excerpt for near in why.nearest)
    assert why.prediction.because


def test_run_time_needs_neither_scikit_learn_nor_scipy() -> None:
    script = (
        "import sys; from classifiers.linear import LinearClassifier; from classifiers.base import Sample;"
        "from classifiers.signals import detect; LinearClassifier.load().predict([Sample('提币')]); detect('help');"
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy', 'mailbot')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=Path(__file__).parents[2]).returncode == 0


def test_the_stored_model_is_small_and_was_trained_on_this_tree(model: LinearClassifier) -> None:
    assert sum(path.stat().st_size for path in DEFAULT.iterdir()) < 20_000_000
    assert model.parameters.meta["texts_sha256"] == train.digest(corpus.load())
    assert model.parameters.meta["lexicon_sha256"] == hashlib.sha256(LEXICON.read_bytes()).hexdigest()


@pytest.mark.parametrize("damage", ["flip", "missing", "truncate", "json"])
def test_a_damaged_model_is_refused_with_its_name(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(DEFAULT, folder)
    data = (folder / "model.npz").read_bytes()
    if damage == "flip":
        (folder / "model.npz").write_bytes(data[:1000] + bytes([data[1000] ^ 1]) + data[1001:])
    elif damage == "missing":
        (folder / "model.npz").unlink()
    elif damage == "truncate":
        (folder / "model.npz").write_bytes(data[:5000])
    else:
        (folder / "model.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="model"):
        LinearClassifier.load(folder)


def test_an_array_of_python_objects_is_never_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(DEFAULT, folder)
    np.savez(folder / "model.npz", keys=np.array([{"a": 1}], object))
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    meta["sha256"] = hashlib.sha256((folder / "model.npz").read_bytes()).hexdigest()
    (folder / "model.json").write_text(json.dumps(meta), "utf-8")
    with pytest.raises(ModelError):
        LinearClassifier.load(folder)


def test_the_lexicon_refuses_a_line_without_a_name() -> None:
    with pytest.raises(ValueError, match="line 2"):
        parse(["a: en x", "no colon"])
    with pytest.raises(ValueError, match="line 2"):
        parse(["a: en x", "a: en y"])
