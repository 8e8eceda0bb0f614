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
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
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

    __slots__ = ("angle", "comments", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle: str | None = None

    def address(self, hint: str, defects: list[str] | None) -> Address | None:
        phrase = _SPACES.sub(" ", "".join(self.words)).strip()
        name = _decoded(phrase, hint, defects)
        comment = _decoded(" ".join(self.comments).strip(), hint, defects)
        if self.angle is not None and (spec := _addr_spec(self.angle, hint)):
            return Address(name=_tidy(name) or _tidy(comment), address=spec)
        if phrase.count("@") > 1 and " " not in phrase:
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


class _Reader:
    """A list read token by token (RFC 5322 3.4): the item at hand, the comment at hand, and what is done."""

    __slots__ = ("comment", "defects", "depth", "found", "hint", "in_group", "item")

    def __init__(self, hint: str, defects: list[str] | None) -> None:
        self.hint = hint
        self.defects = defects
        self.found: list[Address] = []
        self.item = _Mailbox()
        self.depth = 0
        self.comment: list[str] = []
        self.in_group = False

    def close(self) -> None:
        """The item ends."""
        address = self.item.address(self.hint, self.defects)
        if address is not None and (address.address or (address.name and not self.in_group)):
            self.found.append(address)
        self.item = _Mailbox()

    def within_comment(self, token: str, mark: str | None) -> None:
        """A token inside of round brackets."""
        self.depth += {"(": 1, ")": -1}.get(mark or "", 0)
        if self.depth:
            self.comment.append(token.removeprefix("\\"))
            return
        self.item.comments.append("".join(self.comment))
        self.comment = []

    def punctuate(self, mark: str) -> None:
        """One of the characters that structure a list."""
        if mark == "(":
            self.depth = 1
        elif mark in ",;":
            self.close()
            self.in_group = self.in_group and mark != ";"
        elif mark == ":" and "@" not in "".join(self.item.words):  # what stood before names a group
            self.item = _Mailbox()
            self.in_group = True

    def take(self, quoted: str | None, angle: str | None, words: str | None) -> None:
        """A part of the item at hand."""
        if quoted is not None:
            self.item.words.append(_ESCAPE.sub(r"\1", quoted))
        elif angle is not None:
            if self.item.angle is None or not _SPEC.search(self.item.angle):
                self.item.angle = angle
        elif words is not None:
            self.item.words.append(words)


def _mailboxes(text: str, limit: int, hint: str, defects: list[str] | None) -> list[Address]:
    reader = _Reader(hint, defects)
    for token in _TOKEN.finditer(text):
        word, quoted, angle, mark, _, plain, odd = token.groups()
        if reader.depth:
            reader.within_comment(token.group(), mark)
        elif mark is not None:
            reader.punctuate(mark)
            if len(reader.found) >= limit:
                return reader.found
        else:
            reader.take(quoted, angle, word or plain or ("=" if odd == "=" else None))
    if reader.comment:
        reader.item.comments.append("".join(reader.comment))
    reader.close()
    return reader.found[:limit]


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
