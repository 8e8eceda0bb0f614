"""How far the folders of mailboxes were read, and which daemon reads them, kept in the database."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from mailbot.intake.imap import Position
from mailbot.store import Database, FolderPosition

LEASE_S = 60
"""How long after its last word a daemon is taken for dead."""


class Positions:
    """The positions of IMAP folders (`mailbot.intake.imap.Positions`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, mailbox: str, folder: str) -> Position | None:
        """Where a folder stands."""
        with self._database.read() as t:
            found = t.books.position(mailbox, folder)
        return None if found is None else Position(**asdict(found))

    def save(self, mailbox: str, folder: str, position: Position) -> None:
        """Keep it."""
        with self._database.write() as t:
            t.books.move(mailbox, folder, FolderPosition(**asdict(position)))


class Tenure:
    """The right to fetch one mailbox (`mailbot.intake.imap.Tenure`): a lease that its daemon renews, and that ends
    ``LEASE_S`` after the last renewal, so that another takes over from one that died. Two that hold it for a moment,
    because a clock or a disk stood still, do no harm: an IMAP mail is accepted once."""

    def __init__(self, database: Database, name: str, clock: Callable[[], datetime]) -> None:
        self.renew_s = LEASE_S / 4
        self._database, self._name, self._clock = database, name[:128], clock
        self._owner = f"{socket.gethostname()[:64]}:{os.getpid()}:{secrets.token_hex(4)}"

    def held(self) -> bool:
        """Take or renew it; False where another daemon has it."""
        with self._database.write() as t:
            return t.books.lease(self._name, self._owner, self._clock(), LEASE_S)

    def give_up(self) -> None:
        """Let another have it at once."""
        with self._database.write() as t:
            t.books.give_up(self._name, self._owner)
