"""`mailbot spool` as its admin uses it: sealing what lies open, changing keys, finding what is damaged, shredding."""

from __future__ import annotations

import base64
import sqlite3
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from mailbot.app import App
from mailbot.cli import spool, tickets
from mailbot.config import load
from mailbot.config.keys import key_octets, new_key
from mailbot.desk import receive
from mailbot.model.mail import RawMail, Source

CONFIG = "version: 1\nstore: {{folder: {folder}, keys: [{keys}]}}\nlisten: {{}}\nweb: {{enabled: false}}\n"
WORDS = "My withdrawal of 500 USDT is stuck"
APP = typer.Typer()
spool.register(APP)
tickets.register(APP)


class Admin:
    """A terminal in a folder with a config.yaml, keys as files, and mails that came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keys(self, *names: str) -> None:
        """Configure keys, by the names of their files."""
        for name in names:
            file = self.folder / name
            if not file.exists():
                file.write_text(self.run("key").output)
        keys = ", ".join(f'"file:{name}"' for name in names)
        (self.folder / "config.yaml").write_text(CONFIG.format(folder=self.folder / "var", keys=keys))

    def run(self, *command: str) -> Result:
        """`mailbot spool ...`"""
        return CliRunner().invoke(APP, ["spool", *command])

    def take(self, count: int) -> None:
        """Mails that come in, sealed with the configured key."""
        app = App(load(self.folder / "config.yaml"))
        app.open()
        for n in range(count):
            text = f"From: c{n}@mail.example\r\nSubject: {n}\r\nMessage-ID: <{n}@mail.example>\r\n\r\n{WORDS} {n}\r\n"
            raw = RawMail(content=text.encode(), sha256=f"{n:064x}", received_at=app.tools.clock(),
                          source=Source(mailbox="support"))  # fmt: skip
            receive.accept(app.tools, [raw])
        while app.receive():
            pass
        app.close()

    def octets(self) -> bytes:
        """Of all database files."""
        return b"".join(f.read_bytes() for f in (self.folder / "var").glob("mailbot.db*"))


@pytest.fixture
def admin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Admin:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    found = Admin(tmp_path)
    found.keys()
    return found


def test_what_lies_open_is_sealed_and_the_key_is_changed(admin: Admin):
    """Three mails, and the letter that answers the first of them."""
    admin.take(3)
    status = admin.run("status")
    assert "4  not sealed" in status.output
    assert "store.keys names no key" in status.output
    assert "mailbot spool key" in admin.run("seal").output
    admin.keys("old.key")
    assert "seals 4 with the newest key" in admin.run("status").output
    assert "4 sealed, 0 turned over" in admin.run("seal").output
    assert "0 sealed, 0 turned over" in admin.run("seal").output
    admin.keys("new.key", "old.key")
    assert "0 sealed, 4 turned over" in admin.run("seal").output
    admin.keys("new.key")
    assert "all 4 can be opened" in admin.run("verify").output
    assert "4  sealed with key" in admin.run("status").output


def test_a_key_that_lacks_is_told_and_a_damaged_mail_found(admin: Admin):
    admin.keys("a.key")
    admin.take(2)
    admin.keys("b.key")
    status = admin.run("status")
    assert (status.exit_code, "lacking:" in status.output) == (1, True)
    assert admin.run("verify").exit_code == 1
    assert "3 cannot be opened" in admin.run("seal").output
    admin.keys("b.key", "a.key")
    with sqlite3.connect(admin.folder / "var" / "mailbot.db") as database:
        database.execute("UPDATE content SET data = zeroblob(100) WHERE sha256 = ?", (f"{1:064x}",))
    database.close()
    verified = admin.run("verify")
    assert (verified.exit_code, "1 cannot be opened" in verified.output) == (1, True)
    assert "changed or damaged" in verified.output


def test_a_tickets_mail_is_read_with_a_reason_and_shredded(admin: Admin):
    admin.keys("a.key")
    admin.take(1)
    runner = CliRunner()
    refused = runner.invoke(APP, ["tickets", "raw", "10000001"])
    assert "--why" in refused.output
    assert "say why" in runner.invoke(APP, ["tickets", "raw", "10000001", "--why", " "]).output
    read = runner.invoke(APP, ["tickets", "raw", "10000001", "--why", "asked by the police", "--to", "mail.eml"])
    assert read.exit_code == 0, read.output
    assert WORDS in Path("mail.eml").read_text()
    assert "1 mail(s) of ticket 10000001 are gone" in admin.run("shred", "10000001", "--why", "asked for").output
    again = runner.invoke(APP, ["tickets", "raw", "10000001", "--why", "again"])
    assert (again.exit_code, "not kept any more" in again.output) == (1, True)
    trace = runner.invoke(APP, ["tickets", "show", "10000001", "--trace"]).output
    assert "asked by the police" in trace
    assert "mail_shredded" in trace


@pytest.mark.parametrize("written", ["", "short", "zz" * 32, base64.b64encode(b"x" * 31).decode(), "00" * 32])
def test_what_is_no_key_is_refused_without_being_repeated(written, admin: Admin):
    (admin.folder / "bad.key").write_text(f"{written}\n")
    (admin.folder / "config.yaml").write_text(CONFIG.format(folder="var", keys='"file:bad.key"'))
    refused = admin.run("status")
    assert refused.exit_code == 2
    assert "config.yaml:2" in refused.output
    assert "mailbot spool key prints a new one" in refused.output
    assert not written or written not in refused.output


def test_a_new_key_is_random_and_is_read_in_either_form():
    first, second = new_key(), new_key()
    assert first != second
    assert key_octets(first) == key_octets(key_octets(first).hex())
