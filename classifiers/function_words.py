"""What tells Latin-script languages apart: function words (accents folded) and letters, each with a weight."""

from __future__ import annotations

from pathlib import Path

_SHARED = 0.45


def _read() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    lines = (Path(__file__).parent / "data" / "function_words.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            language, _, listed = line.partition(": ")
            words.setdefault(language, []).extend(listed.split())
    return words


_WORDS = _read()
JARGON = frozenset(_WORDS.pop("jargon"))
"""Words that say nothing about the language: tickers, brands, terms of the trade."""

_HOLDERS: dict[str, int] = {}
for _listed in _WORDS.values():
    for _word in _listed:
        _HOLDERS[_word] = _HOLDERS.get(_word, 0) + 1

FUNCTION_WORDS: dict[str, dict[str, float]] = {
    language: {word: 1.0 if _HOLDERS[word] == 1 else _SHARED for word in listed} for language, listed in _WORDS.items()
}
"""Weight of each folded word by language; a word of several languages counts less."""

LETTERS: dict[str, dict[str, float]] = {
    "en": {},
    "vi": dict.fromkeys("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", 1.2),
    "es": {"ñ": 1.5, "¿": 2.0, "¡": 2.0, "ó": 0.3, "í": 0.2, "á": 0.2, "é": 0.2, "ción": 0.8},
    "pt": {"ã": 1.2, "õ": 1.5, "ç": 0.5, "ê": 0.4, "ção": 1.5, "ções": 1.5, "á": 0.2, "é": 0.2, "lh": 0.3, "nh": 0.2},
    "tr": {"ğ": 1.5, "ş": 1.5, "ı": 1.2, "ü": 0.4, "ö": 0.4, "ç": 0.4},
}
"""Weight of each occurrence of a letter or group of letters."""
