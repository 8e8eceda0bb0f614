"""What agents do in a browser beyond the first page of their day: by keyboard, in what their role may see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from mailbot.desk import tickets
from mailbot.desk.access import Role
from mailbot.web.server import WebServer
from tests.web.axe import serious
from tests.web.browser import Watched, opened
from tests.web.desk import Desk, mail
from tests.web.test_mailhtml import HOSTILE

KEY = "5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF"
"""A private key in wallet import format that everybody knows from the documentation of Bitcoin."""


@pytest.fixture(scope="module")
def at_work(chromium: Browser, shown: WebServer) -> Iterator[Watched]:
    """One signed-in browser for the module; what it complained about, or asked of other hosts, fails its last test."""
    made = opened(chromium, shown, "clara", locale="en-GB")
    yield made
    made.context.close()
    assert made.complaints == []
    assert made.strangers == []


def number_of(
    filled: Desk, who: str, subject: str = "Cannot log in", text: str = "I cannot log in", html: str = ""
) -> str:
    (number,) = filled.take(mail(f"{who}@mail.example", subject, text, html=html))
    return number


def command(page: Page, words: str) -> None:
    """Choose a command of the palette by typing."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_a_ticket_is_put_off_linked_and_merged_by_keyboard(at_work: Watched, filled: Desk):
    one = number_of(filled, "twice", "Cannot log in", "I cannot log in, the code is always wrong.")
    two = number_of(filled, "twice", "API error 50011", "The order endpoint answers 50011 since yesterday.")
    page = at_work.page
    page.goto(f"/tickets/{one}")
    command(page, "put off")
    expect(page.locator('button[name=span][value="1h"]')).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until = (filled.clock() + timedelta(hours=4)).strftime("%m-%d %H:%M")
    expect(page.locator(".head .chip.warn", has_text=f"Put off until {until} UTC")).to_be_visible()
    command(page, "related")
    page.keyboard.type(two)
    page.keyboard.press("Enter")
    expect(page.locator(".head a.chip")).to_have_text(f"Related #{two}")
    command(page, "merge")
    page.keyboard.type(f"#{two}")
    page.keyboard.press("Enter")
    expect(page.locator("#number")).to_have_text(f"#{two}")
    expect(page.locator(".said.in")).to_have_count(2)
    assert tickets.view(filled.tools, one).ticket.status == "closed"


def test_priority_tags_and_category_are_changed_by_keyboard(at_work: Watched, filled: Desk):
    number = number_of(filled, "changed")
    page = at_work.page
    page.goto(f"/tickets/{number}")
    command(page, "priority")
    page.keyboard.press("Home")
    expect(page.locator(".head .prio")).to_contain_text("Urgent")
    command(page, "tags")
    page.keyboard.type("vip press")
    page.keyboard.press("Enter")
    expect(page.locator(".head .chip.tag")).to_have_text(["vip", "press"])
    page.keyboard.press("c")
    expect(page.locator("#other-intent select")).to_be_focused()
    page.locator("#other-intent select").select_option("kyc_verification")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#intent")).to_have_text("KYC verification")
    assert tickets.view(filled.tools, number).ticket.intent == "kyc_verification"


def test_an_answer_is_warned_of_what_it_holds_and_asks(at_work: Watched, filled: Desk):
    number = number_of(
        filled, "cautioned", "Withdrawal pending", "My withdrawal of 500 USDT is still pending. UID 4829157362"
    )
    page = at_work.page
    page.goto(f"/tickets/{number}")
    page.locator("#reply").fill(f"Import this key: {KEY}. And please send us your account UID.")
    page.locator("[data-check]").click()
    expect(page.locator("#check .cautions li")).to_contain_text(
        ["This answer holds a secret: Private key", "The customer gave this already – account uid: 4829157362"]
    )
    expect(page.locator("#check pre.letter")).to_contain_text("Import this key")
    page.locator("#reply").fill("Thank you. We have reset it: please try once more.")
    page.locator("[data-check]").click()
    expect(page.locator("#check .fine")).to_have_text("✓ Nothing to object to.")


def test_a_mail_as_it_came_needs_a_reason_which_the_history_tells(at_work: Watched, filled: Desk):
    number = number_of(filled, "raw")
    page = at_work.page
    page.goto(f"/tickets/{number}")
    page.locator(".why summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".why input:invalid")).to_be_focused()  # no reason, nothing is read
    page.keyboard.type("a court asks")
    with page.expect_download() as asked:
        page.keyboard.press("Enter")
    assert "From: raw@mail.example" in asked.value.path().read_text("utf-8")
    page.reload()
    expect(page.locator(".history").last).to_contain_text("a court asks")


def test_an_automatic_letter_is_folded_until_it_is_asked_for(at_work: Watched, filled: Desk):
    page = at_work.page
    page.goto(f"/tickets/{filled.numbers['zh-missing']}")
    letter = page.locator(".said.out").first
    expect(letter.locator(".text")).to_be_hidden()
    expect(letter.locator("summary")).to_contain_text("李娜")
    letter.locator("summary").press("Enter")
    expect(letter.locator(".text")).to_contain_text("请直接回复本邮件补充")


def test_the_head_and_the_facts_stay_in_sight(at_work: Watched, filled: Desk):
    long = "\n".join(f"Line {n} of a long story about my account." for n in range(120))
    number = number_of(filled, "story", text=f"I cannot log in. My UID is 4829157362.\n{long}")
    page = at_work.page
    page.goto(f"/tickets/{number}")
    page.keyboard.press("n")
    page.locator("#note").scroll_into_view_if_needed()
    assert page.evaluate("window.scrollY") > 900
    expect(page.locator('[data-acts] [data-key="e"]')).to_be_in_viewport()
    expect(page.locator(".factlist li", has_text="4829157362")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("agent", ["Shelf", "Saved replies"], ["Policy", "Outbox", "People", "History"]),
        ("lead", ["Policy", "Try a change", "Outbox", "Caps reached"], ["People", "API keys"]),
        ("auditor", ["Policy", "Outbox", "History"], ["People", "API keys"]),
    ],
)
def test_a_role_finds_its_pages_and_no_others(
    chromium: Browser, shown: WebServer, filled: Desk, role: Role, seen: list[str], unseen: list[str]
):
    context = chromium.new_context(base_url=shown.url, locale="en-GB")
    page = context.new_page()
    page.goto(shown.demo_login_link(f"a-{role}", role))
    page.goto("/admin/shelf")
    menu = page.locator("nav.views")
    for name in seen:
        expect(menu.get_by_role("link", name=name, exact=True)).to_be_visible()
    for name in unseen:
        expect(menu.get_by_role("link", name=name, exact=True)).to_have_count(0)
    page.goto(f"/tickets/{filled.numbers['zh']}")
    expect(page.locator("#composer")).to_have_count(0 if role == "auditor" else 1)
    context.close()


def test_mail_is_only_text_wherever_it_is_shown(at_work: Watched, filled: Desk):
    name, markup = '"><img src=x onerror=alert(1)>', "".join(HOSTILE)
    number = number_of(filled, "evil", f"UID 4829157362 {name}", f"I cannot log in {markup}", html=markup)
    tickets.note(filled.tools, number, markup, "ming")
    page = at_work.page
    page.goto("/queue/all")
    page.keyboard.press("j")
    expect(page.locator("#preview .says")).to_contain_text("<script>alert(1)</script>")
    page.goto("/search?q=4829157362%20from:evil")
    expect(page.locator(f".found .subject[href='/tickets/{number}']")).to_contain_text("onerror=alert(1)")
    page.goto(f"/tickets/{number}")
    expect(page.locator(".said.in .text")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator(".said.note .text")).to_contain_text("<script>alert(1)</script>")
    page.locator("#reply").fill(markup)
    page.locator("[data-check]").click()
    expect(page.locator("#check pre.letter")).to_contain_text("<script>alert(1)</script>")
    page.goto("/admin/explain")
    page.locator("textarea[name=mail]").fill(f"Subject: {name}\n\nI cannot log in. UID 4829157362 {markup}")
    page.get_by_role("button", name="Explain").click()
    expect(page.locator(".card .chip", has_text="4829157362")).to_be_visible()
    for path in ("/admin/outbox", "/queue/all", "/admin/shelf"):
        page.goto(path)
        assert page.locator("main img").count() == 0
    assert not re.search("onerror", page.locator("main").evaluate("m => [...m.querySelectorAll('*')].flatMap("
                         "e => e.getAttributeNames()).join(' ')"))  # fmt: skip


def _warned(page: Page, numbers: dict[str, str]) -> None:
    page.goto(f"/tickets/{numbers['zh-missing']}")
    page.locator("#reply").fill("Please send us your password, thank you very much for your patience.")
    page.locator("[data-check]").click()
    expect(page.locator("#check .cautions")).to_be_visible()


def _unfolded(page: Page, numbers: dict[str, str]) -> None:
    page.goto(f"/tickets/{numbers['zh']}")
    for summary in page.locator("main summary, .panel summary").all():
        if summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()
    page.keyboard.press("n")


def _commanded(page: Page, numbers: dict[str, str]) -> None:
    page.goto(f"/tickets/{numbers['zh']}")
    page.keyboard.press("Control+k")


def _keys(page: Page, numbers: dict[str, str]) -> None:
    page.goto("/queue/us")
    page.keyboard.press("?")


def _marked(page: Page, numbers: dict[str, str]) -> None:
    page.goto("/queue/us")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_visible()


def _explained(page: Page, numbers: dict[str, str]) -> None:
    page.goto("/admin/explain")
    page.locator("textarea[name=mail]").fill("Subject: 提币未到账\n\n我的提币三天没到账，UID 482915736204")
    page.locator("form.card button.primary").click()
    page.locator("section.card summary").click()


def _tabled(page: Page, numbers: dict[str, str]) -> None:
    page.goto("/insight?days=14")
    for summary in page.locator(".plots summary").all():
        summary.click()


def _misspelt(page: Page, numbers: dict[str, str]) -> None:
    page.goto("/search?q=is%3Anothing%20before%3Asoon")
    expect(page.locator(".problem").first).to_be_visible()


@pytest.mark.parametrize(
    "state",
    [_warned, _unfolded, _commanded, _keys, _marked, _explained, _tabled, _misspelt],
    ids=lambda f: f.__name__[1:],
)
def test_axe_finds_nothing_serious_in_what_comes_late(
    at_work: Watched, filled: Desk, state: Callable[[Page, dict[str, str]], None]
):
    state(at_work.page, filled.numbers)
    assert serious(at_work.page) == {}
