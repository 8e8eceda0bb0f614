"""The drift watch: quiet while the mail is as it was, and loud about what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.desk import doctor, drift
from mailbot.desk.drift import stability
from mailbot.observe import metrics
from mailbot.store import Database
from mailbot.store.figures import Count, Key

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
WEEK = {"withdrawal_pending": 120, "login_access": 90, "kyc_verification": 60, "fees_funding": 30}
FOREIGN = {"general_inquiry": 160, "login_access": 90, "fees_funding": 50}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path}/mailbot.db") as opened:
        opened.migrate()
        yield opened


def tell(
    db: Database, since: int, until: int, intents: dict[str, int], *, abstained: int = 20, corrected: int = 15,
    sure: float = 0.85, language: str = "zh", now: datetime = NOW,
) -> None:  # fmt: skip
    """So many tickets on each of some days ago."""
    for day in range(since, until):
        hour = (now - timedelta(days=day)).replace(minute=0)
        n = sum(intents.values()) // 7
        counts = {Key("intent", hour, "", name): Count(many // 7) for name, many in intents.items()}
        counts[Key("language", hour, "", language)] = Count(n)
        counts[Key("language", hour, "", "en")] = Count(n)
        counts[Key("opened", hour, "", "")] = Count(n)
        counts[Key("abstained", hour, "", "")] = Count(abstained // 7)
        counts[Key("corrected", hour, "", "")] = Count(corrected // 7)
        counts[Key("sure", hour, "", "8")] = Count(n, 0, n * sure)
        with db.write() as t:
            t.figures.add(counts)


def test_a_week_like_those_before_is_no_drift(db: Database) -> None:
    tell(db, 1, 36, WEEK)
    seen = drift.drift(db, NOW)
    assert seen.recent >= 200
    assert {m.name for m in seen.measures} == {"intents", "languages", "abstained", "corrected", "certainty"}
    assert seen.left == ()


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ({"intents": FOREIGN}, "intents"),
        ({"language": "tr"}, "languages"),
        ({"abstained": 110}, "abstained"),
        ({"corrected": 100}, "corrected"),
        ({"sure": 0.55}, "certainty"),
    ],
)
def test_what_changed_is_named(db: Database, change: dict, measure: str) -> None:
    tell(db, 8, 36, WEEK)
    tell(db, 1, 7, **{"intents": WEEK, **change})
    assert drift.drift(db, NOW).left == (measure,)


def test_fewer_corrections_and_more_certainty_are_no_alarm(db: Database) -> None:
    tell(db, 8, 36, WEEK, abstained=100, corrected=100, sure=0.6)
    tell(db, 1, 7, WEEK, abstained=7, corrected=0, sure=0.95)
    assert drift.drift(db, NOW).left == ()


def test_a_few_tickets_say_nothing(db: Database) -> None:
    tell(db, 1, 36, {"login_access": 14})
    seen = drift.drift(db, NOW)
    assert seen.measures == ()
    assert "too few" in drift.said(seen)


def test_the_watch_sets_the_figures_and_the_doctor_says_it(db: Database, tmp_path: Path) -> None:
    from dataclasses import replace

    from mailbot.config import load_default
    from mailbot.config.settings import Secret, StoreSettings

    tell(db, 8, 36, WEEK)
    tell(db, 1, 7, FOREIGN)
    assert drift.watch(db, NOW).left == ("intents",)
    shown = metrics.exposition().decode()
    assert 'mailbot_drift_left{measure="intents"} 1.0' in shown
    assert 'mailbot_drift_left{measure="corrected"} 0.0' in shown
    store = StoreSettings(folder=tmp_path, url=Secret(f"sqlite:///{tmp_path}/mailbot.db"))
    found = next(
        f for f in doctor.examine(replace(load_default(), imap=(), store=store), clock=lambda: NOW)
        if f.check == "classifier"
    )  # fmt: skip
    assert found.state == "warning"
    assert "intents" in found.remedy
    assert "mailbot train" in found.remedy


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=3), st.integers(0, 500), max_size=40))
def test_the_index_of_equal_mail_is_nothing_and_never_negative(counts: dict[str, int]) -> None:
    assert stability(counts, counts) == 0
    assert stability(counts, {name: 3 * n for name, n in counts.items()}) >= 0
