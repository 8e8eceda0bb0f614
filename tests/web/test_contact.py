"""The contact form: for strangers, in ten languages, without script, and without keeping a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, FilePayload, expect

from mailbot.config.settings import ContactSettings
from mailbot.desk import contact, receive, tickets
from mailbot.web.contact import language_for, words
from mailbot.web.server import WebServer
from tests.web.browser import Watched
from tests.web.desk import PNG, Desk

PHRASE = "ladder orbit shiver velvet cactus proud lumber ticket sudden maple gospel arrange"


@pytest.fixture
def settings() -> ContactSettings:
    """As a desk switches it on."""
    return ContactSettings(per_hour=1000)


@pytest.fixture
def site(server: WebServer, settings: ContactSettings) -> WebServer:
    """The console of an empty desk, with a contact form."""
    server.console.contact = lambda: settings
    return server


@pytest.fixture
def visitor(site: WebServer) -> Iterator[httpx2.Client]:
    """Somebody without script who is not signed in."""
    with httpx2.Client(base_url=site.url, follow_redirects=True) as client:
        yield client


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a form."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.partition('enctype="multipart')[2]))


def fill(visitor: httpx2.Client, matter: str = "login_access", lang: str = "en", **more: object) -> dict[str, object]:
    form = fields(visitor.get("/contact", params={"matter": matter, "lang": lang}).text)
    return {**form, "name": "Ann", "email": "ann@mail.example", "text": "I cannot log in, please help me.", **more}


def handle(desk: Desk) -> list[str]:
    """What the daemon's worker does with what was handed in."""
    found: list[receive.Handled] = []
    while done := receive.receive(desk.tools):
        found += done
    return [h.ticket for h in found]


def kept(desk: Desk) -> str:
    """Everything that the database holds, as text."""
    with desk.tools.db.engine.connect() as c:
        names = [r[0] for r in c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")]
        return "".join(str(c.exec_driver_sql(f'SELECT * FROM "{n}"').all()) for n in names if "search_index" not in n)


def test_there_is_no_form_unless_it_is_configured(server: WebServer):
    assert httpx2.get(f"{server.url}/contact").status_code == 404
    assert httpx2.post(f"{server.url}/contact", data={"text": "x"}).status_code == 404


def test_a_message_becomes_one_ticket_with_one_receipt_and_says_what_is_missing(visitor: httpx2.Client, empty: Desk):
    form = fill(visitor, **{"fact-account_ref": "UID 4829157362"})
    answer = visitor.post("/contact", data=form, files={"files": ("shot.png", PNG, "image/png")})
    assert answer.status_code == 200
    assert "We have your message" in answer.text
    assert re.findall(r'data-fact="(\w+)"', answer.text) == ["event_time"]
    (number,) = handle(empty)
    assert number not in answer.text
    view = tickets.view(empty.tools, number)
    assert (view.ticket.intent, view.ticket.requester) == ("login_access", "ann@mail.example")
    assert view.ticket.facts["uid"] == ("4829157362",)
    assert view.ticket.missing == ("event_time",)
    assert [x.kind for x in view.letters] == ["acknowledgement"]
    assert [a["filename"] for m in view.messages for a in m.attachments] == ["shot.png"]


def test_the_same_form_sent_twice_is_one_message(visitor: httpx2.Client, empty: Desk):
    form = fill(visitor)
    visitor.post("/contact", data=form)
    visitor.post("/contact", data=form)
    numbers = set(handle(empty))
    (number,) = numbers - {""}
    assert len([m for m in tickets.view(empty.tools, number).messages if m.direction == "in"]) == 1


def test_what_is_missing_is_added_to_the_same_ticket(visitor: httpx2.Client, empty: Desk):
    page = visitor.post("/contact", data=fill(visitor, **{"fact-account_ref": "4829157362"})).text
    (number,) = handle(empty)
    more = {**fields(page), "text": "", "fact-event_time": "2026-11-19 14:30 UTC+8"}
    told = visitor.post("/contact", data=more, files={"files": ("error.png", PNG, "image/png")}).text
    assert "Nothing is missing" in told
    assert handle(empty) == [number]
    assert tickets.view(empty.tools, number).ticket.missing == ()


def test_nobody_completes_a_message_of_somebody_else(visitor: httpx2.Client, empty: Desk):
    page = visitor.post("/contact", data=fill(visitor)).text
    (number,) = handle(empty)
    stolen = {**fields(page), "email": "eve@mail.example", "text": "Send it to my new address, please."}
    visitor.post("/contact", data=stolen)
    (other,) = handle(empty)
    assert other != number


def test_the_page_tells_nobody_whether_an_address_has_tickets(visitor: httpx2.Client, empty: Desk):
    def blank(text: str) -> str:
        return re.sub(r'value="[^"]*"|\?v=\w+', "", text)

    form = fill(visitor, text="Is there any progress with my request?")
    before = visitor.post("/contact", data=form).text
    handle(empty)
    again = fill(visitor, text="Is there any progress with my request?")
    assert blank(visitor.post("/contact", data=again).text) == blank(before)


@pytest.mark.parametrize("where", ["text", "fact-steps_tried", "fact-error_evidence", "name"])
def test_a_secret_is_taken_out_before_anything_is_kept(visitor: httpx2.Client, empty: Desk, where: str):
    form = fill(visitor)
    form[where] = f"My seed phrase: {PHRASE}"
    answer = visitor.post("/contact", data=form)
    if where == "name":
        form["name"] = form["name"]
    assert PHRASE.split()[4] not in kept(empty)
    if where == "fact-steps_tried":  # not asked for on this page, but sent all the same
        return
    assert answer.status_code == 422
    assert "what looks like a secret" in answer.text
    assert PHRASE.split()[4] not in answer.text
    assert handle(empty) == []


@pytest.mark.parametrize(
    ("many", "language", "words"), [(6, "en", "At most 5 files"), (40, "zh", "最多可上传 5 个文件")]
)
def test_more_files_than_are_taken_are_counted_and_the_words_stay(
    visitor: httpx2.Client, many: int, language: str, words: str
):
    files = [("files", (f"{n}.png", PNG, "image/png")) for n in range(many)]
    form = fill(visitor) | {"lang": language}
    answer = visitor.post("/contact", data=form, files=files)
    assert answer.status_code == 422
    assert words in answer.text
    assert str(form["text"]) in answer.text


def test_a_secret_in_a_file_is_refused_before_anything_is_kept(visitor: httpx2.Client, empty: Desk):
    files = {"files": ("wallet.txt", "\n".join(PHRASE.split()).encode(), "text/plain")}
    answer = visitor.post("/contact", data=fill(visitor), files=files)
    assert answer.status_code == 422
    assert "what looks like a secret" in answer.text
    assert handle(empty) == []
    files = {"files": ("steps.txt", b"I opened the app, then chose Withdraw, then it said: busy", "text/plain")}
    assert visitor.post("/contact", data=fill(visitor), files=files).status_code == 200
    assert len(handle(empty)) == 1


def test_a_machine_that_fills_in_everything_is_told_nothing_and_keeps_nothing(visitor: httpx2.Client, empty: Desk):
    answer = visitor.post("/contact", data=fill(visitor, website="https://spam.example"))
    assert answer.status_code == 200
    assert handle(empty) == []
    with empty.tools.db.read() as t:
        assert [e.kind for e in t.messages.history(kind="contact_refused")] == ["contact_refused"]


@pytest.mark.parametrize(
    ("change", "status", "words_of_it"),
    [
        ({"form": "0" * 64}, 422, "too old"),
        ({"key": "1.x"}, 422, "too old"),
        ({"email": "nobody"}, 422, "not an e-mail address"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, 422, "not an e-mail address"),
        ({"text": "  "}, 422, "in a few words"),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(
    visitor: httpx2.Client, empty: Desk, change: dict[str, object], status: int, words_of_it: str
):
    answer = visitor.post("/contact", data={**fill(visitor), **change})
    assert answer.status_code == status
    assert words_of_it in answer.text
    if "text" not in change:
        assert "please help me" in answer.text
    assert handle(empty) == []


def test_a_form_of_yesterday_is_too_old(visitor: httpx2.Client, site: WebServer, empty: Desk):
    from dataclasses import replace

    site.console.doors = replace(site.console.doors, clock=empty.clock)
    form = fill(visitor)
    empty.clock.advance(hours=13)
    assert "too old" in visitor.post("/contact", data=form).text
    assert handle(empty) == []


def test_files_are_bounded_in_number_size_and_kind(visitor: httpx2.Client, empty: Desk):
    def sent(files: list[tuple[str, tuple[str, bytes]]]) -> httpx2.Response:
        return visitor.post("/contact", data=fill(visitor), files=files)

    assert "cannot be taken: a.exe" in sent([("files", ("a.exe", b"MZ" + b"\0" * 99))]).text
    assert "cannot be taken: big.bin" in sent([("files", ("big.bin", b"x" * 10_000_001))]).text
    assert sent([("files", (f"{n}.txt", b"x")) for n in range(6)]).status_code == 422
    assert sent([("files", (f"{n}.txt", b"x")) for n in range(101)]).status_code == 400
    assert sent([("files", ("a.bin", b"x" * 9_500_000)), ("files", ("b.bin", b"x" * 9_500_000))]).status_code == 413
    assert handle(empty) == []


def test_a_network_may_only_write_so_often(visitor: httpx2.Client, site: WebServer, empty: Desk):
    site.console.contact = lambda: ContactSettings(per_hour=2)
    assert [visitor.post("/contact", data=fill(visitor)).status_code for _ in range(3)] == [200, 200, 429]
    empty.clock.advance(hours=1, minutes=1)
    assert visitor.post("/contact", data=fill(visitor)).status_code == 200
    one, other = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9"
    assert not contact.too_many(empty.tools, one, ContactSettings(per_hour=1))
    assert contact.too_many(empty.tools, other, ContactSettings(per_hour=1))
    assert not contact.too_many(empty.tools, "2001:db8:1:3::1", ContactSettings(per_hour=1))


def test_another_site_cannot_send_it(visitor: httpx2.Client, empty: Desk):
    answer = visitor.post("/contact", data=fill(visitor), headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert handle(empty) == []


def test_the_words_are_there_in_every_language_of_the_desk(empty: Desk):
    catalogue = empty.tools.policy().catalogue
    assert set(words()) == set(catalogue.languages)
    for language, said in words().items():
        assert said.keys() == words()["en"].keys(), language
        for name, text in said.items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", words()["en"][name])), (
                language,
                name,
            )


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        ("", "zh-TW,zh;q=0.8", "zh-Hant"),
        ("", "de,ja;q=0.5", "ja"),
        ("ko", "en", "ko"),
        ("xx", "pt-BR", "pt"),
        ("", "", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers(wanted: str, accepted: str, language: str):
    assert language_for(wanted, accepted, tuple(words()), "en") == language


@pytest.mark.parametrize("language", sorted(words()))
def test_every_matter_asks_in_the_customers_language(visitor: httpx2.Client, empty: Desk, language: str):
    page = visitor.get("/contact", params={"lang": language}).text
    offered = re.findall(r'name="matter" value="(\w+)"', page)
    assert {"login_access", "withdrawal_pending", "other"} <= set(offered)
    assert not {"unclear", "not_support"} & set(offered)
    shown = visitor.get("/contact", params={"lang": language, "matter": "withdrawal_pending"}).text
    assert words()[language]["text"] in shown
    spec = empty.tools.policy().catalogue.intents["withdrawal_pending"]
    wanted = set(re.findall(r'name="fact-(\w+)"', shown.partition("<details>")[0]))
    assert wanted == set(spec.required)


def test_what_the_customer_chose_holds_unless_there_is_danger(visitor: httpx2.Client, empty: Desk):
    visitor.post("/contact", data=fill(visitor, "kyc_verification", text="Please help me, I have waited for a week."))
    (number,) = handle(empty)
    assert tickets.view(empty.tools, number).ticket.intent == "kyc_verification"
    danger = (
        "Somebody is in my account right now and sends my coins away, I did not make these withdrawals! "
        "Please freeze my account at once, I was hacked."
    )
    visitor.post("/contact", data=fill(visitor, "general_inquiry", text=danger, email="tom@mail.example"))
    (number,) = handle(empty)
    assert tickets.view(empty.tools, number).ticket.category == "security"


def test_a_customer_writes_by_keyboard_and_is_warned(chromium: Browser, site: WebServer, empty: Desk):
    context = chromium.new_context(base_url=site.url, locale="zh-CN", viewport={"width": 390, "height": 844})
    made = Watched(context, site.url)
    page = made.page
    page.goto("/contact")
    expect(page.locator("h1")).to_contain_text("联系我们")
    page.locator("input[value=withdrawal_pending]").check()
    page.keyboard.press("Enter")
    expect(page.locator("#write h2")).to_contain_text("提")
    text = page.locator("textarea[name=text]")
    text.fill(f"我的助记词是 {PHRASE}")
    expect(page.locator("#secret")).to_be_visible()
    text.fill("提币一直显示处理中，请帮忙查一下。")
    expect(page.locator("#secret")).to_be_hidden()
    for fact, value in {"uid": "482915736204", "coin": "USDT", "network": "TRC20", "amount": "1200 USDT"}.items():
        page.locator(f"input[name=fact-{fact}]").fill(value)
    page.locator("input[name=email]").fill("wang@mail.example")
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 390
    page.keyboard.press("Enter")
    expect(page.locator(".fine")).to_contain_text("我们已收到您的留言")
    expect(page.locator(".missing li")).to_have_count(1)
    (number,) = handle(empty)
    view = tickets.view(empty.tools, number)
    assert (view.ticket.intent, view.ticket.language) == ("withdrawal_pending", "zh")
    assert view.ticket.missing == ("event_time",)
    page.locator("input[name=fact-event_time]").fill("2026-11-17 14:30 UTC+8")
    page.keyboard.press("Enter")
    expect(page.locator(".fine")).to_contain_text("信息已齐全")
    assert handle(empty) == [number]
    assert tickets.view(empty.tools, number).ticket.missing == ()
    context.close()
    assert made.complaints == []
    assert made.strangers == []


def test_a_refused_form_keeps_the_files_that_were_chosen(chromium: Browser, site: WebServer, empty: Desk):
    context = chromium.new_context(base_url=site.url, locale="en-GB", viewport={"width": 390, "height": 844})
    made = Watched(context, site.url)
    page = made.page
    page.goto("/contact?matter=login_access")
    page.locator("textarea[name=text]").fill("I cannot log in, please help me.")
    page.locator("input[name=email]").fill("ann@mail")
    page.locator("input[type=file]").set_input_files({"name": "screen.png", "mimeType": "image/png", "buffer": PNG})
    page.locator("button.primary").click()
    expect(page.locator(".problem")).to_contain_text("not an e-mail address")
    assert page.locator("main").evaluate("main => main === document.activeElement")
    assert page.locator("input[type=file]").evaluate("field => field.files[0].name") == "screen.png"

    page.locator("textarea[name=text]").fill(f"I cannot log in. My seed phrase is {PHRASE}")
    expect(page.locator("#secret")).to_be_visible()
    page.locator("input[name=email]").fill("ann@mail.example")
    page.locator("button.primary").click()
    expect(page.locator(".problem")).to_contain_text("attach your files again")
    assert page.locator("input[type=file]").evaluate("field => field.files.length") == 0
    assert PHRASE not in page.locator("textarea[name=text]").input_value()

    large: list[FilePayload] = [{"name": f"{n}.bin", "mimeType": "image/png", "buffer": b"x" * 9_500_000} for n in "ab"]
    page.locator("textarea[name=text]").fill("I cannot log in, please help me.")
    page.locator("input[type=file]").set_input_files(large)
    page.locator("button.primary").click()
    expect(page.locator(".problem")).to_contain_text("too large")
    assert "please help me" in page.locator("textarea[name=text]").input_value()

    page.locator("input[type=file]").set_input_files({"name": "screen.png", "mimeType": "image/png", "buffer": PNG})
    page.locator("button.primary").click()
    expect(page.locator(".fine")).to_be_visible()
    (number,) = handle(empty)
    files = [a["filename"] for m in tickets.view(empty.tools, number).messages for a in m.attachments]
    assert files == ["screen.png"]
    context.close()
    assert made.strangers == []
