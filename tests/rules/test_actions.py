from __future__ import annotations

import pytest

from mailbot.rules.actions import ACTIONS, minutes
from tests.rules.shop import decided, faults

# action, operand, the decision's field, its value
TABLE = [
    ("category", "account", "category", "account"),
    ("intent", "login", "intent", "login"),
    ("priority", "P1", "priority", "P1"),
    ("priority_at_least", "P2", "priority", "P2"),
    ("priority_at_most", "P4", "priority", "P4"),
    ("team", "legal", "team", "legal"),
    ("assignee", "wang", "assignee", "wang"),
    ("tags", ["vip", "chain"], "tags", ("vip", "chain")),
    ("deadline", "2h", "deadline_minutes", 120),
    ("acknowledge", "none", "acknowledge", None),
    ("acknowledge", "ack_received", "acknowledge", "ack_received"),
    ("acknowledge", "auto", "acknowledge", "auto"),
    ("ask", ["contact"], "ask", ("contact",)),
    ("follow_up", "urgent", "follow_up", "urgent"),
    ("escalate", True, "escalate", True),
    ("notify", "on_call", "notify", ("on_call",)),
    ("quarantine", True, "quarantine", True),
]


@pytest.mark.parametrize(("name", "operand", "field", "value"), TABLE)
def test_an_action_sets_its_field(name, operand, field, value):
    decision = decided({"name": "set", "then": {name: operand}})
    assert getattr(decision, field) == value


def test_the_table_leaves_no_action_out():
    assert {row[0] for row in TABLE} == set(ACTIONS)


WRONG = [
    ({"team": "chian"}, ("team",), "unknown team 'chian'", "did you mean 'chain'?"),
    ({"teem": "chain"}, ("teem",), "unknown action 'teem'", "did you mean 'team'?"),
    ({"tags": []}, ("tags",), "at least one word", ""),
    ({"tags": [5]}, ("tags", 0), "wants a word, not 5", "quotes"),
    ({"deadline": "soon"}, ("deadline",), "wants a duration, not 'soon'", "2d"),
    ({"deadline": "0m"}, ("deadline",), "wants a duration", ""),
    ({"deadline": 30}, ("deadline",), "wants a duration, not 30", ""),
    ({"acknowledge": "ack_recieved"}, ("acknowledge",), "unknown template", "ack_received"),
    ({"acknowledge": ["none"]}, ("acknowledge",), "wants auto, none, or a template", ""),
    ({"escalate": "yes"}, ("escalate",), "wants true or false", ""),
    ({"ask": ["uid", "txhash"]}, ("ask", 1), "unknown fact 'txhash'", "tx_hash"),
    ({"notify": "oncall"}, ("notify",), "unknown channel", "on_call"),
    ({"follow_up": "none"}, ("follow_up",), "unknown follow_up", "default"),
    ({"priority": "high"}, ("priority",), "unknown priority 'high'", "one of: P1, P2, P3, P4"),
]


@pytest.mark.parametrize(("then", "path", "says", "remedy"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_action_is_said_with_its_place_and_remedy(then, path, says, remedy):
    found = faults({"name": "wrong", "then": then})
    assert len(found) == 1
    assert found[0].path == ("rules", 0, "then", *path)
    assert says in found[0].problem
    assert remedy in found[0].remedy


def test_an_intent_brings_its_category_and_team():
    decision = decided({"name": "it is a login", "then": {"intent": "login"}})
    assert (decision.intent, decision.category, decision.team) == ("login", "account", "front")


def test_a_team_beside_an_intent_wins_whatever_the_order():
    for then in ({"intent": "login", "team": "legal"}, {"team": "legal", "intent": "login"}):
        assert decided({"name": "r", "then": then}).team == "legal"


def test_the_first_rule_that_sets_a_field_wins_and_lists_add_up():
    decision = decided(
        {"name": "one", "then": {"team": "legal", "tags": ["a"]}},
        {"name": "two", "then": {"team": "front", "assignee": "li", "tags": ["b", "a"]}},
    )
    assert (decision.team, decision.assignee, decision.tags) == ("legal", "li", ("a", "b"))


def test_bounds_of_the_priority_are_applied_last_and_urgency_wins():
    rules = [
        {"name": "low", "then": {"priority_at_most": "P4"}},
        {"name": "high", "then": {"priority_at_least": "P2"}},
        {"name": "set", "then": {"priority": "P3"}},
    ]
    assert decided(*rules).priority == "P2"
    assert decided(*reversed(rules)).priority == "P2"


def test_at_least_leaves_what_is_more_urgent():
    rules = [{"name": "set", "then": {"priority": "P1"}}, {"name": "floor", "then": {"priority_at_least": "P3"}}]
    assert decided(*rules).priority == "P1"


def test_stop_ends_the_asking():
    stop = {"name": "stop", "when": {"language": "zh"}, "stop": True}
    decision = decided(stop, {"name": "no", "then": {"tags": "x"}})
    assert decision.tags == ()
    assert [t.rule for t in decision.trace] == ["stop"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("30m", 30), ("4h", 240), ("2d", 2880), ("1w", 10080), (" 5 m ", 5), ("5", None), ("m", None), ("-5m", None),
     (5, None), ("1.5h", None), ("9999999m", None)],
)  # fmt: skip
def test_durations(text, value):
    assert minutes(text) == value
