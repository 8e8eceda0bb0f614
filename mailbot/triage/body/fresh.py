"""What is new in a mail's text: quotes, forwarded history, signatures and footers folded away, never lost."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.model.mail import Fold

REPLY_MARKER = "##- Please type your reply above this line -##"
"""Stands on its own line above what we quote in our own mails; everything below it in an answer is ours."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """The new words, and the stretches of the text that are not new."""

    text: str
    folds: tuple[Fold, ...]


def fresh(text: str, marked: list[Fold]) -> Fresh:
    """The new words of a text. ``marked`` are stretches that its markup already called quoted."""
    return Fresh(text.strip(), tuple(marked))
