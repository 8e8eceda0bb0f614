"""A mailbox that is fetched over IMAP: durable first, then flagged, then the position moves; for ever.

    connect ─► list UIDs > last ─► fetch 50 ─► accept() ─► flag or move ─► position ─► … ─► IDLE or wait ─► list …

A crash anywhere repeats at most one batch, which the spool knows by (mailbox, UIDVALIDITY, UID). Mail that lay there
before the first start is taken as history and left as it was.
"""

from __future__ import annotations

import hashlib
import random
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from imapclient import IMAPClient

from mailbot.intake.imap_session import ImapSession, ImapSettings, Listed
from mailbot.model.mail import RawMail, Source
from mailbot.observe.log import logger
from mailbot.observe.steps import reach

log = logger(__name__)

_IDLE_S = 9 * 60.0
"""How long an IDLE lasts before it is renewed: servers end it after 30 minutes (RFC 2177), gateways earlier."""
_BACKOFF_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
_GROUP_OCTETS = 16 * 1024 * 1024
"""Of the mails that are fetched and written together."""
_HEAD_OCTETS = 1024 * 1024
"""Taken of a mail that is over the limit."""
_RESTORED = timedelta(days=3)
"""Mail that is older than this when a folder's UIDs have changed is history: its first reading may be forgotten."""
_TRIES = 3
"""How often a mail is asked for that the server lists but does not give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far a folder was read: UIDs up to ``last_uid`` are done; those below ``history_below`` are history."""

    uidvalidity: int
    last_uid: int
    history_below: int


class Positions(Protocol):
    """Where positions are kept, durably."""

    def load(self, mailbox: str, folder: str) -> Position | None:
        """The position of a folder; None before its first start."""
        ...

    def save(self, mailbox: str, folder: str, position: Position) -> None:
        """Keep it; durable when this returns."""
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
    unreadable: tuple[int, ...] = ()
    """UIDs that the server lists and does not give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Every UID on the server, accounted for or not."""

    on_server: int
    waiting: int
    """Not yet read: beyond the position."""
    recovered: tuple[int, ...]
    """Were unaccounted for and have been accepted now."""
    unaccounted: tuple[int, ...]
    """Still are."""


class NotAcceptedError(Exception):
    """Our own spool or position could not be written; the mail stays on the server."""


class WithheldError(Exception):
    """The server lists a mail and does not give it."""


class ImapMailbox:
    """Fetches one folder in a thread of its own, reconnecting for ever; see `status` for how it fares.

    ``accept`` makes mails durable or raises; ``secret`` gives the password or token.
    """

    def __init__(
        self,
        settings: ImapSettings,
        *,
        secret: Callable[[], str],
        accept: Callable[[Sequence[RawMail]], object],
        positions: Positions,
        clock: Callable[[], datetime],
        backoff_s: Sequence[float] = _BACKOFF_S,
    ) -> None:
        self.settings = settings
        self.name = f"imap {settings.mailbox}"
        self.status = MailboxStatus()
        self._secret = secret
        self._accept = accept
        self._positions = positions
        self._clock = clock
        self._backoff_s = backoff_s
        self._stop = threading.Event()
        self._wake_in, self._wake_out = socket.socketpair()
        self._thread: threading.Thread | None = None
        self._session: ImapSession | None = None
        self._withheld: dict[int, int] = {}

    # -- a part of the daemon

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread = threading.Thread(target=self.run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the batch in hand; a server that does not answer is not waited for."""
        self._stop.set()
        self._wake_in.send(b"!")
        if self._thread is None:
            return
        self._thread.join(0.5)
        if self._thread.is_alive() and self._session is not None:
            self._session.abort()
            self._thread.join(0.5)
        if not self._thread.is_alive():
            self._wake_in.close()
            self._wake_out.close()

    def run(self) -> None:
        """Fetch until `stop`."""
        while not self._stop.is_set():
            try:
                self._session = ImapSession(self.settings, self._secret)
                self._serve(self._session)
            except Exception as error:  # noqa: BLE001 - whatever it is: say it, wait, connect again
                self._failed(error)
            finally:
                if self._session is not None:
                    self._session.close()
                self._session = None
                self.status = replace(self.status, connected=False, idling=False)
            if not self._stop.is_set():
                self._pause()

    def _serve(self, session: ImapSession) -> None:
        position = self._locate(session)
        self.status = replace(self.status, connected=True, position=position)
        log.info("mailbox_connected", mailbox=self.settings.mailbox, folder=self.settings.folder, idle=session.idles)
        while not self._stop.is_set():
            try:
                position = self.fetch_new(session, position)
            except NotAcceptedError as error:
                self._failed(error)
                self._pause()
                continue
            self.status = replace(self.status, failures=0, last_error="", last_look=self._clock())
            if not self._stop.is_set():
                self._await(session)

    def _await(self, session: ImapSession) -> None:
        if session.idles:
            self.status = replace(self.status, idling=True)
            session.wait(_IDLE_S, self._wake_out)
            self.status = replace(self.status, idling=False)
        elif not self._stop.wait(self.settings.poll_seconds):
            session.noop()

    def _failed(self, error: Exception) -> None:
        if self._stop.is_set():
            return
        said = f"{type(error).__name__}: {error}"
        self.status = replace(self.status, failures=self.status.failures + 1, last_error=said)
        log.warning(
            "mailbox_failed",
            mailbox=self.settings.mailbox,
            host=self.settings.host,
            error=said,
            failures=self.status.failures,
        )

    def _pause(self) -> None:
        """Wait, longer at each failure, not in step with others."""
        step = self._backoff_s[min(max(self.status.failures, 1), len(self._backoff_s)) - 1]
        self._stop.wait(step * random.uniform(0.5, 1.5))

    # -- positions

    def _locate(self, session: ImapSession) -> Position:
        """Where to go on. At the first start, and when the UIDs have changed, the boundary of history is drawn."""
        s = self.settings
        known = self._positions.load(s.mailbox, s.folder)
        validity = session.selected.uidvalidity
        if known is not None and known.uidvalidity == validity:
            return known
        here = session.selected.uidnext or max((u for uids in session.uids() for u in uids), default=0) + 1
        if known is None:
            position = Position(uidvalidity=validity, last_uid=0, history_below=0 if s.since else here)
            log.info("mailbox_first_start", mailbox=s.mailbox, folder=s.folder, history_below=position.history_below)
        else:
            # The spool and the Message-IDs tell what is known already; what is old besides is not answered again.
            first = session.first_since(self._clock() - _RESTORED)
            position = Position(uidvalidity=validity, last_uid=0, history_below=here if first is None else first)
            log.warning(
                "uidvalidity_changed",
                mailbox=s.mailbox,
                folder=s.folder,
                before=known.uidvalidity,
                now=validity,
                history_below=position.history_below,
            )
        self._keep(position)
        return position

    def _keep(self, position: Position) -> None:
        try:
            self._positions.save(self.settings.mailbox, self.settings.folder, position)
        except Exception as error:
            raise NotAcceptedError(f"the position could not be kept: {error!r}") from error
        self.status = replace(self.status, position=position)

    # -- fetching

    def fetch_new(self, session: ImapSession, position: Position) -> Position:
        """Fetch what lies beyond ``position``, batch by batch, until nothing does or the end is asked for."""
        for uids in session.uids(position.last_uid + 1):
            for group in self._groups(session, uids):
                self._take(session, position, group)
                last = group[-1].uid
                position = replace(position, last_uid=last)
                self._keep(position)
                reach("positioned")
                if self._stop.is_set():
                    return position
        return position

    def _groups(self, session: ImapSession, uids: Sequence[int]) -> Iterator[list[Listed]]:
        """The mails in batches that are bounded in number and octets."""
        group: list[Listed] = []
        octets = 0
        for start in range(0, len(uids), 10 * self.settings.batch):
            for mail in session.list(uids[start : start + 10 * self.settings.batch]):
                if group and (len(group) == self.settings.batch or octets + mail.size > _GROUP_OCTETS):
                    yield group
                    group, octets = [], 0
                group.append(mail)
                octets += min(mail.size, self.settings.max_octets)
        if group:
            yield group

    def _take(self, session: ImapSession, position: Position, group: Sequence[Listed]) -> list[int]:
        """Fetch, accept, settle; the UIDs that were accepted."""
        mails = self._fetch(session, position, group)
        reach("fetched")
        if not mails:
            return []
        try:
            self._accept(mails)
        except Exception as error:
            raise NotAcceptedError(f"{len(mails)} mails were not accepted: {error!r}") from error
        reach("accepted")
        self._settle(session, [m for m in mails if not m.source.history and m.source.octets is None])
        reach("flagged")
        self.status = replace(self.status, fetched=self.status.fetched + len(mails))
        log.info(
            "mails_fetched",
            mailbox=self.settings.mailbox,
            count=len(mails),
            last_uid=group[-1].uid,
            history=sum(m.source.history for m in mails),
        )
        return [m.source.uid for m in mails if m.source.uid is not None]

    def _fetch(self, session: ImapSession, position: Position, group: Sequence[Listed]) -> list[RawMail]:
        most = self.settings.max_octets
        fitting = [m for m in group if m.size <= most]
        bodies = session.bodies(fitting)
        bodies |= session.bodies([m for m in group if m.size > most], most=min(most, _HEAD_OCTETS))
        missing = [m for m in group if m.uid not in bodies]
        if missing:
            bodies |= self._ask_again(session, missing)
        return [self._raw(position, m, bodies[m.uid]) for m in group if m.uid in bodies]

    def _ask_again(self, session: ImapSession, missing: Sequence[Listed]) -> dict[int, bytes]:
        """Mails that came without BODY[], one by one: deleted meanwhile, or withheld by the server."""
        found: dict[int, bytes] = {}
        for mail in missing:
            again = session.bodies([mail], most=min(mail.size, self.settings.max_octets) + 1)
            if again:
                found |= again
                continue
            if not session.list([mail.uid]):
                log.info("mail_gone", mailbox=self.settings.mailbox, uid=mail.uid)
                continue
            self._withheld[mail.uid] = tries = self._withheld.get(mail.uid, 0) + 1
            if tries < _TRIES:
                raise WithheldError(f"the server lists UID {mail.uid} but does not give it")
            if mail.uid not in self.status.unreadable:
                self.status = replace(self.status, unreadable=(*self.status.unreadable, mail.uid)[-1000:])
            log.error("mail_unreadable", mailbox=self.settings.mailbox, uid=mail.uid, tries=tries)
        return found

    def _raw(self, position: Position, mail: Listed, content: bytes) -> RawMail:
        s, now = self.settings, self._clock()
        arrived = mail.internaldate
        old = mail.uid < position.history_below or (s.since is not None and arrived is not None and arrived < s.since)
        cut = mail.size > s.max_octets
        if cut:
            log.warning("mail_oversize", mailbox=s.mailbox, uid=mail.uid, octets=mail.size, taken=len(content))
        return RawMail(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            received_at=now if arrived is None else min(arrived, now),
            source=Source(
                mailbox=s.mailbox,
                protocol="imap",
                folder=s.folder,
                uidvalidity=position.uidvalidity,
                uid=mail.uid,
                history=old,
                octets=mail.size if cut else None,
            ),
        )

    def _settle(self, session: ImapSession, mails: Sequence[RawMail]) -> None:
        """Flag or move; a server that refuses is no reason to stop: the mails are ours, and the position says so."""
        try:
            session.settle([m.source.uid for m in mails if m.source.uid is not None])
            self.status = replace(self.status, settle_refused="")
        except IMAPClient.AbortError:
            raise
        except IMAPClient.Error as error:
            self.status = replace(self.status, settle_refused=f"{self.settings.after}: {error}")
            log.warning("settle_refused", mailbox=self.settings.mailbox, after=self.settings.after, error=str(error))

    # -- reconciliation

    def reconcile(self, known: Callable[[str, str, int], set[int]]) -> Reconciliation | None:
        """Compare every UID on the server with those accounted for, and fetch what is not; None before a first start.

        ``known(mailbox, folder, uidvalidity)`` is asked after the server, so that what arrives meanwhile is not
        missed. Uses a connection of its own, in the caller's thread; raises what `ImapSession` raises.
        """
        s = self.settings
        position = self._positions.load(s.mailbox, s.folder)
        if position is None:
            return None
        session = ImapSession(s, self._secret)
        try:
            if session.selected.uidvalidity != position.uidvalidity:
                return None  # the fetching thread reads everything again
            here = [u for uids in session.uids() for u in uids]
            done = known(s.mailbox, s.folder, position.uidvalidity)
            lacking = [u for u in here if u <= position.last_uid and u not in done]
            recovered: list[int] = []
            for group in self._groups(session, lacking):
                recovered += self._recover(session, position, group)
        finally:
            session.close()
        unaccounted = tuple(sorted(set(lacking) - set(recovered)))
        log.log(
            40 if unaccounted else 20,
            "mailbox_reconciled",
            mailbox=s.mailbox,
            on_server=len(here),
            recovered=len(recovered),
            unaccounted=list(unaccounted[:50]),
        )
        return Reconciliation(
            on_server=len(here),
            waiting=sum(u > position.last_uid for u in here),
            recovered=tuple(recovered),
            unaccounted=unaccounted,
        )

    def _recover(self, session: ImapSession, position: Position, group: Sequence[Listed]) -> list[int]:
        """What can be had of a group: where one is withheld, the others one by one."""
        try:
            return self._take(session, position, group)
        except WithheldError:
            return [] if len(group) == 1 else [u for mail in group for u in self._recover(session, position, [mail])]
