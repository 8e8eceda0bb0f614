"""The pages that English eyes see more often, clicked by a Chinese reader; and mail that would burst a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from mailbot.config.settings import ChannelSettings, OidcSettings, Secret
from mailbot.delivery.webhook import WebhookDelivery
from mailbot.desk import access, notify, tickets
from mailbot.web.server import WebServer
from mailbot.web.words import _LANGUAGE_NAMES
from tests.services.oidc import CLIENT, SECRET, oidc_provider
from tests.web.axe import PHONE, WIDE, serious
from tests.web.browser import Watched, opened
from tests.web.desk import Desk, mail

LATIN_LEFT = """() => [...document.querySelectorAll('main h1, main h2, main button, main th, main label')]
  .map(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join(' ').trim())
  .filter(text => /[A-Za-z]{4,}/.test(text) && !/[\\u4e00-\\u9fff]/.test(text))"""
"""Words of headings, buttons and labels that are in no way Chinese."""


@pytest.fixture
def reader(chromium: Browser, server: WebServer) -> Iterator[Watched]:
    """An admin whose browser speaks Chinese."""
    made = opened(chromium, server, locale="zh-CN")
    yield made
    made.context.close()
    assert made.complaints == []
    assert made.strangers == []


def fine(page: Page, *, own: tuple[str, ...] = ()) -> None:
    """Nothing serious, and no English left but names: of the desk's own, of languages by themselves, of webhooks."""
    assert serious(page) == {}
    named = (*own, "Webhook", *_LANGUAGE_NAMES.values())
    assert [text for text in page.evaluate(LATIN_LEFT) if not any(name in text for name in named)] == []


def test_a_known_problem_from_its_beginning_to_its_end(reader: Watched, empty: Desk):
    page = reader.page
    (early,) = empty.take(mail("a@mail.example", "KYC", "My identity verification was rejected. UID 4829157362"))
    page.goto("/admin/incidents")
    form = page.locator("#open")
    form.locator("input[name=name]").fill("审核变慢")
    form.locator("textarea[name=match]").fill("intent=kyc_verification")
    form.locator("textarea[name=text]").fill("Checks take a day longer.")
    form.locator("summary", has_text="按语言填写").click()
    form.locator("textarea[lang=zh]").fill("审核延迟一天。")
    form.get_by_role("button", name="新建").click()
    problem = page.locator("section.card", has_text="审核变慢")
    expect(problem).to_contain_text("进行中")
    expect(problem).to_contain_text("审核延迟一天。")
    problem.locator("input[name=number]").fill(f"#{early}")
    problem.get_by_role("button", name="添加").click()
    expect(problem).to_contain_text(f"#{early}")
    fine(page, own=("审核变慢",))
    problem.locator("summary", has_text="问题已结束").click()
    problem.locator("textarea[name=text]").first.fill("一切恢复正常。")
    problem.get_by_role("button", name="通知所有相关客户").click()
    expect(page.locator("section.card", has_text="审核变慢")).to_contain_text("已结束")
    assert tickets.view(empty.tools, early).letters[0].request["template"] == "incident_over"


def test_a_condition_that_there_is_not_is_refused_in_chinese(reader: Watched):
    page = reader.page
    page.goto("/admin/incidents")
    page.locator("#open input[name=name]").fill("x")
    page.locator("#open textarea[name=match]").fill("nonsense")
    page.locator("#open textarea[name=text]").fill("x")
    page.locator("#open button.primary").click()
    expect(page.get_by_role("alert")).to_contain_text("不是“名称=值”的形式")
    assert any("422" in said for said in reader.complaints)
    reader.complaints.clear()


def test_what_another_system_was_not_told_is_told_again(reader: Watched, server: WebServer, empty: Desk):
    channel = ChannelSettings(webhook=Secret("http://127.0.0.1:9/hook"), events=frozenset({"ticket_opened"}))
    empty.tools = replace(empty.tools, channels=lambda: {"chat": channel})
    server.console.tools = empty.tools
    (number,) = empty.take(mail("c@mail.example", "Fees", "What is the fee for withdrawing BTC?"))
    for _ in range(12):
        notify.call(empty.tools, WebhookDelivery(timeout_s=1))
        empty.clock.advance(days=1)
    page = reader.page
    page.goto("/admin/webhooks")
    page.get_by_role("link", name="失败").click()
    row = page.locator("tbody tr")
    expect(row).to_contain_text(f"#{number}")
    row.locator("summary").click()
    expect(row.locator("pre")).to_contain_text('"event": "ticket_opened"')
    fine(page)
    row.locator("input[name=call]").check()
    page.get_by_role("button", name="重新").click()
    expect(page.locator("tbody tr")).to_contain_text("待发送")
    with empty.tools.db.read() as t:
        assert [(w.state, w.attempts) for w in t.webhooks.find()] == [("queued", 0)]


def test_somebody_comes_in_by_another_house_and_somebody_does_not(chromium: Browser, server: WebServer):
    with oidc_provider() as provider:
        server.console.oidc = OidcSettings(
            issuer=provider.url, client_id=CLIENT, client_secret=Secret(SECRET), name="公司账户"
        )
        context = chromium.new_context(base_url=server.url, locale="zh-CN")
        page = context.new_page()
        page.goto("/login")
        fine(page, own=("公司账户",))
        page.get_by_role("link", name="公司账户").click()
        expect(page.get_by_role("alert")).to_contain_text("管理员")
        access.add_person(server.console.doors, "ming", "agent", "test", display="小明")
        page.goto("/me")
        page.get_by_role("link", name="公司账户").click()
        expect(page.locator("h2").first).to_have_text("小明")
        assert urlsplit(page.url).path == "/me"
        fine(page)
        context.close()


def test_no_mail_is_wider_than_the_page(reader: Watched, empty: Desk):
    long = "x" * 60 + "@" + "sub." * 20 + "example"
    found = empty.take(
        mail(f'"{"Very Long Name " * 12}" <{long}>', "S" * 300, "y" * 10_000),
        mail(
            "محمد <m@mail.example>", "سحب معلق منذ ثلاثة أيام 😭", "مرحبا، السحب معلق. UID 482915736204 \u202egnp.exe"
        ),
        mail("E <e@mail.example>", "🔥👨‍👩‍👧‍👦" * 40, "😭" * 2000),
        mail("G <g@mail.example>", "x", "hi", files=[("文件名很长" * 30 + ".png", "image/png", b"\x89PNG\r\n\x1a\n")]),
    )
    page = reader.page
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for path in ("/queue/all", "/search?q=UID", "/admin/outbox", *(f"/tickets/{n}" for n in found)):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, size)
        page.goto("/queue/all")
        tall = page.locator(".row").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
        assert max(tall) < 190
        page.goto(f"/tickets/{found[0]}")
        assert page.locator("h1").evaluate("h => h.getBoundingClientRect().height") < 90
