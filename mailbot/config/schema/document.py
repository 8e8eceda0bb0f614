"""The whole document."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from mailbot.config.schema.base import Name, SecretRef, Section, Words
from mailbot.config.schema.policy import (
    AnswersSection,
    CapSection,
    ChannelSection,
    Desk,
    FactSection,
    FollowUpSection,
    IdentifiersSection,
    IntentSection,
    ListedTest,
    PrioritySection,
    SignalSection,
    TeamSection,
)
from mailbot.config.schema.service import (
    ArticlesSection,
    ClassifierSection,
    DeliverySection,
    DirectorySection,
    LettersSection,
    LimitsSection,
    ListenSection,
    LogSection,
    MailboxSection,
    OcrSection,
    RetentionSection,
    StoreSection,
    WebSection,
)


class Document(Section):
    """All sections. What a file leaves out has its default; null takes a default away."""

    version: Literal[1] = 1
    """The version of this format."""
    desk: Desk
    """Who the desk is."""
    mailboxes: dict[Name, MailboxSection] = Field(min_length=1)
    """The mailboxes customers write to, by name."""
    listen: ListenSection = ListenSection()
    """Doors that take mail from other servers."""
    delivery: DeliverySection = DeliverySection()
    """How our mail leaves."""
    store: StoreSection = StoreSection()
    """Where things are kept."""
    directory: DirectorySection | None = None
    """Where accounts are looked up."""
    web: WebSection = WebSection()
    """The console."""
    classifier: ClassifierSection = ClassifierSection()
    """What reads the intent of a mail."""
    ocr: OcrSection = OcrSection()
    """Words in screenshots."""
    log: LogSection = LogSection()
    """What the daemon says."""
    retention: RetentionSection = RetentionSection()
    """How long things are kept."""
    limits: LimitsSection = LimitsSection()
    """How much of a mail is read."""
    token_key: SecretRef = ""
    """The key of the signed tokens in our Message-IDs and addresses, by reference; made once and kept in the
    database where left out."""
    answers: AnswersSection = AnswersSection()
    """How mails are answered."""
    letters: LettersSection = LettersSection()
    """What customers read."""
    articles: ArticlesSection = ArticlesSection()
    """Articles of the help centre that acknowledgements name where they fit."""
    caps: list[CapSection] = []
    """How many automatic mails may leave."""
    follow_ups: dict[Name, FollowUpSection]
    """Follow-up plans, by name; `default` is the one that holds unless a rule chooses another."""
    channels: dict[Name, ChannelSection] = {}
    """Where rules and escalations send a word, by name."""
    identifiers: IdentifiersSection = IdentifiersSection()
    """What the desk's identifiers look like."""
    priorities: dict[Name, PrioritySection] = Field(min_length=1)
    """Priorities, the most urgent first."""
    signals: dict[Name, SignalSection] = {}
    """What changes a priority."""
    facts: dict[Name, FactSection]
    """Facts that intents may need."""
    categories: dict[Name, Words] = Field(min_length=1)
    """Categories, with their words by language."""
    intents: dict[Name, IntentSection] = Field(min_length=1)
    """What customers may want."""
    teams: dict[Name, TeamSection] = Field(min_length=1)
    """Who handles it."""
    implied_network: dict[str, str] = {}
    """Coins that have one usual network: it need not be named."""
    large_amount: dict[str, float] = {}
    """From which amount, by coin or currency, the signal large_amount is given."""
    usd: dict[str, float] = {}
    """US dollars for one unit of a coin or currency: a fixed table, so that no price feed decides a priority."""
    live_secrets: list[str] = []
    """Kinds of secrets that open something at once; they give the signal live_secret_in_mail."""
    entity_kinds: list[str] = []
    """Kinds of facts that the extraction knows."""
    flag_kinds: list[str] = []
    """Statements that the extraction knows, such as internal_transfer."""
    secret_kinds: list[str] = []
    """Kinds of secrets that the extraction knows."""
    conditions: dict[str, Any] = {}
    """Named conditions for `use:`."""
    rules: list[Any]
    """Rules, from the special to the general; the last one has no `when`."""
    tests: list[ListedTest] = []
    """Tests of the rules, run by `mailbot test`."""
