"""A small desk to write rules for, and facts of an ordinary mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from mailbot.model.findings import Decision
from mailbot.rules.evaluate import decide
from mailbot.rules.facts import Facts
from mailbot.rules.ruleset import Ruleset, compile_rules
from mailbot.rules.vocabulary import Fault, Vocabulary

VOCABULARY = Vocabulary(
    names={
        "category": ("money", "account", "other"),
        "intent": ("withdrawal", "deposit", "login", "unclear"),
        "priority": ("P1", "P2", "P3", "P4"),
        "team": ("chain", "front", "legal"),
        "fact": ("uid", "tx_hash", "contact"),
        "signal": ("theft", "large"),
        "mailbox": ("support", "account"),
        "entity": ("uid", "tx_hash", "coin", "address"),
        "secret": ("password", "seed_phrase"),
        "follow_up": ("default", "urgent"),
        "channel": ("on_call", "lead"),
        "template": ("ack_complete", "ack_received"),
    },
    intents={
        "withdrawal": ("money", "chain"),
        "deposit": ("money", "chain"),
        "login": ("account", "front"),
        "unclear": ("other", "front"),
    },
    zone="Asia/Shanghai",
)
MAIL = Facts(
    now=datetime(2026, 11, 20, 8, 15, tzinfo=UTC),  # a Friday; 16:15 in Shanghai
    category="money",
    intent="withdrawal",
    language="zh",
    mailbox="support",
    sender="wang@mail.example",
    domain="mail.example",
    team="chain",
)
BASE = Decision(category="money", intent="withdrawal", priority="P3", team="chain")
LAST = {"name": "everything else", "then": {"acknowledge": "auto"}}


def compiled(*rules: dict[str, Any], conditions: dict[str, Any] | None = None) -> Ruleset:
    """Rules that have no fault, and a last one."""
    ruleset, faults = compile_rules([*rules, LAST], conditions, VOCABULARY)
    assert faults == []
    return ruleset


def faults(*rules: Any, conditions: Any = None) -> list[Fault]:
    """What is wrong in these rules."""
    return compile_rules([*rules, LAST], conditions, VOCABULARY)[1]


def holds(when: dict[str, Any], **facts: Any) -> bool:
    """Whether conditions hold for the ordinary mail with some facts changed."""
    ruleset = compiled({"name": "asked", "when": when, "then": {"tags": "yes"}})
    return "yes" in decide(replace(MAIL, **facts), ruleset, BASE).tags


def decided(*rules: dict[str, Any], conditions: dict[str, Any] | None = None, **facts: Any) -> Decision:
    """The decision of rules on the ordinary mail with some facts changed."""
    return decide(replace(MAIL, **facts), compiled(*rules, conditions=conditions), BASE)
