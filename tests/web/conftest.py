"""A console over a real database, and clients that talk to it over HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, sync_playwright

from mailbot.config.settings import ContactSettings
from mailbot.desk import access
from mailbot.store import Database
from mailbot.web.server import WebServer
from tests.conftest import stand_aside
from tests.web.browser import ARGUMENTS, CHROMIUM, Watched, opened
from tests.web.desk import Desk, desk, populate


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty database, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "mailbot.db"
    with Database(f"sqlite:///{file}") as database:
        database.migrate()
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture
def empty(tmp_path: Path, migrated: Path) -> Iterator[Desk]:
    """A desk without any mail."""
    shutil.copy(migrated, tmp_path / "mailbot.db")
    with Database(f"sqlite:///{tmp_path}/mailbot.db") as database:
        yield desk(database)


@pytest.fixture
def server(empty: Desk) -> Iterator[WebServer]:
    """Its console, on a free port."""
    started = WebServer(empty.tools, port=0)
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk after some days of work; tests that change it make tickets of their own."""
    with Database(f"sqlite:///{tmp_path_factory.mktemp('desk')}/mailbot.db") as database:
        database.migrate()
        made = desk(database)
        populate(made)
        _FILLED.append(made)
        yield made
        _FILLED.clear()


_FILLED: list[Desk] = []


@pytest.fixture(scope="module", autouse=True)
def people_stay() -> Iterator[None]:
    """Who works at the filled desk is the same for every module: a test that changes somebody takes a desk of its own,
    or a person of its own."""
    before = _people()
    yield
    after = _people()
    assert {name: after[name] for name in before} == before


def _people() -> dict[str, tuple[object, ...]]:
    if not _FILLED:
        return {}
    with _FILLED[0].tools.db.read() as t:
        return {p.name: (p.role, p.teams, p.active, p.language, p.theme, p.address, p.totp) for p in t.people.all()}


@pytest.fixture(scope="session")
def shown(filled: Desk) -> Iterator[WebServer]:
    """The console of the filled desk."""
    started = WebServer(filled.tools, port=0)
    started.console.contact = ContactSettings
    started.start()
    yield started
    started.stop()


@pytest.fixture
def admin(shown: WebServer) -> Iterator[httpx2.Client]:
    """A browser without script, signed in as an admin."""
    with httpx2.Client(base_url=shown.url, follow_redirects=True) as client:
        client.get(shown.demo_login_link())
        yield client


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed for real, but cheaply: these tests are about doors, not about the cost of guessing."""
    monkeypatch.setattr(access, "_HASHER", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    if not Path(CHROMIUM).exists():
        stand_aside(f"no browser: {CHROMIUM} (Debian's package chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watched(chromium: Browser, shown: WebServer) -> Iterator[Watched]:
    """A signed-in browser in English; what it complained about, or asked of other hosts, fails the test."""
    made = opened(chromium, shown, locale="en-GB")
    yield made
    made.context.close()
    assert made.complaints == []
    assert made.strangers == []
