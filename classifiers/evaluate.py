"""How good a classifier is on labelled rows: per class, per language, calibration, risk against coverage."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import metrics, plots
from classifiers.base import Classifier, Prediction, Sample
from classifiers.corpus import Labelled
from classifiers.metrics import Score


@dataclass(frozen=True, slots=True)
class LevelReport:
    """The figures of one level of labels (intents or categories); `ece_by_chance` is what so many texts show of
    probabilities that are exactly right: the mean, and what one draw in forty exceeds."""

    accuracy: float
    macro_f1: float
    ece: float
    ece_by_chance: tuple[float, float]
    scores: dict[str, Score]
    reliability: tuple[tuple[float, float, int], ...]
    coverage: tuple[tuple[float, float], ...]
    confused: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one evaluation. Second intents count as right for intents, as in the desk's scorer."""

    texts: int
    intents: LevelReport
    categories: LevelReport
    language_accuracy: float | None
    abstained: float | None
    accuracy_where_answered: float | None
    by_language: dict[str, dict[str, float]]

    def summary(self) -> dict[str, float]:
        """The figures that are compared from model to model."""
        found: dict[str, float] = {"texts": self.texts}
        for name, level in (("intent", self.intents), ("category", self.categories)):
            found |= {
                f"{name}_accuracy": round(level.accuracy, 4),
                f"{name}_macro_f1": round(level.macro_f1, 4),
                f"{name}_ece": round(level.ece, 4),
            }
        for name, value in (("language_accuracy", self.language_accuracy), ("abstained", self.abstained)):
            if value is not None:
                found[name] = round(value, 4)
        return found

    def to_json(self) -> str:
        """Everything, as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def table(self) -> str:
        """Tables in Markdown: overall, per language, per intent, what is confused most."""
        lines = [
            "| figure | value |",
            "|---|---:|",
            *(f"| {name} | {value:g} |" for name, value in self.summary().items()),
            *(
                f"| {name}_ece of exact probabilities, by chance | {mean:.3f}, seldom above {upper:.3f} |"
                for name, (mean, upper) in (
                    ("intent", self.intents.ece_by_chance),
                    ("category", self.categories.ece_by_chance),
                )
            ),
        ]
        lines += [
            "",
            "| language | texts | category accuracy | intent accuracy | language right |",
            "|---|---:|---:|---:|---:|",
        ]
        for name, row in sorted(self.by_language.items()):
            right = f"{row['language']:.3f}" if "language" in row else "–"
            lines.append(f"| {name} | {row['texts']:g} | {row['category']:.3f} | {row['intent']:.3f} | {right} |")
        for title, level in (("category", self.categories), ("intent", self.intents)):
            lines += ["", f"| {title} | texts | precision | recall | F1 |", "|---|---:|---:|---:|---:|"]
            lines += [
                f"| {name} | {s.support} | {s.precision:.3f} | {s.recall:.3f} | {s.f1:.3f} |"
                for name, s in level.scores.items()
            ]
        lines += ["", "| wanted | got | times |", "|---|---|---:|"]
        lines += [f"| {want} | {got} | {count} |" for want, got, count in self.intents.confused]
        return "\n".join(lines) + "\n"

    def write_plots(self, folder: Path) -> list[Path]:
        """Reliability and risk-coverage diagrams as SVG files, their paths returned."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, level in (("intent", self.intents), ("category", self.categories)):
            for kind, drawn in (
                ("reliability", plots.reliability(f"{name}: reliability", level.reliability)),
                ("coverage", plots.curve(f"{name}: accuracy by coverage", level.coverage)),
            ):
                path = folder / f"{name}-{kind}.svg"
                path.write_text(drawn, "utf-8")
                written.append(path)
        return written


def evaluate(
    classifier: Classifier, rows: Sequence[Labelled], intents: Mapping[str, str], known_language: bool = False
) -> Report:
    """Classify labelled rows and count.

    `intents` maps intents to categories; with `known_language` the classifier is told the label's language.
    """
    samples = [Sample(row.whole, row.language if known_language else "", row.features) for row in rows]
    return count(classifier.predict(samples), rows, intents)


def count(predictions: Sequence[Prediction], rows: Sequence[Labelled], category_of: Mapping[str, str]) -> Report:
    """The figures of predictions already made."""
    intents = _level(
        [p.intents[0] for p in predictions], [row.intent for row in rows], [set(row.secondary) for row in rows]
    )
    categories = _level([p.categories[0] for p in predictions], [category_of[row.intent] for row in rows], None)
    answered = [index for index, p in enumerate(predictions) if not p.abstained]
    right = [p.category == category_of[row.intent] for p, row in zip(predictions, rows, strict=True)]
    by_language = _by_language([p.intent for p in predictions], [p.category for p in predictions], rows, category_of)
    spoken = [p.language == row.language for p, row in zip(predictions, rows, strict=True)]
    for name, figures in by_language.items():
        figures["language"] = float(np.mean([ok for ok, row in zip(spoken, rows, strict=True) if row.language == name]))
    return Report(
        texts=len(rows),
        intents=intents,
        categories=categories,
        language_accuracy=float(np.mean(spoken)) if rows else None,
        abstained=1 - len(answered) / len(rows) if rows else None,
        accuracy_where_answered=float(np.mean([right[i] for i in answered])) if answered else None,
        by_language=by_language,
    )


def measure(probabilities: NDArray[np.float64], rows: Sequence[Labelled], intents: Mapping[str, str]) -> Report:
    """The figures of probabilities over `intents` (name to category), as training has them out of fold."""
    labels, categories = tuple(intents), tuple(dict.fromkeys(intents.values()))
    member = np.array([[c == intents[label] for c in categories] for label in labels], float)
    summed = probabilities @ member
    first = [(labels[i], float(p[i])) for p, i in zip(probabilities, probabilities.argmax(axis=1), strict=True)]
    upper = [(categories[i], float(p[i])) for p, i in zip(summed, summed.argmax(axis=1), strict=True)]
    return Report(
        texts=len(rows),
        intents=_level(first, [row.intent for row in rows], [set(row.secondary) for row in rows]),
        categories=_level(upper, [intents[row.intent] for row in rows], None),
        language_accuracy=None,
        abstained=None,
        accuracy_where_answered=None,
        by_language=_by_language([name for name, _ in first], [name for name, _ in upper], rows, intents),
    )


def _level(first: Sequence[tuple[str, float]], wanted: Sequence[str], also: Sequence[set[str]] | None) -> LevelReport:
    names = [name for name, _ in first]
    sure = [p for _, p in first]
    right = [n == w or (also is not None and n in also[i]) for i, (n, w) in enumerate(zip(names, wanted, strict=True))]
    scores = metrics.per_label(names, wanted, also)
    wrong = Counter((want, got) for got, want, ok in zip(names, wanted, right, strict=True) if not ok)
    confused = sorted(((want, got, times) for (want, got), times in wrong.items()), key=lambda row: (-row[2], row))
    return LevelReport(
        accuracy=float(np.mean(right)) if right else 0.0,
        macro_f1=metrics.macro_f1(scores),
        ece=metrics.expected_calibration_error(sure, right),
        ece_by_chance=metrics.calibration_error_by_chance(sure),
        scores=scores,
        reliability=tuple(metrics.calibration(sure, right)),
        coverage=tuple(metrics.risk_coverage(sure, right)),
        confused=tuple(confused[:20]),
    )


def _by_language(
    intents: Sequence[str], categories: Sequence[str], rows: Sequence[Labelled], category_of: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        places[row.language].append(index)
    return {
        name: {
            "texts": len(indices),
            "category": float(np.mean([categories[i] == category_of[rows[i].intent] for i in indices])),
            "intent": float(np.mean([intents[i] in (rows[i].intent, *rows[i].secondary) for i in indices])),
        }
        for name, indices in places.items()
    }


def leave_one_language_out(
    fit_and_predict: Any, rows: Sequence[Labelled], intents: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """For each language the figures of a classifier that saw no text in it.

    `fit_and_predict(train_rows, test_rows)` returns probabilities (test rows by intents). zh and zh-Hant go together.
    """
    families = sorted({row.language.partition("-")[0] for row in rows})
    found = {}
    for family in families:
        inside = [row for row in rows if row.language.partition("-")[0] == family]
        outside = [row for row in rows if row.language.partition("-")[0] != family]
        found[family] = measure(fit_and_predict(outside, inside), inside, intents).summary()
    return found
