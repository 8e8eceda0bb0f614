"""Help-centre articles for acknowledgements: those that are configured, and feeds, fetched in the background."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256

from mailbot.config.settings import ArticlesSettings
from mailbot.intake.feed import fetch
from mailbot.model.articles import Article
from mailbot.observe import metrics
from mailbot.observe.log import logger
from mailbot.store import Database
from mailbot.triage.articles import Shelf

log = logger(__name__)

_AGAIN = timedelta(minutes=10)
"""After a failure; the last good state of the feed stays in use."""
_NONE = ArticlesSettings()


class Articles:
    """What there is to read, ready to be asked from any thread. Feeds are kept in the database: a start without the
    network has them all the same."""

    def __init__(
        self, database: Database, settings: Callable[[], ArticlesSettings], clock: Callable[[], datetime]
    ) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._made_of: ArticlesSettings = _NONE
        self._shelf = Shelf(())
        self._next: dict[tuple[str, str], datetime] = {}

    def suggest(self, language: str, intent: str, texts: Sequence[str]) -> list[dict[str, str]]:
        """Title and address of the articles that fit, as templates take them. ``intent`` "": it is not known."""
        settings = self._settings()
        if settings != self._made_of:
            self._load(settings)
        found = self._shelf.suggest(language, intent, texts, at_least=settings.at_least, most=settings.most)
        return [{"title": f.article.title, "url": f.article.url} for f in found]

    def refresh(self) -> bool:
        """Fetch the feeds whose time has come; whether anything has changed."""
        settings, changed, now = self._settings(), False, self._clock()
        for url, language in settings.feeds:
            if now >= self._next.get((url, language), now):
                changed = self._fetch(url, language, settings) or changed
        if changed:
            self._load(settings)
        return changed

    def _fetch(self, url: str, language: str, settings: ArticlesSettings) -> bool:
        now = self._clock()
        self._next[url, language] = now + _AGAIN
        with self._database.read() as t:
            kept = json.loads(t.books.setting(_name(url, language)) or "{}")
        try:
            feed = fetch(url, language, etag=str(kept.get("etag", "")))
        except (OSError, ValueError) as error:
            metrics.feed_failures.inc()
            log.warning("feed_failed", url=url, error=str(error)[:300], kept=len(kept.get("articles", ())))
            return False
        self._next[url, language] = now + timedelta(minutes=settings.refresh_minutes)
        if feed is None:
            return False
        value = {"etag": feed.etag, "articles": [asdict(a) for a in feed.articles]}
        if value == kept:
            return False
        with self._database.write() as t:
            t.books.set(_name(url, language), json.dumps(value, ensure_ascii=False))
        log.info("feed_fetched", url=url, articles=len(feed.articles))
        return True

    def _load(self, settings: ArticlesSettings) -> None:
        articles = list(settings.listed)
        with self._database.read() as t:
            for url, language in settings.feeds:
                kept = json.loads(t.books.setting(_name(url, language)) or "{}")
                articles += [
                    Article(title=a["title"], url=a["url"], language=a["language"]) for a in kept.get("articles", ())
                ]
        self._shelf, self._made_of = Shelf(articles), settings


def _name(url: str, language: str) -> str:
    return f"feed:{sha256(f'{url} {language}'.encode()).hexdigest()[:32]}"
