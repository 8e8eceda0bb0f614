"""Mail that is handed in by HTTP: a contact form or a chat. It goes the way of every mail, and is answered at once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy as styles
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from mailbot.desk.enclosures import File
from mailbot.desk.receive import accept, receive
from mailbot.desk.tools import Tools
from mailbot.model.effects import Context
from mailbot.model.mail import Envelope, RawMail, Source
from mailbot.triage import pipeline
from mailbot.triage.explain import explanation
from mailbot.triage.wording import fact_words
from mailbot.triage.words import reply_language

_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as a form or a chat has it. ``id`` makes it the same one when it is handed in again."""

    sender: str
    name: str = ""
    subject: str = ""
    text: str
    mailbox: str = ""
    id: str = ""
    language: str = ""
    answers: str = ""
    """The Message-ID of an earlier one that it belongs to, without angle brackets."""
    matter: str = ""
    """The intent that the customer chose."""
    uploads: Sequence[File] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What became of it. ``missing``: facts to ask for, each with label and where to find it."""

    ticket: str
    explanation: Mapping[str, Any]
    missing: tuple[Mapping[str, str], ...]


def octets(letter: Letter, domain: str, now: datetime) -> bytes:
    """The letter as a mail (RFC 5322). Raises ValueError for an address that is none."""
    message = EmailMessage(policy=styles.SMTP)
    local, _, host = letter.sender.rpartition("@")
    try:
        if not local or not host or " " in letter.sender:
            _refuse(letter.sender)
        message["From"] = Address(_line(letter.name), local, host)
    except Exception as error:  # the header parser raises several kinds
        raise ValueError(f"{letter.sender!r} is not a mail address") from error
    message["To"] = f"desk@{domain}"
    message["Subject"] = _line(letter.subject)
    message["Date"] = now
    message["Message-ID"] = f"<{message_id(letter.id or f'{letter}{now.timestamp()}', domain)}>"
    if letter.answers:
        message["In-Reply-To"] = f"<{_line(letter.answers)}>"
    if letter.language:
        message["Content-Language"] = _line(letter.language)[:35]
    message.set_content(letter.text, cte="8bit")
    for upload in letter.uploads:
        main, _, sub = upload.content_type.partition("/")
        message.add_attachment(
            upload.content,
            maintype=main if main.isalnum() else "application",
            subtype=sub if sub.replace("-", "").replace(".", "").replace("+", "").isalnum() else "octet-stream",
            filename=_line(upload.filename),
        )
    return message.as_bytes()


def message_id(key: str, domain: str) -> str:
    """The Message-ID of the letter that a form or a chat knows by a key, without angle brackets."""
    return f"http.{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}"


def _refuse(sender: str) -> None:
    raise ValueError(sender)


def _line(text: str) -> str:
    return " ".join(text.split())[:500]


def hand_in(tools: Tools, letter: Letter) -> HandedIn:
    """Accept a letter and wait until it was handled. Raises ValueError, and TimeoutError where the desk is too busy:
    the letter is safe then, and will be handled."""
    digest = leave(tools, letter).sha256
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        receive(tools)
        with tools.db.read() as t:
            stored = t.console.newest_raw(digest)
            decision = t.console.decision(stored[0]) if stored else None
            if decision is not None:
                number = t.tickets.get(decision.ticket).number if decision.ticket else ""
                return HandedIn(
                    ticket=number,
                    explanation=decision.analysis,
                    missing=missing_words(tools, decision.analysis),
                )
        if stored and stored[1] == "shelved":
            raise ValueError("the message could not be read; it lies on the shelf, and a person will look at it")
        time.sleep(0.05)
    raise TimeoutError("the desk is busy: the message is safe and will be handled")


def leave(tools: Tools, letter: Letter) -> RawMail:
    """Accept a letter, as durably as any mail. Raises ValueError."""
    now, catalogue = tools.clock(), tools.policy().catalogue
    mailboxes = [m.name for m in catalogue.mailboxes]
    if letter.mailbox and letter.mailbox not in mailboxes:
        raise ValueError(f"there is no mailbox {letter.mailbox!r}; there are: {', '.join(mailboxes)}")
    if letter.matter and letter.matter not in catalogue.intents:
        raise ValueError(f"there is no intent {letter.matter!r}")
    content = octets(letter, catalogue.domain, now)
    digest = hashlib.sha256(content).hexdigest()
    raw = RawMail(
        content=content,
        sha256=digest,
        received_at=now,
        source=Source(
            mailbox=letter.mailbox or (mailboxes[0] if mailboxes else ""), protocol="http", matter=letter.matter
        ),
        envelope=Envelope(mail_from=letter.sender),
    )
    accept(tools, [raw])
    return raw


def missing_words(tools: Tools, analysis: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    """What is missing, in the customer's words."""
    catalogue = tools.policy().catalogue
    language = reply_language(str(analysis["language"]), catalogue.languages, catalogue.default_language)
    return tuple(fact_words(catalogue, fact, language) for fact in analysis["completeness"]["missing"])


def explain_octets(tools: Tools, content: bytes, now: datetime | None = None, matter: str = "") -> dict[str, Any]:
    """What would be concluded about a mail; nothing is stored, no other mail is known."""
    policy = tools.policy()
    at = now or tools.clock()
    raw = RawMail(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        received_at=at,
        source=Source(mailbox="", matter=matter),
    )
    reading = pipeline.read(raw, policy)
    context = Context(now=now or reading.mail.date or at)
    ((analysis, plan),) = pipeline.triage([(reading, context)], policy, tools.classifier)
    return explanation(analysis, plan)
