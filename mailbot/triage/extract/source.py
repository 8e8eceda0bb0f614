"""One readable piece of a mail (subject, text, a file name, a link) while it is being read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from mailbot.model.findings import Entity, Secret
from mailbot.model.mail import Fold
from mailbot.triage.extract.lexicon import Hit, Lexicon
from mailbot.triage.extract.normalise import Normal, fold, normalise

OCR_SURE = 0.8
"""How much of its confidence a fact keeps that was read in a picture."""
_START = attrgetter("start")
_SENTENCE = re.compile(r"[。！？!?；;\n•]|[.…](?:\s|$)")
_CLAUSE = re.compile(r"[。！？!?；;\n•，、（()）—–|]|,(?!\d)|[.…](?:\s|$)| - ")


@dataclass(slots=True)
class Source:
    """A text under reading: normalised and folded copies of one length, what is taken, and what was found.

    Positions are those of ``text``; `span` leads back to the mail's own text. ``base`` is where this piece begins
    in it.
    """

    where: str
    raw: str
    base: int = 0
    folds: Sequence[Fold] = ()
    ocr: bool = False
    """Whether this was read in a picture, or in an attached text: shown, not said."""
    printed: bool = False
    """Whether it stood there as characters, so that nobody can have misread it."""
    normal: Normal = field(init=False)
    text: str = field(init=False)
    folded: str = field(init=False)
    hits: list[Hit] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    secrets: list[Secret] = field(default_factory=list)
    people: list[Hit] | None = None
    """Once somebody has asked for them: the words of `people`."""
    receivers: list[tuple[int, str]] | None = None
    """Likewise: what was sent to, by `receivers`."""
    _tagged: dict[str, list[Hit]] | None = None
    _taken: bytearray = field(init=False)
    _sentences: list[int] = field(default_factory=list)
    _clauses: list[int] = field(default_factory=list)
    _fold_starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.normal = normalise(self.raw)
        self.text = self.normal.text
        self.folded = fold(self.text)
        self._taken = bytearray(len(self.text))

    def read_words(self, lexicon: Lexicon) -> None:
        """Find all known words in what is not yet taken."""
        self.hits = lexicon.scan(self.folded, self.text)
        self._tagged = None

    def forget_taken_words(self) -> None:
        """Leave out the known words that stand in what is taken."""
        if 1 in self._taken:
            self.hits = [h for h in self.hits if self.free(h.start, h.end)]
            self._tagged = None

    def tagged(self, tag: str) -> Sequence[Hit]:
        """The known words that mean something under a tag, in order."""
        if self._tagged is None:
            self._tagged = {}
            for hit in self.hits:
                for name in {name for name, value in hit.meanings if value}:
                    self._tagged.setdefault(name, []).append(hit)
        return self._tagged.get(tag, ())

    @property
    def rest(self) -> str:
        """The folded text with everything taken blanked by a private character, at the same length."""
        if 1 not in self._taken:
            return self.folded
        pieces: list[str] = []
        at = 0
        while (start := self._taken.find(1, at)) >= 0:
            end = self._taken.find(0, start)
            end = len(self._taken) if end < 0 else end
            pieces += (self.folded[at:start], "\ue000" * (end - start))
            at = end
        return "".join((*pieces, self.folded[at:]))

    def free(self, start: int, end: int) -> bool:
        """Whether nothing of a stretch is taken."""
        return self._taken.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        """Nobody else reads this stretch any more."""
        self._taken[start:end] = b"\1" * (end - start)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span in the mail's own text."""
        first, last = self.normal.span(start, end)
        return first + self.base, last + self.base

    def fold_at(self, start: int) -> str:
        """The kind of fold that a position lies in; empty in fresh text."""
        fold = self._fold(start)
        return fold.kind if fold else ""

    def fold_span(self, start: int) -> tuple[str, int, int] | None:
        """The fold that a position lies in, as its kind and its half-open stretch of this text."""
        fold = self._fold(start)
        return (fold.kind, *self.within(fold.start, fold.end)) if fold else None

    def next_fold(self, at: int) -> int:
        """Where the first fold after a position begins in this text; its end where none does."""
        if not self._fold_starts:
            self._fold_starts = [*sorted(self.within(f.start, f.end)[0] for f in self.folds), len(self.text)]
        return self._fold_starts[min(bisect_right(self._fold_starts, at), len(self._fold_starts) - 1)]

    def _fold(self, start: int) -> Fold | None:
        at = self.normal.origin(start) + self.base
        last = bisect_right(self.folds, at, key=_START) - 1  # in order, none over another
        return self.folds[last] if last >= 0 and at < self.folds[last].end else None

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The half-open stretch of this text that a stretch of the mail's own text became."""
        return self.normal.here(start - self.base), self.normal.here(end - self.base)

    def place(self, start: int) -> str:
        """``where`` of something at a position."""
        return "quoted" if self.where == "text" and self.fold_at(start) in {"quote", "forward"} else self.where

    def add(
        self,
        kind: str,
        value: str,
        start: int,
        end: int,
        *,
        valid: bool | None = None,
        confidence: float = 0.9,
        note: str = "",
        take: bool = True,
    ) -> None:
        """An entity over a stretch of the text, which is then taken.

        What a customer forwards to report it, a suspect, counts as the customer's own words.
        """
        span = self.span(start, end)
        self.entities.append(
            Entity(
                kind=kind,
                value=value,
                raw=self.raw[span[0] - self.base : span[1] - self.base],
                where="text" if kind == "suspect" and self.fold_at(start) == "forward" else self.place(start),
                span=span if self.ocr or self.where in {"text", "subject"} else (0, 0),
                valid=valid,
                confidence=round(confidence * OCR_SURE, 4) if self.ocr else confidence,
                note=note,
                via="ocr" if self.ocr else "",
            )
        )
        if take:
            self.take(start, end)

    def hide(self, kind: str, start: int, end: int) -> None:
        """A secret over a stretch of the text, which is then taken."""
        span = self.span(start, end)
        self.secrets.append(Secret(kind=kind, where=self.place(start), span=span))
        self.take(start, end)

    def sentence(self, at: int) -> tuple[int, int]:
        """The half-open stretch of the sentence around a position."""
        if not self._sentences:
            self._sentences = _breaks(_SENTENCE, self.text)
        return _around(self._sentences, at)

    def clause(self, at: int) -> tuple[int, int]:
        """The half-open stretch of the clause around a position: commas and brackets end it as well."""
        if not self._clauses:
            self._clauses = _breaks(_CLAUSE, self.text)
        return _around(self._clauses, at)

    def hits_in(self, start: int, end: int) -> list[Hit]:
        """The known words that begin in a stretch."""
        low, high = _first(self.hits, start), _first(self.hits, end)
        return self.hits[low:high]


def _first(hits: list[Hit], at: int) -> int:
    return bisect_left(hits, at, key=_START)


def _breaks(pattern: re.Pattern[str], text: str) -> list[int]:
    return [0, *(m.end() for m in pattern.finditer(text)), len(text)]


def _around(breaks: list[int], at: int) -> tuple[int, int]:
    low, high = 0, len(breaks) - 1
    while low + 1 < high:
        middle = (low + high) // 2
        if breaks[middle] <= at:
            low = middle
        else:
            high = middle
    return breaks[low], breaks[min(low + 1, len(breaks) - 1)]
