"""Putting a ticket on hold: the console's page, the API, the command."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest
import typer
from typer.testing import CliRunner

from mailbot.cli import tickets as command
from mailbot.cli.common import opened
from mailbot.desk import keys
from mailbot.desk import tickets as desk
from mailbot.model.effects import TicketChange
from mailbot.web.server import WebServer
from tests.web.desk import CUSTOMERS, Desk
from tests.web.pages import post

WHY = "the bank answers on Monday"


@pytest.fixture
def number(empty: Desk) -> str:
    """A ticket that waits for the desk."""
    (made,) = empty.take(CUSTOMERS["zh"])
    desk.set_status(empty.tools, made, "open", "ming")
    return made


def kinds(made: Desk, number: str) -> list[str]:
    return [e.kind for e in desk.view(made.tools, number).events]


def test_a_page_holds_and_takes_up_again_and_says_so_in_both_languages(server: WebServer, empty: Desk, number: str):
    with httpx2.Client(base_url=server.url, follow_redirects=True, timeout=30) as client:
        client.get(server.demo_login_link())
        assert "what do we wait for?" in client.get(f"/tickets/{number}").text
        held = post(client, f"/tickets/{number}/hold", span="3d", reason=WHY)
        assert held.status_code == 200
        assert f"UTC: {WHY} (demo)" in held.text
        assert "挂起至 " in client.get(f"/tickets/{number}", headers={"Accept-Language": "zh-CN"}).text
        assert f'id="t-{number}"' not in client.get("/queue/us").text
        assert f'id="t-{number}"' in client.get("/queue/snoozed").text
        taken = post(client, f"/tickets/{number}/hold")
        assert WHY not in taken.text.partition('<ol class="talk"')[0]
        assert f'id="t-{number}"' in client.get("/queue/us").text
        assert kinds(empty, number)[-2:] == ["put_on_hold", "taken_off_hold"]
        assert post(client, f"/tickets/{number}/hold", span="9y", reason=WHY).status_code == 422
        assert post(client, f"/tickets/{number}/hold", span="1d", reason=" ").status_code == 422


def test_an_auditor_may_not(server: WebServer, number: str):
    with httpx2.Client(base_url=server.url, follow_redirects=True, timeout=30) as client:
        client.get(server.demo_login_link("eve", "auditor"))
        assert "what do we wait for" not in client.get(f"/tickets/{number}").text
        assert post(client, f"/tickets/{number}/hold", span="1d", reason=WHY).status_code == 403


def test_the_api_does_so_too(server: WebServer, empty: Desk, number: str):
    _, secret = keys.make_key(server.console.doors, "crm", ("read", "write"), 30, "test")
    with httpx2.Client(
        base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {secret}"}, timeout=30
    ) as api:
        due = api.get(f"/tickets/{number}").json()["first_reply_due"]
        until = empty.clock() + timedelta(days=2)
        body = {"until": until.isoformat(), "reason": WHY}
        held = api.post(f"/tickets/{number}/hold", json=body)
        assert held.status_code == 200
        assert held.json()["first_reply_due"] > due
        off = held.json()["put_off"]
        assert datetime.fromisoformat(off.pop("until")) == until
        assert datetime.fromisoformat(off.pop("paused_at")) == empty.clock()
        assert off == {"by": "api:crm", "reason": WHY}
        assert api.get(f"/tickets/{number}").json()["put_off"] == held.json()["put_off"]
        (found,) = api.get("/search", params={"q": "intent:" + held.json()["intent"]}).json()["items"]
        assert found["ticket"]["put_off"] == held.json()["put_off"]
        assert api.get("/tickets", params={"view": "snoozed"}).json()["items"][0]["number"] == number
        resumed = api.post(f"/tickets/{number}/resume").json()
        assert resumed["first_reply_due"] == due
        assert resumed["put_off"] is None
        assert api.post(f"/tickets/{number}/resume").status_code == 404
        naive = {"until": "2099-01-01T00:00:00", "reason": WHY}
        for wrong in ({**body, "reason": ""}, {**body, "until": "2020-01-01T00:00:00Z"}, naive, {}):
            assert api.post(f"/tickets/{number}/hold", json=wrong).status_code == 422
    assert [e.actor for e in desk.view(empty.tools, number).events][-2:] == ["api:crm", "api:crm"]


def test_the_command_does_so_too(tmp_path: Path):
    config = tmp_path / "config.yaml"
    config.write_text(f"store:\n  folder: {tmp_path / 'var'}\n")
    app = typer.Typer()
    command.register(app)
    app.command("other")(lambda: None)
    with opened(config) as one, one.tools.db.write() as t:
        now = one.tools.clock()
        change = TicketChange(ticket=None, status="open", team="kyc", priority="P3",
                              first_reply_due=now + timedelta(hours=8))  # fmt: skip
        number = t.tickets.open(change, subject="x", requester="ann@mail.example", requester_name="", mailbox="support",
                                first_text="x", policy="p", now=now).number  # fmt: skip

    def call(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["tickets", *words, "--config", str(config)])
        return done.exit_code, done.output or str(done.exception)

    assert call("hold", number, "--for", "soon", "--why", WHY)[0] == 2
    status, said = call("hold", number, "--for", "1d12h", "--why", WHY)
    assert status == 0, said
    assert f"ticket {number} is on hold until" in said
    assert "first answer due" in said
    assert f"ticket {number} is off hold" in call("resume", number)[1]
    assert "not on hold" in call("resume", number)[1]
    assert WHY in call("show", number, "--trace")[1]
