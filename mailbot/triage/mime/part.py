"""One entity of a mail (RFC 2045 2.4): its header fields and its body as octets, nothing decoded before it is asked."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Callable
from functools import cached_property

from mailbot.triage import linear
from mailbot.triage.mime.octets import octets
from mailbot.triage.mime.words import decode_base64, header_text, parameters

Header = tuple[str, bytes]
_TYPE = linear.compile(r"^[!#$&\-^_.+%*'`{|}~0-9A-Za-z]+/[!#$&\-^_.+%*'`{|}~0-9A-Za-z]+$")
_MISNAMED = {
    "text": "text/plain",
    "plain": "text/plain",
    "plain/text": "text/plain",
    "html": "text/html",
    "text/text": "text/plain",
    "html/text": "text/html",
    "text/htm": "text/html",
    "text/hmtl": "text/html",
    "multipart": "multipart/mixed",
}
_UUENCODED = re.compile(rb"(?m)^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_BASE64_LINE = octets(rb"^[A-Za-z0-9+/=\s]*$")


class Part:
    """A leaf, or a multipart or message with ``children``. ``body`` gives the octets as they were sent."""

    def __init__(
        self, headers: list[Header], body: Callable[[], bytes], children: list[Part], default: str = "text/plain"
    ) -> None:
        self.headers = headers
        self.body = body
        self.children = children
        self._default = default

    def raw(self, name: str) -> bytes:
        """The first value of a header as it was sent; empty where absent."""
        return self._named.get(name, b"")

    @cached_property
    def _named(self) -> dict[str, bytes]:
        named: dict[str, bytes] = {}
        for key, value in self.headers:
            named.setdefault(key.lower(), value)
        return named

    @cached_property
    def _typed(self) -> tuple[str, dict[str, bytes]]:
        raw = self.raw("content-type")
        if not raw:
            return self._default, {}
        kind, found = parameters(raw)
        kind = "".join(kind.split())
        if _TYPE.match(kind):
            return _MISNAMED.get(kind, kind), found
        return _MISNAMED.get(kind, self._default), found

    @cached_property
    def _disposed(self) -> tuple[str, dict[str, bytes]]:
        return parameters(self.raw("content-disposition"))

    @property
    def type(self) -> str:
        """Content-Type in lower case, ``text/plain`` (or what the container says) where missing or no type."""
        return self._typed[0]

    @property
    def main(self) -> str:
        """The type before the slash."""
        return self.type.partition("/")[0]

    def param(self, name: str) -> str:
        """A parameter of Content-Type."""
        return self._typed[1].get(name, b"").decode("latin-1")

    @property
    def boundary(self) -> bytes:
        """The boundary of a multipart (RFC 2046 5.1.1), without trailing space."""
        return self._typed[1].get("boundary", b"").rstrip()

    @property
    def disposition(self) -> str:
        """Content-Disposition (RFC 2183) in lower case: inline, attachment, or empty."""
        return self._disposed[0]

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding in lower case."""
        return self.raw("content-transfer-encoding").split(b"(")[0].strip(b" \t\r\n;\"'").decode("latin-1").lower()

    @property
    def content_id(self) -> str:
        """Content-ID without its brackets."""
        return self.raw("content-id").strip().strip(b"<>").decode("utf-8", "replace")

    def filename(self, hint: str = "", defects: list[str] | None = None) -> str:
        """The name that the sender gave, decoded; folders are taken off; empty where there is none."""
        for found in (self._disposed[1].get("filename"), self._typed[1].get("name")):
            if found:
                name = header_text(found, hint, defects)
                return name.replace("\\", "/").rpartition("/")[2].strip(" .\t\"'") or name
        return ""

    def content(self, limit: int | None = None, defects: list[str] | None = None) -> bytes:
        """The octets with their transfer encoding taken off; at most ``limit`` of the encoded ones are read."""
        data = self.body()
        if limit is not None and len(data) > limit:
            data = data[:limit]
            _note(defects, "text cut at the limit")
        encoding = self.encoding
        if encoding == "base64":
            return _base64(data, self.main == "text", defects)
        if encoding in {"quoted-printable", "quotedprintable", "quoted-printeable"}:
            return quopri.decodestring(data)
        if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
            return uudecode(data)
        if encoding not in {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "7bits", "8bits"}:
            _note(defects, f"unknown transfer encoding {encoding[:40]!r}")
        return data


def _base64(data: bytes, is_text: bool, defects: list[str] | None) -> bytes:
    """Base64, unless a text part is plainly not in it (words and punctuation where the alphabet should be)."""
    if is_text and data.strip():
        sample = data.lstrip()[:400].split(b"\n")[0].strip()
        foreign = len(sample.translate(None, _ALPHABET))
        if foreign * 20 > len(sample) or (b" " in sample.replace(b"\r\n ", b"").replace(b"\n ", b"") and foreign):
            _note(defects, "labelled base64, is not")
            return data
        if len(data.translate(None, _ALPHABET)) or b"=" in data.rstrip()[:-2]:
            return _with_tail(data, defects)
    return decode_base64(data, defects)


_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"


def _with_tail(data: bytes, defects: list[str] | None) -> bytes:
    """Base64 lines first, then plain lines that a gateway or list added without encoding them."""
    lines = data.splitlines(keepends=True)
    end = len(lines)
    while end and not _BASE64_LINE.match(lines[end - 1]):
        end -= 1
    cut = next((i for i, line in enumerate(lines) if not _BASE64_LINE.match(line)), end)
    if cut == len(lines):
        return decode_base64(data, defects)
    _note(defects, "plain lines after base64")
    return decode_base64(b"".join(lines[:cut]), defects) + b"\n" + b"".join(lines[cut:])


def uudecode(data: bytes) -> bytes:
    """The first file of a uuencoded text; octets as they are where there is none."""
    found = _UUENCODED.search(data)
    if found is None:
        return data
    return _uu_lines(data, found.end())[0]


def uu_files(data: bytes, limit: int) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """A text without the files that old clients wrote into it (``begin 644 name`` … ``end``), and those files."""
    files: list[tuple[bytes, bytes]] = []
    out: list[bytes] = []
    at = 0
    while len(files) < limit and (found := _UUENCODED.search(data, at)):
        content, end = _uu_lines(data, found.end())
        if not content:
            out.append(data[at : found.end()])
            at = found.end()
            continue
        out.append(data[at : found.start()])
        files.append((found.group(1), content))
        at = end
    return b"".join([*out, data[at:]]), files


def _uu_lines(data: bytes, at: int) -> tuple[bytes, int]:
    out: list[bytes] = []
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end + 1
        line = data[at:end].rstrip(b"\r\n")
        at = end
        if line.strip() == b"end":
            break
        if not line or not 32 <= line[0] <= 96:
            if line.strip():
                return b"", at
            continue
        size = (line[0] - 32) & 63
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            try:
                out.append(binascii.a2b_uu(line[: 1 + (size * 4 + 5) // 3]))
            except binascii.Error:
                return b"", at
    return b"".join(out), at


def _note(defects: list[str] | None, what: str) -> None:
    if defects is not None and what not in defects and len(defects) < 100:
        defects.append(what)
