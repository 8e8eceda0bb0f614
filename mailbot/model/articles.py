"""Help-centre articles that a letter may name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page of the help centre, in one language."""

    title: str
    url: str
    """https only."""
    language: str
    """BCP 47."""
    words: tuple[str, ...] = ()
    """Other words that customers have for it."""
    intents: tuple[str, ...] = ()
    """What it is for; where any is named, it is shown for no other."""
