"""The outbox: mail that will be sent exactly as written, until a server has taken it or refused it for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select, update

from mailbot.model.effects import CapCounter, Deferred, Outcome, Rejected, Sent
from mailbot.store.dialect import claim, put_once
from mailbot.store.tables import Outbox

_O = Outbox.__table__  # type: ignore[attr-defined]
# statements of every letter, put together once: building one costs more than running it
_WRITTEN = (
    update(_O)
    .where(_O.c.id == bindparam("of"), _O.c.content.is_(None))
    .values(mail_from=bindparam("sender"), content=bindparam("octets"))
)
_SETTLED = (
    update(_O)
    .where(_O.c.id == bindparam("of"))
    .values(state="sent", sent_at=bindparam("at"), response=bindparam("said"), attempts=_O.c.attempts + 1)
    .values(leased_until=None)
)


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


class OutboxRows:
    """The outbox in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

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
            request=dict(request),
            mail_from="",
            state="queued",
            attempts=0,
            due_at=due_at or now,
            response="",
            created_at=now,
        )

    def claim(self, most: int, now: datetime, lease_s: int = 120) -> list[Letter]:
        """Letters that are due, leased; those whose lease ran out (a sender died) come again."""
        due = or_(
            (_O.c.state == "queued") & (_O.c.due_at <= now),
            (_O.c.state == "sending") & (_O.c.leased_until < now),
        )
        ids = (
            self._c.execute(claim(self._c, select(_O.c.id).where(due).order_by(_O.c.due_at, _O.c.id).limit(most)))
            .scalars()
            .all()
        )
        if not ids:
            return []
        self._c.execute(
            update(_O).where(_O.c.id.in_(ids)).values(state="sending", leased_until=now + timedelta(seconds=lease_s))
        )
        return [_letter(r) for r in self._c.execute(select(_O).where(_O.c.id.in_(ids)).order_by(_O.c.id))]

    def written(self, letter: int, *, mail_from: str, content: bytes) -> None:
        """Keep the final octets, before the first attempt."""
        self._c.execute(_WRITTEN, {"of": letter, "sender": mail_from, "octets": content})

    def settle(self, letter: int, outcome: Outcome, now: datetime) -> None:
        """What came of an attempt."""
        if isinstance(outcome, Sent):
            self._c.execute(_SETTLED, {"of": letter, "at": now, "said": outcome.response[:1000]})
            return
        values: dict[str, object]
        if isinstance(outcome, Deferred):
            values = {"state": "queued", "due_at": outcome.until, "response": outcome.why[:1000]}
        elif isinstance(outcome, Rejected):
            values = {"state": "rejected", "response": outcome.why[:1000]}
        self._c.execute(
            update(_O).where(_O.c.id == letter).values(**values, attempts=_O.c.attempts + 1, leased_until=None)
        )

    def unclaim(self, ids: Sequence[int]) -> None:
        """Give claimed letters back untried."""
        if ids:
            self._c.execute(
                update(_O).where(_O.c.id.in_(ids), _O.c.state == "sending").values(state="queued", leased_until=None)
            )

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
        return self._c.execute(update(_O).where(wanted).values(state="queued", due_at=now, attempts=0)).rowcount

    def release_leases(self) -> int:
        """Give every lease back: only for the one daemon of an installation, at its start."""
        return self._c.execute(
            update(_O).where(_O.c.state == "sending").values(state="queued", leased_until=None)
        ).rowcount

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
        return [_letter(r) for r in self._c.execute(query.order_by(_O.c.id.desc()).limit(most))]

    def get(self, letter: int) -> Letter:
        """One letter; raises LookupError."""
        row = self._c.execute(select(_O).where(_O.c.id == letter)).one_or_none()
        if row is None:
            raise LookupError(f"there is no letter {letter} in the outbox")
        return _letter(row)

    def counts(self) -> dict[str, int]:
        """How many letters are in each state."""
        rows = self._c.execute(select(_O.c.state, func.count()).group_by(_O.c.state))
        return {r[0]: r[1] for r in rows}

    def next_due(self) -> datetime | None:
        """When the next queued letter is due."""
        due: datetime | None = self._c.execute(select(func.min(_O.c.due_at)).where(_O.c.state == "queued")).scalar_one()
        return due

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


def _letter(r: Row[Any]) -> Letter:
    return Letter(
        id=r.id,
        ticket=r.ticket,
        kind=r.kind,
        automatic=r.automatic,
        recipient=r.recipient,
        message_id=r.message_id,
        request=r.request,
        mail_from=r.mail_from,
        content=r.content,
        state=r.state,
        attempts=r.attempts,
        due_at=r.due_at,
        response=r.response,
        created_at=r.created_at,
        sent_at=r.sent_at,
    )
