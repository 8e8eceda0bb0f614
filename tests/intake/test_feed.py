"""Feeds as help centres write them, and as somebody might write them who means harm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.intake.feed import ENTRIES, OCTETS, FeedError, fetch, parse
from tests.services import HOST, free_port

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Help</title><link>https://help.example/</link><language>zh-cn</language>
<item><title>充值未到账 &amp; 怎么办</title><link>https://help.example/1?a=1&amp;b=2</link><description>x</description></item>
<item><title><![CDATA[<b>提币</b> 处理中]]></title><link>/2</link></item>
<item><title>no link</title></item><item><link>https://help.example/3</link></item>
<item><title>script</title><link>javascript:alert(1)</link></item>
<item><title>plain</title><link>http://help.example/4</link></item>
</channel></rss>""".encode()

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pt-BR"><title>Ajuda</title>
<link rel="self" href="https://help.example/feed"/>
<entry><title type="html">Meu &lt;i&gt;saque&lt;/i&gt;</title><link rel="edit" href="https://help.example/edit"/>
<link href="https://help.example/a"/><author><title>nobody</title></author></entry>
<entry xml:lang="en"><title>My withdrawal</title><link rel="alternate" href="https://help.example/b"/></entry></feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel>
<item><title>Fees</title><link>https://help.example/f</link><dc:language>en-GB</dc:language></item></rdf:RDF>"""


def read(octets: bytes, language: str = "") -> list[tuple[str, str, str]]:
    return [(a.title, a.url, a.language) for a in parse(octets, language, "https://help.example/feed")]


def test_rss_atom_and_rdf_are_read() -> None:
    assert read(RSS) == [
        ("充值未到账 & 怎么办", "https://help.example/1?a=1&b=2", "zh"),
        ("提币 处理中", "https://help.example/2", "zh"),
    ]
    assert read(ATOM) == [
        ("Meu saque", "https://help.example/a", "pt"),
        ("My withdrawal", "https://help.example/b", "en"),
    ]
    assert read(RDF) == [("Fees", "https://help.example/f", "en")]


@pytest.mark.parametrize(("said", "language"), [("zh-TW", "zh-Hant"), ("zh_HK", "zh-Hant"), ("ja", "ja"), ("?", "en")])
def test_the_language_is_named_as_our_templates_are(said: str, language: str) -> None:
    assert read(RSS.replace(b"zh-cn", said.encode()))[0][2] == language
    assert read(RSS, "ko")[0][2] == "ko"


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"no xml",
        b"<html><body/></html>",
        RSS[:200],
        b'<!DOCTYPE r [<!ENTITY a "a"><!ENTITY b "&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>',
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
        '<!DOCTYPE r [<!ENTITY a "b">]><rss/>'.encode("utf-16"),
        b"<rss>" * 60 + b"</rss>" * 60,
    ],
)
def test_what_is_no_feed_or_means_harm_is_refused(octets: bytes) -> None:
    with pytest.raises(FeedError):
        parse(octets)


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda s: f"<rss><item><title>{s}".encode()))
def test_any_octets_are_a_feed_or_refused(octets: bytes) -> None:
    try:
        parse(octets)
    except FeedError:
        return


def test_there_is_an_end_to_it() -> None:
    many = b"<rss>" + b"<item><title>t</title><link>https://a.example/</link></item>" * (ENTRIES + 5) + b"</rss>"
    assert len(parse(many)) == ENTRIES


class Server:
    """Serves a feed with an ETag, and counts."""

    def __init__(self) -> None:
        self.body, self.asked, self.whole, self.moved = RSS, 0, 0, ""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked += 1
                if server.moved:
                    self.send_response(302)
                    self.send_header("Location", server.moved)
                    self.end_headers()
                    return
                tag = f'"{len(server.body)}"'
                if self.headers.get("If-None-Match") == tag:
                    self.send_response(304)
                    self.end_headers()
                    return
                server.whole += 1
                self.send_response(200)
                self.send_header("ETag", tag)
                self.end_headers()
                self.wfile.write(server.body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self.http.server_port}/feed"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_a_feed_that_has_not_changed_is_not_sent_again(server: Server) -> None:
    first = fetch(server.url, "")
    assert first is not None
    assert [a.url for a in first.articles] == ["https://help.example/1?a=1&b=2"], "relative to http: not shown"
    assert fetch(server.url, "", etag=first.etag) is None
    assert server.whole == 1


def test_a_feed_that_is_too_large_is_refused(server: Server) -> None:
    server.body = RSS + b" " * OCTETS
    with pytest.raises(FeedError, match="larger"):
        fetch(server.url, "")


@pytest.mark.parametrize("where", ["file:///etc/passwd", "http://elsewhere.example/", "ftp://help.example/"])
def test_a_redirect_leads_nowhere_else(server: Server, where: str) -> None:
    server.moved = where
    with pytest.raises((FeedError, OSError)):
        fetch(server.url, "", timeout_s=2)


@pytest.mark.parametrize("url", ["http://help.example/feed", "file:///etc/passwd", "", "gopher://x"])
def test_feeds_come_by_https_only(url: str) -> None:
    with pytest.raises(FeedError, match="https only"):
        fetch(url, "")


def test_nobody_there_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="refused"):
        fetch(f"http://{HOST}:{free_port()}/feed", "", timeout_s=2)
