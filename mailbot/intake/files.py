"""Mails from files: an .eml, an mbox, a Maildir, a folder of them, or standard input.

Reads one mail at a time and never changes a file. What cannot be read is yielded as the error in the mail's place.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

MAX_OCTETS = 64 * 1024 * 1024
"""Of one mail."""

_SUFFIXES = (".eml", ".mbox")
_LINE = 64 * 1024
"""Octets read at once of a line."""
_DATED = re.compile(rb"From [^\r\n]{1,400}\d\d:\d\d[^\r\n]{0,40}\d{4}")
"""A separator line of an mbox with its time (RFC 4155, appendix A)."""


class MailTooLarge(ValueError):  # noqa: N818 - a state of the mail
    """The mail has more octets than the limit; it was not read."""


def mails(paths: Iterable[str | Path], *, max_octets: int = MAX_OCTETS) -> Iterator[tuple[str, bytes | Exception]]:
    """Each mail with the name of its source: its path, ``path#n`` in an mbox (from 1), ``-`` for standard input.

    A folder is read with its subfolders in the order of the paths: its ``.eml`` and ``.mbox`` files and Maildirs
    (``cur`` and ``new`` together, by name). In place of a mail that cannot be read stands the OSError, or the
    `MailTooLarge`.
    """
    for path in paths:
        if str(path) == "-":
            yield _whole("-", sys.stdin.buffer, max_octets)
        else:
            yield from _place(Path(path), max_octets)


def _place(path: Path, max_octets: int) -> Iterator[tuple[str, bytes | Exception]]:
    try:
        files = _files(path) if path.is_dir() else iter([path])
        for file in files:
            yield from _file(file, max_octets)
    except OSError as error:
        yield str(path), error


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder that hold mail, sorted; links to folders are not followed."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        found = [f for part in ("cur", "new") for f in (folder / part).iterdir() if not f.name.startswith(".")]
        yield from sorted(found, key=lambda f: f.name)
        return
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.name.lower().endswith(_SUFFIXES) and entry.is_file():
            yield Path(entry.path)


def _file(path: Path, max_octets: int) -> Iterator[tuple[str, bytes | Exception]]:
    name = str(path)
    try:
        with path.open("rb") as file:
            if path.suffix.lower() != ".eml" and file.peek(5)[:5] == b"From ":
                yield from _mbox(name, file, max_octets)
            else:
                yield _whole(name, file, max_octets)
    except OSError as error:
        yield name, error


def _whole(name: str, file: BinaryIO, max_octets: int) -> tuple[str, bytes | Exception]:
    content = file.read(max_octets + 1)
    return name, content if len(content) <= max_octets else _too_large(max_octets)


def _too_large(max_octets: int) -> MailTooLarge:
    return MailTooLarge(f"more than {max_octets} octets")


def _mbox(name: str, file: BinaryIO, max_octets: int) -> Iterator[tuple[str, bytes | Exception]]:
    """The mails of an mbox: divided at ``From `` lines after an empty line, ``>From `` read as ``From `` (mboxrd).

    Where the first separator carries a time, the others have to, so that a sentence beginning with "From " divides
    nothing.
    """
    dated = bool(_DATED.match(file.readline(_LINE)))
    number, lines, octets = 1, list[bytes](), 0
    empty, at_start = False, True
    while line := file.readline(_LINE):
        if at_start and empty and line.startswith(b"From ") and (not dated or _DATED.match(line)):
            yield f"{name}#{number}", _joined(lines, octets, max_octets)
            number, lines, octets = number + 1, [], 0
        else:
            octets += len(line)
            if octets <= max_octets:
                lines.append(_unquoted(line) if at_start else line)
        empty = at_start and line in (b"\n", b"\r\n")
        at_start = line.endswith(b"\n")
    yield f"{name}#{number}", _joined(lines, octets, max_octets)


def _unquoted(line: bytes) -> bytes:
    return line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line


def _joined(lines: list[bytes], octets: int, max_octets: int) -> bytes | Exception:
    """The mail of these lines, without the empty line that belongs to the separator."""
    if octets > max_octets:
        return _too_large(max_octets)
    if lines and lines[-1] in (b"\n", b"\r\n"):
        lines.pop()
    return b"".join(lines)
