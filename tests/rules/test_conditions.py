from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.rules.conditions import CONDITIONS
from tests.rules.shop import faults, holds

NIGHT = datetime(2026, 11, 20, 15, tzinfo=UTC)  # 23:00 in Shanghai

# condition, operand, facts for which it holds, facts for which it does not
TABLE = [
    ("category", "money", {}, {"category": "other"}),
    ("intent", ["withdrawal", "deposit"], {"intent": "deposit"}, {"intent": "login"}),
    ("secondary_intent", "login", {"secondary_intents": ("login",)}, {}),
    ("confidence", {"gte": 0.6}, {"intent_confidence": 0.6}, {"intent_confidence": 0.59}),
    ("category_confidence", {"lt": 0.5}, {"category_confidence": 0.49}, {"category_confidence": 0.5}),
    ("abstained", True, {"abstained": True}, {}),
    ("abstained", False, {}, {"abstained": True}),
    ("language", ["zh", "zh-Hant"], {"language": "zh-Hant"}, {"language": "en"}),
    ("mailbox", "account", {"mailbox": "account"}, {}),
    ("sender", "Wang@Mail.example", {}, {"sender": "li@mail.example"}),
    ("sender", "*@mail.example", {}, {"sender": "wang@evil-mail.example"}),
    ("sender", "w*g@*.example", {}, {"sender": "wx@mail.example"}),
    ("domain", ["*.gov.example", "court.example"], {"domain": "police.gov.example"}, {"domain": "gov.example"}),
    ("recipient", "api@*", {"recipients": ("a@b.example", "api@desk.example")}, {"recipients": ("a@b.example",)}),
    ("identity", ["contradicted", "lookalike"], {"identity": "lookalike"}, {"identity": "verified"}),
    ("verdict", "record_only", {"verdict": "record_only"}, {}),
    ("may_reply", False, {"may_reply": False}, {}),
    ("thread", "chaser", {"thread": "chaser"}, {}),
    ("priority", ["P1", "P2"], {"priority": "P2"}, {"priority": "P3"}),
    ("team", "chain", {}, {"team": "front"}),
    ("entity", "uid", {"entities": {"uid": ("1",)}}, {"entities": {"coin": ("BTC",)}}),
    ("entity", {"all": ["uid", "coin"]}, {"entities": {"uid": ("1",), "coin": ("BTC",)}},
     {"entities": {"uid": ("1",)}}),
    ("entity", {"none": ["uid"]}, {"entities": {"coin": ("BTC",)}}, {"entities": {"uid": ("1",)}}),
    ("entity", False, {}, {"entities": {"uid": ("1",)}}),
    ("value", {"coin": ["usdt", "USDC"]}, {"entities": {"coin": ("BTC", "USDT")}}, {"entities": {"coin": ("BTC",)}}),
    ("value", {"uid": "81*"}, {"entities": {"uid": ("8123",)}}, {}),
    ("invalid", "address", {"invalid": frozenset({"address"})}, {}),
    ("amount_usd", {"gte": 10_000}, {"amount_usd": 10_000.0}, {"amount_usd": 9_999.0}),
    ("amount_usd", {"gte": 0}, {"amount_usd": 0.0}, {"amount_usd": None}),
    ("missing", ["uid", "tx_hash"], {"missing": ("tx_hash",)}, {"missing": ("contact",)}),
    ("missing", {"all": ["uid", "tx_hash"]}, {"missing": ("tx_hash", "uid")}, {"missing": ("tx_hash",)}),
    ("missing", True, {"missing": ("uid",)}, {}),
    ("present", "uid", {"present": ("uid",)}, {}),
    ("doubtful", "uid", {"doubtful": ("uid",)}, {}),
    ("signal", {"none": ["theft"]}, {"signals": ("large",)}, {"signals": ("theft", "large")}),
    ("signal", {"any": ["theft"], "none": ["large"]}, {"signals": ("theft",)}, {"signals": ("theft", "large")}),
    ("secret", "seed_phrase", {"secrets": ("seed_phrase",)}, {"secrets": ("password",)}),
    ("flag", "internal_transfer", {"flags": frozenset({"internal_transfer"})}, {}),
    ("attachment", "police_report", {"attachments": ("photo", "police_report")}, {"attachments": ("photo",)}),
    ("size", {"gt": 1000}, {"size": 1001}, {"size": 1000}),
    ("size", 5, {"size": 5}, {"size": 6}),
    ("subject", "Chargeback", {"subject": "a CHARGEBACK now"}, {"subject": "charge back"}),
    ("subject", {"matches": "(?i)phish|钓鱼"}, {"subject": "钓鱼邮件"}, {"subject": "fish"}),
    ("text", ["拒付", "chargeback"], {"text": "银行说要拒付"}, {"text": "谢谢"}),
    ("text", {"matches": [r"\bcase \d+", "x{3}"]}, {"text": "in case 12"}, {"text": "in cases 12"}),
    ("earlier_tickets", {"gte": 1, "lte": 2}, {"earlier_tickets": 2}, {"earlier_tickets": 3}),
    ("tag", "vip", {"tags": ("vip",)}, {}),
    ("time", {"after": "22:00", "before": "06:00"}, {"now": NIGHT}, {}),
    ("time", {"after": "08:00", "before": "09:00", "zone": "UTC"}, {}, {"now": NIGHT}),
    ("time", {"after": "16:15"}, {}, {"now": datetime(2026, 11, 20, 8, 14, tzinfo=UTC)}),
    ("weekday", ["fri", "sat"], {}, {"now": datetime(2026, 11, 19, 8, tzinfo=UTC)}),
    # 16:30 UTC on Friday is Saturday in Shanghai
    ("weekday", "sat", {"now": datetime(2026, 11, 20, 16, 30, tzinfo=UTC)}, {}),
    ("date", {"from": "2026-11-20", "to": "2026-11-20"}, {}, {"now": datetime(2026, 11, 20, 16, 30, tzinfo=UTC)}),
    ("date", {"to": "2026-11-19"}, {"now": datetime(2026, 11, 18, tzinfo=UTC)}, {}),
    ("working_hours", False, {}, {"open_teams": frozenset({"chain"})}),
    ("working_hours", {"team": "front", "open": True}, {"open_teams": frozenset({"front"})},
     {"open_teams": frozenset({"chain"})}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "operand", "yes", "no"), TABLE, ids=lambda value: str(value)[:40])
def test_a_condition_holds_for_one_mail_and_not_for_another(name, operand, yes, no):
    assert holds({name: operand}, **yes)
    assert not holds({name: operand}, **no)
    assert not holds({"not": {name: operand}}, **yes)
    assert holds({"not": {name: operand}}, **no)


def test_the_table_leaves_no_condition_out():
    assert {row[0] for row in TABLE} == set(CONDITIONS)


WRONG = [
    ({"intent": "withdrawl"}, ("intent",), "unknown intent 'withdrawl'", "did you mean 'withdrawal'?"),
    ({"intent": ["login", "withdrawl"]}, ("intent", 1), "unknown intent", "withdrawal"),
    ({"intnt": "login"}, ("intnt",), "unknown condition 'intnt'", "did you mean 'intent'?"),
    ({"intent": []}, ("intent",), "the list is empty", "leave the condition out"),
    ({"intent": 5}, ("intent",), "wants a word or a list of words, not 5", "quotes"),
    ({"confidence": "high"}, ("confidence",), "wants a number or bounds, not 'high'", "{gte: 0.5}"),
    ({"confidence": {"gte": "0.5"}}, ("confidence", "gte"), "wants a number", ""),
    ({"confidence": {"least": 0.5}}, ("confidence", "least"), "unknown bound", "one of"),
    ({"confidence": True}, ("confidence",), "wants a number", ""),
    ({"abstained": "yes"}, ("abstained",), "wants true or false, not 'yes'", ""),
    ({"signal": {"one": ["theft"]}}, ("signal", "one"), "unknown word", "none"),
    ({"signal": {"any": ["thft"]}}, ("signal", "any", 0), "unknown signal 'thft'", "theft"),
    ({"subject": {"match": "x"}}, ("subject", "match"), "unknown word", "matches"),
    ({"subject": {"matches": "(a"}}, ("subject", "matches"), "not a pattern: missing )", "RE2"),
    ({"subject": {"matches": r"(?=a)"}}, ("subject", "matches"), "not a pattern", "no look-around"),
    ({"subject": {"matches": ["a", "x" * 5000]}}, ("subject", "matches", 1), "not a pattern: longer than", ""),
    ({"time": {"after": "25:00"}}, ("time", "after"), "wants a time", "quotes"),
    ({"time": {"after": "08:00", "zone": "Mars"}}, ("time", "zone"), "no time zone 'Mars'", "Asia/Shanghai"),
    ({"time": "night"}, ("time",), "a mapping of after, before, zone", "for example"),
    ({"weekday": "friday"}, ("weekday",), "unknown weekday 'friday'", "fri"),
    ({"date": {"from": "tomorrow"}}, ("date", "from"), "wants a day", "YYYY-MM-DD"),
    ({"working_hours": {"team": "chian"}}, ("working_hours", "team"), "unknown team 'chian'", "chain"),
    ({"value": "USDT"}, ("value",), "a mapping from kind to values", "coin"),
    ({"value": {"coins": "USDT"}}, ("value", "coins"), "unknown entity 'coins'", "coin"),
    ({"any": {}}, ("any",), "any wants a list of conditions", ""),
    ({"all": "x"}, ("all",), "all wants a list of conditions", ""),
    ({"not": "x"}, ("not",), "conditions are a mapping", ""),
    ({"use": "night"}, ("use",), "unknown named condition 'night'", "none is defined"),
]


@pytest.mark.parametrize(("when", "path", "says", "remedy"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_operand_is_said_with_its_place_and_remedy(when, path, says, remedy):
    found = faults({"name": "wrong", "when": when, "then": {"tags": "x"}})
    assert len(found) == 1
    assert found[0].path == ("rules", 0, "when", *path)
    assert says in found[0].problem
    assert remedy in found[0].remedy


def test_any_and_all_join_conditions():
    when = {"any": [{"language": "ja"}, {"all": [{"language": "zh"}, {"team": "chain"}]}]}
    assert holds(when)
    assert holds(when, language="ja", team="front")
    assert not holds(when, team="front")


def test_named_conditions_may_use_each_other_but_not_themselves():
    rule = {"name": "r", "when": {"use": "b"}, "then": {"tags": "x"}}
    found = faults(rule, conditions={"a": {"language": "zh"}, "b": {"use": "a", "team": "chain"}})
    assert found == []
    circle = faults(rule, conditions={"a": {"use": "b"}, "b": {"use": "a"}})
    assert any("uses itself" in f.problem for f in circle)


def test_conditions_nest_only_so_deep():
    when: dict = {"language": "zh"}
    for _ in range(40):
        when = {"not": when}
    assert any("nested deeper" in f.problem for f in faults({"name": "deep", "when": when, "then": {"tags": "x"}}))


def test_a_pattern_costs_no_more_than_the_text_is_long():
    assert not holds({"text": {"matches": "(a+)+c"}}, text="a" * 200_000)
