"""What conditions say of each other: whether one can hold at all, and whether one holds wherever another does.

Conditions are brought into a sum of terms. An answer of True is certain; where a condition is too wide or too strange
to be followed, the answer is the careful one (it can hold; it implies nothing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeVar

from mailbot.rules.nodes import Among, Between, Every, Extent, Holds, Leaf, Never, Node, Opaque, Some

V = TypeVar("V")

_MOST_TERMS = 32

Interval = tuple[float, bool, float, bool]
"""(least, whether it is left out, most, whether it is left out)."""


@dataclass(slots=True)
class Term:
    """Constraints that hold together, by fact."""

    among: dict[str, frozenset[str]] = field(default_factory=dict)
    without: dict[str, frozenset[str]] = field(default_factory=dict)
    between: dict[str, Interval] = field(default_factory=dict)
    each: dict[str, frozenset[str]] = field(default_factory=dict)
    none: dict[str, frozenset[str]] = field(default_factory=dict)
    some: frozenset[tuple[str, frozenset[str]]] = frozenset()
    opaque: dict[tuple[str, str], bool] = field(default_factory=dict)
    clash: bool = False
    """Whether two opaque constraints contradict each other."""

    def __and__(self, other: Term) -> Term:
        """Both together."""
        term = Term(
            among=_joined(self.among, other.among, frozenset.intersection),
            without=_joined(self.without, other.without, frozenset.union),
            between=_joined(self.between, other.between, _narrower),
            each=_joined(self.each, other.each, frozenset.union),
            none=_joined(self.none, other.none, frozenset.union),
            some=self.some | other.some,
            opaque={**self.opaque, **other.opaque},
            clash=self.clash or other.clash,
        )
        term.clash |= any(other.opaque.get(key, sign) is not sign for key, sign in self.opaque.items())
        return term

    def possible(self) -> bool:
        """False where the constraints exclude each other."""
        return not (
            self.clash
            or any(not values - self.without.get(fact, frozenset()) for fact, values in self.among.items())
            or any(_empty(interval) for interval in self.between.values())
            or any(names & self.none.get(fact, frozenset()) for fact, names in self.each.items())
            or any(names <= self.none.get(fact, frozenset()) for fact, names in self.some)
        )

    def implies(self, other: Term) -> bool:
        """Whether ``other`` holds wherever this does."""
        return (
            all(f in self.among and self.among[f] - self.without.get(f, frozenset()) <= v
                for f, v in other.among.items())
            and all(self.among.get(f, v).isdisjoint(v) or v <= self.without.get(f, frozenset())
                    for f, v in other.without.items())
            and all(f in self.between and _narrower(self.between[f], i) == self.between[f]
                    for f, i in other.between.items())
            and all(v <= self.each.get(f, frozenset()) for f, v in other.each.items())
            and all(v <= self.none.get(f, frozenset()) for f, v in other.none.items())
            and all(v & self.each.get(f, frozenset()) or any(g == f and w <= v for g, w in self.some)
                    for f, v in other.some)
            and all(self.opaque.get(k) is sign for k, sign in other.opaque.items())
        )  # fmt: skip


def _joined(one: Mapping[str, V], two: Mapping[str, V], how: Callable[[V, V], V]) -> dict[str, V]:
    return {**one, **{key: how(one[key], value) if key in one else value for key, value in two.items()}}


def _narrower(one: Interval, two: Interval) -> Interval:
    least, above = max((one[0], one[1]), (two[0], two[1]))
    most, below = min((one[2], not one[3]), (two[2], not two[3]))
    return (least, above, most, not below)


def _empty(interval: Interval) -> bool:
    least, above, most, below = interval
    return least > most or (least == most and (above or below))


Terms = tuple[Term, ...] | None
"""A sum of terms, impossible ones left out; None where there would be too many."""


def terms(node: Node, intents: Mapping[str, tuple[str, str]]) -> Terms:
    """A condition as a sum of terms. ``intents``: intent → (category, team), since an intent has one category."""
    found = _terms(node, positive=True)
    if found is None:
        return None
    return tuple(t for t in (_with_category(t, intents) for t in found) if t.possible())


def _with_category(term: Term, intents: Mapping[str, tuple[str, str]]) -> Term:
    wanted = term.among.get("intent")
    if not wanted or not wanted <= intents.keys():
        return term
    return term & Term(among={"category": frozenset(intents[i][0] for i in wanted)})


def _terms(node: Node, *, positive: bool) -> Terms:
    if isinstance(node, Leaf):
        return _leaf(node.extent, positive=positive)
    if isinstance(node, Never):
        return _terms(node.part, positive=not positive)
    parts = [_terms(part, positive=positive) for part in node.parts]
    if isinstance(node, Some if positive else Every):
        flat = [term for part in parts for term in part or ()]
        return None if None in parts or len(flat) > _MOST_TERMS else tuple(flat)
    start: Terms = (Term(),)
    return reduce(_product, parts, start)


def _product(one: Terms, two: Terms) -> Terms:
    if one is None or two is None or len(one) * len(two) > _MOST_TERMS:
        return None
    return tuple(a & b for a in one for b in two)


def _leaf(extent: Extent, *, positive: bool) -> tuple[Term, ...]:
    if isinstance(extent, Among):
        values = {extent.fact: extent.values}
        return (Term(among=values) if positive else Term(without=values),)
    if isinstance(extent, Between) and positive:
        return (Term(between={extent.fact: (extent.least, extent.above, extent.most, extent.below)}),)
    if isinstance(extent, Holds):
        if positive:
            return (Term(
                each={extent.fact: extent.all_of} if extent.all_of else {},
                none={extent.fact: extent.none_of} if extent.none_of else {},
                some=frozenset({(extent.fact, extent.any_of)} if extent.any_of else ()),
            ),)  # fmt: skip
        if not extent.all_of and not extent.none_of:
            return (Term(none={extent.fact: extent.any_of}),)
    text = extent.text if isinstance(extent, Opaque) else repr(extent)
    return (Term(opaque={(extent.fact, text): positive}),)


def implies(one: Terms, two: Terms) -> bool:
    """Whether ``two`` certainly holds wherever ``one`` does."""
    if one is None or two is None:
        return False
    return all(any(a.implies(b) for b in two) for a in one)


def together(one: Terms, two: Terms) -> bool:
    """Whether both may hold for one mail, as far as can be told."""
    if one is None or two is None:
        return True
    return any((a & b).possible() for a in one for b in two)


def impossible(found: Terms) -> bool:
    """Whether a condition can never hold."""
    return found is not None and not found
