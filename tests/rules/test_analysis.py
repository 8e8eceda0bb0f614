from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.rules import logic
from mailbot.rules.analysis import oddities
from mailbot.rules.pattern import compiled as pattern
from mailbot.rules.pattern import oddity
from tests.rules.shop import VOCABULARY, compiled
from tests.rules.test_decide import NAMED, mails, when


def found(*rules, level="warning"):
    return [o.what for o in oddities(compiled(*rules), VOCABULARY.intents) if o.level == level]


def terms(condition):
    ruleset = compiled({"name": "r", "when": condition, "then": {"tags": "x"}}, conditions=NAMED)
    return logic.terms(ruleset.rules[0].when, VOCABULARY.intents), ruleset.rules[0].when


@given(when, mails)
def test_what_cannot_hold_holds_for_no_mail(condition, mail):
    sum_, node = terms(condition)
    # an intent has one category: mails where they differ come from tickets, and are left out here
    if logic.impossible(sum_) and VOCABULARY.intents.get(mail.intent, ("",))[0] == mail.category:
        assert not node.test(mail)


@given(when, when, mails)
def test_what_is_implied_holds(one, two, mail):
    (sum_one, node_one), (sum_two, node_two) = terms(one), terms(two)
    consistent = VOCABULARY.intents.get(mail.intent, ("",))[0] == mail.category
    if consistent and logic.implies(sum_one, sum_two) and node_one.test(mail):
        assert node_two.test(mail)


@given(when, when, mails)
def test_what_cannot_hold_together_does_not(one, two, mail):
    (sum_one, node_one), (sum_two, node_two) = terms(one), terms(two)
    consistent = VOCABULARY.intents.get(mail.intent, ("",))[0] == mail.category
    if consistent and not logic.together(sum_one, sum_two):
        assert not (node_one.test(mail) and node_two.test(mail))


IMPOSSIBLE = [
    {"intent": "login", "category": "money"},
    {"confidence": {"gte": 0.9, "lt": 0.5}},
    {"all": [{"language": "zh"}, {"language": "en"}]},
    {"all": [{"signal": {"all": ["theft"]}}, {"signal": {"none": ["theft"]}}]},
    {"abstained": True, "not": {"abstained": True}},
    {"all": [{"subject": "x"}, {"not": {"subject": "x"}}]},
    {"any": [{"intent": "login", "category": "other"}, {"amount_usd": {"gt": 5, "lt": 5}}]},
    {"all": [{"abstained": True}, {"abstained": False}]},
]


@pytest.mark.parametrize("condition", IMPOSSIBLE)
def test_conditions_that_exclude_each_other(condition):
    assert found({"name": "r", "when": condition, "then": {"tags": "x"}}) == ["rule 'r' can never match"]


def test_a_rule_behind_one_that_stops():
    said = found(
        {"name": "wide", "when": {"category": "money"}, "stop": True},
        {"name": "narrow", "when": {"intent": "deposit", "language": "zh"}, "then": {"team": "legal"}},
    )
    assert said == ["rule 'narrow' is never reached"]


def test_a_rule_whose_effects_are_settled():
    said = found(
        {"name": "wide", "when": {"category": "money"}, "then": {"team": "front"}},
        {"name": "narrow", "when": {"intent": "deposit"}, "then": {"team": "legal"}},
    )
    assert said == ["rule 'narrow' has no effect: what it sets is settled before it by 'wide' (rules/0)"]


def test_an_effect_that_never_holds():
    said = found(
        {"name": "wide", "when": {"category": "money"}, "then": {"team": "front"}},
        {"name": "narrow", "when": {"intent": "deposit"}, "then": {"team": "legal", "assignee": "li"}},
    )
    assert said == ["team legal of rule 'narrow' never holds: 'wide' (rules/0) matches too and says team front first"]


def test_the_special_before_the_general_is_as_it_should_be():
    rules = (
        {"name": "narrow", "when": {"intent": "deposit"}, "then": {"team": "legal"}},
        {"name": "wide", "when": {"category": "money"}, "then": {"team": "front"}},
    )
    assert found(*rules) == []
    assert found(*rules, level="note") == []


def test_rules_that_overlap_are_noted():
    rules = (
        {"name": "one", "when": {"language": "zh"}, "then": {"team": "legal"}},
        {"name": "two", "when": {"amount_usd": {"gte": 5}}, "then": {"team": "front"}},
    )
    (said,) = found(*rules, level="note")
    assert "'one'" in said
    assert "'two' may match one mail; then team legal wins over team front" in said


def test_rules_that_cannot_meet_do_not_overlap():
    rules = (
        {"name": "one", "when": {"language": "zh"}, "then": {"team": "legal"}},
        {"name": "two", "when": {"language": ["en", "ja"]}, "then": {"team": "front"}},
    )
    assert found(*rules, level="note") == []


PATTERNS = [
    ("a^b", "can never match"), ("a$b", "can never match"), ("(foo$)bar", "can never match"),
    (r"[[:alpha:]]\A", "can never match"), (r"x\z.", "can never match"), ("x(^a|^b)", "can never match"),
    ("x?", "matches every text"), (".*", "matches every text"), ("", "matches every text"),
    ("a|", "matches every text"),
    ("^foo$", ""), ("foo$|^bar", ""), ("(?m)a$\\nb", ""), ("(?:a|b$)c", ""), ("[^]^]x", ""), (r"\Qa^b\E", ""),
    ("a{0,2}^b", ""), ("(?P<n>^a)?b", ""), (r"\bfoo\b", ""), (r"\p{Han}+", ""), ("(?i)a", ""), ("x*^a", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), PATTERNS)
def test_pointless_patterns(text, says):
    assert oddity(text) == says


@pytest.mark.parametrize("text", [text for text, says in PATTERNS if says == "can never match"])
def test_patterns_said_never_to_match_do_not(text):
    regexp = pattern(text)
    for probe in ("ab", "a\nb", "foobar", "foo\nbar", "a", "x", "xa", "xb", "", "xx"):
        assert not regexp.search(probe.encode())


BESIDE = r"has \b beside a letter that is not ASCII: there it holds only next to an ASCII letter or digit"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"a\bb", "can never match"), (r"提\b币", "can never match"), (r"\w\b\d", "can never match"),
        (r"\b提币\b", BESIDE), (r"(?i)\b(refund|退款)\b", BESIDE), (r"\bвывод", BESIDE),
        (r"\brefund\b", ""), (r"\bcustod(y|ian)\b|机构托管", ""), (r"USDT\b提币", ""), (r"case \b7", ""),
        (r"a*\bb", ""), (r"(a|-)\bb", ""), (r"[a-z]\bb", ""), (r"a\Bb", ""),
    ],
)  # fmt: skip
def test_word_boundaries_that_cannot_be_or_are_not_meant_so(text, says):
    assert oddity(text) == says


PIECES = st.sampled_from(
    ["a", "7", "提", "-", " ", ".", r"\b", "^", "$", "(a|提)", "(-|b)", "a?", "提*", "[ab]", r"\d", "|"]
)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.text(alphabet="ab7提- \n", max_size=8))
def test_what_is_said_never_to_match_never_does(found, text):
    if oddity(found) == "can never match":
        assert pattern(found).search(text.encode()) is None
