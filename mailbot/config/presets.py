"""Mail providers: where their servers are, and what a person must do there first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mailbot.config.settings import Tls


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A host, its port, and how the connection is protected."""

    host: str
    port: int
    tls: Tls


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider of mailboxes. ``first`` says what to do there before mailbot can log in."""

    name: str
    imap: Server | None
    smtp: Server | None
    first: str
    oauth: bool = False
    """Whether it wants tokens instead of a password."""


_ALL = (
    Provider(
        name="gmail",
        imap=Server(host="imap.gmail.com", port=993, tls="tls"),
        smtp=Server(host="smtp.gmail.com", port=587, tls="starttls"),
        first="turn on two-step verification, then make an app password (or set up OAuth for a Workspace)",
    ),
    Provider(
        name="microsoft365",
        imap=Server(host="outlook.office365.com", port=993, tls="tls"),
        smtp=Server(host="smtp.office365.com", port=587, tls="starttls"),
        first="register an application with IMAP.AccessAsUser.All and SMTP.Send: passwords are not accepted",
        oauth=True,
    ),
    Provider(
        name="qq",
        imap=Server(host="imap.exmail.qq.com", port=993, tls="tls"),
        smtp=Server(host="smtp.exmail.qq.com", port=465, tls="tls"),
        first="turn on IMAP/SMTP in the mailbox's settings and make a client password (客户端专用密码)",
    ),
    Provider(
        name="163",
        imap=Server(host="imap.163.com", port=993, tls="tls"),
        smtp=Server(host="smtp.163.com", port=465, tls="tls"),
        first="turn on IMAP/SMTP in the settings; the authorisation code (授权码) is the password",
    ),
    Provider(
        name="fastmail",
        imap=Server(host="imap.fastmail.com", port=993, tls="tls"),
        smtp=Server(host="smtp.fastmail.com", port=465, tls="tls"),
        first="make an app password for IMAP and SMTP under Privacy & Security",
    ),
    Provider(name="plain", imap=None, smtp=None, first="name host, port and tls of your own servers"),
)

PROVIDERS: Mapping[str, Provider] = {p.name: p for p in _ALL}
