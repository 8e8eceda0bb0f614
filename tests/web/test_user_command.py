"""`mailbot user`."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mailbot.cli import user
from mailbot.desk import access
from tests.web.desk import Desk


@pytest.fixture
def run(tmp_path: Path):
    config = tmp_path / "config.yaml"
    config.write_text(f"store:\n  folder: {tmp_path / 'var'}\n")
    app = typer.Typer()
    user.register(app)
    app.command("other")(lambda: None)

    def call(*words: str):
        return CliRunner().invoke(app, ["user", *words, "--config", str(config)])

    return call


def test_people_are_added_listed_changed_and_switched_off(run):
    added = run("add", "ming", "--role", "lead", "--team", "kyc")
    assert added.exit_code == 0, added.output
    assert "/link/" in added.output
    listed = run("list").output
    assert "ming" in listed
    assert "no password yet" in listed
    assert "admin, all teams" in run("change", "ming", "--role", "admin", "--all-teams").output
    assert run("off", "ming").exit_code == 0
    assert "switched off" in run("list").output
    assert run("on", "ming").exit_code == 0
    assert "/link/" in run("invite", "ming").output
    assert "/link/" in run("link").output


@pytest.mark.parametrize(
    "words",
    [("add", "Ming Li"), ("add", "ming", "--role", "king"), ("add", "ming", "--team", "none"), ("off", "nobody")],
)
def test_what_cannot_be_is_said(run, words):
    answer = run(*words)
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output


def test_a_name_is_taken_once(empty: Desk):
    access.add_person(empty.tools, "ming", "agent", "test")
    with pytest.raises(ValueError, match="taken"):
        access.add_person(empty.tools, "Ming ", "agent", "test")
