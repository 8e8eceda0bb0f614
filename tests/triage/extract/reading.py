"""A mail as text, read for its facts."""

from __future__ import annotations

from datetime import UTC, datetime

from mailbot.model.findings import Extraction
from mailbot.model.mail import Address, Attachment, Fold, ParsedMail
from mailbot.triage.extract import extract
from mailbot.triage.extract.numbers.patterns import DEFAULT, Identifiers

THURSDAY = "2026-03-12T15:00+08:00"


def letter(
    text: str,
    *,
    subject: str = "",
    date: str = THURSDAY,
    sender: str = "me@home.example",
    folds: tuple[Fold, ...] = (),
    attachments: tuple[Attachment, ...] = (),
) -> ParsedMail:
    """A parsed mail of one text; ``fresh_text`` is what stands outside the folds."""
    fresh, at = [], 0
    for fold in folds:
        fresh.append(text[at : fold.start])
        at = fold.end
    fresh.append(text[at:])
    return ParsedMail(
        subject=subject,
        text=text,
        fresh_text="".join(fresh),
        folds=folds,
        date=datetime.fromisoformat(date),
        sender=Address(address=sender),
        attachments=attachments,
    )


def read(text: str, *, asked: tuple[str, ...] = (), identifiers: Identifiers = DEFAULT, **kept: object) -> Extraction:
    """The facts of such a mail."""
    mail = letter(text, **kept)  # type: ignore[arg-type]
    return extract(mail, identifiers, asked=asked, received_at=datetime(2026, 3, 12, 8, tzinfo=UTC))


def found(text: str, kind: str, **kept: object) -> list[str]:
    """The values of one kind in the order of the text."""
    entities = [e for e in read(text, **kept).entities if e.kind == kind]  # type: ignore[arg-type]
    return [e.value for e in sorted(entities, key=lambda e: e.span)]
