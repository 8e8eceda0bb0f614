from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.rules.evaluate import decide
from mailbot.rules.explain import explain, lines
from mailbot.rules.ruleset import apart, compile_rules
from tests.rules.shop import BASE, LAST, MAIL, VOCABULARY, compiled, decided, faults

leaf = st.sampled_from([
    {"language": "zh"}, {"language": ["en", "ja"]}, {"intent": "withdrawal"}, {"intent": ["login", "deposit"]},
    {"amount_usd": {"gte": 1000}}, {"confidence": {"lt": 0.5}}, {"missing": ["uid"]}, {"missing": True},
    {"signal": {"none": ["theft"]}}, {"abstained": True}, {"sender": "*@mail.example"}, {"subject": "help"},
    {"text": {"matches": "到账|arrived"}}, {"category": "money"}, {"use": "chinese money"},
])  # fmt: skip
when = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)
then = st.dictionaries(
    st.sampled_from(["team", "priority", "tags", "escalate", "priority_at_least"]), st.just(None), min_size=1
).map(lambda chosen: {name: {"team": "legal", "priority": "P2", "tags": ["t"], "escalate": True,
                             "priority_at_least": "P1"}[name] for name in chosen})  # fmt: skip
rules = st.lists(st.tuples(when, then, st.booleans()), max_size=6).map(
    lambda found: [{"name": f"rule {i}", "when": w, "then": t, "stop": s} for i, (w, t, s) in enumerate(found)]
)
mails = st.builds(
    lambda **facts: replace(MAIL, **facts),
    language=st.sampled_from(["zh", "en", "ja", "ru"]),
    intent=st.sampled_from(["withdrawal", "deposit", "login", "unclear", "gone"]),
    category=st.sampled_from(["money", "other"]),
    amount_usd=st.none() | st.floats(0, 1e6),
    intent_confidence=st.floats(0, 1),
    missing=st.sampled_from([(), ("uid",), ("uid", "tx_hash")]),
    signals=st.sampled_from([(), ("theft",), ("large",)]),
    abstained=st.booleans(),
    sender=st.sampled_from(["a@mail.example", "b@other.example", ""]),
    subject=st.text(max_size=20) | st.just("Help me"),
    text=st.text(max_size=40) | st.just("还没到账"),
)
NAMED = {"chinese money": {"language": "zh", "category": "money"}}


@given(rules, mails)
def test_every_rule_asked_has_a_trace_and_explain_agrees(found, mail):
    ruleset = compiled(*found, conditions=NAMED)
    decision = decide(mail, ruleset, BASE)
    tree = explain(mail, ruleset)
    assert [r.rule for r in tree] == [r.name for r in ruleset.rules]
    asked = [r for r in tree if r.state != "not asked"]
    assert [(t.rule, t.matched) for t in decision.trace] == [(r.rule, r.state == "hit") for r in asked]
    assert all(t.because for t in decision.trace)
    assert decide(mail, ruleset, BASE) == decision
    assert len(list(lines(tree))) >= len(tree)


@given(rules, st.lists(mails, min_size=1, max_size=3), st.lists(st.integers(0, 2), max_size=8))
def test_what_is_kept_from_one_mail_is_right_for_the_next(found, some, order):
    used = compiled(*found, conditions=NAMED)
    for index in order:
        mail = some[index % len(some)]
        assert decide(mail, used, BASE) == decide(mail, compiled(*found, conditions=NAMED), BASE)


@given(rules, st.lists(st.integers(0, 5), max_size=3), rules, mails)
def test_rulesets_differ_only_where_a_rule_that_stands_apart_holds(found, gone, come, mail):
    one = compiled(*found, conditions=NAMED)
    kept = [r for i, r in enumerate(found) if i not in gone]
    two = compiled(*kept[:2], *({**r, "name": f"new {r['name']}"} for r in come[:2]), *kept[2:], conditions=NAMED)
    if not any(rule.when.test(mail) for rule in apart(one, two)):
        before, after = decide(mail, one, BASE), decide(mail, two, BASE)
        assert replace(before, trace=()) == replace(after, trace=())
        assert [t.rule for t in before.trace if t.matched] == [t.rule for t in after.trace if t.matched]


def test_a_ruleset_stands_not_apart_from_itself_with_another_note():
    rule = {"name": "r", "when": {"language": "zh"}, "then": {"tags": "x"}}
    other = {"name": "other", "when": {"language": "en"}, "then": {"tags": "y"}}
    assert apart(compiled(rule, other), compiled({**rule, "note": "why"}, other)) == ()
    assert [r.name for r in apart(compiled(rule), compiled({**rule, "stop": True}))] == ["r", "r"]
    assert {r.name for r in apart(compiled(rule, other), compiled(other, rule))} <= {"r", "other"} != set()


LOOKED_FOR = [
    {"text": "refund"}, {"text": ["ＲＥＦＵＮＤ", "chargeback", "a.b"]}, {"text": {"matches": "(?i)refund|^help"}},
    {"text": {"matches": ["(?P<n>x)y", "z{2,}$"]}}, {"subject": {"matches": "(?P<n>re)fund"}}, {"subject": "退款"},
    {"text": {"matches": r"\Qa.b"}}, {"text": {"matches": r"\bcase 7\b"}}, {"subject": {"matches": "^$"}},
]  # fmt: skip
texts = st.lists(
    st.sampled_from(
        ["refund", "REFUND", "help", "xy", "zz", "a.b", "aXb", "case 7", "case 77", "退款", " ", "\n", "\ud800"]
    ),
    max_size=6,
).map("".join)


@given(st.lists(st.sampled_from(LOOKED_FOR), min_size=1, max_size=70), texts, texts)
def test_many_patterns_asked_as_one_find_what_each_finds(found, subject, text):
    ruleset = compiled(*({"name": f"rule {i}", "when": w, "then": {"tags": "x"}} for i, w in enumerate(found)))
    mail = replace(MAIL, subject=subject, text=text)
    decision = decide(mail, ruleset, BASE)
    for rule, trace in zip(ruleset.rules, decision.trace, strict=True):
        assert trace.matched == rule.when.test(mail)
        assert trace.because == (rule.when.held(mail) if trace.matched else rule.when.because(mail))


@given(st.lists(st.tuples(when, st.sampled_from(["team", "assignee", "follow_up", "tags"])), max_size=4), mails)
def test_the_order_of_rules_that_set_different_things_does_not_matter(found, mail):
    values = {"team": "legal", "assignee": "li", "follow_up": "urgent", "tags": ["x"]}
    once = {field: condition for condition, field in found}
    written = [{"name": f, "when": w, "then": {f: values[f]}} for f, w in once.items()]
    results = {replace(decided_by(order, mail), trace=()) for order in permutations(written)}
    assert len(results) == 1


def decided_by(order, mail):
    return decide(mail, compiled(*order, conditions=NAMED), BASE)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["when", "then", "intent", "any", "matches", "team", "name", "("]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["when", "then", "name", "stop", "any", "all", "not", "use", "intent", "confidence", "signal",
                         "text", "time", "date", "value", "matches", "gte", "tags", "team", "deadline", "acknowledge",
                         "working_hours", "zone"]) | st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(anything, anything)
def test_any_data_gives_rules_or_faults_with_a_remembered_place(data, named):
    ruleset, found = compile_rules(data, named, VOCABULARY)
    assert found or ruleset.rules
    for fault in found:
        assert fault.path[0] in {"rules", "conditions"}
        assert fault.problem
    decide(MAIL, ruleset, BASE)


def test_a_miss_says_the_condition_that_failed_with_the_actual_value():
    decision = decided({"name": "big", "when": {"amount_usd": {"gte": 10000}}, "then": {"tags": "x"}}, amount_usd=500.0)
    assert decision.trace[0].because == "amount_usd is 500, not ≥ 10000"


def test_a_miss_by_intent_says_so():
    decision = decided({"name": "r", "when": {"language": "zh", "intent": "login"}, "then": {"tags": "x"}})
    assert decision.trace[0].because == "intent is withdrawal, not login"


def test_a_hit_says_what_held():
    decision = decided({"name": "r", "when": {"language": "zh", "intent": "withdrawal"}, "then": {"tags": "x"}})
    assert decision.trace[0].because == "language is zh; intent is withdrawal"


def test_a_named_condition_stands_in_the_trace():
    decision = decided({"name": "r", "when": {"use": "chinese money"}, "then": {"tags": "x"}}, conditions=NAMED,
                       language="ja")  # fmt: skip
    assert decision.trace[0].because == "chinese money: language is ja, not zh"


def test_the_mails_own_words_stand_in_no_trace_of_a_miss():
    decision = decided({"name": "r", "when": {"text": "chargeback"}, "then": {"tags": "x"}}, text="my dark secret")
    assert "secret" not in decision.trace[0].because


def test_the_tree_shows_every_condition_and_what_was_overruled():
    ruleset = compiled(
        {"name": "one", "when": {"language": "zh"}, "then": {"team": "legal"}},
        {"name": "two", "when": {"any": [{"language": "en"}, {"intent": "withdrawal"}]}, "then": {"team": "front"},
         "stop": True},
    )  # fmt: skip
    shown = list(lines(explain(MAIL, ruleset)))
    assert shown == [
        "✓ one  (rules/0)",
        "    ✓ language: zh",
        "    → team legal",
        "✓ two  (rules/1)",
        "    ✓ any of",
        "        ✗ language: zh (wanted en)",
        "        ✓ intent: withdrawal",
        "    ⤳ team front: settled by one",
        "    ■ stop",
        "· everything else  (rules/2) — not asked: an earlier rule stopped",
    ]


STRUCTURE = [
    ("text", "a rule is a mapping", ("rules", 0)),
    ({"when": {}, "then": {"tags": "x"}}, "a rule needs a name", ("rules", 0)),
    ({"name": "r"}, "then wants a mapping of actions", ("rules", 0)),
    ({"name": "r", "then": {}}, "then wants a mapping of actions", ("rules", 0, "then")),
    ({"name": "r", "then": {"tags": "x"}, "stop": "yes"}, "stop wants true or false", ("rules", 0, "stop")),
    ({"name": "r", "than": 1, "then": {"tags": "x"}}, "unknown part of a rule 'than'", ("rules", 0, "than")),
    ({"name": "everything else", "then": {"tags": "x"}}, "a second rule named", ("rules", 1, "name")),
]


@pytest.mark.parametrize(("rule", "says", "path"), STRUCTURE)
def test_a_rule_of_the_wrong_shape(rule, says, path):
    found = faults(rule)
    assert says in found[0].problem
    assert found[0].path == path


def test_the_last_rule_catches_every_mail():
    _, found = compile_rules([{**LAST, "when": {"language": "zh"}}], None, VOCABULARY)
    assert [f.problem for f in found] == ["the last rule does not catch every mail"]


@pytest.mark.parametrize("nothing", [None, [], {}, "rules", 5])
def test_no_rules_at_all_is_a_fault(nothing):
    assert compile_rules(nothing, None, VOCABULARY)[1]
