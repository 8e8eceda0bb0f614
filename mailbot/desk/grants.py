"""Grants of mail providers (OAuth 2.0): one for all that use it, kept over restarts, renewed ahead, and watched.

A refresh token that the provider exchanges is the only one that is good from then on, so it is written down before the
old one is forgotten: in the database, sealed with a key that is made of the configured secrets. Whoever has the
database alone cannot open it; whoever configures another grant has no use for it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mailbot.config.settings import OAuthSettings
from mailbot.delivery.oauth import AccessToken, Client, Grant, TokenError
from mailbot.observe import metrics
from mailbot.observe.log import logger
from mailbot.store import Database

log = logger(__name__)

WARN = timedelta(days=14)
"""How long before its end a grant is spoken of."""
_AGAIN = timedelta(hours=12)
"""How often the log repeats it."""
_WATCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How one grant fares. ``said`` is one sentence where somebody must do something, else ""."""

    state: str
    said: str = ""
    ends: datetime | None = None


@dataclass(kw_only=True)
class _Held:
    """One grant and what is known of it."""

    oauth: OAuthSettings
    token: AccessToken
    refused: str = ""
    told: datetime | None = None
    looked: datetime | None = None

    @property
    def ends(self) -> datetime | None:
        """The earlier of what the provider said and what somebody wrote down."""
        return min((e for e in (self.token.grant_ends, self.oauth.ends) if e is not None), default=None)


@dataclass(kw_only=True)
class Grants:
    """All grants of an installation; safe from any thread."""

    database: Database | None
    """None: nothing can be kept, as where the doctor finds none."""
    clock: Callable[[], datetime]
    _held: dict[str, _Held] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def token(self, oauth: OAuthSettings) -> AccessToken:
        """The access tokens of a grant: the same object for all who use it, in both directions."""
        name = _name(oauth)
        with self._lock:
            if name not in self._held:
                self._held[name] = _Held(oauth=oauth, token=self._made(oauth, name))
            return self._held[name].token

    def _made(self, oauth: OAuthSettings, name: str) -> AccessToken:
        box = _box(oauth)

        def keep(grant: Grant) -> None:
            if self.database is None:
                return
            ends = grant.ends.isoformat() if grant.ends else ""
            sealed = box.encrypt(json.dumps({"token": grant.refresh_token, "ends": ends}).encode()).decode()
            with self.database.write() as t:
                t.books.set(f"grant:{name}", sealed)

        def kept() -> Grant | None:
            if self.database is None:
                return None
            with self.database.read() as t:
                sealed = t.books.setting(f"grant:{name}")
            if not sealed:
                return None
            try:
                value = json.loads(box.decrypt(sealed.encode()))
            except InvalidToken:
                log.exception("grant_unreadable", grant=label(oauth))
                return None
            ends = datetime.fromisoformat(value["ends"]) if value["ends"] else None
            return Grant(refresh_token=value["token"], ends=ends)

        return AccessToken(
            Client(
                token_url=oauth.token_url,
                client_id=oauth.client_id,
                client_secret=oauth.client_secret.reveal(),
                refresh_token=oauth.refresh_token.reveal(),
                scope=oauth.scope,
            ),
            keep=keep,
            kept=kept,
            clock=self.clock,
        )

    def watch(self) -> None:
        """Renew what soon runs out, so that no login waits for it and no grant dies of disuse; say what a person must
        do. Asks a provider at most once a minute."""
        with self._lock:
            held = list(self._held.values())
        for each in held:
            now = self.clock()
            if each.looked is None or now - each.looked >= _WATCH:
                each.looked = now
                self._look(each, now)

    def _look(self, each: _Held, now: datetime) -> None:
        name = label(each.oauth)
        try:
            each.token()
            each.refused = ""
        except TokenError as error:
            each.refused = str(error)
        metrics.grant_refused.labels(name).set(1 if each.refused else 0)
        if each.ends is not None:
            metrics.grant_ends.labels(name).set(each.ends.timestamp())
        said = self._state(each, now).said
        if not said:
            each.told = None
        elif each.told is None or now - each.told >= _AGAIN:
            each.told = now
            log.error("oauth_grant", grant=name, said=said)

    def report(self) -> dict[str, State]:
        """How each grant fares, by name; asks nobody."""
        with self._lock:
            held = list(self._held.values())
        return {label(h.oauth): self._state(h, self.clock()) for h in held}

    def _state(self, each: _Held, now: datetime) -> State:
        ends = each.ends
        if each.refused:
            return State(state="failing", said=f"no token: {each.refused}", ends=ends)
        return State(state="degraded" if (said := warning(ends, now)) else "ok", said=said, ends=ends)


def warning(ends: datetime | None, now: datetime) -> str:
    """What is to be said of a grant that ends then; "" where it is far away or not known."""
    if ends is None or ends - now > WARN:
        return ""
    if ends <= now:
        return f"the grant has run out on {ends:%Y-%m-%d}: grant access anew"
    return f"the grant runs out on {ends:%Y-%m-%d %H:%M} UTC, in {(ends - now).days} days: grant access anew before"


def label(oauth: OAuthSettings) -> str:
    """A grant as people know it: the provider and the application."""
    return f"{urlsplit(oauth.token_url).hostname} {oauth.client_id[:40]}"


def _name(oauth: OAuthSettings) -> str:
    of = (oauth.token_url, oauth.client_id, oauth.client_secret.reveal(), oauth.refresh_token.reveal(), oauth.scope)
    return sha256("\0".join(of).encode()).hexdigest()[:32]


def _box(oauth: OAuthSettings) -> Fernet:
    secret = f"{oauth.refresh_token.reveal()}\0{oauth.client_secret.reveal()}".encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mailbot: kept grant").derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))
