"""What every use case is given: the database, the policy in force, the classifier, the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from classifiers.base import Classifier
from mailbot.compose import Composed
from mailbot.config.settings import ChannelSettings, OcrSettings
from mailbot.desk.turn import Turn
from mailbot.model.effects import Outgoing
from mailbot.model.mail import AccountFacts, AuthenticationFacts, RawMail
from mailbot.ocr import PictureReader
from mailbot.store import Database
from mailbot.triage.policy import Policy
from mailbot.triage.token import Purpose


class Composer(Protocol):
    """Writes the final octets of a mail (`mailbot.compose.Composer`)."""

    def compose(
        self, outgoing: Outgoing, *, ticket: int, number: str, now: datetime, files: Sequence[bytes] = ()
    ) -> Composed:
        """The mail, the same octets at every call with the same arguments. ``files``: of its enclosures, in order."""
        ...

    def message_id(self, dedupe_key: str, ticket: int, purpose: Purpose = "t") -> str:
        """The Message-ID a mail will have, without angle brackets."""
        ...


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


def _no_channels() -> Mapping[str, ChannelSettings]:
    return {}


def _no_articles(_language: str, _intent: str, _texts: Sequence[str]) -> list[dict[str, str]]:
    return []


def _no_console() -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The hands of the desk. ``policy`` is asked anew for every batch, so that a reload acts at once."""

    db: Database
    policy: Callable[[], Policy]
    classifier: Classifier
    composer: Composer
    clock: Callable[[], datetime] = utc_now
    authenticate: Callable[[RawMail], AuthenticationFacts] | None = None
    """Asks the DNS what is proven of a sender; None where nobody is to be asked."""
    directory: Callable[[str, str], AccountFacts] | None = None
    """(address, UID) → the account; None where there is no directory."""
    channels: Callable[[], Mapping[str, ChannelSettings]] = _no_channels
    """Whom to tell what happens, by name."""
    reader: PictureReader | None = None
    """Reads pictures; None where the extra `ocr` is not installed or not wanted."""
    ocr: Callable[[], OcrSettings] = OcrSettings
    """How much of a mail's pictures is read, and how long the acknowledgement waits for it."""
    articles: Callable[[str, str, Sequence[str]], list[dict[str, str]]] = _no_articles
    """(language, intent or "", what was said) → help-centre articles that fit, with ``title`` and ``url``."""
    turn: Turn = field(default_factory=Turn)
    """Held by whoever computes for a batch."""
    console: Callable[[], str] = _no_console
    """How people reach the console, without a slash at the end; "" where there is none."""
