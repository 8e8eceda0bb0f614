"""Several daemons over one database: one of them fetches a mailbox, and another takes over when that one dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.desk.positions import LEASE_S, Tenure
from mailbot.store import Database
from tests.services import wait_until
from tests.services.dovecot import Account, Dovecot

ROOT = Path(__file__).parents[2]
CONFIG = """\
version: 1
desk: {{name: Desk, domain: desk.example}}
mailboxes:
  support:
    address: support@desk.example
    imap: {{host: {host}, port: {port}, tls: none, username: "{user}", password: "${{TENANT_PASSWORD}}",
           since: "2000-01-01"}}
store: {{folder: "{folder}", url: "${{TENANT_URL}}"}}
web: {{enabled: false}}
classifier: {{embeddings: false}}
listen: {{}}
"""
Start = Callable[[str], tuple[subprocess.Popen[bytes], Path]]


@pytest.fixture
def start(tmp_path: Path, dovecot: Dovecot, mailbox: Account, postgres_url: str) -> Iterator[Start]:
    """`start(name)` starts a daemon and gives it and its log; all end with the test."""
    with ExitStack() as stack:

        def begin(name: str) -> tuple[subprocess.Popen[bytes], Path]:
            config, log = tmp_path / f"{name}.yaml", tmp_path / f"{name}.log"
            config.write_text(
                CONFIG.format(host=dovecot.host, port=dovecot.port, user=mailbox.name, folder=tmp_path / name)
            )
            env = {**os.environ, "TENANT_PASSWORD": mailbox.password, "TENANT_URL": postgres_url}
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.desk.tenant", str(config)],
                cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=stack.enter_context(log.open("wb")),
            )  # fmt: skip
            stack.callback(process.wait, 20)
            stack.callback(process.kill)
            return process, log

        yield begin


def test_one_daemon_fetches_and_another_takes_over_when_it_is_killed(
    start: Start, dovecot: Dovecot, mailbox: Account, postgres_url: str
) -> None:
    with Database(postgres_url) as db:

        def handled() -> int:
            with db.read() as t:
                return t.spool.counts().get("done", 0)

        def letter(n: int) -> bytes:
            return f"From: c{n}@mail.example\r\nMessage-ID: <{n}@mail.example>\r\nSubject: s\r\n\r\nhello\r\n".encode()

        first, log = start("first")
        wait_until(lambda: b"mailbox_connected" in log.read_bytes(), seconds=90)
        _, other = start("second")
        wait_until(lambda: b"mailbox_standby" in other.read_bytes(), seconds=90)
        dovecot.append(mailbox.name, letter(1))
        wait_until(lambda: handled() == 1, seconds=60)
        assert b"mailbox_connected" not in other.read_bytes()

        first.send_signal(signal.SIGKILL)
        dovecot.append(mailbox.name, letter(2), letter(3))
        wait_until(lambda: handled() == 3, seconds=60)
        said = other.read_bytes()
        assert said.index(b"mailbox_standby") < said.index(b"mailbox_taken_over") < said.index(b"mailbox_connected")
        with db.read() as t:
            assert len(t.tickets.find()) == 3


def test_a_lease_is_renewed_given_up_and_ends_by_itself(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 20, 8, tzinfo=UTC)]
    with Database(f"sqlite:///{tmp_path}/m.db") as db:
        db.migrate()
        mine, yours = (Tenure(db, "imap support", lambda: now[0]) for _ in range(2))
        assert mine.held()
        assert not yours.held()
        now[0] += timedelta(seconds=LEASE_S - 1)
        assert mine.held()
        now[0] += timedelta(seconds=LEASE_S - 1)
        assert not yours.held()
        now[0] += timedelta(seconds=2)
        assert yours.held()
        assert not mine.held()
        yours.give_up()
        assert mine.held()
