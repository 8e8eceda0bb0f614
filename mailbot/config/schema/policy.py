"""The sections that say what the desk is and how it answers."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from mailbot.config.schema.base import Address, Domain, Duration, SecretRef, Section, Words


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("wants a time zone such as Asia/Shanghai or Europe/Berlin") from error
    return value


def _clock(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[0-2]\d:[0-5]\d", value):
        raise ValueError('wants a time of day in quotes, such as "09:00"')
    return time.fromisoformat(value)


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError("wants a day such as 2027-02-06") from error


Zone = Annotated[str, AfterValidator(_zone)]
Clock = Annotated[time, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": r"^[0-2]\d:[0-5]\d$"})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class Desk(Section):
    """Who the desk is."""

    name: str = "Desk"
    """The desk's name, as customers know it."""
    domain: Domain = "desk.example"
    """The domain of the desk's Message-IDs and, unless `from` says otherwise, of its address."""
    from_: Address | None = Field(default=None, alias="from")
    """The address that answers come from; support@ and the domain where it is left out. At most 33 characters may
    stand before the @, so that it can carry a reply token."""
    zone: Zone = "UTC"
    """The time zone of the desk (IANA), for rules about time and for teams that name none."""
    languages: Annotated[list[str], Field(min_length=1)]
    """The languages to answer in; templates/ has a folder for each."""
    default_language: str = "en"
    """Where the customer's language is not offered."""
    own_addresses: list[Address] = []
    """Further addresses of ours: mail from them is our own. Those of the mailboxes are known."""
    own_domains: list[Domain] = []
    """Further domains of ours."""
    protected_domains: list[Domain] = []
    """Domains that others imitate, such as the exchange's own: look-alikes of them are suspect."""
    shared_domains: list[Domain] = []
    """Domains of mail providers that everybody may have an address at: caps with `scope: domain` do not count their
    customers together."""
    trusted_authserv_ids: list[str] = []
    """Whose Authentication-Results headers are believed (RFC 8601 5): the id of your own mail server."""
    anti_phishing_phrase: str = ""
    """A phrase that stands in every mail of ours, so that customers can tell it from a fake."""


class PrioritySection(Section):
    """A priority; the most urgent stands first."""

    first_reply: Duration
    """When a person must have answered first."""
    label: Words = {}
    """For people, by language."""


class SignalSection(Section):
    """How a signal changes the priority: every `raise_by` first, then `raise_to`, then `set`."""

    set: str | None = None
    """This priority, whatever it was."""
    raise_to: str | None = None
    """At least this priority."""
    raise_by: Annotated[int, Field(ge=0, le=9)] = 0
    """So many steps more urgent."""
    cap: str | None = None
    """The most urgent priority that `raise_by` may reach."""
    label: Words = {}
    """For people, by language."""


class FactSection(Section):
    """A fact that an intent may need."""

    given_by: Annotated[list[str], Field(min_length=1)]
    """Any of these makes it present: `entities.KIND`, `evidence`, `police_report`, `text`, `flag.NAME`,
    `implied_network`."""
    label: Words = {}
    """What the customer is asked for, by language."""
    how_to_find: Words = {}
    """Where in the app it stands, by language."""


class RequiredWhenSection(Section):
    """A fact that is required only under a condition."""

    fact: str
    """The fact."""
    when: str
    """`flag.NAME`, `entities.KIND` or `signal.NAME`, with or without `not ` before it."""


class IntentSection(Section):
    """What a customer may want: what it needs and who handles it."""

    category: str
    """One of the categories."""
    team: str
    """One of the teams."""
    priority: str
    """Before signals and rules."""
    required: list[str] = []
    """Facts without which work cannot begin; the customer is asked for those that lack."""
    helpful: list[str] = []
    """Facts that help; never asked for alone."""
    required_when: list[RequiredWhenSection] = []
    """Facts that are required under a condition."""
    description: str = ""
    """For people."""
    label: Words = {}
    """What we understood, a noun phrase for the customer, by language."""


class HoursSection(Section):
    """When a team works; no weekdays mean round the clock."""

    zone: Zone | None = None
    """The desk's zone where left out."""
    weekdays: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = []
    """The days the team works."""
    opens: Clock = time(9)
    """Local time."""
    closes: Clock = time(18)
    """Local time."""
    calendar: str = ""
    """A country whose public holidays (and swapped workdays) hold: an ISO 3166 code such as CN, HK or VN."""
    holidays: list[Day] = []
    """Further days off."""
    workdays: list[Day] = []
    """Weekend days that are worked."""


class TeamSection(Section):
    """A team."""

    hours: HoursSection = HoursSection()
    """When it works."""
    address: Address | None = None
    """Where it is told of new tickets and escalations; an answer to such a mail goes to the customer."""
    members: list[Address] = []
    """Addresses of its agents: who may answer and command by mail, and whose mail to customers is an answer."""
    label: Words = {}
    """For people, by language."""


class CapSection(Section):
    """At most so many automatic mails to one scope within a window."""

    scope: Literal["sender", "domain", "ticket", "total"]
    """What is counted together."""
    window: Duration
    """How far back is counted."""
    most: Annotated[int, Field(ge=1)]
    """The cap; reaching it is recorded, never silent."""


class FollowUpSection(Section):
    """A follow-up plan, counted from the mail that starts it; a step that is left out does not happen."""

    remind: Duration | None = None
    """Ask the customer again for what lacks."""
    remind_again: Duration | None = None
    """Ask for the last time."""
    close: Duration | None = None
    """Close the ticket after silence."""
    nudge: Duration | None = None
    """Tell the team that the customer waits, in its working hours."""
    escalate: Duration | None = None
    """Tell the team's lead, in its working hours."""


class AnswersSection(Section):
    """How mails are answered."""

    reopen_within: Duration = 14 * 24 * 60
    """A reply to a closed ticket reopens it so long; later it opens a new one that is linked."""
    ask_at_most: Annotated[int, Field(ge=0, le=20)] = 3
    """How often the same facts are asked for before a person takes over."""
    backlog: Duration = 48 * 60
    """How old a mail may be at its arrival and still be answered automatically."""
    agents_need: Literal["authenticated", "token"] = "authenticated"
    """What an agent's mail must show before it is carried out: an authenticated sender (DKIM or DMARC) and the token of
    our mail to the team, or the token alone."""
    verify_senders: bool = False
    """Ask the DNS for SPF, DKIM and DMARC of each mail; without it only `trusted_authserv_ids` are believed."""
    undo_seconds: Annotated[int, Field(ge=0, le=3600)] = 10
    """How long an answer that a person writes in the console or by mail waits, so that it can be held."""
    resolved_after: Duration | None = 24 * 60
    """How long after a person resolved a ticket its customer is told so, and asked for a rating where
    `letters.rating_url` is given; not where it was opened again before. null: never."""
    abstain_below: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Probability of the intent below which a person decides; 0: as the model says."""


class IdentifierSection(Section):
    """An identifier of your own: what it looks like and what it is called."""

    kind: str
    """The kind of fact it is, such as uid or order_id."""
    pattern: str
    """RE2; must match the whole value."""
    cues: dict[str, list[str]] = {}
    """Words that name it, by language; a trailing `*` takes longer words too."""
    check: str = ""
    """A checksum by name, such as luhn."""
    normalise: Literal["compact", "upper", "lower", "asis"] = "compact"
    """How the value is written down."""
    alone: bool = False
    """The shape is proof enough, without a cue."""


class IdentifiersSection(Section):
    """What the desk's identifiers look like."""

    preset: str = "okx"
    """The exchange whose shapes hold."""
    own: list[IdentifierSection] = []
    """Identifiers of your own; they come before the preset's."""


ChannelEvent = Literal[
    "ticket_opened", "reply_received", "chaser_received", "answered_elsewhere", "deadline_missed", "nudged",
    "escalated", "delivery_failed", "incident_linked", "agent_wrote", "agent_refused", "cap_reached", "closed",
]  # fmt: skip


class ChannelSection(Section):
    """Where rules and escalations send a word; exactly one of the two."""

    webhook: SecretRef | None = None
    """A URL that is sent a JSON object, by reference: it often holds a key."""
    mail: Address | None = None
    """An address that is sent a short mail."""
    secret: SecretRef = ""
    """For a webhook, by reference: what it signs its calls with (HMAC-SHA-256); not signed where left out."""
    events: list[ChannelEvent] = []
    """What it is told of by itself; rules tell it more by `notify`."""


class ListedTest(Section):
    """A test of the rules: what is known of a mail, and what is expected."""

    name: str
    """What it shows."""
    mail: str = ""
    """An .eml file beside this one, triaged as a whole."""
    given: dict[str, Any] = {}
    """Facts, named as the conditions are; what is left out is as for an ordinary new mail."""
    expect: dict[str, Any]
    """What comes of it: category, intent, team, priority, tags, acknowledge, rules (names that matched), ..."""
