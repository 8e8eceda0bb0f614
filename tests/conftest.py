"""What every test may ask for: real servers, and a machine that is checked for what it lacks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings

from tests.services import Missing
from tests.services.dovecot import Account, Dovecot
from tests.services.postgres import Postgres
from tests.services.proxy import TcpProxy
from tests.services.smtpsink import SmtpSink

CI = os.environ.get("CI") == "true"

# A busy machine is no failure, so no example has a deadline.
settings.register_profile("short", deadline=None, max_examples=60)
settings.register_profile("long", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


def stand_aside(reason: str) -> None:
    """Skip the test, naming what it lacks; with CI=true nothing may be lacking, so fail it."""
    if CI:
        pytest.fail(f"left out with CI=true: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot, shared: a test takes an account of its own by `new_account()` or `mailbox`."""
    try:
        server = Dovecot()
    except Missing as missing:
        stand_aside(str(missing))
        raise
    with server:
        yield server


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Account:
    """An empty mailbox on the shared Dovecot."""
    return dovecot.new_account()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL, shared: a test takes a database of its own by `fresh()` or `postgres_url`."""
    try:
        server = Postgres()
    except Missing as missing:
        stand_aside(str(missing))
        raise
    with server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a new database, a copy of the template, dropped after the test."""
    url = postgres.fresh()
    yield url
    postgres.drop(url)


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A running SMTP server without TLS or login that keeps what it takes."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def tcp_proxy() -> Iterator[Callable[[int], TcpProxy]]:
    """`tcp_proxy(port)` puts a running proxy before the server on `port`; all end with the test."""
    with ExitStack() as stack:
        yield lambda port: stack.enter_context(TcpProxy(port))


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a failure with CI=true, where nothing may be left out."""
    if CI and _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why such a run fails."""
    if CI and (skipped := _skipped(config)):
        terminalreporter.write_line(f"{skipped} skipped with CI=true: nothing may be left out", red=True)
