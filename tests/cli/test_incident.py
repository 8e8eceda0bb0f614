"""`mailbot incident` and `mailbot webhooks` as an operator types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailbot.app import App
from mailbot.cli import incident, webhooks
from mailbot.config import load

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder: the built-in configuration keeps its things there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str):
    group = {"incident": incident.incident, "webhooks": webhooks.webhooks}[words[0]]
    return RUNNER.invoke(group, list(words[1:]))


def test_an_incident_is_opened_listed_and_closed():
    said = run(
        "incident", "open", "TRC20 delayed", "--match", "intent=withdrawal_pending", "--match", "network=TRC20",
        "--text", "They are late.", "--text", "zh: 延迟。",
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    assert "goes on: TRC20 delayed" in said.output
    listed = run("incident", "list").output
    assert "TRC20 delayed" in listed
    assert "withdrawal_pending" in listed
    app = App(load(None))
    app.open()
    with app.tools.db.read() as t:
        assert t.incidents.get(1).texts == {"": "They are late.", "zh": "延迟。"}
    app.close()
    assert "0 ticket(s) are told" in run("incident", "close", "1", "--text", "All sent.").output
    assert "over since" in run("incident", "list").output
    again = run("incident", "close", "1")
    assert again.exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("open", "x"),
        ("open", "x", "--match", "intent=nonsense"),
        ("open", "x", "--match", "intent=withdrawal_pending", "--when", "{intent: withdrawal_pending}"),
        ("open", "x", "--when", "["),
        ("open", "x", "--when", "just words"),
        ("open", "x", "--match", "intent=withdrawal_pending", "--text", "xx: words"),
        ("close", "7"),
        ("add", "7", "10000001"),
        ("add", "9" * 30, "10000001"),
        ("close", "9" * 30),
    ],
    ids=lambda w: " ".join(w)[-40:],
)
def test_what_cannot_be_meant_is_refused(words):
    assert run("incident", *words).exit_code in {1, 2}
    assert "no incidents" in run("incident", "list").output


def test_a_condition_may_be_written_as_a_rule_has_it():
    said = run("incident", "open", "x", "--when", "{any: [{intent: withdrawal_pending}, {signal: over_24h}]}")
    assert said.exit_code == 0, said.output


def test_webhooks_that_are_none_are_said_to_be_none():
    assert "no calls" in run("webhooks", "list").output
    assert "0 call(s)" in run("webhooks", "retry", "--all").output
    assert run("webhooks", "retry").exit_code == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("webhooks", "list", "--state", "gone"), "queued, sending, sent, failed"),
        (("webhooks", "list", "--channel", "gone"), "there is no 'gone'"),
        (("webhooks", "retry", "99"), "mailbot webhooks list"),
        (("incident", "open", "x", "--match", "intent"), "'intent' is no name=value"),
        (("incident", "open", "x", "--match", "foo=bar", "--text", "hi"), "named 'foo'"),
    ],
    ids=lambda w: " ".join(w) if isinstance(w, tuple) else "",
)
def test_what_is_wrong_is_named_as_it_was_written(words: tuple[str, ...], says: str):
    said = run(*words)
    assert said.exit_code in {1, 2}
    assert all(word in said.output for word in says.split()), said.output
