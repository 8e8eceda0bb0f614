"""The rules over one mail as a tree for people: every rule, every condition, ✓ or ✗, with the actual values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mailbot.rules.actions import Effect
from mailbot.rules.facts import Facts
from mailbot.rules.nodes import Leaf, Never, Node, Some, shown
from mailbot.rules.rule import Rule
from mailbot.rules.ruleset import Ruleset

State = Literal["hit", "miss", "not asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A condition and how it came out. ``holds`` is of the condition itself, whatever is above it."""

    says: str
    holds: bool
    parts: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A rule and how it came out. ``done``: what it did; ``overruled``: what an earlier rule had settled."""

    rule: str
    at: str
    state: State
    conditions: tuple[Branch, ...] = ()
    done: tuple[str, ...] = ()
    overruled: tuple[str, ...] = ()
    stops: bool = False


def explain(facts: Facts, ruleset: Ruleset) -> tuple[Explained, ...]:
    """Every rule in order; those after one that stops are not asked. Agrees with `decide`."""
    settled: dict[str, str] = {}
    stopped = False
    found = []
    for rule in ruleset.rules:
        if stopped:
            found.append(Explained(rule=rule.name, at=rule.at, state="not asked"))
            continue
        branches = tuple(branch(part, facts) for part in rule.when.parts)
        if not all(b.holds for b in branches):
            found.append(Explained(rule=rule.name, at=rule.at, state="miss", conditions=branches))
            continue
        found.append(_hit(rule, branches, settled))
        stopped = rule.stop
    return tuple(found)


def _hit(rule: Rule, branches: tuple[Branch, ...], settled: dict[str, str]) -> Explained:
    done, overruled = [], []
    for effect in rule.effects:
        if effect.mode == "first" and effect.field in settled:
            if not effect.implied:
                overruled.append(f"{said(effect)}: settled by {settled[effect.field]}")
            continue
        if effect.mode == "first":
            settled[effect.field] = rule.name
        done.append(said(effect))
    return Explained(
        rule=rule.name,
        at=rule.at,
        state="hit",
        conditions=branches,
        done=tuple(done),
        overruled=tuple(overruled),
        stops=rule.stop,
    )


def said(effect: Effect) -> str:
    """An effect in words: "priority at least P2"."""
    if effect.field == "deadline_minutes":
        return f"deadline {effect.value} min"
    name = effect.field.replace("_", " ") + {"at_least": " at least", "at_most": " at most"}.get(effect.mode, "")
    return f"{name} {'none' if effect.value is None else shown(effect.value)}"


def branch(node: Node, facts: Facts) -> Branch:
    """A condition with all its parts, none passed over."""
    holds = node.test(facts)
    if isinstance(node, Leaf):
        actual = shown(node.actual(facts))
        return Branch(says=f"{node.condition}: {actual}" + ("" if holds else f" (wanted {node.wanted})"), holds=holds)
    if isinstance(node, Never):
        return Branch(says="not", holds=holds, parts=(branch(node.part, facts),))
    says = "any of" if isinstance(node, Some) else node.name or "all of"
    return Branch(says=says, holds=holds, parts=tuple(branch(p, facts) for p in node.parts))


def lines(explained: tuple[Explained, ...]) -> Iterator[str]:
    """The tree as text."""
    signs = {"hit": "✓", "miss": "✗", "not asked": "·"}
    for rule in explained:
        tail = " — not asked: an earlier rule stopped" if rule.state == "not asked" else ""
        yield f"{signs[rule.state]} {rule.rule}  ({rule.at}){tail}"
        for part in rule.conditions:
            yield from _branch_lines(part, "    ")
        yield from (f"    → {words}" for words in rule.done)
        yield from (f"    ⤳ {words}" for words in rule.overruled)
        if rule.stops:
            yield "    ■ stop"


def _branch_lines(part: Branch, indent: str) -> Iterator[str]:
    yield f"{indent}{'✓' if part.holds else '✗'} {part.says}"
    for inner in part.parts:
        yield from _branch_lines(inner, indent + "    ")
