"""The structure of a mail: mail-parser reads what is regular and within bounds, our own reader everything else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from email.message import Message
from typing import Any

import mailparser

from mailbot.triage.mime.limits import Limits
from mailbot.triage.mime.octets import octets
from mailbot.triage.mime.part import Header, Part
from mailbot.triage.mime.reader import head, read

logging.getLogger("mailparser").setLevel(logging.CRITICAL)  # it would print octets of mails into our log
_BROKEN = frozenset(
    {
        "NoBoundaryInMultipartDefect",
        "StartBoundaryNotFoundDefect",
        "CloseBoundaryNotFoundDefect",
        "FirstHeaderLineIsContinuationDefect",
        "MisplacedEnvelopeHeaderDefect",
        "MissingHeaderBodySeparatorDefect",
        "MultipartInvariantViolationDefect",
        "InvalidMultipartContentTransferEncodingDefect",
        "MalformedHeaderDefect",
    }
)
_STRUCTURAL = frozenset(
    {"mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-id"}
)
_WORDS = 300
"""Encoded words that mail-parser is given: its time grows with the square of the unclosed ones."""
_NAMED_LINE = octets(rb"(?m)^[!-9;-~]+[ \t]*:")


def structure(content: bytes, limits: Limits, defects: list[str]) -> Part:
    """The tree of a mail's entities, by whichever reader suits it. Never raises."""
    if _within(content, limits):
        top = head(content, limits)
        try:
            mail = mailparser.parse_from_bytes(content if top is None else _mime(top[0]) + content[top[1] :])
        except Exception:  # noqa: BLE001 - whatever a library trips over, our own reader reads
            defects.append("structure read by our own reader")
        else:
            sound = mail.message is not None and not mail.defects_categories & _BROKEN
            if sound and (part := _adopt(mail.message, None if top is None else top[0])):
                return part
    return read(content, limits, defects)


def _mime(headers: list[Header]) -> bytes:
    """The header without what says nothing of the structure: mail-parser would read every trace, date and address."""
    fields = [name.encode() + b":" + value for name, value in headers if name.lower() in _STRUCTURAL]
    return b"".join(f if f.endswith(b"\n") else f + b"\r\n" for f in fields) + b"\r\n"


def _within(content: bytes, limits: Limits) -> bool:
    """The linear pre-scan: size, depth and header count cannot exceed the bounds, whatever the mail says."""
    if len(content) > limits.structure_bytes or not content[:1].strip() or content.startswith((b"From ", b">From ")):
        return False
    low = content.lower()
    if low.count(b"boundary") > limits.depth or low.count(b"message/rfc822") > limits.depth:
        return False
    if content.count(b"\n--") > limits.parts or content.count(b"=?") > _WORDS:
        return False
    head_end = content.find(b"\n\n")
    crlf_end = content.find(b"\n\r\n")
    if head_end < 0 and crlf_end < 0:
        return False
    head = min(p for p in (head_end, crlf_end) if p >= 0)
    if head > limits.header_bytes or content.count(b"\r") != content.count(b"\r\n"):
        return False
    if content.count(b":") <= limits.header_count:
        return True
    return sum(1 for _ in _NAMED_LINE.finditer(content)) <= limits.header_count


def _adopt(message: Message, headers: list[Header] | None = None, default: str = "text/plain") -> Part | None:
    """mail-parser's tree as ours; None where it holds what it cannot have read (an encoded message). ``headers``
    stand in for the entity's own."""
    if headers is None:
        headers = [(name, value.encode("ascii", "surrogateescape")) for name, value in message.raw_items()]
    part = Part(headers, _body(message), [], default)
    nested = part.main == "multipart" or part.type in {"message/rfc822", "message/global", "message/news"}
    if nested != message.is_multipart():  # also a delivery-status, which is a leaf for us
        return None
    if part.main == "message" and part.encoding in {"base64", "quoted-printable"}:
        return None
    if nested:
        child = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        payload: Any = message.get_payload()
        for inner in payload:
            adopted = _adopt(inner, default=child)
            if adopted is None:
                return None
            part.children.append(adopted)
    return part


def _body(message: Message) -> Callable[[], bytes]:
    def body() -> bytes:
        """The octets as sent: without a transfer encoding named, decoding changes nothing."""
        if message.is_multipart():
            return message.as_bytes().partition(b"\n\n")[2]
        label = message.get("Content-Transfer-Encoding")
        if label is not None:
            del message["Content-Transfer-Encoding"]
        data = message.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""

    return body
