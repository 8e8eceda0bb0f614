"""The outbox: mail that will be sent exactly as written, until a server has taken it or refused it for good."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from mailbot.model.effects import CapCounter
from mailbot.store.dialect import locked, put_once, wiping
from mailbot.store.prepared import Prepared
from mailbot.store.queue import Queue
from mailbot.store.tables import Outbox
from mailbot.store.vault import SealedError, Vault

_O = Outbox.__table__  # type: ignore[attr-defined]
# put together once: building a statement costs more than running it
_SEALED_BY = Prepared(select(_O.c.key, _O.c.message_id).where(_O.c.id == bindparam("of")))
_WRITTEN = Prepared(
    update(_O)
    .where(_O.c.id == bindparam("of"), _O.c.content.is_(None))
    .values(mail_from=bindparam("sender"), content=bindparam("octets"))
)
_REQUEST, _CONTENT = "letter request ", "letter "
"""What the two parts of a letter are called in the vault, before its Message-ID, so that neither fits the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One row of the outbox. ``content`` is None until it was rendered."""

    id: int
    ticket: int | None
    kind: str
    automatic: bool
    recipient: str
    message_id: str
    request: Mapping[str, Any]
    mail_from: str
    content: bytes | None
    state: str
    attempts: int
    due_at: datetime
    response: str
    created_at: datetime
    sent_at: datetime | None
    sealed: str = ""
    """Why it cannot be opened; "" where it can. Then ``request`` is empty and ``content`` None."""


class OutboxRows(Queue):
    """The outbox in one transaction. ``vault`` seals letters and opens them."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        super().__init__(connection, _O, refused="rejected")
        self._vault = vault

    def put(
        self,
        *,
        dedupe_key: str,
        ticket: int | None,
        kind: str,
        automatic: bool,
        recipient: str,
        message_id: str,
        request: Mapping[str, Any],
        now: datetime,
        due_at: datetime | None = None,
    ) -> bool:
        """Queue a mail; False where one with this dedupe key was queued before."""
        return put_once(
            self._c,
            Outbox,
            dedupe_key=dedupe_key,
            ticket=ticket,
            kind=kind,
            automatic=automatic,
            recipient=recipient,
            domain=recipient.rpartition("@")[2].lower(),
            message_id=message_id,
            request=self._sealed(message_id, dict(request)),
            key=self._vault.newest,
            mail_from="",
            state="queued",
            attempts=0,
            due_at=due_at or now,
            response="",
            created_at=now,
        )

    def claim(self, most: int, now: datetime, lease_s: int = 120) -> list[Letter]:
        """Letters that are due, leased; those whose lease ran out (a sender died) come again."""
        letters = [self._letter(r) for r in self._leased(most, now, lease_s)]
        for letter in letters:
            if letter.sealed:
                self.hold(letter.id, letter.sealed)
        return [letter for letter in letters if not letter.sealed]

    def written(self, letter: int, *, mail_from: str, content: bytes) -> None:
        """Keep the final octets, before the first attempt. Raises SealedError."""
        row = _SEALED_BY.rows(self._c, {"of": letter})[0]
        if row.key:
            content = self._vault.enclose(_CONTENT + row.message_id, content, row.key)
        _WRITTEN.change(self._c, {"of": letter, "sender": mail_from, "octets": content})

    def withdraw(self, letter: int, why: str) -> bool:
        """Never send a letter that nobody has begun to send; False where that is too late."""
        unsent = (_O.c.id == letter, _O.c.state.in_(("queued", "held")), _O.c.content.is_(None))
        return bool(self._c.execute(update(_O).where(*unsent).values(state="withdrawn", response=why[:1000])).rowcount)

    def put_off(self, turns: Mapping[int, datetime]) -> None:
        """Give claimed letters back untried, each for a later time."""
        if turns:
            self._c.execute(
                update(_O)
                .where(_O.c.id == bindparam("letter"), _O.c.state == "sending")
                .values(state="queued", due_at=bindparam("turn"), leased_until=None),
                [{"letter": letter, "turn": turn} for letter, turn in turns.items()],
            )

    def hold(self, letter: int, why: str) -> None:
        """Keep a letter back until a person releases it."""
        self._c.execute(
            update(_O)
            .where(_O.c.id == letter, _O.c.state.in_(("queued", "sending")))
            .values(state="held", response=why[:1000], leased_until=None)
        )

    def release(self, ids: Sequence[int], now: datetime) -> int:
        """Queue held and rejected letters again; all where no id is given."""
        wanted = _O.c.state.in_(("held", "rejected"))
        if ids:
            wanted = wanted & _O.c.id.in_(ids)
        return self._queue_again(wanted, now)

    def stop(self, recipient: str, why: str) -> int:
        """Hold everything automatic that waits for an address."""
        return self._c.execute(
            update(_O)
            .where(_O.c.recipient == recipient, _O.c.state == "queued", _O.c.automatic)
            .values(state="held", response=why[:1000])
        ).rowcount

    def find(self, *, state: str = "", ticket: int | None = None, most: int = 200) -> list[Letter]:
        """Letters, newest first."""
        query = select(_O)
        if state:
            query = query.where(_O.c.state == state)
        if ticket is not None:
            query = query.where(_O.c.ticket == ticket)
        return [self._letter(r) for r in self._c.execute(query.order_by(_O.c.id.desc()).limit(most))]

    def get(self, letter: int) -> Letter:
        """One letter; raises LookupError."""
        row = self._c.execute(select(_O).where(_O.c.id == letter)).one_or_none()
        if row is None:
            raise LookupError(f"there is no letter {letter} in the outbox")
        return self._letter(row)

    def counts(self) -> dict[str, int]:
        """How many letters are in each state."""
        rows = self._c.execute(select(_O.c.state, func.count()).group_by(_O.c.state))
        return {r[0]: r[1] for r in rows}

    # -- sealed at rest

    def keys(self) -> dict[str, int]:
        """How many letters are sealed under each key; under "" those that are not."""
        return {r[0]: r[1] for r in self._c.execute(select(_O.c.key, func.count()).group_by(_O.c.key))}

    def other_keys(self, after: int, most: int) -> list[int]:
        """Letters that are not sealed, or under another key than the newest; ids above ``after``, in their order."""
        query = select(_O.c.id).where(_O.c.key != self._vault.newest, _O.c.id > after).order_by(_O.c.id).limit(most)
        return list(self._c.execute(query).scalars())

    def seal(self, letter: int) -> bool:
        """Seal a letter under the newest key, or turn it over to that; True where it lay open. Raises SealedError."""
        query = select(_O.c.key, _O.c.message_id, _O.c.request, _O.c.content).where(_O.c.id == letter)
        row = self._c.execute(locked(self._c, query)).one()
        request, content = row.request, row.content
        name = _CONTENT + row.message_id
        if row.key:
            octets = self._vault.reclose(_REQUEST + row.message_id, b64decode(request["sealed"]), row.key)
            request = {"sealed": b64encode(octets).decode()}
            content = None if content is None else self._vault.reclose(name, content, row.key)
        else:
            request = self._sealed(row.message_id, request)
            content = None if content is None else self._vault.enclose(name, content)
        with wiping(self._c):
            values = {"request": request, "content": content, "key": self._vault.newest}
            self._c.execute(update(_O).where(_O.c.id == letter).values(values))
        return not row.key

    def after(self, letter: int, most: int) -> list[Letter]:
        """The next letters in the order of their ids."""
        query = select(_O).where(_O.c.id > letter).order_by(_O.c.id).limit(most)
        return [self._letter(r) for r in self._c.execute(query)]

    def _sealed(self, message_id: str, request: dict[str, Any]) -> dict[str, Any]:
        if not self._vault.newest:
            return request
        octets = json.dumps(request, ensure_ascii=False).encode()
        return {"sealed": b64encode(self._vault.enclose(_REQUEST + message_id, octets)).decode()}

    def _letter(self, r: Row[Any]) -> Letter:
        request, content, why = r.request, r.content, ""
        if r.key:
            try:
                octets = self._vault.disclose(_REQUEST + r.message_id, b64decode(r.request["sealed"]), r.key)
                request = json.loads(octets)
                if content is not None:
                    content = self._vault.disclose(_CONTENT + r.message_id, content, r.key)
            except SealedError as error:
                request, content, why = {}, None, str(error)
        return _letter(r, request, content, why)

    def automatic_since(
        self, *, scopes: Sequence[tuple[str, float]], recipient: str, ticket: int | None, now: datetime
    ) -> list[CapCounter]:
        """How many automatic mails were queued per (scope, window in minutes) for what a mail would be answered to."""
        domain = recipient.rpartition("@")[2].lower()
        where = {
            "sender": _O.c.recipient == recipient,
            "domain": _O.c.domain == domain,
            "ticket": _O.c.ticket == ticket,
            "total": _O.c.id.is_not(None),
        }
        asked = [(scope, minutes) for scope, minutes in scopes if scope != "ticket" or ticket is not None]
        if not asked:
            return []
        counts = [
            select(func.count())
            .where(where[scope], _O.c.automatic, _O.c.created_at > now - timedelta(minutes=minutes))
            .scalar_subquery()
            for scope, minutes in asked
        ]
        row = self._c.execute(select(*counts)).one()
        return [CapCounter(scope=s, window_minutes=m, sent=n) for (s, m), n in zip(asked, row, strict=True)]


def _letter(r: Row[Any], request: Mapping[str, Any], content: bytes | None, sealed: str) -> Letter:
    return Letter(
        id=r.id,
        ticket=r.ticket,
        kind=r.kind,
        automatic=r.automatic,
        recipient=r.recipient,
        message_id=r.message_id,
        request=request,
        mail_from=r.mail_from,
        content=content,
        sealed=sealed,
        state=r.state,
        attempts=r.attempts,
        due_at=r.due_at,
        response=r.response,
        created_at=r.created_at,
        sent_at=r.sent_at,
    )
