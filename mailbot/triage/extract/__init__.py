"""The facts, secrets and evidence of a mail."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from mailbot.model.findings import Entity, Extraction, Secret
from mailbot.model.mail import Link, ParsedMail
from mailbot.triage.extract.normalise import normalise
from mailbot.triage.extract.patterns import Identifiers

__all__ = ["Identifiers", "extract", "mask"]

_TOKENS = re.compile(
    r"(?P<tx_hash>\b(?:0x)?[0-9a-fA-F]{64}\b)|(?P<address>\b(?:0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})\b)"
    r"|(?P<email>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})|(?P<digits>(?<!\d)\d{8,20}(?!\d))"
)


def extract(
    mail: ParsedMail, identifiers: Identifiers, *, asked: tuple[str, ...] = (), received_at: datetime
) -> Extraction:
    """All facts, secrets and judged attachments of a mail."""
    entities = []
    for where, text in (("subject", mail.subject), ("text", mail.text)):
        normal = normalise(text[:200_000])
        for found in _TOKENS.finditer(normal.text):
            kind = str(found.lastgroup)
            if kind == "digits":
                kind = "uid" if identifiers.fits("uid", found.group()) else "order_id"
            span = normal.span(*found.span())
            entities.append(Entity(kind=kind, value=found.group(), raw=text[slice(*span)], where=where, span=span))
    return Extraction(entities=tuple(entities))


def mask(mail: ParsedMail, secrets: tuple[Secret, ...]) -> ParsedMail:
    """The mail with every secret replaced by as many bullets, so that all spans stay right."""
    text = _masked(mail.text, [s.span for s in secrets if s.where in {"text", "quoted"}])
    subject = _masked(mail.subject, [s.span for s in secrets if s.where == "subject"])
    if text == mail.text and subject == mail.subject:
        return mail
    hidden = [mail.text[slice(*s.span)] for s in secrets if s.where in {"text", "quoted"}]
    fresh = mail.fresh_text
    for words in hidden:
        fresh = fresh.replace(words, "•" * len(words))
    links = tuple(Link(text=_cover(k.text, hidden), href=_cover(k.href, hidden)) for k in mail.links)
    return replace(mail, text=text, subject=subject, fresh_text=fresh, links=links)


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "•" * (min(end, len(text)) - start) + text[end:]
    return text


def _cover(text: str, hidden: list[str]) -> str:
    for words in hidden:
        text = text.replace(words, "•" * len(words))
    return text
