"""Asking an OpenID provider who somebody is: the authorization code flow with PKCE (OpenID Connect Core 1.0 3.1, RFC
7636). The ID token is verified with the keys that the provider publishes; nothing else that comes back is believed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import quote, urlencode, urlsplit

import jwt

TIMEOUT_S = 10.0
_ANSWER_MOST = 256 * 1024
_KEEP_S = 3600.0
_LEEWAY_S = 60
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Asymmetric ones only: a key that is published must never serve as a shared secret (RFC 8725 2.1)."""


class OidcError(Exception):
    """The provider could not be asked, or what it said does not hold; the text is for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sign-in that was begun: where to send the browser, and what must fit when it returns."""

    address: str
    state: str
    nonce: str
    verifier: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


class Provider:
    """One provider, by its issuer address (https, or http on this machine). Thread-safe. Raises OidcError."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, scope: str) -> None:
        self._issuer, self._client_id, self._client_secret, self._scope = issuer, client_id, client_secret, scope
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        self._lock = threading.Lock()
        self._found: Mapping[str, Any] = {}
        self._keys: jwt.PyJWKSet | None = None
        self._until = 0.0

    def begin(self, back: str) -> Begun:
        """Begin a sign-in that returns to the address ``back``."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._client_id,
                "redirect_uri": back,
                "scope": self._scope,
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge,
                "code_challenge_method": "S256",
            }
        )
        endpoint = self._document()["authorization_endpoint"]
        joined = "&" if urlsplit(endpoint).query else "?"
        return Begun(address=f"{endpoint}{joined}{query}", state=state, nonce=nonce, verifier=verifier)

    def finish(self, code: str, back: str, nonce: str, verifier: str) -> Mapping[str, Any]:
        """The claims of the ID token that a code stands for; proven, for us, fresh, and of this very sign-in."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier,
                "client_id": self._client_id}  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self._client_secret:  # RFC 6749 2.3.1
            pair = f"{quote(self._client_id, safe='')}:{quote(self._client_secret, safe='')}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        answer = self._ask(self._document()["token_endpoint"], urlencode(form).encode(), headers)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OidcError("the provider gave no ID token")
        return self._claims(token, nonce)

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in _ALGORITHMS:
                raise OidcError(f"an ID token signed with {header.get('alg')!r}")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(header.get("kid")),
                algorithms=_ALGORITHMS,
                audience=self._client_id,
                issuer=self._document()["issuer"],
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iat", "aud", "iss", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OidcError(f"the ID token does not hold: {error}") from error
        if not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
            raise OidcError("the ID token is of another sign-in")
        party = claims.get("azp", self._client_id)
        if party != self._client_id:
            raise OidcError("the ID token was given to another party")
        return claims

    def _key(self, kid: str | None) -> jwt.PyJWK:
        for again in (False, True):  # a key that is not known may be new: the provider turned them over
            keys = [k for k in self._published(again=again).keys if k.public_key_use in {None, "sig"}]
            fits = [k for k in keys if k.key_id == kid] if kid else keys
            if len(fits) == 1:
                return fits[0]
        raise OidcError(f"the provider publishes no key {kid!r}")

    def _document(self) -> Mapping[str, Any]:
        with self._lock:
            if time.monotonic() > self._until:
                found = self._ask(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
                if found.get("issuer") != self._issuer:
                    raise OidcError(f"the provider calls itself {found.get('issuer')!r}, not {self._issuer!r}")
                missing = [n for n in ("authorization_endpoint", "token_endpoint", "jwks_uri") if not found.get(n)]
                if missing:
                    raise OidcError(f"the provider's document has no {', '.join(missing)}")
                self._found, self._keys, self._until = found, None, time.monotonic() + _KEEP_S
            return self._found

    def _published(self, *, again: bool) -> jwt.PyJWKSet:
        address = str(self._document()["jwks_uri"])
        with self._lock:
            if self._keys is None or again:
                self._keys = jwt.PyJWKSet.from_dict(dict(self._ask(address)))
            return self._keys

    def _ask(self, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        where = urlsplit(address)
        local = where.scheme == "http" and where.hostname in {"127.0.0.1", "localhost", "::1"}
        if where.scheme != "https" and not local:
            raise OidcError(f"{address!r} is asked by https only")
        request = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
            address, data=body, headers={"Accept": "application/json", **(headers or {})}
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                content = answer.read(_ANSWER_MOST + 1)
        except (OSError, ValueError) as error:
            raise OidcError(f"{where.hostname}: {error}") from error
        if len(content) > _ANSWER_MOST:
            raise OidcError(f"{where.hostname} answers at too great a length")
        try:
            found = json.loads(content)
        except ValueError as error:
            raise OidcError(f"{where.hostname} answers no JSON") from error
        if not isinstance(found, dict):
            raise OidcError(f"{where.hostname} answers no object")
        return found
