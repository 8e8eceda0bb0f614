"""Values to plain JSON data and back, by their declared types: how contexts and letters are stored."""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_plain(value: Any) -> Any:
    """Dataclasses become objects, tuples and sets lists (sets sorted), datetimes ISO 8601 text."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if is_dataclass(kind):
        return {name: to_plain(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): to_plain(v) for k, v in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(to_plain(v) for v in value)
    if isinstance(value, list | tuple):
        return [to_plain(v) for v in value]
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def from_plain(kind: type[T], data: Any) -> T:
    """The value of a declared type again. Unknown keys are passed over, missing ones take the default; raises
    TypeError where a required one lacks."""
    result: T = _reader(kind)(data)  # type: ignore[arg-type] # a type can be hashed; mypy does not know
    return result


Reader = Callable[[Any], Any]


def _same(data: Any) -> Any:
    return data


@cache
def _reader(kind: Hashable) -> Reader:
    """How data of a type is read; found out once, since a back-test reads a hundred thousand contexts."""
    if kind in {Any, object} or get_origin(kind) is Literal:
        return _same
    if is_dataclass(kind) and isinstance(kind, type):
        return _of_dataclass(kind)
    if kind is datetime:
        return lambda data: None if data is None else datetime.fromisoformat(data)
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _reader(next(k for k in inside if k is not type(None)))
    if origin is tuple:
        return _of_tuple(inside)
    if origin in {frozenset, set}:
        item = _reader(inside[0])
        return lambda data: None if data is None else frozenset(map(item, data))
    if origin is Mapping or origin is dict:
        value = _reader(inside[1])
        return lambda data: None if data is None else {k: value(v) for k, v in data.items()}
    return _same


def _of_dataclass(kind: type) -> Reader:
    found: list[tuple[str, Reader]] = []

    def read(data: Any) -> Any:
        if data is None:
            return None
        if not found:  # at the first value, so that a type may hold itself
            hints = get_type_hints(kind)
            found.extend((f.name, _reader(hints[f.name])) for f in fields(kind))
        return kind(**{name: reader(data[name]) for name, reader in found if name in data})

    return read


def _of_tuple(inside: tuple[Any, ...]) -> Reader:
    if len(inside) == 2 and inside[1] is Ellipsis:
        item = _reader(inside[0])
        return lambda data: None if data is None else tuple(map(item, data))
    items = [_reader(k) for k in inside]
    return lambda data: None if data is None else tuple(r(v) for r, v in zip(items, data, strict=True))
