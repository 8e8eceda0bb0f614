"""The sections that say where mail comes from, where it goes, and where things are kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from mailbot.config.schema.base import Address, Domain, Duration, Name, Port, SecretRef, Section
from mailbot.config.schema.web import ContactSection, OidcSection


def _moment(value: Any) -> Any:
    try:
        text = str(value)
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("wants a day or a time, such as 2026-11-01 or 2026-11-01T08:00:00Z") from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "examples": ["2026-11-01"]})]
Tls = Literal["tls", "starttls", "none"]


def _link(value: str) -> str:
    if not re.fullmatch(r"https://[^\s<>\"]{1,2000}", value):
        raise ValueError("wants an https address")
    return value


def _link_or_none(value: str) -> str:
    return value and _link(value)


def _feed(value: str) -> str:
    return value if re.fullmatch(r"http://(127\.0\.0\.1|localhost)[:/]\S*", value) else _link(value)


Link = Annotated[str, AfterValidator(_link), WithJsonSchema({"type": "string", "pattern": "^https://"})]
OptionalLink = Annotated[
    str, AfterValidator(_link_or_none), WithJsonSchema({"type": "string", "pattern": "^https://|^$"})
]
FeedLink = Annotated[str, AfterValidator(_feed), WithJsonSchema({"type": "string", "format": "uri"})]


class OAuthSection(Section):
    """Tokens instead of a password (XOAUTH2)."""

    token_url: str
    """Where tokens are fetched."""
    client_id: str
    """The application's id."""
    client_secret: SecretRef = ""
    """The application's secret, by reference."""
    refresh_token: SecretRef = ""
    """The mailbox owner's grant, by reference; without it the client-credentials grant is used. A newer one that the
    provider hands out is kept in the database, sealed with this one and the secret."""
    ends: Moment | None = None
    """The day on which the grant or the application's secret runs out, as the provider's console says; log, metrics,
    health and `mailbot doctor` warn of it two weeks before."""
    scope: str = ""
    """What is asked for."""


class ImapSection(Section):
    """A mailbox that is fetched over IMAP."""

    provider: str = ""
    """gmail, microsoft365, qq, 163, fastmail or plain: fills in host, port and tls."""
    host: str = ""
    """The server."""
    port: Port | None = None
    """993 with tls, 143 otherwise."""
    tls: Tls = "tls"
    """tls, starttls, or none (to localhost only)."""
    ca_file: str = ""
    """A PEM file with the certificate authorities to trust instead of the system's."""
    username: str = ""
    """The login; the mailbox's address where left out."""
    password: SecretRef = ""
    """By reference: ${NAME} or file:PATH."""
    oauth: OAuthSection | None = None
    """Tokens instead of a password."""
    folder: str = "INBOX"
    """The folder to read."""
    sent_folder: str = ""
    """The folder of sent mail, such as Sent: an answer that a colleague writes with another client is seen there."""
    after: Literal["seen", "keyword", "move", "nothing"] = "seen"
    """What becomes of a handled mail on the server."""
    keyword: str = "$Mailbot"
    """For `after: keyword`."""
    move_to: str = "Mailbot"
    """For `after: move`; made where it is missing."""
    poll: Duration = 1
    """How often to look where the server has no IDLE."""
    since: Moment | None = None
    """Mail that arrived before is recorded, never answered; the first start where left out."""
    batch: Annotated[int, Field(ge=1, le=500)] = 50
    """Mails per fetch."""


class MailboxSection(Section):
    """A mailbox customers write to."""

    address: Address
    """Its address."""
    prior: str = ""
    """The category its mail mostly has."""
    imap: ImapSection | None = None
    """How it is fetched; left out where its mail comes by SMTP or LMTP."""


class ListenerSection(Section):
    """A door that takes mail from a server in front of it."""

    host: str = "127.0.0.1"
    """The address to listen on."""
    port: Port
    """The port; 0 takes any free one."""
    hostname: str = ""
    """How it calls itself; the desk's domain where left out."""
    recipients: list[str] = []
    """Addresses and domains that mail is taken for; those of the mailboxes and of the desk where empty."""
    max_octets: Annotated[int, Field(ge=1024)] = 50 * 1024 * 1024
    """Larger mails are refused (552)."""
    max_connections: Annotated[int, Field(ge=1)] = 100
    """At a time."""
    max_connections_per_peer: Annotated[int, Field(ge=1)] = 50
    """At a time from one peer."""
    mails_per_minute: Annotated[int, Field(ge=0)] = 0
    """Of one peer; 0 is no limit."""
    tls_cert: str = ""
    """A PEM file with the certificate and its chain; STARTTLS is offered where it is given."""
    tls_key: str = ""
    """A PEM file with its key."""
    require_tls: bool = False
    """Refuse mail without TLS."""


class ListenSection(Section):
    """Doors that take mail."""

    smtp: ListenerSection | None = None
    """SMTP (RFC 5321)."""
    lmtp: ListenerSection | None = None
    """LMTP (RFC 2033), behind Postfix or another server."""


class DkimSection(Section):
    """Sign what we send (RFC 6376)."""

    selector: Name
    """SELECTOR._domainkey.DOMAIN holds the public key."""
    key: SecretRef
    """The private key in PEM, by reference."""
    domain: Domain | None = None
    """The domain of the From address where left out."""


class SmtpSection(Section):
    """A server that sends our mail."""

    provider: str = ""
    """gmail, microsoft365, qq, 163, fastmail or plain: fills in host, port and tls."""
    host: str = ""
    """The server."""
    port: Port | None = None
    """587 with starttls, 465 with tls, 25 otherwise."""
    tls: Tls = "starttls"
    """tls, starttls, or none."""
    username: str = ""
    """The login; none is used where left out."""
    password: SecretRef = ""
    """By reference: ${NAME} or file:PATH."""
    ca_file: str = ""
    """A PEM file with the certificate authorities to trust instead of the system's."""
    oauth: OAuthSection | None = None
    """Tokens instead of a password."""
    timeout_s: Annotated[float, Field(gt=0, le=600)] = 30.0
    """Seconds for one step of the conversation."""


class DeliverySection(Section):
    """How our mail leaves: through a server, or into a folder."""

    smtp: SmtpSection | None = None
    """The server."""
    per_minute: Annotated[int, Field(ge=0, le=100_000)] = 300
    """How many letters may leave to one recipient domain in a minute; 0 is no limit. What is too much waits in the
    outbox; answers of people never wait. Each daemon counts for itself."""
    per_minute_to: dict[Domain, Annotated[int, Field(ge=0, le=100_000)]] = {}
    """The same for single domains, such as a provider that wants it slower."""
    capture: str = ""
    """A folder to write mails to instead of sending them, for trying things out."""
    dkim: DkimSection | None = None
    """Sign with DKIM."""


class LettersSection(Section):
    """What customers read."""

    templates: str = ""
    """A folder beside this file with templates that take the place of mailbot's own, such as `en/ack_complete.j2`; what
    it does not hold stays. `mailbot templates check` looks at both."""
    rating_url: OptionalLink = ""
    """Where customers rate an answer (https); `{token}` in it becomes the signed token of the ticket."""
    subaddressing: bool = True
    """Whether your server delivers `support+anything@` to `support@` (RFC 5233). Without it, answers and bounces come
    to the plain address and are told by References alone."""


class ArticleSection(Section):
    """An article of the help centre."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    """As customers read it."""
    url: Link
    """Its address (https)."""
    language: str = ""
    """The language it is written in; the desk's default language where left out."""
    words: list[str] = []
    """Other words that customers have for it."""
    intents: list[str] = []
    """What it is for; where any is named, it is shown for no other."""


class FeedSection(Section):
    """A feed of the help centre (RSS or Atom)."""

    url: FeedLink
    """Its address (https)."""
    language: str = ""
    """The language of its articles; what the feed says of itself where left out."""


class ArticlesSection(Section):
    """Articles of the help centre that acknowledgements name where they fit."""

    list_: list[ArticleSection] = Field(default=[], alias="list")
    """Articles; may stand in a file of its own by `include`."""
    feeds: list[FeedSection] = []
    """Feeds; fetched in the background, the last good state is kept."""
    at_least: Annotated[float, Field(ge=0, le=1)] = 0.5
    """From which share of a title that the customer's words and matter cover it is shown."""
    most: Annotated[int, Field(ge=0, le=3)] = 3
    """How many at most."""
    refresh: Duration = 6 * 60
    """How often feeds are fetched."""


class StoreSection(Section):
    """Where things are kept."""

    folder: str = "var"
    """The folder of all that mailbot keeps; relative to the current one."""
    url: str = ""
    """The database; SQLite in the folder where left out, else postgresql://... or a reference to it."""
    keys: list[SecretRef] = []
    """Keys that seal raw mail, files and letters at rest, by reference, the newest first: it seals, all of them open.
    Without any, they lie as they are. `mailbot spool key` prints a new one."""


class WebSection(Section):
    """The console."""

    enabled: bool = True
    """Whether it is served."""
    host: str = "127.0.0.1"
    """The address to listen on."""
    port: Port = 8080
    """The port."""
    url: str = ""
    """How people reach it, for links; made of host and port where left out."""
    contact: ContactSection | None = None
    """A public page where customers write; there is none where left out."""
    oidc: OidcSection | None = None
    """Signing in with an account elsewhere."""


class DirectorySection(Section):
    """What the exchange knows of an account, by the sender's address and by the UID that a mail names; one of csv, sql
    and http."""

    csv: str = ""
    """A file beside this one; its first line names uid, address, language, kyc_level, tags (parted by `;`)."""
    sql: SecretRef = ""
    """A database, by reference."""
    query: str = ""
    """For sql: a SELECT with :address and :uid that gives the columns of csv."""
    http: str = ""
    """A URL with {address} and {uid}, answered by a JSON object with the names of csv, or 404."""
    token: SecretRef = ""
    """For http: a bearer token, by reference."""
    timeout_s: Annotated[float, Field(gt=0, le=10)] = 2.0
    """Seconds for one question; a directory that fails is left alone for half a minute, and mail goes on without it."""
    keep: Duration = 10
    """How long an answer holds."""


class ClassifierSection(Section):
    """What reads the intent of a mail."""

    embeddings: bool = True
    """Ask the sentence embedding where the linear model is unsure; needs the extra `embeddings`, else it has no
    effect."""


class OcrSection(Section):
    """Words in screenshots; needs the extra `ocr`, else it has no effect."""

    enabled: bool = True
    """Whether pictures are read."""
    preload: bool = True
    """Load the models when the daemon starts, and keep them (some 460 MB), so that the first picture is not late;
    otherwise with the first picture, given back ten minutes after the last."""
    wait: Duration = 1 / 60
    """How long the acknowledgement waits for them at most; 0s never waits. What is read later improves the ticket."""
    pictures: Annotated[int, Field(ge=1, le=20)] = 5
    """Of one mail."""
    octets: Annotated[int, Field(ge=1024, le=100 * 1024 * 1024)] = 10 * 1024 * 1024
    """Larger pictures are not read."""
    pixels: Annotated[int, Field(ge=10_000, le=200_000_000)] = 25_000_000
    """Width times height; larger pictures are not read."""
    timeout_s: Annotated[float, Field(gt=0, le=300)] = 30.0
    """Seconds for one picture, which is then given up."""


class LogSection(Section):
    """What the daemon says."""

    format: Literal["console", "json"] = "console"
    """For people or for machines."""
    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least that is said."""


class RetentionSection(Section):
    """How long things are kept after a ticket is closed."""

    secrets: Duration = 24 * 60
    """A mail that holds a live secret (`live_secrets`), counted from when it was handled; then only its masked form is
    left, and of its attachments the pictures, videos and PDFs in which nothing was found."""
    raw: Duration = 90 * 24 * 60
    """Raw mails and attachments."""
    tickets: Duration = 730 * 24 * 60
    """Tickets that are closed or resolved, with their masked mails, letters and files, counted from when anything was
    last done to them; mails of no ticket, from when they were handled. Counts for the reports stay."""
    audit: Duration = 1825 * 24 * 60
    """Who did what and when, without content, once its ticket is gone; what belongs to no ticket, from when it was."""


class LimitsSection(Section):
    """How much of a mail is read; what lies beyond is named in its defects, nothing is refused."""

    octets: Annotated[int, Field(ge=1024)] = 64 * 1024 * 1024
    """Octets of the whole mail."""
    depth: Annotated[int, Field(ge=1, le=200)] = 40
    """Levels of nested parts."""
    parts: Annotated[int, Field(ge=1, le=10_000)] = 500
    """Parts of a mail."""
    header_count: Annotated[int, Field(ge=10, le=100_000)] = 1000
    """Header fields of one part."""
    text_chars: Annotated[int, Field(ge=1000)] = 1_000_000
    """Characters of the whole text."""
    attachments: Annotated[int, Field(ge=0, le=10_000)] = 200
    """Attachments of a mail."""
    received: Annotated[int, Field(ge=5, le=1000)] = 50
    """Received fields from which a mail counts as looping (RFC 5321 6.3)."""
