"""Times of day in figures: 21:40, 9点半, 午後3時, 오후 5시 50분, 5:40pm, 20h10, в 9 вечера, akşam 8 buçukta."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time
from itertools import islice

from mailbot.triage.extract.days.spokenclocks import READERS
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

MOST_CLOCKS = 300

_COLON = sieved(
    r"(?<![\d:.,/-])([01]?\d|2[0-4])\s?[:：]\s?([0-5]\d)(?:[:：][0-5]\d)?(?:\.\d{1,6})?\s{0,2}(am|pm|a\.m\.?|"
    r"p\.m\.?)?(?!\d|[:：]\d)"
)
_HALF_DAY = sieved(r"(?<![\d:.,/-])(1[0-2]|0?[1-9])(?:[.](\d\d))?\s{0,2}(am|pm|a\.m\.?|p\.m\.?)(?![a-z])")
_H = sieved(r"(?<![A-Za-z0-9_:.,/-])([01]?\d|2[0-4])\s?(?:h|g|gio|hs|hrs|giờ)\s?([0-5]\d)?(?:p|ph|phut)?(?![a-z\d])")
_DENSE = re.compile(
    r"(?<![\d.:])(\d{1,2}|[一二两兩三四五六七八九十]{1,3})\s?(?:点钟|點鐘|点|點|时|時|시)\s{0,2}(半|一刻|三刻|"
    r"零?[一二三四五六七八九]|[一二三四五]?十[一二三四五六七八九]?|반|[0-5]?\d(?!\d))?(?:\s?(?:分|분))?"
    r"(?!间|間|간|\d|[%％]|多钟)"
)
_DOT = sieved(r"(?<![\d.,])([01]?\d|2[0-3])\.([0-5]\d)(?='?(?:de|da|te|ta|den|dan|ten|tan)\b)")
_SAAT = sieved(r"\bsaat\s(2[0-3]|[01]?\d)(?:[.:]([0-5]\d))?(?!\d)")
_TURKISH = sieved(r"saat \d|bucu|\d\s?'?[dt][ae]")
_BUCUK = re.compile(r"\b([1-9]|1[0-2])\s?bucu[kg]\w{0,4}|\b([1-9]|1[0-2])\s?(?:'?(?:de|da|te|ta|den|dan|ten|tan))\b")
_AT = sieved(
    r"\b(?:at|around|about|tipo|a las|a la|las|as|around|by|luc|khoang|kl|gegen|в|около|до|к|после|"
    r"this morning at|sobre las|a eso de las)\s+([01]?\d|2[0-3])(?=[\s,.;)]|$)"
    r"(?:\s(?:с копейками|с небольшим|часов|часа|час|ч\b|o'clock|horas|plus))?"
)
_LASTED = re.compile(r"\s?(?:ago|que|esperando|atras|roi|nua|passed|already|da\b|truoc|hold|wait|de espera)")
_LASTING = re.compile(r"(?:hace|ha|faz|over|desde hace|for|within|in|sau|trong|hon|mas de|mais de|tras)\s$")
_LEAD = re.compile(r"(?:\blas|\bas|\bluc|\bkhoang|\btu|\bhom nay|\bqua)\s$")
_COUNTED = re.compile(r"[.,:/%]\d|\s?(?:%|x\b|час\w{0,3} назад|hours ago)")
_ZH = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(slots=True)
class Clock:
    """A time of day at a stretch of the text. ``sure``: it cannot well be anything else."""

    start: int
    end: int
    hour: int
    minute: int
    sure: bool = True
    next_day: bool = False
    """Whether it is of the day after the one that it stands beside: 25時, 昨晚12点, 昨晚一点."""

    def time(self) -> time:
        """As a time."""
        return time(self.hour % 24, self.minute)


def read(page: Source) -> list[Clock]:
    """All times of day of a text in order, corrected by the part of the day that stands beside them."""
    found: list[Clock] = []
    for clock in sorted(_all(page), key=lambda c: (c.start, c.start - c.end)):
        if found and clock.start < found[-1].end:
            continue
        if page.free(clock.start, clock.end):
            found.append(_corrected(page, clock))
    return sorted([*found, *_noons(page, found)], key=lambda c: c.start)


def _all(page: Source) -> Iterator[Clock]:
    for needles, reader in _READERS:
        if any(needle in page.folded for needle in needles):
            yield from reader(page)
    for needles, words in READERS:
        if any(needle in page.folded for needle in needles):
            yield from (
                Clock(start, end, hour, minute, sure=sure) for start, end, hour, minute, sure in words(page.folded)
            )


def _colon(page: Source) -> Iterator[Clock]:
    for m in islice(_COLON.finditer(page.folded), MOST_CLOCKS):
        yield Clock(m.start(), m.end(), _half(int(m[1]), m[3]), int(m[2]))


def _half_day(page: Source) -> Iterator[Clock]:
    for m in islice(_HALF_DAY.finditer(page.folded), MOST_CLOCKS):
        yield Clock(m.start(), m.end(), _half(int(m[1]), m[3]), int(m[2] or 0) % 60)


def _hours(page: Source) -> Iterator[Clock]:
    """20h10, 9h tối, às 18h; "há 3h" and "esperando 24h" are durations."""
    folded = page.folded
    for m in islice(_H.finditer(folded), MOST_CLOCKS):
        before = folded[max(0, m.start() - 12) : m.start()]
        if _LASTED.match(folded, m.end()) or _LASTING.search(before):
            continue
        if m[2] or _LEAD.search(before) or _near_part(page, m.start(), m.end()):
            yield Clock(m.start(), m.end(), int(m[1]), int(m[2] or 0))


def _signs(page: Source) -> Iterator[Clock]:
    for m in islice(_DENSE.finditer(page.folded), MOST_CLOCKS):
        if clock := _dense(page, m):
            yield clock


def _turkish(page: Source) -> Iterator[Clock]:
    if not _TURKISH.search(page.folded):
        return
    for pattern in (_DOT, _SAAT):
        for m in islice(pattern.finditer(page.folded), MOST_CLOCKS):
            yield Clock(m.start(), m.end(), int(m[1]), int(m[2] or 0))
    for m in islice(_BUCUK.finditer(page.folded), MOST_CLOCKS):
        if m[1] or _near_part(page, m.start(), m.end()):
            yield Clock(m.start(), m.end(), int(m[1] or m[2]), 30 if m[1] else 0)


def _at(page: Source) -> Iterator[Clock]:
    """A bare hour after "at", "a las", "lúc", "в": certain only beside a part of the day."""
    for m in islice(_AT.finditer(page.folded), MOST_CLOCKS):
        after = page.hits_in(m.end(), m.end() + 3)
        if after and any(after[0].value(t) for t in ("coin", "currency", "month", "scale", "unit")):
            continue
        if _COUNTED.match(page.folded, m.end()):
            continue
        sure = m[0].endswith(("s", "м", "и", "в")) or _near_part(page, m.start(), m.end())
        yield Clock(m.start(1), m.end(), int(m[1]), 0, sure=sure)


_READERS: tuple[tuple[tuple[str, ...], Callable[[Source], Iterator[Clock]]], ...] = (
    ((":", "："), _colon),
    (("am", "pm", "a.m", "p.m", "a m", "p m"), _half_day),
    (("h", "g"), _hours),
    (("点", "點", "时", "時", "시"), _signs),
    (("saat", "bucu", "'d", "'t", ".", " da", " de", " ta", " te"), _turkish),
    (
        (
            "at ",
            "about ",
            "around ",
            "by ",
            "las ",
            "la ",
            "tipo ",
            "luc ",
            "khoang ",
            "в ",
            "около ",
            "до ",
            "к ",
            "после ",
        ),
        _at,
    ),
)
"""What must occur in the folded text for a reader to be worth asking, and the reader."""


def _half(hour: int, mark: str | None) -> int:
    if not mark:
        return hour
    return hour % 12 + (12 if mark[0] == "p" else 0)


def _dense(page: Source, m: re.Match[str]) -> Clock | None:
    hour = int(m[1]) if m[1].isdigit() else _chinese(m[1])
    unit = page.folded[m.end(1) : m.end(1) + 2].strip()
    if (
        hour is None
        or hour > (29 if unit[:1] == "時" else 24)
        or (unit[:1] in {"点", "點"} and page.folded[m.end() : m.end() + 1] in {"五", "几"} and not m[2])
    ):
        return None
    if page.folded[m.start() - 1 : m.start()] in {"零", ".", "点", "點"} or (
        page.folded[m.end() : m.end() + 2] in {"个U", "个u"}
    ):
        return None
    if unit[:1] in {"点", "點"} and re.match(
        r"\d*\s?(?:个|個|[Uu]|usdt|btc|eth|万|元)", page.folded[m.end() : m.end() + 6]
    ):
        return None
    if not m[1].isdigit() and (
        unit[:1] == "时" or (not m[2] and unit not in {"点钟", "點鐘"} and not _near_part(page, m.start(), m.end()))
    ):
        return None
    minute = {None: 0, "半": 30, "반": 30, "一刻": 15, "三刻": 45}.get(m[2], -1)
    if minute < 0:
        minute = int(m[2]) if m[2].isdigit() else _chinese(m[2].lstrip("零")) or 0
    return Clock(m.start(), m.end(), hour, min(minute, 59), next_day=hour > 24)


def _chinese(text: str) -> int | None:
    tens, ten, ones = text.partition("十")
    if ten:
        return (_ZH.get(tens, 1) if tens else 1) * 10 + (_ZH.get(ones, 0) if ones else 0)
    return _ZH.get(text)


def _parts(page: Source, start: int, end: int) -> list[str]:
    """Parts of the day that stand beside a stretch, nearest first: "pm", "evening", "am", "dawn", "noon"."""
    found = []
    for hit in page.hits_in(max(0, start - 14), end + 14):
        part = hit.value("part")
        if part is None or (hit.start < end and start < hit.end and hit.end - hit.start < 2):
            continue
        gap = page.folded[hit.end : start] if hit.end <= start else page.folded[end : hit.start]
        if re.search(r"[\d。;；!?！？\n]|[.]\s", gap) or len(gap) > 12:
            continue
        if hit.start >= end and "," in gap:
            continue
        found.append((len(gap) + (2 if hit.start >= end else 0), part))
    return [part for _, part in sorted(found)]


def _near_part(page: Source, start: int, end: int) -> bool:
    return bool(_parts(page, start, end))


def _corrected(page: Source, clock: Clock) -> Clock:
    parts = _parts(page, clock.start, clock.end)
    part = parts[0] if parts else ""
    if (
        (part == "pm" and 1 <= clock.hour < 12)
        or (part == "noon" and 1 <= clock.hour <= 4)
        or (part == "dawn" and 6 <= clock.hour < 12)
    ):
        clock.hour += 12
    elif part in {"dawn", "am"} and clock.hour == 12:
        clock.hour = 0
    elif part == "evening":
        clock.next_day = clock.hour == 12 or 1 <= clock.hour <= 4
        clock.hour = clock.hour % 12 if clock.next_day else clock.hour + 12 * (clock.hour < 12)
    clock.sure = clock.sure or bool(part)
    return clock


def _noons(page: Source, found: list[Clock]) -> Iterator[Clock]:
    """A bare "noon" beside no other clock."""
    for hit in page.tagged("part"):
        if hit.value("part") == "noon" and not any(
            abs(c.start - hit.end) <= 14 or abs(hit.start - c.end) <= 14 for c in found
        ):
            sure = page.folded[hit.start : hit.end] in {
                "noon",
                "midday",
                "meio dia",
                "meio-dia",
                "mediodia",
                "正午",
                "полдень",
            }
            yield Clock(hit.start, hit.end, 12, 0, sure=sure)
