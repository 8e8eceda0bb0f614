"""Address lists (RFC 5322 3.4, RFC 6532) as they are really written: groups, comments, routes, bare and broken ones."""

from __future__ import annotations

import re

from mailbot.model.mail import Address
from mailbot.triage.mime.charset import decode
from mailbot.triage.mime.words import header_text, unfold

# No alternative rescans what another has read: linear, though by the backtracking engine.
_TOKEN = re.compile(
    r'(?s)(=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)|"((?:[^"\\]|\\.)*)"|<([^<>]*)>|([,;:()])|(\\.)|([^"<>,;:()\\=]+)|(.)'
)
_SPEC = re.compile(r"""[^\s<>,;:"'()\[\]\\@]+@(?:\[[0-9A-Za-z.:]+\]|[^\s<>,;:"'()\[\]\\@]+)""")
_SPACES = re.compile(r"\s+")


def addresses(raw: bytes, limit: int, hint: str = "", defects: list[str] | None = None) -> tuple[Address, ...]:
    """The mailboxes of a list, at most ``limit``; names decoded, addresses without brackets. Never raises."""
    text = _characters(unfold(raw), hint, defects)
    found = _mailboxes(text, limit, hint, defects)
    if not found and "=?" in text:
        found = _mailboxes(header_text(raw, hint, defects), limit, hint, defects)
    return tuple(found)


def _characters(raw: bytes, hint: str, defects: list[str] | None) -> str:
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    got = decode(raw, "", hint)
    if defects is not None and got.codec != "utf-8" and "raw 8-bit address" not in defects:
        defects.append("raw 8-bit address")
    return got.text


class _Mailbox:
    """What was read of one list item so far."""

    __slots__ = ("angle", "comments", "quoted", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.quoted: list[str] = []
        self.comments: list[str] = []
        self.angle: str | None = None

    def address(self, hint: str, defects: list[str] | None) -> Address | None:
        phrase = _SPACES.sub(" ", "".join(self.words)).strip()
        name = _decoded(phrase, hint, defects)
        comment = _decoded(" ".join(self.comments).strip(), hint, defects)
        if self.angle is not None and (spec := _addr_spec(self.angle, hint)):
            return Address(name=_tidy(name) or _tidy(comment), address=spec)
        if phrase.count("@") > 1 and " " not in phrase and not self.quoted:
            return Address(name=_tidy(comment), address=phrase.strip("<>"))
        inside = [*_SPEC.finditer(phrase)] or [*_SPEC.finditer(name)] or [*_SPEC.finditer(comment)]
        if inside:
            last = inside[-1]
            rest = last.string[: last.start()].rstrip(" <") + " " + last.string[last.end() :].lstrip(" >")
            rest = "" if last.string == comment else rest
            return Address(name=_tidy(_decoded(rest, hint, defects)) or _tidy(comment), address=last.group().strip("."))
        if self.angle is not None and (self.angle.strip() or name):
            return Address(name=_tidy(name), address=self.angle.strip())
        return Address(name=_tidy(name), address="") if name else None


def _mailboxes(text: str, limit: int, hint: str, defects: list[str] | None) -> list[Address]:
    found: list[Address] = []
    item = _Mailbox()
    depth = 0
    comment: list[str] = []
    in_group = False

    def close() -> None:
        nonlocal item
        address = item.address(hint, defects)
        if address is not None and (address.address or not in_group):
            found.append(address)
        item = _Mailbox()

    for token in _TOKEN.finditer(text):
        word, quoted, angle, mark, escaped, plain, odd = token.groups()
        if depth:
            if mark == "(":
                depth += 1
            elif mark == ")":
                depth -= 1
            if depth:
                comment.append(escaped[1:] if escaped else token.group())
            else:
                item.comments.append("".join(comment))
                comment = []
        elif word is not None:
            item.words.append(word)
        elif mark == "(":
            depth = 1
        elif mark in {",", ";"}:
            close()
            in_group = in_group and mark != ";"
            if len(found) >= limit:
                return found[:limit]
        elif mark == ":":
            if "@" not in "".join(item.words):  # the name of a group
                item = _Mailbox()
                in_group = True
        elif quoted is not None:
            item.words.append(_quoted(quoted))
        elif angle is not None:
            if item.angle is None or not _SPEC.search(item.angle):
                item.angle = angle
        elif plain is not None:
            item.words.append(plain)
        elif odd == "=":
            item.words.append(odd)
    if comment:
        item.comments.append("".join(comment))
    close()
    return [a for a in found if a.address or a.name][:limit]


_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def _quoted(text: str) -> str:
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _decoded(text: str, hint: str, defects: list[str] | None) -> str:
    return header_text(text.encode("utf-8", "replace"), hint, defects) if "=?" in text else text


def _addr_spec(angle: str, hint: str) -> str:
    """What stands in angle brackets, without a route (RFC 5322 4.4), spaces and comments."""
    spec = angle.strip()
    if spec.startswith("@") and ":" in spec:
        spec = spec.rpartition(":")[2]
    if "=?" in spec:
        spec = header_text(spec.encode("utf-8", "replace"), hint)
    if spec.lower().startswith("mailto:"):
        spec = spec[7:]
    spec = _SPACES.sub("", spec).strip("'\"<>[]" if "[" not in spec else "'\"<>")
    return spec if "@" in spec else ""


def _tidy(name: str) -> str:
    name = _SPACES.sub(" ", name).strip()
    while len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name.strip('"').strip()
