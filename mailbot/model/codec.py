"""Values to plain JSON data and back, by their declared types: how contexts and letters are stored."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Dataclasses become objects, tuples and sets lists (sets sorted), datetimes ISO 8601 text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): to_plain(v) for k, v in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(to_plain(v) for v in value)
    if isinstance(value, list | tuple):
        return [to_plain(v) for v in value]
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """The value of a declared type again. Unknown keys are passed over, missing ones take the default; raises
    TypeError where a required one lacks."""
    result: T = _build(kind, data)
    return result


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, data: Any) -> Any:
    if data is None or kind in {Any, object} or get_origin(kind) is Literal:
        return data
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{f.name: _build(hints[f.name], data[f.name]) for f in fields(kind) if f.name in data})
    if kind is datetime:
        return datetime.fromisoformat(data)
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _build(next(k for k in inside if k is not type(None)), data)
    if origin is tuple:
        if len(inside) == 2 and inside[1] is Ellipsis:
            return tuple(_build(inside[0], v) for v in data)
        return tuple(_build(k, v) for k, v in zip(inside, data, strict=True))
    if origin in {frozenset, set}:
        return frozenset(_build(inside[0], v) for v in data)
    if origin is Mapping or origin is dict:
        return {k: _build(inside[1], v) for k, v in data.items()}
    return data
