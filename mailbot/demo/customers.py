"""The customers' mails: plain .eml files, which may name what they answer by a placeholder.

``@@answer:NAME@@`` is the Message-ID of our answer to the mail NAME.eml, ``@@reply-to:NAME@@`` and
``@@return-path:NAME@@`` its Reply-To and its envelope sender: what a real mail client takes from the mail it answers.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

_PLACEHOLDER = re.compile(rb"@@(answer|reply-to|return-path):([\w.-]+)@@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a customer sees of our answer."""

    message_id: str
    reply_to: str
    return_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail as a customer sends it."""

    name: str
    content: bytes

    @property
    def needs(self) -> frozenset[str]:
        """The names of the mails whose answers it refers to."""
        return frozenset(m[2].decode() for m in _PLACEHOLDER.finditer(self.content))

    @property
    def message(self) -> EmailMessage:
        """Its headers, for the envelope."""
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def date(self) -> datetime | None:
        """Its Date, with a zone; None where it has none that can be read."""
        try:
            when = parsedate_to_datetime(str(self.message["Date"]))
        except (TypeError, ValueError):
            return None
        return when if when.tzinfo else when.replace(tzinfo=UTC)

    def filled(self, answers: Mapping[str, Answer]) -> Letter:
        """With the placeholders replaced; raises KeyError where an answer is not there."""

        def value(match: re.Match[bytes]) -> bytes:
            answer = answers[match[2].decode()]
            kind = match[1].decode()
            text = {"answer": answer.message_id, "reply-to": answer.reply_to, "return-path": answer.return_path}[kind]
            return text.encode()

        return Letter(name=self.name, content=_PLACEHOLDER.sub(value, self.content))


def letters(folder: Path) -> list[Letter]:
    """All .eml files of a folder, by name. Raises FileNotFoundError where there is none."""
    found = [Letter(name=p.stem, content=p.read_bytes()) for p in sorted(folder.glob("**/*.eml"))]
    if not found:
        raise FileNotFoundError(f"there is no .eml file in {folder}")
    return found


def send(letter: Letter, host: str, port: int, default_to: str, accepts: Callable[[str], bool]) -> None:
    """Through SMTP: the envelope is what the headers say, as a customer's own server would have it. Mail to addresses
    that are not ours goes to the default mailbox, as a Bcc would."""
    message = letter.message
    senders = getaddresses([str(v) for v in message.get_all("From", [])])
    named = getaddresses([str(v) for name in ("To", "Cc") for v in message.get_all(name, [])])
    sender = senders[0][1] if senders else ""
    bounce = sender.lower().startswith("mailer-daemon") or str(message.get("Return-Path", "")).strip() == "<>"
    to = [address for _, address in named if accepts(address)] or [default_to]
    with smtplib.SMTP(host, port, timeout=30) as smtp:
        smtp.sendmail("" if bounce or not sender.isascii() else sender, to, letter.content)
