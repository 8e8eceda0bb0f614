"""Versions of the policy: taken over whole or not at all, watched beside the one in force, promoted, and on record."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mailbot.app import App
from mailbot.cli import shadow as commands
from mailbot.config import ConfigError, load
from mailbot.desk import policies, shadow
from tests.desk.story import Story, story
from tests.services import free_port, wait_until
from tests.services.smtpsink import SmtpSink

PLAIN = "rules:\n  - {name: everything else, then: {acknowledge: auto}}\n"
OTHER = "rules:\n  - {name: all to frontline, then: {team: frontline, acknowledge: none}}\n"
P2P = "The P2P seller does not release my coins although I paid 5000 CNY two hours ago."


@pytest.fixture
def told(tmp_path):
    with _desk(tmp_path) as desk:
        yield desk


@pytest.fixture(params=["sqlite", "postgresql"])
def stored(request, tmp_path):
    """The same on both engines."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with _desk(tmp_path, url) as desk:
        yield desk


@contextmanager
def _desk(tmp_path: Path, url: str = "") -> Iterator[Story]:
    with SmtpSink() as sink, story(tmp_path / "var", sink, url) as desk:
        file = tmp_path / "config.yaml"
        file.write_text(PLAIN)
        settings = load(file).with_token_key(desk.app.settings.policy.token_key)
        desk.app.settings = replace(desk.app.settings, policy=settings.policy, files=settings.files,
                                    values=settings.values)  # fmt: skip
        policies.loaded(desk.app.tools, desk.app.settings)
        yield desk


def events(told: Story, kind: str):
    with told.app.tools.db.read() as t:
        return t.messages.history(kind=kind)


def file_of(told: Story) -> Path:
    return told.app.settings.files[0]


def test_a_changed_file_is_taken_over_and_its_difference_is_on_record(told):
    before = told.app.settings.policy.hash
    file_of(told).write_text(OTHER)
    assert told.app.reload()
    first, second = events(told, "policy_loaded")
    assert (first.data["hash"], second.data["before"]) == (before, before)
    assert second.data["hash"] == told.app.settings.policy.hash != before
    assert "- rules: 'everything else'" in second.data["difference"]
    assert second.actor == file_of(told).owner()
    number = told.write(P2P, subject="P2P")
    assert told.ticket(number).team == "frontline"


def test_a_bad_file_leaves_the_last_good_one_and_an_alarm(told):
    before = told.app.settings
    file_of(told).write_text("rules:\n  - {name: x, then: {team: nobody}}\n")
    assert not told.app.reload()
    assert told.app.settings is before
    assert "config.yaml:2:" in told.app.alarm
    (event,) = events(told, "policy_refused")
    assert event.data["kept"] == before.policy.hash
    assert not told.app.reload()
    assert len(events(told, "policy_refused")) == 1, "the same mistakes are told once"
    now = policies.in_force(told.app.tools)
    assert now is not None
    assert now.refused == told.app.alarm
    file_of(told).write_text(PLAIN)
    assert told.app.reload()
    assert told.app.alarm == ""
    assert {e.data["hash"] for e in events(told, "policy_loaded")} == {before.policy.hash}


def test_a_refused_file_is_seen_by_whoever_watches_the_daemon(told):
    port = free_port()
    web = replace(told.app.settings.web, enabled=True, host="127.0.0.1", port=port)
    told.app.settings = replace(told.app.settings, web=web)
    told.app.parts()
    console = told.app.console
    assert console is not None
    console.start()
    try:

        def healthy() -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
                return str(answer.read().decode())

        assert healthy() == "ok\n"
        good = file_of(told).read_text()
        file_of(told).write_text("rules:\n  - {name: x, then: {team: nobody}}\n")
        told.app.reload()
        assert told.app.health()["alarm"] == told.app.alarm != ""
        assert "refused" in healthy()
        assert "nobody" not in healthy(), "what is wrong is told to those who have signed in"
        file_of(told).write_text(good)
        told.app.reload()
        assert (healthy(), told.app.health()["alarm"]) == ("ok\n", "")
    finally:
        console.stop()


def test_a_file_that_is_gone_is_an_alarm_too(told):
    file_of(told).unlink()
    assert not told.app.reload()
    assert told.app.alarm


def test_a_change_that_needs_a_restart_says_so(told):
    file_of(told).write_text(PLAIN + "web: {port: 8181}\n")
    assert told.app.reload()
    assert "web" in events(told, "policy_loaded")[-1].data["needs_restart"]


def test_a_candidate_decides_beside_the_policy_in_force_and_nothing_acts(stored, tmp_path):
    candidate = tmp_path / "new.yaml"
    candidate.write_text(OTHER)
    shadow.start(stored.app.tools, candidate, "ming")
    number = stored.write(P2P, subject="P2P")
    assert stored.ticket(number).team == "p2p_ops"
    assert stored.templates(number), "the acknowledgement that the candidate would suppress went out"
    found = shadow.state(stored.app.tools)
    assert found is not None
    assert (found.mails, found.changed, found.failed, found.by) == (1, 1, 0, "ming")
    with stored.app.tools.db.read() as t:
        (row,) = t.shadow.newest(10)
        assert t.shadow.moves()["team: p2p_ops → frontline"] == 1
    assert (row.subject, row.because) == ("P2P", "no longer: everything else; now: all to frontline")
    shadow.stop(stored.app.tools, "ming")
    stored.write(P2P, subject="again", sender="ana@mail.example")
    with stored.app.tools.db.read() as t:
        assert t.shadow.count() == 1


def test_a_candidate_that_changed_since_stands_aside_and_the_mail_goes_on(stored, tmp_path):
    candidate = tmp_path / "new.yaml"
    candidate.write_text(OTHER)
    shadow.start(stored.app.tools, candidate, "ming")
    candidate.write_text("rules: 7\n")
    assert stored.write(P2P, subject="P2P")
    found = shadow.state(stored.app.tools)
    assert found is not None
    assert found.mails == 0
    assert found.trouble
    with pytest.raises(ConfigError):
        shadow.promote(stored.app.tools, file_of(stored), "ming")
    assert file_of(stored).read_text() == PLAIN
    assert [p.name for p in tmp_path.glob(".*candidate")] == []


def test_a_bad_candidate_and_one_that_means_the_same_are_refused(told, tmp_path):
    candidate = tmp_path / "new.yaml"
    candidate.write_text("rules: 7\n")
    with pytest.raises(ConfigError):
        shadow.start(told.app.tools, candidate, "ming")
    candidate.write_text("# only a comment more\n" + PLAIN)
    with pytest.raises(ValueError, match="means the same"):
        shadow.start(told.app.tools, candidate, "ming")
    with pytest.raises(LookupError):
        shadow.stop(told.app.tools, "ming")


def test_what_was_watched_is_promoted_and_the_old_file_is_kept(stored, tmp_path):
    candidate = tmp_path / "new.yaml"
    candidate.write_text(OTHER)
    wanted = shadow.start(stored.app.tools, candidate, "ming").hash
    old = shadow.promote(stored.app.tools, file_of(stored), "ming")
    assert old is not None
    assert (old.name, old.read_text()) == ("config.yaml.1.old", PLAIN)
    assert file_of(stored).read_text() == OTHER
    assert stored.app.reload_if_changed() or stored.app.reload()
    assert stored.app.settings.policy.hash == wanted
    assert shadow.state(stored.app.tools) is None
    assert [e.actor for e in events(stored, "policy_promoted")] == ["ming"]


def test_an_installation_notes_what_changed_while_it_was_down(told, tmp_path):
    file_of(told).write_text(OTHER)
    settings = replace(load(file_of(told)), store=told.app.settings.store, imap=(), listen=())
    again = App(settings)
    again.open(recover=True)
    try:
        assert "- rules: 'everything else'" in events(told, "policy_loaded")[-1].data["difference"]
    finally:
        again.close()


def test_the_commands_of_a_shadow(told, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    app = typer.Typer()
    commands.register(app)
    file, candidate = file_of(told), tmp_path / "new.yaml"
    file.write_text(PLAIN + f"store: {{folder: {tmp_path}/var}}\n")
    candidate.write_text(OTHER + f"store: {{folder: {tmp_path}/var}}\n")

    def run(*arguments: str):
        return CliRunner().invoke(app, ["shadow", *arguments, "--config", str(file)])

    assert run("promote").exit_code == 1
    assert run("start", str(candidate)).exit_code == 0
    told.write(P2P, subject="P2P")
    shown = run("status").output
    assert "1 of 1 decisions differ" in shown
    assert "team: p2p_ops → frontline" in shown
    data = json.loads(run("status", "--json").stdout)
    assert data["candidate"]["changed"] == 1
    assert data["differences"][0]["subject"] == "P2P"
    candidate.write_text("rules: 7\n")
    assert run("promote").exit_code == 2
    assert file.read_text().startswith(PLAIN)
    assert run("start", str(candidate)).exit_code == 2
    assert run("stop").exit_code == 0
    assert "no candidate is watched" in run("status").output


def test_the_command_reloads_a_running_daemon(tmp_path):
    file = tmp_path / "config.yaml"
    rest = f"store: {{folder: {tmp_path}/var}}\nweb: {{enabled: false}}\nlisten: {{smtp: {{port: 0}}}}\n"
    file.write_text(PLAIN + rest)

    def mailbot(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mailbot", *arguments, "--config", str(file)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    absent = mailbot("reload")
    assert absent.returncode == 1
    assert "no daemon runs here" in absent.stderr
    with (tmp_path / "log").open("wb") as log:
        daemon = subprocess.Popen([sys.executable, "-m", "mailbot", "run", "--config", str(file)], stderr=log)
    try:
        wait_until((tmp_path / "var" / "mailbot.pid").exists, seconds=90)
        file.write_text(OTHER + rest)
        done = mailbot("reload")
        assert done.returncode == 0, done.stderr
        assert f"policy {load(file).policy.hash[:19]} is in force" in done.stdout
    finally:
        os.kill(daemon.pid, signal.SIGTERM)
        daemon.wait(30)
    assert not (tmp_path / "var" / "mailbot.pid").exists()
