"""What agents do with one ticket beyond answering it: split, link, files, calls by name, languages, taking back."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, FilePayload, expect

from mailbot.delivery.capture import CaptureDelivery
from mailbot.desk import access, post, tickets
from mailbot.web.server import WebServer
from tests.web.browser import Watched, opened
from tests.web.desk import HASH, PNG, Desk, mail
from tests.web.pages import post as send
from tests.web.pages import token

LOGIN = "I cannot log in, the code is always wrong. UID 4829157362"


def number_of(desk: Desk, who: str, text: str = LOGIN) -> str:
    (number,) = desk.take(mail(f"{who}@mail.example", "Cannot log in", text))
    return number


def file(name: str, kind: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def told_twice(desk: Desk, who: str) -> str:
    number = number_of(desk, who)
    receipt = next(m for m in tickets.view(desk.tools, number).messages if m.direction == "out")
    later = mail(f"{who}@mail.example", "Re: Cannot log in", f"Another matter: 50 USDT have not arrived, hash {HASH}",
                 In_Reply_To=f"<{receipt.message_id}>")  # fmt: skip
    assert desk.take(later) == [number]
    return number


def sent(desk: Desk, folder: Path) -> list[bytes]:
    """Let everything leave, as if the undo window had passed."""
    desk.clock.advance(seconds=30)
    while post.post(desk.tools, CaptureDelivery(folder)):
        pass
    return [file.read_bytes() for file in sorted(folder.rglob("*.eml"))]


def test_a_conversation_is_split_by_keyboard(watched: Watched, filled: Desk):
    number = told_twice(filled, "twofold")
    page = watched.page
    page.goto(f"/tickets/{number}")
    page.keyboard.press("s")
    boxes = page.locator("#split input[type=checkbox]")
    expect(boxes.first).to_be_focused()
    page.locator("#split label", has_text="Another matter").locator("input").check()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(f"/tickets/{number}$"))
    expect(page.locator(".said.in")).to_contain_text("Another matter")
    expect(page.locator(".head .chip", has_text="Split from")).to_have_text(f"Split from #{number}")
    page.locator(".head .chip", has_text="Split from").click()
    expect(page.locator(".head .chip", has_text="Split into")).to_be_visible()
    expect(page.locator(".said.in")).to_have_count(1)


def test_tickets_are_linked_and_unlinked_without_script(chromium: Browser, shown: WebServer, filled: Desk):
    one, two = number_of(filled, "linked1"), number_of(filled, "linked2")
    page = chromium.new_context(base_url=shown.url, java_script_enabled=False, locale="zh-CN").new_page()
    page.goto(shown.demo_login_link())
    page.goto(f"/tickets/{one}")
    page.locator("input[name=to]").fill(f"#{two}")
    page.get_by_role("button", name="关联", exact=True).click()
    expect(page.locator(".head .chip", has_text=two)).to_have_text(f"相关 #{two}")
    page.goto(f"/tickets/{two}")
    page.get_by_role("button", name=f"取消关联 #{one}").click()
    expect(page.locator(".head .chip", has_text=one)).to_have_count(0)
    page.context.close()


def test_files_go_with_an_answer_and_stand_on_the_ticket(watched: Watched, filled: Desk, tmp_path: Path):
    number = number_of(filled, "files")
    page = watched.page
    page.goto(f"/tickets/{number}")
    page.locator("#file").set_input_files([file("指南.png", "image/png", PNG), file("a.txt", "text/plain", b"steps")])
    expect(page.locator("#files li")).to_have_count(2)
    page.reload()
    expect(page.locator("#files li")).to_have_count(2)
    page.locator("#files li", has_text="a.txt").locator("button").click()
    expect(page.locator("#files li")).to_have_count(1)
    page.locator("#reply").fill("Please follow the picture.")
    page.locator("[data-check]").click()
    expect(page.locator("#check")).to_contain_text("指南.png")
    page.locator("[data-send]").click()
    expect(page.locator(".said.out .files").last).to_contain_text("指南.png")
    expect(page.locator("#files li")).to_have_count(0)
    letter = next(m for m in sent(filled, tmp_path) if b"follow the picture" in m)
    parts = list(message_from_bytes(letter, policy=default).iter_attachments())
    assert [(p.get_filename(), p.get_content_type(), p.get_content()) for p in parts] == [
        ("指南.png", "image/png", PNG)
    ]
    page.reload()
    page.locator(".said.out .look summary").last.click()
    picture = page.locator(".said.out .look img").last
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    expect(picture).to_have_js_property("naturalHeight", 20)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("tool.exe", b"MZ" + b"\0" * 100, "executable"),
        ("empty.txt", b"", "empty file"),
        ("huge.bin", b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_files_that_may_not_be_sent_are_refused_in_words(
    admin: httpx2.Client, filled: Desk, name: str, content: bytes, why: str
):
    number = number_of(filled, f"refused-{name.partition('.')[0]}")
    form = {"csrf": token(admin), "text": "see the file"}
    answer = admin.post(f"/tickets/{number}/reply", data=form, files={"files": (name, content)})
    assert answer.status_code == 422
    assert why in answer.text
    view = tickets.view(filled.tools, number)
    assert [x.kind for x in view.letters if x.kind == "reply"] == []


def test_eleven_files_are_too_many(admin: httpx2.Client, filled: Desk):
    number = number_of(filled, "eleven")
    many = [("files", (f"{n}.txt", b"x")) for n in range(11)]
    answer = admin.post(f"/tickets/{number}/attach", data={"csrf": token(admin)}, files=many)
    assert answer.status_code == 422
    assert "at most 10 files" in answer.text
    assert "data-detach" not in admin.get(f"/tickets/{number}").text


def test_files_are_attached_without_script_and_the_words_stay(chromium: Browser, shown: WebServer, filled: Desk):
    number = number_of(filled, "plainfiles")
    page = chromium.new_context(base_url=shown.url, java_script_enabled=False, locale="en-GB").new_page()
    page.goto(shown.demo_login_link())
    page.goto(f"/tickets/{number}")
    page.locator("#reply").fill("half written")
    page.locator("#file").set_input_files([file("a.txt", "text/plain", b"steps")])
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator("#files li")).to_contain_text("a.txt")
    expect(page.locator("#reply")).to_have_value("half written")
    page.get_by_role("button", name="Take off a.txt").click()
    expect(page.locator("#files li")).to_have_count(0)
    expect(page.locator("#reply")).to_have_value("half written")
    page.context.close()


def test_an_answer_is_taken_back_as_if_it_had_never_been_sent(admin: httpx2.Client, filled: Desk, tmp_path: Path):
    number = number_of(filled, "regret")
    before = tickets.view(filled.tools, number)
    send(admin, f"/tickets/{number}/reply", text="Too early.\r\nSorry.", then="resolved")
    answered = tickets.view(filled.tools, number)
    assert answered.ticket.status == "resolved"
    (letter,) = [x for x in answered.letters if x.kind == "reply"]
    page = send(admin, f"/tickets/{number}/take-back", letter=letter.id).text
    assert "Too early.\nSorry.</textarea>" in page
    after = tickets.view(filled.tools, number)
    assert (after.ticket.status, after.ticket.first_replied_at) == (before.ticket.status, None)
    assert [f.kind for f in after.follow_ups if f.state == "due"] == [
        f.kind for f in before.follow_ups if f.state == "due"
    ]
    assert [m.id for m in after.messages] == [m.id for m in before.messages]
    assert not any(b"Too early" in m for m in sent(filled, tmp_path))


def test_what_has_left_is_not_taken_back(admin: httpx2.Client, filled: Desk, tmp_path: Path):
    number = number_of(filled, "gone")
    send(admin, f"/tickets/{number}/reply", text="It is settled now.")
    (letter,) = [x for x in tickets.view(filled.tools, number).letters if x.kind == "reply"]
    assert 'id="undo"' in admin.get(f"/tickets/{number}").text
    assert any(b"It is settled now." in m for m in sent(filled, tmp_path))
    assert 'id="undo"' not in admin.get(f"/tickets/{number}").text
    assert send(admin, f"/tickets/{number}/take-back", letter=letter.id).status_code == 422
    assert tickets.view(filled.tools, number).ticket.status == "pending"


def test_the_letter_is_written_in_the_language_that_was_chosen(admin: httpx2.Client, filled: Desk):
    number = number_of(filled, "tongues")
    text = "Por favor, envíenos una captura de pantalla del error que aparece."
    shown = send(admin, f"/tickets/{number}/check", text=text, language="es").text
    assert 'class="letter" lang="es"' in shown
    assert "another language" not in shown
    assert "another language" in send(admin, f"/tickets/{number}/check", text=text, language="ja").text
    assert send(admin, f"/tickets/{number}/reply", text=text, language="xx").status_code == 422
    send(admin, f"/tickets/{number}/reply", text=text, language="es")
    (letter,) = [x for x in tickets.view(filled.tools, number).letters if x.kind == "reply"]
    assert letter.request["language"] == "es"
    asked = admin.get(f"/tickets/{filled.numbers['zh-missing']}/ask?language=en").text
    assert asked.isascii()


def test_a_note_calls_a_colleague_until_that_one_has_looked(
    watched: Watched, chromium: Browser, shown: WebServer, filled: Desk
):
    access.add_person(filled.tools, "kim", "agent", "test", display="Kim")
    access.add_person(filled.tools, "kara", "agent", "test", teams=["kyc"])
    number = number_of(filled, "called")
    page = watched.page
    page.goto(f"/tickets/{number}")
    page.keyboard.press("n")
    page.keyboard.type("please look, @ki")
    expect(page.locator("#called li[aria-selected=true]")).to_have_text("@kim")
    page.keyboard.press("Enter")
    expect(page.locator("#note")).to_have_value("please look, @kim ")
    page.keyboard.type("and @kara, not kim@mail.example or @nobody.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said.note")).to_contain_text("@kim")
    calls = [e for e in tickets.view(filled.tools, number).events if e.kind == "mentioned"]
    assert [e.data["person"] for e in calls] == ["kim"]
    other = opened(chromium, shown, locale="en-GB", who="kim", role="")
    expect(other.page.locator('.views [data-count="mentioned"]')).to_have_text("1")
    other.page.goto("/queue/mentioned")
    other.page.locator(f"#t-{number} a.subject").click()
    expect(other.page.locator(".said.note")).to_be_visible()
    other.page.wait_for_timeout(1100)  # counts are a second old at most
    other.page.goto("/queue/mentioned")
    expect(other.page.locator(f"#t-{number}")).to_be_visible()
    other.page.goto("/queue/mentioned")
    expect(other.page.locator('.views [data-count="mentioned"]')).to_have_text("0")
    other.context.close()
    assert other.complaints == []
