"""Names that must lead somewhere: every one that does not is a problem with its place and the nearest valid word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mailbot import resources
from mailbot.config.catalogue import from_address
from mailbot.config.presets import PROVIDERS
from mailbot.config.schema import Document
from mailbot.config.schema.service import ImapSection
from mailbot.rules.pattern import compiled
from mailbot.rules.vocabulary import Fault, unknown
from mailbot.rules.vocabulary import Path as Place
from mailbot.triage.extract.numbers.patterns import PRESETS

_BARE_TERMS = ("evidence", "police_report", "text", "implied_network")


_SAFE = ("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")


def faults(doc: Document) -> Iterator[Fault]:
    """Everything that names what is not there, or that contradicts itself."""
    yield from _desk(doc)
    yield from _mail(doc)
    yield from _catalogue(doc)
    yield from _intents(doc)
    yield from _teams(doc)
    yield from _identifiers(doc)
    yield from _directory(doc)
    yield from _web(doc)
    yield from _articles(doc)


def _web(doc: Document) -> Iterator[Fault]:
    contact, oidc = doc.web.contact, doc.web.oidc
    if contact is not None:
        yield from _known(("web", "contact", "mailbox"), "mailbox", contact.mailbox or None, doc.mailboxes)
        for index, intent in enumerate(contact.intents):
            yield from _known(("web", "contact", "intents", index), "intent", intent, doc.intents)
    if oidc is not None and not oidc.issuer.startswith(_SAFE):
        yield Fault(path=("web", "oidc", "issuer"), problem="wants an https address",
                    remedy="who can change what the provider says can sign in as anybody")  # fmt: skip


def _known(path: Place, what: str, name: str | None, names: Iterable[str]) -> Iterator[Fault]:
    names = list(names)
    if name is not None and name not in names:
        yield unknown(path, what, name, names)


def _under(path: Place, *keys: str) -> tuple[Place, ...]:
    return tuple((*path, key) for key in keys)


def languages_offered() -> tuple[str, ...]:
    """The languages that mailbot has words or templates for."""
    words = {p.stem for p in (Path(__file__).parent / "defaults" / "words").glob("*.yaml")}
    try:
        folders = {p.name for p in resources.path("templates").iterdir() if p.is_dir()}
    except FileNotFoundError:
        folders = set()
    return tuple(sorted(words | folders))


def _articles(doc: Document) -> Iterator[Fault]:
    for index, article in enumerate(doc.articles.list_):
        path: Place = ("articles", "list", index)
        yield from _known((*path, "language"), "language", article.language or None, doc.desk.languages)
        for number, intent in enumerate(article.intents):
            yield from _known((*path, "intents", number), "intent", intent, doc.intents)
    for index, feed in enumerate(doc.articles.feeds):
        path = ("articles", "feeds", index, "language")
        yield from _known(path, "language", feed.language or None, doc.desk.languages)


def _desk(doc: Document) -> Iterator[Fault]:
    offered = languages_offered()
    for index, language in enumerate(doc.desk.languages):
        yield from _known(("desk", "languages", index), "language", language, offered)
        if language in doc.desk.languages[:index]:
            yield Fault(path=("desk", "languages", index), problem=f"language {language!r} stands twice")
    yield from _known(("desk", "default_language"), "language", doc.desk.default_language, doc.desk.languages)
    local = from_address(doc).partition("@")[0]
    if len(local) > 33:
        yield Fault(
            path=("desk", "from"),
            problem=f"{local!r} is longer than 33 characters",
            remedy="a reply token must fit behind it",
        )


def _mail(doc: Document) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, box in doc.mailboxes.items():
        if box.prior:
            yield from _known(("mailboxes", name, "prior"), "category", box.prior, doc.categories)
        if box.address in seen:
            yield Fault(
                path=("mailboxes", name, "address"),
                problem=f"{box.address} is the mailbox {seen[box.address]!r} already",
            )
        seen.setdefault(box.address, name)
        if box.imap is not None:
            yield from _imap(box.imap, ("mailboxes", name, "imap"))
    yield from _delivery(doc)
    for door in ("smtp", "lmtp"):
        section = getattr(doc.listen, door)
        if section is not None and bool(section.tls_cert) != bool(section.tls_key):
            yield Fault(path=("listen", door), problem="tls_cert and tls_key belong together",
                        rests_on=_under(("listen", door), "tls_cert", "tls_key"))  # fmt: skip
        if section is not None and section.require_tls and not section.tls_cert:
            yield Fault(path=("listen", door, "require_tls"), problem="require_tls without tls_cert",
                        rests_on=_under(("listen", door), "tls_cert"))  # fmt: skip
    for name, channel in doc.channels.items():
        if (channel.webhook is None) == (channel.mail is None):
            path: Place = ("channels", name)
            yield Fault(path=path, problem="a channel has either webhook or mail",
                        rests_on=_under(path, "webhook", "mail"))  # fmt: skip


def _imap(imap: ImapSection, path: Place) -> Iterator[Fault]:
    yield from _server(path, imap.provider, imap.host)
    if not imap.password and imap.oauth is None:
        yield Fault(
            path=path,
            problem="neither password nor oauth",
            remedy="password: ${NAME} takes it from the environment, file:PATH from a file",
            rests_on=_under(path, "password", "oauth"),
        )
    if imap.ca_file and imap.tls == "none":
        yield Fault(path=(*path, "ca_file"), problem="a CA file without TLS")
    if imap.tls == "none" and imap.host not in {"localhost", "127.0.0.1", "::1"}:
        yield Fault(
            path=(*path, "tls"),
            problem=f"no TLS to {imap.host}",
            remedy="passwords would travel in the clear: tls, starttls, or none to localhost only",
            rests_on=_under(path, "host"),
        )


def _delivery(doc: Document) -> Iterator[Fault]:
    smtp, path = doc.delivery.smtp, ("delivery", "smtp")
    if smtp is None:
        if not doc.delivery.capture:
            yield Fault(path=("delivery",), problem="neither smtp nor capture", remedy="say how mail leaves",
                        rests_on=_under(("delivery",), "smtp", "capture"))  # fmt: skip
        return
    yield from _server(path, smtp.provider, smtp.host)
    if smtp.username and not smtp.password and smtp.oauth is None:
        yield Fault(
            path=path,
            problem="a username without password or oauth",
            remedy="password: ${NAME} takes it from the environment, file:PATH from a file",
            rests_on=_under(path, "password", "oauth"),
        )


def _server(path: Place, provider: str, host: str) -> Iterator[Fault]:
    if provider:
        yield from _known((*path, "provider"), "provider", provider, PROVIDERS)
    if not host and provider in {"", "plain"}:
        yield Fault(path=path, problem="host is missing", remedy=f"or provider: {', '.join(PROVIDERS)}",
                    rests_on=_under(path, "host", "provider"))  # fmt: skip


def _catalogue(doc: Document) -> Iterator[Fault]:
    for name, signal in doc.signals.items():
        for key in ("set", "raise_to", "cap"):
            yield from _known(("signals", name, key), "priority", getattr(signal, key), doc.priorities)
    for name, fact in doc.facts.items():
        for index, term in enumerate(fact.given_by):
            path: Place = ("facts", name, "given_by", index)
            yield from _term(path, term, doc, _BARE_TERMS)
    for secret in doc.live_secrets:
        yield from _known(("live_secrets", doc.live_secrets.index(secret)), "kind of secret", secret, doc.secret_kinds)
    if "default" not in doc.follow_ups:
        yield Fault(path=("follow_ups",), problem="there is no follow-up plan named default",
                    rests_on=_under(("follow_ups",), "default"))  # fmt: skip
    for name, table in (("large_amount", doc.large_amount), ("usd", doc.usd)):
        for coin, worth in table.items():
            if worth <= 0 or worth != worth:  # noqa: PLR0124 - not a number
                yield Fault(path=(name, coin), problem=f"{coin}: wants a positive number, not {worth:g}")


def _term(path: Place, term: str, doc: Document, bare: tuple[str, ...]) -> Iterator[Fault]:
    family, dot, name = term.partition(".")
    if not dot:
        words = (*bare, "entities.KIND", "flag.NAME")
        yield from _known(path, "term", term, words)
    elif family == "entities":
        yield from _known(path, "kind of fact", name, doc.entity_kinds)
    elif family == "signal" and not bare:
        yield from _known(path, "signal", name, doc.signals)
    elif family == "flag":
        yield from _known(path, "flag", name, doc.flag_kinds)
    else:
        yield unknown(path, "term", term, ("entities.KIND", "flag.NAME", *(bare or ("signal.NAME",))))


def _intents(doc: Document) -> Iterator[Fault]:
    for name, intent in doc.intents.items():
        path = ("intents", name)
        yield from _known((*path, "category"), "category", intent.category, doc.categories)
        yield from _known((*path, "team"), "team", intent.team, doc.teams)
        yield from _known((*path, "priority"), "priority", intent.priority, doc.priorities)
        for key in ("required", "helpful"):
            for index, fact in enumerate(getattr(intent, key)):
                yield from _known((*path, key, index), "fact", fact, doc.facts)
        for index, when in enumerate(intent.required_when):
            at = (*path, "required_when", index)
            yield from _known((*at, "fact"), "fact", when.fact, doc.facts)
            yield from _term((*at, "when"), when.when.removeprefix("not "), doc, ())
    for name in ("unclear", "follow_up", "not_support"):
        if name not in doc.intents:
            yield Fault(
                path=("intents",),
                problem=f"the intent {name!r} is missing",
                remedy="it has a meaning of its own: change it, but keep it",
                rests_on=_under(("intents",), name),
            )
    used = {i.category for i in doc.intents.values()}
    for name in doc.categories if used <= doc.categories.keys() else ():
        if name not in used:
            yield Fault(
                path=("categories", name),
                problem=f"no intent belongs to the category {name!r}",
                remedy="take it away with null, or give it an intent",
            )


def _teams(doc: Document) -> Iterator[Fault]:
    for name, team in doc.teams.items():
        hours, path = team.hours, ("teams", name, "hours")
        if hours.weekdays and hours.opens >= hours.closes:
            yield Fault(
                path=(*path, "closes"),
                problem=f"closes at {hours.closes:%H:%M}, which is not after {hours.opens:%H:%M}",
                remedy="a night shift is two teams, or no hours",
                rests_on=_under(path, "opens"),
            )
        if hours.calendar:
            import holidays

            yield from _known((*path, "calendar"), "country", hours.calendar, holidays.list_supported_countries())


def _directory(doc: Document) -> Iterator[Fault]:
    there = doc.directory
    if there is None:
        return
    if sum(bool(v) for v in (there.csv, there.sql, there.http)) != 1:
        yield Fault(
            path=("directory",),
            problem="directory wants exactly one of csv, sql and http",
            remedy="take the others away",
            rests_on=_under(("directory",), "csv", "sql", "http"),
        )
    if there.sql and not there.query.lstrip().lower().startswith(("select", "with")):
        yield Fault(
            path=("directory", "query"),
            problem="sql wants a query that selects",
            remedy="query: SELECT uid, address FROM customer WHERE address = :address",
            rests_on=_under(("directory",), "query"),
        )
    if there.http and not there.http.startswith(_SAFE):
        yield Fault(
            path=("directory", "http"),
            problem="the directory must be asked by https, or on this machine",
            remedy="https://...",
        )


def _identifiers(doc: Document) -> Iterator[Fault]:
    yield from _known(("identifiers", "preset"), "preset", doc.identifiers.preset, PRESETS)
    for index, own in enumerate(doc.identifiers.own):
        path = ("identifiers", "own", index)
        yield from _known((*path, "kind"), "kind of fact", own.kind, doc.entity_kinds)
        try:
            compiled(own.pattern)
        except ValueError as error:
            yield Fault(path=(*path, "pattern"), problem=f"not a pattern: {error}", remedy="RE2 syntax")
