"""The account directory: what it says reaches the decision, and where it fails the mail goes on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from mailbot.config.load import load_default, load_text
from mailbot.config.start import Answers, written
from mailbot.desk import outside
from mailbot.intake.directory import UNKNOWN, CsvDirectory, Directory, HttpDirectory
from mailbot.model.mail import AccountFacts, AuthenticationFacts, RawMail
from mailbot.store.database import Database
from mailbot.store.directory import SqlDirectory
from tests.desk.story import story
from tests.services.smtpsink import SmtpSink

ROWS = (
    "uid,address,language,kyc_level,tags\n"
    "745120938866123790,Lin@mail.example,zh,2,vip;desk\n745120938866123791,ana@mail.example,es,1,\n"
)
LIN = AccountFacts(known=True, uid="745120938866123790", registered_address="lin@mail.example", language="zh",
                   kyc_level="2", tags=("vip", "desk"))  # fmt: skip


def test_a_file_is_asked_by_uid_then_by_address_and_read_again_when_it_changes(tmp_path: Path):
    file = tmp_path / "accounts.csv"
    file.write_text(ROWS)
    ask = CsvDirectory(file)
    assert ask("lin@mail.example", "") == LIN
    assert ask("who@mail.example", "745120938866123790") == LIN
    assert ask("lin@mail.example", "1") == LIN
    assert ask("who@mail.example", "") == UNKNOWN
    file.write_text(ROWS + "745120938866123792,who@mail.example,en,0,\n")
    assert ask("who@mail.example", "").kyc_level == "0"
    file.write_text("name,colour\n")
    with pytest.raises(ValueError, match="no column"):
        ask("lin@mail.example", "")


@contextmanager
def service(answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answer(parse_qs(urlsplit(self.path).query), self.headers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/?address={{address}}&uid={{uid}}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_a_service_is_asked_once_and_then_remembered():
    asked = []

    def answer(query, headers):
        asked.append((query, headers["Authorization"]))
        if query["address"] != ["lin+x@mail.example"]:
            return 404, b""
        return 200, json.dumps({"uid": 7, "address": "lin+x@mail.example", "tags": ["vip"]}).encode()

    now = [0.0]
    with service(answer) as url:
        ask = Directory(HttpDirectory(url, token="t0ken"), keep_s=60, clock=lambda: now[0])
        facts = ask("Lin+x@mail.example", "7")
        assert (facts.known, facts.uid, facts.tags) == (True, "7", ("vip",))
        assert ask("lin+x@mail.example", "7") is facts
        assert ask("ana@mail.example") == UNKNOWN
        assert len(asked) == 2
        assert asked[0] == ({"address": ["lin+x@mail.example"], "uid": ["7"]}, "Bearer t0ken")
        now[0] = 61
        assert ask("lin+x@mail.example", "7") == facts
        assert len(asked) == 3


@pytest.mark.parametrize("wrong", [(500, b""), (200, b"<html>"), (200, b"[]"), (200, b'{"tags": 7}'),
                                   (200, b'"' + b"x" * 70_000 + b'"')])  # fmt: skip
def test_a_service_that_fails_is_left_alone_for_a_while(wrong):
    calls, now = [], [0.0]

    def answer(query, headers):
        calls.append(query)
        return wrong

    with service(answer) as url:
        ask = Directory(HttpDirectory(url), clock=lambda: now[0])
        assert ask("lin@mail.example") == AccountFacts()
        assert ask.last_error
        assert ask("ana@mail.example") == AccountFacts()
        assert len(calls) == 1
        now[0] = 31
        ask("ana@mail.example")
        assert len(calls) == 2


def test_whoever_names_anothers_uid_gets_none_of_its_tags():
    ask = Directory(lambda address, uid: LIN)
    assert ask("thief@mail.example", LIN.uid).tags == ()
    assert ask("thief@mail.example", LIN.uid).registered_address == "lin@mail.example"
    assert ask("lin@mail.example", LIN.uid).tags == ("vip", "desk")


def test_a_database_is_asked_by_a_select_only(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/customers.db"
    with Database(url) as db, db.write() as t:
        t.connection.exec_driver_sql("CREATE TABLE customer (uid, address, kyc_level)")
        t.connection.exec_driver_sql("INSERT INTO customer VALUES ('7', 'lin@mail.example', 2)")
    ask = SqlDirectory(url, "SELECT * FROM customer WHERE address = :address OR uid = :uid ORDER BY uid = :uid DESC")
    assert ask.row("lin@mail.example", "") == {"uid": "7", "address": "lin@mail.example", "kyc_level": 2}
    assert ask.row("' OR 1=1 --", "") is None
    with pytest.raises(ValueError, match="SELECT"):
        SqlDirectory(url, "DELETE FROM customer")


def test_what_is_known_outside_stands_with_the_decision(tmp_path: Path):
    proven = AuthenticationFacts(dkim="pass", dkim_domains=("mail.example",), dmarc="pass")
    with SmtpSink() as sink, story(tmp_path, sink) as told:
        asked: list[tuple[str, str]] = []

        def directory(address: str, uid: str) -> AccountFacts:
            asked.append((address, uid))
            return LIN

        told.app._tools = replace(told.app.tools, authenticate=lambda raw: proven, directory=directory)
        told.write("充值没到账。UID：745120938866123790", subject="充值")
        analysis = told.last.analysis
        assert analysis is not None
        assert asked == [("lin@mail.example", "745120938866123790")]
        assert analysis.identity.grade == "verified"


def test_one_that_does_not_answer_holds_a_batch_no_longer_than_the_limit(tmp_path: Path):
    gone = threading.Event()

    def slow(_raw: RawMail) -> AuthenticationFacts:
        gone.wait(20)
        return AuthenticationFacts()

    def broken(_address: str, _uid: str) -> AccountFacts:
        raise RuntimeError("no directory")

    with SmtpSink() as sink, story(tmp_path, sink) as told:
        told.write("hello")
        with told.app.tools.db.read() as t:
            (raw,) = t.spool.load([1])
        from mailbot.triage import pipeline

        policy = told.app.tools.policy()
        tools = replace(told.app.tools, authenticate=slow, directory=broken)
        began = time.monotonic()
        (known,) = outside.ask(tools, policy, [pipeline.read(raw, policy)], limit_s=0.2)
        assert time.monotonic() - began < 5
        gone.set()
    assert known.authentication.dmarc == "temperror"
    assert known.account == AccountFacts()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("directory: {csv: a.csv, http: 'https://x.example/'}", "exactly one"),
        ("directory: {timeout_s: 1}", "exactly one"),
        ("directory: {sql: '${DB}', query: 'DROP TABLE x'}", "selects"),
        ("directory: {http: 'http://x.example/'}", "https"),
    ],
)
def test_mistakes_in_the_section_are_located(text, said):
    problems = load_text(text, environ={"DB": "sqlite://"}).problems
    assert [said in p.what for p in problems] == [True]
    assert problems[0].mark.line == 1


def test_only_a_configuration_of_ones_own_asks_the_dns():
    own = load_text(written(Answers(provider="fastmail", address="support@exchange.com", name="Desk")),
                    environ={"MAILBOT_PASSWORD": "-"}).settings  # fmt: skip
    assert own is not None
    assert own.verify_senders
    assert not load_default().verify_senders
