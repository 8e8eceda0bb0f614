"""The feed of what happens: each word once, none left out, whatever the order in which transactions end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mailbot.desk import feed
from mailbot.desk.feed import Feed
from mailbot.desk.tools import Tools
from mailbot.model.effects import TicketChange
from mailbot.model.ticket import Event
from mailbot.store import Database
from tests.web.desk import desk

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def tools(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tools]:
    url = f"sqlite:///{tmp_path}/mailbot.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with Database(url) as database:
        database.migrate()
        yield desk(database).tools


@pytest.fixture
def ticket(tools: Tools) -> int:
    change = TicketChange(ticket=None, status="open", team="kyc", priority="P3")
    with tools.db.write() as t:
        return t.tickets.open(change, subject="x", requester="ann@mail.example", requester_name="", mailbox="support",
                              first_text="x", policy="p", now=NOW).id  # fmt: skip


def tell(tools: Tools, ticket: int | None, *kinds: str) -> None:
    with tools.db.write() as t:
        t.messages.log([Event(kind=kind, at=NOW, actor="ming") for kind in kinds], ticket=ticket)


@contextmanager
def late(tools: Tools, ticket: int, kind: str) -> Iterator[Connection]:
    """An event that has its number, in a transaction that ends with the block or is rolled back inside."""
    with tools.db.engine.connect() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO event (ticket, kind, at, actor, data) VALUES ({ticket}, '{kind}', now(), 'wu', '{{}}')"
        )
        yield connection
        connection.commit()


def kinds(reader: Feed) -> list[str]:
    return [change.kind for change in reader.look()]


def test_what_happens_is_told_once_and_only_of_tickets(tools: Tools, ticket: int):
    tell(tools, ticket, "before")
    reader = Feed(tools)
    reader.start()
    assert kinds(reader) == []
    tell(tools, ticket, "one", "two")
    tell(tools, None, "signed_in")
    assert kinds(reader) == ["one", "two"]
    assert kinds(reader) == []


def test_more_than_is_read_at_once_comes_with_the_next_looks(
    tools: Tools, ticket: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(feed, "MOST", 3)
    reader = Feed(tools)
    reader.start()
    tell(tools, ticket, *(f"e{n}" for n in range(8)))
    assert [kinds(reader) for _ in range(4)] == [["e0", "e1", "e2"], ["e3", "e4", "e5"], ["e6", "e7"], []]


@pytest.mark.parametrize("tools", ["postgresql"], indirect=True)
def test_a_lower_number_that_comes_later_is_told(tools: Tools, ticket: int):
    reader = Feed(tools)
    reader.start()
    with late(tools, ticket, "late"):
        tell(tools, ticket, "early")
        assert kinds(reader) == ["early"]
        assert [kinds(reader) for _ in range(5)] == [[]] * 5
    tell(tools, ticket, "after")
    assert kinds(reader) == ["late", "after"]
    assert kinds(reader) == []


@pytest.mark.parametrize("tools", ["postgresql"], indirect=True)
def test_one_that_began_before_the_reader_is_told_too(tools: Tools, ticket: int):
    with late(tools, ticket, "late"):
        tell(tools, ticket, "early")
        reader = Feed(tools)
        reader.start()
        assert kinds(reader) == []
    assert kinds(reader) == ["late"]


@pytest.mark.parametrize("tools", ["postgresql"], indirect=True)
def test_a_number_that_was_given_up_is_looked_for_no_more(tools: Tools, ticket: int):
    reader = Feed(tools)
    reader.start()
    with late(tools, ticket, "never") as connection:
        tell(tools, ticket, "early")
        assert kinds(reader) == ["early"]
        connection.rollback()
    for _ in range(3):
        kinds(reader)
        tell(tools, ticket, "more")
    assert reader._late == {}
