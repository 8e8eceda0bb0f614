"""docs/howto/policy.md: every block is run, and prints what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mailbot.cli import check

PAGE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "policy.md"
CASE = re.compile(r"### (.+?)\n\n```yaml\n(.+?)```\n\n```console\n\$ mailbot (.+?)\n(.+?)```", re.DOTALL)
CASES = CASE.findall(PAGE.read_text(encoding="utf-8"))
APP = typer.Typer()
check.register(APP)


def test_there_are_ten_changes_and_ten_mistakes():
    assert [command.split()[0] for _, _, command, _ in CASES] == ["test"] * 10 + ["check"] * 10


@pytest.mark.parametrize(("text", "command", "printed"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_page_shows_what_is_printed(text, command, printed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "config.yaml").write_text(text)
    output = CliRunner().invoke(APP, command.split()).output
    assert re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", output) == printed
