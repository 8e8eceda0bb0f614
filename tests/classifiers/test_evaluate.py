"""Figures of merit on written cases, and the floors that the shipped model must keep."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from classifiers import corpus, metrics
from classifiers.corpus import Labelled
from classifiers.evaluate import Report, count, evaluate, leave_one_language_out, measure
from classifiers.linear import LinearClassifier
from tests.classifiers.test_corpus import yardstick


def test_a_second_intent_counts_as_the_wanted_one() -> None:
    scores = metrics.per_label(["b", "a", "c"], ["a", "a", "b"], [{"b"}, set(), set()])
    assert scores["a"].f1 == 1
    assert scores["b"].recall == 0
    assert scores["c"].precision == 0


def test_calibration_error_of_a_written_case() -> None:
    assert metrics.expected_calibration_error([0.9, 0.9], [True, False]) == pytest.approx(0.4)
    assert metrics.expected_calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)


def test_the_calibration_error_of_chance_is_what_draws_from_the_probabilities_show() -> None:
    draw = np.random.default_rng(3)
    sure = draw.beta(6, 1, 400).tolist()
    errors = [metrics.expected_calibration_error(sure, (draw.random(400) < sure).tolist()) for _ in range(400)]
    mean, upper = metrics.calibration_error_by_chance(sure)
    assert mean == pytest.approx(np.mean(errors), abs=0.003)
    assert upper == pytest.approx(np.quantile(errors, 0.975), abs=0.006)
    assert metrics.calibration_error_by_chance([1.0] * 10) == (0.0, 0.0)
    assert metrics.calibration_error_by_chance([]) == (0.0, 0.0)


def test_coverage_rises_to_one_and_the_surest_come_first() -> None:
    points = metrics.risk_coverage([0.9, 0.2, 0.8, 0.1], [True, False, True, False])
    assert points[-1] == (1.0, 0.5)
    assert points[9] == (0.5, 1.0)


def test_the_threshold_is_the_least_that_reaches_the_accuracy() -> None:
    import numpy as np

    sure, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, True])
    assert metrics.threshold_for(sure, right, 1.0) == 0.8
    assert metrics.threshold_for(sure, right, 0.75) == 0.6
    assert metrics.threshold_for(sure, ~right, 1.0) > 1


def report_of(rows: list[Labelled]) -> Report:
    model = LinearClassifier.default()
    return evaluate(model, rows, model.parameters.meta["intents"])


@pytest.fixture(scope="module")
def heldback() -> Report:
    return report_of(corpus.read(corpus.HELDBACK))


def test_the_model_keeps_its_floor_on_texts_never_trained_on(heldback: Report) -> None:
    assert heldback.categories.macro_f1 >= 0.86
    assert heldback.intents.macro_f1 >= 0.84
    assert heldback.categories.ece <= 0.05
    assert heldback.intents.ece <= 0.05
    assert heldback.language_accuracy is not None
    assert heldback.language_accuracy >= 0.98


def test_the_model_keeps_its_floor_on_the_evaluation_set() -> None:
    lines = yardstick("domain/dev_set.jsonl").read_text("utf-8").splitlines()
    rows = [
        Labelled(r["lang"], r["intent"], tuple(r["secondary_intents"]), (), r["subject"], r["body"])
        for r in map(json.loads, lines)
    ]
    found = report_of(rows)
    assert found.categories.macro_f1 >= 0.92
    assert found.intents.macro_f1 >= 0.90
    assert found.categories.ece <= 0.06
    assert found.language_accuracy is not None
    assert found.language_accuracy >= 0.99


def test_the_stored_figures_out_of_fold_keep_their_floor() -> None:
    stored = LinearClassifier.default().parameters.meta["out_of_fold"]
    assert stored["intent_ece"] <= 0.03
    assert stored["category_ece"] <= 0.03


def test_a_report_is_json_and_tables_and_diagrams(heldback: Report, tmp_path: Path) -> None:
    assert json.loads(heldback.to_json())["texts"] == heldback.texts
    assert "| withdrawal_pending |" in heldback.table()
    for path in heldback.write_plots(tmp_path):
        assert ET.parse(path).getroot().tag.endswith("svg")
    assert len(list(tmp_path.iterdir())) == 4


def test_no_rows_give_no_figures() -> None:
    assert count([], [], {}).texts == 0


def test_a_language_left_out_is_never_trained_on() -> None:
    import numpy as np

    rows = [Labelled(tag, "a", (), (), "", f"text {tag}") for tag in ("en", "zh", "zh-Hant", "ja")]
    asked: list[tuple[set[str], set[str]]] = []

    def fit_and_predict(known: list[Labelled], held: list[Labelled]) -> np.ndarray:
        asked.append(({row.language for row in known}, {row.language for row in held}))
        return np.ones((len(held), 1))

    found = leave_one_language_out(fit_and_predict, rows, {"a": "x"})
    assert set(found) == {"en", "ja", "zh"}
    assert ({"en", "ja"}, {"zh", "zh-Hant"}) in asked
    assert measure(np.ones((4, 1)), rows, {"a": "x"}).intents.accuracy == 1
