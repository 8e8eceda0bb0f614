from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import typer

from mailbot import resources
from mailbot.cli.templates import check, preview
from mailbot.compose.kinds import KINDS

MAIL = """From: Ana <ana@customer.example>\r
To: support@desk.example\r
Subject: retiro pendiente\r
Message-ID: <1@customer.example>\r
Content-Type: text/plain; charset=utf-8\r
\r
Mi retiro de 250 USDT por TRC20 sigue en proceso. Mi UID es 698827017768230914.\r
"""


def test_the_pages_answer_the_mail_that_was_named(tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_text(MAIL)
    preview(mail=mail, folder=tmp_path / "out", language=["es"], config=None)
    page = (tmp_path / "out" / "es.html").read_text()
    assert page.count("Hola, Ana:") > len(KINDS) / 2
    assert all((tmp_path / "out" / "es" / f"{kind}.dark.html").is_file() for kind in KINDS)
    assert not (tmp_path / "out" / "en.html").exists()


def test_a_language_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_text(MAIL)
    with pytest.raises(typer.Exit):
        preview(mail=mail, folder=tmp_path / "out", language=["xx"], config=None)
    assert "'xx'" in capsys.readouterr().err


def test_check_says_that_all_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    check(config=None)
    assert f"{len(KINDS)} letters" in capsys.readouterr().out


def test_check_names_a_letter_that_lacks_and_a_name_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(resources.path("templates"), tmp_path / "templates")
    (tmp_path / "templates" / "ko" / "late.j2").unlink()
    broken = tmp_path / "templates" / "tr" / "reminder.j2"
    broken.write_text(broken.read_text() + "{{ no_such_name }}")
    monkeypatch.setattr(resources, "path", lambda name: tmp_path / name)
    with pytest.raises(typer.Exit) as ended:
        check(config=None)
    said = capsys.readouterr().out
    assert ended.value.exit_code == 1
    assert "ko/late.j2" in said
    assert "no_such_name" in said
