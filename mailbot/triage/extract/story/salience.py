"""Which of many dates, sums and orders are the case's: a long story names when it began, what went well, what is asked.

Every day and every sum is weighed by the sentence it stands in: an identifier, a clock, the other kind, words of an
incident or a request speak for it; words of the beginning, of other times, of what went well against it. What is far
below the best is background and is left out. A lone date or sum stays, unless it is plainly something else: a birthday,
a deadline, a balance. An order, a transfer or a market is left out only where the mail itself sets it aside ("that one
arrived", "leave that one alone") and another of its kind stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from mailbot.model.findings import Entity
from mailbot.triage.extract.days.times import BARE
from mailbot.triage.extract.source import Source
from mailbot.triage.extract.story.holdings import only_lies_there
from mailbot.triage.extract.story.mentions import CODES, Page, Place, gap
from mailbot.triage.extract.story.ordinals import arrival, left_out, verdict
from mailbot.triage.extract.sums.amounts_text import ROUGH
from mailbot.triage.extract.sums.coins import CURRENCIES
from mailbot.triage.extract.sums.further import FURTHER, PART

MOST = 200
"""How many values of one kind are weighed in one mail."""

MOST_MENTIONS = 6
"""How many mentions of one value are looked at."""

FAR = 4
"""How far below the best a candidate of two or three is left out; among more, one less."""

DUST = 1000
"""How many times larger another sum of its unit is where one is only dust: a test, or a scammer's bait."""

_BESIDE = 12
"""Characters beside a bare "today" that may say what it is of."""

_LISTED = 8
"""Characters between two days of one list, of which none is nearer to what is told of them."""

_NARROWED = ("tx_hash", "order_id", "algo_id", "withdrawal_id", "instrument")
_ASIDE = 6.0
"""What a plain word that it is not asked about counts."""


@dataclass(slots=True)
class _Candidate:
    """One day, sum or number: its mentions with their pages, and what speaks for it."""

    mentions: list[Place] = field(default_factory=list)
    entities: set[int] = field(default_factory=set)
    """Which entities these are, by identity."""
    weight: float = 0.0
    void: bool = True
    """Whether every mention stands beside words that no case's date or sum has."""

    @property
    def set_aside(self) -> bool:
        """Whether the mail sets it aside somewhere, and nowhere else tells of it what happened or is asked."""
        told = [p for p in self.mentions if not p.set_aside()]
        if len(told) == len(self.mentions):
            return False
        return not any(p.page.tags(*p.side()) & {"incident", "blow", "request"} for p in told)


def narrow(pages: Sequence[Source], written: datetime) -> None:
    """Leave out of the entities of all pages the dates, sums and numbers that are only background."""
    texts = [p for p in pages if p.where in {"subject", "text"} and not p.ocr]
    own = [p for p in texts if any(map(_weighed, p.entities))]
    if not own:
        return
    _leave_out(own, _rough(own))
    read = [Page.of(p, written) for p in own]
    days = _candidates(read, "event_time")
    pointed = left_out(read)
    aside = _days_aside(days) | {name for kind, name in pointed if kind == "event_time"}
    others = _other_numbers(read, aside, pointed)
    sums = _candidates(read, "amount")
    dust = set(sums) if _unharmed(read, texts, written) else _dust(sums)
    others |= _entities(sums, dust)
    sums = {name: c for name, c in sums.items() if name not in dust}
    passed = {name for name in sums if ("amount", name) in pointed} - _due_and_come(sums)
    passed = passed if any(_at_stake(c) for name, c in sums.items() if name not in passed) else set()
    others |= _entities(sums, passed)
    _leave_out(own, others)
    others |= _entities(sums, [name for name, c in sums.items() if all(map(only_lies_there, c.mentions))])
    bare = {name: c for name, c in days.items() if all(p.entity.note == BARE for p in c.mentions)}
    days = {name: c for name, c in days.items() if name not in bare}
    _weigh_days(days, written, aside, others)
    later = _later_letters(days)
    gone = later | {name for name, c in days.items() if c.void} if later else _background(days)
    came = {name for name, c in bare.items() if all(map(_only_came, c.mentions))}
    today = not set(days) - gone - aside and (not days or _told(bare))
    gone |= aside & set(days) if today else set()
    _leave_out(own, _entities(days, gone))
    _leave_out(own, _entities(bare, came if today else bare))
    cases = {e for name, c in days.items() if name not in gone for e in c.entities}
    sums = {name: c for name, c in sums.items() if name not in passed}
    told = {name for name in gone if not days[name].void}
    _weigh_sums(sums, cases, aside, others, told)
    ordered = any(e.kind == "order_id" and id(e) not in others for p in read for _, _, e in p.spots)
    for group in _classes(sums) if ordered else (sums,):
        _leave_out(own, _entities(group, _background(group)))


def _unharmed(read: Sequence[Page], texts: Sequence[Source], written: datetime) -> bool:
    """Whether a mail only reports what somebody wrote, as nobody fell for it and no transfer or order is named."""
    if not any(h.value("unharmed") for p in read for h in p.hits):
        return False
    whole = [Page.of(text, written) for text in texts]
    return not any(p.theft or any(e.kind in CODES for _, _, e in p.spots) for p in whole)


def _days_aside(days: dict[str, _Candidate]) -> set[str]:
    """The days that the mail sets aside; of a stretch its first and its last."""
    aside = {name for name, c in days.items() if c.set_aside}
    ends = (p.entity.value.partition("/")[2][:10] for name in aside for p in days[name].mentions)
    return aside | {end for end in ends if end}


def _other_numbers(pages: Sequence[Page], aside: set[str], pointed: set[tuple[str, str]]) -> set[int]:
    """The identities of orders, transfers and markets that belong to no case, where another of the kind stays."""
    gone: set[int] = set()
    firsts = any(p.firsts() for p in pages)
    for kind in _NARROWED:
        found = _candidates(pages, kind)
        passed = [name for name in found if (kind, name) in pointed]
        gone |= _entities(found, passed)
        for name in passed:
            del found[name]
        if len(found) < 2:
            continue
        for index, candidate in enumerate(found.values()):
            spoken = (
                candidate.set_aside or (firsts and index == 0) or any(_of_day(p, aside) for p in candidate.mentions)
            )
            candidate.weight = max(map(_story, candidate.mentions)) - _ASIDE * spoken
            candidate.void = spoken
        best = max(c.weight for c in found.values())
        gone |= _entities(found, {n for n, c in found.items() if c.void and c.weight < 0 and c.weight <= best - FAR})
    return gone


def _of_day(place: Place, aside: set[str]) -> bool:
    """Whether its clause, or else its sentence, names days that are set aside and no other."""
    low, high = place.clause
    days = {(low <= at < high, e.value[:10]) for at, _, e in place.company if e.kind == "event_time"}
    near = {day for close, day in days if close} or {day for _, day in days}
    return bool(near) and near <= aside


def _weighed(entity: Entity) -> bool:
    return entity.kind in {"event_time", "amount", *_NARROWED}


def _candidates(pages: Iterable[Page], kind: str) -> dict[str, _Candidate]:
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
                    found[name].mentions.append(Place.of(page, start, end, entity))
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


def _entities(candidates: dict[str, _Candidate], names: Iterable[str]) -> set[int]:
    return set(chain.from_iterable(candidates[name].entities for name in names))


def _leave_out(pages: Iterable[Source], dropped: set[int]) -> None:
    if dropped:
        for page in pages:
            page.entities[:] = [e for e in page.entities if id(e) not in dropped]


def _story(place: Place) -> float:
    """What the words of a sentence add; where its side of a sentence that turns ("but") is set aside, only those."""
    side = place.page.tags(*place.side())
    tags = side if place.set_aside() else place.page.tags(*place.sentence)
    weight = 2.0 * ("incident" in tags) + 2.0 * ("blow" in tags)
    weight += 3.0 * ("request" in tags) + 2.0 * ("focus" in tags)
    weight -= max(5.0 * place.went_well(), _ASIDE * ("aside" in side), 4.0 * _meant(place, tags))
    bought = "bought" in tags and "past" not in tags and (place.page.theft or not place.of_late())
    return weight - (4.0 if bought else _past(place) if "past" in tags else 0.0)


def _meant(place: Place, tags: set[str]) -> bool:
    """Whether its sentence tells where money came from, and its own clause no total or request."""
    return "means" in tags and "request" not in place.page.tags(*place.clause)


def _past(place: Place) -> float:
    """How much the words of other times count: most in the clause, but not against a day that another is nearer to."""
    clause = place.page.hits_between(place.clause[0], max(place.clause[1], place.end))
    words_of_it = [h for h in clause if h.value("past")]
    if not words_of_it:
        return 2.0
    if place.entity.kind != "event_time":
        return 4.0
    if "T" in place.entity.value and any(e.kind in CODES for _, _, e in place.company):
        return 0.0
    days = [(a, b) for a, b, e in place.company if e.kind == "event_time" and e.value[:10] != place.entity.value[:10]]
    days = [(a, b) for a, b in days if not -_LISTED < a - place.end < _LISTED]
    mine = [gap(place.start, place.end, word) for word in words_of_it]
    if any(all(gap(a, b, word) >= far for a, b in days) for word, far in zip(words_of_it, mine, strict=True)):
        return 4.0
    return 0.0


def _company_of_day(place: Place, name: str, others: set[int]) -> float:
    """What the nearest identifier or sum of the sentence adds, where no other day stands nearer to it."""
    rivals = [at for at, _, e in place.company if e.kind == "event_time" and e.value[:10] != name]
    weight = 0.0
    for at, _, other in place.company:
        if (other.kind in CODES or other.kind == "amount") and id(other) not in others:
            mine = abs(place.start - at)
            if all(abs(rival - at) >= mine for rival in rivals):
                weight = max(weight, 3.0 if other.kind in CODES else 2.0)
    return weight


def _weigh_days(days: dict[str, _Candidate], written: datetime, aside: set[str], others: set[int]) -> None:
    """Weigh every day; ``others``: the identities of the numbers that belong to no case."""
    latest = max((name for name, c in days.items() if name <= written.date().isoformat() and _clocked(c)), default="")
    alone = sum(map(_clocked, days.values())) == 1
    for name, candidate in days.items():
        weights = []
        for place in candidate.mentions:
            value = place.entity.value
            timed = "T" in value
            weight = _story(place) + (4.0 if alone else 2.0) * timed + 2.0 * ("/" in value)
            weight += _company_of_day(place, name, others) - 5.0 * place.only_with(others)
            weights.append(weight + 2.0 * (place.page.source.where == "subject"))
            void = place.reported or _head_or_foot(place, name, written) or (not timed and place.void())
            void = void or ("death" in place.beside() and len(days) > 1)
            candidate.void = candidate.void and void
        candidate.weight = max(weights) + 1.0 * (len(weights) > 1) - _ASIDE * (name in aside) - _long_ago(name, latest)


def _later_letters(days: dict[str, _Candidate]) -> set[str]:
    """Where every day is only one on which somebody wrote, called or answered: all but the first of them."""
    if len(days) < 2 or any(_clocked(c) or not all(p.letter() for p in c.mentions) for c in days.values()):
        return set()
    return set(days) - {min(days)}


def _clocked(candidate: _Candidate) -> bool:
    return any("T" in p.entity.value for p in candidate.mentions)


def _long_ago(name: str, latest: str) -> float:
    """How much it counts against a day that another with an hour follows weeks later."""
    if not latest or name >= latest:
        return 0.0
    apart = (date.fromisoformat(latest) - date.fromisoformat(name)).days
    return 2.0 * (apart > 21) + 1.0 * (apart > 60)


def _weigh_sums(
    sums: dict[str, _Candidate], cases: set[int], aside: set[str], others: set[int], told: set[str]
) -> None:
    """Weigh every sum; ``cases``: the identities of the days that stay; ``told``: the days that are background."""
    for candidate in sums.values():
        weights = []
        for place in candidate.mentions:
            codes = [id(e) for _, _, e in place.company if e.kind in CODES]
            weight = _story(place) + 3.0 * any(code not in others for code in codes)
            weight -= 5.0 * (bool(codes) and others.issuperset(codes))
            weight += 2.0 * any(id(e) in cases for _, _, e in place.company) - _against(place)
            weights.append(weight)
            void = place.reported or place.no_case() or place.kept() or only_lies_there(place) or _heard(place)
            if _of_day(place, told) and not (tags := place.page.tags(*place.sentence)) & {"blow", "request"}:
                weights[-1] -= FAR
                void = void or (len(sums) > 1 and bool(tags & {"past", "means", "settled", "aside"}))
            candidate.void = candidate.void and void
        far = _ASIDE * (candidate.set_aside or any(_of_day(p, aside) for p in candidate.mentions))
        candidate.weight = max(weights) + 1.0 * (len(weights) > 1) - far
    best = max((c.weight for c in sums.values()), default=0.0)
    for candidate in sums.values():
        if all(p.entity.note == FURTHER and not _against(p) for p in candidate.mentions):
            candidate.weight = best
        note = candidate.mentions[0].entity.note
        if note.startswith(PART) and (whole := sums.get(note.removeprefix(PART))):
            candidate.weight = whole.weight = max(candidate.weight, whole.weight)


def _only_came(place: Place) -> bool:
    """Whether the words right beside it only say that something arrived: "it came today, thank you"."""
    low, high = place.clause
    low, high = max(low, place.start - _BESIDE), min(max(high, place.end), place.end + _BESIDE)
    before = max(place.sentence[0], place.start - _BESIDE)
    return verdict(place.page, low, high) == "fine" or arrival(place.page, before, place.start)


def _told(bare: dict[str, _Candidate]) -> bool:
    """Whether a clause with a bare "today" tells of a sum, a number, or what befell."""
    told = {"incident", "blow"}
    places = [p for c in bare.values() for p in c.mentions]
    return any(p.page.tags(*p.clause) & told or any(e.kind != "event_time" for _, _, e in p.company) for p in places)


def _at_stake(candidate: _Candidate) -> bool:
    """Whether it is no fee, balance or demand only, so that another may be passed over for it."""
    return not all(p.no_case() or _against(p) or p.labelled("balance") for p in candidate.mentions)


def _rough(pages: Sequence[Source]) -> set[int]:
    """The identities of the rough sums (三百多块) where another is exact."""
    sums = [e for p in pages for e in p.entities if e.kind == "amount" and e.where == p.where]
    rough = {id(e) for e in sums if e.note == ROUGH}
    return rough if len(rough) < len(sums) else set()


def _dust(sums: dict[str, _Candidate]) -> set[str]:
    """The sums beside which another of their unit that may be the case's is many times as large."""
    worth: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for name, candidate in sums.items():
        if not all(p.no_case() for p in candidate.mentions):
            number, _, unit = name.partition(" ")
            worth[unit].append((float(number), name))
    return {name for of_unit in worth.values() for value, name in of_unit if value * DUST <= max(of_unit)[0]}


def _due_and_come(sums: dict[str, _Candidate]) -> set[str]:
    """The sums of which less came than was due, and what came of them."""
    parts = {name: c.mentions[0].entity.note for name, c in sums.items() if c.mentions[0].entity.note.startswith(PART)}
    return set(parts) | {note.removeprefix(PART) for note in parts.values()}


def _against(place: Place) -> float:
    """How much the words beside a sum count against it: a fee, a balance, what somebody else demands."""
    beside = place.page.tags(*place.around())
    labelled = place.labelled("soft_sum") or place.labelled("already")
    lies = 4.0 * (place.labelled("balance") and "gone" not in place.page.tags(*place.clause))
    return lies + 3.0 * (labelled or "soft_sum" in beside) + 3.0 * labelled + _ASIDE * ("demand" in beside)


def _heard(place: Place) -> bool:
    """Whether it was only read or heard of, in a mail that asks how much it may be."""
    tags = place.page.tags(*place.sentence)
    asks = any(h.value("asks") for h in place.page.hits)
    return "heard" in tags and asks and not tags & {"incident", "blow", "gone"}


def _head_or_foot(place: Place, name: str, written: datetime) -> bool:
    """The date of the letter itself, on a line of its own with at most a place."""
    if name != written.date().isoformat():
        return False
    text = place.page.source.text
    low = text.rfind("\n", 0, place.start) + 1
    high = text.find("\n", place.end)
    high = len(text) if high < 0 else high
    rest = (text[low : place.start] + text[place.end : high]).strip(" ,.，。")
    return low > 0 and len(rest) <= 20 and ":" not in rest and "：" not in rest and place.end - place.start >= 8
