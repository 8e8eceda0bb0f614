"""What is odd about a ruleset that compiles: rules that never match, never matter, or speak against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from mailbot.rules import logic
from mailbot.rules.actions import Effect
from mailbot.rules.explain import said
from mailbot.rules.rule import Rule
from mailbot.rules.ruleset import Ruleset
from mailbot.rules.vocabulary import Path

_MOST_PAIRS = 300_000
"""Pairs of rules that are compared for overlaps: about a second."""
_MOST_OVERLAPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something odd, at a rule."""

    path: Path
    level: Literal["warning", "note"]
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    rule: Rule
    terms: logic.Terms
    sets: Mapping[str, Effect]
    """What it sets itself (not what an action implies), by field."""


def oddities(ruleset: Ruleset, intents: Mapping[str, tuple[str, str]]) -> Iterator[Oddity]:
    """Everything odd, rule by rule. ``intents``: intent → (category, team)."""
    known = [
        _Known(rule=rule, terms=logic.terms(rule.when, intents),
               sets={e.field: e for e in rule.effects if e.mode == "first" and not e.implied})
        for rule in ruleset.rules
    ]  # fmt: skip
    shadowed: set[str] = set()
    for index, here in enumerate(known):
        for oddity in _one(here, known[:index]):
            shadowed.add(here.rule.name)
            yield oddity
    yield from _overlaps([k for k in known if k.rule.name not in shadowed])


def _one(here: _Known, earlier: list[_Known]) -> Iterator[Oddity]:
    rule = here.rule
    if logic.impossible(here.terms):
        yield Oddity(
            path=(*rule.path, "when"),
            level="warning",
            what=f"rule {rule.name!r} can never match",
            remedy="its conditions exclude each other",
        )
        return
    wider = [k for k in earlier if logic.implies(here.terms, k.terms)]
    stopper = next((k for k in wider if k.rule.stop), None)
    if stopper is not None:
        yield Oddity(
            path=rule.path,
            level="warning",
            what=f"rule {rule.name!r} is never reached",
            remedy=f"{stopper.rule.name!r} ({stopper.rule.at}) matches the same mails before it, and stops",
        )
        return
    yield from _settled(here, wider)


def _settled(here: _Known, wider: list[_Known]) -> Iterator[Oddity]:
    """What earlier rules that match whenever this one does have settled already."""
    rule = here.rule
    first: dict[str, tuple[_Known, Effect]] = {}
    for known in wider:
        for name, effect in known.sets.items():
            first.setdefault(name, (known, effect))
    lost = {name: first[name] for name in here.sets if name in first}
    if not lost:
        return
    by = ", ".join(dict.fromkeys(f"{k.rule.name!r} ({k.rule.at})" for k, _ in lost.values()))
    if len(lost) == len(here.sets) and all(e.mode == "first" for e in rule.effects) and not rule.stop:
        yield Oddity(
            path=rule.path,
            level="warning",
            what=f"rule {rule.name!r} has no effect: what it sets is settled before it by {by}",
            remedy="put it before them, or take it out",
        )
        return
    for name, (known, effect) in lost.items():
        mine = here.sets[name]
        if effect.value != mine.value:
            yield Oddity(
                path=(*rule.path, "then"),
                level="warning",
                what=f"{said(mine)} of rule {rule.name!r} never holds: {known.rule.name!r} "
                f"({known.rule.at}) matches too and says {said(effect)} first",
                remedy="put the special rule before the general one",
            )


def _overlaps(known: list[_Known]) -> Iterator[Oddity]:
    """Pairs that set one thing differently and may both match: the order decides, which may or may not be meant."""
    told = 0
    for count, (one, two) in enumerate(combinations(known, 2)):
        if count >= _MOST_PAIRS or told >= _MOST_OVERLAPS:
            return
        fields = [n for n in one.sets.keys() & two.sets.keys() if one.sets[n].value != two.sets[n].value]
        if not fields or not two.rule.when.parts or not logic.together(one.terms, two.terms):
            continue
        if one.rule.stop or logic.implies(one.terms, two.terms):
            continue  # the special before the general, as it should be
        told += 1
        name = min(fields)
        yield Oddity(
            path=two.rule.path, level="note",
            what=f"rules {one.rule.name!r} ({one.rule.at}) and {two.rule.name!r} may match one mail; then "
                 f"{said(one.sets[name])} wins over {said(two.sets[name])}",
            remedy="fine if the order is meant",
        )  # fmt: skip
