"""Everything the daemon is told, as values: the policy, where mail comes from and goes, where things are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from mailbot.model.articles import Article
from mailbot.triage.policy import Policy

Tls = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret that is resolved: shows itself to nobody who does not ask by name."""

    _value: str = ""

    def reveal(self) -> str:
        """The secret itself."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(•••)" if self._value else "Secret()"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthSettings:
    """Tokens instead of a password (XOAUTH2)."""

    token_url: str
    client_id: str
    client_secret: Secret = Secret()
    refresh_token: Secret = Secret()
    scope: str = ""
    ends: datetime | None = None
    """When the grant or the secret runs out, as somebody wrote down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """One IMAP account. ``poll_seconds``: how often to look where the server has no IDLE."""

    mailbox: str
    """The name of the mailbox it feeds."""
    host: str
    port: int
    tls: Tls
    username: str
    password: Secret = Secret()
    oauth: OAuthSettings | None = None
    ca_file: str = ""
    folder: str = "INBOX"
    sent_folder: str = ""
    after: Literal["seen", "keyword", "move", "nothing"] = "seen"
    keyword: str = "$Mailbot"
    move_to: str = "Mailbot"
    poll_seconds: int = 60
    since: datetime | None = None
    batch: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenSettings:
    """A door that takes mail: SMTP or LMTP."""

    protocol: Literal["smtp", "lmtp"]
    host: str
    port: int
    hostname: str
    recipients: tuple[str, ...] = ()
    max_octets: int = 50 * 1024 * 1024
    max_connections: int = 100
    max_connections_per_peer: int = 50
    mails_per_minute: int = 0
    tls_cert: str = ""
    tls_key: str = ""
    require_tls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimSettings:
    """How our mail is signed."""

    selector: str
    domain: str
    key: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """The server that sends our mail."""

    host: str
    port: int
    tls: Tls
    username: str = ""
    password: Secret = Secret()
    oauth: OAuthSettings | None = None
    ca_file: str = ""
    timeout_s: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettings:
    """How our mail leaves: ``smtp``, else into the folder ``capture``."""

    smtp: SmtpSettings | None = None
    capture: Path | None = None
    dkim: DkimSettings | None = None
    per_minute: Mapping[str, int] = field(default_factory=dict)
    """Recipient domain → letters a minute (0: no limit); "" for all others."""
    from_address: str = ""
    from_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersSettings:
    """What customers read. ``templates``: a folder before mailbot's own."""

    templates: Path | None = None
    rating_url: str = ""
    subaddressing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesSettings:
    """Articles of the help centre: those listed, and the feeds (URL, language or "") with more of them."""

    listed: tuple[Article, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    at_least: float = 0.5
    most: int = 3
    refresh_minutes: float = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """Where things are kept. ``url`` is SQLAlchemy's; it may hold a password."""

    folder: Path
    url: Secret
    keys: tuple[Secret, ...] = ()
    """What raw mail is sealed with: the first seals, all open (`mailbot.config.keys`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorySettings:
    """Where accounts are looked up: the one of ``csv``, ``sql`` and ``http`` that is there."""

    csv: Path | None = None
    sql: Secret = Secret()
    query: str = ""
    http: str = ""
    token: Secret = Secret()
    timeout_s: float = 2.0
    keep_s: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSettings:
    """The public page where customers write. ``intents`` empty: all that make sense there."""

    mailbox: str = ""
    intents: tuple[str, ...] = ()
    per_hour: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """Signing in with an account elsewhere. ``new_people``: the role of those who are new here, "" to refuse them."""

    issuer: str
    client_id: str
    client_secret: Secret = Secret()
    name: str = "Single sign-on"
    claim: str = "preferred_username"
    domains: tuple[str, ...] = ()
    scope: str = "openid profile email"
    new_people: Literal["", "agent", "lead", "auditor"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The console. ``url`` is how people reach it."""

    enabled: bool
    host: str
    port: int
    url: str
    contact: ContactSettings | None = None
    oidc: OidcSettings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrSettings:
    """Reading of pictures. ``wait_s``: how long the acknowledgement may wait for it; ``pictures``: of one mail."""

    enabled: bool = True
    preload: bool = True
    wait_s: float = 1.0
    pictures: int = 5
    octets: int = 10 * 1024 * 1024
    pixels: int = 25_000_000
    timeout_s: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """What the daemon says."""

    format: Literal["console", "json"] = "console"
    level: Literal["debug", "info", "warning", "error"] = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSettings:
    """How many days things are kept after a ticket is closed; ``secrets``: how long a mail with a live secret stays
    whole after it was handled."""

    secrets: timedelta = timedelta(hours=24)
    raw_days: int = 90
    ticket_days: int = 730
    audit_days: int = 1825


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """Where a rule or an escalation sends a word; one of the two is there."""

    webhook: Secret = Secret()
    mail: str = ""
    secret: Secret = Secret()
    """What a webhook is signed with."""
    events: frozenset[str] = frozenset()
    """What it is told of without a rule that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTest:
    """A test that stands beside the rules; ``at`` is its place."""

    name: str
    at: str
    mail: Path | None
    given: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One version of the whole configuration."""

    policy: Policy
    imap: tuple[ImapSettings, ...]
    listen: tuple[ListenSettings, ...]
    delivery: DeliverySettings
    store: StoreSettings
    web: WebSettings
    log: LogSettings
    retention: RetentionSettings
    channels: Mapping[str, ChannelSettings]
    lead_address: Mapping[str, str] = field(default_factory=dict)
    """team → where it is told of escalations."""
    tests: tuple[ListedTest, ...] = ()
    files: tuple[Path, ...] = ()
    """All files that were read, the first including the others; empty for the built-in configuration."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The effective policy as plain data: what its hash is over, and what `difference` compares."""
    directory: DirectorySettings | None = None
    letters: LettersSettings = LettersSettings()
    articles: ArticlesSettings = ArticlesSettings()
    verify_senders: bool = False
    """Whether the DNS is asked for what proves a sender."""
    embeddings: bool = True
    """Whether the sentence embedding is asked, where it is installed."""
    ocr: OcrSettings = OcrSettings()
    """How pictures are read, where the extra `ocr` is installed."""
    tick_seconds: int = 30
    """How often the scheduler wakes the workers."""

    def with_token_key(self, key: bytes) -> Settings:
        """The settings with a token key, where the configuration names none."""
        if self.policy.token_key:
            return self
        screen = replace(self.policy.screen, token_key=key)
        return replace(self, policy=replace(self.policy, token_key=key, screen=screen))
