"""A labelled mail: what a person says is in it, and the plain mail that its texts make, or the mail as it came. Pure.

The format is described in docs/howto/evaluate.md.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from mailbot.triage.mime import parse

_MAGIC = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "image/gif": b"GIF89a",
    "application/pdf": b"%PDF-1.4\n",
    "application/zip": b"PK\x03\x04",
    "video/mp4": b"\x00\x00\x00\x18ftypmp42",
}
"""Attachments are labelled without their content; theirs must not look disguised."""
_MAIL = "message/rfc822"
_IMAGE_SECRET = "id_document_image"  # noqa: S105 - a kind, whose text is a file's name and no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledMail:
    """One row. A label that is None was not given: the mail does not count in that figure."""

    name: str
    date: datetime
    body: str
    sender: str
    """From, as a header has it (RFC 5322 3.6.2)."""
    subject: str = ""
    attachments: tuple[tuple[str, str], ...] = ()
    """(filename, content type)."""
    intent: str | None = None
    secondary_intents: tuple[str, ...] = ()
    priority: str | None = None
    entities: Mapping[str, tuple[str, ...]] | None = None
    """Kind → values, those of quoted text among them; of a mail as it came, those of the sender's own words."""
    quoted: Mapping[str, tuple[str, ...]] | None = None
    """Of a mail as it came: kind → values of quoted text, which need not be found."""
    fresh: str | None = None
    """The sender's own words, without quotes and signature."""
    may_reply: bool | None = None
    """Whether an automatic answer may leave."""
    raw: bytes | None = None
    """The mail as it came."""
    missing: frozenset[str] | None = None
    secrets: tuple[str, ...] | None = None
    """The secret words as they stand in the mail."""

    def texts(self) -> tuple[str, ...]:
        """Every text that the sender wrote."""
        return self.body, self.subject, self.sender, *(name for name, _ in self.attachments)

    def mail(self) -> bytes:
        """The mail as it came, or the plain one that these texts make; ValueError where a text cannot stand in one."""
        if self.raw is not None:
            return self.raw
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = "support@desk.example"
        message["Subject"] = " ".join(self.subject.split())
        message["Date"] = format_datetime(self.date)
        message["Message-ID"] = f"<{self.name.encode().hex()[:100]}@labelled.example>"
        message.set_content(self.body, charset="utf-8")
        for name, kind in self.attachments:
            if kind == _MAIL:
                forwarded = EmailMessage()
                forwarded.set_content("labelled without content\n")
                message.add_attachment(forwarded, filename=name)
                continue
            data = _MAGIC.get(kind, b"") + b"labelled without content\n" * 40
            main, _, sub = kind.partition("/")
            message.add_attachment(data, maintype=main, subtype=sub, filename=name)
        return message.as_bytes()


def read(lines: Iterable[str], known: Mapping[str, Iterable[str]]) -> Iterator[LabelledMail]:
    """The labelled mails of a JSON Lines text; empty lines are passed over. ``known``: what the configuration has
    for ``intent``, ``priority`` and ``missing``.

    Raises ValueError, with the line's number and the label's name, for what is no row and for a name that is unknown.
    """
    names = {label: frozenset(values) for label, values in known.items()}
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = _row(json.loads(line), number, names)
            row.mail()
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number}, column {error.colno}: no JSON: {error.msg}") from None
        except (ValueError, LookupError, RecursionError) as error:
            raise ValueError(f"line {number}: {error}") from None
        if row.name in seen:
            raise ValueError(f"line {number}: id: {row.name!r} stands in line {seen[row.name]}, too")
        for place, secret in enumerate(row.secrets or (), 1):
            if not secret.strip() or not any(secret in text for text in row.texts()):
                raise ValueError(f"line {number}: secrets: number {place} does not stand in the mail like this")
        seen[row.name] = number
        yield row


def whole(name: str, labels: str, raw: bytes, known: Mapping[str, Iterable[str]]) -> LabelledMail:
    """A mail as it came, with its labels (JSON; the keys of a row, ``body`` and ``from`` are the mail's own).

    Raises ValueError, with the label's name, for what are no labels and for a name that is unknown.
    """
    try:
        data = json.loads(labels)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"no JSON: {error}") from None
    if not isinstance(data, dict):
        raise ValueError("labels are a JSON object")  # noqa: TRY004 - the file's fault, not the program's
    mail = parse(raw)
    texts = {
        "id": name,
        "date": data.get("date") or (mail.date or datetime.fromtimestamp(0, UTC)).isoformat(),
        "body": mail.text,
        "subject": mail.subject,
        "from": mail.sender.address if mail.sender else "",
    }
    row = _row({**data, **texts, "attachments": []}, 0, {k: frozenset(v) for k, v in known.items()})
    quoted = _values(data, "quoted_entities")
    return replace(
        row,
        attachments=tuple((a.filename, a.content_type) for a in mail.attachments),
        entities=_values(data, "entities") if "entities" in data else None,
        quoted=quoted,
        fresh=_text(data, "fresh_text") if isinstance(data.get("fresh_text"), str) else None,
        may_reply=_flag(data, "may_reply"),
        raw=raw,
    )


def canonical(kind: str, value: str) -> str:
    """What two spellings of one fact have in common: case, spaces and separators are left out, of a time the day is
    kept, of an amount the number and the unit."""
    text = plain_text(value)
    if kind == "event_time":
        return text[:10]
    if kind == "amount":
        number = re.match(r"([\d,]{1,40}(?:\.\d{1,30})?)([a-z]*)", text)
        return f"{float(number[1].replace(',', '') or 0):.12g} {number[2]}" if number else text
    if kind in {"phone", "suspect"}:
        return re.sub(r"[-()]", "", text).lstrip("+")
    if kind == "contact":
        return text.partition(":")[2].lstrip("@") or text
    if kind == "error_message":
        return re.sub(r"\W", "", text)
    return text.removeprefix("0x") if kind == "tx_hash" else text


def plain_text(text: str) -> str:
    """NFKC in lower case, without white space and what is not seen."""
    wide = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in wide if not c.isspace() and unicodedata.category(c) != "Cf")


def _row(data: Any, number: int, known: Mapping[str, frozenset[str]]) -> LabelledMail:
    if not isinstance(data, dict):
        raise ValueError("a row is a JSON object")  # noqa: TRY004 - the file's fault, not the program's
    missing = _texts(data, "missing") if "missing" in data else None
    labels = {
        "intent": [_text(data, "intent")] if "intent" in data else [],
        "priority": [_text(data, "priority")] if "priority" in data else [],
        "missing": missing or [],
    }
    for label, values in labels.items():
        for value in values:
            if value not in known.get(label, {value}):
                raise ValueError(f"{label}: the configuration has no {value!r}")
    entities = _values(data, "entities") if "entities" in data else None
    if entities is not None:
        for kind, quoted in _values(data, "quoted_entities").items():
            entities[kind] = (*entities.get(kind, ()), *quoted)
    return LabelledMail(
        name=_text(data, "id", str(number)),
        date=_date(_text(data, "date")),
        body=_text(data, "body"),
        sender=_text(data, "from", "customer@mail.example"),
        subject=_text(data, "subject", ""),
        attachments=tuple(
            (_text(a, "filename"), _type(_text(a, "content_type", "application/octet-stream")))
            for a in _objects(data, "attachments")
        ),
        intent=next(iter(labels["intent"]), None),
        secondary_intents=tuple(_texts(data, "secondary_intents")),
        priority=next(iter(labels["priority"]), None),
        entities=entities,
        missing=None if missing is None else frozenset(missing),
        secrets=tuple(_text(s, "text") for s in _objects(data, "secrets") if s.get("kind") != _IMAGE_SECRET)
        if "secrets" in data
        else None,
    )


def _text(data: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"{key}: a text is wanted" + ("" if key in data else ", and nothing is there"))  # noqa: TRY004
    return value


def _flag(data: Mapping[str, Any], key: str) -> bool | None:
    value = data.get(key)
    if not isinstance(value, bool | None):
        raise ValueError(f"{key}: true or false is wanted")  # noqa: TRY004
    return value


def _texts(data: Mapping[str, Any], key: str) -> list[str]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError(f"{key}: a list of texts is wanted")
    return value


def _objects(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise ValueError(f"{key}: a list of objects is wanted")
    return value


def _values(data: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ValueError(f"{key}: an object of lists is wanted")  # noqa: TRY004
    try:
        return {kind: tuple(_texts(value, kind)) for kind in value}
    except ValueError as error:
        raise ValueError(f"{key}.{error}") from None


def _date(text: str) -> datetime:
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"date: {text!r} is no time such as 2026-11-20T08:15+08:00") from None
    if date.tzinfo is None:
        raise ValueError(f"date: {text!r} has no zone: write it as 2026-11-20T08:15+08:00")
    return date


def _type(text: str) -> str:
    main, slash, sub = text.partition("/")
    if not (main and slash and sub) or (main in {"message", "multipart"} and text.lower() != _MAIL):
        raise ValueError(f"attachments: {text!r} is no content type such as image/png")
    return text.lower()
