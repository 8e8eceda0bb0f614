"""The composer: one `Outgoing` in, the octets that leave out, the same at every call with the same arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol, cast

import re2

from mailbot.compose import fields
from mailbot.compose.internal import plain_page
from mailbot.compose.markup import clean
from mailbot.compose.render import Rendered, Renderer
from mailbot.model.effects import Outgoing
from mailbot.triage import token
from mailbot.triage.body.fresh import REPLY_MARKER
from mailbot.triage.screen.loops import LOOP_HEADER
from mailbot.triage.words import reply_language

NOTIFICATIONS = frozenset({"reminder", "last_reminder", "status", "closing", "notice"})
"""Kinds of mail that answer nothing: they are notified, not replied (RFC 3834 5, RFC 5436)."""

_ATTACHED_CHARS = 1_000_000
_REPLY_PREFIX = re2.compile(r"(?i)^(?:(?:re|aw|sv|antw|回复|回覆|答复|答覆|转发|轉寄|fw|fwd|답장|返信)\s*[:：]\s*)+")
_TAG = re2.compile(r"\s*\[#\s*\d{1,12}\s*\]")
_LINKLIKE = re2.compile(r"(?i)://|www\.|@|\w\.[a-z]{2,}\b|\d{5}")
_EXAMPLES = re2.compile(r"\s*[（(][^（）()]*[)）]$")
_MESSAGE_ID = re2.compile(r"^[\x21-\x3b\x3d\x3f-\x7e]{3,250}$")
_ADDRESS = re2.compile(r'^[^\s<>",;:()\\\[\]\x00-\x1f\x7f]{1,64}@[^\s<>",;:()\\@\x00-\x1f\x7f]{1,255}$')


class Signer(Protocol):
    """Signs a finished mail (`mailbot.delivery.dkim.DkimSigner`)."""

    def sign(self, content: bytes, now: datetime) -> bytes:
        """The mail with its signature before it, the same for the same arguments."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A mail ready to leave. ``message_id`` without angle brackets; ``mail_from`` is the signed bounce address."""

    message_id: str
    mail_from: str
    rcpt_to: tuple[str, ...]
    content: bytes
    subject: str
    text: str


class Composer:
    """Writes mail for one desk from the templates in ``folder``.

    ``own`` holds templates that take the place of those in ``folder``. ``rating_url`` may hold ``{token}``, the
    ticket's signed token; without it no rating is asked for.
    ``subaddressing`` False is for servers that know no ``local+detail`` (RFC 5233): answers and bounces then come to
    the plain address and are told by References. Raises ValueError for a From address that leaves no room for a token
    (RFC 5321 4.5.3.1.1: 64 octets before the @).
    """

    def __init__(
        self,
        folder: Path,
        *,
        domain: str,
        from_address: str,
        from_name: str,
        token_key: bytes,
        signer: Signer | None = None,
        instance: str = "",
        rating_url: str = "",
        subaddressing: bool = True,
        own: Path | None = None,
    ) -> None:
        self._renderer = Renderer(folder, own)
        self._domain = domain
        self._from_address = from_address
        self._from_name = clean(from_name, most=100)
        self._local, _, self._host = from_address.rpartition("@")
        if not 0 < len(self._local.encode()) <= 33 or not self._host:
            raise ValueError(f"{from_address!r} cannot bear a token: give an address with 1 to 33 octets before the @")
        self._key = token_key
        self._signer = signer
        self._rating_url = rating_url
        self._subaddressing = subaddressing
        self.instance = instance or token.instance(token_key)
        """What stands in our loop header; screening knows our own mail by it."""

    def message_id(self, dedupe_key: str, ticket: int, purpose: token.Purpose = "t") -> str:
        """The Message-ID a mail has, without angle brackets: a signed token of the ticket, and the key's hash."""
        return f"{token.sign(ticket, self._key, purpose)}.{sha256(dedupe_key.encode()).hexdigest()[:16]}@{self._domain}"

    def compose(
        self, outgoing: Outgoing, *, ticket: int, number: str, now: datetime, files: Sequence[bytes] = ()
    ) -> Composed:
        """The mail; ``files`` holds the octets of its enclosures, in their order (none for a preview). Raises
        ValueError for a recipient that is no address, jinja2's TemplateError for a template that cannot be rendered."""
        if not _ADDRESS.match(outgoing.to):
            raise ValueError(f"no address to write to: {outgoing.to!r}")
        outgoing = replace(outgoing, language=reply_language(outgoing.language, self._renderer.languages, "en"))
        rendered = plain_page(outgoing) if outgoing.internal else self._rendered(outgoing, ticket, number, now)
        subject = _subject(outgoing.subject, rendered.subject, number)
        message_id = self.message_id(outgoing.dedupe_key, ticket, "a" if outgoing.internal else "t")
        head = "\r\n".join(self._head(outgoing, subject, message_id, ticket, now))
        body = fields.alternative(rendered.text, rendered.html, message_id)
        attached = str(outgoing.context.get("attachment", "")) if outgoing.internal else ""
        if attached:
            attached = clean(attached, lines=True, most=_ATTACHED_CHARS)
            body = fields.with_text(body, attached, f"{number}.txt", message_id)
        if files:
            named = zip(outgoing.enclosures, files, strict=True)
            body = fields.with_files(body, [(e.filename, e.content_type, octets) for e, octets in named], message_id)
        content = head.encode() + b"\r\n" + body
        return Composed(
            message_id=message_id,
            mail_from=self._tagged(ticket, "b"),
            rcpt_to=(outgoing.to,),
            content=self._signer.sign(content, now) if self._signer else content,
            subject=subject,
            text=rendered.text,
        )

    def _rendered(self, outgoing: Outgoing, ticket: int, number: str, now: datetime) -> Rendered:
        context = {key: _cleaned(value, lines=key == "body") for key, value in outgoing.context.items()}
        due = str(context.get("answer_due") or "")
        context = {"articles": [], **context}
        context |= {
            "present": [_noted(v) for v in cast("list[dict[str, str]]", context.get("present", []))],
            "name": greetable(str(context.get("name", ""))),
            "ticket": number,
            "kind": outgoing.kind,
            "overdue": bool(due) and datetime.fromisoformat(due) <= now,
            "reply_marker": REPLY_MARKER,
            "rating_url": self._rating_url.replace("{token}", token.sign(ticket, self._key)),
        }
        return self._renderer.render(outgoing.language, outgoing.template, context)

    def _tagged(self, ticket: int, purpose: token.Purpose) -> str:
        if not self._subaddressing:
            return self._from_address
        return f"{self._local}+{token.sign(ticket, self._key, purpose)}@{self._host}"

    def _head(self, outgoing: Outgoing, subject: str, message_id: str, ticket: int, now: datetime) -> list[str]:
        lines = [
            fields.date(now),
            fields.mailbox("From", self._from_name, self._from_address),
            fields.mailbox("Reply-To", self._from_name, self._tagged(ticket, "a" if outgoing.internal else "t")),
            fields.mailbox("To", clean(outgoing.to_name, most=100), outgoing.to),
            fields.unstructured("Subject", subject),
            f"Message-ID: <{message_id}>",
        ]
        answered = _bare(outgoing.in_reply_to or "")
        chain = [i for i in map(_bare, (*outgoing.references, outgoing.in_reply_to or "")) if i]
        if answered:
            lines.append(fields.identifiers("In-Reply-To", [answered]))
        if chain:
            lines.append(fields.identifiers("References", chain))
        if outgoing.automatic:
            submitted = "auto-notified" if outgoing.kind in NOTIFICATIONS else "auto-replied"
            lines += [f"Auto-Submitted: {submitted}", "X-Auto-Response-Suppress: All"]
        lines += [f"{LOOP_HEADER}: {self.instance}", f"Content-Language: {outgoing.language}", "MIME-Version: 1.0"]
        return lines


def greetable(name: str) -> str:
    """A display name as it may stand in a greeting; empty where it is an address, a link or an advertisement, so
    that a forged sender cannot have us carry one."""
    shown = clean(name, most=200).strip(" \"'")
    return "" if len(shown) > 60 or _LINKLIKE.search(shown) else shown


def _noted(fact: dict[str, str]) -> dict[str, str]:
    """A fact as the letter repeats it: without the examples at the end of its label, and with its value only where
    that is short and no link, for the same reason as a name."""
    value = fact.get("value", "")
    label = fact.get("label", "")
    return {
        **fact,
        "label": _EXAMPLES.sub("", label) or label,
        "value": "" if len(value) > 40 or "://" in value or "www." in value.lower() else value,
    }


def _subject(theirs: str, ours: str, number: str) -> str:
    """``Re: `` their subject and the ticket's tag, neither of them twice; ours where they gave none."""
    bare = clean(theirs, most=400)
    if prefix := _REPLY_PREFIX.match(bare):
        bare = bare[prefix.end() :]
    if "[#" in bare:
        bare = _TAG.sub("", bare)
    bare = bare.strip()
    if len(bare) > 150:
        bare = bare[:149].rstrip() + "…"
    return f"Re: {bare} [#{number}]" if bare else f"{ours} [#{number}]"


def _bare(message_id: str) -> str:
    """A Message-ID without angle brackets; empty where it would not be one."""
    bare = message_id.strip().strip("<>")
    return bare if bare.isascii() and _MESSAGE_ID.match(bare) else ""


def _cleaned(value: object, *, lines: bool = False) -> object:
    if isinstance(value, str):
        return clean(value, lines=lines)
    if isinstance(value, list | tuple):
        return [_cleaned(v) for v in value]
    if isinstance(value, dict):
        return {k: _cleaned(v) for k, v in value.items()}
    return value
