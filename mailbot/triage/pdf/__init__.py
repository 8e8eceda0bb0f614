"""The words of a PDF, as far as they lie in it as characters (ISO 32000-2). Pure, and bounded in objects, pages,
octets, operators and characters, so that no file takes longer than its size allows. Nothing in a PDF is carried out.
"""

from __future__ import annotations

import re
from typing import Any

from mailbot.triage.pdf.fonts import Font, font
from mailbot.triage.pdf.objects import Name, Objects, Operator, Reference, Tokens, UnreadableError

__all__ = ["UnreadableError", "is_pdf", "pdf_text"]

MOST_PAGES = 30
MOST_TOKENS = 200_000
"""Values, operators and letters of all pages together."""
_MOST_FORMS = 200
_ENCRYPTED = re.compile(rb"/Encrypt[ \t\r\n]{0,4}(?:\d{1,10}[ \t\r\n]{1,4}\d{1,5}[ \t\r\n]{1,4}R|<<)")
_IMAGE_END = re.compile(rb"[ \t\r\n]EI(?=[ \t\r\n])")
_DEEP = 4
_PLAIN: dict[int, str] = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xAD: "-"}
_PLAIN |= dict.fromkeys((*range(32), 127), " ")
"""Ligatures as letters; what cannot be seen as a space."""
_APART, _LINE = 0.18, 0.5
"""Of the size of the letters: from which gap on words are apart, and from which height on lines are."""


def is_pdf(octets: bytes) -> bool:
    """Whether octets begin as a PDF does (some programs put a little before it)."""
    return b"%PDF-" in octets[:1024]


def pdf_text(octets: bytes, most: int) -> str:
    """The words of the first pages, a line to a line, up to ``most`` characters. Raises UnreadableError with the reason
    where they are encrypted, broken, or codes that nobody can read."""
    if _ENCRYPTED.search(octets):
        raise UnreadableError("encrypted")
    objects = Objects(octets)
    if not objects.numbers():
        raise UnreadableError("broken")
    words = _Words(objects, most)
    for page in _pages(objects):
        words.page(page)
        if words.full:
            break
    text = words.text()
    if text.count("\ufffd") * 2 > len(text.split()) + len(text) // 8:
        raise UnreadableError("its letters have no meaning")
    return text


def _pages(objects: Objects) -> list[dict[str, Any]]:
    """The pages in order, with what they inherit; where the tree is broken, in the order of their numbers."""
    tables = [objects.table(Reference(n)) for n in objects.naming(b"/Catalog")]
    found: list[dict[str, Any]] = []
    root: dict[str, Any] = next((t for t in reversed(tables) if t.get("Type") == Name("Catalog")), {})
    waiting: list[tuple[Any, Any]] = [(root.get("Pages"), None)]
    seen: set[int] = set()
    while waiting and len(found) < MOST_PAGES and len(seen) < 5000:
        value, inherited = waiting.pop()
        if not isinstance(value, Reference) or value.number in seen:
            continue
        seen.add(value.number)
        node = objects.table(value)
        resources = node.get("Resources", inherited)
        kids = objects.get(node.get("Kids"))
        if isinstance(kids, list):
            waiting.extend((kid, resources) for kid in reversed(kids[:5000]))
        elif node:
            found.append({**node, "Resources": resources})
    if found:
        return found
    tables = [objects.table(Reference(n)) for n in objects.naming(b"/Page")]
    return [t for t in tables if t.get("Type") == Name("Page")][:MOST_PAGES]


class _Words:
    """The characters that the operators of pages show, with the gaps between them."""

    def __init__(self, objects: Objects, most: int) -> None:
        self._objects, self._most = objects, most
        self._out: list[str] = []
        self._length = 0
        self._left = MOST_TOKENS
        self._forms = _MOST_FORMS
        self._fonts: dict[int, Font] = {}
        self._font = Font()
        self._size = 10.0
        self._x = self._y = self._start = self._leading = 0.0
        self._scale = (1.0, 1.0)
        self._moved = (0.0, 0.0)
        self._saved: list[tuple[Font, float, tuple[float, float]]] = []
        self._last: tuple[float, float] | None = None

    @property
    def full(self) -> bool:
        """Whether nothing more is read."""
        return self._length >= self._most or self._left <= 0

    def text(self) -> str:
        """What was shown."""
        return "".join(self._out)[: self._most].strip()

    def page(self, page: dict[str, Any]) -> None:
        """Read the contents of a page."""
        contents = self._objects.get(page.get("Contents"))
        parts = contents if isinstance(contents, list) else [page.get("Contents")]
        data = b"\n".join(self._objects.stream(part) for part in parts[:200])
        self._moved, self._last, self._saved = (0.0, 0.0), None, []
        self._write("\n")
        self._run(data, self._objects.table(page.get("Resources")), 0)

    def _run(self, data: bytes, resources: dict[str, Any], deep: int) -> None:
        tokens = Tokens(data, self._left)
        before = tokens.left
        operands: list[Any] = []
        for value in tokens:
            if not isinstance(value, Operator):
                operands = [*operands[-11:], value]
                continue
            self._left -= before - tokens.left
            before = tokens.left
            if self.full:
                return
            if value.text == "ID":
                tokens.skip_past(_IMAGE_END)
            elif value.text == "Do":
                self._form(operands, resources, deep)
            elif value.text == "Tf":
                self._choose(operands, resources)
            else:
                self._step(value.text, operands)
            operands = []

    def _step(self, operator: str, operands: list[Any]) -> None:
        numbers = [v for v in operands if isinstance(v, float)]
        if operator in {"Tj", "TJ", "'", '"'}:
            if operator in {"'", '"'}:
                self._down(0.0, -self._leading)
            for value in operands[-1:]:
                for piece in value if isinstance(value, list) else [value]:
                    self._show(piece)
        elif operator == "BT":
            self._x = self._y = self._start = 0.0
            self._scale = (1.0, 1.0)
        elif operator in {"Td", "TD"} and len(numbers) == 2:
            self._leading = -numbers[1] if operator == "TD" else self._leading
            self._down(*numbers)
        elif operator == "Tm" and len(numbers) == 6:
            self._scale = (abs(numbers[0]) + abs(numbers[1]) or 1.0, numbers[3] or 1.0)
            self._x = self._start = numbers[4]
            self._y = numbers[5]
        elif operator == "T*":
            self._down(0.0, -self._leading)
        elif operator == "TL" and numbers:
            self._leading = numbers[-1]
        else:
            self._state(operator, numbers)

    def _state(self, operator: str, numbers: list[float]) -> None:
        if operator == "cm" and len(numbers) == 6:
            self._moved = (self._moved[0] + numbers[4], self._moved[1] + numbers[5])
        elif operator == "q" and len(self._saved) < 256:
            self._saved.append((self._font, self._size, self._moved))
        elif operator == "Q" and self._saved:
            self._font, self._size, self._moved = self._saved.pop()

    def _down(self, right: float, up: float) -> None:
        self._start += right * self._scale[0]
        self._x = self._start
        self._y += up * self._scale[1]

    def _show(self, piece: Any) -> None:
        size = self._size * self._scale[0]
        if isinstance(piece, float):
            self._x -= piece / 1000 * size
            return
        if not isinstance(piece, bytes):
            return
        for text, width in self._font.read(piece[:20_000]):
            if self.full:
                return
            self._left -= 1
            self._gap(size)
            self._write(text.translate(_PLAIN))
            self._x += width / 1000 * size
            self._last = (self._x + self._moved[0], self._y + self._moved[1])

    def _gap(self, size: float) -> None:
        """A line's end or a space where the next letter does not stand right behind the last one."""
        if self._last is None:
            return
        right, up = self._x + self._moved[0] - self._last[0], self._y + self._moved[1] - self._last[1]
        height = abs(size) or 1.0
        if abs(up) > height * _LINE or right < -height * 2:
            self._write("\n")
        elif right > height * _APART and self._out and not self._out[-1].endswith((" ", "\n")):
            self._write(" ")

    def _write(self, text: str) -> None:
        self._out.append(text)
        self._length += len(text)

    def _choose(self, operands: list[Any], resources: dict[str, Any]) -> None:
        if len(operands) < 2 or not isinstance(operands[-2], Name) or not isinstance(operands[-1], float):
            return
        value = self._objects.table(resources.get("Font")).get(operands[-2].text)
        key = value.number if isinstance(value, Reference) else -id(value)  # the objects keep it alive
        if key not in self._fonts:
            self._fonts[key] = font(self._objects, self._objects.table(value))
        self._font, self._size = self._fonts[key], operands[-1]

    def _form(self, operands: list[Any], resources: dict[str, Any], deep: int) -> None:
        """What is drawn by its name (8.10); a few deep, and a few hundred in all."""
        name = operands[-1].text if operands and isinstance(operands[-1], Name) else ""
        value = self._objects.table(resources.get("XObject")).get(name)
        about = self._objects.table(value)
        if about.get("Subtype") != Name("Form") or deep >= _DEEP or self._forms <= 0:
            return
        self._forms -= 1
        inside = self._objects.table(about.get("Resources")) or resources
        kept = (self._font, self._size, self._moved)
        self._run(self._objects.stream(value), inside, deep + 1)
        self._font, self._size, self._moved = kept
