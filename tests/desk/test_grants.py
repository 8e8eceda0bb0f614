"""Grants that outlive the daemon, renewed ahead, and an end that is told in time: over a real token server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config.settings import OAuthSettings, Secret
from mailbot.desk.grants import Grants, warning
from mailbot.observe.metrics import exposition
from mailbot.store import Database
from tests.delivery.test_oauth import Clock, Endpoint


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    yield made
    made.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path}/mailbot.db") as made:
        made.migrate()
        yield made


def oauth(endpoint: Endpoint, ends: datetime | None = None) -> OAuthSettings:
    return OAuthSettings(
        token_url=endpoint.url,
        client_id="desk",
        client_secret=Secret("s"),
        refresh_token=Secret("first-grant"),
        ends=ends,
    )


def answer(token: str, renewed: str = "", left: float | None = None, seconds: int = 3600) -> tuple[int, object]:
    said: dict[str, object] = {"access_token": token, "expires_in": seconds}
    if renewed:
        said["refresh_token"] = renewed
    if left is not None:
        said["refresh_token_expires_in"] = left
    return 200, said


def test_a_rotated_grant_outlives_the_daemon_and_is_sealed(
    endpoint: Endpoint, database: Database, tmp_path: Path
) -> None:
    clock = Clock()
    endpoint.answers = [answer("a1", "second-grant"), answer("a2", "third-grant"), answer("a3")]
    assert Grants(database=database, clock=clock).token(oauth(endpoint))() == "a1"
    assert Grants(database=database, clock=clock).token(oauth(endpoint))() == "a2"
    assert Grants(database=database, clock=clock).token(oauth(endpoint))() == "a3"
    assert [a["refresh_token"] for a in endpoint.asked] == ["first-grant", "second-grant", "third-grant"]
    database.close()
    kept = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert b"grant:" in kept
    assert b"second-grant" not in kept
    assert b"third-grant" not in kept


def test_a_grant_that_is_configured_anew_forgets_the_old_one(endpoint: Endpoint, database: Database) -> None:
    endpoint.answers = [answer("a1", "second-grant"), answer("a2")]
    Grants(database=database, clock=Clock()).token(oauth(endpoint))()
    fresh = replace(oauth(endpoint), refresh_token=Secret("granted-anew"))
    assert Grants(database=database, clock=Clock()).token(fresh)() == "a2"
    assert endpoint.asked[1]["refresh_token"] == "granted-anew"


def test_both_directions_and_other_daemons_share_a_grant(endpoint: Endpoint, database: Database) -> None:
    clock = Clock()
    endpoint.answers = [answer("a1", "second-grant"), answer("a2", "third-grant"), answer("a3")]
    here, there = (Grants(database=database, clock=clock) for _ in range(2))
    imap, smtp = here.token(oauth(endpoint)), here.token(oauth(endpoint))
    assert [imap(), smtp()] == ["a1", "a1"]
    assert there.token(oauth(endpoint))() == "a2"
    clock.now += timedelta(hours=1)
    assert imap() == "a3"
    assert [a["refresh_token"] for a in endpoint.asked] == ["first-grant", "second-grant", "third-grant"]


def test_tokens_are_renewed_ahead_and_nobody_is_asked_too_often(endpoint: Endpoint, database: Database) -> None:
    clock = Clock()
    endpoint.answers = [answer(f"a{n}") for n in range(9)]
    grants = Grants(database=database, clock=clock)
    token = grants.token(oauth(endpoint))
    for _ in range(240):
        grants.watch()
        clock.now += timedelta(seconds=30)
    assert len(endpoint.asked) == 3, "two hours of tokens that last one"
    assert token() == "a2"
    assert len(endpoint.asked) == 3


def test_the_end_is_told_two_weeks_before_in_log_metric_and_health(
    endpoint: Endpoint, database: Database, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    day = 86_400
    endpoint.answers = [answer("a", left=(20 - 2 * n) * day, seconds=2 * day) for n in range(25)]
    grants = Grants(database=database, clock=clock)
    grants.token(oauth(endpoint))
    states = []
    with caplog.at_level(logging.ERROR):
        for _ in range(22):
            grants.watch()
            ((name, state),) = grants.report().items()
            states.append(state.state)
            clock.now += timedelta(days=1)
    assert name.endswith("desk")
    assert states[:6] == ["ok"] * 6
    assert set(states[7:]) == {"degraded"}
    (figure,) = (
        line for line in exposition().decode().splitlines()
        if line.startswith("mailbot_oauth_grant_ends") and "desk" in line
    )  # fmt: skip
    assert abs(float(figure.split()[-1]) - (clock.now - timedelta(days=2)).timestamp()) < 2 * day
    assert "grant access anew" in capsys.readouterr().err + caplog.text


def test_what_somebody_wrote_down_holds_where_the_provider_says_nothing(endpoint: Endpoint, database: Database) -> None:
    clock = Clock()
    endpoint.answers = [answer("a")]
    grants = Grants(database=database, clock=clock)
    grants.token(oauth(endpoint, ends=clock.now + timedelta(days=3, hours=1)))
    grants.watch()
    ((_, state),) = grants.report().items()
    assert (state.state, "in 3 days" in state.said) == ("degraded", True)
    assert warning(clock.now - timedelta(days=1), clock.now).startswith("the grant has run out")
    assert warning(None, clock.now) == ""


def test_a_refused_grant_is_failing_until_it_gives_tokens_again(endpoint: Endpoint, database: Database) -> None:
    clock = Clock()
    endpoint.answers = [(400, {"error": "invalid_grant", "error_description": "revoked"}), answer("a1")]
    grants = Grants(database=database, clock=clock)
    grants.token(oauth(endpoint))
    grants.watch()
    ((_, state),) = grants.report().items()
    assert (state.state, "revoked" in state.said) == ("failing", True)
    clock.now += timedelta(minutes=2)
    grants.watch()
    ((_, state),) = grants.report().items()
    assert state.state == "ok"
