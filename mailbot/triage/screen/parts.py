"""The parts of a report, read from the raw mail by a small reader with bounds of its own.

It looks into nested multiparts but never into an enclosed message: what stands there is not the report's own word.
"""

from __future__ import annotations

import binascii
import html
import quopri
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.triage import linear
from mailbot.triage.mime.charset import decode

_PARTS, _DEPTH, _OCTETS = 60, 6, 1_000_000
_BOUNDARY = linear.compile(rb'(?i)boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))')
_GUESS = linear.compile(rb"(?im)^--([^\n]+)\ncontent-[a-z-]+:")
_CHARSET = linear.compile(rb'(?i)charset\s*=\s*"?([-\w.:]{1,40})')
_TAG = linear.compile(r"(?is)<(?:style|script|title)\b.*?</(?:style|script|title)\s*>|<!--.*?-->|<[/!a-z][^<>]*>")
_LINE_TAG = linear.compile(r"(?i)<(?:br|/p|/div|/tr|/td|/li|/h\d|p|div|tr)\b[^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One leaf: its type in lower case, the whole Content-Type, its Content-Description and decoded octets."""

    content_type: str
    declared: bytes
    description: str
    body: bytes

    @property
    def text(self) -> str:
        """The octets as plain text: by the declared charset where that fits, else by what they look like."""
        found = _CHARSET.search(self.declared)
        plain = decode(self.body, found.group(1).decode("latin-1") if found else "").text
        if self.content_type != "text/html":
            return plain
        return html.unescape(_TAG.sub("", _LINE_TAG.sub("\n", plain))).replace("\u00a0", " ")

    @property
    def encloses(self) -> bool:
        """Whether it is a mail, or the header of one, that the report is about."""
        return self.content_type in {
            "message/rfc822",
            "message/rfc822-headers",
            "message/global",
            "message/global-headers",
            "message/partial",
            "text/rfc822",
            "text/rfc822-headers",
        }

    @property
    def status(self) -> bool:
        """Whether it holds the fields of RFC 3464."""
        return self.content_type in {"message/delivery-status", "message/global-delivery-status"}


def leaves(content: bytes) -> list[Part]:
    """The leaf parts in order; at most 60, nested at most 6 deep, of the first million octets."""
    return list(_walk(content[:_OCTETS].replace(b"\r\n", b"\n").replace(b"\r", b"\n"), 0))[:_PARTS]


def fields_of(block: bytes | str) -> dict[str, str]:
    """Header fields by lower-case name, unfolded; the first of each name."""
    text = block.decode("utf-8", "replace") if isinstance(block, bytes) else block
    fields: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if line[:1] in {" ", "\t"} and name:
            fields[name] += " " + line.strip()
            continue
        key, colon, value = line.partition(":")
        name = key.strip().lower() if colon and " " not in key.strip() else ""
        if name and name not in fields:
            fields[name] = value.strip()
        else:
            name = ""
    return fields


def _walk(content: bytes, depth: int) -> Iterator[Part]:
    head, _, body = (b"", b"", content[1:]) if content.startswith(b"\n") else content.partition(b"\n\n")
    fields = fields_of(head)
    declared = fields.get("content-type", "text/plain").encode()
    kind = declared.partition(b";")[0].strip().lower().decode("latin-1")
    boundary = _boundary(declared, body) if kind.startswith("multipart/") and depth < _DEPTH else b""
    if boundary:
        for chunk in (b"\n" + body).split(b"\n--" + boundary, _PARTS)[1:]:
            if chunk.startswith(b"--"):
                break
            yield from _walk(chunk.partition(b"\n")[2], depth + 1)
        return
    octets = _decoded(body, fields.get("content-transfer-encoding", "").strip().lower())
    if kind == "text/plain" and not octets.strip() and head and not fields:
        octets = head
    yield Part(content_type=kind, declared=declared, description=fields.get("content-description", ""), body=octets)


def _boundary(declared: bytes, body: bytes) -> bytes:
    """The delimiter between parts: as declared, else the first line that stands as one before a part's header."""
    found = _BOUNDARY.search(declared)
    named = (found.group(1) or found.group(2)).rstrip() if found else b""
    if named and b"--" + named in body:
        return bytes(named)
    guess = _GUESS.search(body)
    return bytes(guess.group(1).rstrip()) if guess else b""


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding == "base64":
        try:
            return binascii.a2b_base64(body).replace(b"\r\n", b"\n")
        except binascii.Error:
            return body
    return body
