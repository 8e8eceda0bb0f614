"""Which known problem a new ticket belongs to, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailbot.model.effects import Incident
from mailbot.rules.facts import Facts
from mailbot.rules.ruleset import compile_when
from mailbot.triage.policy import Policy


def known(facts: Facts, incidents: Sequence[Incident], policy: Policy) -> int | None:
    """The id of the first incident whose condition holds; None where none does. A condition that the policy in force
    does not understand any more (an intent was renamed) never holds."""
    for incident in incidents:
        condition, faults = compile_when(incident.when, policy.conditions, policy.vocabulary)
        if not faults and condition.test(facts):
            return incident.id
    return None


def text_for(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, in its base language, or the one for all."""
    return texts.get(language) or texts.get(language.partition("-")[0]) or texts.get("", "")
