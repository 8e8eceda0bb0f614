"""What leads and admins do in a browser: a change tried and put into force, mail handled again, people, keys, doors."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mailbot.config.settings import ContactSettings
from mailbot.desk import receive, shadow, tickets
from mailbot.model.mail import RawMail, Source
from mailbot.model.ticket import Event
from mailbot.store import Database
from mailbot.web.server import WebServer
from tests.web.axe import serious
from tests.web.browser import Watched, opened
from tests.web.desk import CUSTOMERS, NOW, Desk, desk, mail
from tests.web.test_admin import CONFIG, RULES

SENTENCE = "a sentence is a good password"


@dataclass
class House:
    """A desk with a configuration file, its console, and an admin's browser."""

    desk: Desk
    server: WebServer
    file: Path
    browser: Browser
    admin: Watched
    others: list[BrowserContext] = field(default_factory=list)

    def visitor(self, **options: str) -> Page:
        """A page of somebody who is not signed in."""
        context = self.browser.new_context(base_url=self.server.url, locale="en-GB", **options)  # type: ignore[arg-type]
        self.others.append(context)
        return context.new_page()


@pytest.fixture(scope="module")
def house(migrated: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[House]:
    """Shared by the module; each test leaves the policy as it was."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(migrated, folder / "mailbot.db")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    with Database(f"sqlite:///{folder}/mailbot.db") as database:
        made = desk(database)
        made.take(*(CUSTOMERS[name] for name in ("zh", "en", "ja")))
        server = WebServer(made.tools, port=0, sources=lambda: (folder / "config.yaml",))
        server.console.contact = lambda: ContactSettings(per_hour=1000)
        server.start()
        admin = opened(chromium, server, locale="en-GB")
        found = House(made, server, folder / "config.yaml", chromium, admin)
        yield found
        for context in (*found.others, admin.context):
            context.close()
        server.stop()
    assert admin.complaints == []
    assert admin.strangers == []


def test_a_change_is_tried_watched_and_put_into_force(house: House):
    page = house.admin.page
    page.goto("/admin/trial")
    page.locator("textarea[name=text]").fill(CONFIG + "rules:\n  - name: x\n    then: {team: nobody}\n")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("section[role=status] h2")).to_have_text("Mistakes: 1")
    expect(page.locator("section[role=status] li")).to_contain_text("config.candidate.yaml:5")
    page.locator("textarea[name=text]").fill(CONFIG + RULES)
    page.get_by_role("button", name="Decide past mail again").click()
    trial = page.locator("#backtest[aria-busy=false]")
    expect(trial).to_contain_text("3 of 3 decisions would change (100%).", timeout=20_000)
    expect(trial.locator("table").first.locator("tr", has_text="team: onchain_ops → compliance")).to_contain_text("2")
    expect(trial.locator("table").last.locator("a")).to_have_count(3)
    assert serious(page) == {}
    page.locator("textarea[name=text]").fill(CONFIG + RULES)
    page.get_by_role("button", name="Watch it on coming mail").click()
    expect(page.locator("#watched")).to_contain_text("0 of 0 decisions differ, by demo")
    (number,) = house.desk.take(CUSTOMERS["ko"])
    with house.desk.tools.db.read() as t:
        raws = [d.raw for d in t.messages.decisions(t.tickets.by_number(number).id)]
    assert shadow.watch(house.desk.tools, raws, shadow.Candidate()) == 1
    page.reload()
    expect(page.locator("#watched")).to_contain_text("1 of 1 decisions differ")
    expect(page.locator("#watched tr", has_text=f"#{number}")).to_contain_text("everything to compliance")
    assert serious(page) == {}
    page.get_by_role("button", name="Put it into force").click()
    expect(page).to_have_url(re.compile("/admin/policy$"))
    assert "everything to compliance" in house.file.read_text("utf-8")
    house.file.write_text(CONFIG, "utf-8")


def test_a_pasted_mail_is_explained(house: House):
    page = house.admin.page
    page.goto("/admin/explain")
    page.locator("textarea[name=mail]").fill("Subject: 提币未到账\n\n我的提币三天没到账，UID 482915736204")
    page.get_by_role("button", name="Explain").click()
    told = page.locator("section.card")
    expect(told.locator("h2")).to_contain_text("Withdrawal pending")
    expect(told.locator(".chip", has_text="482915736204")).to_be_visible()
    expect(told.locator(".pairs > div", has_text="Missing")).to_contain_text("network")
    expect(told.locator(".trace .hit b")).to_have_text(["everything else"])


def test_what_the_caps_held_back_is_seen_and_leads_to_its_ticket(house: House):
    (number,) = house.desk.take(mail("caps@mail.example", "Cannot log in", "I cannot log in since the morning"))
    with house.desk.tools.db.write() as t:
        why = {"reason": "cap of 3 automatic mails per sender in 60 min is reached"}
        t.messages.log([Event(kind="cap_reached", at=NOW, data=why)], ticket=t.tickets.by_number(number).id)
    page = house.admin.page
    page.goto("/admin/caps")
    row = page.locator("tr", has_text=f"#{number}")
    expect(row).to_contain_text("cap of 3 automatic mails per sender")
    row.get_by_role("link").click()
    expect(page.locator("#number")).to_have_text(f"#{number}")


def test_a_mail_on_the_shelf_is_handled_again(house: House):
    content = mail("shelf@mail.example", "Broken once", "I cannot log in")
    digest = hashlib.sha256(content).hexdigest()
    raw = RawMail(content=content, sha256=digest, received_at=NOW, source=Source(mailbox="m"))
    receive.accept(house.desk.tools, [raw])
    with house.desk.tools.db.write() as t:
        (claimed,) = t.spool.claim(1, NOW)
        assert t.spool.fail(claimed.id, "ValueError: the cause", "Traceback …", 1)
    page = house.admin.page
    page.goto("/admin/shelf")
    expect(page.locator(".plainlist .problem")).to_have_text("ValueError: the cause")
    page.get_by_role("button", name="Handle the marked ones again").click()
    expect(page.locator(".empty")).to_have_text("The shelf is empty.")
    assert [h.error for h in receive.receive(house.desk.tools)] == [""]


def test_a_letter_is_held_and_sent_again(house: House):
    (number,) = house.desk.take(mail("held@mail.example", "Cannot log in", "I cannot log in, the page stays white"))
    tickets.reply(house.desk.tools, number, "We reset it.", "demo")
    page = house.admin.page
    page.goto("/admin/outbox?state=queued")
    letter = page.locator("tr", has_text="held@mail.example").filter(has_text="Reply")
    letter.get_by_role("checkbox").check()
    page.get_by_role("button", name="Hold the marked ones").click()
    page.goto("/admin/outbox?state=held")
    letter = page.locator("tr", has_text="held@mail.example")
    expect(letter).to_contain_text("Held")
    letter.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send the marked ones again").click()
    expect(letter.filter(has_text="Reply")).to_contain_text("Queued")


def test_a_person_is_added_to_a_team_and_sets_up_a_second_factor(house: House):
    page = house.admin.page
    page.goto("/admin/people")
    form = page.locator("form.card")
    form.locator("input[name=name]").fill("ming")
    form.locator("input[name=display]").fill("Ming")
    form.get_by_label("Onchain ops").check()
    form.get_by_role("button", name="Add").click()
    link = page.locator(".key").inner_text()
    assert serious(page) == {}
    expect(page.locator("li.card", has_text="Ming")).to_contain_text("Onchain ops")
    own = house.visitor()
    own.goto(link)
    expect(own.locator("h1")).to_have_text("Welcome, Ming")
    assert serious(own) == {}
    own.locator("input[name=password]").fill(SENTENCE)
    own.locator("input[name=again]").fill(SENTENCE)
    own.keyboard.press("Enter")
    expect(own).to_have_url(re.compile("/queue/us$"))
    own.goto("/queue/all")
    for to in own.locator(".row .to").all():
        expect(to).to_have_text("Onchain ops")
    own.goto("/me")
    codes = pyotp.TOTP(own.locator(".key").inner_text())
    own.locator("input[name=code]").fill("000000")
    own.get_by_role("button", name="Set it up").click()
    expect(own.locator("[role=alert]")).to_contain_text("The code does not fit.")
    own.goto("/me")
    codes = pyotp.TOTP(own.locator(".key").inner_text())
    own.locator("input[name=code]").fill(codes.at(house.server.console.doors.clock()))
    own.get_by_role("button", name="Set it up").click()
    expect(own.locator("form", has_text="Second factor")).to_contain_text("An authenticator is set up.")
    again = house.visitor()
    again.goto("/login")
    again.locator("input[name=name]").fill("ming")
    again.locator("input[name=password]").fill(SENTENCE)
    again.keyboard.press("Enter")
    expect(again.locator("input[name=code]")).to_be_visible()
    assert serious(again) == {}


def test_other_sessions_are_ended_from_here(house: House):
    here, there = house.visitor(), house.visitor()
    for page in (here, there):
        page.goto(house.server.demo_login_link("wu", "agent", "Wu"))
    here.goto("/me")
    expect(here.locator(".plainlist li")).to_have_count(2)
    expect(here.locator(".plainlist li").first).to_contain_text("Chrome · Linux")
    here.get_by_role("button", name="End all others").click()
    expect(here.locator(".plainlist li")).to_have_count(1)
    there.goto("/queue/us")
    expect(there).to_have_url(re.compile("/login"))
    here.goto("/queue/us")
    expect(here.locator("h1")).to_contain_text("Waiting for us")


def test_a_key_is_shown_once_opens_the_api_and_is_revoked(house: House):
    page = house.admin.page
    page.goto("/admin/keys")
    page.get_by_label("Name of the key").fill("reports")
    page.get_by_label("read", exact=True).check()
    page.get_by_role("button", name="Make it").click()
    key = page.locator(".key").inner_text()
    assert serious(page) == {}
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=house.server.url, headers=headers) as client:
        assert client.get("/api/v1/tickets").status_code == 200
        page.goto("/admin/keys")
        assert key not in page.content()
        page.locator("tr", has_text="reports").get_by_role("button", name="Revoke").click()
        expect(page.locator("tr", has_text="reports")).to_contain_text("revoked")
        assert client.get("/api/v1/tickets").status_code == 401


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [("zh", "联系我们", "账户UID"), ("en", "Contact us", "Account UID"), ("ru", "Связаться с нами", "UID")],
)
def test_a_stranger_writes_by_the_contact_form(house: House, language: str, title: str, asked: str):
    page = house.visitor()
    page.goto(f"/contact?lang={language}")
    expect(page.locator("h1")).to_contain_text(title)
    page.locator("input[value=withdrawal_pending]").check()
    page.keyboard.press("Enter")
    expect(page.locator("#write label", has=page.locator("input[name=fact-uid]"))).to_contain_text(asked)
    page.locator("textarea[name=text]").fill("1200 USDT")
    page.locator("input[name=email]").fill(f"{language}@mail.example")
    page.keyboard.press("Enter")
    expect(page.locator(".fine[role=status]")).to_contain_text(f"{language}@mail.example")
    expect(page.locator('.missing li[data-fact="uid"]')).to_contain_text(asked)
    assert serious(page) == {}
