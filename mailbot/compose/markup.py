"""The little markup our templates are written in, and its two faces: plain text and HTML.

A blank line ends a block; a line break inside a block stays one.

    - text     an item of a list; lines indented by two spaces below it are its hint
    1. text    an item of a numbered list
    ! text     a call-out: what must not be overlooked
    ~ text     small print
    **text**   strong, inside any of them; a bare https:// address becomes a link

Values come in as character references (`harmless`), so nothing a customer wrote can be markup here, nor a tag there.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import re2
from markupsafe import Markup

BlockKind = Literal["paragraph", "list", "steps", "callout", "small"]

# Python's own `re` where it is linear as well: RE2 copies the text at each call.
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_LINK = re.compile(r"https://[^\t\n\f\r <>&]+(?:&amp;[^\t\n\f\r <>&]+)*")
_WRITTEN_LINK = re2.compile(r"https://[!#-&(-)+-;=?-~]*[#-&+\-/-9=@-Z_a-z~]")
_STEP = re.compile(r"[0-9]{1,2}\. ")
_REFERENCES = {ord(c): f"&#{ord(c)};" for c in "&<>\"'*_-~!:`[]#."}
_MARKS: tuple[tuple[str, BlockKind], ...] = (("- ", "list"), ("! ", "callout"), ("~ ", "small"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a block and, in lists, the hint below it; still with inline markup."""

    line: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of lines of one kind."""

    kind: BlockKind
    items: tuple[Item, ...]


def clean(value: str, *, lines: bool = False, most: int = 20_000) -> str:
    """Text without control and invisible formatting characters, at most ``most`` characters; on one line unless
    ``lines``."""
    value = value[:most]
    if value.isprintable():
        return value if lines else " ".join(value.split())
    kept = "".join(
        c if c == "\n" else " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in value.replace("\r\n", "\n")
        if unicodedata.category(c) not in {"Cf", "Cs", "Co"} or c == "\u200d"
    )
    return kept if lines else " ".join(kept.split())


def harmless(value: object) -> Markup:
    """A value as it may stand in a template: every character that means something as a character reference."""
    if isinstance(value, Markup):
        return value
    if hasattr(value, "__html__"):
        return Markup(value)  # noqa: S704 - markup made by our own macros and filters
    return Markup(str(value).translate(_REFERENCES))  # noqa: S704 - escaped here


def paragraphs(value: str) -> Markup:
    """What a person wrote, as paragraphs with its line breaks; https addresses in it stay links."""
    text = clean(value, lines=True)
    out, at = [], 0
    for found in _WRITTEN_LINK.finditer(text):
        out += [harmless(text[at : found.start()]), html.escape(found.group())]
        at = found.end()
    return Markup("".join([*out, harmless(text[at:])]))  # noqa: S704 - escaped piece by piece


def link(value: str) -> Markup:
    """An https address that becomes a link; anything else is plain text."""
    return Markup(html.escape(value)) if _LINK.fullmatch(html.escape(value)) else harmless(value)  # noqa: S704


def blocks(source: str) -> tuple[Block, ...]:
    """The blocks of a rendered template, in order; empty ones left out."""
    result: list[Block] = []
    for kind, items in _runs(source):
        if kind is not None and items:
            result.append(Block(kind=kind, items=tuple(items)))
    return tuple(result)


def _runs(source: str) -> Iterator[tuple[BlockKind | None, list[Item]]]:
    kind: BlockKind | None = None
    items: list[Item] = []
    for raw in source.split("\n"):
        line = raw.strip()
        if not line:
            if kind not in {"list", "steps"}:
                yield kind, items
                kind, items = None, []
            continue
        if kind in {"list", "steps"} and raw.startswith("  ") and items:
            last = items[-1]
            items[-1] = Item(line=last.line, hint=f"{last.hint} {line}".strip())
            continue
        found, rest = _kind(line)
        if found != kind:
            yield kind, items
            kind, items = found, []
        items.append(Item(line=rest))
    yield kind, items


def _kind(line: str) -> tuple[BlockKind, str]:
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return kind, line[len(mark) :].strip()
    step = _STEP.match(line) if line[0].isdigit() else None
    return ("steps", line[step.end() :].strip()) if step else ("paragraph", line)


def plain(parts: tuple[Block, ...]) -> str:
    """The blocks as text, LF line ends, a blank line between them."""
    return "\n\n".join("\n".join(_plain_lines(b)) for b in parts) + "\n"


def _plain_lines(block: Block) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        mark = {"list": "- ", "steps": f"{number}. "}.get(block.kind, "")
        yield mark + inline_text(item.line)
        if item.hint:
            yield "  " + inline_text(item.hint)


def inline_text(line: str) -> str:
    """A line without its inline markup, references resolved."""
    return html.unescape(_STRONG.sub(r"\1", line) if "**" in line else line)


def inline_html(line: str) -> Markup:
    """A line as HTML."""
    if "https://" in line:
        line = _LINK.sub(r'<a href="\g<0>" style="color:#0b57d0;">\g<0></a>', line)
    if "**" in line:
        line = _STRONG.sub(r"<strong>\1</strong>", line)
    return Markup(line)  # noqa: S704 - values came in as references
