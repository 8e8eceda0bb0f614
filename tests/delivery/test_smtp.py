"""Delivery to a real SMTP server, and what is made of its answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from mailbot.delivery.smtp import SmtpDelivery
from mailbot.model.effects import Deferred, Outcome, Rejected, Sent
from tests.services import free_port
from tests.services.smtpsink import SmtpSink
from tests.services.tls import Certificate, make_certificate

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
CONTENT = b"Subject: x\r\nMessage-ID: <one@desk.example>\r\n\r\n.leading dot\r\n..two\r\n\xc3\xa9\r\n"
BOUNCE = "support+b1.x@desk.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@contextmanager
def delivery(port: int, **settings: object) -> Iterator[SmtpDelivery]:
    made = SmtpDelivery(**{"host": "127.0.0.1", "port": port, "tls": "none", "timeout": 5, **settings})  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.close()


CUSTOMER = "wang@customer.example"


def send(way: SmtpDelivery, *, to: str = CUSTOMER, attempt: int = 0, content: bytes = CONTENT) -> Outcome:
    return way.deliver(mail_from=BOUNCE, rcpt_to=[to], content=content, now=NOW, attempt=attempt)


def test_the_octets_and_the_envelope_arrive_unchanged(smtp_sink: SmtpSink) -> None:
    with delivery(smtp_sink.port) as way:
        outcome = send(way)
    assert isinstance(outcome, Sent)
    assert outcome.response.startswith("250 ")
    (mail,) = smtp_sink.mails
    assert mail.raw == CONTENT
    assert (mail.mail_from, mail.rcpt_to) == (BOUNCE, ("wang@customer.example",))


def test_the_null_reverse_path_is_an_address(smtp_sink: SmtpSink) -> None:
    with delivery(smtp_sink.port) as way:
        assert isinstance(way.deliver(mail_from="", rcpt_to=[CUSTOMER], content=CONTENT, now=NOW, attempt=0), Sent)
    assert smtp_sink.mails[0].mail_from == "<>"


def test_one_connection_carries_many_mails(smtp_sink: SmtpSink) -> None:
    with delivery(smtp_sink.port) as way:
        assert all(isinstance(send(way), Sent) for _ in range(20))
    assert len(smtp_sink.mails) == 20
    assert smtp_sink.connections == 1


def test_a_connection_the_server_left_is_opened_anew(smtp_sink: SmtpSink) -> None:
    with delivery(smtp_sink.port) as way:
        assert isinstance(send(way), Sent)
        smtp_sink.stop()
        smtp_sink.start()
        assert isinstance(send(way), Sent)
    assert smtp_sink.connections == 2


@pytest.mark.parametrize("text", ["450 4.2.1 later", "421 4.3.2 going down", "452 4.5.3 too many"])
def test_a_passing_refusal_of_the_recipient_is_tried_later(smtp_sink: SmtpSink, text: str) -> None:
    smtp_sink.answer(text, times=1)
    with delivery(smtp_sink.port) as way:
        outcome = send(way, attempt=2)
        assert isinstance(outcome, Deferred)
        assert outcome.why == text
        assert timedelta(minutes=3) <= outcome.until - NOW <= timedelta(minutes=5)
        assert isinstance(send(way), Sent)
    assert len(smtp_sink.mails) == 1


def test_a_lasting_refusal_of_the_recipient_is_final_and_spares_the_next(smtp_sink: SmtpSink) -> None:
    smtp_sink.answer("550 5.1.1 no such user", recipient="gone@customer.example")
    with delivery(smtp_sink.port) as way:
        assert send(way, to="gone@customer.example") == Rejected(why="550 5.1.1 no such user")
        assert isinstance(send(way), Sent)
    assert smtp_sink.connections == 1
    assert [m.rcpt_to for m in smtp_sink.mails] == [("wang@customer.example",)]


@pytest.mark.parametrize(("text", "kind"), [("451 4.3.0 disk full", Deferred), ("554 5.7.1 looks like spam", Rejected)])
def test_what_is_said_after_the_data_counts(smtp_sink: SmtpSink, text: str, kind: type[Outcome]) -> None:
    smtp_sink.answer_data(text, times=1)
    with delivery(smtp_sink.port) as way:
        outcome = send(way)
        assert isinstance(outcome, kind)
        assert getattr(outcome, "why", "") == text
        assert isinstance(send(way), Sent)
    assert len(smtp_sink.mails) == 1


def test_a_cut_after_the_data_is_no_success(smtp_sink: SmtpSink) -> None:
    smtp_sink.drop_after_data()
    with delivery(smtp_sink.port) as way:
        assert isinstance(send(way), Deferred)
        assert isinstance(send(way), Sent)
    assert len(smtp_sink.mails) == 2
    assert len(smtp_sink.distinct) == 1


def test_nobody_there_is_tried_later_and_named() -> None:
    port = free_port()
    with delivery(port) as way:
        outcome = send(way)
    assert isinstance(outcome, Deferred)
    assert f"127.0.0.1:{port}" in outcome.why
    assert outcome.until > NOW


def test_a_host_without_address_is_tried_later() -> None:
    with delivery(25, host="nowhere.invalid") as way:
        assert isinstance(send(way), Deferred)


class _NoSender:
    async def handle_MAIL(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, _session: Session, _envelope: Envelope, _address: str, _options: list[str]
    ) -> str:
        return "550 5.7.1 not your address"


def test_a_refused_sender_is_the_desks_trouble_and_not_the_mails() -> None:
    controller = Controller(_NoSender(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with delivery(controller.port) as way:
            outcome = send(way)
    finally:
        controller.stop()
    assert isinstance(outcome, Deferred)
    assert outcome.why.endswith("550 5.7.1 not your address")


def test_an_address_beyond_ascii_is_sent_with_its_domain_in_ascii(smtp_sink: SmtpSink) -> None:
    with delivery(smtp_sink.port) as way:
        assert isinstance(send(way, to="用户@例子.example"), Sent)
        assert isinstance(send(way, to="user@bücher.example"), Sent)
    assert [m.rcpt_to[0] for m in smtp_sink.mails] == ["用户@xn--fsqu00a.example", "user@xn--bcher-kva.example"]


@pytest.mark.parametrize(
    "address", ["a@b.example>\r\nRCPT TO:<c@d.example", "\ud800@b.example", "ü@" + "ü" * 80, "", "nobody"]
)
def test_what_is_no_address_never_reaches_the_server_nor_raises(smtp_sink: SmtpSink, address: str) -> None:
    with delivery(smtp_sink.port) as way:
        assert isinstance(send(way, to=address), Rejected)
        assert isinstance(send(way), Sent)
    assert [m.rcpt_to for m in smtp_sink.mails] == [(CUSTOMER,)]


def test_a_login_in_the_clear_to_another_machine_is_refused() -> None:
    with pytest.raises(ValueError, match="without TLS"):
        SmtpDelivery(host="smtp.desk.example", port=25, tls="none", username="desk", password="secret")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(("tls", "sink"), [("starttls", "starttls"), ("tls", "implicit")])
def test_tls_and_login(certificate: Certificate, tls: str, sink: str) -> None:
    with SmtpSink(certificate=certificate, tls=sink, auth=("desk", "secret")) as server:  # type: ignore[arg-type]
        settings = {"tls": tls, "username": "desk", "context": certificate.client_context()}
        with delivery(server.port, password="secret", **settings) as way:
            assert isinstance(send(way), Sent)
        assert [(m.tls, m.user) for m in server.mails] == [(True, "desk")]
        with delivery(server.port, password="wrong", **settings) as way:
            outcome = send(way)
        assert isinstance(outcome, Deferred)
        assert "535" in outcome.why
        assert "wrong" not in outcome.why
        assert len(server.mails) == 1


def test_starttls_is_required_and_not_tried(smtp_sink: SmtpSink) -> None:
    with delivery(smtp_sink.port, tls="starttls") as way:
        outcome = send(way)
    assert isinstance(outcome, Deferred)
    assert "STARTTLS" in outcome.why
    assert smtp_sink.mails == []


def test_an_unknown_certificate_is_not_believed(certificate: Certificate) -> None:
    with SmtpSink(certificate=certificate, tls="starttls") as server, delivery(server.port, tls="starttls") as way:
        outcome = send(way)
        assert isinstance(outcome, Deferred)
        assert "CERTIFICATE" in outcome.why.upper()
        assert server.mails == []


def test_a_large_mail_is_refused_for_good_by_a_small_server() -> None:
    with SmtpSink(size_limit=1000) as server, delivery(server.port) as way:
        outcome = send(way, content=b"Subject: x\r\n\r\n" + b"x" * 70 * 100)
        assert isinstance(outcome, Rejected)
        assert "552" in outcome.why
        assert isinstance(send(way), Sent)
