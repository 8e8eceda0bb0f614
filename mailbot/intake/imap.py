"""A mailbox that is fetched over IMAP: durable first, then flagged, then the position moves; for ever.

    connect ─► list UIDs > last ─► fetch 50 ─► accept() ─► flag or move ─► position ─► … ─► IDLE or wait ─► list …

The loop in its thread, reconnecting with backoff; `imap_fetch` is what is done in a round, `imap_session` the protocol.
"""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from mailbot.intake.imap_fetch import Fetcher, Known, NotAcceptedError, Position, Positions, Reconciliation
from mailbot.intake.imap_session import ImapSession, ImapSettings
from mailbot.model.mail import RawMail
from mailbot.observe import metrics
from mailbot.observe.health import Condition
from mailbot.observe.log import logger

__all__ = ["ImapMailbox", "ImapSettings", "MailboxStatus", "Position", "Positions", "Reconciliation", "Tenure"]

log = logger(__name__)

_IDLE_S = 9 * 60.0
"""How long an IDLE lasts before it is renewed: servers end it after 30 minutes (RFC 2177), gateways earlier."""
_BELIEVED = 2
"""Looks in vain at announced mail, after which the next announcement is waited for."""
_FAILING = 5
"""After how many failures in a row a mailbox is failing."""
_BACKOFF_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)


class Tenure(Protocol):
    """The right to fetch a mailbox, where several daemons could. ``renew_s``: how often to ask at least."""

    renew_s: float

    def held(self) -> bool:
        """Take or renew it; False where another daemon has it. Raises what the database does."""
        ...

    def give_up(self) -> None:
        """Let another have it at once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxStatus:
    """What is to be known of a mailbox now."""

    connected: bool = False
    idling: bool = False
    position: Position | None = None
    last_look: datetime | None = None
    """When it was last found that nothing more is to be fetched."""
    last_error: str = ""
    failures: int = 0
    """Since the last success."""
    settle_refused: str = ""
    """Why the server did not flag or move what was handled; empty since it last did."""
    fetched: int = 0
    """Mails since the start."""
    standby: bool = False
    """Another daemon fetches this mailbox; this one takes over when that one is gone."""
    unreadable: tuple[int, ...] = ()
    """UIDs that the server lists and does not give."""


class ImapMailbox:
    """Fetches one folder in a thread of its own, reconnecting for ever; see `status` for how it fares.

    ``accept`` makes mails durable or raises; ``secret`` gives the password or token. With a ``tenure`` nothing is
    asked of the server while another daemon has it.
    """

    def __init__(
        self,
        settings: ImapSettings,
        *,
        secret: Callable[[], str],
        accept: Callable[[Sequence[RawMail]], object],
        positions: Positions,
        clock: Callable[[], datetime],
        tenure: Tenure | None = None,
        backoff_s: Sequence[float] = _BACKOFF_S,
    ) -> None:
        self.settings = settings
        self.name = f"imap {settings.mailbox} {settings.folder}"
        self._status = MailboxStatus()
        self._secret = secret
        self._fetcher = Fetcher(settings, accept=accept, positions=positions, clock=clock)
        self._clock = clock
        self._tenure = tenure
        self._backoff_s = backoff_s
        self._stop = threading.Event()
        self._wake_in, self._wake_out = socket.socketpair()
        self._thread: threading.Thread | None = None
        self._session: ImapSession | None = None

    @property
    def status(self) -> MailboxStatus:
        """How it fares now."""
        f = self._fetcher
        return replace(
            self._status,
            position=f.position,
            fetched=f.fetched,
            settle_refused=f.settle_refused,
            unreadable=tuple(sorted(f.unreadable)),
        )

    def condition(self) -> Condition:
        """For the health report: failing once it has failed again and again."""
        s = self.status
        figures = {
            "fetched": s.fetched,
            "last_uid": s.position.last_uid if s.position else None,
            "last_look": s.last_look.isoformat() if s.last_look else None,
            "failures": s.failures,
        }
        if s.standby and not s.failures:
            return Condition(said="another daemon fetches it", figures=figures)
        if s.failures or not s.connected:
            said = s.last_error or "not connected yet"
            return Condition(state="failing" if s.failures >= _FAILING else "degraded", said=said, figures=figures)
        if s.settle_refused:
            return Condition(state="degraded", said=f"the server refused: {s.settle_refused}", figures=figures)
        if s.unreadable:
            said = f"the server does not give UID {', '.join(map(str, s.unreadable[:10]))}"
            return Condition(state="degraded", said=said, figures=figures)
        return Condition(figures=figures)

    # -- a part of the daemon

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread = threading.Thread(target=self.run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the batch in hand; a server that does not answer is not waited for."""
        self._stop.set()
        with contextlib.suppress(OSError):  # it has ended before
            self._wake_in.send(b"!")
        if self._thread is not None:
            self._thread.join(0.2)
            session = self._session
            if self._thread.is_alive() and session is not None:
                session.abort()
                self._thread.join(0.2)
            if self._thread.is_alive():
                return
        self._wake_in.close()
        self._wake_out.close()

    def run(self) -> None:
        """Fetch until `stop`."""
        while not self._stop.is_set():
            try:
                if not self._ours():
                    self._stop.wait(self._tenure.renew_s if self._tenure else 0)
                    continue
                self._session = ImapSession(self.settings, self._secret)
                self._serve(self._session)
            except Exception as error:  # noqa: BLE001 - whatever it is: say it, wait, connect again
                self._failed(error)
            finally:
                if self._session is not None:
                    self._session.close()
                self._session = None
                self._connected(False)
            if not self._stop.is_set():
                self._pause()
        if self._tenure is not None and not self._status.standby:
            with contextlib.suppress(Exception):  # it ends by itself
                self._tenure.give_up()

    def _ours(self) -> bool:
        """Whether this daemon may fetch now."""
        ours = self._tenure is None or self._tenure.held()
        if ours == self._status.standby:
            log.info("mailbox_taken_over" if ours else "mailbox_standby", mailbox=self.settings.mailbox)
            self._status = replace(self._status, standby=not ours, failures=0, last_error="")
        return ours

    def _serve(self, session: ImapSession) -> None:
        self._fetcher.locate(session)
        self._connected(True)
        log.info("mailbox_connected", mailbox=self.settings.mailbox, folder=self.settings.folder, idle=session.idles)
        in_vain = 0
        while not self._stop.is_set() and self._ours():
            before = self._fetcher.position
            session.heard()  # this look finds what was announced so far
            try:
                self._fetcher.fetch_new(session, self._stop.is_set)
            except NotAcceptedError as error:
                self._failed(error)
                self._pause()
                continue
            now = self._clock()
            metrics.mailbox_looked.labels(self.settings.mailbox).set(now.timestamp())
            self._status = replace(self._status, failures=0, last_error="", last_look=now)
            # IDLE does not say again what was announced while we looked; a server that announces with every answer is
            # believed once.
            in_vain = in_vain + 1 if self._fetcher.position == before else 0
            if not (session.heard() and in_vain < _BELIEVED) and not self._stop.is_set():
                self._await(session)

    def _await(self, session: ImapSession) -> None:
        if session.idles:
            self._status = replace(self._status, idling=True)
            session.wait(min(_IDLE_S, self._tenure.renew_s) if self._tenure else _IDLE_S, self._wake_out)
            self._status = replace(self._status, idling=False)
        elif not self._stop.wait(self._poll_s()):
            session.noop()

    def _poll_s(self) -> float:
        return min(self.settings.poll_seconds, self._tenure.renew_s) if self._tenure else self.settings.poll_seconds

    def _connected(self, connected: bool) -> None:
        metrics.mailbox_connected.labels(self.settings.mailbox).set(connected)
        self._status = replace(self._status, connected=connected, idling=False)

    def _failed(self, error: Exception) -> None:
        if self._stop.is_set():
            return
        said = f"{type(error).__name__}: {error}"
        metrics.mailbox_failures.labels(self.settings.mailbox).inc()
        self._status = replace(self._status, failures=self._status.failures + 1, last_error=said)
        log.warning(
            "mailbox_failed",
            mailbox=self.settings.mailbox,
            host=self.settings.host,
            error=said,
            failures=self._status.failures,
        )

    def _pause(self) -> None:
        """Wait, longer at each failure, not in step with others."""
        step = self._backoff_s[min(max(self._status.failures, 1), len(self._backoff_s)) - 1]
        self._stop.wait(step * random.uniform(0.5, 1.5))

    def reconcile(self, known: Known) -> Reconciliation | None:
        """Compare every UID on the server with those accounted for, and fetch what is not.

        ``known`` is asked after the server. None where the folder has not been read yet, or is being read again
        because its UIDs have changed. Uses a connection of its own in the caller's thread; raises what `ImapSession`
        does, and `NotAcceptedError`.
        """
        session = ImapSession(self.settings, self._secret)
        try:
            return self._fetcher.reconcile(session, known)
        finally:
            session.close()
