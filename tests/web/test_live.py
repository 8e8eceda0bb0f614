"""What an open page is told of what happens, and when."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2
import pytest

from mailbot.desk import access, feed, tickets
from mailbot.store import Database
from mailbot.web import live
from mailbot.web.server import WebServer
from tests.web.desk import CUSTOMERS, Desk

Told = list[tuple[str, str]]


@contextmanager
def listening(server: WebServer, link: str) -> Iterator[Callable[[int], Told]]:
    """An open page; gives a function that waits until so much was told: (number, kind)."""
    told: Told = []
    more, begun = threading.Condition(), threading.Event()

    def read() -> None:
        with httpx2.Client(base_url=server.url, follow_redirects=True, timeout=30) as client:
            client.get(link)
            with client.stream("GET", "/live") as stream:
                for line in stream.iter_lines():
                    begun.set()
                    if line.startswith("data: "):
                        with more:
                            told.extend((n["number"], n["kind"]) for n in json.loads(line[6:]))
                            more.notify_all()

    def wait(many: int) -> Told:
        with more:
            more.wait_for(lambda: len(told) >= many, timeout=20)
            return list(told)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert begun.wait(20)
    yield wait
    server.stop()  # ends the stream
    thread.join(20)


def test_a_commit_wakes_the_watcher_long_before_it_would_look(
    server: WebServer, empty: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(live, "LOOK_S", 600.0)
    with listening(server, server.demo_login_link()) as wait:
        (number,) = empty.take(CUSTOMERS["ko"])
        assert (number, "ticket_opened") in wait(1)
        told = len(wait(0))
        tickets.note(empty.tools, number, "seen", "ming")
        assert (number, "noted") in wait(told + 1)
    assert empty.tools.db.on_commit == ()


def test_what_another_process_writes_is_found_by_looking(server: WebServer, empty: Desk):
    (number,) = empty.take(CUSTOMERS["ko"])
    with listening(server, server.demo_login_link()) as wait, Database(empty.tools.db.url) as other:
        with other.write() as t:
            columns = "ticket, kind, at, actor, data"
            t.connection.exec_driver_sql(
                f"INSERT INTO event ({columns}) SELECT id, 'noted', created_at, 'kim', '{{}}' FROM ticket"
            )
        assert wait(1) == [(number, "noted")]


def test_nothing_is_left_out_where_more_happens_than_is_told_at_once(
    server: WebServer, empty: Desk, monkeypatch: pytest.MonkeyPatch
):
    (number,) = empty.take(CUSTOMERS["ko"])
    monkeypatch.setattr(feed, "MOST", 3)
    monkeypatch.setattr(live, "GATHER_S", 0.01)
    with listening(server, server.demo_login_link()) as wait:
        for n in range(10):
            tickets.note(empty.tools, number, f"{n}", "ming")
        assert wait(10) == [(number, "noted")] * 10


def test_a_page_is_told_only_of_its_persons_teams(server: WebServer, empty: Desk):
    (zh, ko) = empty.take(CUSTOMERS["zh"], CUSTOMERS["ko"])
    with empty.tools.db.read() as t:
        own, other = t.tickets.by_number(zh).team, t.tickets.by_number(ko).team
    assert own != other
    access.add_person(server.console.doors, "kim", "agent", "test", teams=[own])
    with listening(server, server.demo_login_link("kim", "agent")) as wait:
        tickets.note(empty.tools, ko, "not for kim", "ming")
        tickets.note(empty.tools, zh, "for kim", "ming")
        assert wait(1) == [(zh, "noted")]
