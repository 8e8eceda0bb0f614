"""The names a ruleset may use, and what is wrong where it uses others."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Where something stands in the document: keys and indexes from the top."""

GRADES = ("verified", "authenticated", "unauthenticated", "contradicted", "lookalike")
VERDICTS = ("accept", "record_only", "delivery_report", "quarantine", "drop")
THREADS = ("new", "reply", "chaser")
ATTACHMENTS = (
    "screenshot", "photo", "video", "record", "police_report", "id_document", "signature_logo", "tracking_pixel",
    "mail", "archive", "executable", "other",
)  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the catalogue knows, as far as rules may name it. ``names`` maps a kind of name to the valid ones."""

    names: Mapping[str, tuple[str, ...]]
    intents: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """intent → (category, team)."""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong in the rules: where, what, and how to mend it."""

    path: Path
    problem: str
    remedy: str = ""


def nearest(word: str, words: Iterable[str]) -> str:
    """The valid word most like a wrong one; empty where none is near."""
    known = list(words)
    low = {w.lower(): w for w in known}
    if word.lower().replace("-", "_") in low:
        return low[word.lower().replace("-", "_")]
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def unknown(path: Path, what: str, word: str, words: Iterable[str]) -> Fault:
    """The fault of a name that nothing has: with the nearest one, or what there is."""
    known = sorted(words)
    near = nearest(word, known)
    remedy = f"did you mean {near!r}?" if near else f"one of: {', '.join(known[:40])}" if known else "none is defined"
    return Fault(path=path, problem=f"unknown {what} {word!r}", remedy=remedy)
