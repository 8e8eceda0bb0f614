"""What is left of a mail that held a live secret: its masked words as a mail of their own, and harmless attachments.

Made from the stored decision, whose texts were masked when it was made, so that nothing is searched for anew.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, quote
from hashlib import sha256
from typing import Any

from mailbot.triage.mime import Limits, attachment_content

_LINE = 900
_STAYS = ("image/", "video/", "application/pdf")
_REMOVED = b"removed\r\n"


def stays(attachment: Mapping[str, Any], analysis: Mapping[str, Any]) -> bool:
    """Whether an attachment outlives the secret of its mail: only what shows something, and in which none was found.
    What is text, or may hold it, goes with the mail."""
    kind, name = str(attachment["content_type"]).lower(), str(attachment["filename"])
    if attachment["suspicious"] or not kind.startswith(_STAYS) or kind == "image/svg+xml":
        return False
    places = {f"attachment:{name}", f"attachment:{attachment['index']}"}
    return all(s["where"] not in places or s["kind"] == "id_document_image" for s in secrets_in(analysis))


def secrets_in(analysis: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The secrets of a stored decision, with those that were read in its pictures later."""
    return [*analysis["secrets"], *analysis.get("late", {}).get("secrets", ())]


def masked(analysis: Mapping[str, Any], content: bytes, limits: Limits, now: datetime) -> bytes:
    """The masked form of a mail, in octets (RFC 5322); attachments keep their indexes."""
    message = analysis["message"]
    boundary = f"masked-{sha256(content).hexdigest()[:40]}"
    kinds = sorted({s["kind"] for s in secrets_in(analysis)})
    lines = [
        *_headers(message),
        f"X-Mailbot-Masked: {', '.join(kinds)}; {now.isoformat()}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        *_base64(str(message["text"]).encode("utf-8", "replace")),
    ]
    for attachment in sorted(message["attachments"], key=lambda a: int(a["index"])):
        whole = stays(attachment, analysis)
        data = attachment_content(content, int(attachment["index"]), limits) if whole else _REMOVED
        kind = attachment["content_type"] if whole else "application/octet-stream"
        lines += [
            f"--{boundary}",
            f"Content-Type: {kind}",
            f'Content-Disposition: attachment; filename="{_words(attachment["filename"])}"',
            "Content-Transfer-Encoding: base64",
            "",
            *_base64(data),
        ]
    return "\r\n".join([*lines, f"--{boundary}--", ""]).encode("ascii")


def _headers(message: Mapping[str, Any]) -> Iterator[str]:
    people = {"From": [message["from"]] if message["from"] else [], "Reply-To": message["reply_to"],
              "To": message["to"], "Cc": message["cc"]}  # fmt: skip
    for name, addresses in people.items():
        if addresses:
            yield f"{name}: {', '.join(_address(a) for a in addresses)}"
    yield f"Subject: {_words(message['subject'])}"
    if message["date"]:
        yield f"Date: {format_datetime(datetime.fromisoformat(message['date']))}"
    for name, ids in (("Message-ID", [message["message_id"]]), ("In-Reply-To", [message["in_reply_to"]]),
                      ("References", message["references"][-20:])):  # fmt: skip
        known = [f"<{_plain(i)}>" for i in ids if i]
        if known:
            yield f"{name}: {' '.join(known)[:_LINE]}"


def _address(address: Mapping[str, str]) -> str:
    spec = f"<{_plain(address['address'])}>"
    return f"{_words(address['name'])} {spec}" if address["name"] else spec


def _plain(text: str) -> str:
    """ASCII without white space or brackets, for ids and addresses."""
    return "".join(c for c in text.encode("ascii", "replace").decode() if c.isprintable() and c not in " <>")[:_LINE]


def _words(text: str) -> str:
    """A header's words (RFC 2047 where they are not ASCII)."""
    line = "".join(c if c.isprintable() else " " for c in text)[:_LINE]
    if line.isascii():
        return quote(line)
    return Header(line, "utf-8", maxlinelen=10_000).encode(linesep="").replace("\n", "")


def _base64(octets: bytes) -> list[str]:
    return base64.encodebytes(octets).decode("ascii").splitlines()
