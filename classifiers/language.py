"""Which language a mail is written in, as a BCP 47 tag: script first, then letters and function words, then py3langid.

What is no language is left out: addresses, links, identifiers, code, tickers. A sentence in English inside a Chinese
mail (an error text, a quoted notice) does not make it an English mail.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from classifiers.function_words import FUNCTION_WORDS, JARGON, LETTERS
from classifiers.han import is_japanese_form, script_of
from classifiers.text import MAX_CHARS, fold_word

LANGUAGES = ("zh", "zh-Hant", "en", "ja", "ko", "ru", "vi", "es", "tr", "pt")
_LATIN = ("en", "vi", "es", "tr", "pt")
_SURE = 0.9
_OTHER_SURE = 0.98
_OTHER_WORDS = 5

_NOISE = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]{1,500}"
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}"
    r"|(?<![A-Za-z0-9_])[A-Za-z_]{0,20}[0-9][A-Za-z0-9_+/=-]{0,200}"
    r"|<[^<>]{1,200}>"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = (
    ("kana", "\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"),
    ("han", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    ("hangul", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"),
    ("cyrillic", "\u0400-\u052f"),
    ("arabic", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("thai", "\u0e00-\u0e7f"),
    ("hebrew", "\u0590-\u05ff"),
    ("devanagari", "\u0900-\u097f"),
    ("greek", "\u0370-\u03ff"),
)
_RUNS = {name: re.compile(f"[{ranges}]+") for name, ranges in _SCRIPTS}
_ONE_LANGUAGE = {"arabic": "ar", "thai": "th", "hebrew": "he", "devanagari": "hi", "greek": "el"}
_LETTERS_A_WORD = {"kana": 2.2, "han": 1.7, "hangul": 2.6, "thai": 4.0}
_FOREIGN_SHARE = 0.3


def identify(text: str, hint: str = "") -> tuple[str, float]:
    """The language of a text and how sure that is (0..1); `hint` decides where the text itself does not."""
    text = _NOISE.sub(" ", unicodedata.normalize("NFC", text[:MAX_CHARS]))
    units = dict.fromkeys(_RUNS, 0.0) if max(text, default="") < "\u0370" else {n: _units(n, text) for n in _RUNS}
    latin = [word for word in _WORD.findall(text) if word[0] < "\u0250" or "\u1e00" <= word[0] <= "\u1eff"]
    spoken = [w for w in latin if w.casefold() not in JARGON and not (w.isupper() and len(w) <= 5)]
    total = sum(units.values()) + len(spoken)
    if total == 0:
        return (hint, 0.3) if hint else ("en", 0.2)
    foreign = {name: value for name, value in units.items() if value}
    east = units["han"] + units["kana"] + units["hangul"]
    if foreign and (sum(foreign.values()) / total >= _FOREIGN_SHARE):
        best = max(foreign, key=lambda name: foreign[name])
        if best in ("han", "kana", "hangul") or east / total >= _FOREIGN_SHARE:
            return _eastern(text, units, hint)
        if best == "cyrillic":
            return _cyrillic(text)
        return _ONE_LANGUAGE[best], _SURE
    return _latin(spoken, text, hint)


def _units(script: str, text: str) -> float:
    runs = _RUNS[script].findall(text)
    per_word = _LETTERS_A_WORD.get(script)
    return sum(map(len, runs)) / per_word if per_word else float(len(runs))


def _eastern(text: str, units: dict[str, float], hint: str) -> tuple[str, float]:
    if units["hangul"] > units["han"] + units["kana"]:
        return "ko", 0.99
    kana = units["kana"] * _LETTERS_A_WORD["kana"]
    han = units["han"] * _LETTERS_A_WORD["han"]
    if kana >= 2 and kana >= 0.12 * (kana + han):
        return "ja", 0.99
    scripts = Counter(script_of(char) for run in _RUNS["han"].findall(text) for char in run)
    simplified, traditional = scripts["S"], scripts["T"]
    if any(map(is_japanese_form, text)) and not simplified and (kana or hint == "ja"):
        return "ja", 0.8
    if simplified == traditional:
        return (hint, 0.6) if hint in ("zh", "zh-Hant", "ja") else ("zh", 0.6)
    sure = max(simplified, traditional) / (simplified + traditional)
    return ("zh-Hant" if traditional > simplified else "zh"), round(0.5 + sure / 2, 3)


def _cyrillic(text: str) -> tuple[str, float]:
    lowered = text.lower()
    ukrainian = sum(lowered.count(letter) for letter in "іїєґ")
    russian = sum(lowered.count(letter) for letter in "ыэъё")
    return ("uk", _SURE) if ukrainian > russian and ukrainian >= 2 else ("ru", 0.97)


def _latin(words: list[str], text: str, hint: str) -> tuple[str, float]:
    lowered = text.lower()
    letters = Counter(lowered)
    folded = Counter(fold_word(word) for word in words)
    score = {
        language: sum(
            n * FUNCTION_WORDS[language][word] for word, n in folded.items() if word in FUNCTION_WORDS[language]
        )
        + sum(
            weight * (letters[letter] if len(letter) == 1 else lowered.count(letter))
            for letter, weight in LETTERS[language].items()
        )
        for language in _LATIN
    }
    ranked = sorted(score, key=lambda language: -score[language])
    best, second = score[ranked[0]], score[ranked[1]]
    dense = best / max(1, len(words))
    if best >= 1.5 and best >= 1.6 * second and dense >= 0.2:
        return ranked[0], round(min(0.99, 0.7 + 0.3 * (best - second) / best), 3)
    guess, sure = _guess(" ".join(words), len(words))
    if guess not in _LATIN and sure >= _OTHER_SURE and len(words) >= _OTHER_WORDS and dense < 0.35:
        return guess, sure
    if best > 0:
        close = [language for language in ranked if score[language] >= 0.6 * best]
        chosen = guess if guess in close else hint if hint in close else ranked[0]
        return chosen, 0.7
    if hint in _LATIN:
        return hint, 0.5
    return (guess, min(sure, 0.6)) if guess in _LATIN else ("en", 0.4)


def _guess(text: str, words: int) -> tuple[str, float]:
    """py3langid's opinion: among all its languages for longer texts, among ours for short ones."""
    ranked = [(str(tag), float(sure)) for tag, sure in _identifier().rank(text)]
    if words >= _OTHER_WORDS:
        return ranked[0]
    ours = [(tag, sure) for tag, sure in ranked if tag in _LATIN]
    return ours[0][0], ours[0][1] / max(1e-9, sum(sure for _, sure in ours))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
