"""Screenshots in the customers' mails: read in time or late, by the real reader; the clock of the desk is written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from itertools import pairwise

import pytest

from mailbot.config.settings import Settings
from mailbot.desk import connections
from mailbot.model.mail import RawMail, Source
from mailbot.ocr import PictureReader, Read
from tests.desk.story import Story, story, text_of
from tests.ocr.drawing import screenshot
from tests.services.smtpsink import SmtpSink

UID, ORDER = "745120938866123790", "680123456789012345"
TX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
WITHDRAWAL = screenshot([("UID", UID), ("Amount", "1200 USDT"), ("Network", "TRC20"), ("TxID", TX[:34]), ("", TX[34:])])
PHRASE = [
    "abandon", "ability", "able", "about", "above", "absent", "absorb", "abstract", "absurd", "abuse", "access",
    "accident",
]  # fmt: skip
ASKING = "My withdrawal has not arrived since yesterday. Please look at the screenshot."


class Lent(PictureReader):
    """One process for all tests, since loading its models takes seconds; it forgets between them what it read."""

    def close(self) -> None:
        """The tests' own end closes it."""
        with self._lock:
            self._known.clear()
            self.waited_s = 0.0


@pytest.fixture(scope="module")
def shared() -> Iterator[Lent]:
    reader = Lent()
    yield reader
    PictureReader.close(reader)


@pytest.fixture(autouse=True)
def lent(shared, monkeypatch):
    made = connections.picture_reader
    monkeypatch.setattr("mailbot.desk.connections.picture_reader", lambda s: None if made(s) is None else shared)


@contextmanager
def desk(tmp_path, url: str = "", **ocr: object):
    def change(settings: Settings) -> Settings:
        return replace(settings, ocr=replace(settings.ocr, **ocr))  # type: ignore[arg-type]

    with SmtpSink() as sink, story(tmp_path, sink, url, change) as told:
        yield told


def read_late(told: Story) -> list[str]:
    """What the worker does until nothing waits; a lent reader may be slow, but not for ever."""
    results = []
    while (improved := told.app.improve()) is not None:
        results.append(improved.result)
        assert len(results) < 20
    told.run()
    return results


def test_a_screenshot_that_is_read_in_time_is_not_asked_for(tmp_path):
    with desk(tmp_path, wait_s=120.0) as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", WITHDRAWAL)])
        ticket = told.ticket(number)
        assert ticket.facts["uid"] == (UID,)
        assert ticket.facts["tx_hash"] == (TX,)
        assert not {"uid", "amount", "network"} & set(ticket.missing)
        assert UID in str([e.value for e in told.last.analysis.extraction.entities if e.via == "ocr"])
        assert read_late(told) == [], "nothing is left to be read"


def test_the_acknowledgement_waits_for_no_screenshot_and_the_ticket_gains_by_it_later(tmp_path):
    with desk(tmp_path, wait_s=0.0) as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", WITHDRAWAL)])
        assert told.templates(number) == ["ack_incomplete"]
        assert "uid" in told.ticket(number).missing
        assert read_late(told) == ["improved"]
        ticket = told.ticket(number)
        assert ticket.facts["uid"] == (UID,)
        assert not {"uid", "amount", "network"} & set(ticket.missing)
        assert "pictures_read" in told.events(number)
        assert told.templates(number) == ["ack_incomplete"], "there is no second acknowledgement"
        with told.app.tools.db.read() as t:
            (decision,) = t.messages.decisions(ticket.id)
        assert {"uid", "tx_hash"} <= {e["kind"] for e in decision.analysis["late"]["entities"]}
        assert decision.analysis["plan"]["acknowledge"]["template"] == "ack_incomplete", "what was decided stays"


def test_what_a_screenshot_gave_is_not_asked_for_by_a_reminder(tmp_path):
    shot = screenshot([("UID", UID)])
    with desk(tmp_path, wait_s=0.0) as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", shot)])
        read_late(told)
        left = told.ticket(number).missing
        assert left
        assert "uid" not in left
        told.at("25h")
        assert told.templates(number) == ["ack_incomplete", "reminder"]
        assert "UID" in text_of(told.mails[0])
        assert "UID" not in text_of(told.mail)


def test_nobody_is_reminded_once_screenshots_gave_all_and_the_desks_clock_runs(tmp_path):
    with desk(tmp_path, wait_s=0.0) as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", WITHDRAWAL)])
        missing = told.ticket(number).missing
        read_late(told)
        ticket = told.ticket(number)
        assert missing
        assert (ticket.missing, ticket.status) == ((), "open")
        with told.app.tools.db.read() as t:
            due = {f.kind for f in t.follow_ups.of(ticket.id) if f.state == "due"}
        assert not due & {"remind_first", "remind_last", "close_silent"}
        assert "first_reply" in due


def test_a_recovery_phrase_in_a_screenshot_alarms_is_masked_and_its_mail_shredded_early(tmp_path):
    rows = [f"{n + 1}. {word}" for n, word in enumerate(PHRASE)]
    shot = screenshot([("My recovery phrase", ""), *("   ".join(rows[n : n + 3]) for n in range(0, 12, 3))])
    with desk(tmp_path, wait_s=0.0) as told:
        number = told.write(ASKING.replace(" since yesterday", ""), subject="wallet", attachments=[("shot.png", shot)])
        assert told.ticket(number).signals == ()
        was = told.ticket(number).priority
        before = len(told.mails)
        assert read_late(told) == ["improved"]
        ticket = told.ticket(number)
        assert "live_secret_in_mail" in ticket.signals
        assert ticket.priority < was
        assert ticket.status == "open", "a person must tell the customer"
        assert "secret_in_picture" in told.events(number)
        assert len(told.mails) == before
        with told.app.tools.db.read() as t:
            (decision,) = t.messages.decisions(ticket.id)
            (kept,) = t.keeping.of(decision.raw)
            history = str(t.messages.history(ticket.id))
        assert kept.live
        assert [s["kind"] for s in decision.analysis["late"]["secrets"]] == ["seed_phrase"]
        assert not any(f"{a} {b}" in history + str(decision) for a, b in pairwise(PHRASE))
        assert not any(word in str(decision) for word in ("abstract", "accident"))
        told.now += told.app.settings.retention.secrets * 2
        told.app.shred()
        with told.app.tools.db.read() as t:
            original = t.spool.original(decision.raw)
        assert original.masked
        assert len(original.content) < len(shot), "the picture went with its secret"


def test_a_kill_between_loses_nothing_and_does_nothing_twice(tmp_path):
    with desk(tmp_path, wait_s=0.0) as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", WITHDRAWAL)])
        with told.app.tools.db.write() as t:
            assert t.pictures.claim(told.now) is not None  # and the process dies
        assert told.app.improve() is None, "somebody else has it"
        told.app.close()
        told.app.open(recover=True)
        assert read_late(told) == ["improved"]
        assert told.ticket(number).facts["uid"] == (UID,)
        assert told.events(number).count("pictures_read") == 1
        assert read_late(told) == []


def test_a_worker_that_lost_its_lease_writes_nothing(tmp_path):
    with desk(tmp_path, wait_s=0.0) as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", WITHDRAWAL)])
        reading = told.app.tools.reader
        assert reading is not None
        with told.app.tools.db.write() as t:
            first = t.pictures.claim(told.now, lease_s=1)
        told.stand_still("1h")
        assert read_late(told) == ["improved"]
        with told.app.tools.db.write() as t:
            assert first is not None
            assert not t.pictures.holds(first)
            t.pictures.settle(first, "failed")
            assert t.pictures.counts() == {"done": 1}
        assert told.events(number).count("pictures_read") == 1


def test_a_screenshot_in_a_customers_answer_improves_the_ticket_too(tmp_path):
    with desk(tmp_path, wait_s=0.0) as told:
        number = told.write("My withdrawal has not arrived since yesterday.", subject="withdrawal")
        told.write("Here it is.", answers=told.mail, attachments=[("shot.png", WITHDRAWAL)])
        assert read_late(told) == ["improved"]
        assert told.ticket(number).facts["uid"] == (UID,)


def test_what_cannot_be_read_is_said_and_settled(tmp_path):
    broken = WITHDRAWAL[: len(WITHDRAWAL) // 2]
    with desk(tmp_path, wait_s=0.0) as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", broken)])
        before = told.ticket(number)
        assert read_late(told) in ([], ["nothing new"])  # a broken one is told so quickly that it may be in time
        assert told.ticket(number).missing == before.missing
        with told.app.tools.db.read() as t:
            assert "queued" not in t.pictures.counts()


@pytest.mark.parametrize("without", ["switched off", "not installed"])
def test_without_the_extra_nothing_changes(tmp_path, monkeypatch, without):
    if without == "not installed":
        monkeypatch.setattr("mailbot.desk.connections.available", lambda: False)
    with desk(tmp_path, enabled=without != "switched off") as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", WITHDRAWAL)])
        assert told.templates(number) == ["ack_incomplete"]
        assert "uid" in told.ticket(number).missing
        assert told.app.improve() is None
        with told.app.tools.db.read() as t:
            assert t.pictures.counts() == {}


class Silent(PictureReader):
    """A reader that is asked and never answers."""

    def submit(self, octets: bytes) -> Future[Read] | None:
        """An answer that does not come."""
        return Future()


def test_no_mail_is_held_up_by_more_than_the_configured_time(tmp_path, monkeypatch):
    monkeypatch.setattr("mailbot.desk.connections.picture_reader", lambda settings: Silent())
    with desk(tmp_path, wait_s=1.5) as told:
        receive = told.app.receive

        def seconds(*senders: str) -> float:
            for sender in senders:
                source = Source(mailbox="support")
                content = _mail(sender)
                told.app.accept(
                    [RawMail(content=content, sha256=sha256(content).hexdigest(), received_at=told.now, source=source)]
                )
            began = time.monotonic()
            assert len(receive()) == len(senders)
            return time.monotonic() - began

        first = seconds("a@mail.example", "b@mail.example")
        assert 1.5 <= first < 3.0, "both wait at once"
        assert seconds("c@mail.example") < 1.5, "what came while the others waited has waited already"
        assert seconds("d@mail.example") >= 1.5
        assert receive() == []
        seconds(*(f"{n}@mail.example" for n in range(50)))
        assert told.app.tools.reader is not None
        assert told.app.tools.reader.waited_s == 0.0, "a crowd is not held up"
        with told.app.tools.db.read() as t:
            assert t.pictures.counts() == {"queued": 54}


def _mail(sender: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "support@desk.example", "withdrawal"
    message["Message-ID"] = f"<1.{sender}>"
    message.set_content(ASKING)
    message.add_attachment(WITHDRAWAL, maintype="image", subtype="png", filename="shot.png")
    return message.as_bytes(policy=SMTP)


def test_on_postgresql(tmp_path, postgres_url):
    with desk(tmp_path, postgres_url, wait_s=0.0) as told:
        number = told.write(ASKING, subject="withdrawal", attachments=[("shot.png", WITHDRAWAL)])
        assert read_late(told) == ["improved"]
        assert told.ticket(number).facts["uid"] == (UID,)
        assert told.events(number).count("pictures_read") == 1
