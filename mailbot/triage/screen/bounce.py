"""Delivery status notifications by RFC 3464: who did not get which of our mails."""

from __future__ import annotations

from mailbot.model.findings import Bounce, BouncedRecipient
from mailbot.model.mail import ParsedMail
from mailbot.triage.screen.parts import Part, leaves, unfold


def parse_bounce(mail: ParsedMail, content: bytes) -> Bounce | None:
    """The delivery report that a mail is; None where it is none."""
    if b"delivery-status" not in content[:1_000_000].lower():
        return None
    parts = list(leaves(content))
    recipients = tuple(r for p in parts if p.content_type == "message/delivery-status" for r in _recipients(p))
    if not recipients:
        return None
    return Bounce(recipients=recipients, original_message_id=_original(parts))


def _recipients(part: Part) -> list[BouncedRecipient]:
    found = []
    for block in part.body.replace(b"\r\n", b"\n").split(b"\n\n"):
        fields = {k: v.decode("utf-8", "replace") for k, v in unfold(block).items()}
        address = fields.get(b"final-recipient") or fields.get(b"original-recipient")
        if not address:
            continue
        action = fields.get(b"action", "failed").split()[0:1]
        status = fields.get(b"status", "").partition(" ")[0]
        found.append(
            BouncedRecipient(
                address=address.rpartition(";")[2].strip().strip("<>").lower(),
                action=action[0].lower() if action else "failed",
                status=status,
                diagnostic=fields.get(b"diagnostic-code", ""),
                hard=bool(action) and action[0].lower() == "failed" and not status.startswith("4"),
            )
        )
    return found


def _original(parts: list[Part]) -> str | None:
    for part in parts:
        if part.content_type in {"message/rfc822", "text/rfc822-headers"}:
            value = unfold(part.body.partition(b"\n\n")[0]).get(b"message-id")
            if value:
                return value.decode("latin-1").strip().strip("<>")
    return None
