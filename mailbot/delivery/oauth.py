"""OAuth 2.0 access tokens for servers that take XOAUTH2 (Gmail, Microsoft 365), in both directions (RFC 6749 6).

A token is fetched with a refresh token, or with the client's own credentials where there is none, kept in memory and
renewed before it runs out. Whoever needs one asks `AccessToken` each time it logs in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

AHEAD = timedelta(minutes=5)
"""How long before its end a token is renewed."""
_ANSWER_AT_MOST = 64 * 1024
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class TokenError(OSError):
    """No token could be had. ``final`` where asking again is useless: a person must grant access anew."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What the provider gave the desk. ``token_url`` must be https, or http on this machine."""

    token_url: str
    client_id: str
    client_secret: str = ""
    refresh_token: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What tokens are fetched with, and when it runs out, where that is known."""

    refresh_token: str = field(default="", repr=False)
    ends: datetime | None = None


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AccessToken:
    """A valid access token whenever called; safe from several threads.

    ``kept`` is asked before each renewal for the newest grant, such as another process has got; ``keep`` receives one
    that the provider hands out in place of the old, or whose end it told anew. Raises ValueError for an address without
    TLS, TokenError where no token can be had.
    """

    def __init__(
        self,
        client: Client,
        *,
        keep: Callable[[Grant], None] = lambda _grant: None,
        kept: Callable[[], Grant | None] = lambda: None,
        clock: Callable[[], datetime] = _utc_now,
        timeout: float = 30,
    ) -> None:
        where = urlsplit(client.token_url)
        if where.scheme != "https" and not (where.scheme == "http" and where.hostname in {"127.0.0.1", "localhost"}):
            raise ValueError(f"{client.token_url!r}: tokens are fetched by https only")
        self._client, self._grant = client, Grant(refresh_token=client.refresh_token)
        self._keep, self._kept, self._clock, self._timeout = keep, kept, clock, timeout
        self._token, self._until = "", _LONG_AGO
        self._lock = Lock()

    @property
    def grant_ends(self) -> datetime | None:
        """When the grant itself runs out, where the provider said so: the time to warn a person before."""
        return self._grant.ends

    def __call__(self) -> str:
        """The token, fetched or renewed where it must be. An old one that is still good survives a provider that
        cannot be reached."""
        with self._lock:
            now = self._clock()
            if now >= self._until - AHEAD:
                try:
                    self._renew(now)
                except TokenError:
                    if now >= self._until:
                        raise
            return self._token

    def forget(self) -> None:
        """Fetch a new one next time, as after a refused login."""
        with self._lock:
            self._until = _LONG_AGO

    def _renew(self, now: datetime) -> None:
        self._grant = self._kept() or self._grant
        answer = self._asked()
        token, seconds = answer.get("access_token"), answer.get("expires_in", 3600)
        if not isinstance(token, str) or not token or not isinstance(seconds, int | float | str):
            raise TokenError("the token endpoint gave no access token")
        self._token, self._until = token, now + timedelta(seconds=float(seconds))
        self._take(answer, now)

    def _take(self, answer: dict[str, object], now: datetime) -> None:
        """The grant as the provider left it."""
        before, renewed, left = self._grant, answer.get("refresh_token"), answer.get("refresh_token_expires_in")
        if isinstance(left, int | float):
            # to the minute: it is told at every renewal, and need not be written each time
            ends = (now + timedelta(seconds=left)).replace(second=0, microsecond=0)
            told = before.ends is None or abs(ends - before.ends) > timedelta(minutes=2)
            self._grant = Grant(refresh_token=before.refresh_token, ends=ends if told else before.ends)
        if isinstance(renewed, str) and renewed:
            self._grant = Grant(refresh_token=renewed, ends=self._grant.ends)
        if self._grant != before:
            self._keep(self._grant)

    def _asked(self) -> dict[str, object]:
        form = {"client_id": self._client.client_id, "client_secret": self._client.client_secret}
        if self._grant.refresh_token:
            form |= {"grant_type": "refresh_token", "refresh_token": self._grant.refresh_token}
        else:
            form |= {"grant_type": "client_credentials"}
        form["scope"] = self._client.scope
        body = urlencode({k: v for k, v in form.items() if v}).encode()
        request = Request(self._client.token_url, data=body, headers={"Accept": "application/json"})  # noqa: S310
        try:
            with urlopen(request, timeout=self._timeout) as answer:  # noqa: S310 - the scheme was checked
                return _object(answer.read(_ANSWER_AT_MOST))
        except HTTPError as error:
            with error:
                said = _object(error.read(_ANSWER_AT_MOST))
            why = f"{said.get('error', '')}: {said.get('error_description', '')}".strip(": ")
            raise TokenError(
                f"the token endpoint refused ({error.code}): {why[:300] or error.reason}",
                final=said.get("error") in {"invalid_grant", "invalid_client", "unauthorized_client"},
            ) from error
        except OSError as error:
            raise TokenError(f"the token endpoint cannot be reached: {error}") from error


def _object(answer: bytes) -> dict[str, object]:
    try:
        value = json.loads(answer)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
