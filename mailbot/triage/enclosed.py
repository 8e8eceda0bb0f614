"""The words of attached files that are text: notes, tables, web pages, JSON, keystores, office files. Bounded in
number, octets and characters, so that a flood of them makes no mail slow.

PDFs, archives and encrypted office files are not opened; nothing is written anywhere.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from html import unescape

from mailbot.model.mail import Attachment, ParsedMail
from mailbot.triage.body.html import to_page
from mailbot.triage.mime import Limits, attachment_contents
from mailbot.triage.mime.charset import decode
from mailbot.triage.mime.rtf import rtf_text

MOST_FILES = 10
MOST_OCTETS = 2 * 1024 * 1024
"""Of one file; a larger one is read as far as this."""
MOST_CHARS = 60_000
"""Of all files of a mail together."""
FILE_CHARS = 30_000
_UNPACKED = 1024 * 1024
_HTML_EVENTS = 20_000

_TYPES = frozenset({
    "application/json", "application/xml", "application/x-yaml", "application/yaml", "application/csv",
    "application/sql", "application/x-sh", "application/x-python", "application/javascript", "application/x-pem-file",
    "application/rtf", "application/toml", "application/x-ndjson", "application/xhtml+xml",
})  # fmt: skip
_NEVER = frozenset({"text/calendar", "text/vcard", "text/x-vcard", "text/rfc822-headers", "message/rfc822"})
_NAMED = re.compile(
    r"\.(?:txt|text|csv|tsv|log|md|json|jsonl|ya?ml|xml|html?|ini|env|conf|cfg|toml|pem|key|asc|keystore|wallet|rtf"
    r"|sql|py|js|ts|sh|php|docx|xlsx|odt|ods)$",
    re.IGNORECASE,
)
_UNKNOWN = frozenset({"application/octet-stream", "application/x-unknown", "binary/octet-stream", ""})
_OFFICE = ("openxmlformats-officedocument", "opendocument")
_MEMBERS = re.compile(r"word/(?:document|footnotes|comments)\.xml|xl/sharedStrings\.xml|xl/worksheets/sheet\d{1,2}\.xml"
                      r"|content\.xml")  # fmt: skip
_BREAK = re.compile(r"</(?:w:p|text:p|text:h|row|table:table-row|si|w:tr)>|<w:br[^<>]{0,200}>")
_CELL = re.compile(r"</(?:c|w:tc|table:table-cell)>|<w:tab/>")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def texts(mail: ParsedMail, content: bytes, limits: Limits) -> Mapping[int, str]:
    """The words of a mail's attached texts by the attachment's index, the smallest files first, since a key is short.
    ``content``: the mail's octets."""
    wanted = sorted((a for a in mail.attachments if _worth(a)), key=lambda a: a.size)[:MOST_FILES]
    if not wanted:
        return {}
    found: dict[int, str] = {}
    room = MOST_CHARS
    for index, octets in attachment_contents(content, [a.index for a in wanted], limits).items():
        part = next(a for a in wanted if a.index == index)
        text = _words(part, octets)[: min(room, FILE_CHARS)].replace("\r\n", "\n").replace("\r", "\n").strip()
        room -= len(text)
        if text:
            found[index] = text
    return found


def _worth(attachment: Attachment) -> bool:
    kind = attachment.content_type.lower()
    if kind in _NEVER or attachment.executable or not attachment.size:
        return False
    known = kind.startswith("text/") or kind in _TYPES or kind.endswith(("+json", "+xml")) or _is_office(kind)
    unknown = kind in _UNKNOWN and (bool(_NAMED.search(attachment.filename)) or attachment.size <= MOST_OCTETS)
    return (known or unknown) and not kind.startswith("image/")


def _is_office(kind: str) -> bool:
    return any(family in kind for family in _OFFICE)


def _words(part: Attachment, octets: bytes) -> str:
    kind = part.content_type.lower()
    if octets.startswith(b"PK\x03\x04"):
        return _office(octets) if _is_office(kind) or _NAMED.search(part.filename) else ""
    if octets.startswith(b"{\\rtf"):
        return rtf_text(octets[:MOST_OCTETS], "cp1252")
    head = octets[:MOST_OCTETS]
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and _CONTROL.search(head[:8192]):
        return ""  # no text, whatever it is called
    text = decode(head).text
    if kind in {"text/html", "application/xhtml+xml"} or text[:200].lstrip().lower().startswith(
        ("<!doctype html", "<html")
    ):
        return to_page(text, 8 * FILE_CHARS, _HTML_EVENTS).text
    return text


def _office(octets: bytes) -> str:
    """Paragraphs, and rows of tables, of a document or a sheet (ECMA-376, ISO/IEC 26300). What is broken or encrypted
    has no words."""
    pieces: list[str] = []
    room = _UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            for name in [n for n in archive.namelist()[:2000] if _MEMBERS.fullmatch(n)][:20]:
                with archive.open(name) as member:
                    data = member.read(room)
                room -= len(data)
                pieces.append(_plain(data.decode("utf-8", "replace")))
    except Exception:  # noqa: BLE001 - a broken archive raises many kinds of errors; all mean the same
        return "\n".join(pieces)
    return "\n".join(pieces)


def _plain(markup: str) -> str:
    rows = _TAG.sub("", _CELL.sub(" ", _BREAK.sub("\n", markup)))
    return unescape(rows)
