"""SMTP submission over one kept connection (RFC 5321, 6409)."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Lock
from typing import Literal

from mailbot.delivery.backoff import delay
from mailbot.model.effects import Deferred, Outcome, Rejected, Sent

_NOT_IN_ADDRESSES = frozenset(' <>,;"()[]\\')
Tls = Literal["starttls", "tls", "none"]
_TOO_LARGE = 552
"""The answer to MAIL for a size over the server's limit (RFC 1870 6.1)."""


class SmtpDelivery:
    """Hands mail to one server; connects at the first mail, and again when the server has gone away.

    ``tls``: "starttls" (required, not tried), "tls" from the first octet, or "none". ``access_token``, asked anew at
    every login, makes it XOAUTH2 instead of a password. ``timeout`` in seconds for each step. Raises ValueError for a
    login without TLS to another machine.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: Tls = "starttls",
        username: str = "",
        password: str = "",
        access_token: Callable[[], str] | None = None,
        timeout: float = 30,
        local_hostname: str = "",
        context: ssl.SSLContext | None = None,
    ) -> None:
        if tls == "none" and username and host not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError(f"a login to {host} without TLS would show the password: use starttls or tls")
        self._host, self._port, self._tls = host, port, tls
        self._username, self._password = username, password
        self._access_token = access_token
        self._timeout = timeout
        self._local_hostname = local_hostname or socket.gethostname()
        self._context = context
        self._server: smtplib.SMTP | None = None
        self._lock = Lock()

    def deliver(
        self, *, mail_from: str, rcpt_to: Sequence[str], content: bytes, now: datetime, attempt: int
    ) -> Outcome:
        """Try once, all recipients in one transaction.

        What the server says of a recipient or of the content is final at 5xx. What it says of our greeting, login or
        sender is the desk's trouble and never the mail's: that is tried again.
        """
        later = now + delay(attempt, f"{mail_from}:{','.join(rcpt_to)}")
        with self._lock:
            try:
                sender = _ascii_domain(mail_from) if mail_from else ""
                recipients = [_ascii_domain(each) for each in rcpt_to]
                begun = self._begun(sender, recipients, len(content))
                if isinstance(begun, Rejected):
                    return begun
                return self._send(begun, recipients, content, later)
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                if isinstance(error, smtplib.SMTPDataError):
                    return _refused(error.smtp_code, error.smtp_error, later)
                return Deferred(until=later, why=self._trouble(error))
            except ValueError as error:
                self._drop()
                return Rejected(why=f"no address of RFC 5321: {error}")

    def log_in(self) -> None:
        """Connect and log in, and send nothing. Raises OSError and smtplib.SMTPException."""
        with self._lock:
            try:
                self._logged_in()
            except BaseException:
                self._drop()
                raise

    def close(self) -> None:
        """Take leave of the server."""
        with self._lock:
            if self._server is not None:
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    self._server.quit()
            self._drop()

    def _begun(self, mail_from: str, rcpt_to: Sequence[str], size: int) -> smtplib.SMTP | Rejected:
        """A connection on which MAIL was accepted: the kept one, or a new one where the server has left it. Rejected
        where the server takes no such addresses or none of this size."""
        for kept in (True, False):
            if kept and self._server is None:
                continue
            server = self._server or self._logged_in()
            options = _options(server, (mail_from, *rcpt_to), size)
            if options is None:
                return Rejected(why=f"{self._host} takes no address beyond ASCII (SMTPUTF8, RFC 6531)")
            try:
                code, answer = server.mail(mail_from, options)
            except OSError:
                self._drop()
                if kept:
                    continue
                raise
            if code == 250:
                return server
            self._drop()
            if code == _TOO_LARGE:
                return Rejected(why=_said(code, answer))
            if not kept:
                raise smtplib.SMTPSenderRefused(code, answer, mail_from)
        raise AssertionError("the second connection returns or raises")

    def _logged_in(self) -> smtplib.SMTP:
        self._server = server = self._connect()
        server.ehlo_or_helo_if_needed()
        if self._tls == "starttls":
            server.starttls(context=self._tls_context())
            server.ehlo()
        if self._access_token is not None:
            bearer = f"user={self._username}\x01auth=Bearer {self._access_token()}\x01\x01"
            # a refusal comes as a challenge with its reason and wants an empty answer
            server.auth("XOAUTH2", lambda challenge=None: bearer if challenge is None else "")
        elif self._username:
            server.login(self._username, self._password)
        return server

    def _connect(self) -> smtplib.SMTP:
        if self._tls == "tls":
            return smtplib.SMTP_SSL(
                self._host,
                self._port,
                local_hostname=self._local_hostname,
                timeout=self._timeout,
                context=self._tls_context(),
            )
        return smtplib.SMTP(self._host, self._port, local_hostname=self._local_hostname, timeout=self._timeout)

    def _tls_context(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context

    def _send(self, server: smtplib.SMTP, rcpt_to: Sequence[str], content: bytes, later: datetime) -> Outcome:
        for recipient in rcpt_to:
            code, answer = server.rcpt(recipient)
            if code not in {250, 251}:
                self._reset(server)
                return _refused(code, answer, later)
        code, answer = server.data(content)
        return Sent(response=_said(code, answer)) if code == 250 else _refused(code, answer, later)

    def _reset(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _trouble(self, error: Exception) -> str:
        said = (
            _said(error.smtp_code, error.smtp_error)
            if isinstance(error, smtplib.SMTPResponseException)
            else f"{type(error).__name__}: {error}"
        )
        return f"{self._host}:{self._port}: {said}"

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _ascii_domain(address: str) -> str:
    """The address with its domain in ASCII (RFC 5891); raises ValueError for what is no address: smtplib would send
    to whatever it finds in it."""
    if not address.isprintable() or not _NOT_IN_ADDRESSES.isdisjoint(address) or "@" not in address:
        raise ValueError(repr(address))
    local, at, domain = address.rpartition("@")
    return address if address.isascii() else f"{local}{at}{domain.encode('idna').decode()}"


def _options(server: smtplib.SMTP, addresses: Sequence[str], size: int) -> list[str] | None:
    options = [f"SIZE={size}"] if server.has_extn("size") else []
    if server.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not all(a.isascii() for a in addresses):
        if not server.has_extn("smtputf8"):
            return None
        # smtplib encodes commands in ASCII unless it is told
        server.command_encoding = "utf-8"
        options.append("SMTPUTF8")
    return options


def _refused(code: int, answer: bytes | str, later: datetime) -> Outcome:
    why = _said(code, answer)
    return Rejected(why=why) if 500 <= code < 600 else Deferred(until=later, why=why)


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:1000]
