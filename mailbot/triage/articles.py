"""Which help-centre articles fit a mail: how much of what a title says was said by the customer too.

A title is taken apart into units: words by their first letters, so that endings do not matter, and single characters
where a script writes no spaces; there a character counts only together with a neighbour. Each unit weighs what it tells
these articles apart. The score is the weight that the mail covers, from 0 to 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from mailbot.model.articles import Article

_STEM = 5
_READ_CHARS = 4000
"""How much of a mail is compared: what it is about stands at its beginning."""
_TITLE_CHARS = 300
_CJK = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"([{_CJK}]+)|([^\W_{_CJK}]+)")

Unit = tuple[str, tuple[str, ...]]
"""(what is weighed, the keys any of which means that it was said)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """An article and how well it fits, from 0 to 1."""

    article: Article
    score: float


def _folded(text: str) -> str:
    """Text without case, width and accents: customers leave them out."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("đ", "d")
    if text.isascii():
        return text
    return unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f")
    )


def _units(text: str) -> list[Unit]:
    units: list[Unit] = []
    for unspaced, word in _RUNS.findall(_folded(text)):
        if word:
            if len(word) > 2 or any(c.isdigit() for c in word):
                units.append((word[:_STEM], (word[:_STEM],)))
            continue
        pairs = [unspaced[i : i + 2] for i in range(len(unspaced) - 1)] or [unspaced]
        for at, character in enumerate(unspaced):
            units.append((character, tuple(pairs[max(0, at - 1) : at + 1])))
    return units


def _said(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(key for text in texts for _, keys in _units(text[:_READ_CHARS]) for key in keys)


class Shelf:
    """Articles made ready to be compared; made once for many mails."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = tuple(articles)
        self._units = [(a, _units(a.title[:_TITLE_CHARS]), [_units(w[:_TITLE_CHARS]) for w in a.words])
                       for a in self.articles]  # fmt: skip
        self._in: Counter[str] = Counter()
        for _, title, others in self._units:
            self._in.update({name for part in (title, *others) for name, _ in part})

    def suggest(self, language: str, intent: str, texts: Sequence[str], *, at_least: float, most: int) -> list[Fitting]:
        """The articles that fit, the best first: in this language or its base, with at least this score. ``intent`` is
        "" where it is not known; ``texts``: what the customer wrote and what was understood."""
        if not self._units:
            return []
        spoken = {language, language.partition("-")[0]}
        said = _said(texts)
        found: dict[str, Fitting] = {}
        for article, title, others in self._units:
            if article.language not in spoken or (article.intents and intent not in article.intents):
                continue
            score = max(self._covered(part, said) for part in (title, *others))
            if article.intents:
                # somebody said that it is for this
                score = at_least + (1 - at_least) * score
            if score >= at_least and (article.url not in found or found[article.url].score < score):
                found[article.url] = Fitting(article=article, score=score)
        return sorted(found.values(), key=lambda f: -f.score)[:most]

    def _covered(self, units: Sequence[Unit], said: frozenset[str]) -> float:
        weights = [log(1 + len(self.articles) / (1 + self._in[name])) + 0.1 for name, _ in units]
        whole = sum(weights)
        covered = [w for w, (_, keys) in zip(weights, units, strict=True) if not said.isdisjoint(keys)]
        # one word in common is no likeness, unless it is all there is
        return sum(covered) / whole if len(covered) > 1 or len(covered) == len(units) > 0 else 0.0
