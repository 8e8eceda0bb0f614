"""Calls to other systems: signed, bounded in time, and honest about what came of them."""

from __future__ import annotations

import hmac
import json
import socket
import time
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from mailbot.delivery.webhook import ATTEMPTS, WebhookDelivery
from mailbot.model.effects import Deferred, Rejected, Sent
from tests.services import HOST, free_port
from tests.services.httpsink import HttpSink

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


def call(url: str, *, secret: str = "", attempt: int = 0, timeout_s: float = 5.0):
    delivery = WebhookDelivery(timeout_s)
    return delivery.call(url, {"text": "工单"}, key="hook:1", secret=secret, now=NOW, attempt=attempt)


@pytest.fixture
def sink():
    with HttpSink() as started:
        yield started


def test_the_receiver_can_verify_who_called_and_when(sink):
    assert isinstance(call(sink.url, secret="s3cret"), Sent)
    (got,) = sink.calls
    at, _, mac = got.headers["x-mailbot-signature"].partition(",")
    expected = hmac.new(b"s3cret", at.removeprefix("t=").encode() + b"." + got.body, sha256).hexdigest()
    assert mac == f"v1={expected}"
    assert int(at.removeprefix("t=")) == int(NOW.timestamp())
    assert json.loads(got.body) == {"text": "工单"}
    assert got.headers["x-mailbot-delivery"] == "hook:1"


def test_without_a_secret_nothing_pretends_to_be_signed(sink):
    call(sink.url)
    assert "x-mailbot-signature" not in sink.calls[0].headers


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_what_may_pass_is_tried_again_later(sink, status):
    sink.answers = [(status, {}, b"busy")]
    outcome = call(sink.url)
    assert isinstance(outcome, Deferred)
    assert outcome.until > NOW
    assert str(status) in outcome.why


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_a_refusal_is_final(sink, status):
    sink.answers = [(status, {}, b"no such hook")]
    outcome = call(sink.url)
    assert isinstance(outcome, Rejected)
    assert "no such hook" in outcome.why


def test_a_redirect_is_not_followed(sink):
    sink.answers = [(302, {"Location": sink.url + "/elsewhere"}, b"")]
    assert isinstance(call(sink.url, secret="s3cret"), Rejected)
    assert [c.path for c in sink.calls] == ["/hook"]


def test_a_server_that_is_away_is_tried_again_and_given_up_in_the_end():
    url = f"http://{HOST}:{free_port()}/"
    assert isinstance(call(url), Deferred)
    given_up = call(url, attempt=ATTEMPTS - 1)
    assert isinstance(given_up, Rejected)
    assert "given up" in given_up.why


def test_a_server_that_never_answers_takes_no_longer_than_allowed():
    with socket.create_server((HOST, 0)) as silent:
        started = time.monotonic()
        assert isinstance(call(f"http://{HOST}:{silent.getsockname()[1]}/", timeout_s=0.3), Deferred)
        assert time.monotonic() - started < 3


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://mail.example/", "", "no address", "http://[::1"])
def test_only_http_is_called(url):
    assert isinstance(call(url), Rejected | Deferred)


def test_a_file_is_never_read():
    assert isinstance(call("file:///etc/passwd"), Rejected)
