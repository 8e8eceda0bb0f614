"""Delivery reports: who did not get which of our mails. The fields of RFC 3464 where there are any, else the words."""

from __future__ import annotations

from mailbot.model.findings import Bounce, BouncedRecipient
from mailbot.model.mail import ParsedMail
from mailbot.triage import linear
from mailbot.triage.screen import bounce_text
from mailbot.triage.screen.parts import Part, fields_of, leaves

_TYPE = linear.compile(r"(?i)^\s*[a-z0-9-]{1,20}\s*;")
_ACTION = linear.compile(r"(?i)^\s*(failed|delayed|delivered|relayed|expanded)\b")
_STATUS = linear.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ID = linear.compile(r"(?im)^[ \t>|]*(?:X-)?(?:Original-)?Message-I[Dd]\s*:\s*(?:\n[ \t]+)?<?([^\s<>]+@[^\s<>]+)>?")


def parse_bounce(mail: ParsedMail, content: bytes, *, null_path: bool = False) -> Bounce | None:
    """The delivery report that a mail is, with its failed (or, failing none, its other) recipients; None where it
    is none. A person's mail about a bounce, or with one attached, is none. ``null_path``: the transport named the
    null reverse-path (RFC 5321 4.5.5)."""
    report = _is_report(mail)
    signs = bounce_text.signs(mail, null_path=null_path)
    if not report and not signs:
        return None
    parts = leaves(content)
    if signs and parts and parts[0].encloses and b"delivery-status" in parts[0].body[:4000].lower():
        parts = leaves(parts[0].body)
    told = _explanation(parts)
    statuses = [p for p in parts if p.status]
    if not (report and statuses) and not bounce_text.tells_of_failure(mail, told, parts, signs):
        return None
    recipients = _reported(statuses) or bounce_text.recipients(mail, told, _enclosed(parts))
    return Bounce(recipients=_worst(recipients), original_message_id=_original_message_id(mail, parts))


def _is_report(mail: ParsedMail) -> bool:
    kind = (mail.header("Content-Type") or "").lower()
    return kind.startswith("multipart/report") and "feedback-report" not in kind


def _explanation(parts: list[Part]) -> str:
    """What the report says in words, up to the copy of the mail that it is about."""
    told: list[str] = []
    for part in parts:
        if part.encloses:
            break
        if part.content_type.startswith("text/") or (part.content_type == "message/delivery-status" and not told):
            told.append(part.text)
    return bounce_text.before_copy("\n".join(told))


def _enclosed(parts: list[Part]) -> str:
    """The header of the mail that the report is about, from its own part or from a copy in the text."""
    for part in parts:
        if part.encloses:
            return part.text.lstrip("\n").partition("\n\n")[0]
    return bounce_text.copy("\n".join(p.text for p in parts if p.content_type.startswith("text/")))


def _reported(parts: list[Part]) -> list[BouncedRecipient]:
    """The per-recipient fields (RFC 3464 2.3) of all status parts."""
    found = (_recipient(group) for part in parts for group in _groups(part))
    return [r for r in found if r]


def _groups(part: Part) -> list[dict[str, str]]:
    """The groups of fields, parted by blank lines or, where those lack, by a field that comes again."""
    groups: list[dict[str, str]] = []
    lines: list[str] = []
    seen: set[str] = set()
    for line in [*part.text.split("\n"), ""]:
        name = line.partition(":")[0].strip().lower() if line[:1] not in {" ", "\t"} else ""
        if not line.strip() or (name and name in seen):
            groups.append(fields_of("\n".join(lines)))
            lines, seen = [], set()
        lines.append(line)
        seen.add(name)
    return [g for g in groups if g]


def _recipient(fields: dict[str, str]) -> BouncedRecipient | None:
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    address = next((a for n in names if (a := bounce_text.address_in(_TYPE.sub("", fields.get(n, ""))))), None)
    if address is None:
        return None
    action = _ACTION.match(fields.get("action", ""))
    diagnostic = fields.get("diagnostic-code", "") or fields.get("x-notes", "")
    status = _STATUS.search(fields.get("status", "")) or _STATUS.search(diagnostic)
    word = action.group(1).lower() if action else ("delayed" if "will-retry-until" in fields else "failed")
    return BouncedRecipient(
        address=address,
        action=word,
        status=status.group(0) if status else "",
        diagnostic=_TYPE.sub("", diagnostic).strip()[:500],
        hard=word == "failed",
    )


def _worst(recipients: list[BouncedRecipient]) -> tuple[BouncedRecipient, ...]:
    """Each address once; those that got it only where the report is about nothing else."""
    bad = [r for r in recipients if r.action in {"failed", "delayed"}]
    return tuple({r.address.lower(): r for r in reversed(bad or recipients)}.values())[::-1]


def _original_message_id(mail: ParsedMail, parts: list[Part]) -> str | None:
    """The Message-ID of the mail that could not be delivered: from its copy, else from what the report answers."""
    enclosing = [p for p in parts if p.encloses]
    for part in (*enclosing, *(p for p in parts if not p.encloses)):
        found = _ID.search(part.text)
        if found:
            return str(found.group(1))
    return mail.in_reply_to or (mail.references[-1] if mail.references else None)
