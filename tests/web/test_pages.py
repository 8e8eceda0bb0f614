"""Every page, in both languages, says what a person looks for."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import httpx2
import pytest

from mailbot.desk import tickets
from mailbot.web.server import WebServer
from mailbot.web.words import dictionary
from tests.web.desk import HASH, NOW, Desk, mail
from tests.web.pages import post

WEB = Path(str(files("mailbot.web")))
PAGES = [
    "/queue/us", "/queue/all", "/queue/all?sort=due&category=security", "/queue/mine", "/search?q=%E6%8F%90%E5%B8%81",
    "/search", "/insight?days=14", "/insight?days=1", "/admin/policy", "/admin/explain", "/admin/shelf",
    "/admin/outbox", "/admin/mailboxes", "/admin/templates", "/admin/trial", "/admin/caps", "/admin/replies",
    "/admin/people", "/admin/keys", "/admin/audit", "/me",
    "/help", "/admin/incidents", "/admin/webhooks",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages(admin: httpx2.Client, path: str, language: str):
    answer = admin.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert f'<html lang="{"zh-Hans" if language == "zh-CN" else "en"}"' in answer.text
    assert "</html>" in answer.text
    assert "style=" not in answer.text
    assert inline_script(answer.text) == []


def inline_script(page: str) -> list[str]:
    """Elements that bring script of their own; what a mail says, escaped, is none."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = {name for name, _ in attrs}
            if (tag == "script" and "src" not in names) or any(name.startswith("on") for name in names):
                found.append(self.get_starttag_text() or tag)

    Reader().feed(page)
    return found


def test_inline_script_is_found_where_it_is():
    assert len(inline_script("<p onclick='x'>a</p><script>1</script><script src='/a'></script>")) == 2
    assert inline_script('<p title="&lt;img onerror=x&gt;">&lt;script&gt; onload=y</p>') == []


def words_in_templates() -> set[str]:
    found = set()
    for file in WEB.glob("templates/**/*.html"):
        text = file.read_text("utf-8")
        found |= {m[1] or m[2] for m in re.finditer(r"""\bt\(\s*(?:"([^"]+)"|'([^']+)')""", text)}
    tables = (WEB.parent / "desk/insight.py").read_text("utf-8")
    found |= set(re.findall(r'(?:title|note)="([^"{]+)"', tables))
    for name in ("queues", "admin", "words", "plots"):
        text = (WEB / f"{name}.py").read_text("utf-8")
        found |= set(re.findall(r'say\("([^"]+)"', text)) | set(
            re.findall(r'^    "\w+": "([A-Z][^"]+)",$', text, re.MULTILINE)
        )
        found |= set(re.findall(r'^    \("\w+", "([^"]+)", "\w+"\)', text, re.MULTILINE))
    for name in ("desk/signon", "desk/access", "web/signon"):
        text = (WEB.parent / f"{name}.py").read_text("utf-8")
        found |= set(re.findall(r'(?:RefusedError\(|_refused\(request, site, )"([^"]+)"', text))
    return found


def test_every_word_of_the_console_is_there_in_chinese():
    known = dictionary("zh")
    assert len(words_in_templates()) > 200
    assert {w for w in words_in_templates() if w not in known} == set()


def test_no_chinese_word_is_double_or_loses_a_name():
    pairs = json.loads((WEB / "words/zh.json").read_text("utf-8"), object_pairs_hook=list)
    names = [name for name, _ in pairs]
    assert sorted({n for n in names if names.count(n) > 1}) == []
    for english, chinese in pairs:
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese)), english


def test_the_queue_shows_what_is_urgent_first_and_says_so_in_words(admin: httpx2.Client, filled: Desk):
    page = admin.get("/queue/us").text
    numbers = re.findall(r'data-number="(\d+)"', page)
    assert numbers[0] == filled.numbers["secret"]
    first = page.partition(f"t-{numbers[0]}")[2].partition("</li>")[0]
    assert "Urgent" in first
    assert "overdue" in first
    assert "missing" in first


@pytest.mark.parametrize(
    ("view", "in_it", "not_in_it"),
    [
        ("risk", "secret", "ko"),
        ("snoozed", "ko", "secret"),
        ("unassigned", "secret", "ko"),
        ("overdue", "secret", "ja"),
    ],
)
def test_a_view_holds_what_its_name_says(admin: httpx2.Client, filled: Desk, view: str, in_it: str, not_in_it: str):
    page = admin.get(f"/queue/{view}").text
    assert filled.numbers[in_it] in page
    assert filled.numbers[not_in_it] not in page


def test_a_view_that_is_not_there_is_404(admin: httpx2.Client):
    assert admin.get("/queue/nothing").status_code == 404
    assert admin.get("/queue/us?sort=nothing").status_code == 404
    assert admin.get("/tickets/99999999").status_code == 404


def test_a_ticket_shows_facts_completeness_reasons_and_history(admin: httpx2.Client, filled: Desk):
    page = admin.get(f"/tickets/{filled.numbers['zh']}").text
    for part in ("482915736204", HASH, "1200 USDT", "TRC20", "tronscan.org", "valid", "提币记录.png",
                 "Treasury says", "Why it was decided so", "everything else", "Ticket opened"):  # fmt: skip
        assert part in page, part
    assert re.search(r'<mark class="fact"[^>]*>482915736204</mark>', page)
    missing = admin.get(f"/tickets/{filled.numbers['zh-missing']}").text
    assert missing.count('class="missing"') == 2


def test_a_secret_is_masked_everywhere_and_its_mail_needs_a_right(admin: httpx2.Client, filled: Desk, shown: WebServer):
    number = filled.numbers["secret"]
    page = admin.get(f"/tickets/{number}").text
    assert "Tr0ub4dor" not in page
    assert "Secrets, masked" in page
    assert "Nothing found" in admin.get("/search?q=Tr0ub4dor").text
    raw = re.search(rf"/tickets/{number}/messages/(\d+)/raw", page)
    assert raw is not None
    assert admin.get(raw[0]).status_code == 422
    assert b"Tr0ub4dor" not in admin.get(raw[0]).content
    assert b"Tr0ub4dor" in admin.get(raw[0], params={"why": "the customer asks what they sent"}).content
    assert "the customer asks what they sent" in admin.get("/admin/audit").text
    reads = [e for e in tickets.view(filled.tools, number).events if e.kind == "mail_read"]
    assert [(dict(e.data)["as"], dict(e.data).get("why")) for e in reads] == [
        ("raw", "the customer asks what they sent")
    ]
    with httpx2.Client(base_url=shown.url, follow_redirects=True) as agent:
        agent.get(shown.demo_login_link("small", "agent"))
        assert agent.get(raw[0], params={"why": "curious"}).status_code == 403
        assert agent.get(raw[0].replace("raw", "html")).status_code == 403


def test_markup_in_a_mail_is_only_text(admin: httpx2.Client, filled: Desk):
    evil = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
    (number,) = filled.take(mail(f'"{evil}" <evil@mail.example>', f"Help {evil}", f"My UID is 4829157362 {evil}"))
    for path in (f"/tickets/{number}", "/queue/all", f"/search?q={number}", f"/tickets/{number}/preview"):
        page = admin.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_people_answer_note_correct_and_resolve(admin: httpx2.Client, filled: Desk):
    (number,) = filled.take(mail("work@mail.example", "Cannot log in", "I cannot log in. UID 4829157362. Error 50011"))
    checked = post(admin, f"/tickets/{number}/check", text="请把您的密码发给我们")
    assert "Never ask for this: 密码" in checked.text
    assert "another language" in checked.text
    assert "50011" in post(admin, f"/tickets/{number}/check", text="What is the error 50011?").text
    page = post(admin, f"/tickets/{number}/reply", text="Please try again now.", then="pending")
    assert page.status_code == 200
    view = tickets.view(filled.tools, number)
    assert (view.ticket.status, view.ticket.assignee) == ("pending", "demo")
    assert view.letters[0].kind == "reply"
    assert "only for us" in post(admin, f"/tickets/{number}/note", text="only for us").text
    assert post(admin, f"/tickets/{number}/act", what="correct:kyc_verification").status_code == 200
    assert tickets.view(filled.tools, number).ticket.intent == "kyc_verification"
    assert post(admin, f"/tickets/{number}/act", what="status:resolved").status_code == 200
    assert post(admin, f"/tickets/{number}/act", what="status:lost").status_code == 422
    assert post(admin, f"/tickets/{number}/act", what="tag", value="vip -unsure").status_code == 200
    assert "vip" in tickets.view(filled.tools, number).ticket.tags
    kinds = [e.kind for e in tickets.view(filled.tools, number).events if e.actor == "demo"]
    assert {"noted", "corrected", "resolved", "tagged", "assigned"} <= set(kinds)


def test_an_empty_answer_is_refused(admin: httpx2.Client, filled: Desk):
    assert post(admin, f"/tickets/{filled.numbers['ja']}/reply", text="  ").status_code == 422
    assert post(admin, f"/tickets/{filled.numbers['ja']}/note", text="").status_code == 422


def test_a_draft_is_kept_until_it_is_sent(admin: httpx2.Client, filled: Desk):
    (number,) = filled.take(mail("draft@mail.example", "Cannot log in", "I cannot log in"))
    assert post(admin, f"/tickets/{number}/draft", kind="reply", text="half a sent").status_code == 204
    assert "half a sent</textarea>" in admin.get(f"/tickets/{number}").text
    assert post(admin, f"/tickets/{number}/draft", kind="poem", text="x").status_code == 422
    post(admin, f"/tickets/{number}/reply", text="half a sentence")
    assert "half a sent</textarea>" not in admin.get(f"/tickets/{number}").text


def test_what_is_missing_is_asked_for_in_the_customers_language(admin: httpx2.Client, filled: Desk):
    text = admin.get(f"/tickets/{filled.numbers['zh-missing']}/ask").text
    assert len(text.splitlines()) == 2
    assert re.search(r"[\u4e00-\u9fff]", text)


def test_two_tickets_of_one_customer_become_one_and_of_two_customers_never(admin: httpx2.Client, filled: Desk):
    one, two, other = filled.take(
        mail("same@mail.example", "Withdrawal pending", "My withdrawal of 20 TRX is pending"),
        mail("same@mail.example", "API question", "How do I make an API key for a sub-account?"),
        mail("else@mail.example", "Login", "I cannot log in"),
    )
    assert len({one, two, other}) == 3
    assert post(admin, f"/tickets/{one}/merge", into=other).status_code == 422
    assert post(admin, f"/tickets/{one}/merge", into=one).status_code == 422
    merged = post(admin, f"/tickets/{one}/merge", into=f"#{two}")
    assert merged.url.path == f"/tickets/{two}"
    assert "20 TRX" in merged.text
    assert tickets.view(filled.tools, one).ticket.status == "closed"


def test_many_at_once(admin: httpx2.Client, filled: Desk):
    numbers = filled.take(*(mail(f"many{n}@mail.example", "Fees?", f"What are the fees? {n}") for n in range(3)))
    assert post(admin, "/queue/act", numbers=numbers, what="assign:me", back="/queue/mine").status_code == 200
    assert {tickets.view(filled.tools, n).ticket.assignee for n in numbers} == {"demo"}
    assert post(admin, "/queue/act", numbers=numbers, what="explode:now").status_code == 422
    assert post(admin, "/queue/act", numbers=["1"] * 101, what="status:closed").status_code == 422


def test_an_attachment_is_handed_out_and_its_reading_recorded(admin: httpx2.Client, filled: Desk):
    address = f"/tickets/{filled.numbers['zh']}/attachments/1"
    kept = admin.get(address)
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in kept.headers["content-security-policy"]
    seen = admin.get(f"{address}?show=true")
    assert seen.headers["content-type"] == "image/png"
    assert admin.get(address[:-1] + "9").status_code == 404
    assert [e.kind for e in tickets.view(filled.tools, filled.numbers["zh"]).events].count("attachment_read") >= 2


def test_a_picture_that_is_none_is_never_shown(admin: httpx2.Client, filled: Desk):
    trap = ("cat.png", "image/png", b"<html><script>alert(1)</script>")
    (number,) = filled.take(mail("trap@mail.example", "Cannot log in", "see the picture", files=[trap]))
    answer = admin.get(f"/tickets/{number}/attachments/1?show=true")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_insight_counts_and_gives_csv(admin: httpx2.Client):
    page = admin.get("/insight?days=14").text
    assert page.count("<svg") > 6
    rows = admin.get("/insight/category.csv?days=14").text.splitlines()
    assert rows[0].lstrip("\ufeff") == "category,tickets"
    assert len(rows) > 3
    assert admin.get("/insight/nothing.csv").status_code == 404
    assert admin.get("/insight?days=9999").status_code == 422


def test_explain_says_what_would_be_decided_and_keeps_nothing(admin: httpx2.Client, filled: Desk):
    with filled.tools.db.read() as t:
        before = t.spool.counts()
    page = post(admin, "/admin/explain", mail="Subject: 提币未到账\n\n我的提币三天没到账，UID 482915736204").text
    assert "Withdrawal" in page
    assert "482915736204" in page
    assert "everything else" in page
    with filled.tools.db.read() as t:
        assert t.spool.counts() == before


def test_a_saved_reply_is_kept_per_language(admin: httpx2.Client, filled: Desk):
    post(admin, "/admin/replies", shortcut="/Fees", title="Fees", language="en", text="See the fee page.")
    post(admin, "/admin/replies", shortcut="fees", title="Fees", language="zh", text="请看费率页。")
    page = admin.get("/admin/replies").text
    assert "/fees" in page
    assert "请看费率页。" in page
    assert "See the fee page." in page
    post(admin, "/admin/replies/drop", shortcut="fees")
    assert "请看费率页。" not in admin.get("/admin/replies").text


def test_the_shelf_can_be_handled_again(admin: httpx2.Client, filled: Desk):
    import hashlib

    from mailbot.desk import receive
    from mailbot.model.mail import RawMail, Source

    content = mail("shelf@mail.example", "Broken once", "I cannot log in")
    raw = RawMail(
        content=content, sha256=hashlib.sha256(content).hexdigest(), received_at=NOW, source=Source(mailbox="m")
    )
    receive.accept(filled.tools, [raw])
    with filled.tools.db.write() as t:
        (claimed,) = t.spool.claim(1, filled.clock())
        assert t.spool.fail(claimed.id, "ValueError: the cause", "Traceback …", 1)
    page = admin.get("/admin/shelf").text
    assert "ValueError: the cause" in page
    post(admin, "/admin/shelf/retry", mail=claimed.id)
    assert [h.error for h in receive.receive(filled.tools)] == [""]
    assert "ValueError: the cause" not in admin.get("/admin/shelf").text


def test_a_page_says_how_many_tickets_are_new_and_gives_single_rows(admin: httpx2.Client, filled: Desk):
    top = max(int(n) for n in filled.take(mail("pulse@mail.example", "Cannot log in", "I cannot log in"))) - 10_000_000
    filled.take(mail("pulse2@mail.example", "Cannot log in", "I cannot log in at all"))
    news = admin.get(f"/queue/all/pulse?above={top}&numbers={filled.numbers['zh']},1").json()
    assert news["new"] == 1
    assert list(news["rows"]) == [filled.numbers["zh"]]
    assert "<li" in news["rows"][filled.numbers["zh"]]


def test_an_open_page_hears_of_a_new_ticket_within_a_second(admin: httpx2.Client, filled: Desk):
    import threading
    import time

    heard: list[tuple[float, str]] = []
    ready = threading.Event()

    def listen() -> None:
        with admin.stream("GET", "/live", timeout=10) as stream:
            for line in stream.iter_lines():
                ready.set()
                if line.startswith("data:"):
                    heard.append((time.monotonic(), line))
                    return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert ready.wait(5)
    time.sleep(0.6)  # the watcher has found its place
    (number,) = filled.take(mail("live@mail.example", "Cannot log in", "I cannot log in, live"))
    committed = time.monotonic()
    listener.join(5)
    assert heard
    assert number in heard[0][1]
    assert heard[0][0] - committed < 1
