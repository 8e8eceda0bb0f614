"""What was decided on a ticket, and what would be decided today with the same context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mailbot.desk.tools import Tools
from mailbot.model.codec import from_plain
from mailbot.model.effects import Context
from mailbot.triage import pipeline
from mailbot.triage.explain import explanation
from mailbot.triage.gist import differences, gist_in, gist_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrospect:
    """One mail's decision then and now. ``changed`` names the parts of the decision that differ."""

    raw: int
    then: Mapping[str, Any]
    now: Mapping[str, Any]
    changed: tuple[str, ...]


def retrospect(tools: Tools, number: str, now: datetime | None = None) -> list[Retrospect]:
    """For every mail of a ticket. Raises LookupError where there is no such ticket."""
    with tools.db.read() as t:
        ticket = t.tickets.by_number(number)
        decisions = t.messages.decisions(ticket.id)
        raws = {raw.id: raw for raw in t.spool.load([d.raw for d in decisions])}
    policy, rows = tools.policy(), []
    for decision in decisions:
        raw = raws.get(decision.raw)
        if raw is None:
            continue
        context = from_plain(Context, decision.context)
        context = replace(context, now=now) if now else context
        ((analysis, plan),) = pipeline.triage([(pipeline.read(raw, policy), context)], policy, tools.classifier)
        again = explanation(analysis, plan)
        rows.append(
            Retrospect(
                raw=raw.id,
                then=decision.analysis,
                now=again,
                changed=differences(gist_in(decision.analysis), gist_of(analysis, plan)),
            )
        )
    return rows
