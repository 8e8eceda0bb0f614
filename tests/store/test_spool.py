"""The spool: durable, once, in order, and never silent."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from mailbot.model.mail import RawMail
from mailbot.store import Database

from .conftest import NOW


def test_an_imap_mail_is_accepted_once(database, raw):
    with database.write() as t:
        assert t.spool.accept([raw(b"a", uid=1), raw(b"b", uid=2)]) == 2
    with database.write() as t:
        assert t.spool.accept([raw(b"a", uid=1)]) == 0
        assert t.spool.accept([raw(b"a", uid=1, uidvalidity=2)]) == 1
    with database.read() as t:
        assert t.spool.counts() == {"pending": 3}
        assert t.spool.known_uids("support", "INBOX", 1) == {1, 2}


def test_mail_comes_back_byte_for_byte(database, raw):
    content = bytes(range(256)) * 5
    with database.write() as t:
        t.spool.accept([raw(content, uid=7)])
    with database.write() as t:
        (mail,) = t.spool.claim(10, NOW)
    assert mail.content == content
    assert mail.source.uid == 7
    assert mail.envelope.rcpt_to == ("support@desk.example",)
    assert mail.received_at == NOW


def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends(database, raw):
    with database.write() as t:
        t.spool.accept([raw(b"a", uid=1)])
    with database.write() as t:
        assert len(t.spool.claim(10, NOW, lease_s=60)) == 1
    with database.write() as t:
        assert t.spool.claim(10, NOW + timedelta(seconds=30)) == []
        assert len(t.spool.claim(10, NOW + timedelta(seconds=61))) == 1


def test_a_mail_that_fails_three_times_goes_to_the_shelf_and_back(database, raw):
    with database.write() as t:
        t.spool.accept([raw(b"a", uid=1)])
    for attempt in (1, 2, 3):
        with database.write() as t:
            (mail,) = t.spool.claim(10, NOW)
            assert t.spool.fail(mail.id, "ValueError: odd", "trace", 3) is (attempt == 3)
    with database.read() as t:
        (shelved,) = t.spool.shelf()
        assert (shelved.reason, shelved.attempts) == ("ValueError: odd", 3)
    with database.write() as t:
        assert t.spool.claim(10, NOW) == []
        assert t.spool.retry([]) == 1
        assert len(t.spool.claim(10, NOW)) == 1


def test_a_mail_that_kills_its_worker_is_taken_alone_and_shelved_in_the_end(database, raw):
    with database.write() as t:
        t.spool.accept([raw(b"%d" % n, uid=n) for n in range(1, 6)])
    with database.write() as t:
        assert len(t.spool.claim(10, NOW)) == 5  # and the process dies
    sizes = []
    for _ in range(12):
        with database.write() as t:
            t.spool.release_all()
            claimed = t.spool.claim(10, NOW, attempts=5)
            sizes.append(len(claimed))
            for mail in claimed:
                if mail.content != b"1":  # mail 1 kills the process each time
                    t.spool.settle(mail.id, "ticket")
    assert set(sizes[:4]) == {1}
    with database.read() as t:
        assert [s.raw for s in t.spool.shelf()] == [1]
        assert t.spool.counts() == {"done": 4, "shelved": 1}


def test_two_workers_never_take_the_same_mail(database, raw):
    with database.write() as t:
        t.spool.accept([raw(b"%d" % n, uid=n) for n in range(1, 201)])
    taken: list[int] = []
    lock = threading.Lock()

    def work() -> None:
        while True:
            with database.write() as t:
                mails = t.spool.claim(7, NOW)
                for mail in mails:
                    t.spool.settle(mail.id, "ticket")
            if not mails:
                return
            with lock:
                taken.extend(m.id for m in mails)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 201))


def fill(db: Database, mail: RawMail) -> None:
    with db.write() as t:
        pages = t.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        t.connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 4}")
        t.spool.accept([mail])


def test_a_full_disk_is_an_error_and_keeps_nothing(tmp_path, raw):
    with Database(f"sqlite:///{tmp_path}/mailbot.db") as db:
        db.migrate()
        with pytest.raises(OperationalError, match="full"):
            fill(db, raw(b"x" * 200_000, uid=1))
        with db.read() as t:
            assert t.spool.counts() == {}
