"""One identifier of a desk as data: its shape and the words that name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierSpec:
    """One identifier of the desk.

    ``kind`` is an entity type. ``pattern`` (RE2) must match the whole value. ``cues`` are words per language that
    name it ("order no", "订单号"); a cue that ends in ``*`` also begins longer words. ``check`` names a function of
    `validators.CHECKS` ("" for none). ``normalise`` is ``compact`` (white space and separators out), ``upper``,
    ``lower`` or ``asis``. ``alone``: the shape is proof enough without a cue. ``needs_digit``: a word without any
    digit is no value, unless it is assigned or quoted.
    """

    kind: str
    pattern: str
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    check: str = ""
    normalise: str = "compact"
    alone: bool = False
    needs_digit: bool = True
