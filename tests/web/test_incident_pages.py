"""The pages of known problems and of what other systems were told."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx2
import pytest

from mailbot.config.settings import ChannelSettings, Secret
from mailbot.delivery.webhook import WebhookDelivery
from mailbot.desk import notify, tickets
from mailbot.web.server import WebServer
from tests.web.desk import Desk, mail
from tests.web.pages import post


@pytest.fixture
def lead(server: WebServer) -> httpx2.Client:
    """A lead's browser without script."""
    client = httpx2.Client(base_url=server.url, follow_redirects=True)
    client.get(server.demo_login_link("lea", "lead", "Lea"))
    return client


def test_a_known_problem_is_opened_answered_and_ended_by_hand(lead: httpx2.Client, empty: Desk):
    (early,) = empty.take(mail("a@mail.example", "KYC", "My identity verification was rejected. UID 4829157362"))
    bad = post(lead, "/admin/incidents", name="Nights", match="no_such=thing", text="x")
    assert bad.status_code == 422
    assert "neither a condition nor a kind of fact" in bad.text
    assert post(lead, "/admin/incidents", name="Nights", match="  ", text="x").status_code == 422
    page = post(lead, "/admin/incidents", name="Slow checks", match="intent=kyc_verification\r\n",
                text="Checks take a day longer.", language=["zh", "ja"], words=["审核延迟一天。", ""]).text  # fmt: skip
    assert "Slow checks" in page
    assert "审核延迟一天。" in page
    (number,) = empty.take(mail("b@mail.example", "KYC", "My identity verification was rejected. UID 4829157363"))
    assert tickets.view(empty.tools, number).letters[0].request["template"] == "incident"
    assert '<a href="/tickets/' + number in lead.get("/admin/incidents").text
    found = re.search(r"/admin/incidents/(\d+)/close", page)
    assert found is not None
    assert early in post(lead, f"/admin/incidents/{found[1]}/add", number=f"#{early}").text
    ended = post(lead, f"/admin/incidents/{found[1]}/close", text="All is well again.").text
    assert ">over<" in ended
    for each in (early, number):
        view = tickets.view(empty.tools, each)
        assert view.ticket.status == "resolved"
        assert view.letters[0].request["template"] == "incident_over"


def test_what_other_systems_were_told_is_listed_and_told_again(server: WebServer, lead: httpx2.Client, empty: Desk):
    channel = ChannelSettings(webhook=Secret("http://127.0.0.1:9/hook"), events=frozenset({"ticket_opened"}))
    empty.tools = replace(empty.tools, channels=lambda: {"chat": channel})
    server.console.tools = empty.tools
    (number,) = empty.take(mail("c@mail.example", "Fees", "What is the fee for withdrawing BTC?"))
    for _ in range(12):
        notify.call(empty.tools, WebhookDelivery(timeout_s=1))
        empty.clock.advance(days=1)
    page = lead.get("/admin/webhooks?state=failed").text
    assert "given up after" in page
    assert f"#{number}" in page
    assert "ticket_opened" in page
    found = re.search(r'name="call" value="(\d+)"', page)
    assert found is not None
    assert post(lead, "/admin/webhooks/retry").status_code == 422
    assert ">Queued<" in post(lead, "/admin/webhooks/retry", call=found[1]).text
    with empty.tools.db.read() as t:
        assert [w.attempts for w in t.webhooks.find(state="queued")] == [0]


def test_agents_neither_see_nor_open_them(server: WebServer):
    client = httpx2.Client(base_url=server.url, follow_redirects=True)
    client.get(server.demo_login_link("ag", "agent", "Ag"))
    assert client.get("/admin/incidents").status_code == 403
    assert client.get("/admin/webhooks").status_code == 403
    assert post(client, "/admin/incidents", name="x", match="intent=kyc_verification").status_code == 403
