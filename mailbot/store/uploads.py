"""Files that go out with answers: first of a draft, then of a letter. Their octets lie beside those of the mails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from mailbot.store.contents import Contents
from mailbot.store.tables_work import UploadRow

_U = UploadRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file; ``message_id`` names the letter it went with, None while that is a draft."""

    id: int
    ticket: int
    person: int
    sha256: str
    filename: str
    content_type: str
    size: int
    message_id: str | None


class Uploads:
    """Files of one transaction."""

    def __init__(self, connection: Connection, contents: Contents) -> None:
        self._c = connection
        self._contents = contents

    def add(
        self, *, ticket: int, person: int, filename: str, content_type: str, content: bytes, now: datetime
    ) -> Upload:
        """Keep a file for a person's draft on a ticket, as durably as a mail."""
        sha256 = self._contents.add(content)
        row = self._c.execute(
            insert(_U)
            .values(
                ticket=ticket,
                person=person,
                sha256=sha256,
                filename=filename[:255],
                content_type=content_type[:100],
                size=len(content),
                at=now,
            )
            .returning(*_U.c)
        ).one()
        return _upload(row)

    def drafted(self, ticket: int, person: int) -> list[Upload]:
        """The files of a person's draft, in their order."""
        mine = (_U.c.ticket == ticket, _U.c.person == person, _U.c.message_id.is_(None))
        return [_upload(r) for r in self._c.execute(select(_U).where(*mine).order_by(_U.c.id))]

    def of(self, message_id: str) -> list[Upload]:
        """The files of a letter."""
        rows = self._c.execute(select(_U).where(_U.c.message_id == message_id).order_by(_U.c.id))
        return [_upload(r) for r in rows]

    def send(self, ids: Sequence[int], message_id: str) -> None:
        """Files go with a letter."""
        if ids:
            self._c.execute(update(_U).where(_U.c.id.in_(ids)).values(message_id=message_id))

    def give_back(self, message_id: str, person: int) -> None:
        """The files of a letter are a person's draft again."""
        self._c.execute(update(_U).where(_U.c.message_id == message_id).values(message_id=None, person=person))

    def drop(self, upload: int, ticket: int, person: int) -> bool:
        """Take a file off a draft; its octets go where nothing else has them."""
        mine = (_U.c.id == upload, _U.c.ticket == ticket, _U.c.person == person, _U.c.message_id.is_(None))
        gone = self._c.execute(delete(_U).where(*mine).returning(_U.c.sha256)).first()
        if gone is None:
            return False
        if not self._c.execute(select(func.count()).where(_U.c.sha256 == gone.sha256)).scalar_one():
            self._contents.forget(gone.sha256)
        return True

    def content(self, sha256: str) -> bytes:
        """A file's octets; raises LookupError where they are not kept any more."""
        return self._contents.octets(sha256)


def _upload(r: Row[Any]) -> Upload:
    return Upload(
        id=r.id,
        ticket=r.ticket,
        person=r.person,
        sha256=r.sha256,
        filename=r.filename,
        content_type=r.content_type,
        size=r.size,
        message_id=r.message_id,
    )
