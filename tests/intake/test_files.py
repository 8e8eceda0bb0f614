"""Mails from files: each with its name, in order, whole."""

from __future__ import annotations

import io
import mailbox
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.intake.files import MailTooLarge, mails

DATED = b"From wang@example.com Fri Nov 20 08:15:00 2026\n"


def names(*paths: Path | str) -> list[str]:
    return [name for name, _ in mails(paths)]


def contents(*paths: Path | str) -> list[bytes | Exception]:
    return [content for _, content in mails(paths)]


def test_an_eml_is_one_mail_whatever_stands_in_it(tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(DATED + b"\r\nSubject: x\n\nFrom me\n\xff\x00")
    assert list(mails([path])) == [(str(path), path.read_bytes())]


def test_an_mbox_gives_its_mails_by_number(tmp_path):
    path = tmp_path / "inbox"
    path.write_bytes(DATED + b"Subject: a\n\none\n\n" + DATED + b"Subject: b\n\ntwo\n\nthree\n\n")
    assert list(mails([path])) == [
        (f"{path}#1", b"Subject: a\n\none\n"),
        (f"{path}#2", b"Subject: b\n\ntwo\n\nthree\n"),
    ]


def test_a_sentence_divides_no_mail_and_quoted_from_lines_are_unquoted(tmp_path):
    path = tmp_path / "inbox.mbox"
    path.write_bytes(DATED + b"Subject: a\n\nFirst.\n\nFrom here on I lost it.\n>From you\n>>From them\n> From me\n\n")
    [content] = contents(path)
    assert content == b"Subject: a\n\nFirst.\n\nFrom here on I lost it.\nFrom you\n>From them\n> From me\n"


def test_separators_without_a_time_divide_too(tmp_path):
    path = tmp_path / "inbox.mbox"
    path.write_bytes(b"From -\nSubject: a\n\none\n\nFrom -\nSubject: b\n\ntwo\n\n")
    assert contents(path) == [b"Subject: a\n\none\n", b"Subject: b\n\ntwo\n"]


@given(
    bodies=st.lists(
        st.text(st.sampled_from("Fromx >\n"))
        .map(lambda t: t.encode() + b"\n")
        .filter(lambda b: not b.endswith(b"\n\n")),
        min_size=1,
        max_size=5,
    )
)
def test_what_an_mbox_was_made_of_is_read_from_it(tmp_path_factory, bodies):
    path = tmp_path_factory.mktemp("mbox") / "box"
    quoted = [
        b"".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in b.splitlines(True))
        for b in bodies
    ]
    path.write_bytes(b"".join(DATED + b + b"\n" for b in quoted))
    assert contents(path) == bodies


def test_python_s_own_mbox_is_read(tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    for number in range(3):
        box.add(f"Subject: {number}\n\nFrom now on\n".encode())
    box.close()
    assert contents(tmp_path / "box") == [f"Subject: {n}\n\nFrom now on\n".encode() for n in range(3)]


def test_a_maildir_gives_new_and_cur_by_name(tmp_path):
    for part, name in [("cur", "2.host:2,S"), ("new", "1.host"), ("new", "3.host"), ("tmp", "4.host")]:
        (tmp_path / "box" / part).mkdir(parents=True, exist_ok=True)
        (tmp_path / "box" / part / name).write_bytes(name.encode())
    assert contents(tmp_path / "box") == [b"1.host", b"2.host:2,S", b"3.host"]


def test_a_folder_is_read_with_its_subfolders_in_order(tmp_path):
    for name in ["b.eml", "a/2.eml", "a/1.EML", "c.txt", "notes.md"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert names(tmp_path) == [str(tmp_path / n) for n in ["a/1.EML", "a/2.eml", "b.eml"]]


def test_standard_input_is_one_mail(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Subject: x\n\n\xff")))
    assert list(mails(["-"])) == [("-", b"Subject: x\n\n\xff")]


def test_what_cannot_be_read_stands_in_its_place(tmp_path):
    (tmp_path / "a.eml").write_bytes(b"x")
    os.mkfifo(tmp_path / "b.eml")
    (tmp_path / "c.eml").symlink_to(tmp_path / "nowhere")
    missing = tmp_path / "missing.eml"
    found = list(mails([tmp_path, missing, tmp_path / "a.eml"]))
    assert [name for name, _ in found] == [str(tmp_path / "a.eml"), str(missing), str(tmp_path / "a.eml")]
    assert isinstance(found[1][1], FileNotFoundError)


def test_a_mail_over_the_limit_is_not_read_and_the_next_is(tmp_path):
    (tmp_path / "a.eml").write_bytes(b"x" * 101)
    (tmp_path / "b.eml").write_bytes(b"x" * 100)
    (tmp_path / "c.mbox").write_bytes(DATED + b"x" * 200 + b"\n\n" + DATED + b"y\n")
    found = [content for _, content in mails([tmp_path], max_octets=100)]
    assert [isinstance(content, MailTooLarge) for content in found] == [True, False, True, False]
    assert found[3] == b"y\n"


@pytest.mark.parametrize("content", [b"", b"\n", b"From", b"From \n"])
def test_next_to_nothing_is_a_mail_too(tmp_path, content):
    path = tmp_path / "odd"
    path.write_bytes(content)
    assert len(contents(path)) == 1
