"""Tokens from a token endpoint on this machine, and a login with them."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session, auth_mechanism

from mailbot.delivery.oauth import AccessToken, Client, Grant, TokenError
from mailbot.delivery.smtp import SmtpDelivery
from mailbot.model.effects import Deferred, Sent
from tests.services import HOST, free_port

# aiosmtpd says so of every server that takes a login in the clear, as on this machine
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


class Endpoint:
    """Answers what it is told and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answers: list[tuple[int, object]] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                endpoint.asked.append({k: v[0] for k, v in parse_qs(form).items()})
                status, answer = endpoint.answers.pop(0) if endpoint.answers else (500, {})
                body = json.dumps(answer).encode() if not isinstance(answer, bytes) else answer
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self.server.server_port}/token"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    yield made
    made.close()


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def client(url: str, **more: str) -> Client:
    return Client(token_url=url, **{"client_id": "desk", "client_secret": "s", "refresh_token": "r1", **more})


def test_a_token_is_fetched_once_and_renewed_ahead(endpoint: Endpoint) -> None:
    endpoint.answers = [(200, {"access_token": "a1", "expires_in": 3600}), (200, {"access_token": "a2"})]
    clock = Clock()
    token = AccessToken(client(endpoint.url, scope="mail"), clock=clock)
    assert [token(), token()] == ["a1", "a1"]
    clock.now += timedelta(minutes=54)
    assert token() == "a1"
    clock.now += timedelta(minutes=2)
    assert token() == "a2"
    assert endpoint.asked[0] == {
        "client_id": "desk",
        "client_secret": "s",
        "grant_type": "refresh_token",
        "refresh_token": "r1",
        "scope": "mail",
    }
    assert len(endpoint.asked) == 2


def test_a_new_refresh_token_is_kept_and_used(endpoint: Endpoint) -> None:
    endpoint.answers = [
        (200, {"access_token": "a1", "expires_in": 60, "refresh_token": "r2", "refresh_token_expires_in": 86400}),
        (200, {"access_token": "a2", "expires_in": 60}),
    ]
    kept: list[Grant] = []
    clock = Clock()
    token = AccessToken(client(endpoint.url), keep=kept.append, clock=clock)
    assert token() == "a1"
    assert kept == [Grant(refresh_token="r2", ends=clock.now + timedelta(days=1))]
    assert token.grant_ends == clock.now + timedelta(days=1)
    assert token() == "a2"
    assert endpoint.asked[1]["refresh_token"] == "r2"


def test_without_a_refresh_token_the_client_asks_for_itself(endpoint: Endpoint) -> None:
    endpoint.answers = [(200, {"access_token": "a1", "expires_in": "3600"})]
    assert AccessToken(client(endpoint.url, refresh_token=""))() == "a1"
    assert endpoint.asked[0]["grant_type"] == "client_credentials"


def test_a_good_token_survives_an_endpoint_that_is_down(endpoint: Endpoint) -> None:
    endpoint.answers = [(200, {"access_token": "a1", "expires_in": 3600}), (503, {}), (503, {})]
    clock = Clock()
    token = AccessToken(client(endpoint.url), clock=clock)
    token()
    clock.now += timedelta(minutes=57)
    assert token() == "a1"
    clock.now += timedelta(minutes=4)
    with pytest.raises(TokenError, match="503"):
        token()


def test_a_withdrawn_grant_is_final_and_says_why(endpoint: Endpoint) -> None:
    endpoint.answers = [
        (400, {"error": "invalid_grant", "error_description": "revoked"}),
        (429, {"error": "slow_down"}),
    ]
    token = AccessToken(client(endpoint.url))
    with pytest.raises(TokenError, match="invalid_grant: revoked") as refused:
        token()
    assert refused.value.final
    with pytest.raises(TokenError, match="slow_down") as slowed:
        token()
    assert not slowed.value.final


@pytest.mark.parametrize("answer", [b"", b"<html>", [], {"access_token": ""}, {"access_token": 5}, {"token": "a"}])
def test_nonsense_is_no_token(endpoint: Endpoint, answer: object) -> None:
    endpoint.answers = [(200, answer)]
    with pytest.raises(TokenError, match="no access token"):
        AccessToken(client(endpoint.url))()


def test_nobody_there_is_a_token_error() -> None:
    with pytest.raises(TokenError, match="cannot be reached"):
        AccessToken(client(f"http://{HOST}:{free_port()}/token"), timeout=2)()


@pytest.mark.parametrize("url", ["http://provider.example/token", "ftp://x/token", "file:///etc/passwd", ""])
def test_secrets_never_go_over_an_open_line(url: str) -> None:
    with pytest.raises(ValueError, match="https only"):
        AccessToken(client(url))


def test_forget_fetches_anew(endpoint: Endpoint) -> None:
    endpoint.answers = [(200, {"access_token": "a1"}), (200, {"access_token": "a2"})]
    token = AccessToken(client(endpoint.url))
    assert token() == "a1"
    token.forget()
    assert token() == "a2"


class _Bearer:
    """An SMTP server that takes XOAUTH2 with one token."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.empty_answers = 0

    @auth_mechanism("XOAUTH2")
    async def auth_xoauth2(self, server: SMTP, arguments: list[str]) -> AuthResult:
        said = base64.b64decode(arguments[1]).decode()
        if said == "user=desk@desk.example\x01auth=Bearer good\x01\x01":
            return AuthResult(success=True)
        answer = await server.challenge_auth('{"status":"401"}')
        self.empty_answers += answer == b""
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope.original_content or b"")
        return "250 2.0.0 kept"


@pytest.mark.parametrize("token", ["good", "bad"])
def test_a_login_with_a_token(token: str) -> None:
    handler = _Bearer()
    controller = Controller(handler, hostname=HOST, port=free_port(), auth_required=True, auth_require_tls=False)
    controller.start()
    way = SmtpDelivery(
        host=HOST, port=controller.port, tls="none", username="desk@desk.example", access_token=lambda: token, timeout=5
    )
    try:
        outcome = way.deliver(
            mail_from="a@desk.example",
            rcpt_to=["b@c.example"],
            content=b"Subject: x\r\n\r\nx\r\n",
            now=datetime(2026, 11, 22, tzinfo=UTC),
            attempt=0,
        )
    finally:
        way.close()
        controller.stop()
    if token == "good":
        assert isinstance(outcome, Sent)
        assert handler.taken == [b"Subject: x\r\n\r\nx\r\n"]
    else:
        assert isinstance(outcome, Deferred)
        assert "535" in outcome.why
        assert handler.empty_answers == 1
        assert handler.taken == []


def test_no_token_means_no_login_and_a_later_try() -> None:
    def none() -> str:
        raise TokenError("the token endpoint cannot be reached")

    handler = _Bearer()
    controller = Controller(handler, hostname=HOST, port=free_port(), auth_required=True, auth_require_tls=False)
    controller.start()
    way = SmtpDelivery(host=HOST, port=controller.port, tls="none", username="d", access_token=none, timeout=5)
    try:
        outcome = way.deliver(
            mail_from="a@desk.example", rcpt_to=["b@c.example"], content=b"x\r\n", now=datetime.now(UTC), attempt=0
        )
    finally:
        way.close()
        controller.stop()
    assert isinstance(outcome, Deferred)
    assert "token endpoint" in outcome.why
