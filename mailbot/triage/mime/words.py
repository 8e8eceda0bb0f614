"""Header values to characters: encoded words (RFC 2047), parameters with continuations and charsets (RFC 2231), and
the raw octets that clients write instead."""

from __future__ import annotations

import binascii
import re
import urllib.parse

from mailbot.triage.mime.charset import decode
from mailbot.triage.mime.octets import octets

_WORD = octets(rb"=\?([!-)+->@-~]{1,60})(?:\*[A-Za-z0-9-]{0,20})?\?([bBqQ])\?([^?]*(?:\?[^=?][^?]*)*?)\?=")
_FOLD = re.compile(rb"\r?\n(?=[ \t])|[\r\n]+")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]|~\{")
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127)) | {9: " ", 10: " ", 13: " "}


def unfold(raw: bytes) -> bytes:
    """A header value on one line (RFC 5322 2.2.3)."""
    return _FOLD.sub(b"", raw).strip() if b"\n" in raw or b"\r" in raw else raw.strip()


def header_text(raw: bytes, hint: str = "", defects: list[str] | None = None) -> str:
    """An unstructured header value decoded. ``hint`` is the charset of the mail's body, for raw 8-bit octets."""
    raw = unfold(raw)
    if b"=?" not in raw:
        if raw.isascii() and _CONTROL.search(raw) is None:
            return raw.decode("ascii")
        return _octets(raw, hint, defects)
    pieces: list[str] = []
    pending: list[bytes] = []
    charset = ""
    at = 0
    for found in _WORD.finditer(raw):
        between = raw[at : found.start()]
        label = found.group(1).decode("latin-1").lower()
        if pending and (between.strip() or label != charset):
            pieces.append(_octets(b"".join(pending), hint, defects, charset))
            pending = []
        if between.strip() or (not pieces and not pending):
            pieces.append(_octets(between, hint, defects))
        charset = label
        pending.append(_payload(found.group(2), found.group(3), defects))
        at = found.end()
    if pending:
        pieces.append(_octets(b"".join(pending), hint, defects, charset))
    rest = raw[at:]
    pieces.append(_unclosed(rest, hint, defects) if b"=?" in rest else _octets(rest, hint, defects))
    return "".join(pieces).strip()


_UNCLOSED = octets(rb"=\?([!-)+->@-~]{1,60})\?([bBqQ])\?([^?]*)\??$")


def _unclosed(raw: bytes, hint: str, defects: list[str] | None) -> str:
    found = _UNCLOSED.search(raw)
    if found is None:
        return _octets(raw, hint, defects)
    _note(defects, "encoded word without its end")
    data = _payload(found.group(2), found.group(3), defects)
    return _octets(raw[: found.start()], hint, defects) + _octets(data, hint, defects, found.group(1).decode("latin-1"))


def _payload(encoding: bytes, text: bytes, defects: list[str] | None) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(text.replace(b"_", b"=20").replace(b" ", b"=20"))
    return decode_base64(text, defects)


_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def decode_base64(text: bytes, defects: list[str] | None = None) -> bytes:
    """Base64 (RFC 2045 6.8) as it comes: foreign characters left out, padding missing or in the middle."""
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error:
        pass
    out: list[bytes] = []
    pieces = text.rstrip(b"= \t\r\n").split(b"=") if b"=" in text else [text]
    for piece in pieces:
        clean = piece.translate(None, _BASE64)
        if len(clean) % 4 == 1:
            clean = clean[:-1]
            _note(defects, "base64 cut short")
        if clean:
            out.append(binascii.a2b_base64(clean + b"=" * (-len(clean) % 4)))
    return b"".join(out)


def _octets(data: bytes, hint: str, defects: list[str] | None, label: str = "") -> str:
    if not data:
        return ""
    found = decode(data, label or "utf-8" if data.isascii() else label, hint)
    if found.defect:
        _note(defects, found.defect)
    return found.text.translate(_CONTROLS)


def _note(defects: list[str] | None, what: str) -> None:
    if defects is not None and what not in defects and len(defects) < 100:
        defects.append(what)


# Parameters: a name, "=", and a quoted string or whatever stands before the next semicolon. Linear: each alternative
# stops at its own delimiter.
_PARAM = re.compile(rb'(?s);\s*([^=;"\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)("|$)|([^;]*))')


def parameters(raw: bytes, hint: str = "") -> tuple[str, dict[str, bytes]]:
    """The value and the parameters (lower-case names, octets) of Content-Type or Content-Disposition.

    Continuations are joined and percent signs resolved (RFC 2231); such values come as ``charset'lang'octets``
    decoded already into UTF-8, as do raw 8-bit octets. A repeated name keeps its first value.
    """
    line = unfold(raw)
    if not line.isascii():
        line = decode(line, "", hint).text.encode("utf-8", "replace")
    value, _, _ = line.partition(b";")
    found: dict[str, bytes] = {}
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for match in _PARAM.finditer(b";" + line.partition(b";")[2]) if b";" in line else ():
        name = match.group(1).decode("latin-1").lower()
        quoted = match.group(2)
        value_octets = _unquote(quoted) if quoted is not None else match.group(4).strip()
        base, star, number = name.partition("*")
        if not star:
            found.setdefault(base, value_octets)
            continue
        coded = number.endswith("*") or not number
        digits = number.rstrip("*")
        place = int(digits) if digits.isdecimal() and len(digits) < 4 else 0
        pieces.setdefault(base, {}).setdefault(place, (value_octets, coded))
    for base, parts in pieces.items():
        joined = _rfc2231([parts[place] for place in sorted(parts)])
        if joined:
            found[base] = joined
    return value.strip().decode("latin-1").lower(), found


_ESCAPED = re.compile(rb'\\([\\"])')


def _unquote(data: bytes) -> bytes:
    return _ESCAPED.sub(rb"\1", data) if b"\\" in data else data


def _rfc2231(pieces: list[tuple[bytes, bool]]) -> bytes:
    first, coded = pieces[0]
    charset = ""
    if coded and first.count(b"'") >= 2:
        label, _, rest = first.split(b"'", 2)
        charset = label.decode("latin-1")
        pieces = [(rest, True), *pieces[1:]]
    data = b"".join(urllib.parse.unquote_to_bytes(piece) if c else piece for piece, c in pieces)
    if not charset:
        return data
    return decode(data, charset).text.encode("utf-8", "replace")
