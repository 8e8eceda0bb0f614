"""Every test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.model.mail import Envelope, RawMail, Source
from mailbot.store import Database

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database."""
    sqlite = f"sqlite:///{tmp_path}/mailbot.db"
    url = sqlite if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with Database(url) as db:
        db.migrate()
        yield db


@pytest.fixture
def raw() -> Callable[..., RawMail]:
    """Makes raw mails; those with a uid come from IMAP."""

    def make(content: bytes = b"Subject: x\r\n\r\nbody", uid: int | None = None, uidvalidity: int = 1) -> RawMail:
        source = Source(
            mailbox="support",
            protocol="imap" if uid else "smtp",
            folder="INBOX" if uid else "",
            uidvalidity=uidvalidity if uid else None,
            uid=uid,
        )
        return RawMail(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            received_at=NOW,
            source=source,
            envelope=Envelope(mail_from="a@mail.example", rcpt_to=("support@desk.example",)),
        )

    return make
