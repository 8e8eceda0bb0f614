"""The mails of a ticket as they came, for those who may read them; each reading is recorded."""

from __future__ import annotations

from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event, Ticket
from mailbot.triage.mime.markup import Markup, markup

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def octets(
    tools: Tools, ticket: Ticket, message: int, author: str, *, why: str, free: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """(octets, kinds of secrets in it) of a message that came in. ``free``: only a mail with secrets is recorded.
    Raises LookupError."""
    with tools.db.read() as t:
        on, raw = t.console.message(message)
        if on != ticket.id or raw is None:
            raise LookupError(f"ticket {ticket.number} has no mail {message}")
        decision = t.console.decision(raw)
        loaded = t.spool.load([raw])
    if not loaded:
        raise LookupError("this mail is not kept any more")
    secrets = tuple(sorted({s["kind"] for s in decision.analysis["secrets"]})) if decision else ()
    if secrets or not free:
        event = Event(kind="mail_read", at=tools.clock(), actor=author, data={"message": message, "as": why})
        with tools.db.write() as t:
            t.messages.log([event], ticket=ticket.id)
    return loaded[0].content, secrets


def markup_of(tools: Tools, content: bytes) -> Markup | None:
    """A mail's HTML body; None where it has none."""
    return markup(content, tools.policy().limits)


def picture_type(content: bytes) -> str:
    """What kind of picture some octets are, by their beginning; "" for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _PICTURES if content.startswith(magic)), "")


def names(tools: Tools) -> list[str]:
    """Names of everybody a ticket may be given to."""
    with tools.db.read() as t:
        return [p.name for p in t.people.all() if p.active and p.role != "auditor"]
