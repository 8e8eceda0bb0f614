"""Hostile mail costs little time and memory, and the limits are those that are configured."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from mailbot.triage.mime import UNREAD, Limits, parse

HEAD = b"From: a@b.example\nSubject: x\n"
HTML = HEAD + b"Content-Type: text/html\n\n"


def nested(depth: int) -> bytes:
    levels = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(depth))
    return HEAD + b"".join(levels) + b"Content-Type: text/plain\n\nhello\n"


def signed(content: bytes) -> bytes:
    """An opaque S/MIME mail around another, by hand: SignedData with nothing but its content (RFC 5652 5.1)."""

    def der(tag: int, body: bytes) -> bytes:
        return bytes((tag, 0x84)) + len(body).to_bytes(4, "big") + body

    wrapped = der(0x30, der(6, bytes.fromhex("2a864886f70d010701")) + der(0xA0, der(4, content)))
    data = der(0x30, der(2, b"\1") + der(0x31, b"") + wrapped)
    head = b"Content-Type: application/pkcs7-mime; smime-type=signed-data\n\n"
    return head + der(0x30, der(6, bytes.fromhex("2a864886f70d010702")) + der(0xA0, data))


def signed_often(times: int) -> bytes:
    content = b"\n\nhello"
    for _ in range(times):
        content = signed(content)
    return HEAD + content


HOSTILE: dict[str, Callable[[], bytes]] = {
    "10,000 nested multiparts": lambda: nested(10_000),
    "10,000 nested messages": lambda: HEAD + b"Content-Type: message/rfc822\n\n" * 10_000 + b"\nhi",
    "10,000 parts": lambda: (
        HEAD + b"Content-Type: multipart/mixed; boundary=q\n\n" + b"--q\n\nx\n" * 10_000 + b"--q--\n"
    ),
    "a million headers": lambda: b"".join(b"X-%d: y\n" % i for i in range(1_000_000)) + HEAD + b"\nhi",
    "a header of 10 MB": lambda: b"Subject: " + b"x " * 5_000_000 + b"\n\nhi",
    "a folded header of 10 MB": lambda: b"To: " + b"a@b.example,\n " * 700_000 + b"\n\nhi",
    "unclosed encoded words": lambda: b"Subject: " + b"=?utf-8?q?a" * 5_000 + b"\n\nhi",
    "open brackets": lambda: b"From: " + b"<(" * 30_000 + b"\n\nhi",
    "commas": lambda: b"To: " + b"," * 60_000 + b"\n\nhi",
    "separators": lambda: HEAD + b"\n" + b"--\n" * 300_000,
    "attributions": lambda: HEAD + b"\n" + b"On 1/2/2026 11:22 a@b.example wrote:\n" * 30_000,
    "heads": lambda: HEAD + b"\n" + b"From: a@b.example\n\n\n\n\n\n" * 50_000,
    "divisions": lambda: HTML + b"<div>" * 200_000,
    "unclosed tags": lambda: HTML + b"<a href=x " * 100_000,
    "cells in one row": lambda: HTML + b"<table><tr>" + b"<td>y<br>w" * 100_000,
    "escapes": lambda: HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B" * 500_000,
    "flowed lines": lambda: HEAD + b"Content-Type: text/plain; format=flowed\n\n" + b"x \n" * 500_000,
    "boundary prefixes": lambda: HEAD + b"Content-Type: multipart/mixed; boundary=q\n\n" + b"--qq\n" * 500_000,
    "a thousand signed envelopes": lambda: signed_often(1_000),
    "many HTML parts": lambda: (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=q\n\n"
        + (b"--q\nContent-Type: text/html\n\n" + b"<p>a" * 5_000 + b"\n") * 100
        + b"--q--\n"
    ),
    "8-bit headers": lambda: b"".join(
        b"X-%d: " % i + bytes(128 + i * j % 128 for j in range(200)) + b"\n" for i in range(900)
    ),
    "unclosed rich text": lambda: HEAD + b"Content-Type: text/enriched\n\n" + b"<param>" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_within_two_seconds(name: str) -> None:
    content = HOSTILE[name]()
    begun = time.process_time()
    mail = parse(content)
    assert time.process_time() - begun < 2
    assert len(mail.text) <= Limits().text_chars
    assert not any(defect.startswith(UNREAD) for defect in mail.defects)


def test_a_mail_of_50_mb_takes_less_than_400_mb() -> None:
    script = """
from pathlib import Path
from mailbot.triage.mime import parse
line = b"A" * 76 + b"\\n"
video = b"Content-Type: video/mp4; name=v.mp4\\nContent-Transfer-Encoding: base64\\n\\n" + line * 680_000
head = b"From: a@b.example\\nContent-Type: multipart/mixed; boundary=q\\n\\n--q\\n\\nhi\\n--q\\n"
mail = parse(head + video + b"--q--\\n")
assert mail.attachments[0].size > 38_000_000 and mail.text == "hi"
peak = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert int(done.stdout) < 400


def test_the_limits_are_those_that_are_given() -> None:
    piece = b"--q\nContent-Type: image/png\n\nx\n"
    parts = HEAD + b"Content-Type: multipart/mixed; boundary=q\n\n" + piece * 30 + b"--q--\n"
    assert len(parse(parts, Limits(attachments=7)).attachments) == 7
    assert "too many attachments" in parse(parts, Limits(attachments=7)).defects
    assert "too many parts" in parse(parts, Limits(parts=9)).defects
    assert parse(signed_often(3)).text == "hello"
    assert parse(signed_often(3), Limits(envelopes=2)).text == ""
    assert "nested too deeply" in parse(nested(20), Limits(depth=5)).defects
    assert parse(nested(20), Limits(depth=30)).text == "hello"
    assert "mail cut at the limit" in parse(HEAD + b"\n" + b"x" * 500, Limits(bytes=300)).defects
    assert len(parse(HEAD + b"\n" + b"x" * 500, Limits(text_chars=100)).text) == 100
    assert "too many headers" in parse(b"A: b\n" * 50 + HEAD + b"\nhi", Limits(header_count=20)).defects
    assert len(parse(b"To: " + b"a@b.example," * 50 + b"\n\nhi", Limits(addresses=10)).to) == 10
