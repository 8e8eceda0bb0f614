"""The rehearsal loads what the first mail would wait for, and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from classifiers import language
from mailbot.compose import render
from mailbot.daemon import Daemon
from mailbot.desk.rehearsal import rehearse
from tests.desk.story import Story, story
from tests.services.smtpsink import SmtpSink

AT_FIRST_USE = (language._identifier, render._locale)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with SmtpSink() as sink, story(tmp_path_factory.mktemp("desk"), sink) as one:
        yield one


def test_all_is_loaded_and_nothing_is_left(desk: Story):
    for kept in AT_FIRST_USE:
        kept.cache_clear()
    assert rehearse(desk.app.tools)
    assert all(kept.cache_info().currsize for kept in AT_FIRST_USE)
    with desk.app.tools.db.read() as t:
        assert t.spool.counts() == t.outbox.counts() == {}
        assert not t.tickets.find()
        assert not t.messages.history()
    assert desk.app.post() == []


def test_every_language_of_the_desk_is_rehearsed(desk: Story, monkeypatch: pytest.MonkeyPatch):
    written = []
    kind = type(desk.app.tools.composer)
    monkeypatch.setattr(kind, "compose", lambda _self, outgoing, **_rest: written.append(outgoing.language))
    rehearse(desk.app.tools)
    assert set(desk.app.tools.policy().catalogue.languages) <= set(written)


def _after(times: int) -> Callable[[], bool]:
    turns = iter(range(10_000))
    return lambda: next(turns) >= times


def test_other_work_comes_first(desk: Story, monkeypatch: pytest.MonkeyPatch):
    written = []
    kind = type(desk.app.tools.composer)
    monkeypatch.setattr(kind, "compose", lambda _self, outgoing, **_rest: written.append(outgoing.language))
    assert not rehearse(desk.app.tools, _after(2))
    assert written == ["en", "zh"]


def test_what_cannot_be_written_ends_no_daemon(desk: Story, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: object, **_named: object) -> None:
        raise ValueError("no such template")

    monkeypatch.setattr(type(desk.app.tools.composer), "compose", broken)
    assert rehearse(desk.app.tools)


def test_a_daemon_rehearses_when_it_is_idle_until_it_was_let(desk: Story, monkeypatch: pytest.MonkeyPatch):
    done: list[bool] = []

    def interrupted_once(stop: Callable[[], bool]) -> bool:
        done.append(stop())
        return len(done) > 1

    monkeypatch.setattr(desk.app, "rehearse", interrupted_once)
    daemon = Daemon(desk.app)
    assert [daemon._triage() for _ in range(5)] == [False] * 5
    assert done == [False, False]
    daemon.triage.wake()
    daemon._to_rehearse = 1
    daemon._triage()
    assert done == [False, False, True]
