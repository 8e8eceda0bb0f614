"""A real PostgreSQL over a private folder: made by initdb, thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import LiteralString, Self

import psycopg
from psycopg import sql

from tests.services import HOST, Missing, free_port, wait_until
from tests.services.process import Group

_TEMPLATE = "mailbot_template"

# Nothing here outlives the session, so nothing waits for a disk.
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}


class Postgres:
    """`with Postgres() as server:` runs until the block ends; raises `Missing` when it is not installed.

    `fresh()` gives a new database, a copy of the template. `prepare(build)` fills the template once.
    """

    def __init__(self) -> None:
        self._programs = _find()
        self._user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        self._root = Path(tempfile.mkdtemp(prefix="mailbot-postgres-"))
        if self._user is not None:
            shutil.chown(self._root, self._user)
        self.port = free_port()
        self._group: Group | None = None
        self._numbers = count(1)
        self._initialise()

    def _initialise(self) -> None:
        initdb = [
            str(self._programs / "initdb"),
            *("--pgdata", str(self._root / "data"), "--username", "mailbot", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ]
        groups: list[str] | None = [] if self._user else None
        made = subprocess.run(
            initdb,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=self._user,
            group=self._user,
            extra_groups=groups,
        )
        if made.returncode != 0:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")

    def __enter__(self) -> Self:
        self.start()
        self._execute("CREATE DATABASE {}", _TEMPLATE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._root, ignore_errors=True)

    def start(self) -> None:
        """Start and return once a query is answered; raises `RuntimeError` with the log when it gives up."""
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self._root / "data"), "-p", str(self.port)]
        log = self._root / "log"
        group = Group([*command, *settings], log=log, user=self._user)
        self._group = group
        wait_until(lambda: self._answers() or not group.alive, what="PostgreSQL to start")
        if not group.alive:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")

    def stop(self) -> None:
        """Stop at once, cutting every connection (a fast shutdown)."""
        if self._group is not None:
            self._group.stop(signal.SIGINT)
            self._group = None

    def restart(self) -> None:
        """Stop and start on the same port with the same databases."""
        self.stop()
        self.start()

    def url(self, database: str = "postgres") -> str:
        """How SQLAlchemy reaches `database`."""
        return f"postgresql+psycopg://mailbot@{HOST}:{self.port}/{database}"

    def prepare(self, build: Callable[[str], object]) -> None:
        """Let `build`, given its URL, fill the template of every later `fresh()`; it must disconnect."""
        build(self.url(_TEMPLATE))

    def fresh(self) -> str:
        """The URL of a new database, a copy of the template."""
        name = f"test_{next(self._numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, _TEMPLATE)
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove the database of `url`, cutting whoever is still connected."""
        self._execute("DROP DATABASE {} WITH (FORCE)", url.rpartition("/")[2])

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=HOST, port=self.port, user="mailbot", dbname="postgres", autocommit=True, connect_timeout=5
        )

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with self._connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _find() -> Path:
    """The folder of the newest server's programs, Debian's first; raises `Missing` when there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*debian, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            break
    else:
        raise Missing("PostgreSQL is not installed (Debian: postgresql)")
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            raise Missing("PostgreSQL does not run as root, and there is no user postgres") from None
    return folder
