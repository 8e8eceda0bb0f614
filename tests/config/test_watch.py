from __future__ import annotations

import subprocess
import threading
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mailbot.config.difference import author, difference
from mailbot.config.load import load_text
from mailbot.config.watch import Watch

RULE = "  - {{name: {name}, when: {{language: {language}}}, then: {{tags: x}}}}\n"
LAST = "  - {name: everything else, then: {acknowledge: auto}}\n"


def values(text: str):
    loaded = load_text(text)
    assert loaded.settings is not None, loaded.problems
    return loaded.settings.values


def test_a_difference_names_what_changed():
    one = values("rules:\n" + RULE.format(name="a", language="zh") + RULE.format(name="b", language="en") + LAST)
    two = values(
        "intents: {tax_statement: {priority: P2}}\nteams: {desk2: {}}\n"
        "rules:\n" + RULE.format(name="c", language="ja") + RULE.format(name="a", language="ja") + LAST
    )
    said = difference(one, two)
    assert "intents.tax_statement.priority: P4 → P2" in said
    assert "- rules: 'b'" in said
    assert "+ rules: 'c'" in said
    assert "rules['a'].when.language: zh → ja" in said
    assert any(line.startswith("+ teams.desk2: ") for line in said)


def test_another_order_of_rules_is_a_difference():
    a, b = RULE.format(name="a", language="zh"), RULE.format(name="b", language="en")
    assert difference(values("rules:\n" + a + b + LAST), values("rules:\n" + b + a + LAST)) == ("rules: another order",)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=8,
)  # fmt: skip
mappings = st.dictionaries(st.text(max_size=3), plain, max_size=4)


@given(mappings, mappings)
def test_only_a_version_against_itself_has_no_difference(one, two):
    assert difference(one, one) == ()
    assert bool(difference(one, two)) == (one != two)


def test_the_author_is_gits_or_the_owner(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_text("version: 1\n")
    owner = file.owner()
    assert author(file) == owner
    run = ["git", "-C", str(tmp_path), "-c", "user.name=Li Na", "-c", "user.email=li@desk.example"]
    subprocess.run([*run, "init", "-q"], check=True)
    subprocess.run([*run, "add", "config.yaml"], check=True)
    subprocess.run([*run, "commit", "-q", "-m", "x"], check=True)
    assert author(file) == "Li Na <li@desk.example>"
    file.write_text("version: 1\n# changed since\n")
    assert author(file) == owner
    assert author(tmp_path / "none.yaml") == ""


def test_a_replaced_file_is_seen_and_others_are_not(tmp_path: Path):
    file, other = tmp_path / "config.yaml", tmp_path / "notes.txt"
    file.write_text("version: 1\n")
    seen = threading.Event()
    watch = Watch(lambda: [file], seen.set)
    watch.start()
    try:
        # the watch begins in its own time: write until it is seen
        for attempt in range(100):
            new = tmp_path / "new"
            new.write_text(f"version: 1\n# {attempt}\n")
            new.replace(file)
            if seen.wait(0.3):
                break
        assert seen.is_set()
        while seen.is_set():
            seen.clear()
            seen.wait(0.5)
        other.write_text("nothing of ours")
        assert not seen.wait(0.6)
        file.write_text("version: 1\n# by hand\n")
        assert seen.wait(10)
    finally:
        watch.stop()
    assert watch.join(10)


def test_nothing_is_watched_without_files():
    watch = Watch(list, lambda: None)
    watch.start()
    watch.stop()
    assert watch.join(1)
