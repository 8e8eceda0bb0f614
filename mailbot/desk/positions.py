"""How far the folders of mailboxes were read, kept in the database."""

from __future__ import annotations

from dataclasses import asdict

from mailbot.intake.imap import Position
from mailbot.store import Database, FolderPosition


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
