"""Delivery reports beyond the pairs of tests/mail: hostile ones, and other people's where they are at hand."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.model.mail import Envelope
from mailbot.triage.mime import parse
from mailbot.triage.screen import parse_bounce, screen
from tests.triage.test_screen_pairs import MAILS, SETTINGS, raw_mail

REPORT = b"""Return-Path: <>
From: MAILER-DAEMON@target.example
To: support@desk.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

%s
--b
Content-Type: message/delivery-status

%s
--b--
"""


def bounce(content: bytes):
    return parse_bounce(parse(content), content)


def seconds(content: bytes) -> float:
    mail = parse(content)
    start = time.perf_counter()
    screen(raw_mail(content), mail, SETTINGS)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("fields", "address", "hard", "status"),
    [
        (b"Final-Recipient: rfc822; <Ann@T.example>\nAction: failed\nStatus: 5.1.1", "ann@t.example", True, "5.1.1"),
        (b"Final-Recipient: ann@t.example\nAction: FAILED (x)\nStatus: 5.1.1", "ann@t.example", True, "5.1.1"),
        (b"Final-Recipient: rfc822;\n ann@t.example\nAction: delayed\nStatus: 4.2.1", "ann@t.example", False, "4.2.1"),
        (b"Final-Recipient: x400; a\nOriginal-Recipient: rfc822;ann@t.example", "ann@t.example", True, ""),
        (b"final-recipient: rfc822; ann@t.example\nDiagnostic-Code: 552 5.2.2 full", "ann@t.example", True, "5.2.2"),
        (b"Final-Recipient: rfc822; ann@t.example\nWill-Retry-Until: tomorrow", "ann@t.example", False, ""),
    ],
)  # fmt: skip
def test_the_fields_of_rfc_3464_are_read_as_they_are_really_written(
    fields: bytes, address: str, hard: bool, status: str
) -> None:
    got = bounce(REPORT % (b"Sorry.", b"Reporting-MTA: dns; x\n\n" + fields))
    assert got is not None
    assert [(r.address, r.hard, r.status) for r in got.recipients] == [(address, hard, status)]


def test_a_report_whose_fields_name_nobody_is_read_by_its_words() -> None:
    got = bounce(REPORT % (b"Could not be delivered to:\n\n  ann@target.example\n", b"Reporting-MTA: dns; x"))
    assert got is not None
    assert [r.address for r in got.recipients] == ["ann@target.example"]


def test_the_null_path_of_the_transport_counts_where_no_header_tells_of_it() -> None:
    mail = (
        b"From: Relay <relay@target.example>\nTo: support@desk.example\nSubject: Undelivered mail\n\n"
        b"We tried ann@target.example, user unknown.\n"
    )
    raw = raw_mail(mail)
    told = screen(replace(raw, envelope=Envelope(mail_from="")), parse(mail), SETTINGS)
    assert told.bounce is not None
    assert [r.address for r in told.bounce.recipients] == ["ann@target.example"]
    assert screen(raw, parse(mail), SETTINGS).bounce is None


def test_a_report_that_a_person_forwards_is_a_persons_mail() -> None:
    inner = REPORT % (b"Sorry.", b"Final-Recipient: rfc822; ann@target.example\nAction: failed")
    mail = (
        b"From: Bob <bob@mail.example>\nTo: support@desk.example\nSubject: Fwd: Undelivered Mail Returned to Sender\n"
        b"Content-Type: multipart/mixed; boundary=o\n\n--o\n\nWhy does this come back?\n--o\n"
        b"Content-Type: message/rfc822\n\n" + inner + b"\n--o--\n"
    )
    got = screen(raw_mail(mail), parse(mail), SETTINGS)
    assert got.bounce is None
    assert got.may_reply


def test_a_vacation_notice_from_the_null_path_is_no_report_about_the_colleague_it_names() -> None:
    mail = (
        b"Return-Path: <>\nFrom: Ann <ann@mail.example>\nSubject: Re: your case\nAuto-Submitted: auto-replied\n\n"
        b"I am out of the office and cannot be reached. In urgent cases write to\nbob@mail.example\n"
    )
    got = screen(raw_mail(mail), parse(mail), SETTINGS)
    assert got.bounce is None
    assert (got.verdict, got.may_reply) == ("record_only", False)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_no_octets_break_it(words: bytes, fields: bytes) -> None:
    content = REPORT % (words, fields)
    got = screen(raw_mail(content), parse(content), SETTINGS)
    assert not got.may_reply


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(MAILS.glob("5*.eml"))), st.data())
def test_no_damage_to_a_mail_breaks_it(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    screen(raw_mail(bytes(content)), parse(bytes(content)), SETTINGS)


@pytest.mark.parametrize(
    "body",
    [
        b"a@" * 500_000,
        b"<a@b.example>:\n" * 60_000,
        b"(" * 1_000_000,
        b"could not be delivered " * 40_000,
        b"\n" * 1_000_000,
        b"- " * 400_000 + b"original message",
        "自动".encode() * 150_000,
        b"Message-ID:" * 90_000,
    ],
    ids=["at signs", "addresses", "comments", "failures", "lines", "markers", "words", "ids"],
)
@pytest.mark.parametrize("sender", [b"MAILER-DAEMON@target.example", b"ann@mail.example"])
def test_a_megabyte_of_malice_takes_less_than_a_second(sender: bytes, body: bytes) -> None:
    head = b"From: " + sender + b"\nSubject: Undelivered mail\nAuto-Submitted: no " + body[:60_000].replace(b"\n", b" ")
    assert seconds(head + b"\n\n" + body) < 1.0


def _yardstick() -> Path:
    named = os.environ.get("MAILBOT_YARDSTICKS")
    root = Path(named) if named else Path(__file__).parents[2].parent / "shared"
    return root / "data" / "mail" / "bounce" / "flufl"


@pytest.mark.skipif(not _yardstick().is_dir(), reason="the yardsticks are not at hand")
def test_other_peoples_reports_name_whom_they_name_for_them() -> None:
    rows = [json.loads(line) for line in (_yardstick() / "expected.jsonl").read_text("utf-8").splitlines()]
    right = kind = 0
    for row in rows:
        got = bounce((_yardstick() / row["mail"]).read_bytes())
        found = {r.address.lower() for r in got.recipients} if got else set()
        right += found == set(row["recipients"])
        kind += bool(found) and all(r.hard for r in got.recipients) == row["permanent"] if got else False
    assert right / len(rows) >= 0.99
    assert kind / len(rows) >= 0.99
