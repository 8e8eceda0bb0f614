"""OAuth 2.0 access tokens for servers that take XOAUTH2 (Gmail, Microsoft 365), in both directions (RFC 6749 6).

A token is fetched with a refresh token, or with the client's own credentials where there is none, kept in memory and
renewed before it runs out. Whoever needs one asks `AccessToken` each time it logs in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
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


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AccessToken:
    """A valid access token whenever called; safe from several threads.

    ``keep`` receives a new refresh token where the provider hands one out in place of the old. ``grant_ends`` is when
    the grant itself runs out, where the provider said so: the time to warn a person before. Raises ValueError for an
    address without TLS, TokenError where no token can be had.
    """

    def __init__(
        self,
        client: Client,
        *,
        keep: Callable[[str], None] = lambda _token: None,
        clock: Callable[[], datetime] = _utc_now,
        timeout: float = 30,
    ) -> None:
        where = urlsplit(client.token_url)
        if where.scheme != "https" and not (where.scheme == "http" and where.hostname in {"127.0.0.1", "localhost"}):
            raise ValueError(f"{client.token_url!r}: tokens are fetched by https only")
        self._client, self._refresh_token = client, client.refresh_token
        self._keep, self._clock, self._timeout = keep, clock, timeout
        self._token, self._until = "", _LONG_AGO
        self._lock = Lock()
        self.grant_ends: datetime | None = None

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
        answer = self._asked()
        token, seconds = answer.get("access_token"), answer.get("expires_in", 3600)
        if not isinstance(token, str) or not token or not isinstance(seconds, int | float | str):
            raise TokenError("the token endpoint gave no access token")
        self._token, self._until = token, now + timedelta(seconds=float(seconds))
        ends = answer.get("refresh_token_expires_in")
        if isinstance(ends, int | float):
            self.grant_ends = now + timedelta(seconds=ends)
        renewed = answer.get("refresh_token")
        if isinstance(renewed, str) and renewed and renewed != self._refresh_token:
            self._refresh_token = renewed
            self._keep(renewed)

    def _asked(self) -> dict[str, object]:
        form = {"client_id": self._client.client_id, "client_secret": self._client.client_secret}
        if self._refresh_token:
            form |= {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
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
