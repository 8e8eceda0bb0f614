"""People of the desk: accounts, sessions, links that work once, failed sign-ins, keys of the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from mailbot.store.dialect import insert_once, put_once
from mailbot.store.tables_console import AttemptRow, LinkRow, PersonRow, SessionRow, TokenRow

_P = PersonRow.__table__  # type: ignore[attr-defined]
_S = SessionRow.__table__  # type: ignore[attr-defined]
_L = LinkRow.__table__  # type: ignore[attr-defined]
_A = AttemptRow.__table__  # type: ignore[attr-defined]
_K = TokenRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works at the desk. ``teams`` empty: all teams' tickets."""

    id: int
    name: str
    display: str
    role: str
    teams: tuple[str, ...]
    active: bool
    language: str
    theme: str
    created_at: datetime
    password: str = ""
    totp: str = ""
    totp_step: int = 0
    subject: str = ""
    """Issuer and subject of the account elsewhere that signs this person in."""
    address: str = ""
    """Where mail to this person goes; empty for none."""
    address_confirmed: bool = True
    """Whether a link that was sent there was opened."""
    mail_calls: bool = True
    """Whether a mail says that the person was called by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser."""

    secret: str
    person: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    peer: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of the API; its secret is not kept."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class People:
    """People in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def add(self, *, name: str, display: str, role: str, teams: Sequence[str], now: datetime) -> Person:
        """A new account without a password. Raises ValueError where the name is taken."""
        new = insert_once(
            self._c,
            PersonRow,
            name=name,
            display=display or name,
            role=role,
            teams=list(teams),
            password="",
            totp="",
            totp_step=0,
            subject="",
            address="",
            address_confirmed=True,
            mail_calls=True,
            active=True,
            language="",
            theme="",
            created_at=now,
        )
        if new is None:
            raise ValueError(f"the name {name!r} is taken")
        return self.get(new)

    def get(self, person: int) -> Person:
        """One account; raises LookupError."""
        row = self._c.execute(select(_P).where(_P.c.id == person)).one_or_none()
        if row is None:
            raise LookupError(f"there is no person with the id {person}")
        return _person(row)

    def named(self, name: str) -> Person:
        """One account by its name; raises LookupError."""
        row = self._c.execute(select(_P).where(_P.c.name == name.strip().lower())).one_or_none()
        if row is None:
            raise LookupError(f"there is no person named {name!r}")
        return _person(row)

    def with_subject(self, subject: str) -> Person | None:
        """The account that an account elsewhere signs in."""
        row = self._c.execute(select(_P).where(_P.c.subject == subject)).one_or_none()
        return None if row is None else _person(row)

    def all(self) -> list[Person]:
        """Every account, by name."""
        return [_person(r) for r in self._c.execute(select(_P).order_by(_P.c.name))]

    def any_password(self) -> bool:
        """Whether anybody can sign in with a password."""
        return self._c.execute(select(_P.c.id).where(_P.c.password != "", _P.c.active).limit(1)).first() is not None

    def change(self, person: int, **values: object) -> Person:
        """Change columns of an account."""
        self._c.execute(update(_P).where(_P.c.id == person).values(**values))
        return self.get(person)

    def take_step(self, person: int, step: int) -> bool:
        """Note that the code of a time step was used; False where it, or a later one, was used before."""
        taken = update(_P).where(_P.c.id == person, _P.c.totp_step < step).values(totp_step=step)
        return bool(self._c.execute(taken).rowcount)

    def open_session(self, session: Session) -> None:
        """Keep a session."""
        self._c.execute(
            insert(_S).values(
                secret=session.secret,
                person=session.person,
                created_at=session.created_at,
                seen_at=session.seen_at,
                expires_at=session.expires_at,
                peer=session.peer[:64],
                agent=session.agent[:200],
            )
        )

    def session(self, secret: str, now: datetime) -> tuple[Session, Person] | None:
        """A session that is still good, of an account that is active."""
        row = self._c.execute(
            select(_S, *(c.label(f"p_{c.name}") for c in _P.c))
            .join(_P, _P.c.id == _S.c.person)
            .where(_S.c.secret == secret, _S.c.expires_at > now, _P.c.active)
        ).one_or_none()
        return None if row is None else (_session(row), _person(row, "p_"))

    def sessions(self, person: int, now: datetime) -> list[Session]:
        """A person's sessions, the last seen first."""
        mine = select(_S).where(_S.c.person == person, _S.c.expires_at > now)
        return [_session(r) for r in self._c.execute(mine.order_by(_S.c.seen_at.desc()))]

    def seen(self, secret: str, now: datetime, until: datetime) -> None:
        """Note that a session is in use."""
        self._c.execute(update(_S).where(_S.c.secret == secret).values(seen_at=now, expires_at=until))

    def end_sessions(self, person: int, *, secret: str = "", but: str = "") -> int:
        """End one session of a person, or all (but one)."""
        gone = delete(_S).where(_S.c.person == person, _S.c.secret != but)
        return self._c.execute(gone.where(_S.c.secret == secret) if secret else gone).rowcount

    def link(self, secret: str, purpose: str, person: int | None, until: datetime) -> None:
        """Keep a link that works once."""
        self._c.execute(insert(_L).values(secret=secret, purpose=purpose, person=person, expires_at=until))

    def link_for(self, secret: str, now: datetime) -> tuple[str, int | None] | None:
        """(purpose, person) of a link that still works."""
        row = self._c.execute(select(_L).where(_L.c.secret == secret, _L.c.expires_at > now)).one_or_none()
        return None if row is None else (row.purpose, row.person)

    def use_link(self, secret: str) -> bool:
        """Use a link up; False where it was used already."""
        return bool(self._c.execute(delete(_L).where(_L.c.secret == secret)).rowcount)

    def drop_links(self, purpose: str, person: int | None = None) -> None:
        """Make all links of a purpose void, or only a person's."""
        of = (_L.c.purpose == purpose,) if person is None else (_L.c.purpose == purpose, _L.c.person == person)
        self._c.execute(delete(_L).where(*of))

    def has_link(self, purpose: str, person: int, now: datetime) -> bool:
        """Whether a person has a link of a purpose that still works."""
        mine = (_L.c.purpose == purpose, _L.c.person == person, _L.c.expires_at > now)
        return self._c.execute(select(_L.c.secret).where(*mine).limit(1)).first() is not None

    def failed(self, keys: Sequence[str], now: datetime) -> None:
        """Count a failed sign-in against names and addresses; those of yesterday are forgotten."""
        self._c.execute(delete(_A).where(_A.c.at < now - timedelta(days=1)))
        self._c.execute(insert(_A), [{"key": key[:160], "at": now} for key in keys])

    def failures(self, key: str, since: datetime) -> tuple[int, datetime | None]:
        """How many sign-ins failed since a time, and when the last did."""
        row = self._c.execute(
            select(func.count(), func.max(_A.c.at)).where(_A.c.key == key[:160], _A.c.at > since)
        ).one()
        return row[0], row[1]

    def forgive(self, key: str) -> None:
        """Forget failed sign-ins, after one that succeeded."""
        self._c.execute(delete(_A).where(_A.c.key == key[:160]))

    def add_key(self, *, secret: str, name: str, scopes: Sequence[str], by: str, now: datetime, until: datetime) -> Key:
        """Keep a key of the API, by its hash."""
        put_once(
            self._c,
            TokenRow,
            secret=secret,
            name=name,
            scopes=list(scopes),
            created_by=by,
            created_at=now,
            expires_at=until,
        )
        return _key(self._c.execute(select(_K).where(_K.c.secret == secret)).one())

    def key(self, secret: str, now: datetime) -> Key | None:
        """A key that is good."""
        row = self._c.execute(
            select(_K).where(_K.c.secret == secret, _K.c.expires_at > now, _K.c.revoked_at.is_(None))
        ).one_or_none()
        return None if row is None else _key(row)

    def key_used(self, key: int, now: datetime) -> None:
        """Note when a key was last used."""
        self._c.execute(update(_K).where(_K.c.id == key).values(used_at=now))

    def keys(self) -> list[Key]:
        """All keys, newest first."""
        return [_key(r) for r in self._c.execute(select(_K).order_by(_K.c.id.desc()))]

    def revoke_key(self, key: int, now: datetime) -> bool:
        """Make a key void."""
        return bool(
            self._c.execute(update(_K).where(_K.c.id == key, _K.c.revoked_at.is_(None)).values(revoked_at=now)).rowcount
        )


def _person(r: Row[Any], p: str = "") -> Person:
    m = r._mapping  # noqa: SLF001 - SQLAlchemy's public way to a row's columns by name
    return Person(
        id=m[f"{p}id"],
        name=m[f"{p}name"],
        display=m[f"{p}display"],
        role=m[f"{p}role"],
        teams=tuple(m[f"{p}teams"]),
        active=m[f"{p}active"],
        language=m[f"{p}language"],
        theme=m[f"{p}theme"],
        created_at=m[f"{p}created_at"],
        password=m[f"{p}password"],
        totp=m[f"{p}totp"],
        totp_step=m[f"{p}totp_step"],
        subject=m[f"{p}subject"],
        address=m[f"{p}address"],
        address_confirmed=m[f"{p}address_confirmed"],
        mail_calls=m[f"{p}mail_calls"],
    )


def _session(r: Row[Any]) -> Session:
    return Session(
        secret=r.secret,
        person=r.person,
        created_at=r.created_at,
        seen_at=r.seen_at,
        expires_at=r.expires_at,
        peer=r.peer,
        agent=r.agent,
    )


def _key(r: Row[Any]) -> Key:
    return Key(
        id=r.id,
        name=r.name,
        scopes=tuple(r.scopes),
        created_by=r.created_by,
        created_at=r.created_at,
        expires_at=r.expires_at,
        used_at=r.used_at,
        revoked_at=r.revoked_at,
    )
