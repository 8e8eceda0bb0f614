"""Any octets to a `ParsedMail`, within bounds of time and memory, never an exception."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from mailbot.model.mail import Address, Attachment, Fold, ParsedMail
from mailbot.triage.body.fresh import fresh
from mailbot.triage.mime.addresses import addresses
from mailbot.triage.mime.charset import detect
from mailbot.triage.mime.dates import date_of
from mailbot.triage.mime.limits import Limits
from mailbot.triage.mime.part import Part
from mailbot.triage.mime.sniff import judge, sniff
from mailbot.triage.mime.structure import structure
from mailbot.triage.mime.text import Body, Piece, Segment
from mailbot.triage.mime.words import header_text, unfold

__all__ = ["UNREAD", "Limits", "attachment_content", "attachment_contents", "parse"]

UNREAD = "the reader failed"
"""How the defect begins that says a mail could not be read but as plain octets."""

_DEFAULT = Limits()
_ID = re.compile(r"<([^<>]{1,990})>")
_SPACE = re.compile(r"\s+")


def parse(content: bytes, limits: Limits = _DEFAULT) -> ParsedMail:
    """What a mail says. Any octets give an answer; ``defects`` tells what was odd, cut or recovered."""
    try:
        return _parse(content, limits)
    except Exception as failure:  # noqa: BLE001 - a mail that trips the reader is still recorded, with what is plain
        head = content[: limits.header_bytes].decode("utf-8", "replace").replace("\0", "")
        said = (f"{UNREAD} ({failure!r:.100})",)
        return ParsedMail(text=head, fresh_text=head.strip(), defects=said, content_hash=sha256(content).hexdigest())


def _parse(content: bytes, limits: Limits) -> ParsedMail:
    defects: list[str] = []
    if len(content) > limits.bytes:
        content = content[: limits.bytes]
        defects.append("mail cut at the limit")
    root = structure(content, limits, defects)
    body = Body(limits, defects)
    segments = body.segments(root)
    whole = _joined(body, segments, limits)
    hint = body.charset or _header_charset(root)

    def people(name: str) -> tuple[Address, ...]:
        return addresses(root.raw(name), limits.addresses, hint, defects) if root.raw(name) else ()

    authors = people("from")
    sender = next((a for a in authors if a.address), authors[0] if authors else None)
    if root.type == "multipart/report" and "delivery-status" in root.param("report-type").lower():
        whole.folds.append(Fold(start=0, end=len(whole.text), kind="quote"))  # a mail system's words, nobody's news
    read = fresh(whole.text, whole.folds, whole.blocks, sender.name if sender else "")
    return ParsedMail(
        message_id=_first_id(root.raw("message-id")),
        in_reply_to=_first_id(root.raw("in-reply-to")),
        references=_ids(root.raw("references")),
        sender=sender,
        authors=authors,
        reply_to=people("reply-to"),
        to=people("to"),
        cc=people("cc"),
        subject=_SPACE.sub(" ", header_text(root.raw("subject"), hint, defects)),
        date=date_of(header_text(root.raw("date"))),
        headers=tuple((name, header_text(value, hint)) for name, value in root.headers),
        text=whole.text,
        fresh_text=read.text,
        folds=read.folds,
        links=tuple(body.links[:200]),
        hidden=body.hidden[:8000],
        attachments=tuple(_attachment(i, p) for i, p in enumerate(body.pieces)),
        defects=tuple(dict.fromkeys([*defects, *_missing(root)])),
        content_hash=sha256(_body_octets(content)).hexdigest(),
    )


def _header_charset(root: Part) -> str:
    """The charset of raw 8-bit header values, told from all of them together: one alone is too short."""
    octets = b"\n".join(value for _, value in root.headers if not value.isascii())
    return detect(octets[: 16 * 1024]).codec if octets else ""


def attachment_content(content: bytes, index: int, limits: Limits = _DEFAULT) -> bytes:
    """The decoded octets of the attachment with an index; empty where there is none."""
    return attachment_contents(content, [index], limits).get(index, b"")


def attachment_contents(content: bytes, indexes: Iterable[int], limits: Limits = _DEFAULT) -> dict[int, bytes]:
    """The decoded octets of several attachments by their index; the mail is walked once."""
    pieces = _walked(content, limits).pieces
    return {index: pieces[index].content() for index in indexes if 0 <= index < len(pieces)}


def _walked(content: bytes, limits: Limits) -> Body:
    """The walk of `parse` again, without its words; files inside a text are found by reading it."""
    defects: list[str] = []
    body = Body(limits, defects)
    _joined(body, body.segments(structure(content[: limits.bytes], limits, defects)), limits)
    return body


@dataclass(slots=True)
class _Whole:
    """The segments of a body one below the other."""

    text: str = ""
    folds: list[Fold] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)


def _joined(body: Body, segments: list[Segment], limits: Limits) -> _Whole:
    """The whole text of the segments, and what of it is quoted or forwarded."""
    whole = _Whole()
    for segment in _worth_reading(body, segments):
        words = segment.words()
        body.links += words.links
        body.hidden += words.hidden
        stripped = words.text.strip("\n")
        if not stripped.strip():
            continue
        whole.text += "\n\n" if whole.text and segment.kind == "forward" else "\n" if whole.text else ""
        begin = len(whole.text)
        whole.text += stripped
        if len(whole.text) > limits.text_chars:
            body.note("text cut at the limit")
            whole.text = whole.text[: limits.text_chars]
        end = len(whole.text)
        if segment.kind == "forward":
            whole.folds.append(Fold(start=begin, end=end, kind="forward"))
            continue
        shift = begin - (len(words.text) - len(words.text.lstrip("\n")))
        spans = [(f.start + shift, f.end + shift, f.kind) for f in words.folds]
        whole.folds += [Fold(start=max(begin, s), end=min(end, e), kind=k) for s, e, k in spans if s < end]
        whole.blocks += [(s + shift, e + shift) for s, e in words.blocks if s + shift < end]
    return whole


def _worth_reading(body: Body, segments: list[Segment]) -> list[Segment]:
    """The body's segments; where they say nothing, the words of an attached text take their place."""
    if any(s.words().text.strip() for s in segments):
        return segments
    return [*body.attached_words(), *segments]


def _attachment(index: int, piece: Piece) -> Attachment:
    data = piece.content()
    kind = sniff(data, piece.declared)
    executable, suspicious = judge(piece.filename, piece.declared, kind, data)
    return Attachment(
        index=index,
        filename=piece.filename,
        content_type=kind,
        declared_type=piece.declared,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        inline=piece.inline,
        content_id=piece.content_id,
        executable=executable,
        suspicious=suspicious,
    )


def _first_id(raw: bytes) -> str | None:
    """The first Message-ID of a header (RFC 5322 3.6.4), without brackets; the whole value where it has none."""
    found = _ids(raw)
    if found:
        return found[0]
    plain = _SPACE.sub(" ", header_text(raw)).strip("<> ")
    return plain or None


def _ids(raw: bytes) -> tuple[str, ...]:
    line = unfold(raw).decode("utf-8", "replace")
    found = [_SPACE.sub("", match) for match in _ID.findall(line)]
    if not found and "@" in line:
        found = [word.strip("<>,;") for word in line.split() if "@" in word]
    return tuple(f for f in found if f)[:1000]


def _missing(root: Part) -> list[str]:
    names = {name.lower() for name, _ in root.headers}
    return [f"no {name}" for name in ("From", "Date", "Message-ID") if name.lower() not in names]


def _body_octets(content: bytes) -> bytes:
    """What follows the header (RFC 5322 2.1)."""
    lf, crlf = content.find(b"\n\n"), content.find(b"\n\r\n")
    ends = [(p, n) for p, n in ((lf, 2), (crlf, 3)) if p >= 0]
    if not ends:
        return content
    at, size = min(ends)
    return content[at + size :]
