"""`mailbot explain`: one mail's whole decision, for people and, with --json, for their scripts.

The contract is docs/reference/explain-json.md. Nothing is written; a PATH needs no database and no network.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli.common import ConfigOption, fail, opened, out, read_settings

if TYPE_CHECKING:
    from mailbot.desk.brain import Brain
    from mailbot.model.mail import Picture
    from mailbot.ocr import PictureReader

BATCH = 64
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What some readers take for the end of a line, and what is no Unicode text; LF alone may end one."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Examples: mailbot explain mail.eml · mailbot explain --json inbox/ · mailbot explain 10000001")(
        explain
    )


def explain(
    paths: Annotated[
        list[str],
        typer.Argument(help="A mail file, mbox, Maildir, folder of .eml, - for standard input, or a ticket's number."),
    ],
    config: ConfigOption = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object per mail and line.")] = False,
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help="Show secrets, for those who may read the raw mail.")
    ] = False,
    now: Annotated[str, typer.Option(help="The time to decide at (ISO 8601); default: the mail's own date.")] = "",
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Read the words in pictures, too (extra `ocr`): seconds for each.")
    ] = False,
) -> None:
    """Explain what mailbot concludes about mails, and why. Writes nothing to the database."""
    at = _time(now)
    tickets = [p for p in paths if p.lstrip("#").isdigit() and not Path(p).exists()]
    files = [p for p in paths if p not in tickets]
    _check(files)
    for number in tickets:
        _ticket(number, config, json_=json_, now=at)
    if files:
        from mailbot.desk.brain import Brain

        brain = Brain(read_settings(config, secrets=False))
        reader = _reader(brain) if pictures else None
        for source, data in explained(brain, files, now=at, unmasked=unmasked, reader=reader):
            _print(source, data, json_=json_)
        if reader is not None:
            reader.close()


def _reader(brain: Brain) -> PictureReader | None:
    from mailbot.desk.connections import picture_reader  # brings the whole wiring, so only where it is wanted

    return picture_reader(brain.settings)


def _time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        fail(f"--now {text!r} is not a time", "write it as 2026-11-20T08:15:00Z", status=2)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _check(paths: Iterable[str]) -> None:
    for path in paths:
        if path != "-" and not Path(path).exists():
            fail(f"there is no file, folder or ticket {path!r}", "name an .eml file, or - for standard input", status=2)


def explained(
    brain: Brain, paths: list[str], *, now: datetime | None, unmasked: bool, reader: PictureReader | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(source, explanation) of every mail, in order, in batches; a mail that cannot be handled has an ``error``."""
    from mailbot.intake.files import mails

    return explanations(brain, mails(paths), now=now, unmasked=unmasked, reader=reader)


def explanations(
    brain: Brain,
    mails: Iterable[tuple[str, bytes | Exception]],
    *,
    now: datetime | None,
    unmasked: bool,
    reader: PictureReader | None = None,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same for mails that are at hand."""
    batch: list[tuple[str, bytes | Exception]] = []
    for item in mails:
        batch.append(item)
        if len(batch) == BATCH or len(item[1] if isinstance(item[1], bytes) else b"") > 1_000_000:
            yield from _batch(brain, batch, now, reader, unmasked=unmasked)
            batch = []
    yield from _batch(brain, batch, now, reader, unmasked=unmasked)


def _batch(
    brain: Brain,
    batch: list[tuple[str, bytes | Exception]],
    now: datetime | None,
    reader: PictureReader | None,
    *,
    unmasked: bool,
) -> Iterator[tuple[str, dict[str, Any]]]:
    from mailbot.triage import pipeline
    from mailbot.triage.explain import explanation

    try:
        readings = [_reading(brain, content, now, reader) for _, content in batch]
        results = pipeline.triage(readings, brain.policy, brain.classifier)
    except Exception as error:  # noqa: BLE001 - one mail of the batch: find it, explain the others
        if len(batch) > 1:
            for item in batch:
                yield from _batch(brain, [item], now, reader, unmasked=unmasked)
        else:
            yield batch[0][0], {"error": {"code": type(error).__name__, "message": str(error)}}
        return
    for (source, _), (reading, _), (analysis, plan) in zip(batch, readings, results, strict=True):
        shown = replace(analysis, mail=reading.mail) if unmasked else analysis
        yield source, explanation(shown, plan)


def _reading(
    brain: Brain, content: bytes | Exception, now: datetime | None, reader: PictureReader | None = None
) -> Any:
    from mailbot.model.effects import Context
    from mailbot.model.mail import RawMail, Source
    from mailbot.triage import pipeline

    if isinstance(content, Exception):
        raise content
    digest = sha256(content).hexdigest()
    raw = RawMail(content=content, sha256=digest, received_at=now or datetime.now(UTC), source=Source(mailbox=""))
    reading = pipeline.read(raw, brain.policy)
    at = now or reading.mail.date or raw.received_at
    reading = replace(reading, raw=replace(raw, received_at=at))
    seen: tuple[Picture, ...] = ()
    if reader is not None:
        from mailbot.desk.pictures import look_at

        seen = look_at(reader, brain.policy, reading, brain.settings.ocr.pictures)
    return reading, Context(now=at, pictures=seen)


def _print(source: str, data: dict[str, Any], *, json_: bool) -> None:
    if json_:
        line = json.dumps({"source": source, **data}, ensure_ascii=False, separators=(",", ":"))
        safe = _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", line)
        sys.stdout.buffer.write(safe.encode("utf-8") + b"\n")
        sys.stdout.buffer.flush()
    else:
        from mailbot.cli.tree import tree

        out.print(tree(source, data))


def _ticket(number: str, config: Path | None, *, json_: bool, now: datetime | None) -> None:
    """What was decided on a ticket's mails then, and what would be decided now with the stored context."""
    from mailbot.desk.retrospect import retrospect

    with opened(config) as app:
        rows = retrospect(app.tools, number, now=now)
    for row in rows:
        source = f"ticket {number.lstrip('#')}, mail {row.raw}"
        if json_:
            _print(source, {"then": row.then, "now": row.now, "changed": list(row.changed)}, json_=True)
        else:
            _print(source, dict(row.then), json_=False)
            out.print(
                f"decided under {row.then.get('policy')}; "
                + (f"now would change: {', '.join(row.changed)}" if row.changed else "would be decided the same now")
            )
