"""The spool: raw mail, durable before anybody is told so, and the queue that triage drains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, or_, select, update

from mailbot.model.mail import Envelope, RawMail, Source
from mailbot.store.contents import Contents
from mailbot.store.dialect import claim, put_once
from mailbot.store.prepared import Prepared
from mailbot.store.tables import Raw
from mailbot.store.vault import SealedError

_RAW = Raw.__table__  # type: ignore[attr-defined]
_SETTLED = Prepared(
    update(_RAW)
    .where(_RAW.c.id == bindparam("of"))
    .values(state="done", leased_until=None, disposition=bindparam("became"), live=bindparam("alive"))
    .values(settled_at=func.coalesce(bindparam("at", type_=_RAW.c.settled_at.type), _RAW.c.received_at))
)


_DOUBTFUL = 3
"""Deaths after which a mail waits behind all others."""
_LOST = SealedError("its octets are lost: restore the table content from a backup")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A mail that could not be handled, with its reason."""

    raw: int
    received_at: datetime
    source: str
    attempts: int
    reason: str
    traceback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A mail as it came; ``masked``: only its masked form is left."""

    content: bytes
    masked: bool


def source_key(source: Source) -> str | None:
    """What names a mail of an IMAP folder for ever (RFC 3501 2.3.1.1); None for other ways in."""
    if source.uid is None:
        return None
    return f"{source.mailbox}|{source.folder}|{source.uidvalidity}|{source.uid}"


class Spool:
    """Raw mail of one transaction."""

    def __init__(self, connection: Connection, contents: Contents) -> None:
        self._c = connection
        self._contents = contents

    def accept(self, mails: Sequence[RawMail]) -> int:
        """Store mails; those of an IMAP folder that are here already are passed over. Returns how many are new."""
        new = 0
        for mail in mails:
            fresh = put_once(
                self._c,
                Raw,
                source_key=source_key(mail.source),
                sha256=mail.sha256,
                size=mail.size,
                received_at=mail.received_at,
                source=asdict(mail.source),
                envelope=asdict(mail.envelope),
                state="pending",
                disposition="",
                attempts=0,
                reason="",
                traceback="",
            )
            if fresh:
                self._contents.keep(mail.sha256, mail.content)
            new += fresh
        return new

    def claim(self, most: int, now: datetime, lease_s: int = 300, attempts: int = 12) -> list[RawMail]:
        """The next pending mails in order of arrival, leased so that no other worker takes them.

        Each claim counts as an attempt until `settle` or `release`. A mail whose worker died is claimed alone, so
        that one which kills the process is found; one that saw several deaths waits behind all others; after
        ``attempts`` of them it goes to the shelf, and so does at once one that is sealed and cannot be opened.
        """
        free = or_(_RAW.c.leased_until.is_(None), _RAW.c.leased_until < now)
        doubtful = case((_RAW.c.attempts >= _DOUBTFUL, 1), else_=0)
        query = select(_RAW.c.id, _RAW.c.attempts).where(_RAW.c.state == "pending", free)
        rows = self._c.execute(claim(self._c, query.order_by(doubtful, _RAW.c.id).limit(most))).all()
        killers = [r.id for r in rows if r.attempts >= attempts]
        if killers:
            self._c.execute(
                update(_RAW)
                .where(_RAW.c.id.in_(killers))
                .values(state="shelved", leased_until=None, reason="the process ended each time while it was handled")
            )
        tried = [r.id for r in rows if 0 < r.attempts < _DOUBTFUL]
        ids = tried[:1] or [r.id for r in rows if r.attempts == 0]
        ids = ids or [r.id for r in rows if r.attempts < attempts][:1]
        if not ids:
            return []
        self._c.execute(
            update(_RAW)
            .where(_RAW.c.id.in_(ids))
            .values(leased_until=now + timedelta(seconds=lease_s), attempts=_RAW.c.attempts + 1)
        )
        mails, failed = self._opened(ids)
        for raw, why in failed:
            self._c.execute(
                update(_RAW).where(_RAW.c.id == raw).values(state="shelved", leased_until=None, reason=str(why))
            )
        return mails

    def load(self, ids: Sequence[int]) -> list[RawMail]:
        """Raw mails by id, in the order of their ids; without those that are not whole any more or cannot be opened."""
        return self._opened(ids)[0]

    def original(self, raw: int) -> Original:
        """What is left of a mail's octets. Raises LookupError where nothing is, and SealedError."""
        row = self._c.execute(select(_RAW.c.sha256, _RAW.c.kept).where(_RAW.c.id == raw)).one_or_none()
        content = None if row is None else self._contents.read([row.sha256]).get(row.sha256)
        if row is None or content is None:
            raise LookupError("this mail is not kept any more")
        if isinstance(content, SealedError):
            raise SealedError(f"mail {raw} cannot be read: {content}")
        return Original(content=content, masked=row.kept != "whole")

    def _opened(self, ids: Sequence[int]) -> tuple[list[RawMail], list[tuple[int, SealedError]]]:
        rows = self._c.execute(
            select(_RAW.c.id, _RAW.c.sha256, _RAW.c.received_at, _RAW.c.source, _RAW.c.envelope)
            .where(_RAW.c.id.in_(ids), _RAW.c.kept == "whole")
            .order_by(_RAW.c.id)
        ).all()
        contents = self._contents.read([r.sha256 for r in rows])
        mails, failed = [], []
        for r in rows:
            content = contents.get(r.sha256, _LOST)
            if isinstance(content, SealedError):
                failed.append((r.id, content))
            else:
                mails.append(_raw(r, content))
        return mails, failed

    def heads(self, ids: Sequence[int]) -> dict[int, RawMail]:
        """Raw mails without their content, by id."""
        columns = (_RAW.c.id, _RAW.c.sha256, _RAW.c.received_at, _RAW.c.source, _RAW.c.envelope, _RAW.c.size)
        return {r.id: _raw(r, b"", r.size) for r in self._c.execute(select(*columns).where(_RAW.c.id.in_(ids)))}

    def settle(self, raw: int, disposition: str, *, at: datetime | None = None, live: bool = False) -> None:
        """The mail is handled. ``live``: it holds a secret that opens something still."""
        _SETTLED.change(self._c, {"of": raw, "became": disposition, "at": at, "alive": live})

    def fail(self, raw: int, reason: str, traceback: str, most: int) -> bool:
        """Note why an attempt failed; after ``most`` of them the mail goes to the shelf. True when it did."""
        attempts = self._c.execute(select(_RAW.c.attempts).where(_RAW.c.id == raw)).scalar_one()
        shelved: bool = attempts >= most
        self._c.execute(
            update(_RAW)
            .where(_RAW.c.id == raw)
            .values(
                state="shelved" if shelved else "pending",
                reason=reason[:2000],
                traceback=traceback[-8000:],
                leased_until=None,
            )
        )
        return shelved

    def release(self, ids: Sequence[int]) -> None:
        """Give leased mails back without an attempt being counted."""
        if ids:
            self._c.execute(
                update(_RAW)
                .where(_RAW.c.id.in_(ids), _RAW.c.state == "pending")
                .values(leased_until=None, attempts=_RAW.c.attempts - 1)
            )

    def release_all(self) -> int:
        """Give every lease back: only for the one daemon of an installation, at its start."""
        return self._c.execute(
            update(_RAW).where(_RAW.c.state == "pending", _RAW.c.leased_until.is_not(None)).values(leased_until=None)
        ).rowcount

    def shelf(self) -> list[Shelved]:
        """What could not be handled, oldest first."""
        rows = self._c.execute(select(_RAW).where(_RAW.c.state == "shelved").order_by(_RAW.c.id))
        return [
            Shelved(
                raw=r.id,
                received_at=r.received_at,
                attempts=r.attempts,
                reason=r.reason,
                source=f"{r.source['mailbox']}/{r.source['folder']}".rstrip("/"),
                traceback=r.traceback,
            )
            for r in rows
        ]

    def retry(self, ids: Sequence[int]) -> int:
        """Take mails off the shelf; all of them where no id is given. Returns how many."""
        wanted = _RAW.c.state == "shelved"
        if ids:
            wanted = wanted & _RAW.c.id.in_(ids)
        return self._c.execute(
            update(_RAW).where(wanted).values(state="pending", attempts=0, leased_until=None)
        ).rowcount

    def counts(self) -> dict[str, int]:
        """How many mails are in each state."""
        rows = self._c.execute(select(_RAW.c.state, func.count()).group_by(_RAW.c.state))
        return {r[0]: r[1] for r in rows}

    def known_uids(self, mailbox: str, folder: str, uidvalidity: int) -> set[int]:
        """The UIDs of a folder that are accounted for (for the daily reconciliation)."""
        prefix = f"{mailbox}|{folder}|{uidvalidity}|"
        rows = self._c.execute(select(_RAW.c.source_key).where(_RAW.c.source_key.startswith(prefix, autoescape=True)))
        return {int(key.rpartition("|")[2]) for key in rows.scalars()}


def _raw(r: Any, content: bytes, octets: int | None = None) -> RawMail:
    return RawMail(
        id=r.id,
        sha256=r.sha256,
        received_at=r.received_at,
        content=content,
        octets=octets,
        source=Source(**r.source),
        envelope=Envelope(
            mail_from=r.envelope["mail_from"], peer=r.envelope["peer"], rcpt_to=tuple(r.envelope["rcpt_to"])
        ),
    )
