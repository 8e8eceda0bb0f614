"""What the desk is: its categories, intents, facts, signals, priorities, teams and mailboxes, as configured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritySpec:
    """A priority (ITIL): how soon the first answer of a person is due, in minutes."""

    name: str
    first_reply_minutes: float
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSpec:
    """How a signal changes the priority: every ``raise_by`` first (never above ``cap``), then ``raise_to``, then
    ``set``."""

    name: str
    set: str | None = None
    raise_to: str | None = None
    raise_by: int = 0
    cap: str | None = None
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """A fact that an intent may need. ``given_by`` holds any of: ``entities.KIND``, ``evidence``,
    ``police_report``, ``text``, ``flag.NAME``, ``implied_network``; one that holds makes the fact present."""

    name: str
    given_by: tuple[str, ...]
    label: Mapping[str, str] = field(default_factory=dict)
    """language → words for the customer."""
    how_to_find: Mapping[str, str] = field(default_factory=dict)
    """language → where in the app it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredWhen:
    """A fact that is required only under a condition: a flag or an entity kind that must be there."""

    fact: str
    when: str
    """``flag.NAME``, ``not flag.NAME``, ``entities.KIND``, ``not entities.KIND``, ``signal.NAME``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentSpec:
    """An intent: what it needs and who handles it."""

    name: str
    category: str
    team: str
    priority: str
    required: tuple[str, ...] = ()
    helpful: tuple[str, ...] = ()
    required_when: tuple[RequiredWhen, ...] = ()
    description: str = ""
    label: Mapping[str, str] = field(default_factory=dict)
    """language → "what we understood", a noun phrase for the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessHours:
    """When a team works. ``weekdays``: Monday is 0. Empty ``weekdays`` means round the clock."""

    zone: str = "UTC"
    weekdays: frozenset[int] = frozenset()
    opens: time = time(9)
    closes: time = time(18)
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    """Weekend days that are worked (swapped workdays)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSpec:
    """A team and its hours."""

    name: str
    hours: BusinessHours = BusinessHours()
    address: str = ""
    """Where new tickets and escalations are mailed to; "" for nowhere."""
    members: frozenset[str] = frozenset()
    """Addresses of its agents, in lower case."""
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapSpec:
    """At most ``most`` automatic mails to one ``scope`` within ``window_minutes``."""

    scope: Literal["sender", "domain", "ticket", "total"]
    window_minutes: float
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSpec:
    """A follow-up plan, in minutes after the mail that starts it; None leaves a step out."""

    name: str = "default"
    remind_after: float | None = 24 * 60
    remind_again_after: float | None = 48 * 60
    close_after: float | None = 7 * 24 * 60
    nudge_after: float | None = 24 * 60
    escalate_after: float | None = 48 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSpec:
    """A mailbox customers write to. ``prior`` is the category its mail mostly has ("" where none)."""

    name: str
    address: str
    prior: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything above by name, in the order of the configuration."""

    name: str
    """The desk's name, as customers know it."""
    domain: str
    """The domain of our addresses and Message-IDs."""
    own_addresses: frozenset[str]
    own_domains: frozenset[str]
    languages: tuple[str, ...]
    default_language: str
    priorities: Mapping[str, PrioritySpec]
    """Most urgent first."""
    signals: Mapping[str, SignalSpec]
    facts: Mapping[str, FactSpec]
    categories: Mapping[str, Mapping[str, str]]
    """category → language → label."""
    intents: Mapping[str, IntentSpec]
    teams: Mapping[str, TeamSpec]
    mailboxes: tuple[MailboxSpec, ...]
    caps: tuple[CapSpec, ...]
    follow_ups: Mapping[str, FollowUpSpec]
    implied_network: Mapping[str, str]
    large_amount: Mapping[str, float]
    usd: Mapping[str, float] = field(default_factory=dict)
    """Fixed table: coin or currency → US dollars."""
    live_secrets: frozenset[str] = frozenset()
    reopen_days: int = 14
    ask_at_most: int = 3
    """How often the same facts are asked for before a person takes over."""
    anti_phishing_phrase: str = ""
    shared_domains: frozenset[str] = frozenset()
    """Domains whose addresses belong to people who have nothing to do with each other."""
    backlog_minutes: float = 48 * 60
    """How old a mail may be at its arrival and still be answered automatically."""
    agents_need: Literal["authenticated", "token"] = "authenticated"
    """What an agent's mail must show before it is carried out."""
    resolved_after: float | None = 24 * 60
    """Minutes after which the customer is told that a person has resolved the ticket; None for never."""
    undo_seconds: int = 10
    """How long an answer of a person waits before it leaves."""
    abstain_below: float = 0.0
    """Intent probability below which a person decides (0: as the model says)."""

    @property
    def agents(self) -> frozenset[str]:
        """The addresses of all teams and their members."""
        return frozenset().union(
            *(t.members | ({t.address.lower()} if t.address else set()) for t in self.teams.values())
        )
