"""From the validated document to the settings: defaults filled in, references resolved."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from mailbot.config.catalogue import catalogue, from_address, vocabulary
from mailbot.config.hash import hashed, values
from mailbot.config.keys import key_octets
from mailbot.config.presets import PROVIDERS, Server
from mailbot.config.problems import Problem
from mailbot.config.schema import Document
from mailbot.config.schema.service import ImapSection, ListenerSection, OAuthSection, SmtpSection
from mailbot.config.secrets import Resolver
from mailbot.config.settings import (
    ArticlesSettings,
    ChannelSettings,
    ContactSettings,
    DeliverySettings,
    DirectorySettings,
    DkimSettings,
    ImapSettings,
    LettersSettings,
    ListedTest,
    ListenSettings,
    LogSettings,
    OAuthSettings,
    OcrSettings,
    OidcSettings,
    RetentionSettings,
    Secret,
    Settings,
    SmtpSettings,
    StoreSettings,
    WebSettings,
)
from mailbot.config.tree import Tree
from mailbot.model.articles import Article
from mailbot.rules.ruleset import Ruleset
from mailbot.rules.vocabulary import Path as Place
from mailbot.triage.extract.numbers.patterns import DEFAULT, PRESETS, Identifiers, IdentifierSpec
from mailbot.triage.mime import Limits
from mailbot.triage.policy import Policy
from mailbot.triage.screen import ScreenSettings

_DAY = 24 * 60
_IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
_SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}


def settings(
    doc: Document, ruleset: Ruleset, resolver: Resolver, tree: Tree, folder: Path, files: tuple[Path, ...]
) -> Settings:
    """Everything the daemon is told. ``folder`` is where the configuration lies, ``files`` what it is made of."""
    base = Path(doc.store.folder)
    effective = values(doc)
    url = resolver.secret(doc.store.url, ("store", "url")) or Secret(f"sqlite:///{base / 'mailbot.db'}")
    return Settings(
        policy=policy(doc, ruleset, resolver, effective),
        imap=tuple(
            _imap(name, box.address, box.imap, resolver) for name, box in doc.mailboxes.items() if box.imap is not None
        ),
        listen=tuple(
            _listen(protocol, section, doc)
            for protocol, section in (("smtp", doc.listen.smtp), ("lmtp", doc.listen.lmtp))
            if section is not None
        ),
        delivery=_delivery(doc, resolver),
        store=StoreSettings(
            folder=base, url=url,
            keys=_keys(doc, resolver, tree),
        ),
        web=_web(doc, resolver),
        embeddings=doc.classifier.embeddings,
        ocr=OcrSettings(wait_s=doc.ocr.wait * 60, **doc.ocr.model_dump(exclude={"wait"})),
        log=LogSettings(format=doc.log.format, level=doc.log.level),
        retention=RetentionSettings(secrets=timedelta(minutes=doc.retention.secrets),
                                    raw_days=int(doc.retention.raw // _DAY),
                                    ticket_days=int(doc.retention.tickets // _DAY),
                                    audit_days=int(doc.retention.audit // _DAY)),
        channels=_channels(doc, resolver),
        lead_address={name: t.address for name, t in doc.teams.items() if t.address},
        tests=tuple(
            ListedTest(name=t.name, at=str(tree.mark(("tests", i))), mail=folder / t.mail if t.mail else None,
                       given=t.given, expect=t.expect)
            for i, t in enumerate(doc.tests)
        ),
        files=files,
        values=effective,
        directory=_directory(doc, resolver, folder),
        letters=LettersSettings(
            templates=folder / doc.letters.templates if doc.letters.templates else None,
            rating_url=doc.letters.rating_url, subaddressing=doc.letters.subaddressing,
        ),
        articles=_articles(doc),
        verify_senders=doc.answers.verify_senders,
    )  # fmt: skip


def _channels(doc: Document, resolver: Resolver) -> dict[str, ChannelSettings]:
    return {
        name: ChannelSettings(
            webhook=resolver.secret(c.webhook or "", ("channels", name, "webhook")),
            mail=c.mail or "",
            secret=resolver.secret(c.secret, ("channels", name, "secret")),
            events=frozenset(c.events),
        )
        for name, c in doc.channels.items()
    }


def _web(doc: Document, resolver: Resolver) -> WebSettings:
    w, contact, oidc = doc.web, None, None
    if w.contact is not None:
        contact = ContactSettings(
            mailbox=w.contact.mailbox, intents=tuple(w.contact.intents), per_hour=w.contact.per_hour
        )
    if w.oidc is not None:
        plain = w.oidc.model_dump(exclude={"client_secret"})
        plain["domains"] = tuple(d.lower() for d in plain["domains"])
        oidc = OidcSettings(
            client_secret=resolver.secret(w.oidc.client_secret, ("web", "oidc", "client_secret")), **plain
        )
    return WebSettings(
        enabled=w.enabled,
        host=w.host,
        port=w.port,
        url=w.url or f"http://{w.host}:{w.port}",
        contact=contact,
        oidc=oidc,
    )


def policy(doc: Document, ruleset: Ruleset, resolver: Resolver, effective: dict[str, Any]) -> Policy:
    """What triage is told."""
    desk = catalogue(doc)
    key = resolver.secret(doc.token_key, ("token_key",)).reveal().encode()
    limits = doc.limits
    own = [
        IdentifierSpec(
            kind=i.kind,
            pattern=i.pattern,
            cues={k: tuple(v) for k, v in i.cues.items()},
            check=i.check,
            normalise=i.normalise,
            alone=i.alone,
        )
        for i in doc.identifiers.own
    ]
    return Policy(
        catalogue=desk,
        ruleset=ruleset,
        identifiers=_identifiers((*own, *PRESETS[doc.identifiers.preset])),
        limits=Limits(bytes=limits.octets, depth=limits.depth, parts=limits.parts, header_count=limits.header_count,
                      text_chars=limits.text_chars, attachments=limits.attachments),
        screen=ScreenSettings(
            own_addresses=desk.own_addresses,
            own_domains=desk.own_domains,
            trusted_authserv_ids=frozenset(a.lower() for a in doc.desk.trusted_authserv_ids),
            protected_domains=frozenset(doc.desk.protected_domains),
            token_key=key,
            received_limit=limits.received,
            instance=desk.domain,
        ),
        token_key=key,
        hash=hashed(effective),
        vocabulary=vocabulary(doc),
        conditions=doc.conditions,
    )  # fmt: skip


def _keys(doc: Document, resolver: Resolver, tree: Tree) -> tuple[Secret, ...]:
    """The keys of the spool; one that is none is a problem, and left out."""
    found = []
    for index, reference in enumerate(doc.store.keys):
        path: Place = ("store", "keys", index)
        known = len(resolver.problems)
        key = resolver.secret(reference, path)
        if len(resolver.problems) > known:
            continue
        try:
            key_octets(key.reveal())
            found.append(key)
        except ValueError as error:
            problem = Problem(mark=tree.mark(path), what=str(error), remedy="mailbot spool key prints a new one")
            resolver.problems.append(problem)
    return tuple(found)


_compiled: dict[str, Identifiers] = {repr(DEFAULT.specs): DEFAULT}
"""Identifiers by their specs: compiling them takes a second, and a reload mostly leaves them as they are."""


def _identifiers(specs: tuple[IdentifierSpec, ...]) -> Identifiers:
    key = repr(specs)
    if key not in _compiled:
        if len(_compiled) > 8:
            _compiled.clear()
        _compiled[key] = Identifiers(specs)
    return _compiled[key]


def _oauth(section: OAuthSection | None, resolver: Resolver, path: Place) -> OAuthSettings | None:
    if section is None:
        return None
    return OAuthSettings(
        token_url=section.token_url,
        client_id=section.client_id,
        client_secret=resolver.secret(section.client_secret, (*path, "oauth", "client_secret")),
        refresh_token=resolver.secret(section.refresh_token, (*path, "oauth", "refresh_token")),
        scope=section.scope,
        ends=section.ends,
    )


def _server(section: ImapSection | SmtpSection, preset: Server | None, ports: dict[str, int]) -> Server:
    """What the section says, else what its provider's servers are known to be."""
    written = section.model_fields_set
    tls = section.tls if "tls" in written or preset is None else preset.tls
    fixed = preset.port if preset and tls == preset.tls else ports[tls]
    return Server(host=section.host or (preset.host if preset else ""), port=section.port or fixed, tls=tls)


def _imap(name: str, address: str, section: ImapSection, resolver: Resolver) -> ImapSettings:
    path: Place = ("mailboxes", name, "imap")
    preset = PROVIDERS[section.provider].imap if section.provider else None
    server = _server(section, preset, _IMAP_PORTS)
    return ImapSettings(
        mailbox=name,
        host=server.host,
        port=server.port,
        tls=server.tls,
        username=section.username or address,
        password=resolver.secret(section.password, (*path, "password")),
        oauth=_oauth(section.oauth, resolver, path),
        ca_file=section.ca_file,
        folder=section.folder,
        sent_folder=section.sent_folder,
        after=section.after,
        keyword=section.keyword,
        move_to=section.move_to,
        poll_seconds=max(1, round(section.poll * 60)),
        since=section.since.astimezone(UTC) if section.since else None,
        batch=section.batch,
    )


def _listen(protocol: str, section: ListenerSection, doc: Document) -> ListenSettings:
    desk = [m.address for m in doc.mailboxes.values()] + [from_address(doc), *doc.desk.own_addresses]
    plain = section.model_dump(exclude={"hostname", "recipients"})
    return ListenSettings(
        protocol="lmtp" if protocol == "lmtp" else "smtp",
        hostname=section.hostname or doc.desk.domain,
        recipients=tuple(section.recipients or dict.fromkeys([*desk, doc.desk.domain])),
        **plain,
    )


def _directory(doc: Document, resolver: Resolver, folder: Path) -> DirectorySettings | None:
    section = doc.directory
    if section is None:
        return None
    return DirectorySettings(
        csv=folder / section.csv if section.csv else None,
        sql=resolver.secret(section.sql, ("directory", "sql")),
        query=section.query,
        http=section.http,
        token=resolver.secret(section.token, ("directory", "token")),
        timeout_s=section.timeout_s,
        keep_s=section.keep * 60.0,
    )


def _articles(doc: Document) -> ArticlesSettings:
    section = doc.articles
    return ArticlesSettings(
        listed=tuple(
            Article(title=a.title, url=a.url, language=a.language or doc.desk.default_language,
                    words=tuple(a.words), intents=tuple(a.intents))
            for a in section.list_
        ),
        feeds=tuple((f.url, f.language) for f in section.feeds),
        at_least=section.at_least,
        most=section.most,
        refresh_minutes=section.refresh,
    )  # fmt: skip


def _delivery(doc: Document, resolver: Resolver) -> DeliverySettings:
    section, sender = doc.delivery.smtp, from_address(doc)
    smtp = None
    if section is not None:
        path: Place = ("delivery", "smtp")
        preset = PROVIDERS[section.provider].smtp if section.provider else None
        server = _server(section, preset, _SMTP_PORTS)
        smtp = SmtpSettings(
            host=server.host, port=server.port, tls=server.tls, username=section.username,
            password=resolver.secret(section.password, (*path, "password")),
            oauth=_oauth(section.oauth, resolver, path), ca_file=section.ca_file, timeout_s=section.timeout_s,
        )  # fmt: skip
    dkim = doc.delivery.dkim
    return DeliverySettings(
        smtp=smtp,
        capture=Path(doc.delivery.capture) if doc.delivery.capture and smtp is None else None,
        dkim=None if dkim is None else DkimSettings(
            selector=dkim.selector, domain=dkim.domain or sender.rpartition("@")[2],
            key=resolver.secret(dkim.key, ("delivery", "dkim", "key")),
        ),
        per_minute={"": doc.delivery.per_minute, **doc.delivery.per_minute_to},
        from_address=sender,
        from_name=doc.desk.name,
    )  # fmt: skip
