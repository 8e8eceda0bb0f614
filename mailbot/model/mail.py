"""A mail as bytes and as what was read from them (RFC 5321 envelope, RFC 5322 message, RFC 2045 parts)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox of an address list (RFC 5322 3.4): display name decoded, address without brackets."""

    name: str = ""
    address: str = ""

    @property
    def domain(self) -> str:
        """The part after the last ``@``, in lower case; empty where there is none."""
        return self.address.rpartition("@")[2].lower() if "@" in self.address else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the transport said (RFC 5321). ``mail_from`` is None where unknown, "" for the null reverse-path."""

    mail_from: str | None = None
    rcpt_to: tuple[str, ...] = ()
    peer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a mail was taken from. ``uidvalidity`` and ``uid`` (RFC 3501 2.3.1.1) only for IMAP."""

    mailbox: str
    protocol: Literal["imap", "smtp", "lmtp", "file", "http"] = "file"
    folder: str = ""
    uidvalidity: int | None = None
    uid: int | None = None
    history: bool = False
    """True for mail that lay there before the first start: recorded, never answered."""
    sent: bool = False
    """True for mail that lies in the mailbox's folder of sent mail: somebody of the desk wrote it."""
    octets: int | None = None
    """The mail's size on the server, where it is over the limit and only its beginning was taken; else None."""
    matter: str = ""
    """The intent that the customer chose on the contact form; no mail can say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """A mail as it was accepted, byte for byte. ``id`` is 0 until the spool has given one."""

    content: bytes
    sha256: str
    received_at: datetime
    source: Source
    envelope: Envelope = Envelope()
    id: int = 0
    octets: int | None = None
    """Its size where the content was not loaded."""

    @property
    def size(self) -> int:
        """Octets."""
        return len(self.content) if self.octets is None else self.octets


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is not the body. Its content is read again from the raw mail by ``index`` when needed."""

    index: int
    filename: str
    content_type: str
    """By its first octets where they tell, else as declared."""
    declared_type: str
    size: int
    sha256: str
    inline: bool = False
    content_id: str = ""
    executable: bool = False
    suspicious: str = ""
    """Why it should not be opened blindly ("zip ratio 1028", "executable named .pdf"); empty where nothing speaks
    against it."""
    text: str = ""
    """What was read in a picture, a row to a line, secrets masked; empty where nothing was, or nobody looked."""
    secrets: tuple[str, ...] = ()
    """Kinds of the secrets that are masked in ``text``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What was read in the picture that is the attachment with an index: see `Attachment`."""

    index: int
    text: str = ""
    secrets: tuple[str, ...] = ()


FoldKind = Literal["quote", "forward", "signature", "footer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A stretch of ``ParsedMail.text`` that is not new: shown folded, never lost. Half-open character span."""

    start: int
    end: int
    kind: FoldKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A hyperlink of an HTML body: what it shows and where it leads."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """What a mail says, whatever its client did to it. Parsing never fails; what was odd stands in ``defects``.

    ``text`` is the best plain text of the body (HTML converted). ``fresh_text`` is what is new in it: the
    stretches outside ``folds``. Ids are without angle brackets. ``headers`` are decoded, unfolded, in order.
    """

    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    sender: Address | None = None
    """The first mailbox of From."""
    authors: tuple[Address, ...] = ()
    """All mailboxes of From."""
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    fresh_text: str = ""
    folds: tuple[Fold, ...] = ()
    links: tuple[Link, ...] = ()
    hidden: str = ""
    """Words that the markup hides from a reader. Searched for secrets, read for nothing else, and never kept."""
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()
    content_hash: str = ""
    """SHA-256 of the body's octets: tells two mails with one Message-ID apart."""

    def header(self, name: str) -> str | None:
        """The first value of a header, by name without case; None where absent."""
        low = name.lower()
        return next((v for k, v in self.headers if k.lower() == low), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """All values of a header, in order."""
        low = name.lower()
        return tuple(v for k, v in self.headers if k.lower() == low)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationFacts:
    """What was found out about the sender before triage (RFC 8601 vocabulary: pass, fail, none, ...)."""

    spf: str = "none"
    dkim: str = "none"
    dkim_domains: tuple[str, ...] = ()
    dmarc: str = "none"
    authserv_id: str = ""
    """Whose word it is; empty when we verified ourselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What the account directory knows of the ids in a mail. ``known`` is None where no directory is configured."""

    known: bool | None = None
    uid: str = ""
    registered_address: str = ""
    language: str = ""
    kyc_level: str = ""
    tags: tuple[str, ...] = field(default_factory=tuple)
