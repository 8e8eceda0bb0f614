"""A mail of which only the beginning was fetched says so."""

from __future__ import annotations

from datetime import UTC, datetime

from mailbot.model.mail import RawMail, Source
from mailbot.triage import pipeline
from tests.catalogue import policy


def test_a_mail_that_was_cut_names_it_among_its_defects():
    content = b"From: wang@example.com\r\nSubject: deposit\r\n\r\nwhere is it\r\n"

    def defects(octets: int | None) -> tuple[str, ...]:
        source = Source(mailbox="support", protocol="imap", octets=octets)
        raw = RawMail(content=content, sha256="0" * 64, received_at=datetime(2026, 11, 20, tzinfo=UTC), source=source)
        return pipeline.read(raw, policy()).mail.defects

    assert f"only {len(content)} of 90000000 octets were fetched" in defects(90_000_000)
    assert not any("fetched" in d for d in defects(None))
