"""Raw mail goes in time: what holds a live secret leaves its masked form, what is old nothing; the history says so."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest

from mailbot.config import load_default
from mailbot.config.settings import RetentionSettings, Secret, StoreSettings
from mailbot.desk import mails, retention, retrospect, tickets
from mailbot.desk.backtest import Summary, backtest
from mailbot.store.vault import Vault
from mailbot.triage.mime import attachment_content
from tests.desk.story import Story
from tests.services.smtpsink import SmtpSink

PHRASE = "ribbon velvet canyon orbit maple anchor tunnel basket hazard pigeon muffin goat"
ASK = f"My withdrawal of 900 USDT has not arrived. My seed phrase is:\n{PHRASE}\nplease check with it"
PLAIN = "My withdrawal of 900 USDT to TRON has not arrived since yesterday, UID 123456789."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"a picture" * 200
KEEP = RetentionSettings()
KEY = bytes(range(32))
AGENT, LEAD = mails.Reader(name="ming"), mails.Reader(name="li", unmasked=True, why="to help")


on_both = pytest.mark.parametrize("story", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def story(request, tmp_path: Path, smtp_sink: SmtpSink):
    """A desk on SQLite, or on the engine that is asked for."""
    sqlite = f"sqlite:///{tmp_path}/mailbot.db"
    url = request.getfixturevalue("postgres_url") if getattr(request, "param", "") == "postgresql" else sqlite
    settings = replace(load_default(), store=StoreSettings(folder=tmp_path, url=Secret(url)))
    told = Story(settings, smtp_sink)
    yield told
    told.close()


def shred(story: Story, keep: RetentionSettings = KEEP) -> list[tuple[int, str, str]]:
    return [(s.raw, s.left, s.why) for s in retention.shred(story.app.tools, keep)]


def original(story: Story, raw: int):
    with story.app.tools.db.read() as t:
        return t.spool.original(raw)


def raws(story: Story) -> list[int]:
    with story.app.tools.db.read() as t:
        return list(t.connection.exec_driver_sql("SELECT id FROM raw ORDER BY id").scalars())


def written(text: str, *files: tuple[str, str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "林 <lin@mail.example>", "support@desk.example"
    message["Subject"], message["Message-ID"] = "提现 help", "<1.lin@mail.example>"
    message["Date"] = "Mon, 16 Nov 2026 02:00:00 +0000"
    message.set_content(text)
    for name, kind, data in files:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes(policy=SMTP)


@on_both
def test_a_live_secret_is_masked_after_its_time_and_not_before(story):
    number = story.write(ASK)
    plain = story.write(PLAIN, sender="zhou@mail.example")
    story.at("+23h")
    assert shred(story) == []
    story.at("+2h")
    (first, second) = raws(story)
    assert shred(story) == [(first, "masked", "live secret")]
    assert shred(story) == []
    left = original(story, first)
    assert left.masked
    assert PHRASE.encode() not in left.content
    form = message_from_bytes(left.content, policy=default)
    assert form["From"] == "lin@mail.example"
    body = form.get_body()
    assert body is not None
    assert "My withdrawal of 900 USDT" in body.get_content()
    assert "••••" in body.get_content()
    assert not original(story, second).masked
    assert story.events(number).count("secret_shredded") == 1
    assert "secret_shredded" not in story.events(plain)
    event = next(e for e in tickets.view(story.app.tools, number).events if e.kind == "secret_shredded")
    assert dict(event.data) == {"mail": first, "because": "live secret", "left": "masked form"}


def test_pictures_stay_and_what_may_hold_the_secret_goes(story):
    number = story.bring(
        written(
            ASK,
            ("note.txt", "text/plain", PHRASE.encode()),
            ("screenshot.png", "image/png", PICTURE),
            ("截图 2.png", "image/png", PICTURE + b"2"),
        )
    )
    story.at("+25h")
    (raw,) = raws(story)
    assert shred(story) == [(raw, "masked", "live secret")]
    content = original(story, raw).content
    assert PHRASE.encode() not in content
    assert [attachment_content(content, n) for n in range(3)] == [b"removed\r\n", PICTURE, PICTURE + b"2"]
    assert mails.attachment(story.app.tools, number, 2, AGENT) == ("screenshot.png", PICTURE)
    with pytest.raises(LookupError, match="went with the secret"):
        mails.attachment(story.app.tools, number, 1, LEAD)
    event = next(e for e in tickets.view(story.app.tools, number).events if e.kind == "secret_shredded")
    assert event.data["attachments_removed"] == ["note.txt"]


@on_both
def test_old_mail_goes_once_its_ticket_is_over(story):
    number = story.write(PLAIN)
    other = story.write(PLAIN, sender="zhou@mail.example", subject="other")
    for n in (number, other):
        story.agent(n, "Done.")
    tickets.set_status(story.app.tools, number, "closed", "ming")
    first, second = raws(story)
    story.now += timedelta(days=89)
    assert shred(story) == []
    story.now += timedelta(days=2)
    assert shred(story) == [(first, "gone", "age")]
    with pytest.raises(LookupError, match="not kept any more"):
        original(story, first)
    assert original(story, second).content
    assert "mail_shredded" in story.events(number)
    tickets.set_status(story.app.tools, other, "closed", "ming")
    story.now += timedelta(days=91)
    assert shred(story) == [(second, "gone", "age")]


def test_a_masked_form_goes_with_age_too(story):
    number = story.write(ASK)
    story.now += timedelta(days=2)
    (raw,) = raws(story)
    assert shred(story) == [(raw, "masked", "live secret")]
    tickets.set_status(story.app.tools, number, "closed", "ming")
    story.now += timedelta(days=91)
    assert shred(story) == [(raw, "gone", "age")]


@on_both
def test_a_mail_that_waits_keeps_its_octets_though_the_same_ones_are_due(story):
    mail = written(ASK)
    story.bring(mail)
    story.now += timedelta(days=2)
    with story.app.tools.db.read() as t:
        (known,) = t.spool.load(raws(story))
    story.app.accept([replace(known, source=replace(known.source, mailbox="security"))])
    assert shred(story) == []
    story.run()
    assert {left for _, left, _ in shred(story)} == {"masked"}


@on_both
def test_two_rounds_at_once_do_it_once(story):
    for n in range(4):
        story.write(f"{ASK} {n}", sender=f"c{n}@mail.example")
    story.now += timedelta(days=2)
    done: list[tuple[int, str, str]] = []
    threads = [threading.Thread(target=lambda: done.extend(shred(story))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(raw for raw, _, _ in done) == raws(story)
    assert story.events().count("secret_shredded") == 4


def test_a_stop_leaves_the_rest_for_the_next_round(story):
    for n in range(4):
        story.write(f"{ASK} {n}", sender=f"c{n}@mail.example")
    story.now += timedelta(days=2)
    answers = iter([False, False, True, True, True])
    assert len(retention.shred(story.app.tools, KEEP, lambda: next(answers))) == 2
    assert len(shred(story)) == 2


def test_a_missing_key_destroys_nothing(story):
    story.app.tools.db.vault = Vault([KEY])
    story.write(ASK)
    story.now += timedelta(days=2)
    story.app.tools.db.vault = Vault()
    assert shred(story) == []
    story.app.tools.db.vault = Vault([KEY])
    (raw,) = raws(story)
    assert shred(story) == [(raw, "masked", "live secret")]


def test_what_looks_back_copes_with_what_is_gone(story):
    number = story.write(ASK)
    story.write(PLAIN, sender="zhou@mail.example")
    story.now += timedelta(days=2)
    shred(story)
    tools = story.app.tools
    since = story.now - timedelta(days=5)
    cheap = Summary()
    priority = replace(tools.policy(), catalogue=replace(tools.policy().catalogue, ask_at_most=1))
    list(backtest(tools, priority, since, cheap))
    assert (cheap.mails, cheap.failed) == (2, 0)
    reread = Summary()
    limits = replace(tools.policy(), limits=replace(tools.policy().limits, parts=7))
    list(backtest(tools, limits, since, reread))
    assert (reread.mails, dict(reread.reasons)) == (2, {"the raw mail is no longer kept": 1})
    assert retrospect.retrospect(tools, number) == []


def test_a_person_may_ask_for_it_with_a_reason(story):
    number = story.write(PLAIN)
    with pytest.raises(ValueError, match="say why"):
        retention.shred_ticket(story.app.tools, number, "ming", " ")
    (done,) = retention.shred_ticket(story.app.tools, number, "ming", "the customer asked for it")
    assert (done.left, done.why) == ("gone", "asked for")
    event = next(e for e in tickets.view(story.app.tools, number).events if e.kind == "mail_shredded")
    assert (event.actor, event.data["because"]) == ("ming", "the customer asked for it")
    with pytest.raises(LookupError):
        mails.octets(story.app.tools, story.ticket(number), 1, LEAD, form="raw")


KILLED = """
import os, signal, sys
from datetime import datetime, timedelta
from mailbot.config import load_default
from mailbot.config.settings import RetentionSettings
from mailbot.desk import retention
from mailbot.desk.tools import Tools
from mailbot.store import Database
from mailbot.store.messages import Messages

many, log = int(sys.argv[2]), Messages.log

def die(self, events, **where):
    global many
    log(self, events, **where)
    many -= sum(e.kind == "secret_shredded" for e in events)
    if many < 0:
        os.kill(os.getpid(), signal.SIGKILL)

Messages.log = die
now, policy = datetime.fromisoformat(sys.argv[3]), load_default().policy
tools = Tools(db=Database(sys.argv[1]), policy=lambda: policy, classifier=None, composer=None, clock=lambda: now)
retention.shred(tools, RetentionSettings())
"""


def test_a_kill_leaves_each_mail_whole_or_done_with(tmp_path, smtp_sink):
    url = f"sqlite:///{tmp_path}/mailbot.db"
    story = Story(replace(load_default(), store=StoreSettings(folder=tmp_path, url=Secret(url))), smtp_sink)
    for n in range(4):
        story.write(f"{ASK} {n}", sender=f"c{n}@mail.example")
    story.now += timedelta(days=2)
    died = subprocess.run([sys.executable, "-c", KILLED, url, "2", story.now.isoformat()], timeout=120, check=False)
    assert died.returncode == -signal.SIGKILL
    masked = [original(story, raw).masked for raw in raws(story)]
    assert masked == [True, True, False, False], "the third was in the middle: nothing of it was done"
    assert story.events().count("secret_shredded") == 2
    assert [raw for raw, _, _ in shred(story)] == raws(story)[2:]
    assert story.events().count("secret_shredded") == 4
    story.close()
    lies = b"".join(f.read_bytes() for f in tmp_path.glob("mailbot.db*"))
    assert b"velvet canyon" not in lies
