"""Our own reader of a mail's structure: linear in time, nothing copied but headers, at home in broken mail.

It reads what mail-parser is not asked to (large, deep, malformed); see `structure`. It never raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from mailbot.triage.mime.limits import Limits
from mailbot.triage.mime.part import Header, Part

_END = re.compile(rb"\n[ \t]*\r?\n")
_NAME = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:")
_BOUNDARY_LINE = re.compile(rb"(?mi)^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?\n(?=content-|\r?\n)")
_BLANK = b" \t\r\n"


@dataclass(slots=True)
class _Walk:
    """One reading: the octets, the bounds, and what was counted and found odd."""

    content: bytes
    limits: Limits
    parts: int = 0
    defects: list[str] = field(default_factory=list)

    def note(self, what: str) -> None:
        if what not in self.defects and len(self.defects) < 100:
            self.defects.append(what)


def read(content: bytes, limits: Limits, defects: list[str]) -> Part:
    """The tree of a mail's entities. What exceeds the limits stays an undivided leaf, named in ``defects``."""
    walk = _Walk(content, limits, defects=defects)
    return _entity(walk, 0, len(content), 0, "text/plain", top=True)


def head(content: bytes, limits: Limits) -> tuple[list[Header], int] | None:
    """The mail's own header fields and where its body begins; None where anything about them is odd."""
    walk = _Walk(content, limits)
    found = _headers(walk, 0, len(content), top=True)
    plain = content.endswith((b"\n\n", b"\n\r\n"), 0, found[1])  # no line of blanks, which some take for the end
    return found if plain and not walk.defects else None


def _entity(walk: _Walk, start: int, end: int, depth: int, default: str, *, top: bool = False) -> Part:
    walk.parts += 1
    headers, body = _headers(walk, start, end, top=top)
    part = Part(headers, partial(_slice, walk.content, body, end), [], default)
    if part.main != "multipart" and part.type not in {"message/rfc822", "message/global", "message/news"}:
        return part
    if depth >= walk.limits.depth or walk.parts >= walk.limits.parts:
        walk.note("nested too deeply" if depth >= walk.limits.depth else "too many parts")
        return part
    if part.main == "multipart":
        child = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        spans = _divide(walk, part, body, end)
        for first, last in spans:
            if walk.parts >= walk.limits.parts:
                walk.note("too many parts")
                break
            part.children.append(_entity(walk, first, last, depth + 1, child))
    elif part.encoding in {"base64", "quoted-printable"}:
        inner = _Walk(part.content(walk.limits.text_bytes), walk.limits, walk.parts, walk.defects)
        part.children.append(_entity(inner, 0, len(inner.content), depth + 1, "text/plain", top=True))
        walk.parts = inner.parts
    else:
        part.children.append(_entity(walk, body, end, depth + 1, "text/plain", top=True))
    return part


def _slice(content: bytes, start: int, end: int) -> bytes:
    return content[start:end]


def _headers(walk: _Walk, start: int, end: int, *, top: bool) -> tuple[list[Header], int]:
    """Header fields and where the body begins (RFC 5322 2.1)."""
    content = walk.content
    if top:
        while start < end and content[start] in _BLANK and start < 1000:
            start += 1
    elif content[start : start + 2] == b"\r\n" or content[start : start + 1] == b"\n":
        return [], start + (2 if content[start] == 13 else 1)
    found = _END.search(content, start, end)
    stop, body = (found.start() + 1, found.end()) if found else (end, end)
    headers: list[Header] = []
    at = start
    misplaced = total = 0
    while at < stop:
        eol = content.find(b"\n", at, stop)
        eol = stop if eol < 0 else eol + 1
        if named := _NAME.match(content[at : min(eol, at + 210)]):
            if len(headers) >= walk.limits.header_count or total > walk.limits.header_total:
                walk.note("too many headers")
                break
            value_at = at + named.end()
            folded = _UNFOLDED.search(content, eol - 1, stop)
            eol = folded.start() + 1 if folded else stop
            if eol - value_at > walk.limits.header_bytes:
                walk.note("header cut at the limit")
            value = content[value_at : min(eol, value_at + walk.limits.header_bytes)]
            headers.append((named.group(1).decode("latin-1"), value))
            total += len(value)
        elif not (at == start and content.startswith((b"From ", b">From "), at)):
            misplaced += 1
            if not _more_headers(content, eol, stop):
                walk.note("no blank line before the body")
                body = at
                break
            walk.note("line without a name among the headers")
            if misplaced > 100:
                break
        at = eol
    return headers, body


_UNFOLDED = re.compile(rb"\n[^ \t]")
_KNOWN = re.compile(
    rb"(?im)^(?:from|to|cc|subject|date|message-id|content-[a-z-]+|mime-version|received|return-path|reply-to|"
    rb"x-[a-z-]+|"
    rb"references|in-reply-to|sender|delivered-to|dkim-signature|list-[a-z-]+)[ \t]*:"
)


def _more_headers(content: bytes, at: int, stop: int) -> bool:
    return _KNOWN.search(content, at, min(stop, at + 4000)) is not None


def _divide(walk: _Walk, part: Part, start: int, end: int) -> list[tuple[int, int]]:
    """The spans between a multipart's boundary lines (RFC 2046 5.1)."""
    boundary = part.boundary
    content = walk.content
    if not boundary or not _present(content, boundary, start, end):
        found = _BOUNDARY_LINE.search(content, start, min(end, start + 20_000))
        if found is None:
            walk.note("multipart without its boundary")
            return [(start - 1 if start and content[start - 1 : start] == b"\n" else start, end)] if start < end else []
        walk.note("boundary guessed")
        boundary = found.group(1)
    marker = b"--" + boundary
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    at = start
    while (found_at := content.find(marker, at, end)) >= 0:
        after = found_at + len(marker)
        at = after
        if found_at > start and content[found_at - 1] != 10:
            continue
        eol = content.find(b"\n", after, end)
        rest = content[after : end if eol < 0 else eol].rstrip(b" \t\r")
        if rest not in {b"", b"--"}:
            continue
        if opened is not None:
            spans.append((opened, _before(content, opened, found_at)))
        opened = None
        if rest == b"--":
            break
        opened = end if eol < 0 else eol + 1
        if len(spans) >= walk.limits.parts:
            break
    else:
        walk.note("multipart without its end")
    if opened is not None and opened < end:
        spans.append((opened, end))
    return spans


def _present(content: bytes, boundary: bytes, start: int, end: int) -> bool:
    return content.find(b"--" + boundary, start, end) >= 0


def _before(content: bytes, start: int, at: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if at > start and content[at - 1] == 10:
        at -= 1
        if at > start and content[at - 1] == 13:
            at -= 1
    return at
