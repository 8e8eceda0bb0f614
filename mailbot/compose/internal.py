"""Letters for the desk's own people: their words as they are, without a template."""

from __future__ import annotations

from html import escape

from mailbot.compose.markup import clean
from mailbot.compose.render import Rendered
from mailbot.model.effects import Outgoing


def plain_page(outgoing: Outgoing) -> Rendered:
    """``context``'s subject and body as text and as plain HTML."""
    text = clean(str(outgoing.context["body"]), lines=True)
    shown = escape(text).replace("\n", "<br>\n")
    html = (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>'
        f'<body style="font-family:sans-serif;font-size:15px;line-height:1.5">{shown}</body></html>'
    )
    return Rendered(subject=clean(str(outgoing.context["subject"]), most=150), text=text, html=html)
