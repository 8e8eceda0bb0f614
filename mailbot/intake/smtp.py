"""Mail by SMTP and LMTP: 250 is said once the mail is durable, 4xx where we failed, 5xx where the client did.

asyncio stays inside. A listener relays nothing: what it takes becomes a ticket or is refused.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.smtp import Envelope as SmtpEnvelope
from aiosmtpd.smtp import Session as SmtpState

from mailbot.intake.group_commit import Accept, GroupCommit
from mailbot.intake.smtp_session import LmtpSession, Session
from mailbot.model.mail import Envelope, RawMail, Source
from mailbot.observe import metrics
from mailbot.observe.health import Condition
from mailbot.observe.log import logger

log = logger(__name__)

_OURS = "451 4.3.0 Local error, try again later"
_COMMIT_S = 60.0
"""How long a client waits for the mail to be durable before it is told to come again."""
_GRACE_S = 0.8
"""How long what is being written may take when we stop."""
_SLACK = 1024
_MAX_RECIPIENTS = 100
"""RFC 5321 4.5.3.1.8 asks for at least as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerSettings:
    """Where to listen and what to take. Sizes in octets, times in seconds."""

    protocol: Literal["smtp", "lmtp"] = "smtp"
    name: str = ""
    """The mailbox that the mails are said to come from; the protocol's name where empty."""
    host: str = "127.0.0.1"
    port: int = 0
    """0 takes any free one; `Listener.port` says which."""
    hostname: str = "localhost"
    """How the listener calls itself in its greeting."""
    recipients: tuple[str, ...] = ()
    """Addresses (``desk@example.com``, also reached as ``desk+anything@example.com``) and domains (``example.com``)
    that mail is taken for; for every one where empty."""
    max_octets: int = 50 * 1024 * 1024
    max_octets_at_once: int = 256 * 1024 * 1024
    """Of all mails that are arriving or being written."""
    max_connections: int = 100
    max_connections_per_peer: int = 50
    mails_per_minute: int = 0
    """Of one peer; 0 is no limit."""
    timeout_s: float = 300.0
    """For one command or the whole of one mail's data."""
    tls_cert: str = ""
    """A PEM file with the certificate and its chain; STARTTLS is offered where it is given."""
    tls_key: str = ""
    require_tls: bool = False


class Listener:
    """Listens on one address; `start` opens it, `stop` closes it."""

    def __init__(self, settings: ListenerSettings, accept: Accept, clock: Callable[[], datetime]) -> None:
        self.settings = settings
        self.name = settings.name or settings.protocol
        self.port = settings.port
        self._commit = GroupCommit(accept, name=f"{self.name}-commit")
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._sessions: dict[Session, str] = {}
        self._writing: set[asyncio.Future[None]] = set()
        self._held = 0
        self._rate = _Rate(settings.mails_per_minute)

    def start(self) -> None:
        """Listen. Raises OSError where the address is taken or the certificate cannot be read."""
        s = self.settings
        tls = _tls(s)
        family = socket.AF_INET6 if ":" in s.host else socket.AF_INET
        listening = socket.create_server((s.host, s.port), family=family, backlog=s.max_connections)
        self.port = listening.getsockname()[1]
        self._commit.start()
        self._thread = threading.Thread(target=self._run, args=(listening, tls), name=self.name, daemon=True)
        self._thread.start()
        log.info("listening", mailbox=self.name, protocol=s.protocol, host=s.host, port=self.port, tls=tls is not None)

    def stop(self) -> None:
        """Take nothing new, write what was handed in, hang up."""
        if self._thread is None or self._loop is None:
            return
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ask)
        self._thread.join(_GRACE_S + 0.5)
        self._commit.stop(_GRACE_S)

    def _ask(self) -> None:
        if self._end is not None:
            self._end.set()

    def _run(self, listening: socket.socket, tls: ssl.SSLContext | None) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            runner.run(self._serve(listening, tls))

    async def _serve(self, listening: socket.socket, tls: ssl.SSLContext | None) -> None:
        s = self.settings
        kind = LmtpSession if s.protocol == "lmtp" else Session
        loop = asyncio.get_running_loop()
        self._end = asyncio.Event()

        def session() -> Session:
            return kind(
                self,
                data_size_limit=s.max_octets,
                enable_SMTPUTF8=True,
                hostname=s.hostname,
                ident="mailbot",
                tls_context=tls,
                require_starttls=s.require_tls,
                timeout=s.timeout_s,
                auth_exclude_mechanism=["LOGIN", "PLAIN"],
                loop=loop,
            )

        server = await loop.create_server(session, sock=listening)
        await self._end.wait()
        server.close()
        if self._writing:
            await asyncio.wait(self._writing, timeout=_GRACE_S)
            await asyncio.sleep(0.02)  # the replies leave
        for one in list(self._sessions):
            one.hang_up()
        await asyncio.sleep(0)

    def condition(self) -> Condition:
        """For the health report."""
        figures = {"port": self.port, "sessions": len(self._sessions)}
        if self._thread is None or not self._thread.is_alive():
            return Condition(state="failing", said="not listening", figures=figures)
        return Condition(figures=figures)

    def _refuse(self, peer: str, reason: str, recipient: str = "") -> None:
        metrics.sessions_refused.labels(self.name, reason).inc()
        log.warning("refused", mailbox=self.name, peer=peer, reason=reason, recipient=recipient)

    # What the sessions ask: see `smtp_session.Desk`, and aiosmtpd for the hooks.

    def admit(self, session: Session, peer: str) -> str:
        """Take note of a session; the reply that refuses it, or an empty string."""
        s = self.settings
        if len(self._sessions) >= s.max_connections:
            self._refuse(peer, "too many connections")
            return f"421 4.3.2 {s.hostname} Too many connections, try again later"
        if sum(p == peer for p in self._sessions.values()) >= s.max_connections_per_peer:
            self._refuse(peer, "too many connections of one peer")
            return f"421 4.7.0 {s.hostname} Too many connections from your address, try again later"
        self._sessions[session] = peer
        return ""

    def leave(self, session: Session) -> None:
        """The session is over."""
        self._sessions.pop(session, None)

    def hold(self, octets: int) -> bool:
        """Memory for a piece of a mail; a lone mail always gets what its own limit allows."""
        if self._held + octets > max(self.settings.max_octets_at_once, self.settings.max_octets + _SLACK):
            return False
        self._held += octets
        return True

    def free(self, octets: int) -> None:
        """Memory given back."""
        self._held -= octets

    def oversize(self) -> None:
        """A mail was over the limit."""
        metrics.mails_oversize.labels(self.name).inc()

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds hooks by these names
        self, server: Session, session: SmtpState, envelope: SmtpEnvelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Greet: no AUTH, since nobody logs in here; commands may be sent ahead (RFC 2920)."""
        session.host_name = hostname
        kept = [r for r in responses if not r.startswith("250-AUTH")]
        return [*kept[:-1], "250-PIPELINING", kept[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: Session, session: SmtpState, envelope: SmtpEnvelope, address: str, options: list[str]
    ) -> str:
        """A sender, or the null reverse-path (RFC 5321 4.5.5)."""
        if not self._rate.allows(_peer(session)):
            self._refuse(_peer(session), "too many mails of one peer")
            return "450 4.7.1 Too many mails from your address, try again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Session, session: SmtpState, envelope: SmtpEnvelope, address: str, options: list[str]
    ) -> str:
        """A recipient of ours."""
        if len(envelope.rcpt_tos) >= _MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if not takes(self.settings.recipients, address, self.settings.hostname):
            self._refuse(_peer(session), "no such recipient", address)
            return "550 5.1.1 No such recipient here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Session, session: SmtpState, envelope: SmtpEnvelope) -> str:  # noqa: N802
        """A whole mail: 250 once it is durable."""
        content = bytes(envelope.original_content or b"")
        mail = RawMail(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            received_at=self._clock(),
            source=Source(mailbox=self.name, protocol=self.settings.protocol),
            envelope=Envelope(
                mail_from="" if envelope.mail_from in {"<>", None} else envelope.mail_from,
                rcpt_to=tuple(envelope.rcpt_tos),
                peer=_peer(session),
            ),
        )
        durable = asyncio.wrap_future(self._commit.submit(mail))
        self._writing.add(durable)
        try:
            await asyncio.wait_for(durable, _COMMIT_S)
        except Exception as error:  # noqa: BLE001 - any failure of ours is temporary to the client
            log.warning("mail_deferred", mailbox=self.name, peer=_peer(session), error=repr(error))
            return _OURS
        finally:
            self._writing.discard(durable)
        return "250 2.0.0 OK, accepted"

    async def handle_exception(self, error: Exception) -> str:
        """A failure of ours in mid-session."""
        log.error("session_failed", mailbox=self.name, error=repr(error), exc_info=error)
        return _OURS


def takes(recipients: tuple[str, ...], address: str, hostname: str) -> bool:
    """Whether mail to ``address`` is taken: a listed address or domain, or the postmaster of one."""
    if not recipients:
        return True
    local, _, domain = address.lower().rpartition("@")
    listed = {r.lower().removeprefix("@") for r in recipients}
    if domain in listed or address.lower() in listed or f"{local.partition('+')[0]}@{domain}" in listed:
        return True
    return local == "postmaster" and domain in {hostname.lower(), *(r.rpartition("@")[2] for r in listed)}


def _peer(session: SmtpState) -> str:
    peer: Any = session.peer
    return str(peer[0]) if isinstance(peer, tuple) else "local"


def _tls(settings: ListenerSettings) -> ssl.SSLContext | None:
    if not settings.tls_cert:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(Path(settings.tls_cert), Path(settings.tls_key) if settings.tls_key else None)
    return context


class _Rate:
    """How many mails each peer has begun in the present minute."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute = 0
        self._begun: Counter[str] = Counter()

    def allows(self, peer: str) -> bool:
        if not self._most:
            return True
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute = minute
            self._begun.clear()
        self._begun[peer] += 1
        return self._begun[peer] <= self._most
