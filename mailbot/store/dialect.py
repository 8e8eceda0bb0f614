"""The only file that knows SQLite from PostgreSQL: engines, locks, and claims of rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Select
from sqlmodel import SQLModel

BUSY_MS = 30_000
"""How long a writer waits for SQLite's only write lock."""


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql+psycopg://…``.

    SQLite runs in WAL mode with full synchronisation (https://sqlite.org/wal.html): a commit is on disk when it
    returns. Transactions are begun by us, so that writers take the lock at once instead of failing half-way.
    """
    if url.startswith("sqlite"):
        return _open_sqlite(url)
    return create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)


def _open_sqlite(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).expanduser().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "temp_store=MEMORY",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def put_once(connection: Connection, table: type[SQLModel], **values: object) -> bool:
    """INSERT a row; False, and nothing done, where one of its unique keys is there already."""
    target: Table = table.__table__  # type: ignore[attr-defined]
    statement = sqlite.insert(target) if connection.dialect.name == "sqlite" else postgresql.insert(target)
    done = connection.execute(
        statement.values(**values).on_conflict_do_nothing().returning(*target.primary_key.columns)
    )
    return done.first() is not None


def claim(connection: Connection, statement: Select[Any]) -> Select[Any]:
    """Rows that nobody else is claiming: SKIP LOCKED on PostgreSQL; on SQLite the write lock says it."""
    return statement if connection.dialect.name == "sqlite" else statement.with_for_update(skip_locked=True)
