"""Choosing among words in several languages: the customer's own, a near relative, else the desk's default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_RELATIVES = {
    "zh-Hant": ("zh",),
    "zh": ("zh-Hant",),
    "uk": ("ru",),
    "be": ("ru",),
    "kk": ("ru",),
    "gl": ("pt", "es"),
    "ca": ("es",),
    "az": ("tr",),
}


def reply_language(language: str, offered: Sequence[str], default: str) -> str:
    """The language to answer in: the customer's where it is offered, else a relative, its base, or the default."""
    for wanted in (language, *_RELATIVES.get(language, ()), language.partition("-")[0]):
        if wanted in offered:
            return wanted
    return default


def label(words: Mapping[str, str], language: str, fallback: str) -> str:
    """The words in a language, else in a relative or English, else the fallback (a name)."""
    for wanted in (language, *_RELATIVES.get(language, ()), language.partition("-")[0], "en"):
        if words.get(wanted):
            return words[wanted]
    return fallback
