"""Figures as a lead reads them: plots with words, a table and a CSV behind each."""

from __future__ import annotations

import re

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from mailbot.desk import access, tickets
from mailbot.web.server import WebServer
from tests.desk.test_drift import FOREIGN, NOW, WEEK, tell
from tests.web.browser import opened
from tests.web.desk import CUSTOMERS, Desk


@pytest.fixture
def drifted(empty: Desk) -> Desk:
    """A desk whose customers ask other things since a week ago."""
    empty.clock.now = NOW
    tell(empty.tools.db, 8, 36, WEEK)
    tell(empty.tools.db, 1, 7, FOREIGN)
    return empty


def rows(client: httpx2.Client, name: str) -> list[list[str]]:
    return [line.split(",") for line in client.get(f"/insight/{name}.csv").text.lstrip("\ufeff").splitlines()]


def test_what_has_drifted_is_seen_in_plot_table_and_csv(chromium: Browser, server: WebServer, drifted: Desk):
    made = opened(chromium, server, locale="en-GB")
    page = made.page
    page.goto("/insight")
    card = page.locator("section", has=page.locator("#r-drift"))
    expect(card.locator("svg .bar.over title")).to_contain_text("What it is about")
    assert card.locator("svg .bar").count() == 5
    card.locator("summary").click()
    row = card.locator("tr", has=page.get_by_role("rowheader", name="What it is about"))
    expect(row.locator("td").last).to_have_text("✗")
    expect(card.locator("tr", has_text="Not sure").locator("td").last).to_have_text("✓")
    with page.expect_download() as asked:
        card.get_by_role("link", name="CSV").click()
    told = asked.value.path().read_text("utf-8-sig").splitlines()
    assert told[0] == "measure,of what is allowed,before,last 7 days,as it was"
    assert [line.split(",")[0] for line in told[1:] if line.endswith("✗")] == ["intents"]
    made.context.close()
    assert made.complaints == []


def test_somebody_of_one_team_is_not_told_of_the_whole_desk(server: WebServer, drifted: Desk):
    with httpx2.Client(base_url=server.url, follow_redirects=True) as lead:
        lead.get(server.demo_login_link("lena", "lead"))
        assert len(rows(lead, "drift")) == 6
        access.change_person(server.console.doors, "lena", "test", role="lead", teams=["kyc"])
        assert len(rows(lead, "drift")) == 1


def test_corrections_are_told_by_how_far_off_they_were(server: WebServer, empty: Desk):
    numbers = empty.take(*(CUSTOMERS[name] for name in ("zh", "zh-missing", "ja")))
    for number, intent in zip(numbers, ("withdrawal_not_received", "kyc_verification", "tax_statement"), strict=True):
        tickets.correct(empty.tools, number, intent, "ming")
    empty.clock.advance(minutes=5)
    with httpx2.Client(base_url=server.url, follow_redirects=True) as client:
        client.get(server.demo_login_link())
        found = dict(row for row in rows(client, "correction_kinds")[1:])
        assert sum(int(n) for n in found.values()) == 3
        assert set(found) <= {"same category", "another category", "was not known"}
        assert int(found["same category"]) >= 1
        page = client.get("/insight").text
        assert re.search(r"Same category</text>", page)


def test_axes_of_counts_have_whole_numbers(admin: httpx2.Client):
    volume = admin.get("/insight?days=14").text.partition('id="r-volume"')[2].partition("</svg>")[0]
    ticks = re.findall(r'text-anchor="end"[^>]*>([^<]+)<', volume)
    assert len(ticks) == 5
    assert all(tick.isdigit() for tick in ticks), ticks
