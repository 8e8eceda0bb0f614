from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

from mailbot.intake.imap import ImapMailbox
from mailbot.intake.imap_session import ImapSettings
from tests.intake.fetching import Installation
from tests.services.dovecot import Account, Dovecot


@pytest.fixture
def here() -> Installation:
    return Installation()


@pytest.fixture
def fetch(dovecot: Dovecot, mailbox: Account, here: Installation) -> Iterator[Callable[..., ImapMailbox]]:
    """`fetch(**settings)` fetches the test's mailbox until the test ends."""
    with ExitStack() as stack:

        def run(*, start: bool = True, **settings: Any) -> ImapMailbox:
            options: dict[str, Any] = {
                "mailbox": "support",
                "host": dovecot.host,
                "port": dovecot.port,
                "tls": "none",
                "username": mailbox.name,
                "poll_seconds": 0.05,
            } | settings
            fetcher = ImapMailbox(
                ImapSettings(**options),
                secret=lambda: mailbox.password,
                accept=here.accept,
                positions=here,
                clock=lambda: datetime.now(UTC),
                backoff_s=(0.02,),
            )
            stack.callback(fetcher.stop)
            if start:
                fetcher.start()
            return fetcher

        yield run
