"""A mail's HTML made harmless. Three walls: nh3 takes everything active away, the page that shows it forbids script,
forms and foreign loads by its own policy, and the frame around it is a sandbox."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from urllib.parse import unquote, urlsplit

import nh3

MOST_CHARS = 1_000_000
_TAGS = frozenset(
    [
        "a",
        "abbr",
        "address",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "main",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "align", "valign"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "width", "scope"},
    "table": {"width", "border", "cellpadding", "cellspacing"},
    "ol": {"start", "type"},
    "font": {"color", "size"},
    "*style": set[str](),
}
_STYLES = frozenset(
    [
        "color",
        "background-color",
        "font-weight",
        "font-style",
        "text-decoration",
        "text-align",
        "font-family",
        "font-size",
        "line-height",
        "white-space",
        "border",
        "border-collapse",
        "padding",
        "margin",
        "width",
    ]
)
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox"
)
POLICY_IMAGES = POLICY.replace("img-src data:", "img-src data: https:")


def harmless(html: str, images: Mapping[str, tuple[str, bytes]], *, remote: bool = False) -> tuple[str, int]:
    """(markup, number of remote images left out). Links open elsewhere, without a referrer."""
    left_out = 0

    def attribute(tag: str, name: str, value: str) -> str | None:
        nonlocal left_out
        if name == "style":
            return None if "url" in value.lower() or "\\" in value or "expression" in value.lower() else value
        if tag == "img" and name == "src":
            if value.lower().startswith("cid:"):
                return _data(images.get(unquote(value[4:]).strip("<>")))
            if value.lower().startswith("https:") and remote:
                return value
            left_out += value.lower().startswith(("http:", "https:"))
            return None
        if tag == "a" and name == "href":
            return value if urlsplit(value.strip()).scheme in {"http", "https", "mailto"} else None
        return value

    attributes = {tag: set(names) for tag, names in _ATTRIBUTES.items() if tag != "*style"}
    attributes["*"] = attributes["*"] | {"style"}
    clean = nh3.clean(
        html[:MOST_CHARS],
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"},
        attributes=attributes,
        attribute_filter=attribute,
        filter_style_properties=set(_STYLES),
        url_schemes={"http", "https", "mailto", "cid", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return clean, left_out


def _data(image: tuple[str, bytes] | None) -> str | None:
    if image is None:
        return None
    return f"data:{image[0]};base64,{base64.b64encode(image[1]).decode()}"


def document(clean: str, language: str) -> str:
    """A whole page for the frame; light in both schemes, as mails are written for white paper."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>mail</title><style>'
        "html{background:#fff;color:#1b1f24;font:15px/1.5 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif}"
        "body{margin:12px;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}"
        "blockquote{margin:.5em 0;padding-left:.8em;border-left:3px solid #d0d7de}</style></head>"
        f"<body>{clean}</body></html>"
    )
