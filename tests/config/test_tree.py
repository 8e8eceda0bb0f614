from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config.read import MOST_VALUES, parse, read
from mailbot.config.tree import Tree, merge


def said(text: str) -> list[str]:
    return [str(p) for p in parse(text, "c.yaml").problems]


def test_values_know_their_places():
    tree = parse("desk:\n  name: x\n  languages: [en, zh]\n", "c.yaml")
    assert tree.data == {"desk": {"name": "x", "languages": ["en", "zh"]}}
    assert str(tree.mark(("desk", "name"))) == "c.yaml:2:3"
    assert str(tree.mark(("desk", "languages", 1))) == "c.yaml:3:19"
    assert str(tree.mark(("desk", "nowhere", 7))) == "c.yaml:1:1"


def test_no_is_a_word_and_so_is_a_day():
    tree = parse("a: no\nb: [yes, on, off, true, 1, 1.5, null, 0x10, 2026-11-20, 08:15, 1_0]", "c.yaml")
    assert tree.data == {"a": "no", "b": ["yes", "on", "off", True, 1, 1.5, None, 16, "2026-11-20", "08:15", 10]}


def test_a_key_that_stands_twice():
    assert said("a: 1\nb: 2\na: 3\n") == ["c.yaml:3:1: error: 'a' stands here twice (the first is at c.yaml:1:1)"]


BROKEN = [
    ("a: [1, 2", "c.yaml:1:9: error: not YAML"),
    ("a: 1\n  b: 2", "c.yaml:2:4: error: not YAML"),
    ('a: 1\nb: "never closed\nc: 3\n', "c.yaml:2:4: error: not YAML: while scanning a quoted scalar"),
    ("a:\n\tb: 1", "c.yaml:2:1: error: not YAML"),
    ("a: *nobody", "c.yaml:1:4: error: not YAML"),
    ("a: 1\n---\nb: 2", "c.yaml:2:1: error: not YAML"),
    ("- 1", "c.yaml:1:1: error: a configuration is a mapping of sections"),
    ("word", "c.yaml:1:1: error: a configuration is a mapping of sections"),
    ("? [a]\n: 1", "c.yaml:1:3: error: a key is a word"),
    ("a: !!python/object:os.system x", "c.yaml:1:4: error: the tag"),
    ("a: \x00", "c.yaml:1:1: error: not YAML"),
    ("a: &a [*a]", "error: nested deeper"),
    ("[" * 1200, "error: n"),
]


@pytest.mark.parametrize(("text", "begins"), BROKEN, ids=lambda value: repr(value)[:30])
def test_what_is_broken_is_said_with_its_place(text, begins):
    (problem,) = said(text)
    assert begins in problem


def test_sections_that_are_no_yaml_are_passed_over_one_by_one():
    tree = parse('a: 1\nb: "never closed\nc: [1, 2\nd: {x: 4}\n  e: 5\nf: 6\n', "c.yaml")
    assert {(p.mark.line, p.what[:8]) for p in tree.problems} == {(2, "not YAML"), (4, "not YAML"), (5, "not YAML")}
    assert tree.data == {"a": 1, "f": 6}
    assert str(tree.mark(("f",))) == "c.yaml:6:1"
    assert tree.unread("closed")
    assert not tree.unread("f: 6")


def test_aliases_cost_as_much_as_they_are_used():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    assert any(f"more than {MOST_VALUES} values" in problem for problem in said(bomb))


def test_an_empty_file_is_an_empty_configuration(tmp_path: Path):
    file = tmp_path / "c.yaml"
    file.write_text("# nothing yet\n")
    tree = read(file)
    assert (tree.data, tree.problems) == ({}, [])


def test_files_that_cannot_be_read(tmp_path: Path):
    assert "cannot be read: No such file" in str(read(tmp_path / "none.yaml").problems[0])
    (tmp_path / "latin.yaml").write_bytes(b"a: 1\nname: caf\xe9\n")
    assert ":2:1: error: not UTF-8" in str(read(tmp_path / "latin.yaml").problems[0])
    assert "cannot be read" in str(read(tmp_path).problems[0])


def test_what_includes_wins_over_what_is_included(tmp_path: Path):
    (tmp_path / "teams.yaml").write_text("teams: {a: {address: a@x.example}, b: {}}\n")
    (tmp_path / "main.yaml").write_text("include: teams.yaml\nteams: {a: {address: other@x.example}}\n")
    tree = read(tmp_path / "main.yaml")
    assert tree.problems == []
    assert tree.data == {"teams": {"a": {"address": "other@x.example"}, "b": {}}}
    assert tree.mark(("teams", "a", "address")).file.endswith("main.yaml")
    assert tree.mark(("teams", "b")).file.endswith("teams.yaml")
    assert [f.name for f in tree.files] == ["main.yaml", "teams.yaml"]


def test_includes_in_a_circle_end(tmp_path: Path):
    (tmp_path / "a.yaml").write_text("include: b.yaml\nversion: 1\n")
    (tmp_path / "b.yaml").write_text("include: a.yaml\n")
    assert any("included by itself" in p.what for p in read(tmp_path / "a.yaml").problems)


def test_null_takes_a_default_away_and_whole_sections_are_replaced():
    under = parse("a: {x: 1, y: 2}\nboxes: {one: 1, two: 2}\n", "under.yaml")
    over = parse("a: {x: null, z: 3}\nboxes: {three: 3}\n", "over.yaml")
    merged = merge(over, under, frozenset({"boxes"}))
    assert merged.data == {"a": {"y": 2, "z": 3}, "boxes": {"three": 3}}
    assert merged.mark(("a", "y")).file == "under.yaml"
    assert merged.mark(("a", "z")).file == "over.yaml"


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)
mappings = st.dictionaries(st.text(max_size=3), plain, max_size=4)


@given(mappings, mappings)
def test_merging_changes_neither_side(over, under):
    one, two = Tree(data=over), Tree(data=under)
    before = (repr(over), repr(under))
    merged = merge(one, two, frozenset())
    assert (repr(over), repr(under)) == before
    assert set(merged.data) == {k for k in {*over, *under} if not (k in under and k in over and over[k] is None)}


@given(st.text(max_size=200))
def test_any_text_gives_a_tree_or_located_problems(text):
    tree = parse(text, "c.yaml")
    assert isinstance(tree.data, dict)
    assert all(p.mark.file == "c.yaml" and p.what for p in tree.problems)


@given(st.text(alphabet="ab:-[]{},&*!|>'\"#%@ \n\t?0.~", max_size=120))
def test_any_yaml_like_text_gives_a_tree_or_located_problems(text):
    tree = parse(text, "c.yaml")
    assert all(p.mark.file == "c.yaml" for p in tree.problems)
