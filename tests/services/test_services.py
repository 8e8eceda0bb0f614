"""The servers the other tests lean on do what they promise."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from email.message import EmailMessage

import psycopg
import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from tests.services.dovecot import Account, Dovecot, closing_session
from tests.services.postgres import Postgres
from tests.services.proxy import TcpProxy
from tests.services.smtpsink import SmtpSink
from tests.services.tls import make_certificate

MAIL = b"Message-ID: <one@example.com>\r\nSubject: deposit\r\n\r\nwhere is it\r\n"


def letter(message_id: str = "<one@example.com>") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "desk@example.com", "ann@example.com", "received"
    mail["Message-ID"] = message_id
    mail.set_content("We have your mail.\n")
    return mail


def psql(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


# -- Dovecot ----------------------------------------------------------------------------------------


def test_an_appended_mail_is_there_unseen_and_byte_for_byte(dovecot: Dovecot, mailbox: Account):
    assert dovecot.append(mailbox.name, MAIL, MAIL) == [1, 2]
    with closing_session(dovecot.imap(mailbox.name)) as client:
        client.select_folder("INBOX", readonly=True)
        assert client.search("UNSEEN") == [1, 2]
        assert client.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"] == MAIL
        assert b"IDLE" in client.capabilities()


def test_mail_goes_to_the_named_folder_only(dovecot: Dovecot, mailbox: Account):
    dovecot.append(mailbox.name, MAIL, folder="Support/中文")
    with closing_session(dovecot.imap(mailbox.name)) as client:
        assert client.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"] == 0
        assert client.folder_status("Support/中文", ["MESSAGES"])[b"MESSAGES"] == 1


def test_a_wrong_password_is_refused(dovecot: Dovecot, mailbox: Account):
    client = IMAPClient(dovecot.host, port=dovecot.port, ssl=False)
    with closing_session(client), pytest.raises(LoginError):
        client.login(mailbox.name, "not the password")


def test_accounts_do_not_share_mail(dovecot: Dovecot, mailbox: Account):
    other = dovecot.new_account()
    dovecot.append(mailbox.name, MAIL)
    with closing_session(dovecot.imap(other.name)) as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 0


@pytest.mark.parametrize("implicit", [True, False])
def test_dovecot_speaks_tls_with_its_own_certificate(dovecot: Dovecot, mailbox: Account, implicit: bool):
    context = dovecot.certificate.client_context()
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    port = dovecot.tls_port if implicit else dovecot.port
    client = IMAPClient(dovecot.host, port=port, ssl=implicit, ssl_context=context)
    with closing_session(client):
        if not implicit:
            client.starttls(context)
        assert isinstance(client.socket(), ssl.SSLSocket)
        client.login(mailbox.name, mailbox.password)


def test_a_stranger_does_not_trust_the_certificate(dovecot: Dovecot):
    with pytest.raises(ssl.SSLCertVerificationError):
        IMAPClient(dovecot.host, port=dovecot.tls_port, ssl=True)


def test_lmtp_delivers_into_the_mailbox(dovecot: Dovecot, mailbox: Account):
    with smtplib.LMTP(dovecot.host, dovecot.lmtp_port) as lmtp:
        lmtp.sendmail("ann@example.com", [mailbox.name], MAIL)
    with closing_session(dovecot.imap(mailbox.name)) as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 1


def test_a_changed_uidvalidity_keeps_the_mails_under_new_uids(dovecot: Dovecot, mailbox: Account):
    dovecot.append(mailbox.name, MAIL, MAIL, MAIL)
    with closing_session(dovecot.imap(mailbox.name)) as client:
        before = client.select_folder("INBOX")[b"UIDVALIDITY"]
        client.delete_messages([1])
        client.expunge()
    after = dovecot.change_uidvalidity(mailbox.name)
    with closing_session(dovecot.imap(mailbox.name)) as client:
        selected = client.select_folder("INBOX")
        assert selected[b"UIDVALIDITY"] == after != before
        assert client.search() == [1, 2]


def test_dovecot_comes_back_on_its_port_with_its_mail(dovecot: Dovecot, mailbox: Account):
    dovecot.append(mailbox.name, MAIL)
    dovecot.kill()
    try:
        with pytest.raises(ConnectionError):
            dovecot.imap(mailbox.name)
    finally:
        dovecot.start()
    assert dovecot.append(mailbox.name, MAIL) == [2]


def test_a_frozen_dovecot_takes_a_connection_and_says_nothing(dovecot: Dovecot, mailbox: Account):
    address = (dovecot.host, dovecot.port)
    with (
        dovecot.frozen(),
        socket.create_connection(address, timeout=0.3) as silent,
        pytest.raises(TimeoutError),
    ):
        silent.recv(1)
    dovecot.append(mailbox.name, MAIL)


# -- PostgreSQL -------------------------------------------------------------------------------------


def test_each_database_is_fresh_utf8_and_unlike_the_last(postgres: Postgres, postgres_url: str):
    other = postgres.fresh()
    assert other != postgres_url
    with psql(postgres_url) as first, psql(other) as second:
        first.execute("CREATE TABLE only_here (x int)")
        assert second.execute("SELECT to_regclass('only_here')").fetchone() == (None,)
        found = first.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()"
        )
        assert found.fetchone() == ("UTF8", "C.UTF-8")
    postgres.drop(other)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psql(other)


def test_a_fresh_database_is_a_copy_of_the_prepared_template():
    def build(url: str) -> None:
        with psql(url) as connection:
            connection.execute("CREATE TABLE prepared AS SELECT 提现 FROM (VALUES ('提现')) AS t (提现)")

    with Postgres() as server:
        server.prepare(build)
        urls = [server.fresh(), server.fresh()]
        server.restart()
        for url in urls:
            with psql(url) as connection:
                assert connection.execute("SELECT * FROM prepared").fetchall() == [("提现",)]


# -- SMTP -------------------------------------------------------------------------------------------


def test_a_delivered_mail_is_kept_with_its_envelope(smtp_sink: SmtpSink):
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as smtp:
        smtp.send_message(letter(), "bounces@example.com", ["ann@example.com", "bob@example.com"])
    (kept,) = smtp_sink.wait_for(1)
    assert (kept.mail_from, kept.rcpt_to) == ("bounces@example.com", ("ann@example.com", "bob@example.com"))
    assert kept.message_id == "<one@example.com>"
    assert kept.raw.endswith(b"We have your mail.\r\n")
    assert (kept.tls, kept.user) == (False, None)


def test_one_recipient_is_refused_for_a_while_and_the_other_is_not(smtp_sink: SmtpSink):
    smtp_sink.answer("450 4.2.1 later", recipient="ann@example.com", times=1)
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as smtp:
        refused = smtp.send_message(letter(), to_addrs=["ann@example.com", "bob@example.com"])
        assert refused == {"ann@example.com": (450, b"4.2.1 later")}
        assert smtp.send_message(letter(), to_addrs=["ann@example.com"]) == {}
    assert [mail.rcpt_to for mail in smtp_sink.mails] == [("bob@example.com",), ("ann@example.com",)]


def test_everybody_is_refused_until_it_behaves(smtp_sink: SmtpSink):
    smtp_sink.answer("550 5.1.1 nobody here")
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as smtp:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.send_message(letter())
        smtp_sink.behave()
        smtp.send_message(letter())
    assert len(smtp_sink.mails) == 1


def test_a_refused_data_keeps_nothing(smtp_sink: SmtpSink):
    smtp_sink.answer_data("451 4.3.0 disk", times=1)
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as smtp:
        with pytest.raises(smtplib.SMTPDataError, match="disk"):
            smtp.send_message(letter())
        assert smtp_sink.mails == []
        smtp.send_message(letter())
    assert len(smtp_sink.mails) == 1


def test_a_connection_dropped_after_data_has_delivered(smtp_sink: SmtpSink):
    smtp_sink.drop_after_data()
    smtp = smtplib.SMTP(smtp_sink.host, smtp_sink.port)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        smtp.send_message(letter())
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as again:
        again.send_message(letter())
        again.send_message(letter("<two@example.com>"))
    assert len(smtp_sink.mails) == 3
    assert [mail.message_id for mail in smtp_sink.distinct] == ["<one@example.com>", "<two@example.com>"]


def test_a_stopped_server_refuses_and_comes_back_on_its_port(smtp_sink: SmtpSink):
    smtp_sink.stop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(smtp_sink.host, smtp_sink.port)
    smtp_sink.start()
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as smtp:
        smtp.send_message(letter())
    assert len(smtp_sink.mails) == 1


def test_starttls_and_a_login_can_be_demanded(tmp_path):
    certificate = make_certificate(tmp_path)
    with SmtpSink(certificate=certificate, tls="starttls", auth=("desk", "secret")) as sink:
        with smtplib.SMTP(sink.host, sink.port) as smtp:
            with pytest.raises(smtplib.SMTPException):
                smtp.send_message(letter())
            smtp.starttls(context=certificate.client_context())
            with pytest.raises(smtplib.SMTPException):
                smtp.send_message(letter())
            with pytest.raises(smtplib.SMTPAuthenticationError):
                smtp.login("desk", "guess")
        with smtplib.SMTP(sink.host, sink.port) as smtp:
            smtp.starttls(context=certificate.client_context())
            smtp.login("desk", "secret")
            smtp.send_message(letter())
        assert [(mail.tls, mail.user) for mail in sink.mails] == [(True, "desk")]


def test_implicit_tls_is_spoken(tmp_path):
    certificate = make_certificate(tmp_path)
    with SmtpSink(certificate=certificate, tls="implicit") as sink:
        with smtplib.SMTP_SSL(sink.host, sink.port, context=certificate.client_context()) as smtp:
            smtp.send_message(letter())
        assert [mail.tls for mail in sink.mails] == [True]


# -- the proxy --------------------------------------------------------------------------------------


def test_a_fetch_is_cut_in_its_middle_and_the_next_one_is_whole(
    dovecot: Dovecot, mailbox: Account, tcp_proxy: Callable[[int], TcpProxy]
):
    raw = MAIL + b"line\r\n" * 20_000
    dovecot.append(mailbox.name, raw)
    proxy = tcp_proxy(dovecot.port)
    proxy.cut_after(50_000, marker=b"BODY[]")

    def fetch() -> bytes:
        client = IMAPClient(proxy.host, port=proxy.port, ssl=False, timeout=20)
        with closing_session(client):
            client.login(mailbox.name, mailbox.password)
            client.select_folder("INBOX", readonly=True)
            return bytes(client.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"])

    with pytest.raises((OSError, IMAPClient.AbortError)):
        fetch()
    assert proxy.cuts_made == 1
    assert fetch() == raw


def test_every_open_connection_can_be_cut_and_new_ones_refused(
    smtp_sink: SmtpSink, tcp_proxy: Callable[[int], TcpProxy]
):
    proxy = tcp_proxy(smtp_sink.port)
    smtp = smtplib.SMTP(proxy.host, proxy.port)
    proxy.cut()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        smtp.noop()
    smtp.close()
    proxy.refuse()
    with pytest.raises((OSError, smtplib.SMTPServerDisconnected)):
        smtplib.SMTP(proxy.host, proxy.port)
    proxy.refuse(False)
    with smtplib.SMTP(proxy.host, proxy.port) as again:
        again.send_message(letter())
    assert len(smtp_sink.mails) == 1


def test_answers_can_be_held(smtp_sink: SmtpSink, tcp_proxy: Callable[[int], TcpProxy]):
    proxy = tcp_proxy(smtp_sink.port)
    proxy.delay(0.3)
    start = time.monotonic()
    with smtplib.SMTP(proxy.host, proxy.port):
        assert time.monotonic() - start >= 0.3
