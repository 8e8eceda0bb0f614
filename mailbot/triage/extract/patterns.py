"""Shapes of identifiers as data: what a UID or an order number looks like at this desk, and the words that name it.

A desk adds its own in the configuration (`identifiers:`); nothing here is code. Patterns are RE2, so they are linear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import re2


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierSpec:
    """One identifier of the desk.

    ``kind`` is an entity type. ``pattern`` (RE2) must match the whole value. ``cues`` are words per language that
    name it ("order no", "订单号"); a cue that ends in ``*`` also begins longer words. ``check`` names a function of
    `validators` ("" for none). ``normalise`` is ``compact`` (white space out), ``upper``, ``lower`` or ``asis``.
    ``alone`` tells that the shape is proof enough without a cue.
    """

    kind: str
    pattern: str
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    check: str = ""
    normalise: str = "compact"
    alone: bool = False


class Identifiers:
    """The compiled identifiers of a desk. Raises ValueError for a pattern that RE2 refuses."""

    __slots__ = ("_compiled", "specs")

    def __init__(self, specs: Iterable[IdentifierSpec]) -> None:
        self.specs = tuple(specs)
        compiled = []
        for spec in self.specs:
            try:
                compiled.append((spec, re2.compile(spec.pattern)))
            except re2.error as error:
                raise ValueError(f"identifier {spec.kind}: {error}") from error
        self._compiled: tuple[tuple[IdentifierSpec, Any], ...] = tuple(compiled)

    def fits(self, kind: str, value: str) -> IdentifierSpec | None:
        """The first spec of a kind whose pattern the whole value matches."""
        return next((s for s, p in self._compiled if s.kind == kind and p.fullmatch(value)), None)

    def cues(self) -> dict[str, str]:
        """word → kind, over all specs and languages."""
        return {w: s.kind for s in reversed(self.specs) for words in s.cues.values() for w in words}


_OKX = (
    IdentifierSpec(kind="uid", pattern=r"[1-9]\d{7,18}", cues={"en": ("uid", "user id", "account id")}),
    IdentifierSpec(kind="order_id", pattern=r"\d{15,20}", cues={"en": ("order", "order id"), "zh": ("订单号", "订单")}),
)

PRESETS: Mapping[str, tuple[IdentifierSpec, ...]] = {"okx": _OKX}
"""Identifier shapes by exchange."""

DEFAULT = Identifiers(_OKX)
