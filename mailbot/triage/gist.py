"""What two policies are compared by: the parts of a decision that somebody would notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mailbot.model.effects import Analysis, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """One decision's outcome. ``matched`` are the rules that said it; they are its reason, not a part of it."""

    disposition: str
    verdict: str
    category: str
    intent: str
    priority: str
    team: str
    assignee: str | None
    tags: tuple[str, ...]
    missing: tuple[str, ...]
    acknowledgement: str | None
    """The template."""
    language: str | None
    """Of the acknowledgement."""
    follow_ups: tuple[tuple[str, str], ...]
    """(kind, due as ISO 8601)."""
    matched: frozenset[str]


def gist_of(analysis: Analysis, plan: Plan) -> Gist:
    """The gist of a decision as it was just made."""
    d = analysis.decision
    answer = next((o for o in plan.outgoing if o.kind == "acknowledgement"), None)
    return Gist(
        disposition=plan.disposition,
        verdict=analysis.screening.verdict,
        category=d.category,
        intent=d.intent,
        priority=d.priority,
        team=d.team,
        assignee=d.assignee,
        tags=tuple(d.tags),
        missing=tuple(analysis.completeness.missing),
        acknowledgement=answer.template if answer else None,
        language=answer.language if answer else None,
        follow_ups=tuple((f.kind, f.due_at.isoformat().replace("+00:00", "Z")) for f in plan.follow_ups),
        matched=frozenset(t.rule for t in d.trace if t.matched),
    )


def gist_in(data: Mapping[str, Any]) -> Gist:
    """The gist of a stored explanation (`triage.explain.explanation`)."""
    d, plan = data["decision"], data["plan"]
    answer = plan["acknowledge"] or {}
    return Gist(
        disposition=plan["disposition"],
        verdict=data["screening"]["verdict"],
        category=d["category"],
        intent=d["intent"],
        priority=d["priority"],
        team=d["team"],
        assignee=d["assignee"],
        tags=tuple(d["tags"]),
        missing=tuple(data["completeness"]["missing"]),
        acknowledgement=answer.get("template"),
        language=answer.get("language"),
        follow_ups=tuple((f["kind"], f["due_at"]) for f in plan["follow_ups"]),
        matched=frozenset(t["rule"] for t in d["trace"] if t["matched"]),
    )


_PARTS = ("disposition", "verdict", "category", "intent", "priority", "team", "assignee", "acknowledgement")


def differences(then: Gist, now: Gist) -> tuple[str, ...]:
    """What differs, as "part: before → after". Times of follow-ups are told as sooner or later, so that equal moves
    of many mails read alike."""
    found = [
        f"{part}: {getattr(then, part) or 'none'} → {getattr(now, part) or 'none'}"
        for part in _PARTS
        if getattr(then, part) != getattr(now, part)
    ]
    if then.acknowledgement == now.acknowledgement and then.language != now.language:
        found.append(f"acknowledgement's language: {then.language} → {now.language}")
    found += [
        f"{part}: {', '.join(one) or 'none'} → {', '.join(two) or 'none'}"
        for part, one, two in (("tags", then.tags, now.tags), ("missing", then.missing, now.missing))
        if one != two
    ]
    return (*found, *_follow_ups(then.follow_ups, now.follow_ups))


def _follow_ups(then: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]) -> list[str]:
    if then == now:
        return []
    one, two = dict(then), dict(now)
    if one.keys() != two.keys():
        return [f"follow-ups: {', '.join(one) or 'none'} → {', '.join(two) or 'none'}"]
    return [f"follow-up {k}: {'later' if two[k] > one[k] else 'sooner'}" for k in one if one[k] != two[k]]


def because(then: Gist, now: Gist) -> str:
    """Which rules matched under one policy only."""
    gone, come = sorted(then.matched - now.matched), sorted(now.matched - then.matched)
    parts = [f"no longer: {', '.join(gone)}" if gone else "", f"now: {', '.join(come)}" if come else ""]
    return "; ".join(p for p in parts if p) or "the same rules match; what they or the catalogue say differs"
