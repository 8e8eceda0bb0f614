"""Header fields and bodies as octets, CRLF line ends (RFC 5322, 2045, 2047). The same at every call."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

import re2

REFERENCES_AT_MOST = 20
"""Longer chains keep the first Message-ID and the latest ones (RFC 5322 3.6.4 sets no limit)."""
_WIDTH = 76
_ASCII = bytes(range(128))
_TYPE = re2.compile(r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$")
_NAME_CHARS = 60
"""Of a file's name: three octets a character, in nine signs each, stay within a line of 998."""


def unstructured(name: str, value: str) -> str:
    """A field of free text, RFC 2047 where needed. ``value`` on one line already."""
    return f"{name}: {_words(name, value)}"


def mailbox(name: str, display: str, address: str) -> str:
    """A field with one mailbox."""
    if display.isascii():
        return f"{name}: {formataddr((display, address))}"
    return f"{name}: {_words(name, display)}\r\n <{address}>"


@lru_cache(1024)
def _words(name: str, value: str) -> str:
    charset = "us-ascii" if value.isascii() else "utf-8"
    return Header(value, charset, maxlinelen=_WIDTH, header_name=name).encode(linesep="\r\n")


def identifiers(name: str, ids: Sequence[str]) -> str:
    """A field of Message-IDs, one a line, at most REFERENCES_AT_MOST of them."""
    kept = list(dict.fromkeys(ids))
    if len(kept) > REFERENCES_AT_MOST:
        kept = [kept[0], *kept[-(REFERENCES_AT_MOST - 1) :]]
    return f"{name}: " + "\r\n ".join(f"<{i}>" for i in kept)


def date(at: datetime) -> str:
    """The Date field (RFC 5322 3.3)."""
    return f"Date: {format_datetime(at)}"


def alternative(text: str, html: str, seed: str) -> bytes:
    """The Content fields, a blank line and both bodies as multipart/alternative; the boundary comes from ``seed``."""
    boundary = f"=_{sha256(seed.encode()).hexdigest()[:32]}"
    return b"".join(
        (
            f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'.encode(),
            f"--{boundary}\r\n".encode(),
            _part("plain", text),
            f"\r\n--{boundary}\r\n".encode(),
            _part("html", html),
            f"\r\n--{boundary}--\r\n".encode(),
        )
    )


def with_text(body: bytes, text: str, filename: str, seed: str) -> bytes:
    """A body with a text file beside it (multipart/mixed)."""
    boundary = f"=_m{sha256(seed.encode()).hexdigest()[:31]}"
    disposition = f'Content-Disposition: attachment; filename="{filename}"\r\n'.encode()
    return b"".join(
        (
            f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"\r\n\r\n'.encode(),
            f"--{boundary}\r\n".encode(),
            body,
            f"\r\n--{boundary}\r\n".encode(),
            disposition,
            _part("plain", text),
            f"\r\n--{boundary}--\r\n".encode(),
        )
    )


def with_files(body: bytes, files: Sequence[tuple[str, str, bytes]], seed: str) -> bytes:
    """A body with files (name, content type, octets) beside it (multipart/mixed), all in base64 (RFC 2045 6.8)."""
    boundary = f"=_f{sha256(seed.encode()).hexdigest()[:31]}"
    parts = [body, *(_file(*file) for file in files)]
    head = f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(f"--{boundary}\r\n".encode() + p + b"\r\n" for p in parts) + f"--{boundary}--\r\n".encode()


def _file(name: str, kind: str, content: bytes) -> bytes:
    if not _TYPE.match(kind) or kind.startswith(("multipart/", "message/")):  # which must not be base64 (RFC 2046 5.2)
        kind = "application/octet-stream"
    shown = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in name)[:_NAME_CHARS] or "file"
    if shown.isascii():
        named, typed = f'filename="{shown}"', f'{kind}; name="{shown}"'
    else:  # RFC 2231; and in the type as RFC 2047, which older clients look for
        word = Header(shown, "utf-8", maxlinelen=0).encode()
        named, typed = f"filename*=UTF-8''{quote(shown, safe='')}", f'{kind};\r\n name="{word}"'
    head = (
        f"Content-Disposition: attachment;\r\n {named}\r\n"
        f"Content-Type: {typed}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _part(subtype: str, text: str) -> bytes:
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    octets = lines.encode()
    # quoted-printable triples every octet beyond ASCII, base64 adds a third to all of them
    if len(octets.translate(None, _ASCII)) * 6 > len(octets):
        encoding, body = "base64", base64.encodebytes(octets).replace(b"\n", b"\r\n")
    else:
        encoding, body = "quoted-printable", binascii.b2a_qp(octets, istext=True)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + body
