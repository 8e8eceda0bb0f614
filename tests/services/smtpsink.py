"""A real SMTP server that keeps what it accepts, and fails when told to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import Literal, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.services import HOST, free_port, wait_until
from tests.services.tls import Certificate

ACCEPTED = "250 2.0.0 kept"

Tls = Literal["none", "starttls", "implicit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A mail the server took, with its envelope (RFC 5321)."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    raw: bytes
    tls: bool
    user: str | None

    @property
    def message(self) -> Message:
        """The mail, parsed."""
        return message_from_bytes(self.raw)

    @property
    def message_id(self) -> str:
        """Its Message-ID, empty when it has none."""
        return str(self.message.get("Message-ID", "")).strip()


@dataclass(slots=True, kw_only=True)
class _Answer:
    """What to say instead of yes: to `recipient` (any when None), `left` more times (always when None)."""

    text: str
    recipient: str | None
    left: int | None

    def applies(self, recipient: str | None) -> bool:
        return self.left != 0 and self.recipient in (None, recipient)


@dataclass(slots=True)
class _Script:
    """What the server will do wrong; every access under the sink's lock."""

    recipients: list[_Answer] = field(default_factory=list)
    data: list[_Answer] = field(default_factory=list)
    drops: int = 0


class SmtpSink:
    """`with SmtpSink() as sink:` listens on `sink.host`:`sink.port` until the block ends.

    `tls` other than "none" needs a `certificate`; with "starttls" nothing is allowed before STARTTLS. With
    `auth` (user and password) a client must log in first. `stop` refuses connections until `start`.
    """

    def __init__(
        self,
        *,
        certificate: Certificate | None = None,
        tls: Tls = "none",
        auth: tuple[str, str] | None = None,
        size_limit: int = 64 * 1024 * 1024,
    ) -> None:
        self.host = HOST
        self.port = free_port()
        self._context = certificate.server_context() if certificate and tls != "none" else None
        if tls != "none" and self._context is None:
            raise ValueError(f"tls={tls!r} needs a certificate")
        self._tls = tls
        self._auth = auth
        self._size_limit = size_limit
        self._lock = threading.Lock()
        self._kept: list[Delivered] = []
        self._script = _Script()
        self._controller: Controller | None = None
        self.connections = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- life --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Take connections; on the same port each time."""
        if self._controller is not None:
            return
        controller = Controller(
            _Handler(self),
            hostname=self.host,
            port=self.port,
            ssl_context=self._context if self._tls == "implicit" else None,
            tls_context=self._context if self._tls == "starttls" else None,
            require_starttls=self._tls == "starttls",
            auth_required=self._auth is not None,
            auth_require_tls=self._tls == "starttls",
            authenticator=self._authenticate if self._auth else None,
            data_size_limit=self._size_limit,
            enable_SMTPUTF8=True,
        )
        controller.start()
        self._controller = controller

    def stop(self) -> None:
        """Refuse connections and cut the open ones."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    # -- what it is told ---------------------------------------------------------------------------

    def answer(self, text: str, *, recipient: str | None = None, times: int | None = None) -> None:
        """Answer RCPT by `text` ("450 4.2.1 later"): to `recipient` or everybody, `times` or always."""
        with self._lock:
            self._script.recipients.append(_Answer(text=text, recipient=recipient, left=times))

    def answer_data(self, text: str, *, times: int | None = None) -> None:
        """Answer the end of DATA by `text` and keep nothing, `times` or always."""
        with self._lock:
            self._script.data.append(_Answer(text=text, recipient=None, left=times))

    def drop_after_data(self, times: int = 1) -> None:
        """Keep the mail, then cut the connection instead of answering the end of DATA, `times`."""
        with self._lock:
            self._script.drops = times

    def behave(self) -> None:
        """Forget everything it was told."""
        with self._lock:
            self._script = _Script()

    # -- what it kept ------------------------------------------------------------------------------

    @property
    def mails(self) -> list[Delivered]:
        """Every mail it took, in order, repetitions included."""
        with self._lock:
            return list(self._kept)

    @property
    def distinct(self) -> list[Delivered]:
        """The mails as a receiver sees them that drops what has a Message-ID it has seen."""
        return list(first_by_message_id(self.mails))

    def wait_for(self, number: int, *, seconds: float = 20) -> list[Delivered]:
        """The mails, once there are `number`; raises `TimeoutError` after `seconds`."""
        wait_until(lambda: len(self.mails) >= number, seconds=seconds, what=f"{number} mails")
        return self.mails

    def clear(self) -> None:
        """Forget the mails."""
        with self._lock:
            self._kept.clear()

    # -- what the protocol asks --------------------------------------------------------------------

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        assert self._auth is not None
        user, password = self._auth
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (
            user.encode(),
            password.encode(),
        )
        # handled=False lets aiosmtpd say "535 5.7.8" itself
        return AuthResult(success=good, handled=good, auth_data=user if good else None)

    def _rcpt(self, recipient: str) -> str | None:
        with self._lock:
            return _take(self._script.recipients, recipient)

    def _data(self, mail: Delivered) -> str | None:
        """The answer to the end of DATA; None cuts the connection."""
        with self._lock:
            refusal = _take(self._script.data, None)
            if refusal is not None:
                return refusal
            self._kept.append(mail)
            if self._script.drops:
                self._script.drops -= 1
                return None
            return ACCEPTED


def first_by_message_id(mails: Iterable[Delivered]) -> Iterable[Delivered]:
    """The first mail of each Message-ID."""
    seen: set[str] = set()
    for mail in mails:
        if mail.message_id not in seen:
            seen.add(mail.message_id)
            yield mail


def _take(answers: list[_Answer], recipient: str | None) -> str | None:
    for answer in answers:
        if answer.applies(recipient):
            if answer.left is not None:
                answer.left -= 1
            return answer.text
    return None


class _Handler:
    """aiosmtpd's hooks; runs in the server's thread."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink

    async def handle_EHLO(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._sink.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self._sink._rcpt(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        answer = self._sink._data(
            Delivered(
                mail_from=envelope.mail_from or "",
                rcpt_to=tuple(envelope.rcpt_tos),
                raw=raw,
                tls=session.ssl is not None or self._sink._tls == "implicit",
                user=session.auth_data,
            )
        )
        if answer is None:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "421 4.3.2 never seen"
        return answer
