"""Any octets to a `ParsedMail`, within bounds, never an exception."""

from __future__ import annotations

import hashlib

import mailparser

from mailbot.model.mail import Address, Attachment, ParsedMail
from mailbot.triage.mime.limits import Limits

__all__ = ["Limits", "attachment_content", "parse"]

_DEFAULT = Limits()


def _leaves(content: bytes):
    mail = mailparser.parse_from_bytes(content)
    return mail, [p for p in mail.message.walk() if not p.is_multipart()]


def parse(content: bytes, limits: Limits = _DEFAULT) -> ParsedMail:
    """What the mail says. Never raises; bounded by ``limits``."""
    content = content[: limits.bytes]
    try:
        mail, leaves = _leaves(content)
    except Exception:
        return ParsedMail(defects=("unreadable",), content_hash=hashlib.sha256(content).hexdigest())

    def people(name: str) -> tuple[Address, ...]:
        return tuple(Address(name=n, address=a) for n, a in getattr(mail, name) or [])

    text = "\n".join(mail.text_plain) or "\n".join(mail.text_html)
    attachments = []
    for index, part in enumerate(leaves):
        name = part.get_filename() or ""
        if not name and part.get_content_maintype() == "text":
            continue
        data = part.get_payload(decode=True) or b""
        attachments.append(
            Attachment(
                index=index,
                filename=name,
                content_type=part.get_content_type(),
                declared_type=part.get_content_type(),
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                inline=part.get_content_disposition() == "inline",
                content_id=(part.get("Content-ID") or "").strip("<> "),
            )
        )
    headers = tuple((k, str(v)) for k, v in mail.message.items())
    authors = people("from_")
    ids = str(mail.message.get("Message-ID") or "").strip("<> \t\r\n")
    reply = str(mail.message.get("In-Reply-To") or "").strip("<> \t\r\n")
    return ParsedMail(
        message_id=ids or None,
        in_reply_to=reply or None,
        references=tuple(r.strip("<>") for r in str(mail.message.get("References") or "").split()),
        sender=authors[0] if authors else None,
        authors=authors,
        to=people("to"),
        cc=people("cc"),
        reply_to=people("reply_to"),
        subject=mail.subject or "",
        date=mail.date,
        headers=headers,
        text=text,
        fresh_text=text,
        attachments=tuple(attachments),
        content_hash=hashlib.sha256(content.partition(b"\n\n")[2] or content).hexdigest(),
    )


def attachment_content(content: bytes, index: int, limits: Limits = _DEFAULT) -> bytes:
    """The decoded octets of one attachment; empty where there is none of that index."""
    _, leaves = _leaves(content[: limits.bytes])
    return (leaves[index].get_payload(decode=True) or b"") if 0 <= index < len(leaves) else b""
