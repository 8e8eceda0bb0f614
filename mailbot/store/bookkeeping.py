"""What an installation keeps for itself: settings, IMAP positions, leases, addresses that nothing is sent to."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from mailbot.store.dialect import put_once
from mailbot.store.tables import Lease, Position, Setting, Stopped

_S = Setting.__table__  # type: ignore[attr-defined]
_P = Position.__table__  # type: ignore[attr-defined]
_L = Lease.__table__  # type: ignore[attr-defined]
_X = Stopped.__table__  # type: ignore[attr-defined]
_IS_STOPPED = select(_X.c.address).where(_X.c.address.in_(bindparam("these", expanding=True)))
_SETTING = select(_S.c.value).where(_S.c.name == bindparam("of"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPosition:
    """How far an IMAP folder was read, and below which UID its mail is history."""

    uidvalidity: int
    last_uid: int
    history_below: int


class Bookkeeping:
    """Settings and the like, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def setting(self, name: str) -> str | None:
        """A setting's value; None where it has none."""
        value: str | None = self._c.execute(_SETTING, {"of": name}).scalar_one_or_none()
        return value

    def set(self, name: str, value: str) -> None:
        """Keep a setting."""
        if not self._c.execute(update(_S).where(_S.c.name == name).values(value=value)).rowcount:
            put_once(self._c, Setting, name=name, value=value)

    def token_key(self) -> bytes:
        """The key of this installation's signed tokens; made at the first call, the same ever after."""
        put_once(self._c, Setting, name="token_key", value=secrets.token_hex(32))
        return bytes.fromhex(self.setting("token_key") or "")

    def position(self, mailbox: str, folder: str) -> FolderPosition | None:
        """Where a folder stands."""
        row = self._c.execute(select(_P).where(_P.c.mailbox == mailbox, _P.c.folder == folder)).one_or_none()
        return (
            None
            if row is None
            else FolderPosition(uidvalidity=row.uidvalidity, last_uid=row.last_uid, history_below=row.history_below)
        )

    def move(self, mailbox: str, folder: str, position: FolderPosition) -> None:
        """Note where a folder stands."""
        values = {
            "uidvalidity": position.uidvalidity,
            "last_uid": position.last_uid,
            "history_below": position.history_below,
        }
        here = (_P.c.mailbox == mailbox) & (_P.c.folder == folder)
        if not self._c.execute(update(_P).where(here).values(**values)).rowcount:
            put_once(self._c, Position, mailbox=mailbox, folder=folder, **values)

    def lease(self, name: str, owner: str, now: datetime, seconds: int) -> bool:
        """Take or renew a lease; False where another owner holds it."""
        until = now + timedelta(seconds=seconds)
        if self._c.execute(
            update(_L)
            .where(_L.c.name == name, (_L.c.owner == owner) | (_L.c.until < now))
            .values(owner=owner, until=until)
        ).rowcount:
            return True
        return put_once(self._c, Lease, name=name, owner=owner, until=until)

    def give_up(self, name: str, owner: str) -> None:
        """End a lease."""
        self._c.execute(delete(_L).where(_L.c.name == name, _L.c.owner == owner))

    def stop(self, address: str, reason: str, now: datetime) -> None:
        """Nothing automatic goes to this address any more."""
        put_once(self._c, Stopped, address=address.lower(), reason=reason[:500], at=now)

    def is_stopped(self, address: str) -> bool:
        """Whether a hard bounce named this address."""
        return bool(self.stopped_among([address.lower()]))

    def stopped_among(self, addresses: Iterable[str]) -> frozenset[str]:
        """Which of these addresses, in lower case, a hard bounce named."""
        return frozenset(self._c.execute(_IS_STOPPED, {"these": list(addresses)}).scalars())

    def allow(self, address: str) -> bool:
        """Let automatic mail go to an address again."""
        return bool(self._c.execute(delete(_X).where(_X.c.address == address.lower())).rowcount)
