"""winmail.dat: Outlook's own wrapping of a mail (MS-OXTNEF): its body and its attachments."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from mailbot.triage.mime.rtf import decompress, rtf_text

SIGNATURE = b"\x78\x9f\x3e\x22"
_ATT_BODY = 0x0002800C
_ATT_MAPI = 0x00069003
_ATT_CODEPAGE = 0x00069007
_ATT_SUBJECT = 0x00018004
_ATT_REND = 0x00069002
_ATT_TITLE = 0x00018010
_ATT_DATA = 0x0006800F
_ATT_ATTACHMENT = 0x00069005
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_LONG_NAME, _NAME, _MIME, _DATA, _CID, _SUBJECT = 0x3707, 0x3704, 0x370E, 0x3701, 0x3712, 0x0037
_PROPERTIES = 4000


@dataclass(slots=True)
class TnefFile:
    """One attached file."""

    name: str = ""
    content_type: str = ""
    content_id: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Tnef:
    """What a winmail.dat holds. ``html`` is octets in ``codepage``; ``text`` is the best plain text otherwise."""

    text: str = ""
    html: bytes = b""
    subject: str = ""
    codepage: str = "cp1252"
    files: list[TnefFile] = field(default_factory=list)


def read_tnef(data: bytes, limit: int) -> Tnef | None:
    """The content of a TNEF stream, at most ``limit`` files; None where it is none. Never raises."""
    if not data.startswith(SIGNATURE) or len(data) < 6:
        return None
    found = Tnef()
    rtf = ""
    at = 6
    while at + 9 <= len(data) and len(found.files) <= limit:
        attribute, size = struct.unpack_from("<II", data, at + 1)
        value = data[at + 9 : at + 9 + size]
        at += 9 + size + 2
        if attribute == _ATT_CODEPAGE and len(value) >= 4:
            page = struct.unpack_from("<I", value)[0]
            found.codepage = "utf-8" if page == 65001 else f"cp{page}"
        elif attribute == _ATT_BODY:
            found.text = _text(value, found.codepage)
        elif attribute == _ATT_SUBJECT:
            found.subject = _text(value, found.codepage)
        elif attribute == _ATT_MAPI:
            rtf = _message(found, _properties(value)) or rtf
        elif attribute == _ATT_REND:
            found.files.append(TnefFile())
        elif found.files:
            _attached(found, attribute, value)
    if rtf and not found.html and not found.text.strip():
        found.text = rtf
    found.text = found.text.replace("\0", "")
    found.html = found.html if found.codepage.startswith("utf-16") else found.html.replace(b"\0", b"")
    found.files = [f for f in found.files if f.data or f.name][:limit]
    return found


def _message(found: Tnef, properties: dict[int, bytes | str]) -> str:
    body, html, rtf = (properties.get(p) for p in (_BODY, _HTML, _RTF))
    if body:
        found.text = body if isinstance(body, str) else _text(body, found.codepage)
    if html:
        found.html = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
    subject = properties.get(_SUBJECT)
    if subject and not found.subject:
        found.subject = subject if isinstance(subject, str) else _text(subject, found.codepage)
    return rtf_text(decompress(rtf), found.codepage) if isinstance(rtf, bytes) and rtf else ""


def _attached(found: Tnef, attribute: int, value: bytes) -> None:
    file = found.files[-1]
    if attribute == _ATT_TITLE and not file.name:
        file.name = _text(value, found.codepage)
    elif attribute == _ATT_DATA:
        file.data = value
    elif attribute == _ATT_ATTACHMENT:
        properties = _properties(value)

        def word(tag: int) -> str:
            got = properties.get(tag, "")
            return got if isinstance(got, str) else _text(got, found.codepage)

        file.name = word(_LONG_NAME) or file.name or word(_NAME)
        file.content_type, file.content_id = word(_MIME).lower(), word(_CID)
        data = properties.get(_DATA)
        if not file.data and isinstance(data, bytes):
            file.data = data[16:] if len(data) > 16 and data[16:20] == SIGNATURE else data


def _text(value: bytes, codepage: str) -> str:
    value = value.split(b"\0", 1)[0]
    try:
        return value.decode(codepage)
    except (UnicodeError, LookupError):
        return value.decode("utf-8", "replace")


_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 13: 0, 20: 8, 64: 8, 72: 16}


def _properties(data: bytes) -> dict[int, bytes | str]:
    """MAPI properties (MS-OXTNEF 2.1.3.4) by id: strings decoded, binaries as octets, numbers left out."""
    out: dict[int, bytes | str] = {}
    if len(data) < 4:
        return out
    count, at = min(struct.unpack_from("<I", data)[0], _PROPERTIES), 4
    for _ in range(count):
        if at + 4 > len(data):
            break
        kind, tag = struct.unpack_from("<HH", data, at)
        at += 4
        if tag >= 0x8000:
            at = _past_name(data, at)
        if at < 0:
            break
        many = kind & 0x1000
        kind &= 0x0FFF
        if kind in _FIXED and not many:
            at += max(_FIXED[kind], 4)
            continue
        if at + 4 > len(data):
            break
        values = min(struct.unpack_from("<I", data, at)[0], _PROPERTIES)
        at += 4
        for _ in range(values):
            if kind in _FIXED:
                at += _FIXED[kind]
                continue
            if at + 4 > len(data):
                return out
            size = struct.unpack_from("<I", data, at)[0]
            value = data[at + 4 : at + 4 + size]
            at += 4 + size + (-size % 4)
            if kind == 0x1F:
                out.setdefault(tag, value.decode("utf-16-le", "replace").rstrip("\0"))
            else:
                out.setdefault(tag, value.rstrip(b"\0") if kind == 0x1E else value)
    return out


def _past_name(data: bytes, at: int) -> int:
    """Past a named property's GUID and id or name; -1 at the end."""
    at += 16
    if at + 8 > len(data):
        return -1
    kind, value = struct.unpack_from("<II", data, at)
    at += 8
    return at + value + (-value % 4) if kind == 1 else at
