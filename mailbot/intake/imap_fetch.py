"""From a mailbox's session to durable mail: what is new, in batches; then flagged or moved; then the position moves.

A crash anywhere repeats at most one batch, which the spool knows by (mailbox, UIDVALIDITY, UID). Mail that lay there
before the first start is taken as history and left as it was.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from imapclient import IMAPClient

from mailbot.intake.imap_session import ImapSession, ImapSettings, Listed
from mailbot.model.mail import RawMail, Source
from mailbot.observe import metrics
from mailbot.observe.log import logger
from mailbot.observe.steps import reach

log = logger(__name__)

_GROUP_OCTETS = 16 * 1024 * 1024
"""Of the mails that are fetched and written together."""
_HEAD_OCTETS = 1024 * 1024
"""Taken of a mail that is over the limit."""
_RESTORED = timedelta(days=3)
"""Mail that is older than this when a folder's UIDs have changed is history: its first reading may be forgotten."""
_TRIES = 3
"""How often a mail is asked for that the server lists but does not give."""
_STUMBLES = 8
"""How often a session may break at one mail before it is passed over; from the second on, mails come one by one."""


Known = Callable[[str, str, int], set[int]]
"""(mailbox, folder, UIDVALIDITY) → the UIDs that are accounted for."""


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


class Fetcher:
    """Fetches one folder through whatever session it is given; counts what it does."""

    def __init__(
        self,
        settings: ImapSettings,
        *,
        accept: Callable[[Sequence[RawMail]], object],
        positions: Positions,
        clock: Callable[[], datetime],
    ) -> None:
        self.settings = settings
        self.position: Position | None = None
        self.fetched = 0
        self.settle_refused = ""
        self.unreadable: set[int] = set()
        self._accept = accept
        self._positions = positions
        self._clock = clock
        self._withheld: Counter[int] = Counter()
        self._stumbles: Counter[int] = Counter()

    # -- positions

    def locate(self, session: ImapSession) -> None:
        """Find where to go on. At the first start, and when the UIDs have changed, the boundary of history is drawn."""
        s = self.settings
        known = self._positions.load(s.mailbox, s.folder)
        validity = session.selected.uidvalidity
        if known is not None and known.uidvalidity == validity:
            self.position = known
            return
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

    def _keep(self, position: Position) -> None:
        try:
            self._positions.save(self.settings.mailbox, self.settings.folder, position)
        except Exception as error:
            raise NotAcceptedError(f"the position could not be kept: {error!r}") from error
        self.position = position

    # -- fetching

    def fetch_new(self, session: ImapSession, stop: Callable[[], bool]) -> None:
        """Fetch what lies beyond the position, batch by batch, until nothing does or ``stop`` says so."""
        if self.position is None:
            self.locate(session)
        position = self.position
        assert position is not None
        for uids in session.uids(position.last_uid + 1):
            for group in self._groups(session, uids):
                self._take(session, position, group)
                position = replace(position, last_uid=group[-1].uid)
                self._keep(position)
                reach("positioned")
                if stop():
                    return

    def _groups(self, session: ImapSession, uids: Sequence[int]) -> Iterator[list[Listed]]:
        """The mails in batches that are bounded in number and octets."""
        group: list[Listed] = []
        octets = 0
        for start in range(0, len(uids), 10 * self.settings.batch):
            for mail in session.list(uids[start : start + 10 * self.settings.batch]):
                if group and (len(group) >= self._most() or octets + mail.size > _GROUP_OCTETS):
                    yield group
                    group, octets = [], 0
                group.append(mail)
                octets += min(mail.size, self.settings.max_octets)
        if group:
            yield group

    def _most(self) -> int:
        """Mails of the next batch: one, while one at which the session keeps breaking is looked for."""
        return 1 if any(2 <= n < _STUMBLES for n in self._stumbles.values()) else self.settings.batch

    def _take(self, session: ImapSession, position: Position, group: Sequence[Listed]) -> list[int]:
        """Fetch, accept, settle; the UIDs that were accepted."""
        mails = self._fetch(session, position, group)
        reach("fetched")
        if not mails:
            return []
        labels = (self.settings.mailbox, "imap")
        try:
            with metrics.accept_seconds.time():
                self._accept(mails)
        except Exception as error:
            metrics.accept_failures.labels(*labels).inc()
            raise NotAcceptedError(f"{len(mails)} mails were not accepted: {error!r}") from error
        metrics.mails_accepted.labels(*labels).inc(len(mails))
        reach("accepted")
        self._settle(session, [m for m in mails if not m.source.history and m.source.octets is None])
        reach("flagged")
        self.fetched += len(mails)
        log.info(
            "mails_fetched",
            mailbox=self.settings.mailbox,
            count=len(mails),
            last_uid=group[-1].uid,
            history=sum(m.source.history for m in mails),
        )
        return [m.source.uid for m in mails if m.source.uid is not None]

    def _fetch(self, session: ImapSession, position: Position, group: Sequence[Listed]) -> list[RawMail]:
        """The mails of a batch; counts the sessions that break over it, and passes over what broke too many."""
        for mail in group:
            if self._stumbles[mail.uid] >= _STUMBLES:
                self._pass_over(mail.uid, "the session broke each time it was fetched")
        wanted = [m for m in group if self._stumbles[m.uid] < _STUMBLES]
        if not wanted:
            return []
        try:
            bodies = self._bodies(session, wanted)
        except WithheldError:
            raise
        except Exception:
            self._stumbles[wanted[0].uid] += 1
            raise
        del self._stumbles[wanted[0].uid]
        return [self._raw(position, m, bodies[m.uid]) for m in wanted if m.uid in bodies]

    def _bodies(self, session: ImapSession, group: Sequence[Listed]) -> dict[int, bytes]:
        most = self.settings.max_octets
        bodies = session.bodies([m for m in group if m.size <= most])
        bodies |= session.bodies([m for m in group if m.size > most], most=min(most, _HEAD_OCTETS))
        missing = [m for m in group if m.uid not in bodies]
        return bodies | self._ask_again(session, missing) if missing else bodies

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
            self._withheld[mail.uid] += 1
            if self._withheld[mail.uid] < _TRIES:
                raise WithheldError(f"the server lists UID {mail.uid} but does not give it")
            self._pass_over(mail.uid, "the server does not give it")
        return found

    def _pass_over(self, uid: int, reason: str) -> None:
        """Leave a mail to the reconciliation, so that it does not keep back those behind it."""
        self.unreadable.add(uid)
        log.error("mail_unreadable", mailbox=self.settings.mailbox, uid=uid, reason=reason)

    def _raw(self, position: Position, mail: Listed, content: bytes) -> RawMail:
        s, now = self.settings, self._clock()
        arrived = mail.internaldate
        old = mail.uid < position.history_below or (s.since is not None and arrived is not None and arrived < s.since)
        cut = mail.size > s.max_octets
        if cut:
            metrics.mails_oversize.labels(s.mailbox).inc()
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
            self.settle_refused = ""
        except IMAPClient.AbortError:
            raise
        except IMAPClient.Error as error:
            self.settle_refused = f"{self.settings.after}: {error}"
            log.warning("settle_refused", mailbox=self.settings.mailbox, after=self.settings.after, error=str(error))

    # -- reconciliation

    def reconcile(self, session: ImapSession, known: Known) -> Reconciliation | None:
        """See `ImapMailbox.reconcile`; None where there is no position, or one of other UIDs."""
        s = self.settings
        position = self._positions.load(s.mailbox, s.folder)
        if position is None or session.selected.uidvalidity != position.uidvalidity:
            return None
        here = [u for uids in session.uids() for u in uids]
        done = known(s.mailbox, s.folder, position.uidvalidity)
        lacking = [u for u in here if u <= position.last_uid and u not in done]
        recovered: list[int] = []
        for group in self._groups(session, lacking):
            recovered += self._recover(session, position, group)
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
