"""Where a date, a sum or a number stands in a mail, and what the words about it say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from operator import attrgetter, itemgetter

from mailbot.model.findings import Entity
from mailbot.triage.extract.lexicon import Hit, Lexicon
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.story import asidewords, pointerwords, saliencewords, sumwords

MOST_COMPANY, MOST_FIRSTS = 30, 20
"""How many facts of a sentence are looked at, and how many times "the first"."""

CODES = frozenset({"tx_hash", "order_id", "algo_id", "withdrawal_id", "address", "client_order_id"})
"""Kinds of number that stand for one transfer or order."""

_WEIGHED = CODES | {"event_time", "amount", "instrument"}
LATELY = timedelta(days=21)
"""How long before the mail a purchase may be what it is about."""

_FORWARDED = re.compile(r"\s*(?:fwd?|tr|rv|enc|wg|转发|轉寄|転送|전달|пересл?)\s?[:：]")
_FROM_MONTH = re.compile(r"[月월][中初底下旬말초]{0,2}$")
"""Before "to": a month, so that the day is the last of a stretch, and no end of a wait."""
_OF = re.compile(r" (?:in|of|as|for|за|de|em|como) ")
"""Between a sum and the word that says what it is for: "6 USDT за комиссию"."""
_START = attrgetter("start")
_ROW = 40
"""Characters of a table's row that are none of its facts."""


@dataclass(slots=True)
class Page:
    """A text with the words of this pass and the fresh entities by their places in it."""

    source: Source
    hits: list[Hit]
    spots: list[tuple[int, int, Entity]]
    turns: list[int]
    """Where words begin at which a sentence turns ("but")."""
    lately: str
    """The first day of the last weeks before the mail."""
    theft: bool
    """Whether it speaks of a theft or a fraud: there, what is completed is the damage."""
    _tags: dict[tuple[int, int], set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Source, written: datetime) -> Page:
        """The page, read once more."""
        fresh = [e for e in source.entities if e.where == source.where]
        spots = sorted(((*source.within(*e.span), e) for e in fresh), key=itemgetter(0))
        hits = _lexicon().scan(source.folded, source.text)
        lately = (written - LATELY).date().isoformat()
        turns = [h.start for h in hits if h.value("turn")]
        return cls(source, hits, spots, turns, lately, any(h.value("theft") for h in hits))

    def hits_between(self, low: int, high: int) -> list[Hit]:
        """The words that begin in a stretch."""
        return self.hits[bisect_left(self.hits, low, key=_START) : bisect_left(self.hits, high, key=_START)]

    def tags(self, low: int, high: int) -> set[str]:
        """Their tags."""
        if (low, high) not in self._tags:
            self._tags[low, high] = {name for h in self.hits_between(low, high) for name, _ in h.meanings}
        return self._tags[low, high]

    def around(self, at: int, low: int, high: int) -> list[tuple[int, int, Entity]]:
        """The entities that begin in a stretch, of very many those about a position."""
        first, here, last = (bisect_left(self.spots, edge, key=itemgetter(0)) for edge in (low, at, high))
        return self.spots[max(first, here - MOST_COMPANY // 2) : min(last, here + MOST_COMPANY // 2)]

    def facts(self, low: int, high: int, kinds: AbstractSet[str] = _WEIGHED) -> bool:
        """Whether a day, a sum or a number of a case begins in a stretch."""
        first, last = (bisect_left(self.spots, edge, key=itemgetter(0)) for edge in (low, high))
        return any(e.kind in kinds for _, _, e in self.spots[first : min(last, first + MOST_COMPANY)])

    def firsts(self) -> bool:
        """Whether a sentence without a fact says that the first of them went well, or is not asked about."""
        for hit in islice((h for h in self.hits if h.value("first")), MOST_FIRSTS):
            low, high = self.source.sentence(hit.start)
            turn = next((h.start for h in self.hits_between(hit.end, high) if h.value("turn")), high)
            if not self.facts(low, high) and self.tags(hit.start, turn) & {"aside", "settled"}:
                return True
        return False


@cache
def _lexicon() -> Lexicon:
    return Lexicon((*saliencewords.words(), *sumwords.words(), *asidewords.words(), *pointerwords.words()))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands in its page's own positions, and what stands in its sentence."""

    page: Page
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
    def of(cls, page: Page, start: int, end: int, entity: Entity) -> Place:
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
        from_month = before and _FROM_MONTH.search(
            self.page.source.text, max(0, before[-1].start - 3), before[-1].start
        )
        if (
            before
            and not from_month
            and self.page.source.folded[before[-1].end : self.start].strip(" :")
            in {
                "",
                "el",
                "o",
                "ngay",
                "the",
            }
        ):
            return True
        return "after" in self.page.tags(self.end, self.end + 3) or "void" in self.beside()

    def beside(self) -> set[str]:
        """The tags of the words close by in the same clause."""
        low, high = max(self.clause[0], self.start - 26), min(max(self.clause[1], self.end), self.end + 16)
        return self.page.tags(low, high)

    def around(self) -> tuple[int, int]:
        """The stretch whose words may tell what kind of sum this is: what is nearer to the next sum is that one's."""
        low, high = max(self.clause[0], self.start - 26), min(max(self.clause[1], self.end), self.end + 16)
        sums = (at for at, _, e in self.company if e.kind == "amount" and self.end <= at < self.clause[1])
        follows = min(sums, default=high + 14)
        ended = max((end for _, end, e in self.company if e.kind == "amount" and low < end <= self.start), default=low)
        low = max(low, ended + (self.start - ended) // 3) if ended > low else low
        return low, min(high, self.end + max(3, (follows - self.end) // 3)) if follows < high + 14 else high

    def no_case(self) -> bool:
        """Whether the words close by say that nothing moved (a limit, a price), and none after them that it did."""
        low, high = self.around()
        words_of_it = [h for h in self.page.hits_between(low, high) if h.value("no_sum")]
        if not words_of_it:
            return False
        first = words_of_it[-1].start if words_of_it[-1].start < self.start else low
        return "incident" not in self.page.tags(first, high)

    def labelled(self, tag: str) -> bool:
        """Whether a word of a tag is the label of this: right before it in the clause, or right after."""
        low = max(self.clause[0], self.start - 28)
        before = [h for h in self.page.hits_between(low, self.start) if h.value(tag)]
        if before and not any(c.isdigit() for c in self.page.source.text[before[-1].end : self.start]):
            return self.start - before[-1].end <= 14
        near = 8 if _OF.match(self.page.source.folded, self.end) else 3
        return tag in self.page.tags(self.end, min(self.end + near, max(self.end, self.clause[1])))

    def of_late(self) -> bool:
        """Whether its sentence names a day of the last weeks before the mail."""
        days = (e.value[:10] for e in (self.entity, *(e for _, _, e in self.company)) if e.kind == "event_time")
        return any(day >= self.page.lately for day in days)

    def letter(self) -> bool:
        """Whether its sentence only tells that somebody wrote, called or answered."""
        tags = self.page.tags(*self.sentence)
        return (
            "letter" in tags
            and "blow" not in tags
            and not any(e.kind in _WEIGHED for _, _, e in self.company if e.kind != "event_time")
        )

    def only_with(self, others: AbstractSet[int]) -> bool:
        """Whether all sums and numbers of its sentence are of a given set, and there is one."""
        counted = [(at, e) for at, _, e in self.company if e.kind == "amount" or e.kind in CODES]
        low, high = self.clause
        beside = [id(e) for at, e in counted if low <= at < high] or [id(e) for _, e in counted]
        return bool(beside) and all(name in others for name in beside)

    def side(self) -> tuple[int, int]:
        """The part of the sentence that it stands in, between the words where the sentence turns ("but")."""
        low, high = self.sentence
        turns = self.page.turns
        here = bisect_left(turns, self.end)
        if here and turns[here - 1] > low:
            low = turns[here - 1]
        return low, min(high, turns[here]) if here < len(turns) else high

    def set_aside(self) -> bool:
        """Whether the mail says that this one went well, or that it does not ask about it."""
        tags = self.page.tags(*self.side())
        if "aside" in tags or ("blow" not in tags and self.went_well()):
            return True
        return (self.row() and "arrived" in tags) or self._told_after()

    def kept(self) -> bool:
        """Whether the sentence, or of several sums its own clause, says that the money is still there."""
        several = any(e.kind == "amount" for _, _, e in self.company)
        own = self.clause if several else self.side()
        return "kept" in self.page.tags(*own) and "incident" not in self.page.tags(*self.sentence)

    def went_well(self) -> bool:
        """Whether its side says so and nothing takes it back: "shows completed, but is missing"."""
        low, high = self.side()
        tags = self.page.tags(low, high)
        if "settled" not in tags or "missing" in tags:
            return False
        return high >= self.sentence[1] or self.page.facts(
            high, self.sentence[1], {"event_time", "amount", self.entity.kind}
        )

    def row(self) -> bool:
        """Whether it stands in the row of a table: a line of facts with few words."""
        low, high = self.sentence
        if not self.company or high - low > 400:
            return False
        facts = sum(b - a for a, b, _ in self.company) + self.end - self.start
        return high - low - facts <= _ROW and any(e.kind in CODES for e in (self.entity, *(c[2] for c in self.company)))

    def _told_after(self) -> bool:
        """Whether the next sentence says so of the only one of its kind here: "That one arrived"."""
        several = any(e.kind == self.entity.kind and e.value[:10] != self.entity.value[:10] for _, _, e in self.company)
        source = self.page.source
        low = self.sentence[1]
        if low >= len(source.text) or "blow" in self.page.tags(*self.sentence):
            return False
        low, high = source.sentence(low)
        if self.page.facts(low, high):
            return False
        turn = next((h.start for h in self.page.hits_between(low, high) if h.value("turn")), high)
        tags = self.page.tags(low, turn)
        if {"first", "missing"} & tags or (several and "all" not in tags):
            return False
        return "aside" in tags or ("settled" in tags and bool({"that", "all"} & tags))


def gap(start: int, end: int, word: Hit) -> int:
    """How far a word is from a stretch."""
    return max(0, start - word.end, word.start - end)
