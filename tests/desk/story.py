"""Stories: customers who write, a desk that answers, and a clock that is written, not waited for.

The store, the triage, the templates and the SMTP server are the real ones; only time is ours.
"""

from __future__ import annotations

import re
import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from mailbot.app import App
from mailbot.config import load_default
from mailbot.config.settings import ListenSettings, Secret, Settings, SmtpSettings, StoreSettings
from mailbot.daemon import Daemon
from mailbot.desk import tickets
from mailbot.desk.receive import Handled
from mailbot.model.mail import Envelope, RawMail, Source
from mailbot.model.ticket import Ticket
from tests.services.smtpsink import Delivered, SmtpSink

START = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # a Monday, ten in the morning in Shanghai
_REST_S = 1800
_STEP = re.compile(r"(\d+)([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def _span(step: str) -> timedelta:
    return sum((int(n) * _UNITS[unit] for n, unit in _STEP.findall(step)), timedelta())


class Story:
    """One desk with a written clock. `write` brings a mail, `at("+24h")` moves the clock and does what falls due."""

    def __init__(self, settings: Settings, sink: SmtpSink) -> None:
        self.now = START
        self.app = App(settings, clock=lambda: self.now)
        self.sink = sink
        self._mails = 0
        self._uid = 0
        self.open()

    def open(self) -> None:
        """Begin."""
        self.app.open()

    def close(self) -> None:
        """End connections."""
        self.app.close()

    # -- the customer

    def write(
        self,
        text: str,
        *,
        sender: str = "lin@mail.example",
        subject: str = "",
        name: str = "",
        answers: Delivered | None = None,
        to: str = "support@desk.example",
        mailbox: str = "support",
        headers: Sequence[tuple[str, str]] = (),
        message_id: str = "",
        attachments: Sequence[tuple[str, bytes]] = (),
        history: bool = False,
        mail_from: str | None = None,
        rcpt_to: str = "",
        sent: bool = False,
    ) -> str:
        """A customer's mail, handled at once. Returns the number of its ticket, or ""."""
        self._mails += 1
        message = EmailMessage()
        message["From"] = f"{name} <{sender}>" if name else sender
        message["To"] = to
        message["Subject"] = subject or ("Re: " + " ".join(str(answers.message["Subject"]).split()) if answers else "")
        message["Date"] = format_datetime(self.now)
        message["Message-ID"] = message_id or f"<{self._mails}.{sender}>"
        if answers is not None:
            message["In-Reply-To"] = message["References"] = f"<{answers.message_id}>"
        for key, value in headers:
            message[key] = value
        message.set_content(text)
        for filename, data in attachments:
            message.add_attachment(data, maintype="image", subtype="png", filename=filename)
        return self.bring(
            message.as_bytes(policy=SMTP),
            mailbox=mailbox,
            history=history,
            mail_from=sender if mail_from is None else mail_from,
            rcpt_to=rcpt_to or to,
            sent=sent,
        )

    def bring(
        self,
        content: bytes,
        *,
        mailbox: str = "support",
        history: bool = False,
        mail_from: str | None = None,
        rcpt_to: str = "support@desk.example",
        sent: bool = False,
    ) -> str:
        """Octets as they come from a mailbox, handled at once."""
        self.bring_many([content], mailbox=mailbox, history=history, mail_from=mail_from, rcpt_to=rcpt_to, sent=sent)
        return self.last.ticket

    def bring_many(
        self,
        contents: Sequence[bytes],
        *,
        mailbox: str = "support",
        history: bool = False,
        mail_from: str | None = None,
        rcpt_to: str = "support@desk.example",
        sent: bool = False,
    ) -> None:
        """Several mails of one batch."""
        raws = []
        for content in contents:
            self._uid += 1
            source = Source(
                mailbox=mailbox,
                protocol="imap",
                folder="Sent" if sent else "INBOX",
                uidvalidity=1,
                uid=self._uid,
                history=history,
                sent=sent,
            )
            raws.append(
                RawMail(
                    content=content,
                    sha256=sha256(content).hexdigest(),
                    received_at=self.now,
                    source=source,
                    envelope=Envelope(mail_from=mail_from, rcpt_to=(rcpt_to,)),
                )
            )
        self.take(raws)
        self.run()

    def take(self, raws: Sequence[RawMail]) -> None:
        """Mails arrive."""
        self.app.accept(raws)

    # -- the desk

    def run(self) -> None:
        """Handle, do what is due, send; until nothing is left."""
        while True:
            handled = self.app.receive()
            if handled:
                self.last = handled[-1]
                self.handled = handled
            done = self.app.follow_up()
            posted = self.app.post()
            called = self.app.call()
            if not handled and not done and not posted and not called:
                return

    def at(self, step: str) -> None:
        """Move the clock on ("+24h", "+2d12h", "+30m"), and do what falls due on the way."""
        end = self.now + _span(step)
        while True:
            with self.app.tools.db.read() as t:
                dues = (t.follow_ups.next_due(), t.outbox.next_due(), t.webhooks.next_due())
                times = [w for w in dues if w is not None and w <= end]
            if not times:
                break
            self.now = max(self.now, min(times))
            self.run()
        self.now = end
        self.run()

    def stand_still(self, step: str) -> None:
        """The daemon was down for a while: the clock moves on, and only then does anybody look."""
        self.now += _span(step)
        self.run()

    def agent(self, number: str, text: str) -> None:
        """A person answers."""
        tickets.reply(self.app.tools, number, text, "ming")
        self.run()

    def ticket(self, number: str) -> Ticket:
        """A ticket as it is now."""
        with self.app.tools.db.read() as t:
            return t.tickets.by_number(number)

    def tickets(self) -> list[Ticket]:
        """All tickets, by number."""
        with self.app.tools.db.read() as t:
            return sorted(t.tickets.find(most=10_000), key=lambda k: k.id)

    def events(self, number: str = "") -> list[str]:
        """The kinds of events on a ticket, or of all."""
        with self.app.tools.db.read() as t:
            ticket = t.tickets.by_number(number).id if number else None
            return [e.kind for e in t.messages.history(ticket, most=10_000)]

    # -- what arrived

    @property
    def mails(self) -> list[Delivered]:
        """What the receiving server has, by Message-ID once."""
        return list(self.sink.distinct)

    @property
    def mail(self) -> Delivered:
        """The last mail that arrived."""
        return self.mails[-1]

    def kinds(self, number: str) -> list[str]:
        """The kinds of mails that went out on a ticket, in order."""
        with self.app.tools.db.read() as t:
            ticket = t.tickets.by_number(number).id
            return [x.kind for x in reversed(t.outbox.find(ticket=ticket)) if x.state == "sent"]

    def templates(self, number: str) -> list[str]:
        """The templates of the mails that went out on a ticket, in order."""
        with self.app.tools.db.read() as t:
            ticket = t.tickets.by_number(number).id
            return [str(x.request["template"]) for x in reversed(t.outbox.find(ticket=ticket)) if x.state == "sent"]


class DaemonStory(Story):
    """The same, over the real daemon: all its threads run, and what a customer sends to support@ comes through its SMTP
    listener; history, the folder of sent mail and other mailboxes are handed in as the IMAP intake does."""

    def open(self) -> None:
        """Start the daemon."""
        self._taken = self._seen = 0
        self.daemon = Daemon(self.app)
        self.app.observers.append(self._observe)
        self.daemon.start()

    def close(self) -> None:
        """Stop it."""
        self.daemon.stop()

    def _observe(self, item: object) -> None:
        if isinstance(item, Handled):
            self.last, self.handled = item, [item]
            self._seen += 1

    def take(self, raws: Sequence[RawMail]) -> None:
        """Mails arrive."""
        self._taken += len(raws)
        plain = [r for r in raws if r.source.mailbox == "support" and not r.source.history and not r.source.sent]
        if plain != list(raws) or any(not _sendable(r) for r in raws):
            self.app.accept(raws)
            return
        with smtplib.SMTP("127.0.0.1", self.app.ports["smtp"]) as server:
            for raw in raws:
                server.sendmail(raw.envelope.mail_from or "", list(raw.envelope.rcpt_to), raw.content)

    def run(self) -> None:
        """Wake everybody, and wait until nothing is left that is due."""
        self.daemon.wake_all()
        began = time.monotonic()
        quiet = 0
        while quiet < 2:
            if time.monotonic() - began > _REST_S:
                raise TimeoutError("the daemon does not come to rest")
            # asking whether all is done must not take what the work needs
            time.sleep(min(0.5, 0.01 + (time.monotonic() - began) / 20))
            quiet = quiet + 1 if self._rests() else 0

    def _rests(self) -> bool:
        with self.app.tools.db.read() as t:
            letters, spool, hooks = t.outbox.counts(), t.spool.counts(), t.webhooks.next_due()
            times = (t.follow_ups.next_due(), t.outbox.next_due(), hooks)
        busy = letters.get("sending", 0) + spool.get("pending", 0) + spool.get("claimed", 0)
        return self._seen >= self._taken and not busy and not any(at is not None and at <= self.now for at in times)


def _sendable(raw: RawMail) -> bool:
    return raw.envelope.mail_from is not None


@contextmanager
def story(
    folder: Path,
    sink: SmtpSink,
    url: str = "",
    change: Callable[[Settings], Settings] = lambda settings: settings,
    daemon: bool = False,
) -> Iterator[Story]:
    """A desk on the built-in policy, or on what ``change`` makes of it, that sends to ``sink``. With ``daemon`` all its
    threads run; without, the same steps are taken one after the other."""
    settings = change(load_default())
    settings = replace(
        settings,
        imap=(),
        listen=(),
        delivery=replace(
            settings.delivery, capture=None, smtp=SmtpSettings(host=sink.host, port=sink.port, tls="none")
        ),
        store=StoreSettings(folder=folder, url=Secret(url or f"sqlite:///{folder}/mailbot.db")),
    )
    if daemon:
        ours = tuple(sorted(settings.policy.catalogue.own_domains))
        door = ListenSettings(protocol="smtp", host="127.0.0.1", port=0, hostname=ours[0], recipients=ours)
        settings = replace(settings, listen=(door,), web=replace(settings.web, enabled=False))
    told = DaemonStory(settings, sink) if daemon else Story(settings, sink)
    try:
        yield told
    finally:
        told.close()


def text_of(mail: Delivered) -> str:
    """The plain text of a mail that arrived."""
    message = message_from_bytes(mail.raw, policy=default)
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""
