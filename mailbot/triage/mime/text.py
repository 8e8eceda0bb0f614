"""What a mail says in words, and what else it carries: the walk over its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from mailbot.model.mail import Fold, Link
from mailbot.triage import linear
from mailbot.triage.body.html import to_page
from mailbot.triage.mime import pkcs7
from mailbot.triage.mime.calendar import summary
from mailbot.triage.mime.charset import codec_of, decode
from mailbot.triage.mime.enriched import enriched
from mailbot.triage.mime.flowed import unflow
from mailbot.triage.mime.limits import Limits, Room
from mailbot.triage.mime.octets import octets
from mailbot.triage.mime.part import Part, uu_files
from mailbot.triage.mime.reader import read
from mailbot.triage.mime.sniff import sniff
from mailbot.triage.mime.tnef import SIGNATURE, Tnef, read_tnef
from mailbot.triage.mime.words import header_text

_META = octets(rb"""(?i)<meta[^>]+?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
_HEAD = 2000
"""Octets by which an attached text is told from a binary file that calls itself one."""
_BODY_TYPES = frozenset(
    {
        "text/plain",
        "text/html",
        "text/enriched",
        "text/richtext",
        "text/markdown",
        "text/x-markdown",
        "text/x-amp-html",
        "text/watch-html",
        "application/xhtml+xml",
    }
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/x-amp-html", "text/watch-html"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_ENVELOPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_HREF = linear.compile(r"""(?is)<a\s[^>]*?href\s*=\s*["']?([^"'\s>]+)[^>]*>(.*?)</a>""")
_TAGS = linear.compile(r"<[^>]*>")
_ARMOUR = linear.compile(
    r"(?s)-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+: [^\n]*\n)*\n(.*?)\n-----BEGIN PGP SIGNATURE-----"
    r".*?(?:-----END PGP SIGNATURE-----|$)"
)


@dataclass(slots=True)
class Segment:
    """One stretch of the body: its kind, and what gives its words when they are wanted."""

    kind: Literal["plain", "html", "forward", "calendar"]
    part: Part
    render: Callable[[], Words]
    cache: Words | None = None

    def words(self) -> Words:
        """The stretch as text; rendered once."""
        if self.cache is None:
            self.cache = self.render()
        return self.cache


@dataclass(slots=True)
class Words:
    """Text with the stretches that its markup called quoted."""

    text: str = ""
    folds: list[Fold] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hidden: str = ""
    blocks: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """A thing attached: how it presents itself, and what gives its octets."""

    filename: str
    declared: str
    content: Callable[[], bytes]
    inline: bool = False
    content_id: str = ""
    part: Part | None = None


class Body:
    """The walk over a mail's parts: body segments and attached pieces in document order, bounded by the limits."""

    def __init__(self, limits: Limits, defects: list[str], room: Room | None = None) -> None:
        self.limits = limits
        self.defects = defects
        self.room = room or Room.of(limits)
        self.pieces: list[Piece] = []
        self.charset = ""
        self.links: list[Link] = []
        self.hidden = ""
        """What markup hides from a reader."""

    def note(self, what: str) -> None:
        """Record something odd, once."""
        if what not in self.defects and len(self.defects) < 100:
            self.defects.append(what)

    # -- the walk ----------------------------------------------------------------------------------------------

    def segments(self, part: Part, *, attached: bool = False) -> list[Segment]:
        """The body segments of a part; everything that is no body becomes a piece."""
        kind = part.type
        if part.main == "multipart":
            return self._multipart(part, kind, attached=attached)
        if kind in {"message/rfc822", "message/global", "message/news"} and part.children:
            return self._message(part)
        named = part.filename(self.charset, self.defects)
        if self.room.envelopes > 0:
            if kind in _ENVELOPES or (kind == "application/octet-stream" and named.lower().endswith(".p7m")):
                return self._envelope(part, named)
            if kind in {"application/ms-tnef", "application/vnd.ms-tnef"} or named.lower() == "winmail.dat":
                return self._tnef(part, named)
        if attached or part.disposition == "attachment" or named or kind not in _BODY_TYPES:
            if kind == "text/calendar" and not attached and part.disposition != "attachment":
                self._attach(part, named)
                return [Segment("calendar", part, lambda: Words(summary(self.characters(part))))]
            self._attach(part, named)
            return []
        return [self._readable(part)]

    def _attach(self, part: Part, named: str = "", *, inline: bool = False) -> None:
        if len(self.pieces) >= self.limits.attachments:
            self.note("too many attachments")
            return
        inline = inline or part.disposition == "inline" or bool(part.content_id and part.disposition != "attachment")
        content = partial(part.content, None, self.defects)
        self.pieces.append(Piece(named, part.type, content, inline, part.content_id, part))

    def _multipart(self, part: Part, kind: str, *, attached: bool) -> list[Segment]:
        if not part.children:
            text = part.body()
            return [Segment("plain", part, lambda: self._plain(part))] if text.strip() and not attached else []
        if kind == "multipart/alternative":
            return self._alternative(part, attached=attached)
        if kind == "multipart/encrypted":
            self.note("encrypted (PGP/MIME)")
        elif kind == "multipart/related":
            return self._related(part, attached=attached)
        if kind == "multipart/report" and not attached:
            return self._report(part)
        out: list[Segment] = []
        for child in part.children:
            if kind == "multipart/signed" and child is not part.children[0] and child.type in _SIGNATURES:
                continue
            if kind == "multipart/encrypted" and child.type == "application/pgp-encrypted":
                continue
            out += self.segments(child, attached=attached)
        return self._without_doubles(out) if kind == "multipart/mixed" else out

    def _report(self, part: Part) -> list[Segment]:
        """A report (RFC 6522): its human words and the mail it is about; its machine-readable part is no attachment."""
        out: list[Segment] = []
        for child in part.children:
            if child.type in {"message/rfc822", "message/global"} and child.children:
                inner = child.children[0]
                segments = Body(self.limits, [], self.room).segments(inner)
                out.append(self._forward(inner, segments))
            elif child.main == "message" or child.type == "text/rfc822-headers":
                continue
            else:
                out += self.segments(child)
        return out

    def _forward(self, inner: Part, segments: list[Segment]) -> Segment:
        return Segment("forward", inner, lambda: Words(_forwarded(inner, segments, self.charset)))

    def _alternative(self, part: Part, *, attached: bool) -> list[Segment]:
        """One of the children is the body: the plain text that says something, else the HTML, else what there is."""
        options = [self.segments(child, attached=attached) for child in part.children]
        html = next((o for o in options if any(s.kind == "html" for s in o)), None)
        plain = next((o for o in options if o and all(s.kind != "html" for s in o) and o[0].kind == "plain"), None)
        if plain is not None:
            text = "\n".join(s.words().text for s in plain)
            if text.strip() and not (html is not None and self._hollow(text, html)):
                self._gather_links(html)
                return plain
        if html is not None and any(s.words().text.strip() for s in html):
            return html
        return plain or next((o for o in options if o), [])

    def _hollow(self, text: str, html: list[Segment]) -> bool:
        """Whether a plain alternative only tells to look at the HTML, or was not decodable."""
        flat = " ".join(text.split())
        if text.count("\ufffd") * 20 > len(flat):
            return True
        if len(flat) > 300 and "<" not in flat[:5]:
            return False
        if flat.startswith("<") and flat.count("<") > 3 and flat.count(">") > 3:
            return True
        return len(flat) <= 300 and _STUB.search(flat.lower()) is not None and any(s.words().text.strip() for s in html)

    def _related(self, part: Part, *, attached: bool) -> list[Segment]:
        start = part.param("start").strip("<> ")
        root = next((c for c in part.children if start and c.content_id == start), part.children[0])
        out: list[Segment] = []
        for child in part.children:
            first = not out and child.main in {"text", "multipart"} and not child.content_id
            loose = child.type in _BODY_TYPES and not (child.content_id or child.filename() or child.disposition)
            if child is root or first or loose or child.main in {"multipart", "message"}:
                out += self.segments(child, attached=attached)
            else:
                name = child.filename(self.charset, self.defects)
                self._attach(child, name, inline=bool(child.content_id) or child.disposition != "attachment")
        return self._without_doubles(out)

    def _without_doubles(self, found: list[Segment]) -> list[Segment]:
        """Old clients put plain text and its HTML beside each other without calling them alternatives."""
        plain = [s for s in found if s.kind == "plain"]
        html = [s for s in found if s.kind == "html"]
        if len(plain) != 1 or len(html) != 1:
            return found
        left, right = ({*_WORD.findall(s.words().text.lower())} for s in (plain[0], html[0]))
        if not left:
            return [s for s in found if s is not plain[0]]
        if len(left & right) * 10 >= 9 * len(left) and len(right) <= 1.5 * len(left) + 5:
            return [s for s in found if s is not html[0]]
        return found

    def _message(self, part: Part) -> list[Segment]:
        """A mail within the mail: attached as it is, and its words follow as a forward."""
        inner = part.children[0]
        named = part.filename(self.charset, self.defects)
        if not named:
            subject = header_text(inner.raw("subject"), self.charset)[:100]
            named = f"{subject}.eml" if subject else "message.eml"
        self._attach(part, named)
        if self.room.forwards <= 0:
            return []
        self.room.forwards -= 1
        apart = Body(self.limits, self.defects, self.room)  # what is attached to that mail stays within it
        return [self._forward(inner, apart.segments(inner))]

    def _envelope(self, part: Part, named: str) -> list[Segment]:
        """Opaque S/MIME: what is signed is read, what is encrypted says so."""
        self.room.envelopes -= 1
        data = part.content(self.limits.bytes, self.defects)
        inner = pkcs7.signed_content(data)
        if inner is None:
            if pkcs7.is_encrypted(data) or part.param("smime-type").startswith(("enveloped", "authenveloped")):
                self.note("encrypted (S/MIME)")
            self._attach(part, named)
            return []
        self.pieces.append(Piece(named or "smime.p7m", part.type, lambda: data))
        return self.segments(read(inner, self.limits, self.defects))

    def _tnef(self, part: Part, named: str) -> list[Segment]:
        self.room.envelopes -= 1
        data = part.content(self.limits.bytes, self.defects)
        found = read_tnef(data, self.limits.attachments) if data.startswith(SIGNATURE) else None
        if found is None:
            self._attach(part, named)
            return []
        for file in found.files:
            if len(self.pieces) < self.limits.attachments:
                content, cid = partial(bytes, file.data), file.content_id
                self.pieces.append(Piece(file.name, file.content_type, content, bool(cid), cid))
        if found.html:
            return [Segment("html", part, lambda: self._tnef_html(found))]
        return [Segment("plain", part, lambda: Words(found.text))] if found.text.strip() else []

    def attached_words(self) -> list[Segment]:
        """The attached texts, for a mail that has no other words."""
        parts = [p.part for p in self.pieces if p.part is not None and p.part.type in _BODY_TYPES]
        texts = [p for p in parts[: self.limits.folded_texts] if sniff(p.content(_HEAD), p.type).startswith("text/")]
        return [self._readable(part) for part in texts]

    def _readable(self, part: Part) -> Segment:
        if part.type in _HTML_TYPES:
            return Segment("html", part, lambda: self._html(part))
        return Segment("plain", part, lambda: self._plain(part))

    # -- the words ---------------------------------------------------------------------------------------------

    def characters(self, part: Part) -> str:
        """A text part decoded, with LF line ends."""
        data = part.content(max(0, self.room.octets), self.defects)
        self.room.octets -= len(data)
        label = part.param("charset")
        if part.type in _HTML_TYPES and not codec_of(label) and (found := _META.search(data[:4096])):
            label = found.group(1).decode("latin-1")
        got = decode(data, label, self.charset)
        if got.defect:
            self.note(got.defect)
        if got.codec not in {"ascii", "utf-8"} and not self.charset:
            self.charset = got.codec
        return got.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")

    def _plain(self, part: Part) -> Words:
        text = self.characters(part)
        if "begin " in text and "\nend" in text:
            text = self._without_files(part, text)
        if part.param("format").lower() == "flowed":
            text = unflow(text, delsp=part.param("delsp").lower() == "yes")
        if "-----BEGIN PGP " in text:
            text = self._without_armour(text)
        if part.type in {"text/enriched", "text/richtext"}:
            text = enriched(text)
        head = text[:200].lstrip().lower()
        if head.startswith(("<!doctype html", "<html")):
            self.note("HTML labelled as plain text")
            return self._page(text)
        return Words(text)

    def _without_files(self, part: Part, text: str) -> str:
        data, files = uu_files(text.encode("utf-8", "replace"), self.limits.attachments - len(self.pieces))
        for name, content in files:
            self.pieces.append(
                Piece(header_text(name, self.charset), "application/octet-stream", partial(bytes, content))
            )
        return data.decode("utf-8", "replace") if files else text

    def _without_armour(self, text: str) -> str:
        if "-----BEGIN PGP MESSAGE-----" in text:
            self.note("encrypted (PGP)")
        found = _ARMOUR.search(text)
        if found is None:
            return text
        inner = "\n".join(line.removeprefix("- ") for line in found.group(1).split("\n"))
        return text[: found.start()] + inner + text[found.end() :]

    def _html(self, part: Part) -> Words:
        return self._page(self.characters(part))

    def _page(self, markup: str) -> Words:
        page = to_page(markup, self.limits.text_bytes, max(0, self.room.events))
        self.room.events -= page.events
        if self.room.events <= 0:
            self.note("HTML cut at the limit")
        return Words(page.text, page.quotes, page.links, page.hidden, page.blocks)

    def _tnef_html(self, found: Tnef) -> Words:
        meta = _META.search(found.html[:4096])
        got = decode(found.html, meta.group(1).decode("latin-1") if meta else found.codepage, self.charset)
        return self._page(got.text)

    def _gather_links(self, html: list[Segment] | None) -> None:
        """The links of an HTML alternative that is not otherwise read."""
        for segment in html or ():
            if segment.kind != "html" or segment.cache is not None:
                continue
            data = segment.part.content(max(0, self.room.octets))
            if b"href" not in data and b"HREF" not in data:
                continue
            markup = decode(data, segment.part.param("charset"), self.charset).text
            for found in _HREF.finditer(markup):
                if len(self.links) >= 200:
                    return
                shown = " ".join(_TAGS.sub("", found.group(2)).split())
                self.links.append(Link(text=_entities(shown), href=_entities(found.group(1))))


_WORD = re.compile(r"\w+")
_STUB = linear.compile(
    r"(?:does not|doesn't|cannot|can't|unable to|not) (?:support|display|view|read|show)[^.]{0,40}"
    r"(?:html|message|e-?mail|format)|"
    r"(?:view|read|see) (?:this|the) (?:e-?mail|message)[^.]{0,40}(?:html|browser|online)|"
    r"html[- ](?:only|format|version|message|mail)|"
    r"不支持html|无法(?:显示|查看)[^。]{0,20}html|html\s*(?:格式|邮件|形式|メール|메일)"
)


def _entities(text: str) -> str:
    import html

    return html.unescape(text)


def _forwarded(inner: Part, segments: list[Segment], hint: str) -> str:
    """A nested mail as people forward it: its head, then its words."""
    head = [
        f"{name}: {value}"
        for name in ("From", "Date", "To", "Subject")
        if (value := header_text(inner.raw(name.lower()), hint)[:500])
    ]
    return "\n".join([*head, "", *(s.words().text for s in segments)])
