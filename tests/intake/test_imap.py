"""IMAP against a real Dovecot: every mail once, in its place, and nothing flagged that is not ours."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient

from mailbot.intake import imap, imap_fetch, imap_session
from mailbot.intake.imap_session import ImapSession, ImapSettings
from tests.intake.fetching import arrived, begun, flags, letter, looked_after
from tests.services import wait_until
from tests.services.dovecot import closing_session

# -- the way of a mail


def test_new_mail_is_accepted_with_its_place_and_then_flagged(dovecot, mailbox, here, fetch):
    fetcher = begun(fetch)
    [uid] = dovecot.append(mailbox.name, letter(1))
    wait_until(lambda: flags(dovecot, mailbox.name) == {uid: {b"\\Seen"}})
    [mail] = here.mails
    assert mail.content == letter(1)
    assert (mail.source.protocol, mail.source.mailbox, mail.source.folder) == ("imap", "support", "INBOX")
    assert (mail.source.uid, mail.source.history, mail.source.octets) == (uid, False, None)
    assert mail.received_at.utcoffset() is not None
    assert abs(mail.received_at - datetime.now(UTC)) < timedelta(minutes=1)
    wait_until(lambda: here.positions["support", "INBOX"].last_uid == uid)
    assert fetcher.status.connected
    assert fetcher.condition().state == "ok"


def test_idle_brings_mail_within_a_moment(dovecot, mailbox, here, fetch):
    fetcher = begun(fetch, poll_seconds=600)
    wait_until(lambda: fetcher.status.idling)
    before = time.monotonic()
    for number in range(3):
        dovecot.append(mailbox.name, letter(number))
        arrived(here, number + 1)
    assert time.monotonic() - before < 10


def test_an_idle_is_renewed_before_the_server_ends_it(dovecot, mailbox, here, fetch, monkeypatch):
    monkeypatch.setattr(imap, "_IDLE_S", 0.1)
    fetcher = begun(fetch, poll_seconds=600)
    for _ in range(3):
        looked_after(fetcher, fetcher.status.last_look)
    assert fetcher.status.failures == 0
    dovecot.append(mailbox.name, letter(1))
    arrived(here, 1)


def test_without_idle_the_server_is_asked_again_and_again(dovecot, mailbox, here, fetch):
    fetcher = begun(fetch, use_idle=False)
    dovecot.append(mailbox.name, letter(1))
    wait_until(lambda: len(here.mails) == 1)
    assert not fetcher.status.idling


def test_mail_that_somebody_has_read_is_fetched_all_the_same(dovecot, mailbox, here, fetch):
    begun(fetch).stop()
    dovecot.append(mailbox.name, letter(1))
    with closing_session(dovecot.imap(mailbox.name)) as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(), [b"\\Seen"])
    fetch()
    wait_until(lambda: len(here.new) == 1)


def test_a_thousand_mails_come_in_batches_each_once(dovecot, mailbox, here, fetch):
    begun(fetch).stop()
    with closing_session(dovecot.imap(mailbox.name)) as client:
        for start in range(0, 1000, 100):
            client.multiappend("INBOX", [letter(n) for n in range(start, start + 100)])
    fetch()
    wait_until(lambda: len(here.mails) == 1000, seconds=60)
    assert [m.content for m in here.mails] == [letter(n) for n in range(1000)]
    assert here.offered == 1000
    assert max(here.batches) == 50


# -- what becomes of it on the server


def test_a_keyword_marks_what_was_handled(dovecot, mailbox, here, fetch):
    begun(fetch, after="keyword", keyword="$Ticketed")
    [uid] = dovecot.append(mailbox.name, letter(1))
    wait_until(lambda: flags(dovecot, mailbox.name) == {uid: {b"$Ticketed"}})


def test_nothing_is_changed_where_nothing_is_to_be(dovecot, mailbox, here, fetch):
    begun(fetch, after="nothing")
    [uid] = dovecot.append(mailbox.name, letter(1))
    wait_until(lambda: len(here.mails) == 1)
    wait_until(lambda: here.positions["support", "INBOX"].last_uid == uid)
    assert flags(dovecot, mailbox.name) == {uid: set()}


@pytest.mark.parametrize("without", [set(), {b"MOVE"}], ids=["MOVE", "COPY"])
def test_what_was_handled_is_moved_into_a_folder_that_is_made(dovecot, mailbox, here, fetch, monkeypatch, without):
    can = IMAPClient.capabilities
    monkeypatch.setattr(IMAPClient, "capabilities", lambda self: tuple(set(can(self)) - without))
    begun(fetch, after="move", move_to="已处理/Mailbot")
    dovecot.append(mailbox.name, letter(1), letter(2))
    wait_until(lambda: len(here.mails) == 2)
    wait_until(lambda: flags(dovecot, mailbox.name) == {})
    assert len(flags(dovecot, mailbox.name, "已处理/Mailbot")) == 2


def test_without_move_only_our_own_mail_is_expunged(dovecot, mailbox, here, fetch, monkeypatch):
    can = IMAPClient.capabilities
    monkeypatch.setattr(IMAPClient, "capabilities", lambda self: tuple(set(can(self)) - {b"MOVE"}))
    [old] = dovecot.append(mailbox.name, letter(0))
    with closing_session(dovecot.imap(mailbox.name)) as client:
        client.select_folder("INBOX")
        client.add_flags([old], [b"\\Deleted"])
    begun(fetch, after="move")
    dovecot.append(mailbox.name, letter(1))
    wait_until(lambda: set(flags(dovecot, mailbox.name)) == {old})


def test_a_server_that_refuses_the_flag_keeps_no_mail_from_us(dovecot, mailbox, here, fetch):
    fetcher = begun(fetch, after="move", move_to="x" * 2000)
    [uid] = dovecot.append(mailbox.name, letter(1))
    wait_until(lambda: here.positions["support", "INBOX"].last_uid == uid)
    assert fetcher.status.settle_refused.startswith("move")
    assert fetcher.condition().state == "degraded"
    assert here.offered == 1


# -- history


def test_mail_that_lay_there_before_is_recorded_and_left_alone(dovecot, mailbox, here, fetch):
    old = dovecot.append(mailbox.name, letter(1), letter(2))
    begun(fetch)
    [new] = dovecot.append(mailbox.name, letter(3))
    wait_until(lambda: len(here.mails) == 3)
    wait_until(lambda: flags(dovecot, mailbox.name) == {old[0]: set(), old[1]: set(), new: {b"\\Seen"}})
    assert [m.source.history for m in here.mails] == [True, True, False]


def test_a_first_start_that_is_cut_short_remembers_what_was_history(dovecot, mailbox, here, fetch):
    dovecot.append(mailbox.name, letter(1))
    here.error = lambda _: OSError("disk full")
    fetcher = fetch()
    wait_until(lambda: fetcher.status.failures > 0)
    fetcher.stop()
    dovecot.append(mailbox.name, letter(2))
    here.error = lambda _: None
    fetch()
    wait_until(lambda: len(here.mails) == 2)
    assert [m.source.history for m in here.mails] == [True, False]


def test_since_draws_the_boundary_by_the_day_of_arrival(dovecot, mailbox, here, fetch):
    now = datetime.now(UTC)
    with closing_session(dovecot.imap(mailbox.name)) as client:
        client.append("INBOX", letter(1), msg_time=now - timedelta(days=3))
        client.append("INBOX", letter(2), msg_time=now - timedelta(hours=1))
    begun(fetch, since=now - timedelta(days=1))
    assert [m.source.history for m in here.mails] == [True, False]
    assert abs(here.mails[0].received_at - (now - timedelta(days=3))) < timedelta(minutes=1)


# -- large mail


def test_a_large_mail_comes_in_pieces_and_whole(dovecot, mailbox, here, fetch, monkeypatch):
    monkeypatch.setattr(imap_session, "_WHOLE", 50_000)
    monkeypatch.setattr(imap_session, "_CHUNK", 30_000)
    begun(fetch)
    sent = [letter(1, 200_000), letter(2), letter(3, 30_000 * 3)]
    dovecot.append(mailbox.name, *sent)
    wait_until(lambda: len(here.mails) == 3)
    assert [m.content for m in here.mails] == sent


def test_of_a_mail_over_the_limit_the_beginning_is_taken_and_the_rest_left(dovecot, mailbox, here, fetch, monkeypatch):
    monkeypatch.setattr(imap_fetch, "_HEAD_OCTETS", 10_000)
    begun(fetch, max_octets=100_000)
    large, small = dovecot.append(mailbox.name, letter(1, 200_000), letter(2))
    wait_until(lambda: len(here.mails) == 2)
    wait_until(lambda: flags(dovecot, mailbox.name)[small] == {b"\\Seen"})
    assert flags(dovecot, mailbox.name)[large] == set()
    assert here.mails[0].content == letter(1, 200_000)[:10_000]
    assert here.mails[0].source.octets == len(letter(1, 200_000))


def test_batches_are_bounded_in_octets(dovecot, mailbox, here, fetch, monkeypatch):
    monkeypatch.setattr(imap_fetch, "_GROUP_OCTETS", 100_000)
    begun(fetch).stop()
    dovecot.append(mailbox.name, *[letter(n, 40_000) for n in range(6)])
    fetch()
    wait_until(lambda: len(here.mails) == 6)
    assert here.batches == [2, 2, 2]


def test_an_empty_mail_is_a_mail(dovecot, mailbox, here, fetch):
    begun(fetch)
    dovecot.append(mailbox.name, b"\r\n", letter(2))
    wait_until(lambda: len(here.mails) == 2)
    assert here.mails[0].content == b"\r\n"


# -- reconciliation


def test_every_uid_is_accounted_for_and_what_is_not_is_fetched(dovecot, mailbox, here, fetch):
    fetcher = begun(fetch, use_idle=False)
    assert fetcher.reconcile(here.known) is not None
    uids = dovecot.append(mailbox.name, letter(1), letter(2))
    wait_until(lambda: here.positions["support", "INBOX"].last_uid == uids[1])
    del here.mails[0]
    fetcher.stop()
    dovecot.append(mailbox.name, letter(3))
    found = fetcher.reconcile(here.known)
    assert found is not None
    assert (found.on_server, found.waiting) == (3, 1)
    assert (found.recovered, found.unaccounted) == ((uids[0],), ())
    again = fetcher.reconcile(here.known)
    assert again is not None
    assert again.recovered == ()


def test_there_is_nothing_to_reconcile_before_the_first_start(fetch, here):
    assert fetch(start=False).reconcile(here.known) is None


# -- the session


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_tls_by_a_named_authority_and_idle_over_it(dovecot, mailbox, here, fetch, tls):
    port = dovecot.tls_port if tls == "tls" else dovecot.port
    fetcher = begun(fetch, tls=tls, port=port, ca_file=str(dovecot.certificate.cert), poll_seconds=600)
    for number in range(2):
        wait_until(lambda: fetcher.status.idling)
        dovecot.append(mailbox.name, letter(number))
        arrived(here, number + 1)


def test_a_certificate_that_nobody_vouches_for_is_refused(dovecot, fetch):
    fetcher = fetch(tls="tls", port=dovecot.tls_port)
    wait_until(lambda: fetcher.status.failures > 0)
    assert "certificate" in fetcher.status.last_error.lower()
    assert not fetcher.status.connected


def test_no_password_goes_in_plain_over_a_network():
    with pytest.raises(ValueError, match="only to this machine"):
        ImapSettings(mailbox="m", host="imap.example.com", tls="none")


def test_a_boundary_in_time_needs_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        ImapSettings(mailbox="m", host="localhost", since=datetime(2026, 11, 20))  # noqa: DTZ001 - that is the mistake


def test_a_password_may_be_written_in_any_script(dovecot, here):
    account = dovecot.add_account("anyscript", "密码-пароль")
    settings = ImapSettings(mailbox="m", host=dovecot.host, port=dovecot.port, tls="none", username=account.name)
    session = ImapSession(settings, lambda: account.password)
    assert list(session.uids()) == [[]]
    session.close()


def test_uids_are_asked_for_in_windows(dovecot, mailbox, monkeypatch):
    monkeypatch.setattr(imap_session, "_WINDOW", 3)
    uids = dovecot.append(mailbox.name, *[letter(n) for n in range(10)])
    settings = ImapSettings(mailbox="m", host=dovecot.host, port=dovecot.port, tls="none", username=mailbox.name)
    session = ImapSession(settings, lambda: mailbox.password)
    lists = list(session.uids(2))
    assert [u for part in lists for u in part] == uids[1:]
    assert len(lists) == 3
    assert list(session.uids(uids[-1] + 1)) == [[]]
    session.close()


def test_runs_of_uids_are_written_as_ranges():
    assert imap_session._sequence([7, 1, 2, 3, 9, 10]) == "1:3,7,9:10"
