"""A secret in an attached text: the customer is warned, agents do not see it, and the raw mail goes early."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from itertools import pairwise
from pathlib import Path

import pytest

from mailbot.config import load_default
from mailbot.config.settings import RetentionSettings, Secret, StoreSettings
from mailbot.desk import mails, retention, tickets
from mailbot.triage.mime import attachment_content
from tests.desk.story import Story
from tests.services.smtpsink import SmtpSink
from tests.triage.extract.secret_mails import phrase

SEED = phrase("english", 21)
AGENT, LEAD = mails.Reader(name="ming"), mails.Reader(name="li", unmasked=True, why="to help")


@pytest.fixture
def story(tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Story]:
    """A desk on SQLite."""
    store = StoreSettings(folder=tmp_path, url=Secret(f"sqlite:///{tmp_path}/mailbot.db"))
    told = Story(replace(load_default(), store=store), smtp_sink)
    yield told
    told.close()


def written(*files: tuple[str, str, bytes]) -> bytes:
    """A mail whose body has nothing to hide."""
    message = EmailMessage()
    message["From"], message["To"] = "Lin <lin@mail.example>", "support@desk.example"
    message["Subject"], message["Message-ID"] = "withdrawal", "<1.lin@mail.example>"
    message["Date"] = "Mon, 16 Nov 2026 02:00:00 +0000"
    message.set_content(
        "My withdrawal of 900 USDT to TRON has not arrived since yesterday, UID 123456789. See the file."
    )
    for name, kind, data in files:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes(policy=SMTP)


def test_a_phrase_in_a_text_file(story: Story) -> None:
    number = story.bring(written(("wallet.txt", "text/plain", "\n".join(SEED).encode())))
    view = tickets.view(story.app.tools, number)
    assert "live_secret_in_mail" in view.ticket.signals
    assert story.templates(number) == ["ack_secret"]
    with story.app.tools.db.read() as t:
        (letter,) = t.outbox.find()
    told = message_from_bytes(letter.content or b"", policy=default).as_string()
    assert letter.sent_at is not None
    assert not any(f"{a} {b}" in told or f"{a}\n{b}" in told for a, b in pairwise(SEED))
    with pytest.raises(PermissionError):
        mails.attachment(story.app.tools, number, 1, AGENT)
    assert SEED[4].encode() in mails.attachment(story.app.tools, number, 1, LEAD)[1]
    story.at("+25h")
    (done,) = retention.shred(story.app.tools, RetentionSettings())
    assert (done.left, done.why) == ("masked", "live secret")
    with story.app.tools.db.read() as t:
        left = t.spool.original(done.raw).content
    assert attachment_content(left, 0) == b"removed\r\n"


def test_a_harmless_text_file_is_read_by_everybody_and_its_facts_count(story: Story) -> None:
    number = story.bring(written(("transfer.txt", "text/plain", b"Network: TRC20\nTxID: 0x" + b"ab" * 32)))
    view = tickets.view(story.app.tools, number)
    assert view.ticket.facts["tx_hash"] == ("0x" + "ab" * 32,)
    assert "live_secret_in_mail" not in view.ticket.signals
    assert mails.attachment(story.app.tools, number, 1, AGENT)[1].startswith(b"Network")


def test_nothing_of_a_phrase_in_a_file_is_in_the_database(story: Story) -> None:
    story.bring(written(("wallet.csv", "text/csv", ("n,word\n" + "\n".join(SEED)).encode())))
    with story.app.tools.db.read() as t:
        rows = [
            str(row)
            for table in ("message", "decision", "event", "ticket", "outbox")
            for row in t.connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
    assert rows
    shown = "\n".join(rows)
    assert not any(f"{a}\\n{b}" in shown or f"{a} {b}" in shown for a, b in pairwise(SEED))
