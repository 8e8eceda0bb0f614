from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from mailbot.cli import check, init
from mailbot.config.presets import PROVIDERS

APP = typer.Typer()
check.register(APP)
init.register(APP)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, and wide lines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("MAILBOT_PASSWORD", "MAILBOT_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(APP, arguments, input=answers)


def test_the_built_in_configuration_is_well():
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "✓ 11 rules, 4 tests passed, 0 warning(s)" in result.output
    assert "policy sha256:" in result.output


def test_errors_are_listed_with_place_and_remedy(here: Path):
    (here / "config.yaml").write_text("desk: {zone: Beijing}\nlog: {levle: info}\n")
    result = run("check", "--no-templates")
    assert result.exit_code == 2
    assert "config.yaml:1:8: error: zone wants a time zone" in result.output
    assert "config.yaml:2:7: error: unknown setting 'levle' in log" in result.output
    assert "→ did you mean 'level'?" in result.output


def test_a_hundredth_line_is_no_emoji(here: Path):
    (here / "config.yaml").write_text("\n" * 99 + "desk: {zone: Beijing}\n")
    assert "config.yaml:100:8:" in run("check", "--no-templates").output


def test_json_is_for_scripts(here: Path):
    (here / "config.yaml").write_text("desk: {zone: Beijing}\n")
    data = json.loads(run("check", "--no-templates", "--json").stdout)
    assert data["status"] == 2
    assert data["policy"] is None
    (error,) = [p for p in data["problems"] if p["level"] == "error"]
    assert (error["line"], error["column"]) == (1, 8)


def test_warnings_have_status_one(here: Path):
    (here / "other.yaml").write_text("delivery: {smtp: {host: smtp.exchange.example}}\n")
    result = run("check", "other.yaml", "--no-templates")
    assert result.exit_code == 1, result.output


def test_a_file_that_is_not_there_is_said():
    result = run("check", "nowhere.yaml")
    assert result.exit_code == 2
    assert "cannot be read: No such file or directory" in result.output


def test_notes_are_shown_on_demand():
    assert "note:" not in run("check", "--no-templates").output
    assert "may match one mail" in run("check", "--no-templates", "--notes").output


def test_tests_are_run_and_counted(here: Path):
    assert "4 passed, 0 failed" in run("test").output
    (here / "config.yaml").write_text(
        "token_key: ${NOT_SET}\ntests:\n  - {name: wrong, given: {intent: login_access}, expect: {team: kyc}}\n"
    )
    result = run("test")
    assert result.exit_code == 1
    assert "team is account_ops, not kyc" in result.output
    assert json.loads(run("test", "--json").stdout)["failed"] == 1


MAIL = """\
From: Wang <wang@mail.example>
To: support@desk.example
Subject: withdrawal pending
Date: Fri, 20 Nov 2026 08:15:00 +0000
Message-ID: <1@mail.example>

My withdrawal of 80000 USDT has been in review since this morning, please tell me when it leaves. UID 81234567890123456
"""


def test_a_test_may_name_a_mail_that_is_triaged_as_a_whole(here: Path):
    (here / "mail.eml").write_text(MAIL)
    (here / "config.yaml").write_text(
        "tests:\n  - {name: a mail, mail: mail.eml, expect: {rules: large amount, tags: [large_amount]}}\n"
        "  - {name: another wish, mail: mail.eml, expect: {category: other}}\n"
    )
    result = run("test")
    assert "✓ a mail" in result.output, result.output
    assert "category is deposit_withdrawal, not other" in result.output
    assert result.exit_code == 1


def test_the_schema_is_json():
    assert json.loads(run("schema").stdout)["properties"]["desk"]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_init_writes_a_file_that_is_valid(here: Path, provider: str, monkeypatch: pytest.MonkeyPatch):
    answers = 'help@exchange.example\n欧易 "Support": x\nAsia/Hong_Kong\n\n\n'
    result = run("init", "--provider", provider, answers=answers)
    assert result.exit_code == 0, result.output
    assert "wrote config.yaml" in result.output
    text = (here / "config.yaml").read_text()
    assert "help@exchange.example" in text
    assert "# ---- 5. Policy" in text
    unset = run("check", "--no-templates")
    assert unset.exit_code == 1
    assert "is not set" in unset.output
    monkeypatch.setenv("MAILBOT_PASSWORD", "x")
    monkeypatch.setenv("MAILBOT_CLIENT_SECRET", "x")
    assert run("check", "--no-templates").exit_code == 0


def test_init_overwrites_nothing_unasked(here: Path):
    (here / "config.yaml").write_text("precious")
    result = run("init", "--provider", "gmail", "--address", "a@x.example", "--name", "X", "--zone", "UTC")
    assert result.exit_code == 1
    assert (here / "config.yaml").read_text() == "precious"


def test_init_refuses_answers_that_are_none(here: Path):
    result = run("init", "--provider", "gmail", "--address", "not an address", "--name", "X", "--zone", "Mars")
    assert result.exit_code == 2
    assert "wants an e-mail address" in result.output
    assert not (here / "config.yaml").exists()
