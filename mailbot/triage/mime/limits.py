"""How much of a mail is read: bounds of time and memory that the configuration can change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one mail. What lies beyond is left out and named in the mail's defects; nothing is refused.

    Sizes are octets unless they say characters.
    """

    bytes: int = 64 * 1024 * 1024
    """Of the whole mail."""
    structure_bytes: int = 512 * 1024
    """Up to which mail-parser reads the structure; larger mails go through our own reader, which copies nothing."""
    depth: int = 40
    """Of nested multiparts and messages."""
    parts: int = 500
    header_count: int = 1000
    """Of one part."""
    header_bytes: int = 64 * 1024
    """Of one header's value."""
    addresses: int = 1000
    """Of one header."""
    header_total: int = 256 * 1024
    """Of all header values of one part."""
    text_bytes: int = 4 * 1024 * 1024
    """Of all text parts together that are decoded."""
    html_events: int = 150_000
    """Tags and texts of all HTML together."""
    text_chars: int = 1_000_000
    """Of the whole text."""
    attachments: int = 200
    folded_texts: int = 20
    """Nested messages and text attachments whose words are added to the text."""
    envelopes: int = 4
    """S/MIME and TNEF envelopes that are opened."""


@dataclass(slots=True)
class Room:
    """What may still be read of one mail; its parts share it."""

    octets: int
    events: int
    forwards: int
    envelopes: int

    @classmethod
    def of(cls, limits: Limits) -> Room:
        """The room of a mail that nothing was read of yet."""
        return cls(limits.text_bytes, limits.html_events, limits.folded_texts, limits.envelopes)
