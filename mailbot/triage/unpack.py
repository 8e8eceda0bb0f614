"""The files in an archive: zip, gzip, tar, and a tar in gzip. Bounded in members and octets; names are labels, and
nothing is written, so that none of them leads anywhere. An archive in an archive stays closed."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MOST_LISTED = 1000
"""Members whose names are looked at."""
MOST_READ = 40
UNPACKED = 2 * 1024 * 1024
"""Octets that one archive unpacks to, all members together."""

TYPES = frozenset({
    "application/zip", "application/x-zip-compressed", "application/x-zip", "application/gzip", "application/x-gzip",
    "application/x-tar", "application/x-compressed-tar", "application/x-gtar",
})  # fmt: skip
_ENCRYPTED = 0x1


class EncryptedError(ValueError):
    """An archive that a password closes."""


@dataclass(frozen=True, slots=True)
class File:
    """A name and octets."""

    name: str
    octets: bytes


def is_archive(octets: bytes) -> bool:
    """Whether octets begin as a zip, a gzip or a tar does."""
    return octets.startswith((b"PK\x03\x04", b"\x1f\x8b")) or octets[257:262] == b"ustar"


def members(file: File) -> Iterator[File]:
    """The files in an archive as far as they can be read, the smallest first. A broken one ends there. Raises
    EncryptedError where all of them are encrypted."""
    if file.octets.startswith(b"\x1f\x8b"):
        plain = _gunzipped(file.octets)
        inner = File(file.name.removesuffix(".gz").removesuffix(".tgz"), plain)
        yield from _tarred(plain) if plain[257:262] == b"ustar" else iter([inner])
    elif file.octets.startswith(b"PK\x03\x04"):
        yield from _zipped(file.octets)
    else:
        yield from _tarred(file.octets)


def _gunzipped(octets: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(octets, UNPACKED)
    except zlib.error:
        return b""


def _zipped(octets: bytes) -> Iterator[File]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(octets))
        listed = [i for i in archive.infolist()[:MOST_LISTED] if not i.is_dir() and i.file_size]
    except Exception:  # noqa: BLE001 - a broken archive raises many kinds of errors; all mean the same
        return
    plain = sorted((i for i in listed if not i.flag_bits & _ENCRYPTED), key=lambda i: i.file_size)
    if listed and not plain:
        raise EncryptedError("encrypted")
    room = UNPACKED
    for info in plain[:MOST_READ]:
        try:
            with archive.open(info) as member:
                data = member.read(room)
        except Exception:  # noqa: BLE001, S112 - as above; the next member may be whole
            continue
        room -= len(data)
        yield File(info.filename, data)
        if room <= 0:
            return


def _tarred(octets: bytes) -> Iterator[File]:
    try:
        with tarfile.open(fileobj=io.BytesIO(octets), mode="r:") as archive:
            for count, info in enumerate(archive):
                if count >= MOST_READ:
                    return
                data = archive.extractfile(info) if info.isreg() else None
                if data is not None:
                    yield File(info.name, data.read(UNPACKED))
    except Exception:  # noqa: BLE001 - as above
        return
