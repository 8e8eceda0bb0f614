"""The only file that knows SQLite from PostgreSQL: engines, locks, and claims of rows."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json
from sqlalchemy import Connection, Engine, Table, TextClause, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Select
from sqlmodel import SQLModel

from mailbot.store.prepared import Prepared

BUSY_MS = 30_000
"""How long a writer waits for SQLite's only write lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTerm:
    """Tokens that must follow one another. ``prefix``: the last one may go on; ``author``: in the sender only."""

    tokens: tuple[str, ...]
    prefix: bool = False
    author: bool = False


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql+psycopg://…``.

    SQLite runs in WAL mode with full synchronisation (https://sqlite.org/wal.html): a commit is on disk when it
    returns. Transactions are begun by us, so that writers take the lock at once instead of failing half-way.
    """
    if url.startswith("sqlite"):
        return _open_sqlite(url)
    return create_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        json_serializer=_encoded,
        json_deserializer=_decoded,
        hide_parameters=True,
    )


def _encoded(value: Any) -> str:
    """JSON by the quicker writer; by Python's own where a text holds half a surrogate pair."""
    try:
        return to_json(value).decode()
    except (PydanticSerializationError, UnicodeError):
        return json.dumps(value)


def _decoded(text: str | bytes) -> Any:
    """JSON by the quicker reader; by Python's own where it holds half a surrogate pair, as hostile mail does."""
    try:
        return from_json(text, cache_strings="keys")  # texts hardly ever come again: to keep them costs more
    except ValueError:
        return json.loads(text)


class _Compiler(SQLiteCompiler):
    """Writes which index to read (https://sqlite.org/lang_indexedby.html)."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        """The hint stands behind the table's name as it is."""
        return text


def _open_sqlite(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).expanduser().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
        json_serializer=_encoded,
        json_deserializer=_decoded,
        hide_parameters=True,  # an error must not repeat a mail
    )

    engine.dialect.statement_compiler = _Compiler

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
    return _insert(table, connection.dialect.name, returning=False).change(connection, values) > 0


def put_all(connection: Connection, table: type[SQLModel], rows: Sequence[dict[str, object]]) -> None:
    """INSERT rows at once; those of which a unique key is there already are passed over."""
    _insert(table, connection.dialect.name, returning=False).change_all(connection, rows)


def claim(connection: Connection, statement: Select[Any]) -> Select[Any]:
    """Rows that nobody else is claiming: SKIP LOCKED on PostgreSQL; on SQLite the write lock says it."""
    return statement if connection.dialect.name == "sqlite" else statement.with_for_update(skip_locked=True)


def horizon(connection: Connection) -> tuple[int, int] | None:
    """(the oldest transaction that runs, the next one), by number
    (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT): all before the first are
    over. None on SQLite, whose one writer commits in the order of the rows' numbers."""
    if connection.dialect.name == "sqlite":
        return None
    row = connection.exec_driver_sql(
        "SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() AS s"
    ).one()
    return int(row[0]), int(row[1])


def locked(connection: Connection, statement: Select[Any]) -> Select[Any]:
    """Rows that nobody else changes until the transaction ends: waits for them on PostgreSQL; SQLite has one writer."""
    return statement if connection.dialect.name == "sqlite" else statement.with_for_update()


@contextmanager
def wiping(connection: Connection) -> Iterator[None]:
    """What is deleted or replaced inside is overwritten with zeros in SQLite's file
    (https://sqlite.org/pragma.html#pragma_secure_delete); PostgreSQL does so as `wipe` and its vacuum come by."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete=ON").close()
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA secure_delete={'FAST' if before == 2 else int(before)}").close()


def wipe(engine: Engine) -> bool:
    """Empty the write-ahead log of what was deleted; on PostgreSQL, let a vacuum free the rows. False where somebody
    was reading: then once more, later."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=2000").close()
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}").close()
            return not busy
    with (
        contextlib.suppress(DBAPIError),  # only an owner may; the server's own vacuum comes by sooner or later
        engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        connection.exec_driver_sql("VACUUM content, content_key")
    return True


def insert_once(connection: Connection, table: type[SQLModel], **values: object) -> Any:
    """INSERT a row and return its primary key's first column; None, and nothing done, where a unique key is there."""
    done = _insert(table, connection.dialect.name, returning=True).first(connection, values)
    return None if done is None else done[0]


@cache
def _insert(table: type[SQLModel], dialect: str, *, returning: bool) -> Prepared:
    """One statement object for a table, so that it is put together once and not for every row."""
    target: Table = table.__table__  # type: ignore[attr-defined]
    statement = sqlite.insert(target) if dialect == "sqlite" else postgresql.insert(target)
    statement = statement.on_conflict_do_nothing()
    if returning:
        return Prepared(statement.returning(*target.primary_key.columns))
    return Prepared(statement.inline())


def create_search(connection: Connection) -> None:
    """The full-text index over messages: FTS5 without a copy of the text, or a tsvector with a GIN index."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE search_index USING fts5(author, words, content='', columnsize=0, "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )
        return
    connection.exec_driver_sql("CREATE TABLE search_index (rowid bigint PRIMARY KEY, words tsvector NOT NULL)")
    connection.exec_driver_sql("CREATE INDEX search_index_words ON search_index USING gin (words)")


def note_sizes(connection: Connection) -> None:
    """Let the planner know how the rows are spread, by a sample; PostgreSQL sees to that itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")


def clear_search(connection: Connection) -> None:
    """Empty the full-text index."""
    if connection.dialect.name == "sqlite":
        # https://sqlite.org/fts5.html#the_delete_all_command: DELETE is not for an index without a copy of the text.
        connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    else:
        connection.exec_driver_sql("TRUNCATE search_index")


def index_words(connection: Connection, message: int, author: Sequence[str], words: Sequence[str]) -> None:
    """Add one message to the index, as tokens in their order."""
    if connection.dialect.name == "sqlite":
        _INDEX.change(connection, {"id": message, "author": " ".join(author), "words": " ".join(words)})
        return
    # Positions of a tsvector end at 16383; its tokens, ours, hold letters and digits only.
    vector = " ".join(f"'{t}':{n}A" for n, t in enumerate(author, 1))
    vector += " " + " ".join(f"'{t}':{min(n, 16_383)}" for n, t in enumerate(words, len(author) + 2))
    connection.execute(_INDEX_VECTOR, {"id": message, "v": vector})


def forget_words(connection: Connection, message: int, author: Sequence[str], words: Sequence[str]) -> None:
    """Take one message out of the index. FTS5 without a copy of the text wants the tokens it was given
    (https://sqlite.org/fts5.html#the_delete_command)."""
    if connection.dialect.name == "sqlite":
        connection.execute(_FORGET, {"id": message, "author": " ".join(author), "words": " ".join(words)})
    else:
        connection.execute(text("DELETE FROM search_index WHERE rowid = :id"), {"id": message})


_FORGET = text("INSERT INTO search_index (search_index, rowid, author, words) VALUES ('delete', :id, :author, :words)")
_INDEX = Prepared(text("INSERT INTO search_index (rowid, author, words) VALUES (:id, :author, :words)"))
_INDEX_VECTOR = text(
    "INSERT INTO search_index (rowid, words) VALUES (:id, CAST(:v AS tsvector)) ON CONFLICT DO NOTHING"
)


def search_condition(connection: Connection, terms: Sequence[SearchTerm]) -> TextClause:
    """A condition on ``search_index`` for messages that hold every term."""
    if connection.dialect.name == "sqlite":
        query = " AND ".join(
            ("author : " if t.author else "") + '"' + " ".join(t.tokens) + '"' + (" *" if t.prefix else "")
            for t in terms
        )
        return text("search_index MATCH :search_query").bindparams(search_query=query)
    query = " & ".join("(" + " <-> ".join(_lexeme(t, n) for n in range(len(t.tokens))) + ")" for t in terms)
    return text("search_index.words @@ CAST(:search_query AS tsquery)").bindparams(search_query=query)


def _lexeme(term: SearchTerm, n: int) -> str:
    prefix = "*" if term.prefix and n == len(term.tokens) - 1 else ""
    weight = "A" if term.author else ""
    return f"'{term.tokens[n]}'" + (f":{prefix}{weight}" if prefix or weight else "")
