"""Days that belong together: "3-9 March", 3月2日到8日, "del 3 al 9 de marzo", "с 3 по 9 марта" are one stretch each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from mailbot.triage.extract.days.dates import Day, make
from mailbot.triage.extract.source import Source

LONGEST = timedelta(days=366 * 6)
"""No stretch of days that somebody writes about is longer."""

_TO = (
    r"(?:起|開始|开始|に)?\s?(?:至|到|~|～|–|—|-|から|부터|"
    r"\b(?:to|until|till|through|thru|al?|ate|hasta|по|до|den|toi|ile)\b)"
)
_AND = r"\s(?:and|y|e|и|ve|va)\s|\s?(?:和|与|與|と|과|와)\s?"
_ARTICLE = r"(?:(?:the|el|o|os dias|dia|ngay)\s)?"
_NUMBER = r"(\d{1,2})(st|nd|rd|th|-?го|-?е|\s?[日号號일])?"
_BETWEEN = re.compile(
    r"\b(?:between|entre|между|giua|tu|from|del|desde|de|с|со)\s(?:(?:the|el|o|os|dias?|ngay)\s){0,2}$"
)
_BETWEEN_AFTER = re.compile(r".{0,3}(?:之间|之間|の間|사이|arasi)", re.DOTALL)
_JOIN = re.compile(rf"\s*(?:{_TO})\s*{_ARTICLE}")
_JOIN_AND = re.compile(rf"(?:{_AND})\s*{_ARTICLE}")
_BEFORE = re.compile(rf"(?<![\d.,:/-]){_NUMBER}(?:\s?(?P<to>{_TO})|(?P<both>{_AND}))\s?{_ARTICLE}$")
_AFTER = re.compile(
    rf"(?:\s?(?P<to>{_TO})|(?P<both>{_AND}))\s?{_ARTICLE}{_NUMBER}(?![\d:./%,]\d|\d|\s?(?:[点點时時시:%]|[ap]m))"
)
_YEAR_BEFORE = re.compile(r"(?<![\d.,/-])(20[0-3]\d)(?:[-/]\d\d)?(?!\d)[^\d]*$")
_NEAR = 60
"""How many characters before a stretch its year may stand: "for 2024, 1 January to 31 December" (folded)."""
_COUNTED = ("coin", "currency", "unit", "scale", "time", "month")


def joined(page: Source, days: Sequence[Day]) -> list[Day]:
    """The days of a text, in order, with every stretch as one."""
    out: list[Day] = []
    for index, found in enumerate(days):
        day = _opened(page, found, out[-1].end if out else 0)
        if out and (both := _both(page, out[-1], day)):
            out[-1] = both
            continue
        ahead = days[index + 1].start if index + 1 < len(days) else len(page.text)
        out.append(_closed(page, day, ahead))
    return out


def _both(page: Source, last: Day, day: Day) -> Day | None:
    """Two dates with nothing but a word for "to" between them; "and" counts only after "between"."""
    if last.until or last.bare or day.bare:
        return None
    if not _JOIN.fullmatch(page.folded, last.end, day.start) and not (
        _JOIN_AND.fullmatch(page.folded, last.end, day.start) and _between(page, last.start, day.end)
    ):
        return None
    if day.until:
        return _stretch(last.start, day.end, last.day, day.until) if day.monthless else None
    first, until = last.day, day.day
    if last.monthless and not day.monthless:
        first = _in_month(last.day.day, until, later=False) or first
    elif day.monthless and not last.monthless:
        until = _in_month(day.day.day, first, later=True) or until
    elif last.dated and not day.dated and (same := make(first.year, until.month, until.day)) and same > first:
        until = same
    elif not last.dated and day.dated:
        first = make(until.year, first.month, first.day) or first
    elif not (last.dated or day.dated):
        told = _YEAR_BEFORE.search(page.folded, max(0, last.start - _NEAR), last.start)
        first = make(int(told[1]) if told else first.year - (first > until), first.month, first.day) or first
        over = (until.month, until.day) < (first.month, first.day)
        until = make(first.year + over, until.month, until.day) or until
    return _stretch(last.start, day.end, first, until)


def _opened(page: Source, day: Day, low: int) -> Day:
    """ "3 to" right before "9 March"."""
    if day.until or day.bare or day.monthless or not page.text[day.start].isdigit():
        return day
    low = max(low, day.start - 30)
    found = _BEFORE.search(page.folded[low : day.start])
    if found is None or (found["both"] and not _between(page, low + found.start(), day.end)):
        return day
    first = _in_month(int(found[1]), day.day, later=False)
    return (first and _stretch(low + found.start(), day.end, first, day.day)) or day


def _closed(page: Source, day: Day, ahead: int) -> Day:
    """ "to 9" right after "March 3"; what is counted ("to 9 addresses") needs an opening word or the sign of a day."""
    if day.until or day.bare:
        return day
    found = _AFTER.match(page.folded, day.end, min(len(page.folded), day.end + 40))
    if found is None or found.end() > ahead:
        return day
    marked = found[4] or _between(page, day.start, found.end())
    tight = found["to"] and found["to"].strip() in {"-", "–", "~", "～"} and " " not in found[0]
    after = page.hits_in(found.end(), found.end() + 2)
    if not (marked or tight) or (found["both"] and not marked) or any(after[0].value(t) for t in _COUNTED if after):
        return day
    last = _in_month(int(found[3]), day.day, later=True)
    return (last and _stretch(day.start, found.end(), day.day, last)) or day


def _between(page: Source, start: int, end: int) -> bool:
    return bool(
        _BETWEEN.search(page.folded[max(0, start - 22) : start]) or _BETWEEN_AFTER.match(page.folded[end : end + 12])
    )


def _in_month(number: int, other: date, *, later: bool) -> date | None:
    """The day of that number in the month of another day, or in the next or the last one."""
    if later:
        month = other if number > other.day else other.replace(day=1) + timedelta(days=31)
    else:
        month = other if number < other.day else other.replace(day=1) - timedelta(days=1)
    return make(month.year, month.month, number)


def _stretch(start: int, end: int, first: date, last: date) -> Day | None:
    return Day(start, end, first, until=last) if timedelta(0) < last - first <= LONGEST else None
