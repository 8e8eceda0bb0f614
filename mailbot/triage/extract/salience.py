"""Which of many dates and sums are the case's: a long story names when it began, what went well, and what is asked.

Every day and every sum is weighed by the sentence it stands in: an identifier, a clock, the other kind, words of an
incident or a request speak for it; words of the beginning, of other times, of what went well against it. What is far
below the best is background and is left out. A lone date or sum stays, unless it is plainly something else: a birthday,
a deadline, a balance.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from operator import attrgetter, itemgetter

from mailbot.model.findings import Entity
from mailbot.triage.extract.coins import CURRENCIES
from mailbot.triage.extract.lexicon import Hit, Lexicon
from mailbot.triage.extract.saliencewords import words
from mailbot.triage.extract.source import Source

MOST = 200
"""How many dates and sums of one mail are weighed."""

MOST_MENTIONS, MOST_COMPANY = 6, 30
"""How many mentions of one value are looked at, and how many facts of its sentence."""

FAR = 4
"""How far below the best a candidate of two or three is left out; among more, one less."""

_FORWARDED = re.compile(r"\s*(?:fwd?|tr|rv|enc|wg|转发|轉寄|転送|전달|пересл?)\s?[:：]")
_START = attrgetter("start")
_IDENTIFIERS = frozenset({"tx_hash", "order_id", "algo_id", "withdrawal_id", "address", "client_order_id"})


@dataclass(slots=True)
class _Candidate:
    """One day or sum: its mentions with their pages, and what speaks for it."""

    mentions: list[_Place] = field(default_factory=list)
    entities: set[int] = field(default_factory=set)
    """Which entities these are, by identity."""
    weight: float = 0.0
    void: bool = True
    """Whether every mention stands beside words that no case's date or sum has."""


@dataclass(slots=True)
class _Page:
    """A text with the words of this pass and the fresh entities by their places in it."""

    source: Source
    hits: list[Hit]
    spots: list[tuple[int, int, Entity]]

    @classmethod
    def of(cls, source: Source) -> _Page:
        """The page, read once more."""
        fresh = [e for e in source.entities if e.where == source.where]
        spots = sorted(((*source.within(*e.span), e) for e in fresh), key=itemgetter(0))
        return cls(source, _lexicon().scan(source.folded, source.text), spots)

    def hits_between(self, low: int, high: int) -> list[Hit]:
        """The words that begin in a stretch."""
        return self.hits[bisect_left(self.hits, low, key=_START) : bisect_left(self.hits, high, key=_START)]

    def tags(self, low: int, high: int) -> set[str]:
        """Their tags."""
        return {name for h in self.hits_between(low, high) for name, _ in h.meanings}

    def around(self, at: int, low: int, high: int) -> list[tuple[int, int, Entity]]:
        """The entities that begin in a stretch, of very many those about a position."""
        first, here, last = (bisect_left(self.spots, edge, key=itemgetter(0)) for edge in (low, at, high))
        return self.spots[max(first, here - MOST_COMPANY // 2) : min(last, here + MOST_COMPANY // 2)]


@cache
def _lexicon() -> Lexicon:
    return Lexicon(words())


def narrow(pages: Sequence[Source], written: datetime) -> None:
    """Leave out of the entities of all pages the dates and sums that are only background."""
    own = [p for p in pages if p.where in {"subject", "text"} and not p.ocr and any(map(_weighed, p.entities))]
    if not own:
        return
    read = [_Page.of(p) for p in own]
    days = _candidates(read, "event_time")
    _weigh_days(days, written)
    gone = _background(days)
    _leave_out(own, days, gone)
    cases = {e for name, c in days.items() if name not in gone for e in c.entities}
    sums = _candidates(read, "amount")
    _weigh_sums(sums, cases)
    ordered = any(e.kind == "order_id" for p in read for _, _, e in p.spots)
    for group in _classes(sums) if ordered else (sums,):
        _leave_out(own, group, _background(group))


def _weighed(entity: Entity) -> bool:
    return entity.kind in {"event_time", "amount"}


def _candidates(pages: Iterable[_Page], kind: str) -> dict[str, _Candidate]:
    """The fresh days (or sums) of all pages with their mentions."""
    found: dict[str, _Candidate] = defaultdict(_Candidate)
    for page in pages:
        for start, end, entity in page.spots:
            if entity.kind != kind or ("/" in entity.value and entity.confidence < 0.7):
                continue
            name = entity.value[:10] if kind == "event_time" else entity.value
            if name in found or len(found) < MOST:
                found[name].entities.add(id(entity))
                if len(found[name].mentions) < MOST_MENTIONS:
                    found[name].mentions.append(_Place.of(page, start, end, entity))
    return dict(found)


def _classes(sums: dict[str, _Candidate]) -> Iterable[dict[str, _Candidate]]:
    """Coins and money apart: an order between people has one sum of each."""
    for money in (True, False):
        yield {name: c for name, c in sums.items() if (name.rpartition(" ")[2] in CURRENCIES) is money}


def _background(candidates: dict[str, _Candidate]) -> set[str]:
    """The names of those that are left out."""
    gone = {name for name, c in candidates.items() if c.void}
    left = {name: c.weight for name, c in candidates.items() if name not in gone}
    if len(left) < 2:
        return gone
    best = max(left.values())
    far = FAR if len(left) <= 3 else FAR - 1
    return gone | {name for name, weight in left.items() if weight <= best - far and weight < 4}


def _leave_out(pages: Iterable[Source], candidates: dict[str, _Candidate], gone: set[str]) -> None:
    if not gone:
        return
    dropped = {e for name in gone for e in candidates[name].entities}
    for page in pages:
        page.entities[:] = [e for e in page.entities if id(e) not in dropped]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mention stands in its page's own positions, and what stands in its sentence."""

    page: _Page
    entity: Entity
    start: int
    end: int
    sentence: tuple[int, int]
    clause: tuple[int, int]
    company: list[tuple[int, int, Entity]]

    @property
    def reported(self) -> bool:
        """Whether it stands in the subject of a mail that is passed on: somebody else's words."""
        return self.page.source.where == "subject" and _FORWARDED.match(self.page.source.folded) is not None

    @classmethod
    def of(cls, page: _Page, start: int, end: int, entity: Entity) -> _Place:
        """The place of a mention."""
        low, high = page.source.sentence(start)
        high = max(high, end)
        company = [spot for spot in page.around(start, low, high) if spot[2] is not entity]
        return cls(page, entity, start, end, (low, high), page.source.clause(start), company)

    def void(self) -> bool:
        """Whether the words close by say that no case has this date."""
        if "/" in self.entity.value:
            return "void" in self.beside()
        before = [h for h in self.page.hits_between(max(0, self.start - 16), self.start) if h.value("until")]
        if before and self.page.source.folded[before[-1].end : self.start].strip(" :") in {
            "",
            "el",
            "o",
            "ngay",
            "the",
        }:
            return True
        return "after" in self.page.tags(self.end, self.end + 3) or "void" in self.beside()

    def beside(self) -> set[str]:
        """The tags of the words close by in the same clause."""
        low, high = max(self.clause[0], self.start - 26), min(max(self.clause[1], self.end), self.end + 16)
        return self.page.tags(low, high)


def _story(place: _Place) -> float:
    """What the words of a sentence add."""
    tags = place.page.tags(*place.sentence)
    weight = 2.0 * ("incident" in tags) + 2.0 * ("blow" in tags)
    weight += 3.0 * ("request" in tags) + 2.0 * ("focus" in tags)
    weight -= (2.0 if "focus" in tags else 5.0) * ("settled" in tags)
    return weight - (_past(place) if "past" in tags else 0.0)


def _past(place: _Place) -> float:
    """How much the words of other times count: most in the clause, but not against a day that another is nearer to."""
    clause = place.page.hits_between(place.clause[0], max(place.clause[1], place.end))
    words_of_it = [h for h in clause if h.value("past")]
    if not words_of_it:
        return 2.0
    if place.entity.kind == "amount":
        return 4.0
    days = [(a, b) for a, b, e in place.company if e.kind == "event_time" and e.value[:10] != place.entity.value[:10]]
    mine = [_gap(place.start, place.end, word) for word in words_of_it]
    if any(all(_gap(a, b, word) >= gap for a, b in days) for word, gap in zip(words_of_it, mine, strict=True)):
        return 4.0
    return 0.0


def _gap(start: int, end: int, word: Hit) -> int:
    """How far a word is from a stretch."""
    return max(0, start - word.end, word.start - end)


def _company_of_day(place: _Place, name: str) -> float:
    """What the nearest identifier or sum of the sentence adds, where no other day stands nearer to it."""
    rivals = [at for at, _, e in place.company if e.kind == "event_time" and e.value[:10] != name]
    weight = 0.0
    for at, _, other in place.company:
        if other.kind in _IDENTIFIERS or other.kind == "amount":
            mine = abs(place.start - at)
            if all(abs(rival - at) >= mine for rival in rivals):
                weight = max(weight, 3.0 if other.kind in _IDENTIFIERS else 2.0)
    return weight


def _weigh_days(days: dict[str, _Candidate], written: datetime) -> None:
    for name, candidate in days.items():
        weights = []
        for place in candidate.mentions:
            value = place.entity.value
            weight = _story(place) + 2.0 * ("T" in value) + 2.0 * ("/" in value) + _company_of_day(place, name)
            weights.append(weight + 2.0 * (place.page.source.where == "subject"))
            timed = "T" in value
            void = place.reported or _head_or_foot(place, name, written) or (not timed and place.void())
            candidate.void = candidate.void and void
        candidate.weight = max(weights) + 1.0 * (len(weights) > 1)


def _weigh_sums(sums: dict[str, _Candidate], cases: set[int]) -> None:
    for candidate in sums.values():
        weights = []
        for place in candidate.mentions:
            weight = _story(place) + 3.0 * any(e.kind in _IDENTIFIERS for _, _, e in place.company)
            beside = place.beside()
            weight += 2.0 * any(id(e) in cases for _, _, e in place.company) - 3.0 * ("soft_sum" in beside)
            weights.append(weight)
            void = place.reported or ("no_sum" in beside and "incident" not in beside)
            candidate.void = candidate.void and void
        candidate.weight = max(weights) + 1.0 * (len(weights) > 1)


def _head_or_foot(place: _Place, name: str, written: datetime) -> bool:
    """The date of the letter itself, on a line of its own with at most a place."""
    if name != written.date().isoformat():
        return False
    text = place.page.source.text
    low = text.rfind("\n", 0, place.start) + 1
    high = text.find("\n", place.end)
    high = len(text) if high < 0 else high
    rest = (text[low : place.start] + text[place.end : high]).strip(" ,.，。")
    return low > 0 and len(rest) <= 20 and ":" not in rest and "：" not in rest and place.end - place.start >= 8
