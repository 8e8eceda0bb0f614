"""Telling other systems: one signed POST of a JSON object, tried again until it is taken or refused for good.

    X-Mailbot-Signature: t=1763863200,v1=<hex HMAC-SHA-256 over "1763863200." and the body>

The receiver computes the same over what it got, compares in constant time, and refuses times far from its own clock:
then nobody who overhears a call can send it again. X-Mailbot-Delivery names the call, the same at every attempt.
"""

from __future__ import annotations

import hmac
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from hashlib import sha256
from typing import IO, Any

from mailbot.delivery.backoff import delay
from mailbot.model.effects import Deferred, Outcome, Rejected, Sent

ATTEMPTS = 12
"""After so many failures it is given up: with `mailbot.delivery.backoff` about a day and a half."""
TIMEOUT_S = 10.0
_LATER = frozenset({408, 409, 423, 425, 429})
"""Answers of the 4xx class that speak of now, not for ever (RFC 9110 15.5)."""
_ANSWER_OCTETS = 300


def signature(secret: str, body: bytes, now: datetime) -> str:
    """The value of X-Mailbot-Signature."""
    at = str(int(now.timestamp()))
    return f"t={at},v1={hmac.new(secret.encode(), at.encode() + b'.' + body, sha256).hexdigest()}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A signed word goes where the configuration says, and nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


class WebhookDelivery:
    """Calls one URL at a time, without proxies or redirects."""

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

    def call(
        self, url: str, payload: Mapping[str, Any], *, key: str, secret: str, now: datetime, attempt: int
    ) -> Outcome:
        """Try once; never raises for what a server, the network or a wrong URL does."""
        if not url.startswith(("https://", "http://")):
            return Rejected(why="the channel's webhook is no http(s) address")
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "mailbot",
            "X-Mailbot-Delivery": key,
        }
        if secret:
            headers["X-Mailbot-Signature"] = signature(secret, body, now)
        try:
            request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 - looked at above
            with self._opener.open(request, timeout=self._timeout_s) as answer:
                return Sent(response=f"{answer.status} {_shown(answer.read(_ANSWER_OCTETS))}".strip())
        except urllib.error.HTTPError as error:
            with error:
                why = f"{error.code} {_shown(error.read(_ANSWER_OCTETS))}".strip()
            if error.code < 500 and error.code not in _LATER:
                return Rejected(why=why)
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = f"{type(error).__name__}: {error}"[:300]
        if attempt + 1 >= ATTEMPTS:
            return Rejected(why=f"given up after {ATTEMPTS} attempts: {why}")
        return Deferred(until=now + delay(attempt, key), why=why)


def _shown(octets: bytes) -> str:
    return " ".join(octets.decode("utf-8", "replace").split())
