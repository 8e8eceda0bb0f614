"""A document in spite of its mistakes: what is wrong is taken out or replaced, so that all else can be checked too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from mailbot.config.fields import checked, kind_at, plain, section_at
from mailbot.config.schema import Document
from mailbot.rules.vocabulary import Path

_ROUNDS = 5
"""A stand-in may be refused in its turn (two of one name): how often to go on."""
_SAMPLES = ("", "x", "x@x.example", "UTC", "1h", "09:00", "2027-01-01", False, 1, 1024)
"""Of these every setting takes at least one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What became of a document that had mistakes."""

    document: Document | None = None
    """None where nothing helped."""
    paths: frozenset[Path] = frozenset()
    """What was taken out or replaced: what is found there, or at what it lacks, follows from a mistake already told."""
    lost: frozenset[str] = frozenset()
    """Names that stood in it: whoever names them is not to blame."""
    more: tuple[ErrorDetails, ...] = ()
    """Mistakes that came to light only then."""


def place(error: ErrorDetails) -> Path:
    """Where an error of pydantic is."""
    return tuple(part for part in error["loc"] if part != "[key]")


def mend(data: dict[str, Any], errors: Iterable[ErrorDetails]) -> Mended:
    """A document of what is right in ``data``, given what is wrong in it."""
    data = deepcopy(data)
    paths: set[Path] = set()
    lost: set[str] = set()
    more: list[ErrorDetails] = []
    for _ in range(_ROUNDS):
        for error in errors:
            path = place(error)
            if any(path[:n] in paths for n in range(len(path) + 1)):
                path = path[:-1] or path  # the stand-in itself is refused: then what holds it goes
            elif paths:
                more.append(error)
            lost.update(_replace(data, path, error))
            paths.add(path)
        try:
            document = Document.model_validate(data, by_alias=True)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        else:
            return Mended(document=document, paths=frozenset(paths), lost=frozenset(lost), more=tuple(more))
    return Mended(paths=frozenset(paths), lost=frozenset(lost), more=tuple(more))


def _replace(data: dict[str, Any], path: Path, error: ErrorDetails) -> set[str]:
    """Take out what is wrong, or put a stand-in where something must be; the names that are lost by it."""
    holder: Any = data
    for part in path[:-1]:
        try:
            holder = holder[part]
        except (KeyError, IndexError, TypeError):
            return set()
    if not path or not isinstance(holder, dict | list):
        return set()
    last: Any = path[-1]
    known = last in holder if isinstance(holder, dict) else last < len(holder)
    lost = set(_names(holder[last])) if known else set()
    kind = kind_at(path)
    if kind is None or error["loc"][-1] == "[key]":
        holder.pop(last, None) if isinstance(holder, dict) else None
        return lost | {str(last)}
    section = section_at(path[:-1])
    field = next((f for n, f in section.model_fields.items() if last in {n, f.alias}), None) if section else None
    if field is not None and not field.is_required() and isinstance(holder, dict):
        holder.pop(last, None)
    else:
        holder[last] = _stand_in(kind)
    return lost


def _names(value: Any) -> Iterator[str]:
    """What may be a name that is made here: keys, and words in lists."""
    if isinstance(value, dict):
        yield from map(str, value)
        for item in value.values():
            yield from _names(item)
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))
        for item in value:
            yield from _names(item)


def _stand_in(kind: Any) -> Any:
    """The plainest value that a setting takes."""
    inside = plain(kind)
    if isinstance(inside, type) and issubclass(inside, BaseModel):
        return {f.alias or n: _stand_in(checked(f)) for n, f in inside.model_fields.items() if f.is_required()}
    samples: tuple[Any, ...] = _SAMPLES
    if get_origin(inside) is Literal:
        samples = get_args(inside)
    elif get_origin(inside) is dict:
        samples = ({}, {"x": _stand_in(get_args(inside)[1])})
    elif get_origin(inside) is list:
        samples = ([], [_stand_in(get_args(inside)[0])])
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    for sample in samples:
        try:
            adapter.validate_python(sample, strict=True)
        except ValidationError:
            continue
        return sample
    return None
