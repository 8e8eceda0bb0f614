"""Asking the rules: in order, each hit and each miss on record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailbot.model.findings import Decision
from mailbot.rules.facts import Facts
from mailbot.rules.ruleset import Ruleset


def decide(facts: Facts, ruleset: Ruleset, base: Decision) -> Decision:
    """What the policy wants done, starting from the catalogue's ``base``.

    Rules are asked from the first to the last, or to one that matches and stops. Conditions look at the facts only,
    never at what an earlier rule did. Of several rules that set one field the first wins; tags, questions and
    notifications are gathered; the bounds of the priority are applied last.
    """
    settled: dict[str, Any] = {}
    gathered: dict[str, list[str]] = {}
    bounds: list[tuple[str, str]] = []
    hits, trace = ruleset.board.asked(facts)
    for rule in hits:
        for effect in rule.effects:
            if effect.mode == "first":
                settled.setdefault(effect.field, effect.value)
            elif effect.mode == "add":
                gathered.setdefault(effect.field, []).extend(effect.value)  # type: ignore[arg-type]
            else:
                bounds.append((effect.mode, str(effect.value)))
    for name, values in gathered.items():
        settled[name] = tuple(dict.fromkeys((*getattr(base, name), *values)))
    if bounds:
        settled["priority"] = _bounded(settled.get("priority", base.priority), bounds, ruleset.priorities)
    return replace(base, **settled, trace=(*base.trace, *trace))


def _bounded(priority: str, bounds: list[tuple[str, str]], order: tuple[str, ...]) -> str:
    """Lowered first, then raised: what is urgent for one rule is urgent."""
    rank = order.index(priority)
    rank = max([rank, *(order.index(name) for mode, name in bounds if mode == "at_most")])
    rank = min([rank, *(order.index(name) for mode, name in bounds if mode == "at_least")])
    return order[rank]
