"""What keeps the console shut: headers, hosts, signed cookies, form tokens, requests of other sites."""

from __future__ import annotations

import hmac
from collections.abc import Set as AbstractSet
from hashlib import sha256
from urllib.parse import urlsplit

from itsdangerous import BadSignature, Signer
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mailbot.web.problems import problem

COOKIE = "mailbot_session"
BODY_MOST = 30_000_000
"""Octets of a request's body."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "SAMEORIGIN",
}


class Seal:
    """Signs what goes out and comes back, with the installation's own key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._signer = Signer(key, salt="mailbot console session", digest_method=sha256)

    def close(self, secret: str) -> str:
        """A session's secret, signed, for the cookie."""
        return self._signer.sign(secret).decode()

    def open(self, cookie: str) -> str | None:
        """The secret of a cookie that we signed."""
        try:
            return self._signer.unsign(cookie).decode()
        except BadSignature:
            return None

    def form_token(self, session: str) -> str:
        """What a form of a session must bring back."""
        return hmac.new(self._key, b"form:" + session.encode(), sha256).hexdigest()

    def is_form_token(self, session: str, token: str) -> bool:
        """Whether a form came from a page of this session."""
        return hmac.compare_digest(self.form_token(session).encode(), token.encode("utf-8", "replace"))


class Shield:
    """Middleware: refuses unknown hosts and what other sites send; adds the headers to every answer."""

    def __init__(self, app: ASGIApp, *, hosts: AbstractSet[str], secure: bool) -> None:
        self._app, self._hosts, self._secure = app, hosts, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message))
            await send(message)

        refused = self._refused(scope["method"], headers)
        if refused is not None:
            status, words = refused
            api = scope["path"].startswith("/api/")
            answer = problem(status, words) if api else PlainTextResponse(words, status_code=status)
            await answer(scope, receive, shielded)
            return
        await self._app(scope, receive, shielded)

    def _refused(self, method: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        name = urlsplit(f"//{host}").hostname or ""
        if name not in self._hosts:
            return 421, "This host is not served here."
        if method in _SAFE:
            return None
        site, origin = headers.get("sec-fetch-site", "same-origin"), headers.get("origin")
        foreign = origin not in {None, "null"} and urlsplit(origin or "").netloc != host
        if site not in {"same-origin", "none"} or foreign:
            return 403, "Requests from other sites are refused."
        length = headers.get("content-length", "")
        if "transfer-encoding" in headers:
            return 411, "Say how long the body is (Content-Length)."
        if length and (not length.isdigit() or int(length) > BODY_MOST):
            return 413, f"The body is larger than {BODY_MOST} octets."
        return None

    def _dress(self, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Cache-Control", "no-store")
        if self._secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
