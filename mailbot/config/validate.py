"""The tree held against the schema: every error at once, located, with what was expected and the nearest word."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mailbot.config.problems import Problem
from mailbot.config.schema import Document
from mailbot.config.tree import Tree
from mailbot.rules.operands import kind_of
from mailbot.rules.vocabulary import Path, nearest

_EXPECTED = {
    "string_type": "text (put it in quotes)",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "date_type": "a day",
}


def document(tree: Tree) -> tuple[Document | None, list[Problem]]:
    """The document, or everything that keeps it from being one."""
    try:
        return Document.model_validate(tree.data, by_alias=True), []
    except ValidationError as error:
        return None, [_problem(e, tree) for e in error.errors(include_url=False)]


def _problem(error: ErrorDetails, tree: Tree) -> Problem:
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    name = str(path[-1]) if path else "the document"
    kind, value = error["type"], error.get("input")
    context = error.get("ctx", {})
    where = ".".join(map(str, path[:-1]))
    within = f" in {where}" if where else ""
    remedy = ""
    if kind == "extra_forbidden":
        known = _keys(path[:-1])
        near = nearest(name, known)
        what = f"unknown setting {name!r}{within}"
        remedy = f"did you mean {near!r}?" if near else f"one of: {', '.join(known)}"
    elif kind == "missing":
        what, remedy = f"{name} is missing{within}", _says(path)
    elif kind == "literal_error":
        words = [w.strip(" '") for w in str(context.get("expected", "")).replace(" or ", ",").split(",")]
        near = nearest(str(value), words) if isinstance(value, str) else ""
        what = f"{name} wants one of {', '.join(words)}, not {_shown(value)}"
        remedy = f"did you mean {near!r}?" if near else ""
    elif kind == "too_short":
        least = context.get("min_length", 1)
        what, remedy = f"{name} wants at least {least} entry, not {context.get('actual_length', 0)}", _says(path)
    elif kind in {"greater_than_equal", "less_than_equal", "greater_than"}:
        sign, bound = {"greater_than_equal": ("least", "ge"), "less_than_equal": ("most", "le")}.get(kind, ("", "gt"))
        what = f"{name} wants {f'at {sign}' if sign else 'more than'} {context.get(bound)}, not {_shown(value)}"
        remedy = _says(path)
    elif kind in _EXPECTED:
        what, remedy = f"{name} wants {_EXPECTED[kind]}, not {_shown(value)}", _says(path)
    elif kind == "value_error":
        secret = "secret" in error["msg"]
        said = error["msg"].removeprefix("Value error, ")
        what = f"{name} {said}" + ("" if secret else f", not {_shown(value)}")
    elif kind == "string_pattern_mismatch":
        what = f"{name!r} is no name"
        remedy = "letters, digits, _ . and -, beginning with a letter or a digit, at most 64"
    else:
        what, remedy = f"{name}: {error['msg']}", _says(path)
    return Problem(mark=tree.mark(path), what=what, remedy=remedy)


def _shown(value: Any) -> str:
    said = str(kind_of(value))
    return said if len(said) <= 60 else f"{said[:57]}..."


def _field(path: Path) -> Any:
    """The annotation that a path leads to; None where the schema has none."""
    kind: Any = Document
    for part in path:
        kind = _plain(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = next((f for n, f in kind.model_fields.items() if part in {n, f.alias}), None)
            if field is None:
                return None
            kind = field.annotation
        elif get_origin(kind) in {dict, list}:
            kind = get_args(kind)[-1]
        else:
            return None
    return _plain(kind)


def _plain(kind: Any) -> Any:
    """Without Annotated and None."""
    while True:
        args = get_args(kind)
        if hasattr(kind, "__metadata__"):
            kind = kind.__origin__
        elif type(None) in args:
            kind = next(a for a in args if a is not type(None))
        else:
            return kind


def _keys(path: Path) -> list[str]:
    """The settings that a section knows."""
    kind = _field(path)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return sorted(f.alias or n for n, f in kind.model_fields.items())
    return []


def _says(path: Path) -> str:
    """What a setting is, by its docstring."""
    kind = _field(path[:-1]) if path else None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if path[-1] in {name, field.alias}:
                return " ".join((field.description or "").split())
    return ""
