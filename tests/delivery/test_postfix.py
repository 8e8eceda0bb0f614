"""The whole circle over a real Postfix: a customer's mail in by LMTP, our answer out to the customer's Dovecot, and
what cannot be delivered back on its ticket. Nothing on the way breaks the signature, the thread or the words."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from mailbot.app import App
from mailbot.config import load_default
from mailbot.config.settings import DkimSettings, ListenSettings, Secret, SmtpSettings, StoreSettings
from mailbot.daemon import Daemon
from mailbot.desk import tickets
from tests.conftest import stand_aside
from tests.delivery.test_dkim import pem, verified
from tests.services import HOST, Missing, free_port, wait_until
from tests.services.dovecot import Account, Dovecot, closing_session
from tests.services.postfix import Postfix
from tests.services.smtpsink import SmtpSink

WORDS = "提币一直在审核，昨天晚上9点提的 USDT，到现在还没有到账。"
ANSWER = (
    "王先生，您好：\n\n您的提币已经完成。\n.\n. 这一行以点开头\nFrom 这一行也要原样\n"
    + "很长的一行，" * 200
    + "\n\n祝好"
)


@dataclass
class Circle:
    """A desk behind Postfix, and a customer with a mailbox."""

    daemon: Daemon
    postfix: Postfix
    dovecot: Dovecot
    customer: Account

    def write(self, sender: str, text: str = WORDS, to: str = "support@desk.example") -> None:
        """A customer sends a mail: to Postfix, as their own server would."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, "提币未到账"
        mail["Message-ID"] = f"<first.{sender}>"
        mail.set_content(text)
        with smtplib.SMTP(self.postfix.host, self.postfix.port) as server:
            server.send_message(mail, sender, [to])

    def events(self) -> list[str]:
        """All kinds of events so far."""
        with self.daemon.app.tools.db.read() as t:
            return [e.kind for e in t.messages.history(most=1000)]

    def inbox(self, count: int) -> list[bytes]:
        """The customer's mails, once there are so many."""
        with closing_session(self.dovecot.imap(self.customer.name)) as client:

            def there() -> bool:
                client.select_folder("INBOX", readonly=True)
                return len(client.search()) >= count

            wait_until(there, seconds=60, what=f"{count} mails; Postfix said:\n{self.postfix.log[-3000:]}")
            found = client.fetch(client.search(), [b"BODY.PEEK[]"])
        return [bytes(found[uid][b"BODY[]"]) for uid in sorted(found)]


@pytest.fixture
def circle(tmp_path: Path, dovecot: Dovecot, private_key: RSAPrivateKey) -> Iterator[Circle]:
    customer = dovecot.add_account(f"lin-{free_port()}@mail.example", "secret")
    lmtp = free_port()
    with ExitStack() as stack:
        gone = stack.enter_context(SmtpSink())
        gone.answer("550 5.1.1 no such user")
        try:
            postfix = Postfix(
                {
                    "mail.example": f"lmtp:inet:{HOST}:{dovecot.lmtp_port}",
                    "gone.example": f"smtp:[{HOST}]:{gone.port}",
                    "desk.example": f"lmtp:inet:{HOST}:{lmtp}",
                }
            )
        except Missing as missing:
            stand_aside(str(missing))
            raise
        stack.enter_context(postfix)
        settings = load_default()
        settings = replace(
            settings,
            imap=(),
            listen=(ListenSettings(protocol="lmtp", host=HOST, port=lmtp, hostname="desk.example",
                                   recipients=("desk.example",)),),
            delivery=replace(
                settings.delivery,
                capture=None,
                smtp=SmtpSettings(host=HOST, port=postfix.port, tls="starttls", ca_file=str(postfix.certificate.cert)),
                dkim=DkimSettings(selector="mail", domain="desk.example", key=Secret(pem(private_key).decode())),
            ),
            store=StoreSettings(folder=tmp_path, url=Secret(f"sqlite:///{tmp_path}/mailbot.db")),
            web=replace(settings.web, enabled=False),
            tick_seconds=1,
        )  # fmt: skip
        daemon = Daemon(App(settings))
        daemon.start()
        stack.callback(daemon.stop)
        yield Circle(daemon=daemon, postfix=postfix, dovecot=dovecot, customer=customer)


def test_an_answer_reaches_the_customer_whole_and_signed(circle: Circle, private_key: RSAPrivateKey) -> None:
    circle.write(circle.customer.name)
    (acknowledged,) = circle.inbox(1)
    with circle.daemon.app.tools.db.read() as t:
        (ticket,) = t.tickets.find()
    tickets.reply(circle.daemon.app.tools, ticket.number, ANSWER, "ming")
    circle.daemon.wake_all()
    mails = circle.inbox(2)
    assert mails[0] == acknowledged
    with circle.daemon.app.tools.db.read() as t:
        letters = list(reversed(t.outbox.find(ticket=ticket.id)))
    for mail, letter in zip(mails, letters, strict=True):
        ours = mail[mail.index(b"DKIM-Signature:") :]
        assert ours == letter.content, "not one octet was changed on the way"
        assert verified(mail, private_key)
        assert not verified(mail.replace(b"base64\r\n\r\n", b"base64\r\n\r\nAAAA", 1), private_key)
        message = message_from_bytes(mail, policy=policy.default)
        assert message["Return-Path"] == f"<{letter.mail_from}>"
        assert message["In-Reply-To"]
        assert any("(Postfix)" in hop and "using TLS" in hop for hop in message.get_all("Received", []))
    body = message_from_bytes(mails[1], policy=policy.default).get_body(("plain",))
    assert body is not None
    assert ANSWER.replace("\r\n", "\n") in body.get_content().replace("\r\n", "\n")


def test_what_cannot_be_delivered_comes_back_to_its_ticket(circle: Circle) -> None:
    circle.write("wang@gone.example")
    wait_until(lambda: "delivery_failed" in circle.events(), seconds=60, what="the bounce")
    with circle.daemon.app.tools.db.read() as t:
        (ticket,) = t.tickets.find()
        assert t.books.is_stopped("wang@gone.example")
        assert [f.kind for f in t.follow_ups.of(ticket.id) if f.state == "due" and f.kind.startswith("remind")] == []
        (letter,) = t.outbox.find(ticket=ticket.id)
    assert letter.state == "sent", "Postfix had taken it"


def test_what_postfix_refuses_stands_on_the_ticket(circle: Circle) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "lin@elsewhere.example", "support@desk.example", "提币"
    mail.set_content(WORDS)
    with smtplib.SMTP(circle.postfix.host, circle.postfix.port) as server:
        server.send_message(mail)
    wait_until(lambda: "rejected" in circle.events(), seconds=60, what="the refusal")
    with circle.daemon.app.tools.db.read() as t:
        (letter,) = t.outbox.find()
    assert letter.state == "rejected"
    assert letter.response.startswith("554 5.7.1")
