"""What is made up for in the background: counts by hour, the search index of older mail, the daily reconciliation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.desk import figures, finding, reconciling, tickets, upkeep
from mailbot.desk.insight import Insight, insight
from mailbot.intake.imap_fetch import Known, Reconciliation
from mailbot.store import Database
from tests.web.desk import NOW, Desk, desk, mail, populate

ALWAYS = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
NAMES = (*figures.OF_TICKETS, "event", "letter", "rule", "decided")


@pytest.fixture(scope="module")
def populated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The file of a desk after some days of work, to be copied, and its tickets' numbers."""
    file = tmp_path_factory.mktemp("populated") / "mailbot.db"
    with Database(f"sqlite:///{file}") as database:
        database.migrate()
        made = desk(database)
        populate(made)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return file, made.numbers


@pytest.fixture
def worked(tmp_path: Path, populated: tuple[Path, dict[str, str]]) -> Iterator[Desk]:
    """That desk a minute later."""
    file, numbers = populated
    shutil.copy(file, tmp_path / "mailbot.db")
    with Database(f"sqlite:///{tmp_path}/mailbot.db") as database:
        made = desk(database)
        made.numbers = numbers
        made.clock.now = NOW + timedelta(minutes=1)
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The same on either engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("worked")
        return
    with Database(request.getfixturevalue("postgres_url")) as database:
        database.migrate()
        made = desk(database)
        populate(made)
        made.clock.advance(minutes=1)
        yield made


def sums(made: Desk) -> dict[tuple[str, str], tuple[int, int]]:
    with made.tools.db.read() as t:
        found = t.figures.sums(NAMES, *ALWAYS)
    return {key: (count.many, count.good) for key, count in found.items()}


def everything(made: Desk) -> Insight:
    return insight(made.tools, days=14)


def test_counting_in_small_steps_again_or_at_once_is_the_same(either: Desk):
    while figures.count(either.tools, 7):
        assert figures.progress(either.tools).share <= 1
    small = sums(either)
    assert not figures.count(either.tools)
    assert sums(either) == small
    with either.tools.db.write() as t:
        t.books.set("figures", "")
        t.connection.exec_driver_sql("DELETE FROM figure")
    figures.count(either.tools)
    assert sums(either) == small
    assert small["opened", ""][0] == 26
    assert small["event", "replied"] == (13, 0)
    assert small["rule", "everything else"] == small["decided", ""] == (26, 0)


def counts(found: Insight) -> dict[Any, Any]:
    return {row[0]: row[1] for row in found.table("intent").rows}


def test_what_happens_to_a_ticket_changes_the_counts_of_its_hour(worked: Desk):
    before = everything(worked)
    number = worked.numbers["zh"]
    tickets.correct(worked.tools, number, "login_access", "ming")
    worked.clock.advance(minutes=1)
    after = everything(worked)
    assert after.opened == before.opened == 26
    assert ("withdrawal_pending", "login_access", 1) in after.table("corrections").rows
    assert counts(after)["login_access"] == counts(before)["login_access"] + 1
    assert after.corrected is not None
    assert before.corrected is not None
    assert after.corrected > before.corrected
    judged = {row[0]: row[3] for row in after.table("calibration").rows}
    assert sum(int(n) for n in judged.values()) == sum(int(row[3]) for row in before.table("calibration").rows) + 1


def test_corrected_and_corrected_back_is_right(worked: Desk):
    number, before = worked.numbers["zh"], everything(worked)
    tickets.correct(worked.tools, number, "login_access", "ming")
    tickets.correct(worked.tools, number, "withdrawal_pending", "lina")
    worked.clock.advance(minutes=1)
    after = everything(worked)
    assert after.corrected == before.corrected
    assert after.table("corrections").rows == before.table("corrections").rows
    assert counts(after) == counts(before)


def test_a_team_sees_its_own_figures_only(worked: Desk):
    all_of_them, kyc = everything(worked), insight(worked.tools, days=14, teams=("kyc",))
    assert kyc.opened == 4 < all_of_them.opened
    assert {row[0] for row in kyc.table("team").rows} == {"kyc"}
    assert sum(int(row[1]) for row in kyc.table("backlog").rows) < sum(
        int(row[1]) for row in all_of_them.table("backlog").rows
    )


def test_percentiles_and_deadlines_are_those_of_the_tickets(worked: Desk):
    found = everything(worked)
    with worked.tools.db.read() as t:
        rows = t.tickets.find(most=1000)
    hours = sorted((r.first_replied_at - r.created_at).total_seconds() / 3600 for r in rows if r.first_replied_at)
    assert found.p50 == pytest.approx(hours[len(hours) // 2], rel=0.04)
    assert found.p90 == pytest.approx(hours[int(0.9 * len(hours))], rel=0.04)
    now = worked.clock()
    due = [r for r in rows if r.first_reply_due and (r.first_replied_at or r.first_reply_due < now)]
    met = [r for r in due if r.first_replied_at and r.first_reply_due and r.first_replied_at <= r.first_reply_due]
    assert found.in_time == pytest.approx(len(met) / len(due))


def test_a_follow_up_that_was_answered_counts(tmp_path: Path):
    from mailbot.desk import followups

    with Database(f"sqlite:///{tmp_path}/mailbot.db") as database:
        database.migrate()
        made = desk(database)
        first = mail("li@mail.example", "登录不上", "我登录不上账户了，一直提示验证码错误，怎么办？")
        second = mail("jo@mail.example", "Cannot log in", "I cannot log in, the code is always wrong")
        (answering, _) = made.take(first, second)
        made.clock.advance(hours=25)
        assert [d.result for d in followups.follow_up(made.tools)].count("sent") == 2
        made.clock.advance(hours=1)
        reply = mail("li@mail.example", f"Re: 登录不上 [#{answering}]", "我的UID是 482915736204")
        assert made.take(reply) == [answering]
        made.clock.advance(minutes=1)
        found = everything(made)
        assert found.table("follow_ups").rows == (("remind_first", 50, 2),)
        assert found.answered_follow_ups == 0.5


def test_older_mail_is_indexed_in_the_background_and_new_mail_at_once(either: Desk):
    def search(text: str) -> list[str]:
        result = finding.search(either.tools, text, teams=(), me="demo")
        return [f.ticket.number for f in result.found]

    whole = [search(text) for text in ("提币", "482915736204", "passport", "from:maria")]
    assert all(whole)
    begun = upkeep.reindex_all(either.tools)
    assert begun.share == 0
    assert search("提币") == []
    (fresh,) = either.take(mail("new@mail.example", "提币", "我想提币，怎么操作？"))
    assert search("提币") == [fresh]
    while upkeep.reindex(either.tools, 5):
        assert 0 < upkeep.reindexing(either.tools).share < 1
    assert upkeep.reindexing(either.tools).share == 1
    assert search("提币") == [fresh, *whole[0]]
    assert [search(text) for text in ("482915736204", "passport", "from:maria")] == whole[1:]


def test_a_database_of_the_first_version_is_indexed_when_it_is_opened(tmp_path: Path):
    from alembic import command
    from alembic.config import Config

    from mailbot.store import database as module

    with Database(f"sqlite:///{tmp_path}/mailbot.db") as database:
        config = Config()
        config.set_main_option("script_location", str(Path(module.__file__).with_name("migrations")))
        config.attributes["engine"] = database.engine
        command.upgrade(config, "0001")
        with database.engine.connect() as c:
            c.exec_driver_sql(
                "INSERT INTO ticket (id, number, status, subject, requester, requester_name, language, mailbox, "
                "category, intent, priority, team, assignee, tags, signals, facts, flags, missing, asked, times_asked, "
                "evidence, grade, abstained, first_text, created_at, updated_at, policy) VALUES (1, '10000001', "
                "'open', 's', 'a@b.example', '', 'en', '', '', '', 'P3', '', '', '[]', '[]', '{}', '[]', '[]', '[]', "
                "0, 0, '', 0, '', '2026-01-01 00:00:00', '2026-01-01 00:00:00', '')"
            )
            c.exec_driver_sql(
                "INSERT INTO message (id, ticket, direction, kind, content_hash, author, subject, text, fresh_text, "
                "attachments, at) VALUES (7, 1, 'in', 'ticket', '', 'a@b.example', 's', 'an old sentence', '', '[]', "
                "'2026-01-01 00:00:00')"
            )
            c.commit()
        database.migrate()
        made = desk(database)
        assert upkeep.reindexing(made.tools).below == 7
        keeper = upkeep.Upkeep()
        while keeper.step(made.tools):
            pass
        assert upkeep.reindexing(made.tools).share == 1
        result = finding.search(made.tools, "sentence", teams=(), me="demo")
        assert [f.ticket.number for f in result.found] == ["10000001"]


def test_a_reconciliation_is_kept_and_tells_what_was_lost(worked: Desk):
    def compare(known: Known) -> Reconciliation:
        assert known("support", "INBOX", 1) == set()
        return Reconciliation(on_server=120, waiting=2, recovered=(7, 9), unaccounted=(11,))

    assert reconciling.due(worked.tools, "support")
    reconciling.reconcile(worked.tools, "support", compare)
    assert not reconciling.due(worked.tools, "support")
    found = reconciling.last(worked.tools)["support"]
    assert (found.on_server, found.waiting, found.recovered, found.unaccounted) == (120, 2, 2, (11,))
    with worked.tools.db.read() as t:
        assert t.reports.history(("mailbox_reconciled",))[0][5]["unaccounted"] == [11]
    worked.clock.advance(hours=24)
    assert reconciling.due(worked.tools, "support")


def test_a_server_that_is_away_is_kept_as_such(worked: Desk):
    def compare(_known: Known) -> Reconciliation:
        raise ConnectionRefusedError("nobody there")

    reconciling.reconcile(worked.tools, "support", compare)
    assert reconciling.last(worked.tools)["support"].error == "ConnectionRefusedError: nobody there"
    assert NOW + timedelta(minutes=1) == reconciling.last(worked.tools)["support"].at
