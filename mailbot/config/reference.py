"""The reference pages, from the classes and tables that the configuration is checked by. A test holds them up to
date: `python -m mailbot.config.reference FOLDER` writes them again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mailbot.config.jsonschema import json_schema
from mailbot.config.load import defaults
from mailbot.config.schema import Document
from mailbot.rules.actions import ACTIONS, Action
from mailbot.rules.conditions import CONDITIONS, Condition

__all__ = ["actions_page", "conditions_page", "json_schema", "pages", "settings_page"]

_OPERANDS = {
    "one_of": "a word, or a list of which one is meant",
    "holds": "a word or list (any of them), `{any: [], all: [], none: []}`, or true/false for whether there is "
             "anything at all",
    "number": "a number, or bounds: `gte`, `gt`, `lte`, `lt`, `eq`",
    "flag": "true or false",
    "glob": "a word or a list, without case; `*` stands for anything",
    "globs": "a word or a list of which one must fit, without case; `*` stands for anything",
    "text": "words of which one occurs, without case; or `{matches: PATTERN}` in RE2's syntax, one or a list",
    "values": "a mapping from kind to values; each kind named must have one that fits",
    "time_of_day": '`{after: "HH:MM", before: "HH:MM", zone: ZONE}`',
    "weekday": "a day or a list of days, mon to sun, in the desk's zone",
    "date_range": "`{from: DAY, to: DAY, zone: ZONE}`",
    "working_hours": "true or false for the mail's own team, or `{team: TEAM, open: true}`",
}  # fmt: skip
_ACTION_OPERANDS = {
    "name": "a name", "names": "a name or a list", "word": "a word", "words": "a word or a list",
    "flag": "true or false", "duration": "a duration: 30s, 30m, 4h, 2d",
    "acknowledgement": "`auto`, `none`, or a template",
}  # fmt: skip


def pages() -> dict[str, str]:
    """Path below the repository → content."""
    return {
        "docs/reference/settings.md": settings_page(),
        "docs/reference/conditions.md": conditions_page(),
        "docs/reference/actions.md": actions_page(),
        "config.schema.json": json_schema(),
    }


def settings_page() -> str:
    """Every setting, section by section."""
    lines = [
        "# Settings", "",
        ("Everything that `config.yaml` may hold. A file is laid over the defaults key by key; lists, `mailboxes`, "
        "`listen` and `delivery` are replaced as a whole; null takes a default away. Durations are "
        "written 30s, 30m, 24h, 7d, 2w. Secrets are references: `${NAME}` (environment) or `file:PATH`. Generated from "
        "the code."), "",
        ("`include` (a file or a list, relative to this one) reads further files; what stands in the including file "
        "wins."), "",
    ]  # fmt: skip
    for title, model in _sections(Document, "top level", []):
        lines += [
            f"## {title}",
            "",
            _one_line(model.__doc__),
            "",
            "| setting | kind | default | what it is |",
            "|---|---|---|---|",
        ]
        for name, field in model.model_fields.items():
            says = _one_line(field.description).replace("|", "\\|")
            default = _built_in(title, field.alias or name) or _default(field)
            lines.append(f"| `{field.alias or name}` | {_kind(field.annotation)} | {default} | {says} |")
        lines.append("")
    return "\n".join(lines)


def _sections(model: type[BaseModel], title: str, seen: list[type[BaseModel]]) -> Iterator[tuple[str, type[BaseModel]]]:
    if model in seen:
        return
    seen.append(model)
    yield title, model
    for name, field in model.model_fields.items():
        inner, many = _inner(field.annotation)
        if inner is not None:
            path = f"{title}.{field.alias or name}" if title != "top level" else field.alias or name
            yield from _sections(inner, path + many, seen)


def _inner(kind: Any) -> tuple[type[BaseModel] | None, str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind, ""
    origin, args = get_origin(kind), get_args(kind)
    many = ".NAME" if origin is dict else "[]" if origin is list else ""
    for arg in args:
        inner, more = _inner(arg)
        if inner is not None:
            return inner, many + more
    return None, ""


_WORDS = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "nothing"}


def _kind(kind: Any) -> str:
    origin, args = get_origin(kind), get_args(kind)
    if kind in _WORDS:
        return _WORDS[kind]
    if hasattr(kind, "__metadata__"):
        return _kind(kind.__origin__)
    if origin is Literal:
        return ", ".join(f"`{a}`" for a in args)
    if origin is list:
        return f"list of {_kind(args[0])}"
    if origin is dict:
        return f"name → {_kind(args[1])}"
    if set(args) == {int, float}:
        return "duration"
    if args:
        return " or ".join(_kind(a) for a in args if a is not type(None))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "section"
    return {"time": "time of day", "date": "day", "datetime": "day or time"}.get(getattr(kind, "__name__", ""), "any")


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=False)
    if field.is_required():
        return "see the built-in catalogue" if field.annotation is not None and _is_table(field) else "required"
    if value is None or value == "" or isinstance(value, BaseModel):
        return "–"
    if value in ([], {}):
        return "empty"
    is_duration = any("minutes" in str(getattr(m, "func", "")) for m in field.metadata)
    if is_duration and isinstance(value, int):
        return next(f"{value // size}{unit}" for unit, size in (("d", 1440), ("h", 60), ("m", 1)) if value % size == 0)
    if is_duration and isinstance(value, float):
        return f"{round(value * 60)}s"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _built_in(section: str, name: str) -> str:
    """What the built-in catalogue says for a setting of a section of its own; empty where it says nothing short."""
    value: Any = defaults().data
    for key in (*(() if section == "top level" else section.split(".")), name):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return f"`{', '.join(value)}`"
    return f"`{value}`" if isinstance(value, str | int | float) else ""


def _is_table(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is dict or any(get_origin(a) is dict for a in get_args(field.annotation))


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def conditions_page() -> str:
    """Every condition."""
    lines = [
        "# Conditions", "",
        ("What stands under `when:`. All entries must hold; `all: []`, `any: []` and `not:` join them, `use: NAME` "
        "takes a condition from `conditions:`. A rule without `when` holds for every mail. Conditions look at what "
        "triage found in the mail, never at what an earlier rule did. Generated from the code."), "",
    ]  # fmt: skip
    for row in CONDITIONS.values():
        lines += [f"## {row.name}", "", row.says, "", f"Written as {_OPERANDS[row.shape]}.{_names(row)}", "",
                  "```yaml", f"when: {{{row.name}: {row.example}}}", "```", ""]  # fmt: skip
    return "\n".join(lines)


def _names(row: Condition) -> str:
    if row.fixed:
        return f" One of {', '.join(f'`{n}`' for n in row.fixed)}."
    return f" Names are those of the configuration ({row.names})." if row.names else ""


def actions_page() -> str:
    """Every action."""
    lines = [
        "# Actions", "",
        ("What stands under `then:`. Where several rules that match set one thing, the first wins; `tags`, `ask` and "
        "`notify` add up; `priority_at_least` and `priority_at_most` are applied after all rules. `stop: true` beside "
        "`then` asks no further rule. Generated from the code."), "",
    ]  # fmt: skip
    for row in ACTIONS.values():
        lines += [f"## {row.name}", "", row.says, "", f"Written as {_ACTION_OPERANDS[row.shape]}.{_action_names(row)}",
                  "", "```yaml", f"then: {{{row.name}: {row.example}}}", "```", ""]  # fmt: skip
    return "\n".join(lines)


def _action_names(row: Action) -> str:
    return f" Names are those of the configuration ({row.names.replace('_', ' ')})." if row.names else ""


if __name__ == "__main__":
    for name, content in pages().items():
        path = Path(sys.argv[1] if len(sys.argv) > 1 else ".") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
