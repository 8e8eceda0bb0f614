"""Tickets and history go when their time is over, whole, and what was counted of them stays."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import column, select, table
from typer.testing import CliRunner

from mailbot.cli import retention as retention_command
from mailbot.cli import spool
from mailbot.config import load_default
from mailbot.config.settings import RetentionSettings, Secret, StoreSettings
from mailbot.desk import figures, removal, tickets
from mailbot.store.dialect import SearchTerm, search_condition
from tests.desk.story import Story
from tests.services.smtpsink import SmtpSink

KEEP = RetentionSettings()
WORDS = "My withdrawal of 900 USDT over the zanzibar bridge has not arrived, UID 123456789."
OF_TICKET = ("message", "outbox", "follow_up", "participant")

on_both = pytest.mark.parametrize("story", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def story(request: pytest.FixtureRequest, tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Story]:
    """A desk on SQLite, or on the engine that is asked for, with one ticket that is over and one that is not."""
    sqlite = f"sqlite:///{tmp_path}/mailbot.db"
    url = request.getfixturevalue("postgres_url") if getattr(request, "param", "") == "postgresql" else sqlite
    told = Story(replace(load_default(), store=StoreSettings(folder=tmp_path, url=Secret(url))), smtp_sink)
    yield told
    told.close()


def over(story: Story) -> tuple[str, str]:
    """A ticket that was closed, and one that is open; the second is the newest."""
    done = story.write(WORDS)
    story.agent(done, "Done.")
    tickets.set_status(story.app.tools, done, "closed", "ming")
    with story.app.tools.db.write() as t:  # what is still to be rated is no reason to keep it
        t.follow_ups.cancel(t.tickets.by_number(done).id, ["customer", "desk"], story.now)
    alive = story.write("My deposit of 5 ETH over the zanzibar bridge is missing.", sender="zhou@mail.example")
    return done, alive


def counted(story: Story) -> dict[str, int]:
    story.now += timedelta(minutes=1)
    while figures.count(story.app.tools):
        pass
    with story.app.tools.db.read() as t:
        rows = t.connection.exec_driver_sql("SELECT name, SUM(many) FROM figure GROUP BY name").all()
    return {name: int(many) for name, many in rows}


def rows(story: Story, table: str) -> int:
    with story.app.tools.db.read() as t:
        return int(t.connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one())


@on_both
def test_a_ticket_goes_whole_when_its_time_is_over_and_not_before(story: Story) -> None:
    done, alive = over(story)
    counted(story)
    story.now += timedelta(days=729)
    assert removal.remove(story.app.tools, KEEP).tickets == 0
    story.now += timedelta(days=2)
    before = {table: rows(story, table) for table in OF_TICKET}
    assert removal.due(story.app.tools, KEEP)["tickets"] == 1
    assert removal.remove(story.app.tools, KEEP).tickets == 1
    assert removal.remove(story.app.tools, KEEP) == removal.Gone()
    with pytest.raises(LookupError):
        tickets.view(story.app.tools, done)
    assert tickets.view(story.app.tools, alive).messages
    assert all(rows(story, table) < before[table] for table in OF_TICKET)
    assert rows(story, "decision") == 1
    assert rows(story, "raw") == 2, "that a mail came is known for ever, or it would be taken for new"


@on_both
def test_nothing_of_its_words_is_left(story: Story) -> None:
    done, alive = over(story)
    counted(story)
    story.now += timedelta(days=731)
    removal.remove(story.app.tools, KEEP)
    with story.app.tools.db.read() as t:
        (removed,) = t.messages.history(kind="ticket_removed")
        assert removed.data["number"] == done
        left = t.connection.exec_driver_sql("SELECT kind, data FROM event WHERE ticket = 1").all()
        assert len(left) > 2
        assert all(str(data) == "{}" for _, data in left)
        raw = t.connection.exec_driver_sql("SELECT envelope, kept FROM raw WHERE id = 1").one()
    assert "lin@" not in str(raw[0])
    assert raw[1] == "gone"
    with story.app.tools.db.read() as t:
        found = search_condition(t.connection, [SearchTerm(tokens=("zanzibar",))])
        indexed: set[int] = set(
            t.connection.execute(select(column("rowid")).select_from(table("search_index")).where(found)).scalars()
        )
        ticket = t.tickets.by_number(alive)
        assert indexed == {m.id for m in t.messages.of(ticket.id) if "zanzibar" in m.text}


@on_both
def test_what_was_counted_stays_counted(story: Story) -> None:
    over(story)
    before = counted(story)
    story.now += timedelta(days=731)
    removal.remove(story.app.tools, KEEP)
    tickets.set_status(story.app.tools, tickets_left(story), "resolved", "ming")  # its hour would be counted anew
    after = counted(story)
    names = ("opened", "intent", "priority", "team", "answer")
    assert {name: after[name] for name in names} == {name: before[name] for name in names}
    assert after["removed"] == 1


def tickets_left(story: Story) -> str:
    with story.app.tools.db.read() as t:
        return str(t.connection.exec_driver_sql("SELECT number FROM ticket").scalar_one())


def test_what_is_not_counted_waits(story: Story) -> None:
    over(story)
    story.now += timedelta(days=731)
    assert removal.remove(story.app.tools, KEEP).tickets == 0
    counted(story)
    assert removal.remove(story.app.tools, KEEP).tickets == 1


def test_the_newest_ticket_stays_so_that_its_number_is_nobody_elses(story: Story) -> None:
    done, alive = over(story)
    story.agent(alive, "Done, too.")
    tickets.set_status(story.app.tools, alive, "closed", "ming")
    counted(story)
    story.now += timedelta(days=731)
    removal.remove(story.app.tools, KEEP)
    third = story.write("Where is my money?", sender="eve@mail.example")
    assert third not in {done, alive}


@on_both
def test_history_goes_after_its_own_time(story: Story) -> None:
    _, alive = over(story)
    counted(story)
    story.now += timedelta(days=731)
    removal.remove(story.app.tools, KEEP)
    events = rows(story, "event")
    kept = len(story.events(alive))
    story.now += timedelta(days=1826)
    gone = removal.remove(story.app.tools, KEEP)
    assert gone.events > 0
    assert rows(story, "event") < events
    assert len(story.events(alive)) == kept, "the history of a ticket goes with its ticket"
    assert "history_removed" in story.events()


def test_a_mail_of_no_ticket_goes_too(story: Story) -> None:
    story.write("I am away until Monday.", subject="Automatic reply: out of office", sender="bot@mail.example",
                headers=[("Auto-Submitted", "auto-replied")])  # fmt: skip
    over(story)
    counted(story)
    story.now += timedelta(days=731)
    assert removal.remove(story.app.tools, KEEP).records == 1
    assert removal.remove(story.app.tools, KEEP).records == 0


KILLED = """
import os, signal, sys
from datetime import datetime
from mailbot.config import load_default
from mailbot.config.settings import RetentionSettings
from mailbot.desk import removal
from mailbot.desk.tools import Tools
from mailbot.store import Database
from mailbot.store.messages import Messages

real, left = Messages.log, [int(sys.argv[2])]

def die(self, events, **where):
    real(self, events, **where)
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)

Messages.log = die
now, policy = datetime.fromisoformat(sys.argv[3]), load_default().policy
tools = Tools(db=Database(sys.argv[1]), policy=lambda: policy, classifier=None, composer=None, clock=lambda: now)
removal.remove(tools, RetentionSettings())
"""


def test_a_kill_leaves_each_ticket_whole_or_gone(story: Story) -> None:
    numbers = []
    for n in range(3):
        numbers.append(story.write(WORDS, sender=f"c{n}@mail.example"))
        story.agent(numbers[-1], "Done.")
        tickets.set_status(story.app.tools, numbers[-1], "closed", "ming")
    with story.app.tools.db.write() as t:
        for n in range(1, 4):
            t.follow_ups.cancel(n, ["customer", "desk"], story.now)
    story.write("Where is my deposit?", sender="zhou@mail.example")
    counted(story)
    story.now += timedelta(days=731)
    url = story.app.settings.store.url.reveal()
    died = subprocess.run([sys.executable, "-c", KILLED, url, "1", story.now.isoformat()], timeout=120, check=False)
    assert died.returncode == -signal.SIGKILL
    assert rows(story, "ticket") == 3, "the second was in the middle: nothing of it was done"
    assert len(tickets.view(story.app.tools, numbers[1]).messages) >= 2
    assert removal.remove(story.app.tools, KEEP).tickets == 2


def test_the_command_says_what_is_due_and_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"version: 1\nstore: {{folder: {tmp_path}/var}}\nlisten: {{}}\nweb: {{enabled: false}}\n")
    commands = typer.Typer()
    retention_command.register(commands)
    spool.register(commands)
    monkeypatch.setenv("COLUMNS", "200")
    told = CliRunner().invoke(commands, ["retention", "--config", str(config)])
    assert "0  tickets" in told.output
    assert (
        "0 ticket(s), 0 mail(s) of no ticket"
        in CliRunner().invoke(commands, ["retention", "--now", "--config", str(config)]).output
    )
