"""The JSON Schema of a configuration file, from the same classes and tables that check it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mailbot.config.schema import Document
from mailbot.rules.actions import ACTIONS, DURATION, Action
from mailbot.rules.conditions import CONDITIONS, Condition
from mailbot.rules.vocabulary import WEEKDAYS

_WORD = {"type": "string"}
_WORDS = {"anyOf": [_WORD, {"type": "array", "items": _WORD, "minItems": 1}]}
_FULL = frozenset({
    "MailboxSection", "ListenerSection", "DkimSection", "OAuthSection", "CapSection", "RequiredWhenSection",
    "IdentifierSection", "ListedTest",
})  # fmt: skip
"""Sections that are written whole; the others lie over the defaults, so nothing in them is required."""


def json_schema() -> str:
    """The schema as text, the same at every call."""
    schema = Document.model_json_schema(by_alias=True)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mailbot's configuration",
        **_relaxed(schema, "Document"),
    }
    properties, definitions = schema["properties"], schema["$defs"]
    properties["include"] = {**_WORDS, "description": "Further files, relative to this one; what stands here wins."}
    properties["rules"]["items"] = {"$ref": "#/$defs/Rule"}
    properties["conditions"]["additionalProperties"] = {"$ref": "#/$defs/When"}
    definitions.update(_rules())
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _relaxed(schema: Any, name: str = "") -> Any:
    """Without titles, without defaults, and without what is required but filled in by the defaults; null takes a
    named entry away."""
    if isinstance(schema, list):
        return [_relaxed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "$defs":
            found[key] = {k: _relaxed(v, k) for k, v in value.items()}
        elif key == "properties":
            found[key] = {k: _relaxed(v) for k, v in value.items()}
        elif key == "patternProperties":
            found[key] = {k: _or_null(v) for k, v in value.items()}
        elif key == "additionalProperties" and isinstance(value, dict):
            found[key] = _or_null(value)
        elif key in {"title", "default"} or (key == "required" and name not in _FULL):
            continue
        else:
            found[key] = _relaxed(value)
    return found


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """An entry under a name of its own: null takes a built-in one away."""
    return {"anyOf": [_relaxed(schema), {"type": "null"}]}


def _rules() -> Mapping[str, Any]:
    when = {name: {"description": row.says, **_operand(row)} for name, row in CONDITIONS.items()}
    nested = {"$ref": "#/$defs/When"}
    joined = {
        "all": {"type": "array", "items": nested, "minItems": 1, "description": "Each of these."},
        "any": {"type": "array", "items": nested, "minItems": 1, "description": "At least one of these."},
        "not": {**nested, "description": "None of this."},
        "use": {**_WORDS, "description": "Named conditions, from `conditions`."},
    }
    then = {name: {"description": row.says, **_action(row)} for name, row in ACTIONS.items()}
    return {
        "When": {"type": "object", "description": "Conditions that must all hold.", "additionalProperties": False,
                 "properties": {**joined, **when}},
        "Then": {"type": "object", "description": "Actions.", "additionalProperties": False, "properties": then},
        "Rule": {
            "type": "object", "additionalProperties": False, "required": ["name"],
            "properties": {
                "name": {"type": "string", "minLength": 1, "description": "What it is for."},
                "note": {"type": "string", "description": "Why it is there, for people."},
                "when": {**nested, "description": "Left out: it holds for every mail."},
                "then": {"$ref": "#/$defs/Then"},
                "stop": {"type": "boolean", "description": "Ask no further rule."},
            },
        },
    }  # fmt: skip


def _operand(row: Condition) -> dict[str, Any]:
    """What an operand may look like, by what the example builds."""
    word: dict[str, Any] = {"enum": list(row.fixed)} if row.fixed else _WORD
    words = _one_or_more(word)
    match row.shape:
        case "one_of" | "glob" | "globs":
            return words
        case "holds":
            named = _mapping(dict.fromkeys(("any", "all", "none"), words))
            return {"anyOf": [*words["anyOf"], {"type": "boolean"}, named]}
        case "number":
            number = {"type": "number"}
            return {"anyOf": [number, _mapping(dict.fromkeys(("gte", "gt", "lte", "lt", "eq"), number))]}
        case "flag":
            return {"type": "boolean"}
        case "text":
            return {"anyOf": [*_WORDS["anyOf"], _mapping({"matches": _WORDS}, required=["matches"])]}
        case "values":
            return {"type": "object", "minProperties": 1, "additionalProperties": _WORDS}
        case "weekday":
            return _one_or_more({"enum": list(WEEKDAYS)})
        case "time_of_day":
            return _mapping(dict.fromkeys(("after", "before", "zone"), _WORD))
        case "date_range":
            return _mapping(dict.fromkeys(("from", "to", "zone"), _WORD))
        case _:
            return {"anyOf": [{"type": "boolean"}, _mapping({"team": _WORD, "open": {"type": "boolean"}})]}


def _one_or_more(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _mapping(properties: Mapping[str, Any], **bounds: Any) -> dict[str, Any]:
    """Some of these keys, and no other."""
    bounds = bounds or {"minProperties": 1}
    return {"type": "object", "additionalProperties": False, **bounds, "properties": dict(properties)}


def _action(row: Action) -> dict[str, Any]:
    if row.shape == "flag":
        return {"type": "boolean"}
    if row.shape == "duration":
        return {"type": "string", "pattern": DURATION}
    if row.shape == "acknowledgement":
        return {"anyOf": [_WORD, {"type": "boolean"}]}
    return dict(_WORDS) if row.mode == "add" else dict(_WORD)
