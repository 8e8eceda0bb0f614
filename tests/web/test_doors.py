"""Who gets in, and who does not."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pyotp
import pytest

from mailbot.desk import access, addresses
from mailbot.web.server import WebServer
from tests.web.desk import Clock, Desk, mail
from tests.web.pages import post, token

SENTENCE = "seven green herons wait"


@pytest.fixture
def clock(server: WebServer, empty: Desk) -> Clock:
    """The clock of sessions stands still, too."""
    from dataclasses import replace

    server.console.doors = replace(server.console.doors, clock=empty.clock)
    return empty.clock


def client(server: WebServer, **options) -> httpx2.Client:
    return httpx2.Client(base_url=server.url, follow_redirects=True, **options)


def enrolled(server: WebServer, name: str = "ming", role: str = "agent", **more) -> httpx2.Client:
    _, secret = access.add_person(server.console.doors, name, role, "test", **more)
    browser = client(server)
    browser.post(f"/link/{secret}", data={"password": SENTENCE, "again": SENTENCE})
    return browser


def test_the_first_start_offers_a_link_that_makes_the_admin_once(server: WebServer):
    secret = access.setup_link(server.console.doors)
    browser = client(server)
    assert "The first admin" in browser.get(f"/link/{secret}").text
    weak = browser.post(f"/link/{secret}", data={"name": "chief", "password": "short", "again": "short"})
    assert weak.status_code == 422
    assert "12 characters" in weak.text
    done = browser.post(f"/link/{secret}", data={"name": "chief", "password": SENTENCE, "again": SENTENCE})
    assert done.url.path == "/queue/us"
    assert browser.get("/admin/people").status_code == 200
    assert client(server).get(f"/link/{secret}").status_code == 410
    assert access.setup_link(server.console.doors) is None


@pytest.mark.parametrize("path", ["/queue/us", "/tickets/10000001", "/admin/audit", "/insight", "/search?q=x", "/live"])
def test_without_signing_in_nothing_is_shown(server: WebServer, path: str):
    with client(server) as browser:
        answer = browser.get(path, headers={"Accept": "text/html"})
        assert answer.url.path == "/login"
        assert browser.get(path).status_code == 401


def test_there_is_no_default_password(server: WebServer):
    with client(server) as browser:
        for name, password in (("admin", "admin"), ("admin", ""), ("demo", "demo"), ("mailbot", "mailbot")):
            assert browser.post("/login", data={"name": name, "password": password}).status_code == 403


def test_a_password_signs_in_and_failures_are_slowed_down(server: WebServer, clock: Clock):
    enrolled(server).close()
    with client(server) as browser:
        for _ in range(5):
            wrong = browser.post("/login", data={"name": "ming", "password": "wrong"})
            assert "Name or password is wrong" in wrong.text
        given = {"name": "ming", "password": SENTENCE}
        assert "Too many attempts. Try again in 1 min." in browser.post("/login", data=given).text
        chinese = browser.post("/login", data=given, headers={"Accept-Language": "zh-CN"}).text
        assert "请在 1 分钟后重试" in chinese
        assert "Too many" not in chinese
        clock.advance(seconds=20)
        assert browser.post("/login", data={"name": "MING ", "password": SENTENCE}).url.path == "/queue/us"


def test_the_answer_to_an_unknown_name_is_the_same(server: WebServer):
    enrolled(server).close()
    with client(server) as browser:
        known = browser.post("/login", data={"name": "ming", "password": "x"})
        unknown = browser.post("/login", data={"name": "nobody", "password": "x"})
    assert known.status_code == unknown.status_code == 403
    assert known.text.replace("ming", "") == unknown.text.replace("nobody", "")


def test_a_second_factor_is_asked_for_and_each_code_counts_once(server: WebServer, clock: Clock):
    browser = enrolled(server)
    secret = pyotp.random_base32()
    assert post(browser, "/me/code", secret=secret, code="000000").status_code == 422
    good = pyotp.TOTP(secret).at(clock())
    answer = post(browser, "/me/code", secret=secret, code=good)
    assert answer.status_code == 200, answer.text.partition("alert")[2][:200]
    given = {"name": "ming", "password": SENTENCE}
    with client(server) as other:
        assert "authenticator" in other.post("/login", data=given).text
        assert other.post("/login", data={**given, "code": good}).status_code == 403  # used when it was set up
        clock.advance(seconds=31)
        fresh = pyotp.TOTP(secret).at(clock())
        assert other.post("/login", data={**given, "code": fresh}).url.path == "/queue/us"
    with client(server) as third:
        assert third.post("/login", data={**given, "code": fresh}).status_code == 403


def test_a_session_ends_by_time_by_signing_out_and_from_elsewhere(server: WebServer, clock: Clock):
    first = enrolled(server)
    second = client(server)
    second.post("/login", data={"name": "ming", "password": SENTENCE})
    assert post(first, "/me/sessions").status_code == 200
    assert second.get("/me").status_code == 401
    assert first.get("/me").status_code == 200
    clock.advance(hours=13)
    assert first.get("/me").status_code == 401
    first.post("/login", data={"name": "ming", "password": SENTENCE})
    post(first, "/logout")
    assert first.get("/me").status_code == 401


def test_a_session_in_use_lives_on_but_not_for_ever(server: WebServer, clock: Clock):
    browser = enrolled(server)
    for _ in range(20):
        clock.advance(hours=8)
        assert browser.get("/me").status_code == 200
    clock.advance(hours=9)
    assert browser.get("/me").status_code == 401


def test_a_cookie_that_was_made_up_is_worth_nothing(server: WebServer):
    browser = enrolled(server)
    cookie = browser.cookies["mailbot_session"]
    for forged in (cookie[:-1] + ("A" if cookie[-1] != "A" else "B"), "x." + cookie.partition(".")[2], "", "." * 500):
        with client(server, cookies={"mailbot_session": forged}) as other:
            assert other.get("/me").status_code == 401


def test_the_cookie_is_kept_from_script_and_other_sites(server: WebServer):
    with httpx2.Client(base_url=server.url) as browser:
        cookie = browser.get(server.demo_login_link()).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_form_without_its_token_or_from_another_site_is_refused(server: WebServer, empty: Desk):
    browser = enrolled(server)
    (number,) = empty.take(mail("a@mail.example", "Help", "I cannot log in"))
    address, fields = f"/tickets/{number}/note", {"text": "x"}
    assert browser.post(address, data=fields).status_code == 403
    assert browser.post(address, data={**fields, "csrf": "0" * 64}).status_code == 403
    whole = {**fields, "csrf": token(browser)}
    assert browser.post(address, data=whole, headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.post(address, data=whole, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post(address, data=whole).status_code == 200
    other = enrolled(server, "lina")
    assert other.post(address, data=whole).status_code == 403


def test_a_secret_that_was_not_shown_becomes_no_second_factor(server: WebServer):
    browser = enrolled(server)
    for forged in ("A", "x" * 32, "JBSWY3DPEHPK3PXP0", "A" * 33):
        fields = {"secret": forged, "code": "123456", "csrf": token(browser)}
        answer = browser.post("/me/code", data=fields)
        assert answer.status_code == 422
        assert "not the secret that was shown" in answer.text


def test_an_unknown_host_is_refused(server: WebServer):
    with client(server) as browser:
        assert browser.get("/login", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("path", ["/login", "/me", "/static/console.css", "/nowhere", "/api/v1/tickets"])
def test_every_answer_carries_the_headers(server: WebServer, path: str):
    with client(server) as browser:
        headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("agent", {"/queue/us", "/admin/shelf", "/admin/replies"}),
        ("lead", {"/queue/us", "/admin/shelf", "/admin/replies", "/insight", "/admin/policy", "/admin/outbox"}),
        ("auditor", {"/queue/us", "/admin/shelf", "/admin/replies", "/insight", "/admin/policy", "/admin/outbox",
                     "/admin/audit"}),
        ("admin", {"/queue/us", "/admin/shelf", "/admin/replies", "/insight", "/admin/policy", "/admin/outbox",
                   "/admin/audit", "/admin/people", "/admin/keys"}),
    ],
)  # fmt: skip
def test_a_role_sees_its_own_pages_and_no_others(server: WebServer, role: str, allowed: set[str]):
    browser = enrolled(server, role=role)
    pages = {"/queue/us", "/insight", "/admin/policy", "/admin/shelf", "/admin/outbox", "/admin/replies",
             "/admin/people", "/admin/keys", "/admin/audit"}  # fmt: skip
    assert {page for page in pages if browser.get(page).status_code == 200} == allowed
    assert {page for page in pages if browser.get(page).status_code == 403} == pages - allowed


def test_an_auditor_reads_and_changes_nothing(server: WebServer, empty: Desk):
    (number,) = empty.take(mail("a@mail.example", "Help", "I cannot log in"))
    browser = enrolled(server, role="auditor")
    page = browser.get(f"/tickets/{number}")
    assert page.status_code == 200
    assert "composer" not in page.text
    for act in ("note", "reply", "act", "snooze", "merge", "draft"):
        answer = post(browser, f"/tickets/{number}/{act}", text="x", what="assign:me", value="x", into="1", span="1h")
        assert answer.status_code == 403


def test_a_person_of_one_team_sees_no_other_teams_tickets(server: WebServer, empty: Desk):
    numbers = empty.take(
        mail("a@mail.example", "Withdrawal", "My withdrawal of 3 BTC is pending, UID 482915736204"),
        mail("b@mail.example", "Login", "I cannot log in, the code is always wrong"),
    )
    with empty.tools.db.read() as t:
        teams = [t.tickets.by_number(n).team for n in numbers]
    assert teams[0] != teams[1]
    browser = enrolled(server, teams=[teams[0]])
    assert numbers[0] in browser.get("/queue/all").text
    assert numbers[1] not in browser.get("/queue/all").text
    assert numbers[1] not in browser.get("/search?q=log").text
    assert browser.get(f"/tickets/{numbers[1]}").status_code == 404
    assert browser.get(f"/tickets/{numbers[1]}/attachments/1").status_code == 404
    assert post(browser, f"/tickets/{numbers[1]}/note", text="x").status_code == 404
    assert post(browser, "/queue/act", numbers=numbers[1], what="status:closed").status_code == 422
    assert browser.get(f"/queue/all/pulse?numbers={numbers[1]}").json()["rows"] == {}


def test_whoever_is_switched_off_is_out_at_once_and_the_last_admin_stays(server: WebServer):
    chief, agent = enrolled(server, "chief", "admin"), enrolled(server)
    assert post(chief, "/admin/people/change", name="ming", what="off").status_code == 200
    assert agent.get("/me").status_code == 401
    answer = post(chief, "/admin/people/change", name="chief", what="off")
    assert answer.status_code == 422
    assert "only admin" in answer.text
    demoted = post(chief, "/admin/people/change", name="chief", what="role", role="agent")
    assert demoted.status_code == 422


def test_an_address_is_confirmed_by_its_link_also_without_a_session(server: WebServer):
    browser = enrolled(server)
    assert post(browser, "/me/mail", address="ming@house.example", calls="1").status_code == 200
    assert "Not confirmed yet" in browser.get("/me").text
    with server.console.doors.db.write() as t:
        secret = access.new_link(t, addresses.PURPOSE, t.people.named("ming").id, server.console.doors.clock())
    with client(server) as stranger:
        assert "ming@house.example" in stranger.get(f"/link/{secret}").text
        assert "Not confirmed yet" in browser.get("/me").text  # a program that only looked confirms nothing
        assert "✓" in stranger.post(f"/link/{secret}", data={"password": "x", "again": "y"}).text
        assert stranger.get("/me").status_code == 401
        assert stranger.get(f"/link/{secret}").status_code == 410
    assert "Not confirmed yet" not in browser.get("/me").text


def test_links_run_out(server: WebServer, clock: Clock):
    secret = access.enter_link(server.console.doors, "demo", "agent")
    clock.now += timedelta(hours=25)
    with client(server) as browser:
        assert browser.get(f"/link/{secret}").status_code == 410


def test_a_link_that_enters_is_for_the_role_that_was_meant(server: WebServer):
    tools = server.console.doors
    access.enter_link(tools, "lena", "lead")
    with pytest.raises(ValueError, match="lena is lead here, not admin"):
        access.enter_link(tools, "lena", "admin")
    assert access.enter_link(tools, "lena", "") != access.enter_link(tools, "lena", "lead")
    with pytest.raises(LookupError):
        access.enter_link(tools, "nobody", "")


def test_the_server_is_up_and_down_within_a_second_also_with_an_open_stream(empty: Desk):
    import threading
    import time

    started = time.monotonic()
    one = WebServer(empty.tools, port=0)
    one.start()
    assert time.monotonic() - started < 1
    with httpx2.Client(base_url=one.url) as browser:
        browser.get(one.demo_login_link())
        seen = threading.Event()

        def listen() -> None:
            with browser.stream("GET", "/live") as stream:
                for _ in stream.iter_lines():
                    seen.set()

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        assert seen.wait(5)
        before = time.monotonic()
        one.stop()
        assert time.monotonic() - before < 1.2
        listener.join(5)
        assert not listener.is_alive()


def test_a_taken_port_is_said(server: WebServer, empty: Desk):
    with pytest.raises(OSError, match="in use"):
        WebServer(empty.tools, port=server.port).start()
