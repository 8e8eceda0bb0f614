"""Months, quarters and halves of a year as stretches of days: "March to May 2025", 2025年1月到6月, Q1 2025.

Stretches of months count wherever they stand; one month, a quarter or a half only where the text is about statements.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from mailbot.triage.extract.days.dates import Day
from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

MOST_MONTHS = 100

_SIGN = re.compile(
    r"(?:(?P<year>20[0-3]\d|[12]\d|1[01]\d)\s?[年년]\s?)?(?<!\d)(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?(?:月份?|월)"
    r"(?![内內前后後底初末中]|\s?[\d一二三四五六七八九十廿]{1,3}\s?[日号號일])"
)
_FIGURES = sieved(r"(?<![\d./-])(?P<month>0[1-9]|1[0-2])[./](?P<year>20[0-3]\d)(?![\d./-]*\d)")
_TO = re.compile(
    r"\s?(?:份)?\s?(?:至|到|~|～|-|–|—|から|부터|(?:に)?かけて|"
    r"\b(?:to|until|till|through|thru|al?|ate|hasta|по|до|den|toi|ile|and|y|e|и)\b)\s?"
    r"(?:the\s|end of\s|o mes de\s|thang\s)?"
)
_YEAR_AFTER = re.compile(
    r"[a-zа-я']{0,4}\.?,?\s{0,2}(?:of\s|de\s|del\s|do\s|nam\s|года\s|г\.\s)?\s{0,2}(20[0-3]\d)(?![\d-])"
)
_YEAR_BEFORE = re.compile(r"(20[0-3]\d)(?:'?(?:in|nin|un|nun|yili|yilinin))?\s{1,2}$")
_QUARTER = sieved(
    r"\b[q](?P<a>[1-4])[\s/-]{0,2}(?P<ay>20[0-3]\d)\b|\b(?P<by>20[0-3]\d)[\s/-]{0,2}q(?P<b>[1-4])\b"
    r"|(?P<cy>20[0-3]\d)\s?[年년]\s?(?:第|제)?\s?(?P<c>[1-4一二三四])\s?(?:季度|季|四半期|분기)"
    r"|\b(?P<d>first|second|third|fourth|[1-4](?:st|nd|rd|th)|primer|segundo|tercer|cuarto|[1-4]\.?[oº°]?|primeiro|terceiro|"
    r"quarto|перв\w{2,3}|втор\w{2,3}|треть\w{1,3}|четверт\w{2,3}|[1-4]-?(?:й|го|м))\s(?:quarter|trimestre|квартал\w{0,2})"
    r"\s(?:of\s|de\s|del\s|do\s)?(?P<dy>20[0-3]\d)"
    r"|\bquy\s(?P<e>[1-4]|i{1,3}|iv)[\s/](?:nam\s)?(?P<ey>20[0-3]\d)"
)
_HALF = sieved(
    r"\bh(?P<a>[12])[\s/-]{0,2}(?P<ay>20[0-3]\d)\b|(?P<by>20[0-3]\d)\s?[年년]\s?(?P<b>上半年?|下半年?|前半|後半|상반기|하반기)"
    r"|\b(?P<c>first|second|primer|segundo|primeiro|перв\w{2,3}|втор\w{2,3}|1st|2nd|[12]\.?[oº°]?)\s"
    r"(?:half|semestre|полугоди\w{1,2})\s(?:of\s|de\s|del\s|do\s)?(?P<cy>20[0-3]\d)"
)
_NTH = {
    "1": "first 1st primer primeiro перв 一 i 上 前 상", "2": "second 2nd segundo втор 二 ii 下 後 하",
    "3": "third 3rd tercer terceiro треть 三 iii", "4": "fourth 4th cuarto quarto четверт 四 iv",
}  # fmt: skip
_NUMERALS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_NEAR = 60


def months(page: Source, today: date) -> Iterator[Day]:
    """Every stretch of months that a text names, none after the mail's own month."""
    named = sorted((*_signs(page), *_words(page)))
    about = [h.start for h in page.hits if h.value("year")]
    index = 0
    while index < len(named):
        start, end, month, year = named[index]
        near = any(abs(at - start) <= _NEAR for at in about)
        following = named[index + 1] if index + 1 < len(named) else None
        if following and _TO.fullmatch(page.folded, end, following[0]):
            if day := _stretch(start, following[1], (month, year), following[2:], today, told=near):
                yield day
            index += 2
            continue
        if year and near:
            yield from _one(start, end, year, month, month, today)
        index += 1
    if about:
        yield from _parts(page, today)


def _signs(page: Source) -> Iterator[tuple[int, int, int, int]]:
    """(start, end, month, year or 0) of 2025年1月, 3月, and 03/2025."""
    if any(c in page.text for c in "月월"):
        for m in islice(_SIGN.finditer(page.text), MOST_MONTHS):
            year = int(m["year"] or 0)
            year += 0 if year >= 1900 or not year else 1911 if year > 99 else 2000
            month = m["month"]
            yield m.start(), m.end(), int(month) if month.isdigit() else _NUMERALS[month], year
    for m in islice(_FIGURES.finditer(page.text), MOST_MONTHS):
        yield m.start(), m.end(), int(m["month"]), int(m["year"])


def _words(page: Source) -> Iterator[tuple[int, int, int, int]]:
    """The same of months that are named without a day."""
    hits: Sequence[Hit] = [h for h in page.hits if h.value("month")]
    for hit in hits[:MOST_MONTHS]:
        if page.folded[max(0, hit.start - 4) : hit.start].rstrip(" -").endswith(tuple("0123456789")) and not (
            _YEAR_BEFORE.search(page.folded, max(0, hit.start - 14), hit.start)
        ):
            continue
        if hit.end - hit.start <= 3 and not page.text[hit.start].isupper():
            continue
        before = _YEAR_BEFORE.search(page.folded, max(0, hit.start - 14), hit.start)
        after = _YEAR_AFTER.match(page.folded, hit.end)
        if after:
            yield hit.start, after.end(), int(hit.value("month") or 0), int(after[1])
        elif before:
            yield before.start(), hit.end, int(hit.value("month") or 0), int(before[1])
        elif not re.match(r"[a-zа-я]{0,3}\.?\s{0,2}\d", page.folded[hit.end : hit.end + 7]):
            yield hit.start, hit.end, int(hit.value("month") or 0), 0


def _stretch(
    start: int, end: int, first: tuple[int, int], last: tuple[int, int], today: date, *, told: bool
) -> Day | None:
    """From the first of a month to the last of another; a year that is left out is the other's, or the latest
    past one where statements are ``told`` of."""
    until_month, until_year = last
    month, year = first
    until_year = until_year or (year + (until_month < month) if year else 0)
    if not until_year and not told:
        return None
    if not until_year:
        until_year = today.year if until_month <= today.month else today.year - 1
    year = year or (until_year - (month > until_month))
    if (year, month) >= (until_year, until_month) or until_year - year > 6:
        return None
    return next(_one(start, end, year, month, until_month, today, until_year), None)


def _one(start: int, end: int, year: int, first: int, last: int, today: date, until_year: int = 0) -> Iterator[Day]:
    until = date(until_year or year, last, monthrange(until_year or year, last)[1])
    if (until.year, until.month) <= (today.year, today.month):
        yield Day(start, end, date(year, first, 1), until=until)


def _parts(page: Source, today: date) -> Iterator[Day]:
    for pattern, size in ((_QUARTER, 3), (_HALF, 6)):
        for m in islice(pattern.finditer(page.folded), MOST_MONTHS):
            groups = {k: v for k, v in m.groupdict().items() if v}
            year = int(next(v for k, v in groups.items() if k.endswith("y")))
            which = next(v for k, v in groups.items() if not k.endswith("y"))
            number = _nth(which)
            if number:
                yield from _one(m.start(), m.end(), year, (number - 1) * size + 1, number * size, today)


def _nth(which: str) -> int:
    if which[0].isdigit():
        return int(which[0])
    best = [(len(w), int(n)) for n, names in _NTH.items() for w in names.split() if which.startswith(w)]
    return max(best)[1] if best else 0
