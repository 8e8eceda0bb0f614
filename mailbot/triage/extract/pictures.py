"""What pictures and attached texts say: which pictures are worth reading, and which facts of a screenshot count.

A picture is read outside of triage (`mailbot.ocr`); here its words come in as a value, masked before anything else
sees them. A screenshot shows much that is nobody's statement: prices, balances, a clock. Only what names itself
counts: numbers with their cue, hashes, addresses, errors, amounts in a row that calls them so, dates with their year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailbot.model.findings import Entity
from mailbot.model.mail import Attachment, ParsedMail, Picture
from mailbot.triage.extract.evidence import judge
from mailbot.triage.extract.restore import restored
from mailbot.triage.extract.source import OCR_SURE, Source

MOST_CHARS = 10_000
"""Characters of one picture that are read, and of one attached text that are kept."""

FORMATS = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp"})
_SHOWN = frozenset({"screenshot", "photo", "police_report"})
_LEAST_OCTETS = 500
_NEVER = frozenset({"email", "suspect", "contact", "kyc_level", "ticket_id"})
_LABEL = re.compile(
    r"数量|金额|數量|金額|到账|到帳|实付|實付|转账|轉帳|amount|quantity|received|total|sum\b|수량|금액|сумм|кол-во|количест"
    r"|cantidad|monto|importe|số lượng|so luong|miktar|tutar|quantidade|valor"
)
_MOST_PRINTED = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST = {"amount": 3, "event_time": 4, "coin": 4, "network": 3}


def worth_reading(mail: ParsedMail, most: int) -> tuple[Attachment, ...]:
    """The first ``most`` pictures that may show something: no logo, no tracking pixel, no identity paper, nothing
    suspicious."""
    shown = (
        a
        for a in mail.attachments
        if a.content_type.lower() in FORMATS
        and a.size >= _LEAST_OCTETS
        and not a.suspicious
        and judge(a).kind in _SHOWN
    )
    return tuple(a for a, _ in zip(shown, range(most), strict=False))


def with_words(mail: ParsedMail, pictures: Sequence[Picture]) -> ParsedMail:
    """The mail with what was read in its pictures or its attached texts."""
    if not pictures:
        return mail
    read = {p.index: p for p in pictures}
    return replace(
        mail,
        attachments=tuple(
            replace(a, text=read[a.index].text[:MOST_CHARS], secrets=read[a.index].secrets) if a.index in read else a
            for a in mail.attachments
        ),
    )


def place(attachment: Attachment) -> str:
    """``where`` of what an attachment says."""
    return f"attachment:{attachment.filename}"


def pages(mail: ParsedMail) -> list[Source]:
    """The words of the pictures and of attached texts, as far as they are known."""
    return [_page(a, a.text) for a in mail.attachments if a.text]


def _page(attachment: Attachment, text: str) -> Source:
    if attachment.content_type.lower() in FORMATS:
        return Source(where=place(attachment), raw=restored(text[:MOST_CHARS]), ocr=True)
    return Source(where=place(attachment), raw=text, ocr=True, printed=True)


def unread(mail: ParsedMail, texts: Mapping[int, str]) -> dict[int, Source]:
    """The words of pictures and attached texts as they were just read, by the attachment's index: not yet masked."""
    return {a.index: _page(a, texts[a.index]) for a in mail.attachments if a.index in texts}


def keep_what_counts(page: Source) -> None:
    """Drop what a screenshot shows without saying that it is the matter."""
    kept: dict[str, int] = {}
    out = []
    for entity in page.entities:
        if entity.kind in _NEVER:
            continue
        if entity.kind == "amount" and not _LABEL.search(_row(page, entity.span[0])):
            continue
        if entity.kind == "event_time" and not _YEAR.search(entity.raw):
            continue
        kept[entity.kind] = kept.get(entity.kind, 0) + 1
        if kept[entity.kind] <= _MOST.get(entity.kind, 20):
            out.append(entity)
    page.entities[:] = _printed(out) if page.printed else out


def _printed(entities: Sequence[Entity]) -> list[Entity]:
    """What an attached text says, which nobody misread; a table that names many of a kind names none as the case's."""
    values: dict[str, set[str]] = {}
    for e in entities:
        values.setdefault(e.kind, set()).add(e.value)
    return [
        replace(e, via="", confidence=round(e.confidence / OCR_SURE, 4))
        for e in entities
        if len(values[e.kind]) <= _MOST_PRINTED
    ]


def _row(page: Source, at: int) -> str:
    """The row that a position is in, and the one above it where that is all it has of words."""
    start = page.raw.rfind("\n", 0, at) + 1
    above = page.raw.rfind("\n", 0, max(0, start - 1)) + 1
    end = page.raw.find("\n", at)
    row = page.raw[start : end if end >= 0 else len(page.raw)]
    alone = len(row.split()) <= 3
    return (page.raw[above:start] + row if alone else row).lower()
