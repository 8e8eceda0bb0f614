"""What a changed policy would have decided on the mail of the last days, before it acts.

Stored facts are decided again; only where identifiers, limits or screening differ is the raw mail read again. Nothing
is written. Memory stays flat: mails come in pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailbot.desk.retrospect import differences
from mailbot.desk.tools import Tools
from mailbot.model.codec import from_plain
from mailbot.model.effects import Context
from mailbot.model.mail import RawMail
from mailbot.store.messages import Decision
from mailbot.triage import pipeline
from mailbot.triage.explain import explanation
from mailbot.triage.policy import Policy
from mailbot.triage.replay import replay, replayable

PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One mail that is decided otherwise. ``because`` names the rules that matched under one policy only."""

    raw: int
    ticket: int | None
    subject: str
    differences: tuple[str, ...]
    because: str


@dataclass(slots=True, kw_only=True)
class Summary:
    """How many mails were decided again, how many otherwise, and from what to what."""

    mails: int = 0
    changed: int = 0
    failed: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    """ "priority: P3 → P2" → how many."""
    reread: bool = False
    """Whether the raw mails had to be read again."""

    @property
    def share(self) -> float:
        """Of the mails, between 0 and 1."""
        return self.changed / self.mails if self.mails else 0.0


def backtest(
    tools: Tools, new: Policy, since: datetime, summary: Summary, progress: Callable[[int], None] = lambda n: None
) -> Iterator[Change]:
    """Every mail decided since a time whose decision would change, as it is found; ``summary`` is kept up to date."""
    old = tools.policy()
    summary.reread = not replayable(old, new)
    after = 0
    while True:
        with tools.db.read() as t:
            page = t.messages.decided_since(since, after, PAGE)
            raws = (
                {r.id: r for r in t.spool.load([d.raw for d in page])}
                if summary.reread
                else t.spool.heads([d.raw for d in page])
            )
        if not page:
            return
        after = page[-1].raw
        for decision in page:
            change = _compare(tools, decision, raws.get(decision.raw), old, new, summary)
            if change is not None:
                yield change
        progress(len(page))


def count(tools: Tools, since: datetime) -> int:
    """How many mails a back-test would look at."""
    with tools.db.read() as t:
        return t.messages.count_decided_since(since)


def _compare(
    tools: Tools, decision: Decision, raw: RawMail | None, old: Policy, new: Policy, summary: Summary
) -> Change | None:
    summary.mails += 1
    if raw is None:
        summary.failed += 1
        return None
    context = from_plain(Context, decision.context)
    try:
        before = (
            decision.analysis if decision.policy == old.hash else _again(tools, decision, raw, context, old, summary)
        )
        after = _again(tools, decision, raw, context, new, summary)
    except Exception:  # noqa: BLE001 - a mail that cannot be decided again is counted, the others go on
        summary.failed += 1
        return None
    found = differences(before, after)
    if not found:
        return None
    summary.changed += 1
    summary.moves.update(found)
    return Change(
        raw=decision.raw,
        ticket=decision.ticket,
        subject=before["message"]["subject"],
        differences=found,
        because=_because(before, after),
    )


def _again(
    tools: Tools, decision: Decision, raw: RawMail, context: Context, policy: Policy, summary: Summary
) -> Mapping[str, Any]:
    if summary.reread:
        ((analysis, plan),) = pipeline.triage([(pipeline.read(raw, policy), context)], policy, tools.classifier)
    else:
        analysis, plan = replay(decision.analysis, raw, context, policy)
    return explanation(analysis, plan)


def _because(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    hits = [{t["rule"] for t in e["decision"]["trace"] if t["matched"]} for e in (before, after)]
    gone, come = sorted(hits[0] - hits[1]), sorted(hits[1] - hits[0])
    parts = [f"no longer: {', '.join(gone)}" if gone else "", f"now: {', '.join(come)}" if come else ""]
    return "; ".join(p for p in parts if p) or "the same rules, or the catalogue, decide otherwise"
