"""Tickets: opening and changing them, and finding those that a mail may belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from mailbot.model.effects import TicketChange
from mailbot.model.ticket import Candidate, Status, Ticket, may_become
from mailbot.store.dialect import put_once
from mailbot.store.prepared import Prepared
from mailbot.store.relations import Relations
from mailbot.store.tables import Message, Participant, TicketRow

_T = TicketRow.__table__  # type: ignore[attr-defined]
_M = Message.__table__  # type: ignore[attr-defined]
_P = Participant.__table__  # type: ignore[attr-defined]

FIRST_NUMBER = 10_000_000
"""Ticket numbers have eight digits from the first one on."""
_LOOK_BACK_DAYS = 60
_CANDIDATES = 25
# statements of every mail, put together once: building one costs more than running it
_BY_ID = Prepared(select(_T).where(_T.c.id == bindparam("of")))
_OPENED = Prepared(insert(_T).returning(_T.c.id))
_CHANGED = Prepared(update(_T).where(_T.c.id == bindparam("of")).returning(*_T.c))
_ASKED = Prepared(
    update(_T).where(_T.c.id == bindparam("of")).values(asked=bindparam("these"), times_asked=_T.c.times_asked + 1)
)
_NUMBERS_OF = Prepared(select(_T.c.id, _T.c.number).where(_T.c.id.in_(bindparam("these", expanding=True))))
_COUNT_OF = select(func.count()).select_from(_T).where(_T.c.requester == bindparam("of"))
_COUNTS_OF = (
    select(_T.c.requester, func.count())
    .where(_T.c.requester.in_(bindparam("these", expanding=True)))
    .group_by(_T.c.requester)
)
_MENTIONED = Prepared(
    select(_M.c.message_id, _M.c.ticket).where(
        _M.c.message_id.in_(bindparam("ids", expanding=True)), _M.c.ticket.is_not(None)
    )
)
_OF_SENDER = (
    select(_P.c.ticket)
    .join(_T, _T.c.id == _P.c.ticket)
    .where(_P.c.address == bindparam("sender"), _T.c.updated_at >= bindparam("since"))
    .order_by(_P.c.ticket.desc())
    .limit(_CANDIDATES)
)
_CHOICE = select(_T).order_by(_T.c.id.desc()).limit(2 * _CANDIDATES)
_KNOWN = _T.c.id.in_(bindparam("known", expanding=True))
_NUMBERS = _T.c.number.in_(bindparam("numbers", expanding=True))
_CHOICE_OF_SENDER = Prepared(_CHOICE.where(_T.c.id.in_(_OF_SENDER)))
_CHOICE_BY_ALL = Prepared(_CHOICE.where(or_(_KNOWN, _NUMBERS, _T.c.id.in_(_OF_SENDER))))
_CHOICE_BY_ID = Prepared(_CHOICE.where(or_(_KNOWN, _NUMBERS)))
_MEMBERS = Prepared(select(_P.c.ticket, _P.c.address).where(_P.c.ticket.in_(bindparam("tickets", expanding=True))))


class Tickets:
    """Tickets of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def open(
        self,
        change: TicketChange,
        *,
        subject: str,
        requester: str,
        requester_name: str,
        mailbox: str,
        first_text: str,
        policy: str,
        now: datetime,
    ) -> Ticket:
        """A new ticket from a change; its number follows its id."""
        (ticket,) = _OPENED.first(
            self._c,
            {
                "number": f"?{now.timestamp()}{requester}"[:16],
                "status": change.status or "open",
                "subject": subject[:998],
                "requester": requester,
                "requester_name": requester_name[:320],
                "mailbox": mailbox,
                "language": change.language or "en",
                "category": change.category or "",
                "intent": change.intent or "",
                "priority": change.priority or "P3",
                "team": change.team or "",
                "assignee": change.assignee or "",
                "tags": list(change.add_tags),
                "signals": list(change.add_signals),
                "facts": _lists(change.add_facts),
                "flags": list(change.add_flags),
                "missing": list(change.missing or ()),
                "asked": [],
                "times_asked": 0,
                "evidence": bool(change.evidence),
                "grade": change.grade or "unauthenticated",
                "abstained": bool(change.abstained),
                "first_text": first_text[:2000],
                "created_at": now,
                "updated_at": now,
                "first_reply_due": change.first_reply_due,
                "policy": policy,
                "linked": change.linked,
            },
        )
        row = _CHANGED.first(self._c, {"of": ticket, "number": str(FIRST_NUMBER + ticket)})
        self.join(ticket, requester)
        return _ticket(row)

    def apply(self, change: TicketChange, now: datetime) -> Ticket:
        """Change a ticket. Raises LookupError where it is not, ValueError for a state that may not follow."""
        if change.ticket is None:
            raise LookupError("a change of no ticket: open one instead")
        row = self._row(change.ticket)
        old = _ticket(row)
        values: dict[str, object] = {"updated_at": now}
        for name in (
            "category",
            "intent",
            "priority",
            "team",
            "assignee",
            "language",
            "abstained",
            "grade",
            "first_reply_due",
            "linked",
        ):
            given = getattr(change, name)
            if given is not None:
                values[name] = given
        if change.status is not None:
            values |= self._status(old, change.status, now)
        if change.missing is not None:
            values["missing"] = list(change.missing)
        if change.evidence:
            values["evidence"] = True
        if change.add_facts:
            values["facts"] = _lists(
                {k: _union(row.facts.get(k, ()), change.add_facts.get(k, ())) for k in {*row.facts, *change.add_facts}}
            )
        for name, more in (
            ("flags", change.add_flags),
            ("tags", change.add_tags),
            ("signals", change.add_signals),
        ):
            if more:
                values[name] = _union(getattr(row, name), more)
        return _ticket(_CHANGED.first(self._c, {"of": old.id, **values}))

    def _status(self, old: Ticket, new: Status, now: datetime) -> dict[str, object]:
        if not may_become(old.status, new):
            raise ValueError(f"ticket {old.number} is {old.status} and cannot become {new}")
        return {"status": new, "closed_at": now if new == "closed" else None}

    def asked(self, ticket: int, facts: Sequence[str]) -> None:
        """Note that the customer was asked for facts."""
        _ASKED.change(self._c, {"of": ticket, "these": list(facts)})

    def answered(self, ticket: int, now: datetime) -> None:
        """Note the first answer of a person."""
        self._c.execute(
            update(_T).where(_T.c.id == ticket, _T.c.first_replied_at.is_(None)).values(first_replied_at=now)
        )

    def unanswer(self, ticket: int, *, status: Status | None, first: bool, now: datetime) -> None:
        """An answer was taken back: the state before it (None: it stays), and the first answer is owed again."""
        values: dict[str, object] = {"updated_at": now}
        if status is not None:
            values |= {"status": status, "closed_at": None}
        if first:
            values["first_replied_at"] = None
        self._c.execute(update(_T).where(_T.c.id == ticket).values(**values))

    def untag(self, ticket: int, tags: Iterable[str]) -> None:
        """Take tags off."""
        gone = set(tags)
        kept = [t for t in self.get(ticket).tags if t not in gone]
        self._c.execute(update(_T).where(_T.c.id == ticket).values(tags=kept))

    def rewrite(
        self, ticket: int, *, facts: Mapping[str, Iterable[str]], missing: Sequence[str], first_text: str, now: datetime
    ) -> None:
        """What a ticket knows, anew: after a part of its conversation went elsewhere."""
        self._c.execute(
            update(_T)
            .where(_T.c.id == ticket)
            .values(facts=_lists(facts), missing=list(missing), first_text=first_text[:2000], updated_at=now)
        )

    def join(self, ticket: int, address: str) -> None:
        """An address takes part in a ticket."""
        if address:
            put_once(self._c, Participant, ticket=ticket, address=address.lower())

    def get(self, ticket: int) -> Ticket:
        """One ticket; raises LookupError."""
        return _ticket(self._row(ticket))

    def _row(self, ticket: int) -> Any:
        row = _BY_ID.first(self._c, {"of": ticket})
        if row is None:
            raise LookupError(f"there is no ticket with the id {ticket}")
        return row

    def numbers(self, ids: Iterable[int]) -> dict[int, str]:
        """The numbers of tickets by their ids; those that are not are left out."""
        return {r.id: r.number for r in _NUMBERS_OF.rows(self._c, {"these": list(ids)})}

    def many(self, ids: Sequence[int]) -> list[Ticket]:
        """Tickets by their ids, in the order given; those that are not are left out."""
        rows = {r.id: _ticket(r) for r in self._c.execute(select(_T).where(_T.c.id.in_(ids)))}
        return [rows[i] for i in ids if i in rows]

    def by_number(self, number: str) -> Ticket:
        """One ticket by its number; raises LookupError."""
        row = self._c.execute(select(_T).where(_T.c.number == number.strip().lstrip("#[").rstrip("]"))).one_or_none()
        if row is None:
            raise LookupError(f"there is no ticket {number}")
        return _ticket(row)

    def find(
        self,
        *,
        status: Sequence[str] = (),
        team: str = "",
        priority: str = "",
        assignee: str = "",
        requester: str = "",
        most: int = 100,
    ) -> list[Ticket]:
        """Tickets, the most urgent and then the newest first."""
        query = select(_T)
        if status:
            query = query.where(_T.c.status.in_(status))
        for column, wanted in (
            (_T.c.team, team),
            (_T.c.priority, priority),
            (_T.c.assignee, assignee),
            (_T.c.requester, requester.lower()),
        ):
            if wanted:
                query = query.where(column == wanted)
        return [_ticket(r) for r in self._c.execute(query.order_by(_T.c.priority, _T.c.id.desc()).limit(most))]

    def count_of(self, requester: str) -> int:
        """How many tickets an address has."""
        return int(self._c.execute(_COUNT_OF, {"of": requester.lower()}).scalar_one())

    def counts_of(self, requesters: Iterable[str]) -> dict[str, int]:
        """How many tickets each of these addresses has, in lower case; those without any are left out."""
        return {r[0]: r[1] for r in self._c.execute(_COUNTS_OF, {"these": list(requesters)})}

    def candidates(
        self,
        *,
        tickets: Sequence[int],
        message_ids: Sequence[str],
        numbers: Sequence[str],
        sender: str,
        now: datetime,
    ) -> list[Candidate]:
        """The tickets a mail may belong to: by its ids, and the sender's own recent ones. What was merged stands for
        nothing any more; the ticket that has its conversation does."""
        named = [*tickets, *(int(n) - FIRST_NUMBER for n in numbers)]
        relations = Relations(self._c)
        merged = relations.merged_into(named) if named else {}
        on: dict[int, set[str]] = {}
        if message_ids:
            for message_id, ticket in _MENTIONED.rows(self._c, {"ids": message_ids}):
                on.setdefault(ticket, set()).add(message_id)
        known = [*tickets, *on, *merged.values()]
        if not known and not numbers and not sender:
            return []
        named_too = bool(known or numbers)
        choice = _CHOICE_BY_ID if not sender else _CHOICE_BY_ALL if named_too else _CHOICE_OF_SENDER
        since = now - timedelta(days=_LOOK_BACK_DAYS)
        values: dict[str, object] = {"sender": sender, "since": since} if sender else {}
        values |= {"known": known, "numbers": list(numbers)} if named_too else {}
        rows = choice.rows(self._c, values)
        rows = [r for r in rows if r.id not in merged]
        members = self.participants([r.id for r in rows])
        split = relations.split_from([r.id for r in rows]) if tickets and on else {}
        candidates = [_candidate(r, members.get(r.id, frozenset()), frozenset(on.get(r.id, ()))) for r in rows]
        return [
            replace(
                c,
                merged={str(old): str(FIRST_NUMBER + old) for old, into in merged.items() if into == c.ticket},
                split_from=split.get(c.ticket, frozenset()),
            )
            if merged or split
            else c
            for c in candidates
        ]

    def participants(self, tickets: Sequence[int]) -> dict[int, frozenset[str]]:
        """ticket → the addresses that take part in it."""
        found: dict[int, set[str]] = {}
        for ticket, address in _MEMBERS.rows(self._c, {"tickets": tickets}) if tickets else ():
            found.setdefault(ticket, set()).add(address)
        return {ticket: frozenset(addresses) for ticket, addresses in found.items()}


def _lists(facts: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {kind: list(values) for kind, values in facts.items()}


def _union(old: Iterable[str], more: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*old, *more]))


def _ticket(r: Any) -> Ticket:
    return Ticket(
        id=r.id,
        number=r.number,
        status=r.status,
        subject=r.subject,
        requester=r.requester,
        requester_name=r.requester_name,
        language=r.language,
        mailbox=r.mailbox,
        category=r.category,
        intent=r.intent,
        priority=r.priority,
        team=r.team,
        assignee=r.assignee,
        tags=tuple(r.tags),
        signals=tuple(r.signals),
        facts={k: tuple(v) for k, v in r.facts.items()},
        missing=tuple(r.missing),
        grade=r.grade,
        abstained=r.abstained,
        created_at=r.created_at,
        updated_at=r.updated_at,
        closed_at=r.closed_at,
        first_reply_due=r.first_reply_due,
        first_replied_at=r.first_replied_at,
        policy=r.policy,
        linked=r.linked,
    )


def _candidate(r: Any, participants: frozenset[str], message_ids: frozenset[str]) -> Candidate:
    return Candidate(
        ticket=r.id,
        number=r.number,
        status=r.status,
        participants=participants,
        message_ids=message_ids,
        category=r.category,
        intent=r.intent,
        language=r.language,
        facts={k: tuple(v) for k, v in r.facts.items()},
        missing=tuple(r.missing),
        asked=tuple(r.asked),
        subject=r.subject,
        first_text=r.first_text,
        priority=r.priority,
        signals=tuple(r.signals),
        created_at=r.created_at,
        updated_at=r.updated_at,
        closed_at=r.closed_at,
        first_reply_due=r.first_reply_due,
        answered=r.first_replied_at is not None,
        times_asked=r.times_asked,
        evidence=r.evidence,
        flags=frozenset(r.flags),
    )
