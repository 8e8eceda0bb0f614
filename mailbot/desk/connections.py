"""From settings to what connects: accounts, servers and tokens, as intake and delivery take them."""

from __future__ import annotations

import ssl
from collections.abc import Callable

from mailbot import resources
from mailbot.compose import Composer
from mailbot.config.keys import key_octets
from mailbot.config.settings import DirectorySettings, ListenSettings, Settings, SmtpSettings
from mailbot.config.settings import ImapSettings as Account
from mailbot.delivery.capture import CaptureDelivery
from mailbot.delivery.smtp import SmtpDelivery
from mailbot.desk.grants import Grants
from mailbot.intake.directory import UNKNOWN, CsvDirectory, Directory, HttpDirectory, facts_of
from mailbot.intake.imap_session import ImapSettings
from mailbot.intake.smtp import ListenerSettings
from mailbot.model.mail import AccountFacts
from mailbot.ocr import Bounds, PictureReader, available
from mailbot.store.directory import SqlDirectory
from mailbot.store.vault import Vault

_FILE_KEEP_S = 1.0
"""A file is asked anew so soon: it is quick, and a change should act at once."""


def vault(settings: Settings) -> Vault:
    """What seals raw mail, with the configured keys."""
    return Vault([key_octets(key.reveal()) for key in settings.store.keys])


def picture_reader(settings: Settings) -> PictureReader | None:
    """What reads pictures; None where that is not wanted, or the extra `ocr` is not installed."""
    o = settings.ocr
    if not o.enabled or not available():
        return None
    return PictureReader(Bounds(octets=o.octets, pixels=o.pixels, timeout_s=o.timeout_s))


def imap(account: Account, max_octets: int, *, sent: bool = False) -> ImapSettings:
    """An account's folder; with ``sent`` that of sent mail, which is only read."""
    return ImapSettings(
        mailbox=account.mailbox,
        host=account.host,
        port=account.port,
        tls=account.tls,
        username=account.username,
        ca_file=account.ca_file,
        folder=account.sent_folder if sent else account.folder,
        after="nothing" if sent else account.after,
        keyword=account.keyword,
        move_to=account.move_to,
        poll_seconds=account.poll_seconds,
        since=account.since,
        batch=account.batch,
        max_octets=max_octets,
        login="xoauth2" if account.oauth else "password",
    )


def imap_secret(account: Account, grants: Grants) -> Callable[[], str]:
    """What gives the password or a valid token, asked at each login."""
    return grants.token(account.oauth) if account.oauth else account.password.reveal


def listener(door: ListenSettings) -> ListenerSettings:
    """A door that takes mail."""
    return ListenerSettings(
        protocol=door.protocol,
        host=door.host,
        port=door.port,
        hostname=door.hostname,
        recipients=door.recipients,
        max_octets=door.max_octets,
        max_connections=door.max_connections,
        max_connections_per_peer=door.max_connections_per_peer,
        mails_per_minute=door.mails_per_minute,
        tls_cert=door.tls_cert,
        tls_key=door.tls_key,
        require_tls=door.require_tls,
    )


def composer(settings: Settings) -> Composer:
    """What writes our mail. Raises ValueError for a key that is none."""
    d, letters, signer = settings.delivery, settings.letters, None
    if d.dkim is not None:
        from mailbot.delivery.dkim import DkimSigner

        signer = DkimSigner(selector=d.dkim.selector, domain=d.dkim.domain, private_key=d.dkim.key.reveal().encode())
    return Composer(
        resources.path("templates"),
        domain=settings.policy.catalogue.domain,
        from_address=d.from_address,
        from_name=d.from_name or settings.policy.catalogue.name,
        token_key=settings.policy.token_key,
        signer=signer,
        rating_url=letters.rating_url,
        subaddressing=letters.subaddressing,
        own=letters.templates,
    )


def delivery(settings: Settings, grants: Grants) -> CaptureDelivery | SmtpDelivery:
    """The way our mail leaves: a server, or a folder where none is named."""
    d = settings.delivery
    if d.smtp is None:
        return CaptureDelivery(d.capture or settings.store.folder / "outgoing")
    return smtp(d.smtp, settings, grants)


def smtp(server: SmtpSettings, settings: Settings, grants: Grants) -> SmtpDelivery:
    """The server that sends our mail; not yet connected."""
    return SmtpDelivery(
        host=server.host,
        port=server.port,
        tls=server.tls,
        username=server.username,
        password=server.password.reveal(),
        access_token=grants.token(server.oauth) if server.oauth else None,
        timeout=server.timeout_s,
        local_hostname=settings.policy.catalogue.domain,
        context=ssl.create_default_context(cafile=server.ca_file) if server.ca_file else None,
    )


def directory(d: DirectorySettings) -> Directory:
    """The account directory. Raises ValueError where it names none, or one that must not be asked."""
    if d.csv is not None:
        return Directory(CsvDirectory(d.csv), keep_s=min(d.keep_s, _FILE_KEEP_S))
    if d.http:
        return Directory(HttpDirectory(d.http, token=d.token.reveal(), timeout_s=d.timeout_s), keep_s=d.keep_s)
    if not d.sql:
        raise ValueError("directory: names none of csv, sql and http")
    asked = SqlDirectory(d.sql.reveal(), d.query, timeout_s=d.timeout_s)

    def look_up(address: str, uid: str) -> AccountFacts:
        row = asked.row(address, uid)
        return UNKNOWN if row is None else facts_of(row)

    return Directory(look_up, keep_s=d.keep_s)
