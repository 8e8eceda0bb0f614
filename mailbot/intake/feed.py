"""Help-centre articles from a feed: RSS and Atom (RFC 4287), fetched within bounds.

Three elements of each entry are read, so the parser is expat itself: declarations of entities and documents too deep or
too long are refused, and nothing that a feed names is ever fetched.
"""

from __future__ import annotations

import html
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from xml.parsers import expat

from mailbot.model.articles import Article

OCTETS = 8 * 1024 * 1024
"""A larger feed is refused."""
ENTRIES = 5000
"""Further entries are left out."""
_DEPTH = 50
_TITLE_CHARS = 300
_URL_CHARS = 2000
_TAGS = re.compile(r"<[^<>]*>")
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class FeedError(ValueError):
    """What was fetched is no feed, or none that may be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a server gave. ``etag`` asks it next time whether anything has changed (RFC 9110 13.1.2)."""

    articles: tuple[Article, ...]
    etag: str = ""


def fetch(url: str, language: str, *, etag: str = "", timeout_s: float = 10.0) -> Feed | None:
    """The feed's articles; None where nothing has changed since ``etag``. Raises OSError where the server cannot be
    reached or refuses, FeedError for what is no feed."""
    _allowed(url)
    headers = {"Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9", "User-Agent": "mailbot"}
    try:
        request = Request(url, headers=headers | ({"If-None-Match": etag} if etag else {}))  # noqa: S310
        with build_opener(_Redirects()).open(request, timeout=timeout_s) as answer:
            octets = answer.read(OCTETS + 1)
            where, tag = answer.geturl(), answer.headers.get("ETag", "")
    except HTTPError as error:
        error.close()
        if error.code == 304:
            return None
        raise OSError(f"{url}: {error.code} {error.reason}") from error
    if len(octets) > OCTETS:
        raise FeedError(f"{url}: larger than {OCTETS // 1024 // 1024} MiB")
    return Feed(articles=parse(octets, language, where), etag=tag[:200])


def _allowed(url: str) -> None:
    where = urlsplit(url)
    if where.scheme != "https" and not (where.scheme == "http" and where.hostname in _LOCAL):
        raise FeedError(f"{url!r}: feeds are fetched by https only")


class _Redirects(HTTPRedirectHandler):
    """Redirects stay where feeds may come from."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        _allowed(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def parse(octets: bytes, language: str = "", base: str = "") -> tuple[Article, ...]:
    """The entries that have a title and an https address, at most `ENTRIES`. ``language`` holds for all of them; where
    it is "", what the feed says of itself, else English. Raises FeedError."""
    reader = _Reader(language, base)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.declared
    try:
        parser.Parse(octets, True)
    except expat.ExpatError as error:
        raise FeedError(f"no XML: {error}") from error
    if not reader.is_feed:
        raise FeedError("neither RSS nor Atom")
    return tuple(reader.articles)


class _Reader:
    """expat's handlers. Elements are known by their local names, so that RSS 2.0, RSS 1.0 and Atom read alike."""

    def __init__(self, language: str, base: str) -> None:
        self.articles: list[Article] = []
        self.is_feed = False
        self._fixed, self._base = language, base
        self._language = ""
        self._path: list[str] = []
        self._said: list[str] = []
        self._entry: dict[str, str] | None = None

    def declared(self, *_: object) -> None:
        raise FeedError("it declares entities, which no feed needs")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        if not self._path:
            self.is_feed = local in {"rss", "feed", "rdf"}
        self._path.append(local)
        if len(self._path) > _DEPTH:
            raise FeedError(f"more than {_DEPTH} levels deep")
        self._said = []
        spoken = attributes.get("http://www.w3.org/XML/1998/namespace lang", "")
        if local in {"item", "entry"}:
            self._entry = {"language": spoken}
        elif spoken and self._entry is None:
            self._language = spoken
        if local == "link" and self._entry is not None and attributes.get("rel", "alternate") == "alternate":
            self._entry.setdefault("link", attributes.get("href", ""))

    def text(self, said: str) -> None:
        self._said.append(said)

    def end(self, _name: str) -> None:
        local = self._path.pop()
        said = "".join(self._said).strip()
        self._said = []
        entry, above = self._entry, self._path[-1] if self._path else ""
        if entry is None:
            if local == "language" and above == "channel":
                self._language = said
        elif local in {"item", "entry"}:
            self._add(entry)
            self._entry = None
        elif above in {"item", "entry"} and local in {"title", "link", "language"} and said and not entry.get(local):
            entry[local] = said

    def _add(self, entry: dict[str, str]) -> None:
        title = " ".join(html.unescape(_TAGS.sub(" ", entry.get("title", ""))).split())[:_TITLE_CHARS]
        url = entry.get("link", "").strip()
        with suppress(ValueError):
            url = urljoin(self._base, url) if url else ""
        if not title or not url.startswith("https://") or len(url) > _URL_CHARS or len(self.articles) >= ENTRIES:
            return
        language = self._fixed or _tag(entry.get("language") or self._language) or "en"
        self.articles.append(Article(title=title, url=url, language=language))


def _tag(said: str) -> str:
    """A language as our templates name it: zh-cn is zh, zh-tw is zh-Hant, pt-BR is pt."""
    language, _, rest = said.strip().lower().replace("_", "-").partition("-")
    if language == "zh":
        return "zh-Hant" if rest.startswith(("hant", "tw", "hk", "mo")) else "zh"
    return language if language.isalpha() and len(language) in {2, 3} else ""
