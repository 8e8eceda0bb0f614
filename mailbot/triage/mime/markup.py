"""The HTML of a mail as it was sent, and the images it shows by Content-ID (RFC 2392): for people to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mailbot.triage.mime.charset import decode
from mailbot.triage.mime.limits import Limits
from mailbot.triage.mime.part import Part
from mailbot.triage.mime.structure import structure

_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_IMAGE_BYTES = 4_000_000
_IMAGES_MOST = 20
_PARTS_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """Unsafe markup. ``images``: Content-ID without brackets → (type, octets)."""

    html: str
    images: Mapping[str, tuple[str, bytes]]


def markup(content: bytes, limits: Limits) -> Markup | None:
    """The first HTML body of a mail; None where it has none. Never raises; bounded by ``limits``."""
    root = structure(content[: limits.bytes], limits, [])
    html: str | None = None
    images: dict[str, tuple[str, bytes]] = {}
    room = _IMAGE_BYTES
    for part in _leaves(root):
        if html is None and part.type == "text/html" and part.disposition != "attachment":
            html = decode(part.content(limits.text_bytes), part.param("charset"), "").text
        elif part.type in _IMAGES and part.content_id and len(images) < _IMAGES_MOST:
            data = part.content() if len(part.body()) <= 2 * room else b""
            if 0 < len(data) <= room:
                images[part.content_id] = (part.type, data)
                room -= len(data)
    return None if html is None else Markup(html=html, images=images)


def _leaves(root: Part) -> Iterator[Part]:
    stack = [root]
    for _ in range(_PARTS_MOST):
        if not stack:
            return
        part = stack.pop()
        if part.children and part.main == "multipart":
            stack += reversed(part.children)
        else:
            yield part
