"""The unit of work: everything that one mail or one act changes is committed together, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, inspect, text

from mailbot.store.bookkeeping import Bookkeeping
from mailbot.store.console import Console
from mailbot.store.contents import Contents
from mailbot.store.dialect import open_engine, wipe
from mailbot.store.figures import Figures
from mailbot.store.followups import FollowUps
from mailbot.store.incidents import Incidents
from mailbot.store.keeping import Keeping
from mailbot.store.mentions import Mentions
from mailbot.store.messages import Messages
from mailbot.store.outbox import OutboxRows
from mailbot.store.people import People
from mailbot.store.pictures import Pictures
from mailbot.store.prepared import Prepared
from mailbot.store.relations import Relations
from mailbot.store.removing import Removing
from mailbot.store.reports import Reports
from mailbot.store.search import Search
from mailbot.store.shadow import Shadow
from mailbot.store.spool import Spool
from mailbot.store.tickets import Tickets
from mailbot.store.uploads import Uploads
from mailbot.store.vault import Vault
from mailbot.store.webhooks import Webhooks

_BEGIN = Prepared(text("SAVEPOINT act"))
_UNDO = Prepared(text("ROLLBACK TO SAVEPOINT act"))
_END = Prepared(text("RELEASE SAVEPOINT act"))


class Transaction:
    """One open transaction; the tables are reached through its nouns."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self.connection = connection
        self._vault = vault

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside is undone alone; the exception goes on. One within another is undone with it."""
        _BEGIN.change(self.connection, {})
        try:
            yield
        except BaseException:
            _UNDO.change(self.connection, {})
            _END.change(self.connection, {})
            raise
        _END.change(self.connection, {})

    @cached_property
    def spool(self) -> Spool:
        """Raw mail."""
        return Spool(self.connection, self.contents)

    @cached_property
    def contents(self) -> Contents:
        """The octets of raw mail and of files."""
        return Contents(self.connection, self._vault)

    @cached_property
    def keeping(self) -> Keeping:
        """How long raw mail is kept."""
        return Keeping(self.connection)

    @cached_property
    def removing(self) -> Removing:
        """What is over for good."""
        return Removing(self.connection, self.contents)

    @cached_property
    def tickets(self) -> Tickets:
        """Tickets and who takes part in them."""
        return Tickets(self.connection)

    @cached_property
    def messages(self) -> Messages:
        """Messages, decisions and events."""
        return Messages(self.connection)

    @cached_property
    def outbox(self) -> OutboxRows:
        """Mail to be sent."""
        return OutboxRows(self.connection, self._vault)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """What falls due."""
        return FollowUps(self.connection)

    @cached_property
    def incidents(self) -> Incidents:
        """Known problems."""
        return Incidents(self.connection)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Words to other systems."""
        return Webhooks(self.connection)

    @cached_property
    def books(self) -> Bookkeeping:
        """Settings, positions, leases, stopped addresses."""
        return Bookkeeping(self.connection)

    @cached_property
    def console(self) -> Console:
        """Queues, drafts, saved replies: what only the console asks for."""
        return Console(self.connection)

    @cached_property
    def relations(self) -> Relations:
        """What was split, merged or related."""
        return Relations(self.connection)

    @cached_property
    def mentions(self) -> Mentions:
        """Who was called by name."""
        return Mentions(self.connection)

    @cached_property
    def uploads(self) -> Uploads:
        """Files of answers."""
        return Uploads(self.connection, self.contents)

    @cached_property
    def pictures(self) -> Pictures:
        """Pictures that are still to be read."""
        return Pictures(self.connection)

    @cached_property
    def people(self) -> People:
        """Who works here."""
        return People(self.connection)

    @cached_property
    def search(self) -> Search:
        """The search index."""
        return Search(self.connection)

    @cached_property
    def reports(self) -> Reports:
        """Figures over many tickets."""
        return Reports(self.connection)

    @cached_property
    def figures(self) -> Figures:
        """Counts by hour."""
        return Figures(self.connection)

    @cached_property
    def shadow(self) -> Shadow:
        """What a candidate policy would have decided otherwise."""
        return Shadow(self.connection)


class Database:
    """A database of one installation. Thread-safe; every thread opens its own transactions. ``vault`` seals raw mail;
    it may be replaced by one with other keys at any time."""

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        self.url = url
        self.vault = vault or Vault()
        self.wiped = False
        """Whether that was done since something was deleted (a predecessor may have died before)."""
        self.on_commit: tuple[Callable[[], None], ...] = ()
        """Called after each commit of this process, in its thread: they must not wait, nor raise. Replace the whole."""
        self.engine = open_engine(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def forget(self) -> None:
        """Open new connections from now on and leave the present ones alone: in a forked process."""
        self.engine.dispose(close=False)

    def wipe(self) -> bool:
        """Let nothing of what was deleted be left in files beside the tables; False where it must be tried again."""
        self.wiped = wipe(self.engine)
        return self.wiped

    def migrate(self) -> None:
        """Bring the tables to this version (alembic); does nothing, and loads nothing, where they are."""
        folder = Path(__file__).with_name("migrations")
        newest = max(path.stem.partition("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))
        if self._version() == newest:
            return
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["engine"] = self.engine
        command.upgrade(config, "head")

    def _version(self) -> str:
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return ""
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that may write: committed at the end, rolled back on an exception."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield Transaction(connection, self.vault)
        for tell in self.on_commit:
            tell()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only reads: one consistent view, no lock."""
        with self.engine.connect() as connection, connection.begin():
            yield Transaction(connection, self.vault)
