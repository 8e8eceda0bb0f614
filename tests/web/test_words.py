"""The console's words: what triage, rules and refusals say in English is said in Chinese, too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mailbot.compose.kinds import KINDS
from mailbot.rules.conditions import CONDITIONS
from mailbot.web.rulewords import RuleWords, table
from mailbot.web.words import Words, dictionary, reasons
from tests import catalogue

MAILBOT = Path(__file__).resolve().parents[2] / "mailbot"


@pytest.fixture(scope="module")
def zh() -> Words:
    return Words("zh", catalogue.policy().catalogue)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no id of a ticket", "未提及任何工单"),
        ("nothing proves mail.example", "没有凭据证明邮件来自 mail.example"),
        ("DMARC fails for a.example (by mx.b.example)", "a.example 的 DMARC 校验失败（由 mx.b.example 判定）"),
        ("cap of 3 automatic mails per sender in 60 min is reached",
         "每 60 分钟每个发件人最多 3 封自动邮件，已达上限"),
        ("signed token of this ticket; closed 9 days ago, so a new linked one",
         "带有本工单的签名标记；原工单已关闭 9 天，因此新建并关联"),
        ("this mail holds secrets; only the masked text may be read", "该邮件含有敏感信息，仅可查看遮盖后的文字"),
        ("there is no team 'x'; there are: kyc, frontline", "没有团队 'x'；可选：kyc, frontline"),
        ("what nobody has put into words", "what nobody has put into words"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_reason_is_said_in_chinese(zh: Words, said: str, meant: str):
    assert zh.reason(said) == meant
    assert Words("en", zh.catalogue).reason(said) == said


def test_what_a_rule_does_and_what_would_change_is_said_in_chinese(zh: Words):
    assert zh.effect("deadline 15 min") == "回复时限 15 min"
    assert zh.effect("priority at least P2") == "优先级不低于 P2"
    assert zh.effect("team kyc") == "团队 KYC 组"
    assert zh.change("team: frontline → kyc") == "团队: 一线客服 → KYC 组"
    assert zh.change("tags: none → vip, press") == "标签: 无 → vip、press"
    assert zh.change("follow-up remind_first: later") == "跟进 首次提醒: 推迟"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("always", "始终适用"),
        ("intent is withdrawal_pending, not one of legal_request, login_access",
         "意图：提币仍在处理中（要求：执法机关或法律事务、无法登录账户 之一）"),
        ("none of (signal is none, not one of ongoing_theft; secret is none, not anything)",
         "均不满足（信号：无（要求：正在被盗 之一）；敏感信息：无（要求：任意））"),
        ("amount_usd is 25000; category is security", "美元金额：25000；类别：账户安全"),
        ("changes the account: not wanted: language is ja", "变更账户：不应满足：语言：日本語"),
        ("not (subject is a (b; c, not like x*)", "不满足（主题：a (b; c（要求：形如 x*））"),
        ("nobody knows this", "nobody knows this"),
        ("", ""),
    ],
)  # fmt: skip
def test_why_a_rule_held_is_said_in_chinese(zh: Words, said: str, meant: str):
    assert RuleWords(zh).because(said) == meant
    assert RuleWords(Words("en", zh.catalogue)).because(said) == said


@given(st.text(alphabet="abit s;,()nof: ", max_size=200) | st.text())
def test_whatever_a_trace_holds_something_is_said(text: str):
    words = RuleWords(Words("zh", catalogue.policy().catalogue))
    assert bool(words.because(text)) == bool(text)
    assert words.name(text) in {text, table("zh")["names"].get(text)}


def test_a_trace_of_any_length_and_depth_is_said(zh: Words):
    for text in ("not (" * 50_000, "; " * 50_000, ": " * 50_000, "none of (" * 9 + ")" * 9):
        assert RuleWords(zh).because(text)


def test_every_condition_and_what_ships_has_chinese_words():
    known = table("zh")
    assert set(known["conditions"]) == set(CONDITIONS)
    shipped = YAML(typ="safe").load(MAILBOT.parent / "config.yaml")
    names = {r["name"] for r in shipped["rules"]} | {r["note"] for r in shipped["rules"] if "note" in r}
    assert names | set(shipped["conditions"]) == set(known["names"])


def test_what_an_event_bears_is_said_by_its_name(zh: Words):
    assert (zh.field("to", "unclear"), zh.field("to", "li@mail.example")) == ("更正为", "至")
    assert zh.datum("team", "kyc") == "KYC 组"
    assert zh.datum("secrets", ["password", "seed_phrase"]) == "password、seed_phrase"
    assert zh.datum("told", True) == "✓"
    assert zh.datum("to", 4711) == "4711"


def test_every_place_to_fill_is_filled_in_both_languages():
    found = json.loads((MAILBOT / "web/words/reasons.zh.json").read_text("utf-8"))
    assert len(found) > 100
    for english, chinese in found.items():
        assert sorted(re.findall(r"\{\w\}", english)) == sorted(re.findall(r"\{\w\}", chinese)), english
        assert len(reasons("zh")) == len(found)


def test_every_reason_of_the_screening_and_of_identity_is_known():
    """A new one that is only said in English is found here."""
    known = [pattern for pattern, _ in reasons("zh")]
    for file in [*(MAILBOT / "triage/screen").glob("*.py"), MAILBOT / "triage/thread.py"]:
        for plain in re.findall(r'(?:reason|because)="([^"{]+)"', file.read_text("utf-8")):
            assert any(p.fullmatch(plain) for p in known), plain


def test_every_event_and_letter_has_a_chinese_name():
    known = dictionary("zh")
    kinds = set()
    for file in MAILBOT.rglob("*.py"):
        kinds |= set(re.findall(r'Event\(\s*kind="(\w+)"', file.read_text("utf-8")))
    assert len(kinds) > 40
    assert {k for k in kinds if k.replace("_", " ") not in known} == set()
    assert {words for words in KINDS.values() if words not in known} == set()
