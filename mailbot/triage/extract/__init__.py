"""The facts, secrets and evidence of a mail, and the mask over its secrets.

Of a long text the first 120,000 and the last 30,000 characters are read, so that a mail of any size takes the same
time at most. Secrets are found first: nothing that is one becomes an entity.

What is read stands in rooms of its own, each with its words beside it: `secrecy`, `numbers` (ids, hashes, addresses),
`sums` (with coins and chains), `days`, `persons` (whose, how to reach, who cheats), and `story`, which tells the case's
days and sums from the background. A page (`source`) is made readable once (`normalise`, `lexicon`) and read by all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from mailbot.model.findings import Extraction, Secret
from mailbot.model.mail import ParsedMail, Picture
from mailbot.triage import linear
from mailbot.triage.extract import errors, locale, pictures
from mailbot.triage.extract.days.times import read_times
from mailbot.triage.extract.evidence import judge
from mailbot.triage.extract.flags import flags
from mailbot.triage.extract.heads import pass_over
from mailbot.triage.extract.merge import merged
from mailbot.triage.extract.numbers import levels, named
from mailbot.triage.extract.numbers.asked import asked as asked_for
from mailbot.triage.extract.numbers.identifiers import read_identifiers
from mailbot.triage.extract.numbers.patterns import Identifiers
from mailbot.triage.extract.numbers.shapes import read_shapes
from mailbot.triage.extract.numbers.tags import read_tag, speaks_of_tags
from mailbot.triage.extract.numbers.unnamed import read_unnamed
from mailbot.triage.extract.persons import contacts, messengers, suspects
from mailbot.triage.extract.restore import rejoined
from mailbot.triage.extract.secrecy.covering import covered_value
from mailbot.triage.extract.secrecy.masking import covered, mask, secret_words
from mailbot.triage.extract.secrecy.secrets import read_secrets, repeated
from mailbot.triage.extract.secrecy.unnamed import unnamed_passwords
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.story.salience import narrow
from mailbot.triage.extract.sums import markets
from mailbot.triage.extract.sums.amounts_text import read_amounts

__all__ = ["Identifiers", "covered_value", "extract", "mask", "secret_words", "sift"]

HEAD, TAIL = 120_000, 30_000
"""Characters of a text that are read from its beginning and from its end."""

MOST_NAMES, MOST_LINKS = 100, 300
"""How many file names and HTML links are read."""

_ZONE = linear.compile(r"([+-])(\d\d):?(\d\d)\s*(?:\([^)]*\))?\s*$")
_TELLING = linear.compile(
    r"\d{5}|[0-9A-Za-z]{20}|pass|key|secret|密|パス|비밀|парол|senha|contrase|mật khẩu|şifre"
    r"|(?:[^ _.,-]{1,12}[ _.,-]{1,3}){8}|[\x{3400}-\x{9fff}]{12}"
)
"""A file name with more in it than words."""
_ASKED = {
    "uid": ("uid",),
    "account_ref": ("uid",),
    "case_ref": ("ticket_id", "uid"),
    "order_id": ("order_id",),
    "order_ref": ("order_id", "algo_id"),
    "withdrawal_id": ("withdrawal_id",),
    "transfer_ref": ("withdrawal_id",),
    "memo_tag": ("memo_tag",),
}
"""Fact asked for → kinds of number that answer it."""

_NOT_BY_MACHINES = frozenset({"ticket_id", "phone", "contact", "email"})
_BRIEF = 60
"""Characters of an answer that says nothing but a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of a mail before its pages are read for facts."""

    identifiers: Identifiers
    written: datetime
    country: str
    sender: str
    desk: str
    """The domain that the mail was written to, where the customer has no address at it."""
    asked: tuple[str, ...]
    """Kinds of number that our last mail asked for."""
    fraud: bool
    impostor: bool
    verification: bool
    tagged: bool
    """Whether it speaks of a tag or memo."""
    brief: bool
    """Whether it answers a letter with next to nothing: a bare number then is what its form says."""


def extract(
    mail: ParsedMail,
    identifiers: Identifiers,
    *,
    asked: tuple[str, ...] = (),
    received_at: datetime,
    automatic: bool = False,
) -> Extraction:
    """All facts, secrets and judged attachments of a mail.

    ``asked``: the facts that our last mail asked for; a bare number answers the first that its shape allows.
    ``received_at`` stands in for a missing Date. ``automatic``: no person wrote it, so that what it says of tickets
    and of ways to reach somebody is no fact of a case.
    """
    pages = _pages(mail)
    unseen = [Source(where="html", raw=mail.hidden)] if mail.hidden else []
    secrets = _hidden([*pages, *unseen], identifiers)
    shots = pictures.pages(mail)
    for shot in shots:
        shot.read_words(identifiers.lexicon)
    shown = ((kind, pictures.place(a)) for a in mail.attachments for kind in a.secrets)
    secrets += tuple(Secret(kind=kind, where=where, span=(0, 0)) for kind, where in shown)
    pages += shots
    known = _known(mail, pages, secrets, identifiers, asked, received_at)
    for page in pages:
        _read(page, known)
    narrow(pages, known.written)
    evidence = tuple(judge(a) for a in mail.attachments)
    secrets += tuple(
        Secret(kind="id_document_image", where=f"attachment:{e.filename}", span=(0, 0))
        for e in evidence
        if e.kind == "id_document"
    )
    entities = errors.fullest(merged(pages), mail.text)
    if known.impostor:
        entities = (*entities, suspects.writer(known.sender))
    if automatic:
        entities = tuple(e for e in entities if e.kind not in _NOT_BY_MACHINES or e.where == "quoted")
    return Extraction(
        entities=entities,
        secrets=secrets,
        evidence=evidence,
        flags=flags(
            mail.fresh_text[:HEAD].lower(),
            mail.subject.lower(),
            list(entities),
            known.sender,
            police_report=any(e.kind == "police_report" and e.counts for e in evidence),
        ),
    )


def _known(
    mail: ParsedMail,
    pages: Sequence[Source],
    secrets: Sequence[Secret],
    identifiers: Identifiers,
    asked: tuple[str, ...],
    received_at: datetime,
) -> _Known:
    words = [p for p in pages if p.where in {"subject", "text"}]
    exposed = any(s.kind in {"seed_phrase", "private_key", "keystore"} for s in secrets)
    impostor = suspects.impostor(mail.sender, words)
    written = local_date(mail, received_at)
    replies = mail.in_reply_to is not None or named.TICKET_IN_SUBJECT.search(mail.subject) is not None
    return _Known(
        identifiers=identifiers,
        written=written,
        country=locale.country(mail.fresh_text or mail.text or mail.subject, written),
        sender=mail.sender.address if mail.sender else "",
        desk=_desk(mail),
        asked=tuple(k for fact in asked for k in _ASKED.get(fact, ())),
        fraud=exposed or impostor or suspects.suspicious(words),
        impostor=impostor,
        verification=any(levels.VERIFICATION.search(p.folded) for p in pages),
        tagged=speaks_of_tags(words),
        brief=replies and len(mail.fresh_text.strip()) <= _BRIEF,
    )


def _desk(mail: ParsedMail) -> str:
    ours = next((a.address.lower().rpartition("@")[2] for a in mail.to), "")
    theirs = mail.sender.address.lower().rpartition("@")[2] if mail.sender else ""
    return ours if ours != theirs else ""


def sift(mail: ParsedMail, texts: Mapping[int, str], identifiers: Identifiers) -> tuple[Picture, ...]:
    """What was just read in pictures (attachment's index → its words), with every secret masked: from here on nobody
    sees them otherwise. The mail's own words tell what is one ("my private key is in the picture")."""
    texts = {index: rejoined(text) for index, text in texts.items()}
    shots = pictures.unread(mail, texts)
    _hidden([*_pages(mail), *shots.values()], identifiers)
    return tuple(
        Picture(
            index=index,
            text=covered(texts[index][: len(page.raw)], (s.span for s in page.secrets)),
            secrets=tuple(sorted({s.kind for s in page.secrets})),
        )
        for index, page in shots.items()
    )


def local_date(mail: ParsedMail, received_at: datetime) -> datetime:
    """The mail's date in the zone that its Date header states (RFC 5322 3.3); the time of receipt without one."""
    if mail.date is None:
        return received_at
    if mail.date.utcoffset():
        return mail.date
    found = _ZONE.search(mail.header("Date") or "")
    if found is None:
        return mail.date
    offset = timedelta(hours=int(found.group(2)), minutes=int(found.group(3)))
    zone = timezone(-offset if found.group(1) == "-" else offset) if offset < timedelta(hours=24) else UTC
    return mail.date.astimezone(zone)


def _pages(mail: ParsedMail) -> list[Source]:
    pages = [Source(where="subject", raw=mail.subject[:10_000])]
    pages.append(Source(where="text", raw=mail.text[:HEAD], folds=mail.folds))
    if len(mail.text) > HEAD:
        base = max(HEAD, len(mail.text) - TAIL)
        pages.append(Source(where="text", raw=mail.text[base:], base=base, folds=mail.folds))
    names = [a.filename for a in mail.attachments[:MOST_NAMES]]
    pages.extend(Source(where=f"attachment:{name}", raw=name[:1000]) for name in names if _TELLING.search(name))
    hidden = (k.href for k in mail.links[:MOST_LINKS] if k.href and k.href not in mail.text)
    pages.extend(Source(where="html", raw=href[:4000]) for href in hidden)
    return pages


def _hidden(pages: Sequence[Source], identifiers: Identifiers) -> tuple[Secret, ...]:
    """The words of all pages, and the secrets in them, which are hidden."""
    for page in pages:
        page.read_words(identifiers.lexicon)
    key_named = any(h.value("secret") == "private_key" for page in pages for h in page.tagged("secret"))
    for page in pages:
        read_secrets(page, key_named=key_named)
    unnamed_passwords(pages)
    return _secrets(pages)


def _secrets(pages: Sequence[Source]) -> tuple[Secret, ...]:
    """The secrets of all pages; what is one in one place is one in every other."""
    words = dict.fromkeys(
        page.raw[s.span[0] - page.base : s.span[1] - page.base] for page in pages for s in page.secrets
    )
    known = [w for w in words if len(w) >= 5]
    kinds = {page.raw[s.span[0] - page.base : s.span[1] - page.base]: s.kind for page in pages for s in page.secrets}
    for page in pages:
        repeated(page, known, kinds)
    return tuple(s for page in pages for s in page.secrets)


def _read(page: Source, known: _Known) -> None:
    """One page, in the order in which forms are surest."""
    words = page.where in {"subject", "text"}
    if not known.fraud:  # the head of what is reported names who sent it
        pass_over(page)
    links = read_shapes(page)
    page.forget_taken_words()
    suspects.read_mails_and_links(
        page, links, known.sender, desk=known.desk, fraud=known.fraud and words, theirs=known.impostor
    )
    markets.read_instruments(page)
    markets.read_contracts(page)
    if page.ocr or words:
        errors.read_errors(page, fraud=known.fraud)
    if words:
        named.read_plain_cases(page)
    left = read_identifiers(page, known.identifiers)
    if page.ocr:
        named.read_named(page, known.identifiers, verification=False)
        read_times(page, known.written, known.country)
        read_amounts(page, known.country)
        markets.read_coins_and_networks(page)
        pictures.keep_what_counts(page)
        return
    if not words:
        page.entities[:] = [e for e in page.entities if e.kind not in {"email", "suspect"}]
        return
    named.read_named(page, known.identifiers, verification=known.verification)
    if page.where == "text" and len(page.text) < 20_000:
        named.bare(page, left, (*known.asked, *asked_for(page)), known.identifiers)
        if known.brief:
            named.alone(page, left, known.identifiers)
        read_tag(page, left, spoken=known.tagged)
        read_unnamed(page, left, known.identifiers, known.written)
    messengers.read_messengers(page, fraud=known.fraud)
    contacts.read_phones(page, known.country, fraud=known.fraud)
    if known.fraud:
        suspects.read_suspects(page)
    read_times(page, known.written, known.country)
    read_amounts(page, known.country)
    markets.read_coins_and_networks(page)
