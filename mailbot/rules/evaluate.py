"""Asking the rules: in order, each hit and each miss on record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailbot.model.findings import Decision, RuleTrace
from mailbot.rules.facts import Facts
from mailbot.rules.ruleset import Check, Rule, Ruleset

_KEPT = 64
"""Traces of one check's misses to keep in words; beyond that they are forgotten together."""


def decide(facts: Facts, ruleset: Ruleset, base: Decision) -> Decision:
    """What the policy wants done, starting from the catalogue's ``base``.

    Rules are asked from the first to the last, or to one that matches and stops. Conditions look at the facts only,
    never at what an earlier rule did. Of several rules that set one field the first wins; tags, questions and
    notifications are gathered; the bounds of the priority are applied last.
    """
    settled: dict[str, Any] = {}
    gathered: dict[str, list[str]] = {}
    bounds: list[tuple[str, str]] = []
    trace: list[RuleTrace] = []
    for rule in ruleset.way(facts.intent):
        if isinstance(rule, list):
            trace += rule
            continue
        failed = None
        for check in rule.checks:
            if not check.test(facts):
                failed = check
                break
        if failed is not None:
            trace.append(_miss(rule, failed, facts))
            continue
        for effect in rule.effects:
            if effect.mode == "first":
                settled.setdefault(effect.field, effect.value)
            elif effect.mode == "add":
                gathered.setdefault(effect.field, []).extend(effect.value)  # type: ignore[arg-type]
            else:
                bounds.append((effect.mode, str(effect.value)))
        trace.append(RuleTrace(rule=rule.name, at=rule.at, matched=True, because=rule.when.held(facts)))
        if rule.stop:
            break
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


def _miss(rule: Rule, failed: Check, facts: Facts) -> RuleTrace:
    """The trace of a rule that did not match; put into words once for each actual value."""
    if failed.key is None:
        return RuleTrace(rule=rule.name, at=rule.at, matched=False, because=failed.missed(facts))
    key = failed.key(facts)
    known = failed.words.get(key)
    if known is None:
        known = RuleTrace(rule=rule.name, at=rule.at, matched=False, because=failed.missed(facts))
        if len(failed.words) >= _KEPT:
            failed.words.clear()
        failed.words[key] = known
    return known
