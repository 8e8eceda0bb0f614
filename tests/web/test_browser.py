"""The console in a real browser: by keyboard, in both languages, without a request that leaves the host."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from mailbot.desk import tickets
from mailbot.web.server import WebServer
from tests.web.axe import WIDE, serious
from tests.web.browser import Watched, opened
from tests.web.desk import Desk, mail
from tests.web.test_mailhtml import HOSTILE

PAGES = [
    "/queue/us", "/tickets/{zh}", "/tickets/{secret}", "/search?q=%E6%8F%90%E5%B8%81", "/insight", "/admin/policy",
    "/admin/explain", "/admin/trial", "/admin/templates?language=zh", "/admin/caps", "/admin/shelf",
    "/admin/outbox", "/admin/incidents", "/admin/webhooks", "/admin/mailboxes", "/admin/replies", "/admin/people",
    "/admin/keys", "/admin/audit", "/me", "/help",
    "/contact", "/contact?matter=withdrawal_pending&lang=ru",
]  # fmt: skip


def number_of(filled: Desk, who: str, subject: str = "Cannot log in", text: str = "I cannot log in") -> str:
    (number,) = filled.take(mail(f"{who}@mail.example", subject, text))
    return number


def answer_by_keyboard(page: Page) -> None:
    """Quote, take a saved answer, send, take it back, and send it again."""
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.locator("#reply")).to_have_value(re.compile("^- "))
    page.keyboard.type("\n/pho")
    expect(page.locator("#saved li[aria-selected=true]")).to_contain_text("/photo")
    page.keyboard.press("Enter")
    expect(page.locator("#reply")).to_have_value(re.compile("in daylight"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#undo span")).to_contain_text(re.compile("[1-9]"))
    page.keyboard.press("z")
    expect(page.locator("#reply")).to_have_value(re.compile("in daylight"))
    expect(page.locator("#undo")).to_have_count(0)
    page.locator("#reply").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said.out").last).to_be_visible(timeout=20_000)
    expect(page.locator(".status.pending").first).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_a_ticket_is_worked_on_by_keyboard_alone(chromium: Browser, shown: WebServer, filled: Desk, locale: str):
    number = number_of(filled, f"keys-{locale}", f"Keyboard {locale}", "I cannot log in. UID 4829157362")
    made = opened(chromium, shown, locale=locale)
    page = made.page
    page.goto("/queue/all")
    page.keyboard.press("j")
    expect(page.locator(".row.at")).to_have_attribute("data-number", number)
    expect(page.locator("#preview h2")).to_have_text(f"Keyboard {locale}")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".row.at a.subject")).to_be_focused()
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(f"/tickets/{number}$"))
    page.keyboard.press("a")
    expect(page.locator('[data-acts] [data-key="a"]')).to_have_count(0)
    page.keyboard.press("n")
    page.keyboard.type("a note by keyboard")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said.note")).to_contain_text("a note by keyboard")
    answer_by_keyboard(page)
    page.keyboard.press("e")
    expect(page.locator(".head .status.resolved")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("q")
    expect(page).to_have_url(re.compile("/queue/us$"))
    page.keyboard.press("/")
    page.keyboard.type(f"keys-{locale}")
    page.keyboard.press("Enter")
    expect(page.locator(".found .row")).to_have_count(1)
    done = tickets.view(filled.tools, number)
    assert done.ticket.status == "resolved"
    assert {"noted", "replied", "taken_back", "assigned", "resolved"} <= {e.kind for e in done.events}
    made.context.close()
    assert made.complaints == []
    assert made.strangers == []


def test_a_new_ticket_is_announced_and_no_row_moves(watched: Watched, filled: Desk):
    page = watched.page
    page.goto("/queue/all")
    page.keyboard.press("j")
    before = page.locator(".rows .row").evaluate_all("rows => rows.map(r => r.dataset.number)")
    page.wait_for_timeout(900)
    number = number_of(filled, "announced")
    expect(page.locator("#fresh b")).to_have_text("1", timeout=5000)
    assert page.locator(".rows .row").evaluate_all("rows => rows.map(r => r.dataset.number)") == before
    tickets.assign(filled.tools, before[0], "lina", "lina")
    expect(page.locator(f"#t-{before[0]} .to")).to_have_text("lina", timeout=5000)
    expect(page.locator(".row.at")).to_have_attribute("data-number", before[0])
    page.locator("#fresh a").click()
    expect(page.locator(".rows .row").first).to_have_attribute("data-number", number)


def test_two_people_see_each_other_on_a_ticket(watched: Watched, chromium: Browser, shown: WebServer, filled: Desk):
    number = number_of(filled, "together")
    watched.page.goto(f"/tickets/{number}")
    other = chromium.new_context(base_url=shown.url, locale="en-GB").new_page()
    other.goto(shown.demo_login_link("wu", "agent", "Wu"))
    other.goto(f"/tickets/{number}")
    expect(watched.page.locator("#here b")).to_have_text("Wu", timeout=10_000)
    tickets.note(filled.tools, number, "from elsewhere", "wu")
    expect(watched.page.locator("#changed")).to_be_visible(timeout=5000)
    other.context.close()


def test_a_draft_survives_leaving_the_page(watched: Watched, filled: Desk):
    number = number_of(filled, "leaving")
    page = watched.page
    page.goto(f"/tickets/{number}")
    page.keyboard.press("r")
    page.keyboard.type("Dear customer, half")
    expect(page.locator("form.reply .kept")).to_have_text("Draft kept", timeout=10_000)
    page.goto("/queue/us")
    page.goto(f"/tickets/{number}")
    expect(page.locator("#reply")).to_have_value("Dear customer, half")


def test_the_preview_warns_before_an_answer_leaves(watched: Watched, filled: Desk):
    number = number_of(filled, "warned", text="I cannot log in. UID 4829157362")
    page = watched.page
    page.goto(f"/tickets/{number}")
    page.locator("#reply").fill("请把您的密码发给我们，谢谢您的配合")
    page.locator("[data-check]").click()
    expect(page.locator("#check .cautions")).to_contain_text("Never ask for this")
    expect(page.locator("#check .cautions")).to_contain_text("another language")
    expect(page.locator("#check pre.letter")).to_contain_text("请把您的密码发给我们")


def test_a_fact_lights_up_in_the_text(watched: Watched, filled: Desk):
    page = watched.page
    page.goto(f"/tickets/{filled.numbers['zh']}")
    page.locator(".factlist li", has_text="482915736204").hover()
    expect(page.locator(".fact.lit")).to_have_text("482915736204")


def test_marked_tickets_are_acted_on_together(watched: Watched, filled: Desk):
    numbers = [number_of(filled, f"bulk{n}", f"Bulk {n}") for n in range(2)]
    page = watched.page
    page.goto("/queue/all")
    expect(page.locator("#bulk")).to_be_hidden()
    for number in numbers:
        page.locator(f"#t-{number} input").check()
    expect(page.locator("#bulk .picked b")).to_have_text("2")
    page.locator('#bulk button[value="assign:me"]').click()
    expect(page.locator(f"#t-{numbers[0]} .to")).to_have_text("demo")
    assert {tickets.view(filled.tools, n).ticket.assignee for n in numbers} == {"demo"}


def test_the_palette_goes_everywhere(watched: Watched, filled: Desk):
    page = watched.page
    page.goto("/queue/us")
    page.keyboard.press("Control+k")
    page.keyboard.type("shelf")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/admin/shelf$"))
    page.keyboard.press("Control+k")
    page.keyboard.type(filled.numbers["zh"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/tickets/{filled.numbers['zh']}$"))


@pytest.mark.parametrize("order", [1, -1])
def test_hostile_mail_runs_nothing_and_loads_nothing(watched: Watched, filled: Desk, order: int):
    # Some of it swallows what comes after: so once from the front, and once from the back.
    whole = "<p>hello</p>" + "".join(HOSTILE[::order])
    (number,) = filled.take(mail(f"hostile{order}@mail.example", "Cannot log in", "I cannot log in", html=whole))
    page = watched.page
    page.goto(f"/tickets/{number}")
    page.locator("a[data-html]").click()
    frame = page.frame_locator("iframe.mailframe")
    expect(frame.locator("body")).to_contain_text("hello")
    assert frame.locator("img").count() >= 2
    assert page.locator("iframe.mailframe").get_attribute("sandbox") == "allow-popups allow-popups-to-escape-sandbox"
    page.goto(str(page.locator("a[data-html]").get_attribute("href")))
    expect(page.locator("body")).to_contain_text("hello")


def test_what_is_reasonable_works_without_script(chromium: Browser, shown: WebServer, filled: Desk):
    number = number_of(filled, "noscript")
    context = chromium.new_context(base_url=shown.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(shown.demo_login_link())
    page.goto("/queue/all")
    page.locator(f"#t-{number} a.subject").click()
    page.locator("#note").fill("without script")
    page.locator("form.note button").click()
    expect(page.locator(".said.note")).to_contain_text("without script")
    page.locator("#reply").fill("Answer without script")
    page.locator("form.reply button.primary").click()
    expect(page.locator(".head .status.pending")).to_be_visible()
    context.close()


@pytest.fixture(scope="module")
def looking(chromium: Browser, shown: WebServer) -> Iterator[Watched]:
    """One signed-in browser for tests that only look."""
    made = opened(chromium, shown, locale="zh-CN")
    yield made
    made.context.close()
    assert made.complaints == []
    assert made.strangers == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(looking: Watched, filled: Desk, path: str):
    looking.page.set_viewport_size(WIDE)
    answer = looking.page.goto(path.format(**filled.numbers))
    assert answer is not None
    assert answer.ok
    assert serious(looking.page) == {}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(looking: Watched, filled: Desk, path: str):
    looking.page.set_viewport_size({"width": 360, "height": 760})
    looking.page.goto(path.format(**filled.numbers))
    assert looking.page.locator("html").evaluate("html => html.scrollWidth") <= 360
