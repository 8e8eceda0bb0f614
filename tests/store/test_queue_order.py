"""Every view of the queue in every order and with every filter, page by page, on both engines; and what its indexes
are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, insert, inspect

import mailbot.store
from mailbot.store import Database
from mailbot.store.console import Console, Slice, Sort
from mailbot.store.tables import TicketRow
from mailbot.store.tables_console import SnoozeRow
from mailbot.store.tables_work import MentionRow
from tests.store.conftest import NOW

VIEWS = ("us", "mine", "mentioned", "unread", "team", "unassigned", "risk", "overdue", "abstained", "customer",
         "snoozed", "done", "all")  # fmt: skip
SORTS: tuple[Sort, ...] = get_args(Sort)
HOUR = timedelta(hours=1)

Case = dict[str, Any]
# Few values of each kind, so that many are alike and only the id tells them apart.
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(["open", "open", "pending", "resolved", "closed"]),
            "priority": st.sampled_from(["P1", "P2", "P3"]),
            "team": st.sampled_from(["kyc", "fiat", "api"]),
            "assignee": st.sampled_from(["", "kim"]),
            "category": st.sampled_from(["security", "other"]),
            "language": st.sampled_from(["zh", "en"]),
            "abstained": st.booleans(),
            "updated_at": st.integers(-3, 0).map(lambda n: NOW + n * HOUR),
            "first_reply_due": st.none() | st.integers(-2, 2).map(lambda n: NOW + n * HOUR),
            "first_replied_at": st.sampled_from([None, None, NOW]),
            "put_off": st.booleans(),
            "called": st.sampled_from(["", "", "waits", "seen"]),
        }
    ),
    max_size=16,
)
FILTERS = st.tuples(
    st.sampled_from([(), ("kyc",), ("kyc", "api")]),
    st.fixed_dictionaries({}, optional={"priority": st.just("P2"), "language": st.just("zh"),
                                        "category": st.just("security"), "assignee": st.just("kim")}),
)  # fmt: skip


def fill(c: Connection, cases: list[Case]) -> list[Case]:
    """Write tickets; them with their ids."""
    rest = {"subject": "", "requester": "", "requester_name": "", "mailbox": "", "intent": "", "tags": [],
            "signals": [], "facts": {}, "flags": [], "missing": [], "asked": [], "times_asked": 0,
            "evidence": False, "grade": "", "first_text": "", "created_at": NOW, "policy": ""}  # fmt: skip
    written = []
    for n, case in enumerate(cases, 1):
        put_off, called = case["put_off"], case["called"]
        columns = {k: v for k, v in case.items() if k not in {"put_off", "called"}}
        c.execute(insert(TicketRow).values(id=n, number=str(n), **rest, **columns))
        if put_off:
            c.execute(insert(SnoozeRow).values(ticket=n, until=NOW + (n % 2 or -1) * HOUR, by="kim"))
        if called:
            seen = NOW if called == "seen" else None
            c.execute(insert(MentionRow).values(ticket=n, person="kim", by="ming", at=NOW, seen_at=seen))
        written.append({**case, "id": n, "put_off": put_off and n % 2 == 1})
    return written


def shown(case: Case, of: Slice) -> bool:
    """Whether a view has a ticket, said once more and plainly."""
    alive, opened = case["status"] in {"open", "pending"}, case["status"] == "open"
    due = case["first_reply_due"]
    there = {
        "us": opened,
        "mine": alive and case["assignee"] == of.me,
        "mentioned": alive and bool(case["called"]),
        "unread": case["called"] == "waits",
        "team": alive,
        "unassigned": opened and not case["assignee"],
        "risk": alive and (case["priority"] == "P1" or case["category"] == "security"),
        "overdue": opened and case["first_replied_at"] is None and due is not None and due < NOW,
        "abstained": alive and case["abstained"],
        "customer": case["status"] == "pending",
        "snoozed": case["put_off"],
        "done": not alive,
        "all": True,
    }[of.view]
    hidden = case["put_off"] and of.view not in {"mentioned", "unread", "snoozed", "done", "all"}
    return there and not hidden and (not of.teams or case["team"] in of.teams) and all(
        case[name] == value for name, value in of.where.items())  # fmt: skip


def ordered(cases: list[Case], of: Slice) -> list[int]:
    """Ids in the order of a view."""
    sort = "newest" if of.view in {"done", "all"} and of.sort in {"priority", "due"} else of.sort
    keys = {
        "priority": lambda k: (k["priority"], k["id"]),
        "due": lambda k: (k["first_reply_due"] is None, k["first_reply_due"] or NOW, k["id"]),
        "newest": lambda k: -k["id"],
        "oldest": lambda k: k["id"],
        "changed": lambda k: (NOW - k["updated_at"], -k["id"]),
    }
    return [k["id"] for k in sorted(cases, key=keys[sort]) if shown(k, of)]


def pages(console: Console, of: Slice, size: int) -> list[int]:
    """All pages of a view, one after another."""
    found: list[int] = []
    while page := console.queue(replace(of, after=found[-1] if found else 0), now=NOW, most=size):
        found += page
        assert len(found) <= 1000, "the pages go round in a circle"
    return found


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=CASES, narrowed=FILTERS, size=st.integers(1, 5))
def test_the_pages_are_the_whole_list_once_in_its_order(
    database: Database, cases: list[Case], narrowed: tuple[tuple[str, ...], dict[str, str]], size: int
):
    teams, where = narrowed
    with database.engine.connect() as c, c.begin() as all_of_it:
        written = fill(c, cases)
        for view, sort in product(VIEWS, SORTS):
            of = Slice(view=view, me="kim", teams=teams, where=where, sort=sort)
            wanted = ordered(written, of)
            assert Console(c).queue(of, now=NOW, most=100) == wanted, of
            assert pages(Console(c), of, size) == wanted, of
            assert Console(c).count(of, now=NOW) == len(wanted)
        all_of_it.rollback()


def test_a_page_goes_on_behind_a_ticket_that_left_the_view(database: Database):
    case = {"status": "open", "priority": "P2", "team": "kyc", "assignee": "", "category": "other", "language": "en",
            "abstained": False, "updated_at": NOW, "first_reply_due": None, "first_replied_at": None,
            "put_off": False, "called": ""}  # fmt: skip
    with database.write() as t:
        fill(t.connection, [case] * 6)
        of = Slice(view="us", me="kim")
        first = t.console.queue(of, now=NOW, most=3)
        t.connection.exec_driver_sql("UPDATE ticket SET status = 'closed' WHERE id = 3")
        assert first == [1, 2, 3]
        assert t.console.queue(replace(of, after=3), now=NOW, most=3) == [4, 5, 6]


def migrations(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", f"{mailbot.store.__path__[0]}/migrations")
    config.attributes["engine"] = database.engine
    return config


@pytest.mark.parametrize(
    ("before", "names"), [("0007", {"ticket_alive"}), ("0009", {"ticket_done", "ticket_done_changed"})]
)
def test_the_indexes_hold_only_what_their_view_shows_and_can_be_taken_back(
    database: Database, before: str, names: set[str]
):
    def there() -> set[str]:
        return {str(i["name"]) for i in inspect(database.engine).get_indexes("ticket")} & names

    assert there() == names
    command.downgrade(migrations(database), before)
    assert there() == set()
    command.upgrade(migrations(database), "head")
    assert there() == names
    if database.engine.dialect.name == "sqlite":
        with database.read() as t:
            for name in names:
                sql = f"SELECT sql FROM sqlite_master WHERE name = '{name}'"
                assert "WHERE status IN" in t.connection.exec_driver_sql(sql).scalar_one()


def plan(folder: Path, of: Slice) -> list[str]:
    """How SQLite says that it would find a page."""
    asked: list[tuple[str, Any]] = []
    with Database(f"sqlite:///{folder}/mailbot.db") as database:
        database.migrate()
        event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        with database.read() as t:
            t.console.queue(of, now=NOW, most=50)
            statement, values = asked[-1]
            return [step[3] for step in t.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]


@pytest.mark.parametrize(
    ("view", "sort", "index"),
    [
        ("us", "due", "ticket_alive"),
        ("overdue", "priority", "ticket_alive"),
        ("done", "newest", "ticket_done"),
        ("done", "changed", "ticket_done_changed"),
    ],
)
def test_a_view_is_read_from_the_index_that_holds_only_it(tmp_path: Path, view: str, sort: Sort, index: str):
    steps = plan(tmp_path, Slice(view=view, me="kim", teams=("kyc",), sort=sort))
    assert any(step.startswith("SCAN ticket USING") and step.split("INDEX ")[-1] == index for step in steps), steps


@pytest.mark.parametrize("view", ["us", "unassigned", "customer"])
def test_what_waits_is_read_in_its_order_and_not_sorted(tmp_path: Path, view: str):
    steps = plan(tmp_path, Slice(view=view, me="kim"))
    assert any("COVERING INDEX" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps), steps
