"""Whether every demo customer was handled as expected.yaml says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from mailbot.demo.stage import Outcome, Stage

EXPECTED = Path(__file__).with_name("expected.yaml")


def expectations() -> dict[str, dict[str, Any]]:
    """name of a mail → what must become of it."""
    found: dict[str, dict[str, Any]] = YAML(typ="safe").load(EXPECTED.read_text("utf8"))
    return found


def check(stage: Stage, outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    """name of a mail → what is otherwise than expected; empty lists where all is well."""
    by_name = {o.name: o for o in outcomes}
    return {name: _differences(stage, by_name, name, wanted) for name, wanted in expectations().items()}


def _differences(stage: Stage, by_name: Mapping[str, Outcome], name: str, wanted: Mapping[str, Any]) -> list[str]:
    outcome = by_name.get(name)
    if outcome is None or outcome.handled.analysis is None or outcome.handled.plan is None:
        return [f"not handled: {outcome.handled.error if outcome else 'never arrived'}"]
    a, plan = outcome.handled.analysis, outcome.handled.plan
    answer = next((o.template for o in plan.outgoing), None)
    actual: dict[str, Any] = {
        "disposition": plan.disposition,
        "language": a.classification.language,
        "intent": a.classification.intent,
        "missing": list(a.completeness.missing),
        "answer": answer,
        "thread": a.threading.kind,
        "priority": a.decision.priority,
        "secrets": sorted({s.kind for s in a.extraction.secrets}),
    }
    found = [
        f"{key} is {actual[key]!r}, not {value!r}"
        for key, value in wanted.items()
        if key in actual and actual[key] != value
    ]
    if "ticket_of" in wanted and outcome.handled.ticket != by_name[wanted["ticket_of"]].handled.ticket:
        found.append(f"is on ticket {outcome.handled.ticket or 'none'}, not on that of {wanted['ticket_of']}")
    if "reminders" in wanted:
        sent = _reminders(stage, outcome.handled.ticket)
        if sent != wanted["reminders"]:
            found.append(f"reminders sent: {sent}, not {wanted['reminders']}")
    if "hidden" in wanted and (where := _leak(stage, str(wanted["hidden"]))):
        found.append(f"the secret is still in {where}")
    return found


def _reminders(stage: Stage, number: str) -> list[str]:
    with stage.app.tools.db.read() as t:
        ticket = t.tickets.by_number(number)
        letters = reversed(t.outbox.find(ticket=ticket.id))
        return [m.kind for m in letters if m.kind in {"reminder", "last_reminder"} and m.state == "sent"]


def _leak(stage: Stage, words: str) -> str:
    """Where a secret's words still stand outside the raw spool; empty where nowhere."""
    with stage.app.tools.db.read() as t:
        for ticket in t.tickets.find(most=1000):
            for message in t.messages.of(ticket.id):
                if words in message.text or words in message.fresh_text or words in message.subject:
                    return f"ticket {ticket.number}"
            for decision in t.messages.decisions(ticket.id):
                if words in str(decision.analysis) or words in str(decision.context):
                    return f"the decision of ticket {ticket.number}"
        for letter in t.outbox.find(most=1000):
            if words.encode() in (letter.content or b""):
                return f"letter {letter.id}"
    return ""
