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
LANGUAGES = tuple(
    (  # noqa: SIM905 - 190 words read better without quotes
        "aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
        "eo es et eu fa ff fi fil fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it "
        "iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt "
        "my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl "
        "sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo "
        "za zh zh-Hant zh-Hans zu und "
    ).split()
)
"""ISO 639-1, and what mailbot tells apart besides."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


_LISTED = 40
"""Names that a remedy lists; of more, the first."""


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
    kind: str = ""
    """For a name that nothing has: what it should name (team, intent, ...)."""
    word: str = ""
    """For a name that nothing has: the name."""
    rests_on: tuple[Path, ...] = ()
    """Other places that it is about, too: a mistake there may be its cause."""


def nearest(word: str, words: Iterable[str]) -> str:
    """The valid word most like a wrong one; empty where none is near."""
    known = list(words)
    low = {w.lower(): w for w in known}
    if word.lower().replace("-", "_") in low:
        return low[word.lower().replace("-", "_")]
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def unknown(path: Path, what: str, word: str, words: Iterable[str]) -> Fault:
    """The fault of a name that nothing has: with the nearest one, or what there is."""
    known = list(words)
    near = nearest(word, known)
    listed = ", ".join(sorted(known) if len(known) <= _LISTED else [*known[:_LISTED], "…"])
    remedy = f"did you mean {near!r}?" if near else f"one of: {listed}" if known else "none is defined"
    return Fault(path=path, problem=f"unknown {what} {word!r}", remedy=remedy, kind=what, word=word)
