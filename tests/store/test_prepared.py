"""What a prepared statement gives is what SQLAlchemy gives for it: rows, counts, conversions and errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from mailbot.store import Database
from mailbot.store.prepared import Prepared
from mailbot.store.tables import EventRow, Participant
from tests.store.conftest import NOW

E = EventRow.__table__  # type: ignore[attr-defined]
P = Participant.__table__  # type: ignore[attr-defined]
WRITE, READ = insert(E), select(E).order_by(E.c.id)
AMONG = select(P.c.ticket, P.c.address).where(P.c.ticket.in_(bindparam("these", expanding=True))).order_by(P.c.ticket)
TEXT = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "ü"]), inner, max_size=3),
    max_leaves=6,
)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-9))])
TIMES = st.datetimes(NOW.replace(year=1990, tzinfo=None), NOW.replace(year=2100, tzinfo=None), timezones=ZONES)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TIMES, DATA, st.none() | st.integers(1, 2**40)), min_size=1, max_size=4))
def test_rows_are_written_and_read_as_by_sqlalchemy(
    database: Database, rows: list[tuple[datetime, object, int | None]]
):
    values = [{"ticket": t, "raw": None, "kind": "k", "at": at, "actor": "me", "data": data} for at, data, t in rows]
    with database.write() as t:
        t.connection.execute(delete(E))
        t.connection.execute(WRITE, values)
        as_written = [tuple(r)[1:] for r in t.connection.execute(READ)]
        t.connection.execute(delete(E))
        Prepared(WRITE).change_all(t.connection, values)
        found = Prepared(READ).rows(t.connection, {})
        assert [tuple(r)[1:] for r in found] == as_written == [tuple(r)[1:] for r in t.connection.execute(READ)]
        assert [(r.at, r.data) for r in found] == [(at, data) for at, data, _ in rows]


def test_columns_that_are_left_out_have_their_defaults(database):
    with database.write() as t:
        assert Prepared(WRITE).change(t.connection, {"kind": "k", "at": NOW, "data": {}}) == 1
        assert [(r.actor, r.ticket) for r in Prepared(READ).rows(t.connection, {})] == [("mailbot", None)]


@pytest.mark.parametrize("these", [[], [1], [3, 1], list(range(80))])
def test_lists_of_any_length(database, these):
    with database.write() as t:
        people = [{"ticket": n, "address": f"{n}@mail.example"} for n in range(1, 4)]
        Prepared(insert(P)).change_all(t.connection, people)
        among = Prepared(AMONG)
        for _ in range(2):
            assert [r.ticket for r in among.rows(t.connection, {"these": these})] == [
                n for n in (1, 2, 3) if n in these
            ]


def test_the_columns_given_are_the_columns_written(database):
    change = Prepared(update(P).where(P.c.ticket == bindparam("of")).returning(P.c.ticket, P.c.address))
    with database.write() as t:
        Prepared(insert(P)).change(t.connection, {"ticket": 1, "address": "a@mail.example"})
        assert tuple(change.first(t.connection, {"of": 1, "address": "b@mail.example"})) == (1, "b@mail.example")
        assert tuple(change.first(t.connection, {"of": 1, "ticket": 2})) == (2, "b@mail.example")
        assert change.first(t.connection, {"of": 7, "ticket": 8}) is None


def test_errors_are_those_of_sqlalchemy_and_repeat_no_value(database):
    row = {"ticket": 1, "address": "secret@mail.example"}
    with pytest.raises(IntegrityError) as caught, database.write() as t:
        Prepared(insert(P)).change_all(t.connection, [row, row])
    assert "secret@mail.example" not in str(caught.value).partition("DETAIL")[0]
    with database.read() as t:
        assert Prepared(select(P)).rows(t.connection, {}) == []


def test_naive_times_are_refused(database):
    with pytest.raises((ValueError, StatementError), match="naive"), database.write() as t:
        Prepared(WRITE).change(t.connection, {"kind": "k", "at": NOW.replace(tzinfo=None), "data": {}})


def test_a_savepoint_undoes_prepared_statements(database):
    put = Prepared(insert(P))
    with database.write() as t:
        put.change(t.connection, {"ticket": 1, "address": "a@mail.example"})
        with pytest.raises(IntegrityError), t.savepoint():
            put.change_all(t.connection, [{"ticket": 2, "address": "b@mail.example"}] * 2)
        put.change(t.connection, {"ticket": 3, "address": "c@mail.example"})
    with database.read() as t:
        assert sorted(r.ticket for r in Prepared(select(P)).rows(t.connection, {})) == [1, 3]


def test_many_forms_from_many_threads(tmp_path):
    among, wrong = Prepared(AMONG), []
    with Database(f"sqlite:///{tmp_path}/mailbot.db") as database:
        database.migrate()
        with database.write() as t:
            Prepared(insert(P)).change_all(
                t.connection, [{"ticket": n, "address": "a@mail.example"} for n in range(90)]
            )

        def look(start: int) -> None:
            with database.read() as t:
                for n in range(200):
                    these = list(range(start, start + n % 33))
                    found = [r.ticket for r in among.rows(t.connection, {"these": these})]
                    wrong.extend([] if found == these else [these])

        threads = [Thread(target=look, args=(start,)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert not wrong
