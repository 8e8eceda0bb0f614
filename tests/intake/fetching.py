"""What the tests of IMAP share: an installation that keeps what it is given, and waiting for what a mailbox does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from mailbot.intake.imap import ImapMailbox
from mailbot.intake.imap_fetch import Position
from mailbot.model.mail import RawMail
from tests.services import wait_until
from tests.services.dovecot import Dovecot, closing_session


def letter(number: int, size: int = 0) -> bytes:
    head = f"Message-ID: <{number}@example.com>\r\nSubject: deposit {number}\r\n\r\nwhere is it\r\n"
    return head.encode() + b"x" * 70 * (size // 72) + b"\r\n" * (size // 72)


class Installation:
    """A spool that knows a mail by (UIDVALIDITY, UID), and positions; both survive the mailbox over them."""

    def __init__(self) -> None:
        self.mails: list[RawMail] = []
        self.offered = 0
        self.positions: dict[tuple[str, str], Position] = {}
        self.error: Callable[[Sequence[RawMail]], Exception | None] = lambda _: None
        self.batches: list[int] = []

    def accept(self, mails: Sequence[RawMail]) -> None:
        error = self.error(mails)
        if error is not None:
            raise error
        known = {(m.source.uidvalidity, m.source.uid) for m in self.mails}
        self.offered += len(mails)
        self.batches.append(len(mails))
        self.mails += [m for m in mails if (m.source.uidvalidity, m.source.uid) not in known]

    def load(self, mailbox: str, folder: str) -> Position | None:
        return self.positions.get((mailbox, folder))

    def save(self, mailbox: str, folder: str, position: Position) -> None:
        self.positions[mailbox, folder] = position

    def known(self, _: str, __: str, uidvalidity: int) -> set[int]:
        return {m.source.uid or 0 for m in self.mails if m.source.uidvalidity == uidvalidity}

    @property
    def new(self) -> list[RawMail]:
        return [m for m in self.mails if not m.source.history]


def looked(fetcher: ImapMailbox) -> None:
    """Wait for the end of its next look at the mailbox."""
    wait_until(lambda: fetcher.status.last_look is not None, what="the first look")


def looked_after(fetcher: ImapMailbox, moment: datetime | None) -> None:
    """Wait for the next look."""
    wait_until(lambda: fetcher.status.last_look != moment, what="another look")


def arrived(here: Installation, count: int) -> None:
    """Wait until so many mails are durable."""
    wait_until(lambda: len(here.mails) == count, seconds=10, what=f"{count} mails")


def flags(dovecot: Dovecot, name: str, folder: str = "INBOX") -> dict[int, set[bytes]]:
    with closing_session(dovecot.imap(name)) as client:
        client.select_folder(folder, readonly=True)
        found = client.fetch(client.search(), ["FLAGS"])
    return {uid: set(data[b"FLAGS"]) - {b"\\Recent"} for uid, data in found.items()}


def begun(fetch: Callable[..., ImapMailbox], **settings: Any) -> ImapMailbox:
    """A mailbox that had its first start while it was empty."""
    fetcher = fetch(**settings)
    looked(fetcher)
    return fetcher
