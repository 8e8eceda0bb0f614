"""Statements of every mail, put together once.

SQLAlchemy looks a statement up, lays out its values and wraps its rows anew at each call, which on SQLite costs several
times what the statement itself does. Here that is done once for each form of a statement; it is run by a cursor of the
driver, in the transaction that SQLAlchemy has begun. On PostgreSQL, where the way to the server is what counts and
connections are watched, every call goes through SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter, methodcaller
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

_MOST_FORMS = 64
"""Forms of one statement that are kept: they differ in the columns that are given and in the lengths of lists."""
_LONGEST = 64
"""Values of a list up to which a form is worth keeping."""

_Convert = Callable[[Any], Any] | None
_Key = tuple[tuple[str, int], ...]


class Prepared:
    """A Core statement (select, insert, update, text) whose values all have names. Values of the names that a call
    leaves out are those the statement was built with."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._forms: dict[_Key, _Form] = {}
        self._lists: frozenset[str] | None = None

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """All rows, with their columns as attributes."""
        form = self._form(connection, values)
        if form is None:
            return connection.execute(self._statement, values).all()
        return form.rows(connection, values)

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, or None."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def change(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows were written."""
        form = self._form(connection, values)
        if form is None:
            return connection.execute(self._statement, values, execution_options={"preserve_rowcount": True}).rowcount
        return form.change(connection, [values])

    def change_all(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows that have the same columns, at once."""
        if not rows:
            return
        form = self._form(connection, rows[0])
        if form is None:
            connection.execute(self._statement, rows)
        else:
            form.change(connection, rows)

    def _form(self, connection: Connection, values: Mapping[str, Any]) -> _Form | None:
        dialect = connection.dialect
        if dialect.name != "sqlite":
            return None
        if self._lists is None:
            binds = self._statement.compile(dialect=dialect, column_keys=list(values)).binds
            self._lists = frozenset(name for name, bind in binds.items() if bind.expanding)
        lists = self._lists
        key = tuple((name, len(values[name]) if name in lists else -1) for name in values)
        form = self._forms.get(key)
        if form is not None:
            return form
        if any(length > _LONGEST for _, length in key):
            return None
        if len(self._forms) >= _MOST_FORMS:
            self._forms.clear()
        form = self._forms[key] = _formed(self._statement, dialect, values)
        return form


_Slot = tuple[int, str, int | None, _Convert]
"""Where a value of a call goes: its place, its name, which of a list, and how the driver takes it."""


class _Form:
    """One statement as the driver takes it. ``values``: those the statement was built with, at their places."""

    def __init__(
        self, sql: str, values: list[Any], slots: list[_Slot], names: Sequence[str], readers: Iterable[_Convert]
    ) -> None:
        self._sql, self._values, self._slots = sql, values, slots
        self._row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # noqa: PYI024 - known at run time
        self._readers = [(n, read) for n, read in enumerate(readers) if read is not None]

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """All rows."""
        found: list[Any] = self._run(connection, [values], _fetched)
        made, readers = [], self._readers
        for row in found:
            cells = list(row)
            for n, read in readers:
                cells[n] = read(cells[n])
            made.append(self._row._make(cells))
        return made

    def change(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """How many rows were written."""
        return int(self._run(connection, rows, _counted))

    def _run(self, connection: Connection, rows: Sequence[Mapping[str, Any]], wanted: Callable[[Any], Any]) -> Any:
        """What is wanted of a cursor that has run it; errors are raised as SQLAlchemy raises them, without values."""
        laid = [self._laid(values) for values in rows]
        cursor = connection.connection.cursor()
        try:
            if len(laid) == 1:
                cursor.execute(self._sql, laid[0])
            else:
                cursor.executemany(self._sql, laid)
            return wanted(cursor)
        except sqlite3.Error as error:
            raise DBAPIError.instance(self._sql, None, error, sqlite3.Error, hide_parameters=True) from error
        finally:
            cursor.close()

    def _laid(self, values: Mapping[str, Any]) -> list[Any]:
        laid = self._values.copy()
        for place, name, item, convert in self._slots:
            value = values[name] if item is None else values[name][item]
            laid[place] = value if convert is None else convert(value)
        return laid


_fetched, _counted = methodcaller("fetchall"), attrgetter("rowcount")


def _formed(statement: Any, dialect: Dialect, values: Mapping[str, Any]) -> _Form:
    compiled = statement.compile(dialect=dialect, column_keys=list(values))
    usual = {column.key: column.default.arg for column in compiled.prefetch}  # ours are plain values, not functions
    whole = compiled.construct_expanded_state({**usual, **values}, escape_names=False)
    whose = {name: (of, n) for of, names in whole.parameter_expansion.items() for n, name in enumerate(names)}
    given: list[Any] = []
    slots: list[_Slot] = []
    for place, name in enumerate(whole.positiontup or ()):
        called, item = whose.get(name, (name, None))
        convert = _writer(compiled, called, dialect)
        if called in values:
            slots.append((place, called, item, convert))
            given.append(None)
        else:
            value = whole.parameters[name]
            given.append(value if convert is None else convert(value))
    columns = getattr(statement, "exported_columns", {}).values()
    readers = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns]
    return _Form(whole.statement, given, slots, [c.key or "" for c in columns], readers)


def _writer(compiled: SQLCompiler, name: str, dialect: Dialect) -> _Convert:
    convert: _Convert = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
    return convert
