"""HTML to readable plain text: blocks to lines, tables to rows, lists to dashes, hidden text left out, and the
stretches that a client marked as quoted. One linear pass over justhtml's tokens; nothing is executed or fetched."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from justhtml import stream

from mailbot.model.mail import Fold, Link
from mailbot.triage import linear


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCK = _names(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody tfoot thead tr ul "
    "caption"
)
_PARAGRAPH = _names("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre")
_VOID = _names("area base br col embed hr img input link meta param source track wbr keygen bgsound basefont")
_SKIP = _names("head style script title template noscript object svg math iframe select datalist")
_HIDDEN = linear.compile(
    r"(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|"
    r"opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)|"
    r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:;|$|!)|max-height\s*:\s*0(?:px|pt)?\s*(?:;|$|!))"
)
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2002-\u200a\u202f\u205f]+")
_INVISIBLE = dict.fromkeys((173, 8203, 8204, 8205, 8288, 65279, 847, 6158))
_QUOTE_CLASS = linear.compile(
    r"(?i)(?:^|[\s_])(?:gmail_quote|gmail_attr|yahoo_quoted|yahoo_quoted_begin|protonmail_quote|"
    r"tutanota_quote|zmail_extra|"
    r"moz-cite-prefix|mailru-blockquote|isReplyContent|OutlookMessageHeader|ms-outlook-mobile-reference-message|"
    r"mail-quote|quoted-text|quotedtext|replyinclude|front-blockquote|hs_reply|moz-forward-container|"
    r"ntes-mailmaster-quote|cite-prefix)(?:$|\s)"
)
_REST_ID = linear.compile(
    r"(?i)^(?:x_)*(?:appendonsend|divrplyfwdmsg|zwchr|mail-editor-reference-message-container|replysplit|"
    r"isreplycontent|isforwardcontent|spnEditorSign_quote)$"
)
_MAX_DEPTH = 400
_MOST_HIDDEN = 4000


@dataclass(slots=True)
class Page:
    """Readable text, the stretches of it that stood in quote containers, and the links."""

    text: str = ""
    quotes: list[Fold] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)
    """Plain blockquotes: indented, perhaps quoted."""
    links: list[Link] = field(default_factory=list)
    hidden: str = ""
    """Words that styles hide, and those of tooltips: no reader sees them, and they may be secrets all the same."""
    events: int = 0
    """Tags and texts that were read."""


@dataclass(slots=True)
class _Open:
    """One open element."""

    name: str
    hidden: bool
    pre: bool
    skipped: bool = False
    """Whether it holds no words at all: a script, a style."""
    quote: int = -1
    """Where its quoted stretch begins; -1 for none."""
    href: str = ""
    begin: int = 0
    item: int = 0
    cells: int = 0


def to_page(html: str, limit: int, events: int = 150_000) -> Page:
    """The page that a person would read. At most ``limit`` characters and ``events`` tags and texts are looked at."""
    writer = _Writer()
    for event in itertools.islice(stream(html[:limit]), events):
        writer.result.events += 1
        if event[0] == "text":
            writer.words(event[1])
        elif event[0] == "start":
            writer.start(event[1][0].lower(), event[1][1])
        elif event[0] == "end":
            writer.end(event[1].lower())
    return writer.page()


class _Writer:
    """Collects text; ``size`` is its length so far, white space at the end not yet written."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.size = 0
        self.lines = 0
        """Line ends to write before the next word."""
        self.in_cell = False
        self.breaks = 0
        """How many times a new line was begun."""
        self.gap = ""
        self.stack: list[_Open] = []
        self.count: dict[str, int] = {}
        self.result = Page()
        self.rest: int = -1

    def put(self, text: str) -> None:
        if self.size:
            text = "\n" * min(self.lines, 3) + text if self.lines else self.gap + text
            self.breaks += self.lines > 0
        self.lines, self.gap, self.in_cell = 0, "", False
        self.out.append(text)
        self.size += len(text)

    def words(self, data: str) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and top.hidden:
            if not top.skipped:
                self._hide(data)
            return
        data = data.translate(_INVISIBLE)
        if top is not None and top.pre:
            first, *others = data.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
            if first:
                self.put(first)
            for line in others:
                self.lines += 1
                if line:
                    self.put(line)
            return
        text = _SPACE.sub(" ", data)
        if not text:
            return
        if text == " ":
            self.gap = self.gap or " "
            return
        if text[0] == " ":
            self.gap = self.gap or " "
            text = text[1:]
        trailing = text[-1] == " "
        self.put(text[:-1] if trailing else text)
        if trailing:
            self.gap = " "

    def line(self, count: int = 1) -> None:
        if self.in_cell:
            return  # the first block of a cell stays on its row
        self.lines = max(self.lines, count)
        self.gap = ""

    def _hide(self, data: str) -> None:
        if data.strip() and len(self.result.hidden) < _MOST_HIDDEN:
            self.result.hidden += data.translate(_INVISIBLE)[:_MOST_HIDDEN].strip() + "\n"

    def start(self, name: str, attributes: dict[str, str | None]) -> None:
        parent = self.stack[-1] if self.stack else None
        if name == "br":
            if parent is None or not parent.hidden:
                self.lines += 1
                self.gap = ""
            return
        if name == "img":
            self._image(attributes, parent)
            return
        if name in _VOID:
            if name == "hr":
                self.line()
                self._mark_rest(attributes)
            return
        if name in {"body", "html"} or (name in {"div", "table", "p"} and self.count.get("head")):
            self._leave("title")
            self._leave("head")  # an unclosed head must not swallow the mail
        self._imply(name)
        parent = self.stack[-1] if self.stack else None
        if len(self.stack) >= _MAX_DEPTH:
            if name in _BLOCK:
                self.line()
            return
        style = attributes.get("style") or ""
        hidden = (parent is not None and parent.hidden) or name in _SKIP or "hidden" in attributes
        hidden = hidden or (":" in style and _HIDDEN.search(style) is not None)
        item = _Open(name, hidden, name in {"pre", "textarea", "listing", "xmp"} or (parent is not None and parent.pre))
        item.skipped = name in _SKIP or (parent is not None and parent.skipped)
        self._hide(attributes.get("title") or "")
        if not hidden:
            self._layout(name, item, parent, attributes)
        self.stack.append(item)
        self.count[name] = self.count.get(name, 0) + 1

    def _layout(self, name: str, item: _Open, parent: _Open | None, attributes: dict[str, str | None]) -> None:
        if name in {"td", "th"}:
            self._cell(parent)
        elif name in _BLOCK:
            self.line(2 if name in _PARAGRAPH and not (name in {"ul", "ol"} and self.count.get("li")) else 1)
            if name == "li":
                self._bullet()
        elif name == "a":
            item.href = (attributes.get("href") or "").strip()[:2000]
            item.begin = len(self.out)
        if name in {"blockquote", "div", "span", "p", "table"}:
            item.begin = self.size
            self._quoted(name, item, attributes)

    def _quoted(self, name: str, item: _Open, attributes: dict[str, str | None]) -> None:
        kinds = f"{attributes.get('class') or ''} {attributes.get('name') or ''}"
        cite = name == "blockquote" and (
            (attributes.get("type") or "").lower() == "cite" or bool(attributes.get("cite"))
        )
        classed = kinds != " " and _QUOTE_CLASS.search(kinds) is not None
        if classed and name == "div" and "gmail_quote" in kinds:
            classed = False  # Gmail leaves answers between the quotes inside this division
        if cite or classed:
            item.quote = self.size
        self._mark_rest(attributes)

    def _mark_rest(self, attributes: dict[str, str | None]) -> None:
        if self.rest < 0 and attributes.get("id") and _REST_ID.match(attributes["id"] or ""):
            self.rest = self.size

    def _cell(self, row: _Open | None) -> None:
        if row is not None and row.name == "tr":
            row.cells += 1
            if row.cells > 1:
                if self.breaks <= row.begin:
                    self.lines, self.gap, self.in_cell = 0, "\t", True
                else:
                    self.line()
            else:
                row.begin = self.breaks + (self.size > 0)  # the row's own line is still to come
        else:
            self.line()

    def _bullet(self) -> None:
        for opened in reversed(self.stack[-8:]):
            if opened.name == "ol":
                opened.item += 1
                self.put(f"{opened.item}. ")
                return
            if opened.name in {"ul", "menu", "dir"}:
                break
        self.put("- ")

    def _image(self, attributes: dict[str, str | None], parent: _Open | None) -> None:
        alt = (attributes.get("alt") or "").strip()
        if alt and len(alt) <= 4 and not alt.isascii() and (parent is None or not parent.hidden):
            self.words(alt)

    def _imply(self, name: str) -> None:
        """Elements that end where the next of their kind begins."""
        for kind, fence in _IMPLIED.get(name, ()):
            self._leave(kind, fence)

    def end(self, name: str) -> None:
        if name == "br":
            self.lines += 1
        elif name == "p" and not self.count.get("p"):
            self.line()
        else:
            self._leave(name, "table" if name in {"td", "th", "tr"} else "")

    def _leave(self, name: str, fence: str = "") -> None:
        if not self.count.get(name):
            return
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place].name == name:
                while len(self.stack) > place:
                    self._close(self.stack.pop())
                return
            if fence and self.stack[place].name == fence:
                return

    def _close(self, item: _Open) -> None:
        self.count[item.name] -= 1
        if item.hidden:
            return
        if item.name in _BLOCK:
            self.line(2 if item.name in _PARAGRAPH and not (item.name in {"ul", "ol"} and self.count.get("li")) else 1)
        elif item.name == "a":
            self._link(item)
        if item.quote >= 0 and self.size > item.quote:
            self.result.quotes.append(Fold(start=item.quote, end=self.size, kind="quote"))
        elif item.name == "blockquote" and self.size > item.begin:
            self.result.blocks.append((item.begin, self.size))

    def _link(self, item: _Open) -> None:
        if not item.href:
            return
        shown = "".join(self.out[item.begin :]).strip()
        self.result.links.append(Link(text=shown[:500], href=item.href))

    def page(self) -> Page:
        while self.stack:
            self._close(self.stack.pop())
        text = "".join(self.out)
        if 0 <= self.rest < self.size:
            self.result.quotes.append(Fold(start=self.rest, end=self.size, kind="quote"))
        self.result.text = text
        return self.result


_IMPLIED = {
    "li": (("li", "ul"),),
    "tr": (("tr", "table"),),
    "td": (("td", "tr"), ("th", "tr")),
    "th": (("td", "tr"), ("th", "tr")),
    "p": (("p", "table"),),
    "div": (("p", "table"),),
    "table": (("p", "table"),),
    "ul": (("p", "li"),),
    "ol": (("p", "li"),),
    "blockquote": (("p", "table"),),
    "dt": (("dt", "dl"), ("dd", "dl")),
    "dd": (("dt", "dl"), ("dd", "dl")),
    "option": (("option", "select"),),
}
