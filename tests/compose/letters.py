"""A composed letter, read as its receiver's programs read it."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from mailbot.compose import Composed, Composer
from tests.compose.conftest import NOW, outgoing


def composed(composer: Composer, **values: object) -> Composed:
    return composer.compose(outgoing(**values), ticket=71, number="26110071", now=NOW)


def read(mail: Composed) -> EmailMessage:
    return message_from_bytes(mail.content, policy=policy.default)


def part(mail: Composed, subtype: str) -> str:
    found = read(mail).get_body((subtype,))
    assert found is not None
    return str(found.get_content())


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
