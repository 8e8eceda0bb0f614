"""The mails of a ticket as they came, for those who may read them; each reading is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from mailbot.desk.masked import secrets_in, stays
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event, Ticket
from mailbot.store import Transaction
from mailbot.triage.mime import attachment_content
from mailbot.triage.mime.markup import Markup, markup

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads a mail, and why. ``unmasked``: whether the reader has the right `raw`."""

    name: str
    unmasked: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """An attachment of a conversation. ``index`` counts from 1 over the whole of it; ``state``: kept, withheld (it may
    hold a secret: only for who has the right `raw`), gone."""

    index: int
    message: int
    direction: str
    at: datetime
    part: Mapping[str, Any]
    state: Literal["kept", "withheld", "gone"]


def attachments(tools: Tools, number: str) -> list[Attached]:
    """All attachments of a ticket, oldest first; raises LookupError. Nothing of them is read."""
    found: list[Attached] = []
    with tools.db.read() as t:
        ticket = t.tickets.by_number(number)
        messages = [m for m in t.messages.of(ticket.id) if m.attachments]
        kept = t.keeping.many([m.raw for m in messages if m.raw is not None])
        for m in messages:
            left = kept.get(m.raw, "whole") if m.raw is not None else "whole"
            for part in m.attachments:
                away = left == "gone" or (m.raw is not None and _may_hold(t, m.raw, part))
                state: Literal["kept", "withheld", "gone"] = "kept"
                if away:
                    state = "withheld" if left == "whole" else "gone"
                found.append(
                    Attached(index=len(found) + 1, message=m.id, direction=m.direction, at=m.at, part=part, state=state)
                )
    return found


def octets(tools: Tools, ticket: Ticket, message: int, reader: Reader, *, form: Literal["html", "raw"]) -> bytes:
    """A message that came in, or what is left of it. As it came (raw), it is only for who has the right, with a reason;
    to be shown as HTML, for everybody where it holds no secret (any more). Raises LookupError, PermissionError,
    ValueError without a reason, and SealedError where it cannot be opened."""
    if form == "raw":
        _unmasked(reader, "mails as they came")
        if not reader.why.strip():
            raise ValueError("say why you read this mail as it came; it is kept in the history")
    with tools.db.read() as t:
        on, raw = t.console.message(message)
        if on != ticket.id or raw is None:
            raise LookupError(f"ticket {ticket.number} has no mail {message}")
        secrets = _secrets(t, raw)
        original = t.spool.original(raw)
    if secrets and not original.masked:
        _unmasked(reader, f"a mail that holds secrets ({', '.join(secrets)})")
    _record(tools, "mail_read", ticket, reader, {"message": message, "as": form, "masked": original.masked})
    return original.content


def attachment(tools: Tools, number: str, index: int, reader: Reader) -> tuple[str, bytes]:
    """(file name, octets) of the ``index``-th attachment of a ticket, counted from 1 over its whole conversation. What
    came with a secret and may hold it too is only for who has the right. Raises as `octets`."""
    with tools.db.read() as t:
        ticket = t.tickets.by_number(number)
        found = [(m.raw, a) for m in t.messages.of(ticket.id) for a in m.attachments]
        if not 1 <= index <= len(found):
            raise LookupError(f"ticket {ticket.number} has {len(found)} attachments, so no number {index}")
        raw, part = found[index - 1]
        content = _own_file(t, part) if raw is None else _part(t, tools, raw, part, reader)
    _record(tools, "attachment_read", ticket, reader, {"filename": part["filename"], "sha256": part["sha256"]})
    return str(part["filename"]), content


def _own_file(t: Transaction, part: Mapping[str, Any]) -> bytes:
    return t.uploads.content(str(part["sha256"]))


def _part(t: Transaction, tools: Tools, raw: int, part: Mapping[str, Any], reader: Reader) -> bytes:
    original = t.spool.original(raw)
    if _may_hold(t, raw, part):
        if original.masked:
            raise LookupError("this attachment went with the secret that its mail held")
        _unmasked(reader, "an attachment that may hold a secret")
    return attachment_content(original.content, int(part["index"]), tools.policy().limits)


def _may_hold(t: Transaction, raw: int, part: Mapping[str, Any]) -> bool:
    """Whether an attachment came with a secret and may hold it too."""
    decision = t.console.decision(raw)
    return decision is not None and bool(_secrets(t, raw)) and not stays(part, decision.analysis)


def _unmasked(reader: Reader, what: str) -> None:
    if not reader.unmasked:
        raise PermissionError(f"{what}: only for who has the right `raw` (lead, admin)")


def _secrets(t: Transaction, raw: int) -> tuple[str, ...]:
    """The kinds of secrets in a mail, but for pictures of documents, which are evidence."""
    decision = t.console.decision(raw)
    found = {s["kind"] for s in secrets_in(decision.analysis)} if decision else set()
    return tuple(sorted(found - {"id_document_image"}))


def _record(tools: Tools, kind: str, ticket: Ticket, reader: Reader, data: dict[str, object]) -> None:
    if reader.why.strip():
        data["why"] = " ".join(reader.why.split())[:300]
    with tools.db.write() as t:
        t.messages.log([Event(kind=kind, at=tools.clock(), actor=reader.name, data=data)], ticket=ticket.id)


def left(tools: Tools, raws: Sequence[int]) -> dict[int, str]:
    """What is left of the octets of raw mails: whole, masked, gone."""
    with tools.db.read() as t:
        return t.keeping.many(raws)


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
