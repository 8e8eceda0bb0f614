"""What a candidate would have decided otherwise, on both engines."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import inspect

from mailbot.store import Database
from mailbot.store.shadow import Shadowed, ShadowRow
from tests.store.conftest import NOW

ONE = Shadowed(
    raw=7, ticket=3, policy="sha256:new", subject="提币没有到账 " + "x" * 400, because="now: all",
    differences=("priority: P3 → P2", "team: p2p_ops → frontline"), at=NOW,
)  # fmt: skip


def test_the_migration_makes_the_table_that_the_code_expects(database: Database):
    found = {c["name"]: bool(c["nullable"]) for c in inspect(database.engine).get_columns("shadow")}
    table = ShadowRow.__table__  # type: ignore[attr-defined]
    assert found == {c.name: bool(c.nullable) for c in table.columns}
    assert inspect(database.engine).get_pk_constraint("shadow")["constrained_columns"] == ["raw"]


def test_a_difference_is_kept_once_for_a_mail_and_comes_back_as_it_was(database: Database):
    with database.write() as t:
        t.shadow.add([ONE, replace(ONE, raw=8, ticket=None, at=NOW + timedelta(minutes=1))])
        t.shadow.add([replace(ONE, because="again")])
    with database.read() as t:
        newest = t.shadow.newest(10)
        assert newest == [
            replace(ONE, raw=8, ticket=None, at=NOW + timedelta(minutes=1), subject=ONE.subject[:200]),
            replace(ONE, subject=ONE.subject[:200]),
        ]
        assert t.shadow.count() == 2
        assert t.shadow.newest(1) == newest[:1]


def test_moves_are_counted_over_the_newest(database: Database):
    with database.write() as t:
        t.shadow.add([replace(ONE, raw=n, differences=ONE.differences[: 1 + n % 2]) for n in range(10)])
    with database.read() as t:
        assert t.shadow.moves() == Counter({"priority: P3 → P2": 10, "team: p2p_ops → frontline": 5})
        assert t.shadow.moves(most=4)["priority: P3 → P2"] == 4


def test_a_new_candidate_begins_with_nothing(database: Database):
    with database.write() as t:
        t.shadow.add([ONE])
        t.shadow.clear()
    with database.read() as t:
        assert (t.shadow.count(), t.shadow.newest(5), t.shadow.moves()) == (0, [], Counter())
