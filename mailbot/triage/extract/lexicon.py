"""Finding many words at once: one RE2 automaton over all word lists, so that a mail is read a single time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from mailbot.triage import linear
from mailbot.triage.extract.normalise import fold, normalise

MOST_HITS = 4000
"""How many words are looked at in one text; what follows them is not read for words."""

_DIGIT = re.compile(r"\d ?$")
_AFTER_DIGITS = frozenset({"coin", "currency", "scale", "time", "unit"})
"""Meanings of words that may follow a digit without a space ("1200usdt", "40k")."""


def _accents(text: str) -> str:
    """Lower case with the diacritics kept; the dotted and the dotless i are one."""
    return text.replace("İ", "i").lower().replace("ı", "i")


def word_set(text: str, between: str | None = None) -> frozenset[str]:
    """The words of one line as a set."""
    return frozenset(text.split(between))


def _pattern(word: str) -> str:
    return str(linear.escape(word)).replace(r"\ ", r"\s+")


@lru_cache(4096)
def _spaced(char: str) -> bool:
    """Whether a character belongs to a script that puts spaces between words."""
    return char.isalpha() and (char < "\u0530" or "\u1e00" <= char < "\u2000")


@dataclass(frozen=True, slots=True)
class Hit:
    """A known word in a text (half-open span in the normalised text) and what it may mean: (tag, value) pairs."""

    start: int
    end: int
    meanings: tuple[tuple[str, str], ...]

    def value(self, tag: str) -> str | None:
        """Its meaning under a tag, None where it has none."""
        for name, value in self.meanings:
            if name == tag:
                return value
        return None


class Lexicon:
    """Words with their meanings. A word that ends in ``*`` also begins longer words (inflected languages)."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        meanings: dict[str, list[tuple[str, str]]] = defaultdict(list)
        prefixes: set[str] = set()
        self._written: dict[str, set[str]] = {}
        self._marked: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {}
        for word, tag, value in rows:
            plain = fold(normalise(word).text).strip()
            key = plain.rstrip("*")
            self._written.setdefault(key, set()).add(_accents(normalise(word).text.rstrip("*").strip()))
            if len(key) <= 4 and key.isascii() and not word.isascii():
                marked = self._marked.setdefault(key, {})
                written = normalise(word).text.lower().rstrip("*")
                marked[written] = (*marked.get(written, ()), (tag, value))
                meanings[key] += ()
                continue
            if plain.endswith("*"):
                prefixes.add(key)
            if (tag, value) not in meanings[key]:
                meanings[key].append((tag, value))
        for word, found in meanings.items():
            for prefix in (word[:size] for size in range(3, len(word))):
                if prefix in prefixes:
                    found.extend(m for m in meanings[prefix] if m not in found)
        self._meanings = {word: tuple(found) for word, found in meanings.items() if word}
        self._prefixes = frozenset(prefixes)
        glued = {w for w, found in self._meanings.items() if any(tag in _AFTER_DIGITS for tag, _ in found)}
        glued |= {
            w
            for w, forms in self._marked.items()
            for found in forms.values()
            for tag, _ in found
            if tag in _AFTER_DIGITS
        }
        whole = [w for w in self._meanings if w[0].isascii() and w[0].isalpha() and w not in glued]
        known = set(whole)
        rest = [w for w in self._meanings if w not in known]
        options = linear.Options()
        options.longest_match = True
        options.max_mem = 256 << 20
        bounded = r"\b(?:" + "|".join(map(_pattern, whole)) + ")"
        self._words = linear.compile("|".join((bounded, *map(_pattern, rest))), options)

    def scan(self, folded: str, text: str) -> list[Hit]:
        """The words of a text in order, longest first, none inside another. ``folded`` is ``text`` folded.

        A short word that only its diacritics tell from another ("thẻ", a card) counts only where it has them; one
        letter ("5k") only after a digit.
        """
        hits: list[Hit] = []
        for start, end in islice(self._words.spans(folded), MOST_HITS):
            hits.extend(self._read(folded, text, start, end))
        return hits

    def _read(self, folded: str, text: str, start: int, end: int) -> Iterator[Hit]:
        """What stands at a stretch. Where its last word goes on ("okx pass|word"), the words before and that word."""
        word = folded[start:end]
        if start and _spaced(word[0]) and _spaced(folded[start - 1]):
            return
        if len(word) == 1 and word.isascii() and word.isalpha() and not _DIGIT.search(folded, max(0, start - 2), start):
            return
        if end < len(folded) and _spaced(word[-1]) and _spaced(folded[end]):
            last = _word_end(folded, end)
            if word not in self._prefixes:
                cut = folded.rfind(" ", start, end)
                if cut > start:
                    yield from self._read(folded, text, start, cut)
                    if self._known(folded[cut + 1 : last], text[cut + 1 : last]):
                        yield from self._read(folded, text, cut + 1, last)
                return
            end = last
        if known := self._known(word, text[start : start + len(word)]):
            yield Hit(start, end, known)
        elif (cut := word.rfind(" ")) > 0:
            yield from self._read(folded, text, start, start + cut)

    def _known(self, word: str, written: str) -> tuple[tuple[str, str], ...]:
        """Its meanings, where it is written plainly or with the diacritics that the list has."""
        key = word if word in self._meanings else " ".join(word.split())
        known = self._meanings.get(key, ())
        if (
            word.isascii()
            and not written.isascii()
            and _accents(" ".join(written.split())) not in self._written.get(key, ())
        ):
            known = ()
        return (*known, *self._marked[word].get(written.lower(), ())) if word in self._marked else known


def _word_end(text: str, at: int) -> int:
    """Where the word ends that goes on at a position; at most 24 letters on."""
    last = min(len(text), at + 24)
    while at < last and _spaced(text[at]):
        at += 1
    return at
