"""SMTP and LMTP: what is answered when, and what is handed over."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.intake.smtp import Listener, ListenerSettings, takes
from mailbot.model.mail import RawMail
from tests.services import wait_until
from tests.services.tls import Certificate, make_certificate

NOW = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
MAIL = b"From: wang@example.com\r\nSubject: deposit\r\n\r\nwhere is it\r\n"


class Spool:
    """Keeps what it is given, one list a call; raises what it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[RawMail]] = []
        self.error: Callable[[Sequence[RawMail]], Exception | None] = lambda _: None
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, mails: Sequence[RawMail]) -> None:
        self.gate.wait(10)
        error = self.error(mails)
        if error is not None:
            raise error
        self.batches.append(list(mails))

    @property
    def mails(self) -> list[RawMail]:
        return [mail for batch in self.batches for mail in batch]


@pytest.fixture
def spool() -> Spool:
    return Spool()


@pytest.fixture
def listen(spool: Spool) -> Iterator[Callable[..., Listener]]:
    """`listen(**settings)` is a running listener over the spool."""
    with ExitStack() as stack:

        def run(**settings: Any) -> Listener:
            listener = Listener(ListenerSettings(**settings), spool, lambda: NOW)
            listener.start()
            stack.callback(listener.stop)
            return listener

        yield run


def client(listener: Listener) -> smtplib.SMTP:
    kind = smtplib.LMTP if listener.settings.protocol == "lmtp" else smtplib.SMTP
    return kind("127.0.0.1", listener.port, timeout=10)


def dialogue(listener: Listener, *lines: bytes) -> list[bytes]:
    """Send everything at once, as RFC 2920 allows; hang up where no QUIT is sent. The lines that came back."""
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as link:
        link.sendall(b"".join(lines))
        if not lines[-1].endswith(b"QUIT\r\n"):
            link.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := link.recv(4096):
            answer += piece
    return answer.split(b"\r\n")[:-1]


def test_a_mail_is_durable_before_it_is_answered(listen, spool):
    listener = listen(recipients=("example.com",))
    with client(listener) as smtp:
        assert smtp.sendmail("wang@example.com", ["support@example.com"], MAIL) == {}
    [mail] = spool.mails
    assert mail.content == MAIL
    assert mail.received_at == NOW
    assert mail.envelope.mail_from == "wang@example.com"
    assert mail.envelope.rcpt_to == ("support@example.com",)
    assert mail.envelope.peer == "127.0.0.1"
    assert (mail.source.protocol, mail.source.mailbox, mail.source.history) == ("smtp", "smtp", False)


def test_nothing_is_answered_while_the_mail_is_not_yet_durable(listen, spool):
    listener = listen()
    spool.gate.clear()
    answers: list[object] = []

    def send() -> None:
        with client(listener) as smtp:
            answers.append(smtp.sendmail("a@example.com", ["b@example.com"], MAIL))

    sender = threading.Thread(target=send)
    sender.start()
    sender.join(0.3)
    assert sender.is_alive()
    assert answers == []
    spool.gate.set()
    sender.join(10)
    assert answers == [{}]


def test_our_own_failure_is_temporary_and_the_next_attempt_succeeds(listen, spool):
    listener = listen()
    spool.error = lambda _: OSError(28, "No space left on device")
    with client(listener) as smtp:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            smtp.sendmail("a@example.com", ["b@example.com"], MAIL)
        assert refused.value.smtp_code == 451
        spool.error = lambda _: None
        smtp.sendmail("a@example.com", ["b@example.com"], MAIL)
    assert len(spool.mails) == 1


def test_many_senders_share_one_write(listen, spool):
    listener = listen()
    spool.gate.clear()
    senders = []
    for number in range(12):
        content = b"Subject: %d\r\n\r\nhello\r\n" % number

        def send(content: bytes = content) -> None:
            with client(listener) as smtp:
                smtp.sendmail("a@example.com", ["b@example.com"], content)

        senders.append(threading.Thread(target=send))
        senders[-1].start()
    wait_until(lambda: len(listener._writing) == 12)
    spool.gate.set()
    for sender in senders:
        sender.join(10)
    assert len(spool.mails) == 12
    assert len(spool.batches) <= 2


def test_one_mail_that_breaks_the_write_breaks_no_other(listen, spool):
    listener = listen()
    spool.gate.clear()
    spool.error = lambda mails: ValueError("poison") if any(b"poison" in m.content for m in mails) else None
    codes: dict[bytes, int] = {}

    def send(content: bytes) -> None:
        with client(listener) as smtp:
            smtp.ehlo()
            smtp.mail("a@example.com")
            smtp.rcpt("b@example.com")
            codes[content] = smtp.data(content)[0]

    contents = [b"one\r\n", b"poison\r\n", b"three\r\n"]
    senders = [threading.Thread(target=send, args=(c,)) for c in contents]
    for sender in senders:
        sender.start()
    wait_until(lambda: len(listener._writing) == 3)
    spool.gate.set()
    for sender in senders:
        sender.join(10)
    assert codes == {b"one\r\n": 250, b"poison\r\n": 451, b"three\r\n": 250}


def test_a_mail_over_the_limit_is_refused_by_its_word_and_by_its_octets(listen, spool):
    listener = listen(max_octets=10_000)
    with client(listener) as smtp:
        smtp.ehlo()
        assert smtp.esmtp_features["size"] == "10000"
        assert smtp.mail("a@example.com", ["SIZE=10001"])[0] == 552
        smtp.mail("a@example.com")
        smtp.rcpt("b@example.com")
        assert smtp.data(b"x" * 70 + b"\r\n" + b"y\r\n" * 5000)[0] == 552
        smtp.mail("a@example.com")
        smtp.rcpt("b@example.com")
        assert smtp.data(b"y\r\n" * 3333)[0] == 250
    assert [m.size for m in spool.mails] == [9999]


def test_more_mail_at_once_than_memory_is_told_to_come_later(listen, spool):
    listener = listen(max_octets=60_000, max_octets_at_once=100_000)
    spool.gate.clear()
    with closing(client(listener)) as first, client(listener) as second:
        first.ehlo()
        first.mail("a@example.com")
        first.rcpt("b@example.com")
        first.putcmd("data")
        assert first.getreply()[0] == 354
        first.send(b"x" * 60_000 + b"\r\n.\r\n")  # 2 octets too many
        assert first.getreply()[0] == 552
        first.mail("a@example.com")
        first.rcpt("b@example.com")
        first.putcmd("data")
        assert first.getreply()[0] == 354
        first.send(b"x" * 59_000 + b"\r\n.\r\n")
        wait_until(lambda: len(listener._writing) == 1)
        second.ehlo()
        second.mail("a@example.com")
        second.rcpt("b@example.com")
        assert second.data(b"y" * 59_000)[0] == 452
        spool.gate.set()
        assert first.getreply()[0] == 250
        second.mail("a@example.com")
        second.rcpt("b@example.com")
        assert second.data(b"y" * 59_000)[0] == 250
    wait_until(lambda: listener._held == 0)


def test_a_line_without_end_is_neither_kept_nor_fatal(listen, spool):
    listener = listen(max_octets=100_000)
    with client(listener) as smtp:
        smtp.ehlo()
        smtp.mail("a@example.com")
        smtp.rcpt("b@example.com")
        assert smtp.data(b"x" * 3_000_000)[0] == 552
        smtp.mail("a@example.com")
        smtp.rcpt("b@example.com")
        assert smtp.data(b"x" * 90_000)[0] == 250
    assert [m.content for m in spool.mails] == [b"x" * 90_000 + b"\r\n"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b".\r\n", b""),
        (b"\r\n.\r\n", b"\r\n"),
        (b"..\r\n.\r\n", b".\r\n"),
        (b"a.\r\nb..\r\n...c\r\n.\r\n", b"a.\r\nb..\r\n..c\r\n"),
        (
            b"bare\n.\nfeeds\n.\r\nMAIL FROM:<evil@example.com>\r\n.\r\n",
            b"bare\n.\nfeeds\n.\r\nMAIL FROM:<evil@example.com>\r\n",
        ),
        (b"8bit \xe6\x8f\x90\xe5\xb8\x81\x00\xff\r\n.\r\n", b"8bit \xe6\x8f\x90\xe5\xb8\x81\x00\xff\r\n"),
    ],
)
def test_only_a_lone_dot_ends_a_mail_and_dots_are_undoubled(listen, spool, sent, kept):
    lines = dialogue(
        listen(), b"EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n", sent, b"QUIT\r\n"
    )
    assert [line[:3] for line in lines[-5:]] == [b"250", b"250", b"354", b"250", b"221"]
    assert [m.content for m in spool.mails] == [kept]


@given(
    contents=st.lists(st.text(st.sampled_from(".\r\nab")).map(lambda t: t.encode() + b"\r\n"), min_size=1, max_size=4)
)
def test_what_is_sent_is_what_is_kept(contents):
    spool = Spool()
    listener = Listener(ListenerSettings(), spool, lambda: NOW)
    listener.start()
    letters = []
    for content in contents:
        doubled = (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]
        letters.append(b"MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n" + doubled + b".\r\n")
    dialogue(listener, b"EHLO me\r\n", *letters, b"QUIT\r\n")
    listener.stop()
    assert [m.content for m in spool.mails] == contents


def test_a_mail_that_is_cut_off_is_not_taken(listen, spool):
    listener = listen()
    dialogue(listener, b"EHLO me\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\nSubject: x\r\n\r\nhalf a m")
    wait_until(lambda: not listener._sessions)
    assert spool.mails == []


def test_the_null_sender_is_taken_and_named_so(listen, spool):
    with client(listen()) as smtp:
        smtp.sendmail("", ["b@example.com"], MAIL)
    assert spool.mails[0].envelope.mail_from == ""


def test_addresses_and_headers_may_be_utf8(listen, spool):
    with client(listen(recipients=("例子.example",))) as smtp:
        smtp.sendmail(
            "王@example.com",
            ["客服@例子.example"],
            "Subject: 提币\r\n\r\n未到账\r\n".encode(),
            ["SMTPUTF8", "BODY=8BITMIME"],
        )
    assert spool.mails[0].envelope.mail_from == "王@example.com"
    assert spool.mails[0].envelope.rcpt_to == ("客服@例子.example",)


def test_a_recipient_that_is_not_ours_is_refused_and_the_others_are_taken(listen, spool):
    with client(listen(recipients=("desk@example.com", "example.org"))) as smtp:
        refused = smtp.sendmail(
            "a@b.example", ["desk+t1@EXAMPLE.com", "other@example.com", "any@example.org", "x@example.org.evil"], MAIL
        )
    assert {address: code for address, (code, _) in refused.items()} == {
        "other@example.com": 550,
        "x@example.org.evil": 550,
    }
    assert spool.mails[0].envelope.rcpt_to == ("desk+t1@EXAMPLE.com", "any@example.org")


def test_the_postmaster_is_always_reached(listen, spool):
    lines = dialogue(
        listen(recipients=("desk@example.com",), hostname="mx.example.com"),
        b"EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<postmaster>\r\nRCPT TO:<Postmaster@example.com>\r\nQUIT\r\n",
    )
    assert [line[:3] for line in lines[-3:]] == [b"250", b"250", b"221"]
    assert not takes(("desk@example.com",), "postmaster@elsewhere.example", "mx.example.com")


def test_lmtp_answers_for_each_recipient(listen, spool):
    listener = listen(protocol="lmtp", recipients=("example.com",), max_octets=1000)
    recipients = (b"a@example.com", b"no@no.no", b"b@example.com")
    letter = b"LHLO me\r\nMAIL FROM:<a@b.c>\r\n" + b"".join(b"RCPT TO:<%b>\r\n" % r for r in recipients) + b"DATA\r\n"
    lines = dialogue(listener, letter, b"hello\r\n.\r\nQUIT\r\n")
    assert [line[:3] for line in lines[-8:]] == [b"250", b"250", b"550", b"250", b"354", b"250", b"250", b"221"]
    lines = dialogue(listener, letter, b"hello\r\n" * 200, b".\r\nQUIT\r\n")
    assert [line[:3] for line in lines[-4:]] == [b"354", b"552", b"552", b"221"]
    spool.error = lambda _: OSError("disk")
    lines = dialogue(listener, letter, b"hello\r\n.\r\nQUIT\r\n")
    assert [line[:3] for line in lines[-4:]] == [b"354", b"451", b"451", b"221"]
    assert [(m.source.protocol, m.envelope.rcpt_to) for m in spool.mails] == [
        ("lmtp", ("a@example.com", "b@example.com"))
    ]


def test_lmtp_knows_no_ehlo(listen):
    lines = dialogue(listen(protocol="lmtp"), b"EHLO me\r\nHELO me\r\nQUIT\r\n")
    assert [line[:3] for line in lines] == [b"220", b"500", b"500", b"221"]


def test_sessions_beyond_the_bounds_are_told_to_come_later(listen):
    listener = listen(max_connections=5, max_connections_per_peer=2)
    with client(listener), client(listener):
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            client(listener)
        assert refused.value.smtp_code == 421
    wait_until(lambda: not listener._sessions)
    with client(listener) as smtp:
        assert smtp.noop()[0] == 250


def test_mails_beyond_the_rate_are_told_to_come_later(listen, spool):
    with client(listen(mails_per_minute=2)) as smtp:
        for _ in range(2):
            smtp.sendmail("a@example.com", ["b@example.com"], MAIL)
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            smtp.sendmail("a@example.com", ["b@example.com"], MAIL)
        assert refused.value.smtp_code == 450
    assert len(spool.mails) == 2


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def test_tls_is_offered_and_can_be_required(listen, spool, certificate):
    listener = listen(tls_cert=str(certificate.cert), tls_key=str(certificate.key), require_tls=True)
    with client(listener) as smtp:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            smtp.sendmail("a@example.com", ["b@example.com"], MAIL)
        assert refused.value.smtp_code == 530
    with client(listener) as smtp:
        smtp.starttls(context=certificate.client_context())
        smtp.ehlo()
        assert "auth" not in smtp.esmtp_features
        smtp.sendmail("a@example.com", ["b@example.com"], MAIL)
    wait_until(lambda: not listener._sessions)
    assert len(spool.mails) == 1


def test_a_taken_port_is_said_at_the_start(listen, spool):
    taken = listen()
    with pytest.raises(OSError, match="in use"):
        Listener(ListenerSettings(port=taken.port), spool, lambda: NOW).start()


def test_stopping_finishes_the_mail_in_hand(listen, spool):
    listener = listen()
    spool.gate.clear()
    with closing(client(listener)) as smtp:
        smtp.ehlo()
        smtp.mail("a@example.com")
        smtp.rcpt("b@example.com")
        smtp.putcmd("data")
        assert smtp.getreply()[0] == 354
        smtp.send(b"hello\r\n.\r\n")
        wait_until(lambda: len(listener._writing) == 1)
        threading.Timer(0.2, spool.gate.set).start()
        listener.stop()
        assert smtp.getreply()[0] == 250
    assert len(spool.mails) == 1
    with pytest.raises(OSError, match="refused"):
        client(listener)
