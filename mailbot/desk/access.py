"""Who may work here: accounts and their rights, signing in and out, links that work once.

Secrets of sessions and links are kept as SHA-256 only: whoever reads the database can use none of them.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

import pyotp
import re2
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.store import Transaction
from mailbot.store.people import Person, Session

Role = Literal["agent", "lead", "admin", "auditor"]
Right = Literal["read", "act", "report", "operate", "raw", "people", "audit"]

RIGHTS: Mapping[str, frozenset[str]] = {
    "agent": frozenset({"read", "act"}),
    "lead": frozenset({"read", "act", "report", "operate", "raw"}),
    "admin": frozenset({"read", "act", "report", "operate", "raw", "people", "audit", "policy"}),
    "auditor": frozenset({"read", "report", "audit"}),
}
"""read tickets; act on them; report: see figures; operate: shelf and outbox; raw: mails as they came, unmasked;
people: accounts and API keys; audit: the whole history; policy: try a changed policy and put it into force."""

SESSION = timedelta(hours=12)
"""How long a session lives without use."""
_SESSION_MOST = timedelta(days=7)
_LINK = timedelta(hours=24)
_WINDOW = timedelta(minutes=15)
_FREE_FAILURES = 5
_PEER_FAILURES = 50
_PASSWORD_LEAST = 12
_NAME = re2.compile(r"[a-z][a-z0-9._-]{1,62}")
_TOTP = re2.compile("[A-Z2-7]{32}")
"""A secret as `pyotp.random_base32` makes it (RFC 4648 section 6)."""
_HASHER = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHR0aGF0aXM$q1o7w8a1yYlsjOtMzXG4xHnLQmb0oEEUDYVrSyTEHYk"
"""Verified where there is no such account, so that the time of an answer does not tell."""


class RefusedError(Exception):
    """Signing in was refused; ``words`` may be shown, in the reader's language, with ``values`` filled in."""

    def __init__(self, words: str, **values: object) -> None:
        super().__init__(words.format(**values))
        self.words, self.values = words, values


class CodeNeededError(Exception):
    """The password is right, and a code of the authenticator is needed as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A signed-in person and the session."""

    person: Person
    session: Session

    def may(self, right: str) -> bool:
        """Whether the person's role has a right."""
        return right in RIGHTS.get(self.person.role, frozenset())


def digest(secret: str) -> str:
    """What is kept of a secret that is random enough not to be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in(tools: Tools, name: str, password: str, code: str, *, peer: str, agent: str) -> str:
    """A new session's secret. Raises RefusedError (also while throttled) and CodeNeededError."""
    now, name = tools.clock(), name.strip().lower()[:64]
    with tools.db.read() as t:
        wait = _throttled(t, name, peer, now)
        try:
            person = t.people.named(name)
        except LookupError:
            person = None
    if wait:
        raise RefusedError("Too many attempts. Try again in {n} min.", n=max(1, round(wait.total_seconds() / 60)))
    good = _verify(person.password if person and person.active and person.password else _NOBODY, password)
    if not good or person is None or not person.password or not person.active:
        _failed(tools, name, peer, now)
        raise RefusedError("Name or password is wrong.")
    if person.totp:
        if not code.strip():
            raise CodeNeededError
        step = _step_of(person, code, now)
        with tools.db.write() as t:
            taken = step is not None and t.people.take_step(person.id, step)
        if not taken:
            _failed(tools, name, peer, now)
            raise RefusedError("The code is wrong or was used already.")
    with tools.db.write() as t:
        t.people.forgive(f"name:{name}")
        return open_session(t, person, now, peer, agent, "password and code" if person.totp else "password")


def _throttled(t: Transaction, name: str, peer: str, now: datetime) -> timedelta | None:
    many, last = t.people.failures(f"name:{name}", now - _WINDOW)
    if many >= _FREE_FAILURES and last is not None:
        pause = timedelta(seconds=min(900, 15 * 2 ** min(many - _FREE_FAILURES, 6)))
        if now < last + pause:
            return last + pause - now
    from_peer, last = t.people.failures(f"peer:{peer}", now - _WINDOW)
    return _WINDOW - (now - last) if from_peer >= _PEER_FAILURES and last is not None else None


def _failed(tools: Tools, name: str, peer: str, now: datetime) -> None:
    with tools.db.write() as t:
        t.people.failed((f"name:{name}", f"peer:{peer}"), now)
        t.messages.log([Event(kind="sign_in_failed", at=now, actor=name, data={"from": peer})], ticket=None)


def _verify(known: str, password: str) -> bool:
    try:
        return _HASHER.verify(known, password[:1024])
    except (VerificationError, InvalidHashError):
        return False


def _step_of(person: Person, code: str, now: datetime) -> int | None:
    """The time step (30 s, RFC 6238) that a code belongs to, one before and after allowed."""
    totp, digits = pyotp.TOTP(person.totp), code.strip().replace(" ", "")
    step = int(now.timestamp()) // 30
    return next((s for s in (step, step - 1, step + 1) if secrets.compare_digest(totp.at(s * 30), digits)), None)


def open_session(t: Transaction, person: Person, now: datetime, peer: str, agent: str, how: str) -> str:
    """A new session of a person; its secret. ``how`` they proved who they are stands in the history."""
    secret = secrets.token_urlsafe(32)
    t.people.open_session(
        Session(
            secret=digest(secret),
            person=person.id,
            created_at=now,
            seen_at=now,
            expires_at=now + SESSION,
            peer=peer,
            agent=agent,
        )
    )
    event = Event(kind="signed_in", at=now, actor=person.name, data={"how": how, "from": peer})
    t.messages.log([event], ticket=None)
    return secret


def guest(tools: Tools, secret: str) -> Guest | None:
    """Whose session a secret is; keeps the session alive while it is used."""
    now, key = tools.clock(), digest(secret)
    with tools.db.read() as t:
        found = t.people.session(key, now)
    if found is None:
        return None
    session, person = found
    if now - session.seen_at > timedelta(minutes=5):
        with tools.db.write() as t:
            t.people.seen(key, now, min(now + SESSION, session.created_at + _SESSION_MOST))
    return Guest(person=person, session=session)


def sign_out(tools: Tools, who: Guest, *, session: str = "", everywhere: bool = False) -> int:
    """End this session, another of one's own, or all others. Returns how many ended."""
    with tools.db.write() as t:
        if everywhere:
            return t.people.end_sessions(who.person.id, but=who.session.secret)
        return t.people.end_sessions(who.person.id, secret=session or who.session.secret)


# -- accounts


def add_person(
    tools: Tools, name: str, role: str, by: str, *, display: str = "", teams: Sequence[str] = ()
) -> tuple[Person, str]:
    """A new account, and the secret of the link by which its owner sets a password. Raises ValueError."""
    name = account_name(name)
    _check_role(tools, role, teams)
    now = tools.clock()
    with tools.db.write() as t:
        person = t.people.add(name=name, display=display, role=role, teams=teams, now=now)
        data = {"person": name, "role": role, "teams": list(teams)}
        t.messages.log([Event(kind="person_added", at=now, actor=by, data=data)], ticket=None)
        return person, new_link(t, "invite", person.id, now)


def account_name(name: str) -> str:
    """A name as accounts bear it; raises ValueError where none may bear it."""
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for an account: a letter, then letters, digits, dot, dash (2 to 63)")
    return name


def change_person(tools: Tools, name: str, by: str, **values: object) -> Person:
    """Change role, teams, display or active; whoever is switched off is signed out. Raises LookupError, ValueError."""
    now = tools.clock()
    with tools.db.write() as t:
        person = t.people.named(name)
        role = str(values.get("role", person.role))
        _check_role(tools, role, cast("Sequence[str]", values.get("teams", person.teams)))
        admins = [p for p in t.people.all() if p.role == "admin" and p.active and p.password]
        loses = values.get("active") is False or role != "admin"
        if loses and [p.id for p in admins] == [person.id]:
            raise ValueError(f"{person.name} is the only admin who can sign in: make another one first")
        if "teams" in values:
            values["teams"] = list(cast("Sequence[str]", values["teams"]))
        changed = t.people.change(person.id, **values)
        if not changed.active or changed.role != person.role:
            t.people.end_sessions(person.id)
        data = {"person": person.name, **values}
        t.messages.log([Event(kind="person_changed", at=now, actor=by, data=data)], ticket=None)
        return changed


def _check_role(tools: Tools, role: str, teams: Sequence[str]) -> None:
    if role not in RIGHTS:
        raise ValueError(f"there is no role {role!r}; there are: {', '.join(RIGHTS)}")
    known = tools.policy().catalogue.teams
    for team in teams:
        if team not in known:
            raise ValueError(f"there is no team {team!r}; there are: {', '.join(known)}")


def invite(tools: Tools, name: str, by: str) -> str:
    """The secret of a new link by which a person sets a password. Raises LookupError."""
    now = tools.clock()
    with tools.db.write() as t:
        person = t.people.named(name)
        event = Event(kind="invited", at=now, actor=by, data={"person": person.name})
        t.messages.log([event], ticket=None)
        return new_link(t, "invite", person.id, now)


def setup_link(tools: Tools) -> str | None:
    """The secret of a link that makes the first admin; None where somebody can sign in already. The one before it
    is void."""
    now = tools.clock()
    with tools.db.write() as t:
        if t.people.any_password():
            return None
        t.people.drop_links("setup")
        return new_link(t, "setup", None, now)


def enter_link(tools: Tools, name: str, role: str, display: str = "") -> str:
    """The secret of a link that signs somebody in once, without a password; the account is made where it lacks. Raises
    ValueError where it is there with another role; "" takes it as it is, and raises LookupError where it lacks."""
    now = tools.clock()
    with tools.db.write() as t:
        try:
            person = t.people.named(name)
            if role and person.role != role:
                raise ValueError(f"{name} is {person.role} here, not {role}")
        except LookupError:
            if not role:
                raise
            person = t.people.add(name=name, display=display, role=role, teams=(), now=now)
        return new_link(t, "enter", person.id, now)


def new_link(t: Transaction, purpose: str, person: int | None, now: datetime) -> str:
    """The secret of a link that works once, for a day."""
    secret = secrets.token_urlsafe(24)
    t.people.link(digest(secret), purpose, person, now + _LINK)
    return secret


def link_purpose(tools: Tools, secret: str) -> tuple[str, Person | None]:
    """What a link is for; raises LookupError where it does not work (any more)."""
    with tools.db.read() as t:
        found = t.people.link_for(digest(secret), tools.clock())
        if found is None or (found[0] == "setup" and t.people.any_password()):
            raise LookupError("this link was used already, or is too old")
        return found[0], t.people.get(found[1]) if found[1] is not None else None


def enter(tools: Tools, secret: str, *, peer: str, agent: str) -> str:
    """Sign in by a link; a new session's secret. Raises LookupError."""
    purpose, person = link_purpose(tools, secret)
    now = tools.clock()
    with tools.db.write() as t:
        if purpose != "enter" or person is None or not person.active or not t.people.use_link(digest(secret)):
            raise LookupError("this link was used already, or is too old")
        return open_session(t, person, now, peer, agent, "one-time link")


def accept_invitation(tools: Tools, secret: str, name: str, password: str, *, peer: str, agent: str) -> str:
    """Set a password by a link (setup or invite), which also makes the first admin; a new session's secret.
    Raises LookupError for the link, ValueError for name or password."""
    purpose, person = link_purpose(tools, secret)
    if purpose not in {"setup", "invite"}:
        raise LookupError("this link is for something else")
    check_password(password, person.name if person else name)
    now = tools.clock()
    if person is None and not _NAME.fullmatch(name.strip().lower()):
        raise ValueError("Choose a name of letters, digits, dot and dash, beginning with a letter.")
    with tools.db.write() as t:
        if not t.people.use_link(digest(secret)):
            raise LookupError("this link was used already")
        if person is None:
            person = t.people.add(name=name.strip().lower(), display="", role="admin", teams=(), now=now)
        t.people.end_sessions(person.id)
        t.people.change(person.id, password=_HASHER.hash(password))
        t.messages.log([Event(kind="password_set", at=now, actor=person.name, data={"by": purpose})], ticket=None)
        return open_session(t, person, now, peer, agent, "password")


def check_password(password: str, name: str) -> None:
    """Raises ValueError where a password is too weak (NIST SP 800-63B 5.1.1: length counts, not kinds of signs)."""
    if len(password) < _PASSWORD_LEAST:
        raise ValueError(f"The password needs at least {_PASSWORD_LEAST} characters.")
    if len(password) > 1024 or len(set(password)) < 5 or name.lower() in password.lower():
        raise ValueError("The password is too easy to guess.")


def change_password(tools: Tools, who: Guest, old: str, new: str) -> None:
    """Set another password; all other sessions end. Raises ValueError."""
    if who.person.password and not _verify(who.person.password, old):
        raise ValueError("The old password is wrong.")
    check_password(new, who.person.name)
    now = tools.clock()
    with tools.db.write() as t:
        t.people.change(who.person.id, password=_HASHER.hash(new))
        t.people.end_sessions(who.person.id, but=who.session.secret)
        t.messages.log([Event(kind="password_set", at=now, actor=who.person.name)], ticket=None)


def new_totp(who: Guest, desk: str) -> tuple[str, str]:
    """(secret, otpauth address) for an authenticator, not yet in force."""
    secret = pyotp.random_base32()
    return secret, pyotp.TOTP(secret).provisioning_uri(name=who.person.name, issuer_name=desk)


def set_totp(tools: Tools, who: Guest, secret: str, code: str) -> None:
    """Put a second factor in force, proven by a code; an empty secret takes it away. Raises ValueError."""
    now = tools.clock()
    step = 0
    if secret:
        if not _TOTP.fullmatch(secret):
            raise ValueError("This is not the secret that was shown. Open this page anew.")
        trial = pyotp.TOTP(secret)
        current = int(now.timestamp()) // 30
        steps = [s for s in (current, current - 1, current + 1) if trial.at(s * 30) == code.strip().replace(" ", "")]
        if not steps:
            raise ValueError("The code does not fit. Is the clock of your phone right?")
        step = steps[0]
    elif who.person.totp and _step_of(who.person, code, now) is None:
        raise ValueError("The code is wrong.")
    with tools.db.write() as t:
        t.people.change(who.person.id, totp=secret, totp_step=step)
        kind = "second_factor_set" if secret else "second_factor_removed"
        t.messages.log([Event(kind=kind, at=now, actor=who.person.name)], ticket=None)


def prefer(tools: Tools, who: Guest, **values: str) -> None:
    """Keep language ("zh", "en", "") or theme ("light", "dark", "")."""
    allowed = {"language": {"", "zh", "en"}, "theme": {"", "light", "dark"}}
    if any(value not in allowed.get(name, set()) for name, value in values.items()):
        raise ValueError("there is no such preference")
    with tools.db.write() as t:
        t.people.change(who.person.id, **values)
