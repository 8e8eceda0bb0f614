"""What leads and admins look after: letters, a changed policy tried before it acts, mailboxes, caps."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from mailbot.desk import figures, reconciling, shadow
from mailbot.intake.imap_fetch import Known, Reconciliation
from mailbot.model.ticket import Event
from mailbot.web.server import WebServer
from tests.web.desk import CUSTOMERS, Desk
from tests.web.pages import post

CONFIG = "version: 1\ndesk: {name: Our desk, domain: desk.example, zone: UTC}\n"
RULES = """rules:
  - name: everything to compliance
    then: {priority: P1, team: compliance}
"""


@pytest.fixture
def configured(tmp_path: Path, empty: Desk) -> Iterator[tuple[httpx2.Client, Path]]:
    """A desk with a configuration file and three tickets, and its admin."""
    file = tmp_path / "config.yaml"
    file.write_text(CONFIG, "utf-8")
    empty.take(*(CUSTOMERS[name] for name in ("zh", "en", "ja")))
    server = WebServer(empty.tools, port=0, sources=lambda: (file,))
    server.start()
    with httpx2.Client(base_url=server.url, follow_redirects=True) as client:
        client.get(server.demo_login_link())
        yield client, file
    server.stop()


def until_done(client: httpx2.Client) -> str:
    """The page, once the back-test has ended."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        part = client.get("/admin/trial/progress").text
        if 'aria-busy="false"' in part:
            assert "hx-get" not in part
            return client.get("/admin/trial").text
        assert 'hx-get="/admin/trial/progress"' in part
        time.sleep(0.05)
    raise TimeoutError("the back-test did not end")


def test_every_letter_is_shown_in_every_language(admin: httpx2.Client, filled: Desk):
    page = admin.get("/admin/templates?language=zh&kind=reminder").text
    kinds = re.findall(r'<option value="(\w+)"', page.partition('name="kind"')[2].partition("</select>")[0])
    assert len(kinds) > 10
    for language in filled.tools.policy().catalogue.languages:
        shown = admin.get(f"/admin/templates?language={language}&kind=ack_incomplete&filled=plain")
        assert shown.status_code == 200
        assert f'lang="{language}"' in shown.text
    frame = admin.get("/admin/templates/zh/reminder?dark=true")
    assert "sandbox" in frame.headers["content-security-policy"]
    assert "script-src" not in frame.headers["content-security-policy"]
    assert "@media all" in frame.text
    assert admin.get("/admin/templates/zh/nothing").status_code == 404
    assert admin.get("/admin/templates?kind=nothing").status_code == 404


def test_a_change_is_checked_and_its_mistakes_told(configured: tuple[httpx2.Client, Path]):
    client, file = configured
    wrong = CONFIG + "rules:\n  - name: x\n    then: {team: nobody}\n"
    page = post(client, "/admin/trial", text=wrong, what="backtest").text
    assert "Mistakes: " in page
    assert "nobody" in page
    assert "config.candidate.yaml:5" in page
    assert str(file.parent) not in page
    same = post(client, "/admin/trial", text=CONFIG, what="check").text
    assert "It means the same" in same
    assert file.read_text("utf-8") == CONFIG


def test_a_change_is_decided_on_past_mail_in_the_background(configured: tuple[httpx2.Client, Path], empty: Desk):
    client, _ = configured
    post(client, "/admin/trial", text=CONFIG + RULES, what="backtest", days=30)
    page = until_done(client)
    assert "3 of 3 decisions would change (100%)." in page
    assert "team: onchain_ops → compliance" in page
    assert "everything to compliance" in page
    numbers = re.findall(r'href="/tickets/(\d+)"', page)
    with empty.tools.db.read() as t:
        assert sorted(set(numbers)) == sorted(ticket.number for ticket in t.tickets.find())
        assert {ticket.priority for ticket in t.tickets.find()} != {"P1"}  # nothing acted
        assert t.reports.history(("backtest_begun",))[0][4] == "demo"


def test_a_change_is_watched_and_put_into_force(configured: tuple[httpx2.Client, Path], empty: Desk):
    client, file = configured
    page = post(client, "/admin/trial", text=CONFIG + RULES, what="watch").text
    assert "0 of 0 decisions differ, by demo" in page
    (number,) = empty.take(CUSTOMERS["ko"])
    with empty.tools.db.read() as t:
        (raw,) = [d.raw for d in t.messages.decisions(t.tickets.by_number(number).id)]
    assert shadow.watch(empty.tools, [raw], shadow.Candidate()) == 1
    page = client.get("/admin/trial").text
    assert "1 of 1 decisions differ" in page
    assert f"/tickets/{number}" in page
    post(client, "/admin/trial/promote")
    assert "everything to compliance" in file.read_text("utf-8")
    assert file.with_name("config.yaml.1.old").read_text("utf-8") == CONFIG
    assert shadow.state(empty.tools) is None


def test_only_an_admin_may_change_the_policy(shown: WebServer, configured: tuple[httpx2.Client, Path]):
    with httpx2.Client(base_url=shown.url, follow_redirects=True) as lead:
        lead.get(shown.demo_login_link("lena", "lead"))
        page = lead.get("/admin/trial")
        assert page.status_code == 200
        assert "<textarea" not in page.text
        assert post(lead, "/admin/trial", text=CONFIG, what="backtest").status_code == 403
        assert post(lead, "/admin/trial/promote").status_code == 403


def test_without_a_file_nothing_can_be_tried(admin: httpx2.Client):
    assert "there is no file to change" in admin.get("/admin/trial").text
    assert post(admin, "/admin/trial", text=CONFIG, what="check").status_code == 422
    assert post(admin, "/admin/trial/promote").status_code == 422


def test_mailboxes_tell_how_they_fare_and_what_was_reconciled(empty: Desk):
    asked: list[bool] = []
    said = {"last_error": "TimeoutError: timed out", "settle_refused": "", "unreadable": (8,), "last_look": None}
    health = {"support": {"connected": False, "idling": False, "fetched": 12, "failures": 3, **said}}

    def compare(_known: Known) -> Reconciliation:
        return Reconciliation(on_server=4711, waiting=0, recovered=(7,), unaccounted=(9,))

    reconciling.reconcile(empty.tools, "support", compare)
    server = WebServer(empty.tools, port=0, health=lambda: health, reconcile=lambda: asked.append(True))
    server.start()
    try:
        with httpx2.Client(base_url=server.url, follow_redirects=True) as client:
            client.get(server.demo_login_link())
            page = client.get("/admin/mailboxes").text
            for part in ("TimeoutError: timed out", "not connected", "4711", "UID 9", "does not give UID 8"):
                assert part in page, part
            assert "Asked for" in post(client, "/admin/mailboxes/reconcile").text
            assert asked == [True]
            post(client, "/admin/mailboxes/reindex")
            assert "search_index_begun" in {e[2] for e in _history(empty)}
    finally:
        server.stop()


def _history(of: Desk) -> list[tuple[int, int | None, str, object, str, dict[str, object]]]:
    with of.tools.db.read() as t:
        return list(t.reports.history())


def test_what_the_caps_held_back_is_listed(admin: httpx2.Client, filled: Desk):
    number = filled.numbers["vague"]
    with filled.tools.db.write() as t:
        ticket = t.tickets.by_number(number)
        why = "cap of 3 automatic mails per sender in 60 min is reached"
        event = Event(kind="cap_reached", at=filled.clock(), data={"reason": why})
        t.messages.log([event], ticket=ticket.id)
    page = admin.get("/admin/caps").text
    assert why in page
    assert f'href="/tickets/{number}"' in page
    cap = filled.tools.policy().catalogue.caps[0]
    assert f"<td>{cap.window_minutes:g}</td><td>{cap.most}</td>" in page


def test_the_policy_tells_how_often_each_rule_held(admin: httpx2.Client, filled: Desk):
    filled.clock.advance(seconds=10)
    page = admin.get("/admin/policy").text
    decided = re.search(r"Hits among (\d+) decisions of the last 30 days", page)
    assert decided is not None
    assert int(decided[1]) >= 26
    catch_all = page.partition("<h2>everything else</h2>")[2].partition("</header>")[0]
    assert int(re.findall(r"hits: (\d+)", catch_all)[0]) >= 26
    assert figures.progress(filled.tools).share == 1


@pytest.mark.parametrize("path", ["/admin/outbox/release", "/admin/shelf/retry", "/admin/keys/revoke"])
def test_a_form_without_a_mark_or_with_nonsense_is_refused_in_words(admin: httpx2.Client, path: str):
    nothing = post(admin, path)
    assert nothing.status_code == 422
    assert "nothing was marked or given" in nothing.text
    field = {"release": "letter", "retry": "mail", "revoke": "key"}[path.rpartition("/")[2]]
    for wrong in ("abc", "9" * 30, "-1"):
        refused = post(admin, path, **{field: wrong})
        assert refused.status_code == 422
        assert "is not understood" in refused.text


@pytest.mark.parametrize("path", ["/tickets/{n}/messages/{x}/html", "/admin/audit?before={x}", "/tickets/{x}"])
def test_a_number_of_any_length_in_an_address_breaks_nothing(admin: httpx2.Client, filled: Desk, path: str):
    for wrong in ("9" * 19, "9" * 400, "-1", "٣"):
        assert admin.get(path.format(n=filled.numbers["zh"], x=wrong)).status_code in {200, 404, 422}
