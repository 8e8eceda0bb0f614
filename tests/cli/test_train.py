"""`mailbot train` and `model`, as an admin uses them: an intent of one's own, ten examples, into force and back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from classifiers.base import Sample
from mailbot.cli import train
from mailbot.config import load
from mailbot.desk.brain import Brain

APP = typer.Typer()
train.register(APP)

CONFIG = """\
store: {folder: data}
intents:
  custody_inquiry:
    category: trading
    team: institutional
    priority: P3
    label: {en: custody, zh: 机构托管, zh-Hant: 機構託管, ja: カストディ, ko: 수탁, ru: хранение,
            vi: lưu ký, es: custodia, tr: saklama, pt: custódia}
teams: {institutional: {}}
"""
BASE = {
    "deposit_not_credited": [
        "my deposit never arrived",
        "coins sent, deposit missing",
        "充值没有到账",
        "deposit unpaid",
    ],
    "login_access": ["cannot log in", "password reset does not work", "登录不上去", "locked out of my account"],
    "fees_funding": ["why is the fee so high", "maker fee question", "手续费太高了", "fee charged twice"],
}
CUSTODY = [
    "Our fund looks for a custodian for its coins.",
    "Do you offer cold custody for institutions?",
    "We are a family office and need segregated custody.",
    "请问你们有机构托管服务吗",
    "托管资产如何审计？",
    "Who insures assets under custody?",
    "Custody for a pension fund: whom do we talk to?",
    "We want our treasury in third-party custody.",
    "我们基金想把币放在托管账户",
    "Is your custody arm regulated?",
]


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("config.yaml").write_text(CONFIG, "utf8")
    Path("base").mkdir()
    write(Path("base/en.jsonl"), [(intent, text) for intent, listed in BASE.items() for text in listed])
    write(Path("custody.jsonl"), [("custody_inquiry", text) for text in CUSTODY])


def write(path: Path, rows: list[tuple[str, str]]) -> None:
    lines = (json.dumps({"lang": "en", "intent": intent, "text": text}) for intent, text in rows)
    path.write_text("\n".join(lines), "utf8")


def run(*words: str) -> Result:
    return CliRunner().invoke(APP, list(words))


def test_an_intent_of_one_s_own_is_learnt_from_ten_examples_taken_into_force_and_back() -> None:
    trained = run("train", "--texts", "base", "--add", "custody.jsonl")
    assert trained.exit_code == 0, trained.output
    assert re.search(r"custody_inquiry +10 ", trained.output)
    assert "left to rules and people: account_closure_privacy" in trained.output
    assert "login_access: 4 texts" in trained.output
    version = re.search(r"stored as version (\w+)", trained.output)
    assert version
    assert run("model", "promote", version[1]).exit_code == 1, "four texts an intent are worse than the wheel's"
    assert run("model", "promote", version[1], "--force").exit_code == 0
    asked = Sample("which custodian holds coins of a fund?")
    brain = Brain(load(Path("config.yaml")))
    assert brain.classifier.predict([asked])[0].intent == "custody_inquiry"
    assert run("model", "rollback").exit_code == 0
    assert "custody_inquiry" not in dict(Brain(load(Path("config.yaml"))).classifier.predict([asked])[0].intents)


def test_what_cannot_be_learnt_from_is_named_and_nothing_is_stored() -> None:
    write(Path("odd.jsonl"), [("custdoy_inquiry", "who holds the coins?")])
    unknown = run("train", "--texts", "base", "--add", "odd.jsonl")
    assert (unknown.exit_code, "custdoy_inquiry" in unknown.output) == (2, True)
    Path("broken.jsonl").write_text('{"lang": "en", "intent": "login_access", "text": "x"}\n{"lang": "en"}\n', "utf8")
    broken = run("train", "--texts", "base", "--add", "broken.jsonl")
    assert (broken.exit_code, "broken.jsonl:2" in broken.output) == (2, True)
    assert "broken.jsonl:2: not a labelled text: it lacks 'intent'" in " ".join(broken.output.split())
    Path("octets.jsonl").write_bytes(b"\xff\xfe{")
    octets = run("train", "--texts", "base", "--add", "octets.jsonl")
    assert (octets.exit_code, "octets.jsonl: no UTF-8" in octets.output) == (2, True)
    assert run("train", "--texts", "base", "--add", "nowhere").exit_code == 2
    assert run("train", "--texts", "base", "--promote", "--to", "elsewhere").exit_code == 2
    assert not Path("data").exists()


def test_texts_of_intents_that_the_desk_does_not_have_are_left_out(tmp_path: Path) -> None:
    write(tmp_path / "some.jsonl", [("login_access", "cannot log in"), ("gone", "something")])
    (tmp_path / "out").mkdir()
    train._copy(tmp_path / "some.jsonl", tmp_path / "out", "", {"login_access"})
    kept = (tmp_path / "out" / "some.jsonl").read_text("utf8")
    assert ("login_access" in kept, "gone" in kept) == (True, False)
