"""The API: scopes, errors, doing things once, and the same use cases."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.desk import keys, tickets
from mailbot.web.server import WebServer
from tests.web.desk import PNG, Desk, mail


def caller(server: WebServer, *scopes: str) -> httpx2.Client:
    _, secret = keys.make_key(server.console.doors, "test", scopes, 30, "test")
    return httpx2.Client(base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {secret}"}, timeout=30)


@pytest.fixture
def api(shown: WebServer) -> Iterator[httpx2.Client]:
    with caller(shown, "read", "write", "intake", "explain") as client:
        yield client


def test_every_path_needs_a_key_and_says_so_in_problem_details(shown: WebServer):
    with httpx2.Client(base_url=shown.url) as client:
        paths = client.get("/api/v1/openapi.json").json()["paths"]
        assert len(paths) >= 10
        for path, acts in paths.items():
            for method in acts:
                answer = client.request(method.upper(), path.replace("{number}", "10000001"), json={})
                assert answer.status_code == 401, path
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.headers["www-authenticate"] == "Bearer"
                assert answer.json()["status"] == 401


def test_a_key_opens_its_scopes_only_until_it_ends(server: WebServer, empty: Desk):
    from dataclasses import replace

    server.console.doors = replace(server.console.doors, clock=empty.clock)
    with caller(server, "read") as client:
        assert client.get("/tickets").status_code == 200
        assert client.post("/messages", json={"from": "a@b.example", "text": "x"}).status_code == 403
        assert client.post("/explain", content=b"Subject: x\n\nx").status_code == 403
        empty.clock.now += timedelta(days=31)
        assert client.get("/tickets").status_code == 401
        empty.clock.now -= timedelta(days=31)
        with empty.tools.db.read() as t:
            (key,) = t.people.keys()
        keys.revoke_key(server.console.doors, key.id, "test")
        assert client.get("/tickets").status_code == 401


def test_a_session_cookie_is_no_key(shown: WebServer):
    with httpx2.Client(base_url=shown.url, follow_redirects=True) as browser:
        browser.get(shown.demo_login_link())
        assert browser.get("/api/v1/tickets").status_code == 401


def test_a_message_is_handed_in_and_answered_with_what_is_missing(api: httpx2.Client, filled: Desk):
    body = {
        "from": "form@mail.example",
        "name": "表单",
        "subject": "登录不上",
        "text": "登录的时候一直收不到短信验证码，进不去账户，怎么办？",
        "attachments": [{"filename": "图.png", "content_type": "image/png", "content": base64.b64encode(PNG).decode()}],
    }
    answer = api.post("/messages", json=body)
    assert answer.status_code == 201
    told = answer.json()
    assert told["explanation"]["intent"] == "login_access"
    assert told["missing"]
    assert {"fact", "label", "how_to_find"} == set(told["missing"][0])
    ticket = api.get(f"/tickets/{told['ticket']}").json()
    assert ticket["requester"] == "form@mail.example"
    assert ticket["missing"] == [m["fact"] for m in told["missing"]]
    (message, *_) = api.get(f"/tickets/{told['ticket']}/messages").json()["items"]
    assert message["text"].strip() == body["text"]
    assert message["attachments"][0]["filename"] == "图.png"


def test_the_same_id_is_the_same_message(api: httpx2.Client):
    body = {"from": "twice@mail.example", "subject": "Fees", "text": "What are the fees?", "id": "chat-17"}
    first = api.post("/messages", json=body).json()["ticket"]
    second = api.post("/messages", json=body).json()["ticket"]
    assert first
    assert second == first
    assert len(api.get(f"/tickets/{first}/messages").json()["items"]) <= 2  # the mail and its receipt


def test_a_request_with_a_key_is_done_once(api: httpx2.Client, filled: Desk):
    (number,) = filled.take(mail("idem@mail.example", "Cannot log in", "I cannot log in"))
    headers = {"Idempotency-Key": "k-1"}
    body = {"kind": "note", "text": "once"}
    first = api.post(f"/tickets/{number}/messages", json=body, headers=headers)
    again = api.post(f"/tickets/{number}/messages", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    other = api.post(f"/tickets/{number}/messages", json={**body, "text": "another"}, headers=headers)
    assert other.status_code == 422
    notes = [m for m in api.get(f"/tickets/{number}/messages").json()["items"] if m["direction"] == "note"]
    assert [m["text"] for m in notes] == ["once"]


def test_ten_at_once_with_one_key_are_done_once(api: httpx2.Client, filled: Desk):
    (number,) = filled.take(mail("race@mail.example", "Cannot log in", "I cannot log in"))

    def write(_: int) -> int:
        headers = {"Idempotency-Key": "race"}
        return api.post(f"/tickets/{number}/messages", json={"kind": "note", "text": "x"}, headers=headers).status_code

    with ThreadPoolExecutor(5) as pool:
        codes = list(pool.map(write, range(10)))
    assert set(codes) <= {201, 409}
    notes = [m for m in api.get(f"/tickets/{number}/messages").json()["items"] if m["direction"] == "note"]
    assert len(notes) == 1


def test_a_failed_request_may_be_tried_again_with_its_key(api: httpx2.Client, filled: Desk):
    (number,) = filled.take(mail("fail@mail.example", "Cannot log in", "I cannot log in"))
    headers = {"Idempotency-Key": "again"}
    wrong = api.post(f"/tickets/{number}/correction", json={"intent": "nothing"}, headers=headers)
    assert wrong.status_code == 422
    assert "nothing" in wrong.json()["detail"]
    right = api.post(f"/tickets/{number}/correction", json={"intent": "kyc_verification"}, headers=headers)
    assert right.status_code == 200
    assert right.json()["intent"] == "kyc_verification"


def test_pages_follow_one_another_and_miss_nothing(api: httpx2.Client):
    seen: list[str] = []
    cursor: int | None = 0
    while cursor is not None:
        page = api.get("/tickets", params={"limit": 7, "cursor": cursor, "sort": "oldest"}).json()
        seen += [t["number"] for t in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) > 20
    assert seen == sorted(seen)


def test_search_explain_acts_and_intents(api: httpx2.Client, filled: Desk):
    hits = api.get("/search", params={"q": "提币"}).json()["items"]
    assert filled.numbers["zh"] in [h["ticket"]["number"] for h in hits]
    told = api.post("/explain", content="Subject: 提币未到账\n\n我的提币三天没到账".encode())
    assert told.json()["category"] == "deposit_withdrawal"
    acted = api.post(f"/tickets/{filled.numbers['ja']}/acts", json={"what": "assign", "value": "lina"})
    assert acted.json()["assignee"] == "lina"
    intents = api.get("/intents", params={"language": "zh"}).json()["items"]
    assert len(intents) > 30
    assert any(i["required"] for i in intents)
    words = api.get(f"/tickets/{filled.numbers['zh-missing']}/request").json()
    assert words["language"] == "zh"
    assert words["text"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/tickets/0", None, 404),
        ("GET", "/tickets?view=nothing", None, 422),
        ("GET", "/tickets?limit=1000", None, 422),
        ("GET", "/tickets?team=nope", None, 422),
        ("GET", "/tickets?intent=depositt", None, 422),
        ("GET", "/search?q=", None, 422),
        ("POST", "/messages", {"from": "no address", "text": "x"}, 422),
        ("POST", "/messages", {"from": "a@b.example", "text": ""}, 422),
        ("POST", "/messages", {"from": "a@b.example", "text": "x", "mailbox": "nowhere"}, 422),
        ("POST", "/messages", {"from": "a@b.example\r\nBcc: x@y.example", "text": "x"}, 422),
        ("POST", "/messages", {"from": "a@b.example", "text": "x", "surprise": 1}, 422),
        ("POST", "/tickets/0/messages", {"text": "x"}, 404),
        ("POST", "/nothing", {}, 404),
    ],
)
def test_what_is_wrong_is_said(api: httpx2.Client, method: str, path: str, body: object, status: int):
    answer = api.request(method, path, json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_the_description_fits_openapi(shown: WebServer):
    with httpx2.Client(base_url=shown.url) as client:
        told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told["components"]["securitySchemes"]
    assert all(path.startswith("/api/v1/") for path in told["paths"])


def test_the_documentation_names_every_path(shown: WebServer):
    text = (Path(__file__).resolve().parents[2] / "docs/reference/api.md").read_text("utf-8")
    with httpx2.Client(base_url=shown.url) as client:
        paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, acts in paths.items():
        for method in acts:
            assert f"`{method.upper()} {path.removeprefix('/api/v1')}" in text, (method, path)


def test_a_body_without_a_length_or_too_large_is_refused_before_it_is_read(api: httpx2.Client):
    def endless():
        yield b"x" * 1000

    answer = api.post("/explain", content=endless())
    assert (answer.status_code, answer.headers["content-type"]) == (411, "application/problem+json")
    with socket.create_connection((api.base_url.host, api.base_url.port or 0), timeout=5) as raw:
        raw.sendall(b"POST /api/v1/explain HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 30000001\r\n\r\n")
        assert b" 413 " in raw.recv(4096).partition(b"\r\n")[0]


def test_no_request_breaks_it(api: httpx2.Client):
    words = st.text(max_size=20) | st.sampled_from(
        ["a@b.example", "reply", "note", "status", "open", "\ud800", "\x00", "-1"]
    )
    values = words | st.integers() | st.none() | st.booleans() | st.lists(words, max_size=3)
    names = st.sampled_from(["from", "text", "subject", "name", "id", "mailbox", "kind", "what", "value", "intent"])
    bodies = st.dictionaries(names, values, max_size=6) | values
    paths = ["/messages", "/tickets/1/messages", "/tickets/%00/acts", "/tickets/1/correction", "/explain"]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(paths), bodies, words)
    def ask(path: str, body: object, word: str) -> None:
        answer = api.post(path, content=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, answer.text
        for query in ({"q": word}, {"cursor": word}, {"view": word}):
            found = api.get("/search" if "q" in query else "/tickets", params=_clean(query))
            assert found.status_code < 500, found.text

    ask()


def _clean(query: dict[str, str]) -> dict[str, str]:
    return {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}


def test_an_answer_carries_files_and_another_language(api: httpx2.Client, filled: Desk):
    (number,) = filled.take(mail("apifiles@mail.example", "Cannot log in", "I cannot log in. UID 4829157362"))
    file = {"filename": "paso.png", "content_type": "image/png", "content": base64.b64encode(PNG).decode()}
    body = {"text": "Siga la imagen, por favor.", "language": "es", "attachments": [file]}
    assert api.post(f"/tickets/{number}/messages", json=body).status_code == 201
    answer = api.get(f"/tickets/{number}/messages").json()["items"][-1]
    assert [(a["filename"], a["size"]) for a in answer["attachments"]] == [("paso.png", len(PNG))]
    (letter,) = [x for x in tickets.view(filled.tools, number).letters if x.kind == "reply"]
    assert letter.request["language"] == "es"
    bad = {**body, "attachments": [{**file, "filename": "run.exe", "content": base64.b64encode(b"MZ").decode()}]}
    assert api.post(f"/tickets/{number}/messages", json=bad).status_code == 422
    assert api.post(f"/tickets/{number}/messages", json={**body, "language": "xx"}).status_code == 422


def test_tickets_are_split_linked_and_merged(api: httpx2.Client, filled: Desk):
    (number,) = filled.take(mail("apisplit@mail.example", "Cannot log in", "I cannot log in. UID 4829157362"))
    (first, receipt) = api.get(f"/tickets/{number}/messages").json()["items"]
    message_id = tickets.view(filled.tools, number).messages[1].message_id
    filled.take(mail("apisplit@mail.example", "Re: x", "And my tax report of 2025?", In_Reply_To=f"<{message_id}>"))
    later = api.get(f"/tickets/{number}/messages").json()["items"][2]["id"]
    assert api.post(f"/tickets/{number}/split", json={"messages": [first["id"], later]}).status_code == 422
    new = api.post(f"/tickets/{number}/split", json={"messages": [later]})
    assert new.status_code == 201
    other = new.json()["number"]
    assert receipt["id"] in [m["id"] for m in api.get(f"/tickets/{number}/messages").json()["items"]]
    assert api.post(f"/tickets/{number}/links", json={"number": other}).status_code == 200
    assert api.post(f"/tickets/{number}/links", json={"number": other}).status_code == 422
    merged = api.post(f"/tickets/{other}/merge", json={"number": number})
    assert merged.json()["number"] == number
    assert api.get(f"/tickets/{other}").json()["status"] == "closed"


def test_a_message_may_say_what_it_is_about(api: httpx2.Client):
    body = {"from": "chosen@mail.example", "text": "Please help me with this.", "matter": "kyc_verification"}
    assert api.post("/messages", json=body).json()["explanation"]["intent"] == "kyc_verification"
    assert api.post("/messages", json={**body, "matter": "no_such"}).status_code == 422
