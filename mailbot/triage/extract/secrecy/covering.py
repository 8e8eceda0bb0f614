"""Bullets over a mail's secrets in what was concluded about it: a check's evidence, a place, a file's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

BULLET = "•"
T = TypeVar("T")


def covered_words(text: str, hidden: Sequence[str]) -> str:
    """The text with bullets over every one of the words, the longest first."""
    for words in hidden:
        if words in text:
            text = text.replace(words, BULLET * len(words))
    return text


def covered_value(value: T, hidden: Sequence[str]) -> T:
    """A value of ours with bullets over the words in all its texts, however deep; the same value where none holds
    one."""
    return cast("T", _covered(value, hidden)) if hidden else value


def _covered(value: Any, hidden: Sequence[str]) -> Any:
    if isinstance(value, str):
        return covered_words(value, hidden)
    if isinstance(value, tuple | frozenset):
        items = [_covered(item, hidden) for item in value]
        return value if all(a is b for a, b in zip(items, value, strict=True)) else type(value)(items)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            f.name: new for f in fields(value) if (new := _covered(old := getattr(value, f.name), hidden)) is not old
        }
        return replace(value, **changed) if changed else value
    return value
