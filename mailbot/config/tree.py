"""Plain data that still knows where each value stands, and one laid over another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mailbot.config.problems import Mark, Problem
from mailbot.rules.vocabulary import Path as Place


@dataclass(slots=True, kw_only=True)
class Tree:
    """Plain data and, for each path in it, the marks of its key and its value."""

    data: dict[str, Any] = field(default_factory=dict)
    marks: dict[Place, Mark] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """The text of what is no YAML; "" stands for a file that could not be read at all."""

    def mark(self, path: Place) -> Mark:
        """Where a path stands; where it is absent, the nearest thing around it."""
        for length in range(len(path), -1, -1):
            found = self.marks.get(path[:length])
            if found is not None:
                return found
        return Mark(file=str(self.files[0]) if self.files else "configuration")

    def unread(self, word: str) -> bool:
        """Whether a name may stand where nothing could be read."""
        return any(not text or word in text for text in self.broken)


def merge(over: Tree, under: Tree, whole: frozenset[str]) -> Tree:
    """``over`` on top of ``under``: mappings key by key, anything else replaced; null takes a default away.
    The sections named in ``whole`` are replaced as a whole where ``over`` has them."""
    merged = Tree(
        marks=dict(under.marks), files=[*over.files, *under.files], problems=[*under.problems, *over.problems]
    )
    merged.marks[()] = over.marks.get((), Mark(file=str(merged.files[0]) if merged.files else "configuration"))
    merged.data = _merge(over.data, under.data, (), over.marks, merged.marks, whole)
    return merged


def _merge(over: Any, under: Any, path: Place, marks: dict[Place, Mark], into: dict[Place, Mark],
           whole: frozenset[str]) -> Any:  # fmt: skip
    if not isinstance(over, dict) or not isinstance(under, dict) or (len(path) == 1 and path[0] in whole):
        _copy_marks(over, path, marks, into)
        return over
    result = dict(under)
    for key, value in over.items():
        here = (*path, key)
        into[here] = marks.get(here, into.get(here, Mark(file="configuration")))
        if value is None and key in under:
            del result[key]
        elif key in under:
            result[key] = _merge(value, under[key], here, marks, into, whole)
        else:
            _copy_marks(value, here, marks, into)
            result[key] = value
    return result


def _copy_marks(value: Any, path: Place, marks: dict[Place, Mark], into: dict[Place, Mark]) -> None:
    for place in _places(value, path):
        if place in marks:
            into[place] = marks[place]


def _places(value: Any, path: Place) -> Iterator[Place]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, (*path, index))
