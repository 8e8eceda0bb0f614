"""Keys of the API: made once, shown once, with scopes and an end."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from mailbot.desk.access import digest
from mailbot.desk.tools import Tools
from mailbot.model.ticket import Event
from mailbot.store.people import Key

SCOPES = ("read", "attachments", "write", "intake", "explain")
"""read tickets and messages; attachments: also their files, but for those that may hold a secret; write: change
tickets; intake: hand mails in; explain: triage without storing."""
PREFIX = "mbk_"
_DAYS_MOST = 730


def make_key(tools: Tools, name: str, scopes: Sequence[str], days: int, by: str) -> tuple[Key, str]:
    """A new key and its secret, which is kept nowhere. Raises ValueError."""
    unknown = set(scopes) - set(SCOPES)
    if unknown or not scopes:
        raise ValueError(f"scopes are: {', '.join(SCOPES)}")
    if not name.strip() or not 1 <= days <= _DAYS_MOST:
        raise ValueError(f"a key needs a name, and an end within 1 to {_DAYS_MOST} days")
    secret, now = PREFIX + secrets.token_urlsafe(32), tools.clock()
    with tools.db.write() as t:
        key = t.people.add_key(
            secret=digest(secret),
            name=name.strip()[:64],
            scopes=sorted(set(scopes)),
            by=by,
            now=now,
            until=now + timedelta(days=days),
        )
        data = {"key": key.id, "name": key.name, "scopes": list(key.scopes)}
        t.messages.log([Event(kind="key_made", at=now, actor=by, data=data)], ticket=None)
    return key, secret


def revoke_key(tools: Tools, key: int, by: str) -> None:
    """Make a key void; raises LookupError."""
    now = tools.clock()
    with tools.db.write() as t:
        if not t.people.revoke_key(key, now):
            raise LookupError(f"there is no key {key} in force")
        t.messages.log([Event(kind="key_revoked", at=now, actor=by, data={"key": key})], ticket=None)


def key_of(tools: Tools, secret: str) -> Key | None:
    """The key that a secret opens, while it is good."""
    now = tools.clock()
    with tools.db.read() as t:
        key = t.people.key(digest(secret), now)
    if key is not None and (key.used_at is None or now - key.used_at > timedelta(minutes=5)):
        with tools.db.write() as t:
            t.people.key_used(key.id, now)
    return key
