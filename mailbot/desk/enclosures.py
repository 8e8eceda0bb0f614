"""Files that go out with an answer: bounded in number, size and kind, kept as durably as a mail, on the ticket too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.desk.tools import Tools
from mailbot.model.effects import Enclosure
from mailbot.model.ticket import Ticket
from mailbot.store import Transaction
from mailbot.store.uploads import Upload
from mailbot.triage.mime.sniff import judge, sniff

FILES_MOST = 10
FILE_OCTETS = 10_000_000
TOGETHER_OCTETS = 15_000_000
"""In base64 a third more: what most servers take (25 MB)."""
NOBODY = 0
"""The person of files that no draft ever held: those of the API."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as a form, a program or a chat hands it over; its type is what they say."""

    filename: str
    content_type: str
    content: bytes


def attach(tools: Tools, number: str, person: int, given: Sequence[File]) -> list[Upload]:
    """Add files to a person's draft on a ticket; all of them, or none. Returns all files of the draft. Raises
    LookupError for the ticket, ValueError for files that may not be sent."""
    with tools.db.write() as t:
        return add(t, tools, t.tickets.by_number(number), person, given)


def add(t: Transaction, tools: Tools, ticket: Ticket, person: int, given: Sequence[File]) -> list[Upload]:
    """`attach` in a transaction that is open already."""
    before = t.uploads.drafted(ticket.id, person) if person != NOBODY else []
    check(given, len(before), sum(u.size for u in before))
    added = []
    for file in given:
        kind = sniff(file.content, file.content_type)
        added.append(
            t.uploads.add(
                ticket=ticket.id,
                person=person,
                filename=name_of(file.filename),
                content_type=kind or "application/octet-stream",
                content=file.content,
                now=tools.clock(),
            )
        )
    return [*before, *added]


def check(given: Sequence[File], files: int = 0, octets: int = 0) -> None:
    """Raises ValueError, in words, where files are too many, too large, empty, or of a kind that nobody should open
    blindly. ``files`` and ``octets`` are there already."""
    if files + len(given) > FILES_MOST:
        raise ValueError(f"at most {FILES_MOST} files")
    if octets + sum(len(f.content) for f in given) > TOGETHER_OCTETS:
        raise ValueError(f"the files are larger than {TOGETHER_OCTETS // 1_000_000} MB together")
    for file in given:
        name = name_of(file.filename)
        if not file.content:
            raise ValueError(f"{name}: an empty file")
        if len(file.content) > FILE_OCTETS:
            raise ValueError(f"{name}: larger than {FILE_OCTETS // 1_000_000} MB")
        declared = file.content_type.lower()
        _, against = judge(file.filename, declared, sniff(file.content, declared), file.content)
        if against:
            raise ValueError(f"{name}: {against}")


def name_of(filename: str) -> str:
    """A file's name without its folder and without control characters."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable()).strip()[:200] or "file"


def drop(tools: Tools, number: str, person: int, upload: int) -> None:
    """Take a file off a draft. Raises LookupError where it is not there."""
    with tools.db.write() as t:
        if not t.uploads.drop(upload, t.tickets.by_number(number).id, person):
            raise LookupError("there is no such file on this draft")


def drafted(tools: Tools, ticket: Ticket, person: int) -> list[Upload]:
    """The files of a person's draft."""
    with tools.db.read() as t:
        return t.uploads.drafted(ticket.id, person)


def enclosed(uploads: Sequence[Upload]) -> tuple[Enclosure, ...]:
    """Files as a letter names them."""
    return tuple(
        Enclosure(filename=u.filename, content_type=u.content_type, size=u.size, sha256=u.sha256) for u in uploads
    )
