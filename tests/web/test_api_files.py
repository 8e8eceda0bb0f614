"""Attachments by the API: who gets them, in which parts, and what is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.desk import keys
from mailbot.web.apifiles import part_of
from mailbot.web.server import WebServer
from tests.web.desk import PNG, Desk, mail

LETTER = b"minutes of the call\r\n" * 200
LOOT = b"seed phrase of my wallet, as text"


def caller(server: WebServer, *scopes: str) -> httpx2.Client:
    _, secret = keys.make_key(server.console.doors, "files", scopes, 30, "test")
    return httpx2.Client(base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {secret}"}, timeout=30)


@pytest.fixture
def number(empty: Desk) -> str:
    """A ticket with two files."""
    files = [("截图 1.png", "image/png", PNG), ("call.txt", "text/plain", LETTER)]
    (made,) = empty.take(mail("Ann <ann@mail.example>", "Deposit not credited", "See the files.", files=files))
    return made


@pytest.fixture
def api(server: WebServer) -> Iterator[httpx2.Client]:
    with caller(server, "read", "attachments") as client:
        yield client


def test_files_are_listed_and_given_as_they_came_and_each_reading_is_recorded(
    api: httpx2.Client, number: str, empty: Desk
):
    items = api.get(f"/tickets/{number}/attachments").json()["items"]
    assert [(i["index"], i["filename"], i["content_type"], i["size"], i["state"]) for i in items] == [
        (1, "截图 1.png", "image/png", len(PNG), "kept"),
        (2, "call.txt", "text/plain", len(LETTER), "kept"),
    ]
    picture = api.get(f"/tickets/{number}/attachments/1", headers={"Accept-Encoding": "gzip"})
    assert picture.content == PNG
    assert picture.headers["content-type"] == "application/octet-stream"
    assert picture.headers["content-disposition"] == "attachment; filename*=UTF-8''%E6%88%AA%E5%9B%BE%201.png"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert picture.headers["etag"] == f'"{items[0]["sha256"]}"' == f'"{sha256(PNG).hexdigest()}"'
    with empty.tools.db.read() as t:
        (read,) = t.messages.history(t.tickets.by_number(number).id, kind="attachment_read")
    assert (read.actor, read.data["filename"]) == ("api:files", "截图 1.png")


def test_a_key_of_another_scope_lists_but_does_not_read(server: WebServer, number: str):
    with caller(server, "read", "write", "intake", "explain") as client:
        assert client.get(f"/tickets/{number}/attachments").status_code == 200
        assert client.get(f"/tickets/{number}/attachments/1").status_code == 403
    with caller(server, "attachments") as client:
        assert client.get(f"/tickets/{number}/attachments").status_code == 403
        assert client.get(f"/tickets/{number}/attachments/1").status_code == 200


@pytest.mark.parametrize("index", [3, 99_999])
def test_a_file_that_is_not_there_is_404(api: httpx2.Client, number: str, index: int):
    assert api.get(f"/tickets/{number}/attachments/{index}").status_code == 404
    assert api.get("/tickets/10999999/attachments").status_code == 404


def test_what_may_hold_a_secret_is_withheld_and_what_shows_something_is_not(api: httpx2.Client, empty: Desk):
    files = [("notes.txt", "text/plain", LOOT), ("screen.png", "image/png", PNG)]
    text = "My password is Tr0ub4dor&3-horse, please log in and look. UID 30491877215."
    (number,) = empty.take(mail("Tom <tom@mail.example>", "login", text, files=files))
    items = api.get(f"/tickets/{number}/attachments").json()["items"]
    assert [(i["filename"], i["state"]) for i in items] == [("notes.txt", "withheld"), ("screen.png", "kept")]
    refused = api.get(f"/tickets/{number}/attachments/1")
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert LOOT not in refused.content
    assert api.get(f"/tickets/{number}/attachments/1", headers={"Range": "bytes=0-3"}).status_code == 403
    assert api.get(f"/tickets/{number}/attachments/2").content == PNG


def test_a_file_that_is_no_longer_kept_is_gone(api: httpx2.Client, number: str, empty: Desk):
    with empty.tools.db.write() as t:
        t.connection.exec_driver_sql("UPDATE raw SET kept = 'gone'")
        t.connection.exec_driver_sql("DELETE FROM content")
    assert {i["state"] for i in api.get(f"/tickets/{number}/attachments").json()["items"]} == {"gone"}
    assert api.get(f"/tickets/{number}/attachments/1").status_code == 404


def test_parts_and_what_is_known_already(api: httpx2.Client, number: str):
    path = f"/tickets/{number}/attachments/2"
    whole = api.get(path)
    tag, size = whole.headers["etag"], len(LETTER)
    assert whole.headers["accept-ranges"] == "bytes"

    part = api.get(path, headers={"Range": "bytes=8-11"})
    assert (part.status_code, part.content) == (206, LETTER[8:12])
    assert part.headers["content-range"] == f"bytes 8-11/{size}"
    assert api.get(path, headers={"Range": "bytes=-5", "If-Range": tag}).content == LETTER[-5:]
    assert api.get(path, headers={"Range": "bytes=-5", "If-Range": '"older"'}).content == LETTER
    beyond = api.get(path, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    known = api.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 40),
    st.from_regex(r"bytes=[0-9]{0,3}-[0-9]{0,3}", fullmatch=True) | st.text(max_size=20),
)
def test_a_range_lies_within_the_file_or_is_none(size: int, asked: str):
    part = part_of(asked, size)
    if part is None:
        return
    first, last = part
    assert (0 <= first <= last < size) or first > last == size - 1
    left, _, right = asked.lower().removeprefix("bytes=").strip().partition("-")
    content = bytes(range(size))
    wanted = content[int(left) : int(right) + 1 if right else None] if left else content[-int(right) :] * (right != "0")
    if first <= last:
        assert content[first : last + 1] == wanted
    else:
        assert not int(right or 1) or int(left or 0) >= size
