"""How operands of conditions are written: each shape is a function from an operand to a leaf, or to its faults."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mailbot.rules.facts import Facts
from mailbot.rules.nodes import Among, Between, Extent, Holds, Leaf, Needle, Opaque, Test
from mailbot.rules.pattern import compiled
from mailbot.rules.vocabulary import Fault, Path, unknown

Read = Callable[[Facts], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An operand and all that is needed to compile it."""

    condition: str
    operand: object
    path: Path
    read: Read
    valid: tuple[str, ...] = ()
    what: str = ""
    zone: str = "UTC"
    teams: tuple[str, ...] = ()

    def fault(self, expected: str, remedy: str = "", path: Path = ()) -> list[Fault]:
        """The fault that something else stands here."""
        found = self.operand if isinstance(self.operand, str | int | float | bool) else kind_of(self.operand)
        said = f"{self.condition} wants {expected}, not {found!r}" if not path else f"{self.condition}: {expected}"
        return [Fault(path=(*self.path, *path), problem=said, remedy=remedy)]


Shape = Callable[[Ask], "Leaf | list[Fault]"]


def kind_of(value: object) -> str:
    """What a YAML value is, in words."""
    for kind, words in ((type(None), "nothing"), (Mapping, "a mapping"), (list, "a list")):
        if isinstance(value, kind):
            return words
    return f"{value!r}"


def leaf(
    ask: Ask, wanted: str, test: Test, extent: Extent, actual: Callable[[Facts], Hashable] | None = None,
    cost: int = 1, lacking: str = "", *, settled: bool = False, needle: Needle | None = None,
) -> Leaf:  # fmt: skip
    """A compiled condition; what it shows is what it reads, unless ``actual`` says otherwise. ``settled``: what it
    shows is all that its test depends on."""
    return Leaf(
        condition=ask.condition,
        wanted=wanted,
        test=test,
        actual=actual or ask.read,
        extent=extent,
        cost=cost,
        lacking=lacking,
        settled_by=(actual or ask.read) if settled else None,
        needle=needle,
    )


def words_of(ask: Ask, operand: object, path: Path = ()) -> tuple[list[str], list[Fault]]:
    """One word or a list of words, each checked against the valid ones."""
    items = operand if isinstance(operand, list) else [operand]
    words, faults = [], []
    for index, item in enumerate(items):
        at = (*ask.path, *path, *((index,) if isinstance(operand, list) else ()))
        if not isinstance(item, str):
            faults.append(
                Fault(
                    path=at,
                    problem=f"{ask.condition} wants a word or a list of words, not {kind_of(item)}",
                    remedy="put it in quotes if it is a word",
                )
            )
        elif ask.valid and item not in ask.valid:
            faults.append(unknown(at, ask.what, item, ask.valid))
        else:
            words.append(item)
    if not items:
        faults.append(
            Fault(
                path=(*ask.path, *path),
                problem=f"{ask.condition}: the list is empty",
                remedy="name at least one, or leave the condition out",
            )
        )
    return words, faults


def one_of(ask: Ask) -> Leaf | list[Fault]:
    """A word, or a list of words of which one is meant."""
    words, faults = words_of(ask, ask.operand)
    if faults:
        return faults
    read, wanted = ask.read, frozenset(words)
    if len(wanted) == 1:
        (only,) = wanted
        return leaf(ask, only, lambda f: bool(read(f) == only), Among(fact=ask.condition, values=wanted), settled=True)
    return leaf(
        ask,
        f"one of {', '.join(words)}",
        lambda f: read(f) in wanted,
        Among(fact=ask.condition, values=wanted),
        settled=True,
    )


_SET_KEYS = ("any", "all", "none")


def holds(ask: Ask) -> Leaf | list[Fault]:
    """A word or list (any of them), ``{any, all, none}``, or true/false: whether there is anything at all."""
    read, actual = ask.read, _tupled(ask.read)
    if isinstance(ask.operand, bool):
        some = ask.operand
        return leaf(
            ask,
            "anything" if some else "none",
            lambda f: bool(read(f)) is some,
            Opaque(fact=ask.condition, text=str(some)),
            actual,
            settled=True,
        )
    parts = ask.operand if isinstance(ask.operand, Mapping) else {"any": ask.operand}
    faults: list[Fault] = []
    sets: dict[str, frozenset[str]] = {}
    for key, operand in parts.items():
        if key not in _SET_KEYS:
            faults.append(unknown((*ask.path, key), f"word in {ask.condition}", str(key), _SET_KEYS))
            continue
        words, wrong = words_of(ask, operand, (key,) if parts is ask.operand else ())
        faults += wrong
        sets[key] = frozenset(words)
    if not parts:
        faults += ask.fault("any, all or none")
    if faults:
        return faults
    extent = Holds(
        fact=ask.condition,
        any_of=sets.get("any", frozenset()),
        all_of=sets.get("all", frozenset()),
        none_of=sets.get("none", frozenset()),
    )
    wanted = " and ".join(_wanted(key, sets[key]) for key in _SET_KEYS if key in sets)
    return leaf(ask, wanted, _holds_test(read, extent), extent, actual, cost=2, settled=True)


@lru_cache
def _tupled(read: Read) -> Callable[[Facts], Hashable]:
    """A collection as a value; the same function for all conditions that read it."""
    return lambda facts: tuple(read(facts))


def _wanted(key: str, names: frozenset[str]) -> str:
    said = ", ".join(sorted(names))
    return said if key != "none" and len(names) == 1 else f"{'one' if key == 'any' else key} of {said}"


def _holds_test(read: Read, extent: Holds) -> Test:
    some, each, none = extent.any_of, extent.all_of, extent.none_of
    if not each and not none:
        return lambda f: not some.isdisjoint(read(f))

    def test(facts: Facts) -> bool:
        have = read(facts)
        return (not some or not some.isdisjoint(have)) and each.issubset(have) and (not none or none.isdisjoint(have))

    return test


_COMPARE = {"gte": "≥", "gt": ">", "lte": "≤", "lt": "<", "eq": "="}


def number(ask: Ask) -> Leaf | list[Fault]:
    """A number (exactly it), or bounds: ``{gte, gt, lte, lt, eq}``. An unknown value never holds."""
    operand = ask.operand
    parts = operand if isinstance(operand, Mapping) else {"eq": operand}
    if not parts or (not isinstance(operand, Mapping) and _number(operand) is None):
        return ask.fault("a number or bounds", f"for example {ask.condition}: {{gte: 0.5}}")
    faults: list[Fault] = []
    least, most, above, below = float("-inf"), float("inf"), False, False
    for key, bound in parts.items():
        if key not in _COMPARE:
            faults.append(unknown((*ask.path, key), f"bound of {ask.condition}", str(key), _COMPARE))
            continue
        limit = _number(bound)
        if limit is None:
            faults += ask.fault(f"{key} wants a number, not {kind_of(bound)}", path=(key,))
            continue
        if key in {"gte", "gt", "eq"} and limit >= least:
            least, above = limit, key == "gt"
        if key in {"lte", "lt", "eq"} and limit <= most:
            most, below = limit, key == "lt"
    if faults:
        return faults
    read = ask.read

    def test(facts: Facts) -> bool:
        value = read(facts)
        return (
            value is not None
            and (value > least if above else value >= least)
            and (value < most if below else value <= most)
        )

    wanted = " and ".join(f"{_COMPARE[key]} {bound:g}" for key, bound in parts.items())
    extent = Between(fact=ask.condition, least=least, most=most, above=above, below=below)
    return leaf(ask, wanted, test, extent, cost=2, settled=True)


def _number(value: object) -> float | None:
    """A finite number; None for anything else, truth values too."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def flag(ask: Ask) -> Leaf | list[Fault]:
    """true or false."""
    wanted, read = ask.operand, ask.read
    if not isinstance(wanted, bool):
        return ask.fault("true or false")
    return leaf(
        ask,
        "yes" if wanted else "no",
        lambda f: read(f) is wanted,
        Among(fact=ask.condition, values=frozenset({str(wanted)})),
        settled=True,
    )


def _glob(words: list[str]) -> Callable[[str], bool]:
    exact = frozenset(w.lower() for w in words if "*" not in w)
    tails = tuple(w[1:].lower() for w in words if w.startswith("*") and "*" not in w[1:])
    rest = [
        ".*".join(map(re.escape, w.lower().split("*")))
        for w in words
        if "*" in w and not (w.startswith("*") and "*" not in w[1:])
    ]
    patterns = [compiled(f"(?s){r}") for r in rest]

    def fits(value: str) -> bool:
        return (
            value in exact
            or (bool(tails) and value.endswith(tails))
            or (bool(patterns) and any(p.fullmatch(value.encode("utf-8", "replace")) for p in patterns))
        )

    return fits


def glob(ask: Ask) -> Leaf | list[Fault]:
    """A word or a list, without case; ``*`` stands for anything."""
    words, faults = words_of(ask, ask.operand)
    if faults:
        return faults
    read, fits = ask.read, _glob(words)
    wide = any("*" in w for w in words)
    extent: Extent = (
        Opaque(fact=ask.condition, text=" ".join(sorted(words)))
        if wide
        else Among(fact=ask.condition, values=frozenset(w.lower() for w in words))
    )
    return leaf(
        ask,
        f"like {', '.join(words)}" if wide else f"one of {', '.join(words)}",
        lambda f: fits(read(f)),
        extent,
        cost=3,
        settled=True,
    )


def globs(ask: Ask) -> Leaf | list[Fault]:
    """As `glob`, over several values of which one must fit."""
    words, faults = words_of(ask, ask.operand)
    if faults:
        return faults
    read, fits = ask.read, _glob(words)
    return leaf(
        ask,
        f"like {', '.join(words)}",
        lambda f: any(map(fits, read(f))),
        Opaque(fact=ask.condition, text=" ".join(sorted(words))),
        cost=5,
        settled=True,
    )


def values(ask: Ask) -> Leaf | list[Fault]:
    """A mapping from kind to a word or list: of each kind named, one value must fit."""
    if not isinstance(ask.operand, Mapping) or not ask.operand:
        return ask.fault("a mapping from kind to values", "for example value: {coin: [USDT, USDC]}")
    faults: list[Fault] = []
    tests: list[tuple[str, Callable[[str], bool]]] = []
    plain = Ask(condition=ask.condition, operand=None, path=ask.path, read=ask.read)
    for kind, operand in ask.operand.items():
        if ask.valid and kind not in ask.valid:
            faults.append(unknown((*ask.path, kind), ask.what, str(kind), ask.valid))
        words, wrong = words_of(plain, operand, (kind,))
        faults += wrong
        tests.append((kind, _glob(words)))
    if faults:
        return faults
    read, asked = ask.read, tuple(tests)

    def test(facts: Facts) -> bool:
        have = read(facts)
        return all(any(fits(v.lower()) for v in have.get(kind, ())) for kind, fits in asked)

    def actual(facts: Facts) -> Hashable:
        return tuple(v for kind, _ in asked for v in read(facts).get(kind, ()))

    wanted = ", ".join(f"{k} {v if isinstance(v, str) else ' or '.join(v)}" for k, v in ask.operand.items())
    return leaf(ask, wanted, test, Opaque(fact=ask.condition, text=wanted), actual, 5)
