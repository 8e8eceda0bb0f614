"""Slips of the pen."""

from __future__ import annotations


def one_slip(word: str, label: str) -> bool:
    """Whether one letter was left out, added, changed, or two neighbours changed places."""
    first = next((i for i, (a, b) in enumerate(zip(word, label, strict=False)) if a != b), min(len(word), len(label)))
    rest, other = word[first:], label[first:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )
