from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from mailbot.config.load import load_text
from mailbot.config.read import parse
from mailbot.config.reference import pages
from mailbot.config.schema import Document
from mailbot.rules.actions import ACTIONS
from mailbot.rules.conditions import CONDITIONS

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = Draft202012Validator(json.loads(pages()["config.schema.json"]))
LAST = "  - {name: everything else, then: {acknowledge: auto}}\n"


def plain(text: str):
    return parse(text, "config.yaml").data


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_up_to_date(name):
    assert (ROOT / name).read_text(encoding="utf-8") == pages()[name], "python -m mailbot.config.reference"


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA.schema)


def test_every_setting_says_what_it_is():
    def sections(kind, seen):
        for field in kind.model_fields.values():
            assert field.description, (kind, field)
            stack = [field.annotation]
            while stack:
                part = stack.pop()
                stack += getattr(part, "__args__", ())
                if isinstance(part, type) and hasattr(part, "model_fields") and part not in seen:
                    seen.add(part)
                    sections(part, seen)

    sections(Document, {Document})


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_example_of_a_condition_runs_and_fits_the_schema(name):
    text = f"rules:\n  - {{name: example, when: {{{name}: {CONDITIONS[name].example}}}, then: {{tags: x}}}}\n" + LAST
    assert load_text(text).problems == ()
    SCHEMA.validate(plain(text))


@pytest.mark.parametrize("name", ACTIONS)
def test_the_example_of_an_action_runs_and_fits_the_schema(name):
    text = (
        "channels: {on_call: {mail: lead@desk.example}}\n"
        f"rules:\n  - {{name: example, then: {{{name}: {ACTIONS[name].example}}}}}\n" + LAST
    )
    assert load_text(text).problems == ()
    SCHEMA.validate(plain(text))


def test_the_shipped_configuration_fits_the_schema():
    SCHEMA.validate(plain((ROOT / "config.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    ["desk: {nmae: x}", "rules: [{when: {}}]", "rules: [{name: a, then: {taem: x}}]", "log: {level: loud}",
     "rules: [{name: a, when: {abstained: maybe}}]", "follow_ups: {default: {remind: 24 hours}}",
     "mailboxes: {a: {prior: x}}", "rules: [{name: a, when: {size: {least: 1}}}]"],
)  # fmt: skip
def test_the_schema_refuses_what_is_wrong(text):
    with pytest.raises(ValidationError):
        SCHEMA.validate(plain(text))


def test_null_may_take_a_default_away():
    SCHEMA.validate({"intents": {"tax_statement": None}})


def test_the_shipped_configuration_can_be_read_in_one_sitting():
    lines = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 150
    assert max(map(len, lines)) <= 120
    first = next(n for n, line in enumerate(lines) if line and not line.startswith("#") and "version" not in line)
    assert lines[first] == "desk:"
