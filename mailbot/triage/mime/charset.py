"""Octets to characters where labels lie: superset codecs first, then UTF-8, then detection.

A label is a claim. The codec tried for it is the widest one that clients really mean by it (GB18030 for ``gb2312``,
CP949 for ``ks_c_5601``), strictly; a text that is UTF-8 is never read as anything else; a few bad octets cost only
themselves. Every recovery is said in a defect.
"""

from __future__ import annotations

import codecs
import functools
import unicodedata
from dataclasses import dataclass

from mailbot.triage import linear
from mailbot.triage.mime.iso2022 import decode_hz, decode_iso2022_jp


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALIASES = {
    "gb18030": "gb18030 gb2312 gbk gb231280 euccn csgb2312 chinese xgbk gb231280gb cngb cp936 ms936 936 gb xeuccn "
    "gb2312gbk",
    "big5hkscs": "big5 bigfive xxbig5 cnbig5 big5hkscs big5tw csbig5 cp950 950 big5eten hkscs",
    "cp949": "euckr ksc56011987 ksc5601 ksx1001 korean uhc cp949 949 ms949 xwindows949 kseuckr cseuckr ksc56011989",
    "cp932": "shiftjis sjis xsjis mskanji windows31j cp932 ms932 932 csshiftjis shiftjisx0213 cswindows31j xmscp932",
    "iso-2022-jp": "iso2022jp csiso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jpms iso2022jpext cp50220 cp50221 "
    "cp50222 iso2022jp2004 jis",
    "hz": "hz hzgb2312 hzgb",
    "euc_jp": "eucjp xeucjp xeuc eucjpms cp51932 eucjpwin ujis",
    "iso2022_kr": "iso2022kr csiso2022kr",
    "utf-8": "utf8 utf8mb4 cp65001 65001 unicode11utf8 unicode20utf8 xunicode20utf8 utf8bom u8",
    "utf-7": "utf7 unicode11utf7 csunicode11utf7 xunicode20utf7",
    "utf-16": "utf16 ucs2 unicode iso10646ucs2 csunicode",
    "utf-16-le": "utf16le ucs2le unicodelittle",
    "utf-16-be": "utf16be ucs2be unicodebig unicodefffe",
    "cp1252": "iso88591 latin1 l1 iso885911987 cp1252 1252 isolatin1 cp819 ansi iso88591windows",
    "cp1254": "iso88599 latin5 l5 cp1254 iso885991989",
    "cp874": "iso885911 tis620 cp874 windows874 dos874",
    "cp1255": "iso88598 iso88598i iso88598e hebrew cp1255 logical visual",
    "cp1251": "cp1251 1251 xcp1251 ansi1251",
    "koi8-r": "koi8r koi8 koi cskoi8r koi8ru",
    "koi8-u": "koi8u",
    "cp866": "cp866 866 ibm866 dos866",
    "cp1258": "cp1258 1258",
    "mac-roman": "macintosh xmacroman macroman mac xmac",
    "mac-cyrillic": "xmaccyrillic maccyrillic",
}
_CODECS = {alias: codec for codec, names in _ALIASES.items() for alias in names.split()}
_NO_LABEL = _names(
    "usascii ascii ansix341968 us unknown8bit xunknown unknown default defaultcharset 8bit 7bit binary none null "
    "xuserdefined charset utf"
)
_NOT_TEXT = _names("idna punycode unicode_escape raw_unicode_escape undefined mbcs oem rot13 rot_13 unicode_internal")
_NOT_ASCII = frozenset({"utf-16", "utf-16-le", "utf-16-be"})
_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp949", "cp932", "euc_jp", "johab"})
_FALLBACKS = {"big5hkscs": ("cp950",), "euc_jp": ("euc_jis_2004",), "cp932": ("shift_jis_2004",), "koi8-r": ("koi8-u",)}
_FILLER = "\u3164"
_SAMPLE = 16 * 1024
"""Octets that detection looks at."""
_WINDOWS = linear.compile(r"^(?:windows|win|cp|ms|xcp|microsoftcp|ansi|ibm|dos|xwindows|mscp)?(\d{3,4})$")
_TWO_BYTE = ("gb18030", "big5hkscs", "cp932", "cp949", "euc_jp")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that gave it, and what was wrong with the label; ``bad`` counts U+FFFD put in."""

    text: str
    codec: str
    defect: str = ""
    bad: int = 0


@functools.lru_cache(maxsize=512)
def codec_of(label: str) -> str | None:
    """The codec meant by a charset label (RFC 2978): "" for a label that says nothing, None for an unknown one."""
    flat = "".join(c for c in label.lower() if c.isalnum())
    if not flat or flat in _NO_LABEL:
        return ""
    if flat in _CODECS:
        return _CODECS[flat]
    if found := _WINDOWS.match(flat):
        flat = "cp" + found.group(1)
        if flat in _CODECS:
            return _CODECS[flat]
    for name in (flat, label.strip().lower()):
        try:
            info = codecs.lookup(name)
            if info.name.replace("-", "_") in _NOT_TEXT or not isinstance(b"".decode(info.name), str):
                return None
        except (LookupError, UnicodeError, ValueError):
            continue
        return info.name
    return None


def decode(data: bytes, label: str = "", hint: str = "") -> Decoded:
    """The characters of some octets. ``label`` is what the mail claims, ``hint`` what its other parts turned out to
    be. Never raises."""
    if data.isascii() and b"\x1b" not in data:
        return _ascii(data, label)
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        marked = _by_mark(data)
        if marked is not None:
            return marked
    codec = codec_of(label)
    if codec is None or not codec:
        said = f"unknown charset {label[:40]!r}" if codec is None else "8-bit text without a charset"
        found = detect(data, hint)
        return Decoded(found.text, found.codec, f"{said}, read as {found.codec}", found.bad)
    utf8 = _strict(data, "utf-8") if codec not in _NOT_ASCII and not data.isascii() else None
    if utf8 is not None and codec != "utf-8" and _surely_utf8(data, codec):
        return Decoded(utf8, "utf-8", f"labelled {label}, is utf-8")
    for candidate in (codec, *_FALLBACKS.get(codec, ())):
        text = _strict(data, candidate)
        if text is not None and not _mojibake(text, candidate):
            if candidate == "cp949" and _FILLER in text:  # a syllable written as its letters (KS X 1001, annex 3)
                text = _strict(data, "euc_kr") or text
            return Decoded(text, candidate)
    return _recover(data, codec, label, utf8, hint)


def detect(data: bytes, hint: str = "") -> Decoded:
    """The characters of octets that bear no usable label."""
    if b"\x1b$" in data or b"\x1b(" in data:
        return Decoded(decode_iso2022_jp(data), "iso-2022-jp")
    for codec in ("utf-8", hint):
        text = _strict(data, codec) if codec else None
        if text is not None and (codec == "utf-8" or not _mojibake(text, codec)):
            return Decoded(text, codec)
    if hint:
        nearly = _lenient(data, hint)
        if nearly.bad * 10 <= _high(data):
            return nearly
    sample = data[:_SAMPLE]
    if sample.count(0) * 5 > len(sample):
        codec = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
        return _lenient(data, codec)
    best = _lenient(data, _guess(sample))
    patched = _lenient(data, "utf-8")
    return patched if patched.bad * 10 < _high(data) and patched.bad <= best.bad * 2 + 3 else best


def _guess(sample: bytes) -> str:
    from mailbot.triage.mime.guess import guess  # needed only for texts without a usable label

    return guess(sample)


def _ascii(data: bytes, label: str) -> Decoded:
    codec = codec_of(label) if label else ""
    if codec == "hz" and b"~{" in data:
        return Decoded(decode_hz(data), "hz")
    if codec == "utf-7" and b"+" in data:
        text = _strict(data, "utf-7")
        return (
            Decoded(text, "utf-7")
            if text is not None
            else Decoded(data.decode("ascii"), "ascii", "labelled utf-7, is not")
        )
    if b"~{" in data and b"~}" in data and codec in {"gb18030", ""}:
        return Decoded(decode_hz(data), "hz", "HZ without its label")
    if codec in {"utf-16", "utf-16-le", "utf-16-be"} and 0 in data:
        guessed = "utf-16-be" if data[::2].count(0) > data[1::2].count(0) else "utf-16-le"
        return _lenient(data, guessed)
    defect = f"unknown charset {label[:40]!r}" if codec is None else ""
    return Decoded(data.decode("ascii"), "ascii", defect)


def _by_mark(data: bytes) -> Decoded | None:
    if data.startswith(b"\xef\xbb\xbf"):
        text = _strict(data[3:], "utf-8")
        return None if text is None else Decoded(text, "utf-8")
    codec = "utf-16-le" if data.startswith(b"\xff\xfe") else "utf-16-be"
    text = _strict(data[2:], codec)
    return None if text is None or _mojibake(text, codec) else Decoded(text, codec)


def _recover(data: bytes, codec: str, label: str, utf8: str | None, hint: str) -> Decoded:
    """The label's codec failed: UTF-8, else a few bad octets under the label, else what detection says."""
    if utf8 is not None:
        return Decoded(utf8, "utf-8", f"labelled {label}, is utf-8")
    own = _lenient(data, codec)
    high = _high(data)
    if own.bad * 25 <= high or (own.bad <= 2 and high >= 4 * own.bad):
        return Decoded(own.text, codec, f"{own.bad} characters not in {label}", own.bad)
    found = detect(data, hint if hint != codec else "")
    if found.bad < own.bad and found.codec != codec:
        return Decoded(found.text, found.codec, f"labelled {label}, read as {found.codec}", found.bad)
    return Decoded(own.text, codec, f"{own.bad} characters not in {label}", own.bad)


def _strict(data: bytes, codec: str) -> str | None:
    if codec == "iso-2022-jp":
        return decode_iso2022_jp(data) if data.isascii() else None
    if codec == "hz":
        return decode_hz(data) if data.isascii() else None
    try:
        text = data.decode(_utf16(data) if codec == "utf-16" else codec)
        text.encode("utf-8")
        if codec == "cp1258":
            text = unicodedata.normalize("NFC", text)  # it writes tones as marks of their own
    except (UnicodeError, LookupError, ValueError):
        return None
    return text


def _lenient(data: bytes, codec: str) -> Decoded:
    if codec in {"iso-2022-jp", "hz"}:
        text = decode_iso2022_jp(data) if codec == "iso-2022-jp" else decode_hz(data)
        return Decoded(text, codec, bad=text.count("\ufffd"))
    name = _utf16(data) if codec == "utf-16" else codec
    try:
        text = data.decode(name, "replace")
    except (UnicodeError, LookupError, ValueError):
        text = data.decode("latin-1")
    if codec == "cp1252" and "\ufffd" in text:
        text = "".join(chr(b) if c == "\ufffd" else c for b, c in zip(data, text, strict=True))
    text = text.encode("utf-8", "replace").decode("utf-8") if _surrogates(text) else text
    return Decoded(text, codec, bad=text.count("\ufffd"))


def _utf16(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    return "utf-16-be" if data[:_SAMPLE:2].count(0) > data[1:_SAMPLE:2].count(0) else "utf-16-le"


def _surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _high(data: bytes) -> int:
    return len(data) - len(data.translate(None, _HIGH))


_HIGH = bytes(range(128, 256))


def _surely_utf8(data: bytes, codec: str) -> bool:
    """Whether valid UTF-8 is no accident of another charset: always against a one-byte charset, from three
    characters on against a two-byte one."""
    return codec not in _TWO_BYTE or _high(data) >= 9 or _strict(data, codec) is None


def _mojibake(text: str, codec: str) -> bool:
    """Whether a strict decode gave what nobody writes: private use and unassigned planes of the wide codecs, C1
    controls of the narrow ones."""
    if codec in _MULTIBYTE:
        odd = sum(1 for c in text if "\ue000" <= c <= "\uf8ff" or c >= "\U00030000")
        wide = sum(1 for c in text if c > "\x7f")
        return odd * 4 > wide
    if codec.startswith("utf-16"):
        odd = sum(1 for c in text[:_SAMPLE] if c < "\t" or "\ue000" <= c <= "\uf8ff")
        return odd * 4 > min(len(text), _SAMPLE)
    return False
