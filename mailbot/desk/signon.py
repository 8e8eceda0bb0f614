"""Signing in by an account elsewhere (OpenID Connect): whose account here it is.

The first time, an account here is found by its name; from then on only the same person elsewhere (issuer and subject)
may use it, whatever names change there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailbot.config.settings import OidcSettings
from mailbot.desk.access import RefusedError, account_name, open_session
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.store import Transaction
from mailbot.store.people import Person


def enter(tools: Tools, claims: Mapping[str, Any], settings: OidcSettings, *, peer: str, agent: str) -> str:
    """Open a session for whom proven claims name; its secret. Raises RefusedError, to be shown."""
    now = tools.clock()
    subject = f"{claims['iss']}|{claims['sub']}"[:400]
    local, at, domain = str(claims.get(settings.claim, "")).partition("@")
    # Anybody may have the address admin@ of some other house.
    if at and domain.lower() not in (settings.domains or (tools.policy().catalogue.domain,)):
        raise RefusedError("Your e-mail address there is of a house whose people have no accounts here.")
    if at and claims.get("email_verified") is False:
        raise RefusedError("Your e-mail address there is not verified.")
    try:
        name = account_name(local)
    except ValueError:
        raise RefusedError("Your account there has no name that fits one here.") from None
    with tools.db.write() as t:
        person = t.people.with_subject(subject) or _named(t, tools, name, subject, claims, settings)
        if not person.active:
            raise RefusedError("This account is switched off.")
        return open_session(t, person, now, peer, agent, f"single sign-on ({settings.name})")


def _named(
    t: Transaction, tools: Tools, name: str, subject: str, claims: Mapping[str, Any], settings: OidcSettings
) -> Person:
    try:
        person = t.people.named(name)
    except LookupError:
        if not settings.new_people:
            raise RefusedError("There is no account of that name here. Ask an admin to add you.") from None
        display = str(claims.get("name", ""))[:128]
        person = t.people.add(name=name, display=display, role=settings.new_people, teams=(), now=tools.clock())
        event = Event(kind="person_added", at=tools.clock(), actor="single sign-on", data={"person": name})
        t.messages.log([event], ticket=None)
    if person.subject:
        raise RefusedError("The account of that name belongs to somebody else there.")
    event = Event(kind="account_linked", at=tools.clock(), actor=name, data={"issuer": str(claims["iss"])})
    t.messages.log([event], ticket=None)
    return t.people.change(person.id, subject=subject)
