"""The training texts: enough of each, few alike, none taken from what we test on."""

import json
import os
from pathlib import Path

import pytest

from classifiers import corpus
from classifiers.corpus import Labelled

ROOT = Path(__file__).parents[2]


def yardstick(name: str) -> Path:
    """A file of the yardsticks beside the project; the check stands aside where it is absent."""
    places = [Path(os.environ.get("MAILBOT_YARDSTICKS", "")), *(parent / "shared" for parent in ROOT.parents)]
    for place in places:
        if (found := place / name).is_file():
            return found
    pytest.skip(f"{name} is not there")


def row(text: str, intent: str = "a", language: str = "en") -> Labelled:
    return Labelled(language, intent, (), (), "", text)


@pytest.fixture(scope="module")
def rows() -> list[Labelled]:
    return corpus.load()


def test_there_are_enough_texts_of_each_language_and_intent(rows: list[Labelled]) -> None:
    assert corpus.shortages(rows, {row.intent for row in rows}) == []
    assert len({row.intent for row in rows}) == 37


def test_at_most_two_in_a_hundred_are_near_duplicates(rows: list[Labelled]) -> None:
    doubled = {second for _, second, _ in corpus.near_duplicates([row.text for row in rows])}
    assert len(doubled) <= 0.02 * len(rows)


def test_no_heldback_text_is_a_near_duplicate_of_a_training_text(rows: list[Labelled]) -> None:
    heldback = corpus.read(corpus.HELDBACK)
    pairs = corpus.near_duplicates([row.text for row in [*rows, *heldback] if len(row.text) > 40])
    border = sum(len(row.text) > 40 for row in rows)
    across = [pair for pair in pairs if pair[0] < border <= pair[1]]
    assert len(across) <= 0.02 * len(heldback)


def test_no_run_of_words_comes_from_the_evaluation_set(rows: list[Labelled]) -> None:
    lines = yardstick("domain/dev_set.jsonl").read_text("utf-8").splitlines()
    others = [part for line in lines for part in (json.loads(line)["subject"], json.loads(line)["body"])]
    assert corpus.overlap([*rows, *corpus.read(corpus.HELDBACK)], others) == []


def test_the_table_of_counts_is_the_one_in_the_documentation(rows: list[Labelled]) -> None:
    assert (ROOT / "docs/reference/training-texts.md").read_text("utf-8") == corpus.table(rows)


def test_a_near_duplicate_is_found_and_a_different_text_is_not() -> None:
    first = "my withdrawal of five hundred is stuck since yesterday evening"
    pairs = corpus.near_duplicates([first, "completely other words about verification", first + "!!"])
    assert [(a, b) for a, b, _ in pairs] == [(0, 2)]
    assert corpus.groups([first, "completely other words", first + "!"])[::2] == [0, 0]


def test_an_overlap_is_found_in_words_and_in_characters() -> None:
    taken = ["one two three four five six seven eight nine", "我的提币已经三天没有到账请尽快处理"]
    rows = [
        row("he said one two three four five six seven eight"),
        row("昨天我的提币已经三天没有到账请问"),
        row("one two three four five six seven"),
    ]
    assert corpus.overlap(rows, taken) == [0, 1]


def test_what_lacks_is_named() -> None:
    lacking = corpus.shortages([row("x")] * 3, {"a", "b"})
    assert "3 texts in all, 2500 wanted" in lacking
    assert "en: 3 texts, 500 wanted" in lacking
    assert "b: 0 texts, 40 wanted" in lacking
    assert "a: no such intent" in corpus.shortages([row("x")], {"b"})


@pytest.mark.parametrize("line", ['{"lang": "en"}', "not json", "[]"])
def test_a_row_that_cannot_be_read_is_named_by_file_and_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "en.jsonl"
    path.write_text('{"lang": "en", "intent": "a", "text": "x"}\n' + line + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"en\.jsonl:2"):
        corpus.read(path)
