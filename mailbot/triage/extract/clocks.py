"""Times of day: 21:40, 9点半, 午後3時, 오후 5시 50분, 5:40pm, 20h10, в 9 вечера, akşam 8 buçukta."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import islice

from mailbot.triage.extract.source import Source

MOST_CLOCKS = 300

_COLON = re.compile(
    r"(?<![\d:.,/-])([01]?\d|2[0-4])\s?[:：]\s?([0-5]\d)(?:[:：][0-5]\d)?(?:\.\d{1,6})?\s{0,2}(am|pm|a\.m\.?|p\.m\.?)?(?![\d:])"
)
_HALF_DAY = re.compile(r"(?<![\d:.,/-])(1[0-2]|0?[1-9])(?:[.](\d\d))?\s{0,2}(am|pm|a\.m\.?|p\.m\.?)(?![a-z])")
_H = re.compile(r"(?<![A-Za-z0-9_:.,/-])([01]?\d|2[0-4])\s?(?:h|g|gio|hs|hrs|giờ)\s?([0-5]\d)?(?![a-z\d])")
_DENSE = re.compile(
    r"(?<![\d.:])(\d{1,2}|[一二两兩三四五六七八九十]{1,3})\s?(?:点钟|點鐘|点|點|时|時|시)\s{0,2}(半|一刻|三刻|零?[一二三四五六七八九]|[一二三四五]?十[一二三四五六七八九]?|반|[0-5]?\d(?!\d))?(?:\s?(?:分|분))?"
    r"(?!间|間|간|\d|[%％]|多钟)"
)
_DOT = re.compile(r"(?<![\d.,])([01]?\d|2[0-3])\.([0-5]\d)(?='?(?:de|da|te|ta|den|dan|ten|tan)\b)")
_SAAT = re.compile(r"\bsaat\s([01]?\d|2[0-3])(?:[.:]([0-5]\d))?")
_BUCUK = re.compile(r"\b([1-9]|1[0-2])\s?bucu[kg]\w{0,4}|\b([1-9]|1[0-2])\s?(?:'?(?:de|da|te|ta|den|dan|ten|tan))\b")
_AT = re.compile(
    r"\b(?:at|around|about|tipo|a las|a la|las|as|around|by|luc|khoang|kl|gegen|в|около|до|к|после|this morning at|sobre las|a eso de las)\s+([01]?\d|2[0-3])(?=[\s,.;)]|$)"
    r"(?:\s(?:с копейками|с небольшим|часов|часа|час|ч\b|o'clock|horas|plus))?"
)
_RU_WORDS = {
    "час": 1,
    "два": 2,
    "двух": 2,
    "три": 3,
    "трех": 3,
    "четыре": 4,
    "четырех": 4,
    "пять": 5,
    "пяти": 5,
    "шесть": 6,
    "шести": 6,
    "семь": 7,
    "семи": 7,
    "восемь": 8,
    "восьми": 8,
    "девять": 9,
    "девяти": 9,
    "десять": 10,
    "десяти": 10,
    "одиннадцать": 11,
    "одиннадцати": 11,
    "двенадцать": 12,
}
_EN_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_SPELLED = re.compile(
    r"\b(?:в|около|к)\s("
    + "|".join(_RU_WORDS)
    + r")\s(?=утра|вечера|дня|ночи)|\bhalf past ("
    + "|".join(_EN_WORDS)
    + r")\b|\b("
    + "|".join(_EN_WORDS)
    + r") o'clock"
)
_ZH = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(slots=True)
class Clock:
    """A time of day at a stretch of the text. ``sure``: it cannot well be anything else."""

    start: int
    end: int
    hour: int
    minute: int
    sure: bool = True

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
    if not found or True:
        found = sorted([*found, *_noons(page, found)], key=lambda c: c.start)
    return found


def _all(page: Source) -> Iterator[Clock]:
    folded = page.folded
    for m in islice(_COLON.finditer(folded), MOST_CLOCKS):
        yield Clock(m.start(), m.end(), _half(int(m[1]), m[3]), int(m[2]))
    for m in islice(_HALF_DAY.finditer(folded), MOST_CLOCKS):
        yield Clock(m.start(), m.end(), _half(int(m[1]), m[3]), int(m[2] or 0) % 60)
    for m in islice(_H.finditer(folded), MOST_CLOCKS):
        duration = re.match(
            r"\s?(?:ago|que|esperando|atras|rồi|roi|nua|passed|already|da|trước|truoc|hold|wait|de espera)",
            folded[m.end() : m.end() + 12],
        )
        before = re.search(
            r"(?:hace|há|ha|faz|over|desde hace|for|within|in|sau|trong|hon|mas de|mais de|tras)\s$",
            folded[max(0, m.start() - 12) : m.start()],
        )
        if (
            not duration
            and not before
            and (
                m[2]
                or _near_part(page, m.start(), m.end())
                or re.search(
                    r"(?:\blas|\bas|\bluc|\bkhoang|\btu|\bhom nay|\bqua)\s$", folded[max(0, m.start() - 9) : m.start()]
                )
            )
        ):
            yield Clock(m.start(), m.end(), int(m[1]), int(m[2] or 0))
    for m in islice(_DENSE.finditer(folded), MOST_CLOCKS):
        clock = _dense(page, m)
        if clock:
            yield clock
    for m in islice(_DOT.finditer(folded), MOST_CLOCKS):
        yield Clock(m.start(), m.end(), int(m[1]), int(m[2]))
    for m in islice(_SAAT.finditer(folded), MOST_CLOCKS):
        yield Clock(m.start(), m.end(), int(m[1]), int(m[2] or 0))
    for m in islice(_BUCUK.finditer(folded), MOST_CLOCKS):
        if m[1] or _near_part(page, m.start(), m.end()):
            yield Clock(m.start(), m.end(), int(m[1] or m[2]), 30 if m[1] else 0)
    for m in islice(_AT.finditer(folded), MOST_CLOCKS):
        after = page.hits_in(m.end(), m.end() + 3)
        counted = any(after[0].value(t) for t in ("coin", "currency", "month", "scale", "unit")) if after else False
        if not counted and not re.match(
            r"[.,:/%]\d|\s?(?:%|x\b|час\w* назад|hours ago)", folded[m.end() : m.end() + 14]
        ):
            yield Clock(
                m.start(1),
                m.end(),
                int(m[1]),
                0,
                sure=_near_part(page, m.start(), m.end()) or m[0].endswith(("s", "м", "и", "в")),
            )
    for m in islice(_SPELLED.finditer(folded), MOST_CLOCKS):
        hour = _RU_WORDS[m[1]] if m[1] else _EN_WORDS[m[2] or m[3]]
        yield Clock(m.start(), m.end(), hour, 30 if m[2] else 0)


def _half(hour: int, mark: str | None) -> int:
    if not mark:
        return hour
    return hour % 12 + (12 if mark[0] == "p" else 0)


def _dense(page: Source, m: re.Match[str]) -> Clock | None:
    hour = int(m[1]) if m[1].isdigit() else _chinese(m[1])
    unit = page.folded[m.end(1) : m.end(1) + 2].strip()
    if (
        hour is None
        or hour > 24
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
        unit[:1] == "时"
        or (not m[2] and unit != "点钟" and unit != "點鐘" and not _near_part(page, m.start(), m.end()))
    ):
        return None
    minute = {None: 0, "半": 30, "반": 30, "一刻": 15, "三刻": 45}.get(m[2], -1)
    if minute < 0:
        minute = int(m[2]) if m[2].isdigit() else _chinese(m[2].lstrip("零")) or 0
    return Clock(m.start(), m.end(), hour, min(minute, 59))


def _chinese(text: str) -> int | None:
    tens, ten, ones = text.partition("十")
    if ten:
        return (_ZH.get(tens, 1) if tens else 1) * 10 + (_ZH.get(ones, 0) if ones else 0)
    return _ZH.get(text)


def _parts(page: Source, start: int, end: int) -> list[str]:
    """Parts of the day that stand beside a stretch, nearest first: "pm", "am", "dawn", "noon"."""
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
    if part == "pm" and 1 <= clock.hour < 12:
        clock.hour += 12
    elif part == "noon" and 1 <= clock.hour <= 4:
        clock.hour += 12
    elif part == "dawn" and 6 <= clock.hour < 12:
        clock.hour += 12
    elif part in {"dawn", "am"} and clock.hour == 12:
        clock.hour = 0
    clock.sure = clock.sure or bool(part)
    return clock


def _noons(page: Source, found: list[Clock]) -> Iterator[Clock]:
    """A bare "noon" beside no other clock."""
    for hit in page.hits:
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
