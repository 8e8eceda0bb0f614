"""The words of attached files: notes, tables, web pages, JSON, keystores, office files, PDFs, and of such files in
archives. Bounded in number, octets and characters, so that a flood of them makes no mail slow.

Nothing is carried out or written anywhere; what is encrypted or broken is said, not guessed at.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from mailbot.model.mail import Attachment, ParsedMail
from mailbot.triage import unpack
from mailbot.triage.body.html import to_page
from mailbot.triage.mime import Limits, attachment_contents
from mailbot.triage.mime.charset import decode
from mailbot.triage.mime.rtf import rtf_text
from mailbot.triage.pdf import UnreadableError, is_pdf, pdf_text

MOST_FILES = 10
MOST_OCTETS = 2 * 1024 * 1024
"""Of one text; a larger one is read as far as this."""
MOST_PDF = 4 * 1024 * 1024
"""A larger PDF is not read: it ends with what its beginning needs."""
MOST_PDFS = 3
"""Of one mail; the smallest are read."""
MOST_CHARS = 60_000
"""Of all files of a mail together."""
FILE_CHARS = 30_000
_UNPACKED = 1024 * 1024
_HTML_EVENTS = 20_000

_TYPES = frozenset({
    "application/json", "application/xml", "application/x-yaml", "application/yaml", "application/csv",
    "application/sql", "application/x-sh", "application/x-python", "application/javascript", "application/x-pem-file",
    "application/rtf", "application/toml", "application/x-ndjson", "application/xhtml+xml", "application/pdf",
    "application/x-pdf",
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
_OFFICE_NAME = re.compile(r"\.(?:docx|xlsx|odt|ods)$", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"\.(?:exe|dll|apk|png|jpe?g|gif|webp|heic|mp4|mov|mp3|zip|rar|7z|ico|ttf|woff2?)$", re.IGNORECASE
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of Word or Excel begins that a password closes (MS-OFFCRYPTO 2.3)."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What attached files say, and why some could not be read; both by the attachment's index."""

    texts: Mapping[int, str]
    problems: Mapping[int, str]


def enclosed(mail: ParsedMail, content: bytes, limits: Limits) -> Enclosed:
    """The words of a mail's attached files, the smallest first, since a key is short. ``content``: its octets."""
    wanted = sorted((a for a in mail.attachments if _worth(a)), key=lambda a: a.size)[:MOST_FILES]
    found: dict[int, str] = {}
    problems: dict[int, str] = {}
    room = MOST_CHARS
    reader = _Reader()
    contents = attachment_contents(content, [a.index for a in wanted], limits) if wanted else {}
    for part in wanted:
        file = unpack.File(part.filename, contents.get(part.index, b""))
        text, said = reader.read(file, part.content_type.lower())
        text = text[: min(room, FILE_CHARS)].replace("\r\n", "\n").replace("\r", "\n").strip()
        room -= len(text)
        if text:
            found[part.index] = text
        if said:
            problems[part.index] = said
    return Enclosed(found, problems)


@dataclass(slots=True)
class _Reader:
    """Reads the files of one mail; of PDFs, which cost most, a few."""

    pdfs: int = MOST_PDFS

    def read(self, file: unpack.File, kind: str) -> tuple[str, str]:
        """The words of a file, and what hindered the reading of it."""
        try:
            if not unpack.is_archive(file.octets) or _is_office(kind) or _OFFICE_NAME.search(file.name):
                return self._words(file, kind), ""
            return self._members(file)
        except (UnreadableError, unpack.EncryptedError) as reason:
            return "", str(reason)

    def _members(self, file: unpack.File) -> tuple[str, str]:
        """The words of what an archive holds, each under its name, the smallest first."""
        pieces: list[str] = []
        problems: list[str] = []
        room = FILE_CHARS
        for member in _readable(unpack.members(file)):
            try:
                words = self._words(member, "")[:room].strip()
            except UnreadableError as reason:
                problems.append(f"{member.name}: {reason}")
                continue
            if words:
                pieces.append(f"{member.name}\n{words}\n")
                room -= len(pieces[-1])
            if room <= 0:
                break
        return "\n".join(pieces), "; ".join(problems[:3])

    def _words(self, file: unpack.File, kind: str) -> str:
        octets = file.octets
        if is_pdf(octets):
            if self.pdfs <= 0 or len(octets) > MOST_PDF:
                raise UnreadableError(f"more than {MOST_PDFS} PDFs, or than {MOST_PDF >> 20} MiB")
            self.pdfs -= 1
            return pdf_text(octets, FILE_CHARS)
        if octets.startswith(_OLE) and (_is_office(kind) or _OFFICE_NAME.search(file.name)):
            raise UnreadableError("encrypted")
        if octets.startswith(b"PK\x03\x04"):
            return _office(octets) if _is_office(kind) or _NAMED.search(file.name) else ""
        if octets.startswith(b"{\\rtf"):
            return rtf_text(octets[:MOST_OCTETS], "cp1252")
        return _plain_text(octets[:MOST_OCTETS], kind)


def _readable(members: Iterator[unpack.File]) -> list[unpack.File]:
    return sorted((m for m in members if not _NO_TEXT.search(m.name)), key=lambda m: len(m.octets))[:MOST_FILES]


def _worth(attachment: Attachment) -> bool:
    kind = attachment.content_type.lower()
    if kind in _NEVER or attachment.executable or not attachment.size:
        return False
    if kind in unpack.TYPES:
        return True
    known = kind.startswith("text/") or kind in _TYPES or kind.endswith(("+json", "+xml")) or _is_office(kind)
    unknown = kind in _UNKNOWN and (bool(_NAMED.search(attachment.filename)) or attachment.size <= MOST_OCTETS)
    return (known or unknown) and not kind.startswith("image/")


def _is_office(kind: str) -> bool:
    return any(family in kind for family in _OFFICE)


def _plain_text(head: bytes, kind: str) -> str:
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
