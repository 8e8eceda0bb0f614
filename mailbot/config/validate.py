"""The tree held against the schema: every error at once, located, with what was expected and the nearest word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mailbot.config.fields import keys, says
from mailbot.config.mend import Mended, mend, place
from mailbot.config.problems import Mark, Problem
from mailbot.config.schema import Document
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


def document(data: dict[str, Any], mark: Callable[[Path], Mark]) -> tuple[Mended, list[Problem]]:
    """The document; where there are mistakes, all of them, and the document without what is wrong."""
    try:
        return Mended(document=Document.model_validate(data, by_alias=True)), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    mended = mend(data, errors)
    return mended, [_problem(e, mark) for e in (*errors, *mended.more)]


def _problem(error: ErrorDetails, mark: Callable[[Path], Mark]) -> Problem:
    path = place(error)
    name = _named(path)
    kind, value = error["type"], error.get("input")
    context = error.get("ctx", {})
    where = ".".join(map(str, path[:-1]))
    within = f" in {where}" if where else ""
    remedy = ""
    if kind == "extra_forbidden":
        known = keys(path[:-1])
        near = nearest(name, known)
        what = f"unknown setting {name!r}{within}"
        remedy = f"did you mean {near!r}?" if near else f"one of: {', '.join(known)}"
    elif kind == "missing":
        what, remedy = f"{name} is missing{within}", says(path)
    elif kind == "literal_error":
        words = [w.strip(" '") for w in str(context.get("expected", "")).replace(" or ", ",").split(",")]
        near = nearest(str(value), words) if isinstance(value, str) else ""
        what = f"{name} wants one of {', '.join(words)}, not {_shown(value)}"
        remedy = f"did you mean {near!r}?" if near else ""
    elif kind == "too_short":
        least = context.get("min_length", 1)
        what, remedy = f"{name} wants at least {least} entry, not {context.get('actual_length', 0)}", says(path)
    elif kind in {"greater_than_equal", "less_than_equal", "greater_than"}:
        sign, bound = {"greater_than_equal": ("least", "ge"), "less_than_equal": ("most", "le")}.get(kind, ("", "gt"))
        what = f"{name} wants {f'at {sign}' if sign else 'more than'} {context.get(bound)}, not {_shown(value)}"
        remedy = says(path)
    elif kind in _EXPECTED:
        what, remedy = f"{name} wants {_EXPECTED[kind]}, not {_shown(value)}", says(path)
    elif kind == "value_error":
        secret = "secret" in error["msg"]
        said = error["msg"].removeprefix("Value error, ")
        what = f"{name} {said}" + ("" if secret else f", not {_shown(value)}")
    elif kind == "string_pattern_mismatch":
        what = f"{name!r} is no name"
        remedy = "letters, digits, _ . and -, beginning with a letter or a digit, at most 64"
    else:
        what, remedy = f"{name}: {error['msg']}", says(path)
    return Problem(mark=mark(path), what=what, remedy=remedy)


def _named(path: Path) -> str:
    last = path[-1] if path else "the document"
    return last if isinstance(last, str) else f"entry {last + 1} of {path[-2] if path[1:] else 'the document'}"


def _shown(value: Any) -> str:
    said = str(kind_of(value))
    return said if len(said) <= 60 else f"{said[:57]}..."
