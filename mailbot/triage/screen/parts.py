"""The leaf parts of a report, read from the raw mail: a small reader with bounds of its own."""

from __future__ import annotations

import binascii
import quopri
from collections.abc import Iterator
from dataclasses import dataclass

import re2

_PARTS, _DEPTH, _OCTETS = 60, 6, 1_000_000
_BOUNDARY = re2.compile(rb'(?i)boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One leaf: lower-case content type, header block, and its decoded octets (at most a million)."""

    content_type: str
    head: bytes
    body: bytes

    @property
    def text(self) -> str:
        """The octets as text: UTF-8 where it fits, else octet by octet."""
        try:
            return self.body.decode()
        except UnicodeDecodeError:
            return self.body.decode("latin-1")


def leaves(content: bytes, depth: int = 0) -> Iterator[Part]:
    """The leaf parts in order; at most 60, nested at most 6 deep, of the first million octets."""
    content = content[:_OCTETS].replace(b"\r\n", b"\n")
    head, _, body = content.partition(b"\n\n")
    fields = unfold(head)
    kind = fields.get(b"content-type", b"text/plain")
    name = kind.partition(b";")[0].strip().lower().decode("latin-1")
    found = _BOUNDARY.search(kind)
    if name.startswith("multipart/") and found and depth < _DEPTH:
        delimiter = b"\n--" + (found.group(1) or found.group(2)).rstrip()
        for chunk in (b"\n" + body).split(delimiter, _PARTS)[1:_PARTS]:
            if chunk.startswith(b"--"):
                break
            yield from leaves(chunk.partition(b"\n")[2], depth + 1)
        return
    yield Part(content_type=name, head=head, body=_decoded(body, fields.get(b"content-transfer-encoding", b"")))


def unfold(head: bytes) -> dict[bytes, bytes]:
    """Header fields by lower-case name, unfolded; the first of each name."""
    fields: dict[bytes, bytes] = {}
    name = b""
    for line in head.split(b"\n"):
        if line[:1] in b" \t" and name:
            fields[name] += b" " + line.strip()
            continue
        key, colon, value = line.partition(b":")
        name = key.strip().lower() if colon else b""
        if name and name not in fields:
            fields[name] = value.strip()
        else:
            name = b""
    return fields


def _decoded(body: bytes, encoding: bytes) -> bytes:
    encoding = encoding.strip().lower()
    if encoding == b"quoted-printable":
        return quopri.decodestring(body)
    if encoding == b"base64":
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:
            return body
    return body
