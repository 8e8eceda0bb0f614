"""Whether everything around mailbot works: servers, database, disk, clock, DNS; and how to mend what does not.

Nothing is sent and no mail is touched. Each check has its own time limit, and none hinders the others.
"""

from __future__ import annotations

import base64
import shutil
import smtplib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from imapclient.exceptions import IMAPClientError, LoginError

from mailbot.config.settings import ImapSettings, Settings
from mailbot.desk import connections, drift
from mailbot.desk.grants import Grants, label, warning
from mailbot.desk.sealing import lacking
from mailbot.intake.imap_session import ImapSession
from mailbot.intake.lookup import Budget, NoAnswerError, Resolver, resolve
from mailbot.store import Database

State = Literal["ok", "warning", "failed"]

_SMTP_S, _HTTP_S, _DNS_S = 15.0, 5.0, 5.0
_MEGABYTE = 1024 * 1024
_FULL, _SCARCE = 200 * _MEGABYTE, 1024 * _MEGABYTE
_SKEW = timedelta(seconds=60)
_RESERVED = (".example", ".test", ".invalid", ".localhost", ".local")
"""Names that the DNS does not know (RFC 2606)."""
_SPF_LOOKUPS = ("include:", "a", "mx", "ptr", "exists:", "redirect=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found. ``remedy`` says what to do where it is not ok."""

    check: str
    state: State
    said: str
    remedy: str = ""


def _now() -> datetime:
    return datetime.now(UTC)


def examine(
    settings: Settings, resolver: Resolver = resolve, clock: Callable[[], datetime] = _now
) -> Iterator[Finding]:
    """All checks, each as it is done. Never raises for what is examined."""
    kept = _database(settings, clock)
    yield kept
    yield _classifier(settings, clock)
    with ExitStack() as stack:
        database = None
        if kept.state == "ok":
            database = stack.enter_context(Database(settings.store.url.reveal(), connections.vault(settings)))
            yield _raw_mail(database)
        yield from _outside(settings, Grants(database=database, clock=clock), resolver, clock)


def _outside(
    settings: Settings, grants: Grants, resolver: Resolver, clock: Callable[[], datetime]
) -> Iterator[Finding]:
    yield _disk(settings)
    for account in settings.imap:
        yield from _imap(account, settings, grants, clock)
    if not settings.imap and not settings.listen:
        yield Finding(check="intake", state="warning", said="no mailbox is fetched and no door is open",
                      remedy="add imap: to a mailbox, or listen:")  # fmt: skip
    yield _smtp(settings, grants)
    yield from _oauth(settings, grants, clock)
    for url in sorted({s.oauth.token_url for s in (*settings.imap, settings.delivery.smtp) if s and s.oauth}):
        yield _clock_at(url, clock)
    yield from _dns(settings, resolver)


def _database(settings: Settings, clock: Callable[[], datetime]) -> Finding:
    url = settings.store.url.reveal()
    kind = url.partition(":")[0].partition("+")[0]
    try:
        with Database(url) as db:
            db.migrate()
            with db.write() as t:
                t.books.set("doctor", clock().isoformat())
    except Exception as error:  # noqa: BLE001 - drivers raise kinds of their own
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        remedy = (
            f"the user that runs mailbot must own {settings.store.folder}" if kind == "sqlite"
            else "check store.url, that the server runs, and that the user may create tables"
        )  # fmt: skip
        return Finding(check="database", state="failed", said=f"{kind}: {said}", remedy=remedy)
    return Finding(check="database", state="ok", said=f"{kind} can be written")


def _raw_mail(database: Database) -> Finding:
    """Whether raw mail is sealed, and can be opened."""
    gone, newest = lacking(database), database.vault.newest
    with database.read() as t:
        kept = t.contents.counts()
    if gone:
        return Finding(check="raw mail", state="failed",
                       said=f"sealed with keys that are not configured: {', '.join(gone)}",
                       remedy="add them to store.keys; mailbot spool status tells more")  # fmt: skip
    if not newest:
        return Finding(check="raw mail", state="warning", said="lies unsealed in the database",
                       remedy="mailbot spool key prints a key for store.keys: docs/howto/security.md")  # fmt: skip
    if other := sum(n for key, n in kept.items() if key != newest):
        return Finding(check="raw mail", state="warning", said=f"{other} mails are not sealed with the newest key",
                       remedy="mailbot spool seal")  # fmt: skip
    return Finding(check="raw mail", state="ok", said=f"sealed with the key {newest}")


def _classifier(settings: Settings, clock: Callable[[], datetime]) -> Finding:
    """Whether the mail is still such as the classifier knows."""
    try:
        with Database(settings.store.url.reveal()) as db:
            seen = drift.drift(db, clock())
    except Exception as error:  # noqa: BLE001 - drivers raise kinds of their own
        return Finding(check="classifier", state="warning", said=f"the mail could not be compared: {error}",
                       remedy="mend what the line about the database says")  # fmt: skip
    if seen.left:
        return Finding(check="classifier", state="warning", said=drift.said(seen),
                       remedy=f"{', '.join(seen.left)}: label some of these mails, `mailbot evaluate texts`, "
                       "then `mailbot train --promote`")  # fmt: skip
    return Finding(check="classifier", state="ok", said=drift.said(seen))


def _disk(settings: Settings) -> Finding:
    folder = settings.store.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(b"doctor")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding(check="disk", state="failed", said=f"{folder}: {error.strerror or error}",
                       remedy="the user that runs mailbot must be able to write there")  # fmt: skip
    said = f"{free // _MEGABYTE} MB free in {folder}"
    if free < _SCARCE:
        return Finding(check="disk", state="failed" if free < _FULL else "warning", said=said,
                       remedy="make room, or shorten retention: in the configuration")  # fmt: skip
    return Finding(check="disk", state="ok", said=said)


def _imap(
    account: ImapSettings, settings: Settings, grants: Grants, clock: Callable[[], datetime]
) -> Iterator[Finding]:
    for sent in (False, True) if account.sent_folder else (False,):
        check = f"imap {account.mailbox}" + (" (sent)" if sent else "")
        where = f"{account.host}:{account.port}"
        try:
            wanted = connections.imap(account, settings.policy.limits.bytes, sent=sent)
            session = ImapSession(wanted, connections.imap_secret(account, grants))
        except (OSError, ValueError, IMAPClientError) as error:
            yield Finding(check=check, state="failed", said=f"{where}: {_said(error)}",
                          remedy=_imap_remedy(error, account))  # fmt: skip
            continue
        try:
            count = (session.selected.uidnext or 1) - 1
            idles = "announces new mail" if session.idles else f"is asked every {account.poll_seconds} s"
            yield Finding(check=check, state="ok",
                          said=f"{where} as {account.username}: {wanted.folder} opens, {idles}")  # fmt: skip
            if count and not sent:
                yield from _arrival(session, account.mailbox, count, clock())
        except (OSError, IMAPClientError) as error:
            yield Finding(check=check, state="failed", said=f"{where}: {_said(error)}", remedy="try again")
        finally:
            session.close()


def _arrival(session: ImapSession, mailbox: str, last: int, now: datetime) -> Iterator[Finding]:
    """The newest mail cannot have come in the future: where it has, one of the clocks is wrong."""
    came = [m.internaldate for m in session.list([last]) if m.internaldate]
    if came and came[0] - now > _SKEW:
        yield Finding(check=f"clock, {mailbox}", state="failed",
                      said=f"the newest mail came {came[0] - now} from now, by the server's clock",
                      remedy="set this machine's clock: run chrony or systemd-timesyncd")  # fmt: skip


def _imap_remedy(error: Exception, account: ImapSettings) -> str:
    if isinstance(error, LoginError):
        return "check username and password; many providers want an app password, and IMAP switched on"
    if isinstance(error, IMAPClientError):
        return f"check that the folder {account.folder!r} is there, as the server spells it"
    if "CERTIFICATE" in str(error).upper():
        return "the certificate is not trusted: name its authority in ca_file"
    return "check host, port and tls, and that a firewall lets the connection out"


def _smtp(settings: Settings, grants: Grants) -> Finding:
    server = settings.delivery.smtp
    if server is None:
        return Finding(check="smtp", state="warning", said="answers are only written to a folder",
                       remedy="name a server under delivery.smtp")  # fmt: skip
    where = f"{server.host}:{server.port}"
    try:
        delivery = connections.smtp(replace(server, timeout_s=min(server.timeout_s, _SMTP_S)), settings, grants)
        delivery.log_in()
    except (OSError, ValueError, smtplib.SMTPException) as error:
        remedy = "check host, port and tls, and that a firewall lets the connection out"
        if isinstance(error, smtplib.SMTPAuthenticationError):
            remedy = "check username and password; many providers want an app password"
        elif isinstance(error, smtplib.SMTPNotSupportedError):
            remedy = "the server offers no STARTTLS or no login there: try tls with port 465, or no username"
        return Finding(check="smtp", state="failed", said=f"{where}: {_said(error)}", remedy=remedy)
    delivery.close()
    who = f" as {server.username}" if server.username else ""
    return Finding(check="smtp", state="ok", said=f"{where} takes us in{who}")


def _oauth(settings: Settings, grants: Grants, clock: Callable[[], datetime]) -> Iterator[Finding]:
    """Every grant in use: whether it gives a token, and how long it will."""
    used = (s.oauth for s in (*settings.imap, settings.delivery.smtp) if s is not None and s.oauth is not None)
    for oauth in {label(o): o for o in used}.values():
        check, remedy = (
            f"oauth {label(oauth)}",
            "grant access anew at the provider, and configure what it gives",
        )
        try:
            token = grants.token(oauth)
            token()
        except (OSError, ValueError) as error:
            yield Finding(check=check, state="failed", said=_said(error), remedy=remedy)
            continue
        ends = min((e for e in (token.grant_ends, oauth.ends) if e is not None), default=None)
        said = warning(ends, clock())
        state: State = "ok" if not said else "failed" if ends is not None and ends <= clock() else "warning"
        yield Finding(
            check=check,
            state=state,
            said=said or (f"gives tokens; the grant runs until {ends:%Y-%m-%d}" if ends else
                          "gives tokens; the provider does not say how long (oauth.ends says it)"),
            remedy=remedy if said else "",
        )  # fmt: skip


def _clock_at(url: str, clock: Callable[[], datetime]) -> Finding:
    host = urlsplit(url).hostname or url
    try:
        try:
            with urlopen(Request(url, method="HEAD"), timeout=_HTTP_S) as answer:  # noqa: S310 - from the configuration
                date = answer.headers["Date"]
        except HTTPError as error:
            date = error.headers["Date"]
            error.close()
        skew = parsedate_to_datetime(date) - clock()
    except (OSError, ValueError, TypeError) as error:
        return Finding(check="clock", state="warning", said=f"{host} tells no time: {_said(error)}",
                       remedy="check that the address can be reached")  # fmt: skip
    if abs(skew) > _SKEW:
        return Finding(check="clock", state="failed", said=f"{abs(skew)} away from that of {host}",
                       remedy="set this machine's clock: run chrony or systemd-timesyncd")  # fmt: skip
    return Finding(check="clock", state="ok", said=f"within {_SKEW.seconds} s of {host}")


def _dns(settings: Settings, resolver: Resolver) -> Iterator[Finding]:
    domain = settings.delivery.from_address.rpartition("@")[2].lower()
    if not domain or domain.endswith(_RESERVED):
        yield Finding(check="dns", state="warning", said=f"{domain or 'no domain'} is only a placeholder",
                      remedy="set desk.domain and desk.from to your own")  # fmt: skip
        return
    ask = Budget(resolver=resolver, timeout_s=_DNS_S)
    for check, look in (("spf", _spf), ("dkim", _dkim), ("dmarc", _dmarc)):
        try:
            state, said, remedy = look(domain, settings, ask)
        except NoAnswerError as error:
            state, said, remedy = "warning", f"no answer: {error}", "check this machine's resolver, and try again"
        yield Finding(check=f"dns {check}", state=state, said=said, remedy=remedy)


Looked = tuple[State, str, str]


def _spf(domain: str, _settings: Settings, ask: Budget) -> Looked:
    records = [r for r in ask(domain, "TXT") if r.lower().split(" ")[0] == "v=spf1"]
    if not records:
        return "failed", f"{domain} has no SPF record", (
            f'add a TXT record at {domain}, such as "v=spf1 include:YOUR-PROVIDER ~all"')  # fmt: skip
    if len(records) > 1:
        return "failed", f"{domain} has {len(records)} SPF records, so none counts", "join them into one (RFC 7208 3.2)"
    terms = records[0].lower().split()[1:]
    if {"+all", "all"} & set(terms):
        return "failed", f"{records[0]!r} lets anybody send in your name", "end it with ~all or -all"
    bare = [t.lstrip("+-~?") for t in terms]
    if sum(t.startswith(_SPF_LOOKUPS[:1] + _SPF_LOOKUPS[4:]) or t.partition(":")[0] in {"a", "mx", "ptr"}
           for t in bare) > 10:  # fmt: skip
        return "failed", "it asks the DNS more than ten times, so it does not count", "name fewer (RFC 7208 4.6.4)"
    return "ok", records[0], ""


def _dkim(_domain: str, settings: Settings, ask: Budget) -> Looked:
    signs = settings.delivery.dkim
    if signs is None:
        return "warning", "mailbot does not sign what it sends", (
            "fine where your server signs; else set delivery.dkim")  # fmt: skip
    name = f"{signs.selector}._domainkey.{signs.domain}"
    try:
        key = load_pem_private_key(signs.key.reveal().encode(), password=None).public_key()
        der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, TypeError) as error:
        return "failed", f"the key cannot be read: {error}", "delivery.dkim.key must name an RSA key in PEM"
    own = base64.b64encode(der).decode()
    records = ask(name, "TXT")
    if not records:
        return "failed", f"{name} has no record", f'add a TXT record there: "v=DKIM1; k=rsa; p={own}"'
    tags = {k.strip(): "".join(v.split()) for k, _, v in (t.partition("=") for t in records[0].split(";"))}
    if tags.get("p") != own:
        return "failed", f"{name} holds another key than the one that signs", f'its p= must be "{own}"'
    return "ok", f"{name} holds the key that signs", ""


def _dmarc(domain: str, _settings: Settings, ask: Budget) -> Looked:
    records = [r for r in ask(f"_dmarc.{domain}", "TXT") if r.replace(" ", "").lower().startswith("v=dmarc1")]
    if len(records) != 1:
        return "failed", f"_dmarc.{domain} has {len(records)} DMARC records", (
            f'add one: "v=DMARC1; p=quarantine; rua=mailto:dmarc@{domain}"')  # fmt: skip
    if "p=none" in records[0].replace(" ", "").lower():
        return "warning", records[0], "p=none only watches: p=quarantine or p=reject protects your customers"
    return "ok", records[0], ""


def _said(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 300 else f"{text[:299]}…"
