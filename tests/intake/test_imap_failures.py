"""IMAP where something goes wrong, against a real Dovecot: nothing is lost, nothing taken twice, and it is said."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailbot.intake.imap_session import ImapSession
from tests.intake.fetching import begun, flags, letter, looked
from tests.services import wait_until
from tests.services.dovecot import closing_session
from tests.services.proxy import TcpProxy


def test_a_changed_uidvalidity_reads_everything_again(dovecot, mailbox, here, fetch):
    fetcher = begun(fetch)
    dovecot.append(mailbox.name, letter(1), letter(2))
    wait_until(lambda: len(here.mails) == 2)
    before = here.positions["support", "INBOX"].uidvalidity
    fetcher.stop()
    validity = dovecot.change_uidvalidity(mailbox.name)
    dovecot.append(mailbox.name, letter(3))
    fetch()
    wait_until(lambda: len(here.mails) == 5)
    assert validity != before
    assert sorted(m.content for m in here.mails) == [letter(n) for n in (1, 1, 2, 2, 3)]
    assert here.positions["support", "INBOX"].uidvalidity == validity
    assert not any(m.source.history for m in here.mails)


def test_old_mail_under_a_changed_uidvalidity_is_history(dovecot, mailbox, here, fetch):
    begun(fetch).stop()
    with closing_session(dovecot.imap(mailbox.name)) as client:
        client.append("INBOX", letter(1), msg_time=datetime.now(UTC) - timedelta(days=30))
        client.append("INBOX", letter(2))
    known = here.positions["support", "INBOX"]
    here.positions["support", "INBOX"] = replace(known, uidvalidity=known.uidvalidity + 1)
    begun(fetch)
    assert [m.source.history for m in here.mails] == [True, False]


def test_a_connection_that_is_cut_in_mid_fetch_loses_nothing(dovecot, mailbox, here, fetch, tcp_proxy):
    begun(fetch).stop()
    dovecot.append(mailbox.name, *[letter(n, 20_000) for n in range(30)])
    proxy: TcpProxy = tcp_proxy(dovecot.port)
    proxy.cut_after(100_000, marker=b"BODY[]", times=3)
    fetcher = fetch(port=proxy.port, batch=10)
    wait_until(lambda: len(here.mails) == 30, seconds=40)
    assert proxy.cuts_made == 3
    assert [m.content for m in here.mails] == [letter(n, 20_000) for n in range(30)]
    wait_until(lambda: fetcher.status.failures == 0)


def test_a_mail_at_which_every_session_breaks_keeps_back_no_other(dovecot, mailbox, here, fetch, tcp_proxy):
    begun(fetch).stop()
    before = dovecot.append(mailbox.name, *[letter(n) for n in range(5)])
    [poison] = dovecot.append(mailbox.name, letter(5) + b"poison\r\n")
    after = dovecot.append(mailbox.name, letter(6))
    proxy: TcpProxy = tcp_proxy(dovecot.port)
    proxy.cut_after(0, marker=b"poison", times=1000)
    fetcher = fetch(port=proxy.port)
    wait_until(lambda: here.positions["support", "INBOX"].last_uid == after[0], seconds=60)
    assert [m.source.uid for m in here.mails] == [*before, *after]
    assert fetcher.status.unreadable == (poison,)


@pytest.mark.parametrize("marker", [b"OK Store completed", b"+ idling"])
def test_a_connection_that_is_cut_elsewhere_loses_nothing(dovecot, mailbox, here, fetch, tcp_proxy, marker):
    proxy: TcpProxy = tcp_proxy(dovecot.port)
    fetcher = begun(fetch, port=proxy.port)
    proxy.cut()
    proxy.cut_after(0, marker=marker)
    for number in range(3):
        dovecot.append(mailbox.name, letter(number))
    wait_until(lambda: len(here.mails) == 3)
    wait_until(lambda: fetcher.status.failures == 0)
    assert [m.content for m in here.mails] == [letter(n) for n in range(3)]


def test_what_we_could_not_accept_stays_and_comes_again(dovecot, mailbox, here, fetch):
    fetcher = begun(fetch)
    here.error = lambda _: OSError(28, "No space left on device")
    [uid] = dovecot.append(mailbox.name, letter(1))
    wait_until(lambda: fetcher.status.failures >= 2)
    assert "No space left on device" in fetcher.status.last_error
    assert flags(dovecot, mailbox.name) == {uid: set()}
    assert here.positions["support", "INBOX"].last_uid == 0
    here.error = lambda _: None
    wait_until(lambda: flags(dovecot, mailbox.name) == {uid: {b"\\Seen"}})
    wait_until(lambda: fetcher.status.last_error == "")


def test_a_server_that_goes_and_comes_back_is_found_again(dovecot, mailbox, here, fetch):
    fetcher = begun(fetch)
    wait_until(lambda: fetcher.status.idling)
    dovecot.restart()  # says BYE to those who idle
    dovecot.append(mailbox.name, letter(1))
    wait_until(lambda: len(here.mails) == 1)
    dovecot.kill()
    wait_until(lambda: not fetcher.status.connected and fetcher.status.failures > 1)
    assert fetcher.status.last_error
    dovecot.start()
    dovecot.append(mailbox.name, letter(2))
    wait_until(lambda: len(here.mails) == 2)


def test_mail_that_comes_while_others_are_fetched_is_not_left_until_the_next_announcement(
    dovecot, mailbox, here, fetch, monkeypatch
):
    begun(fetch).stop()
    dovecot.append(mailbox.name, letter(1))
    bodies = ImapSession.bodies
    more = [letter(2), letter(3)]

    def meanwhile(self: ImapSession, *args: Any, **options: Any) -> dict[int, bytes]:
        found = bodies(self, *args, **options)
        if more:
            dovecot.append(mailbox.name, more.pop())
        return found

    monkeypatch.setattr(ImapSession, "bodies", meanwhile)
    fetch()
    wait_until(lambda: len(here.mails) == 3)


def test_mail_that_is_deleted_between_list_and_fetch_is_passed_over(dovecot, mailbox, here, fetch, monkeypatch):
    begun(fetch).stop()
    uids = dovecot.append(mailbox.name, letter(1), letter(2), letter(3))
    bodies = ImapSession.bodies

    def late(self: ImapSession, *args: Any, **options: Any) -> dict[int, bytes]:
        with closing_session(dovecot.imap(mailbox.name)) as client:
            client.select_folder("INBOX")
            client.delete_messages([uids[1]])
            client.expunge()
        return bodies(self, *args, **options)

    monkeypatch.setattr(ImapSession, "bodies", late)
    fetcher = fetch()
    looked(fetcher)
    assert [m.source.uid for m in here.mails] == [uids[0], uids[2]]
    assert fetcher.status.unreadable == ()


def test_a_mail_that_the_server_withholds_is_asked_for_again_then_named(dovecot, mailbox, here, fetch, monkeypatch):
    begun(fetch).stop()
    uids = dovecot.append(mailbox.name, letter(1), letter(2), letter(3))
    bodies = ImapSession.bodies
    withheld = {uids[1]}

    def without(self: ImapSession, *args: Any, **options: Any) -> dict[int, bytes]:
        return {u: b for u, b in bodies(self, *args, **options).items() if u not in withheld}

    monkeypatch.setattr(ImapSession, "bodies", without)
    fetcher = fetch()
    wait_until(lambda: here.positions["support", "INBOX"].last_uid == uids[2])
    assert fetcher.status.unreadable == (uids[1],)
    wait_until(lambda: "does not give UID" in fetcher.condition().said)
    assert [m.source.uid for m in here.mails] == [uids[0], uids[2]]
    withheld.clear()
    found = fetcher.reconcile(here.known)
    assert found is not None
    assert (found.recovered, found.unaccounted) == ((uids[1],), ())
    assert len(here.mails) == 3


def test_a_wrong_password_is_said_and_tried_again(dovecot, mailbox, here, fetch):
    fetcher = fetch(start=False)
    fetcher._secret = lambda: "wrong"
    fetcher.start()
    wait_until(lambda: fetcher.status.failures >= 2)
    assert "LoginError" in fetcher.status.last_error
    assert "wrong" not in fetcher.status.last_error
    wait_until(lambda: fetcher.condition().state == "failing")
    fetcher._secret = lambda: mailbox.password
    wait_until(lambda: fetcher.status.connected)


def test_stopping_does_not_wait_for_a_server_that_is_silent(dovecot, mailbox, fetch):
    fetcher = begun(fetch, use_idle=False)
    with dovecot.frozen():
        time.sleep(0.2)  # it is asking now
        before = time.monotonic()
        fetcher.stop()
        assert time.monotonic() - before < 1
