"""Dates of the calendar: 2026-03-05, 5 March, 5.3., 民國115年3月5日, "on the 5th", a whole year.

Nothing later than the mail is meant; of two readings of 3/4 the one that the country writes, else the later one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice

from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.locale import MONTH_FIRST
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import Sieved, sieved

MOST_DATES = 200
"""How many dates of one form are read in one text."""

_UNDATED = timedelta(days=280)
"""A day without its year is no longer ago: before "20 April" in March lies a date still to come, and no event."""
_ISO = sieved(r"(?<![\d.])(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = sieved(
    r"(?<![\w.-])(20[1-4]\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:(?=\s{1,2}[0-2]?\d:\d\d)|(?=\s?[\u4e00-\u9fff]))"
)
_ROC = sieved(r"(?:民[国國]\s?)?(?<![\d./-])(1[01]\d)([./])(\d{1,2})([./])(\d{1,2})(?![\d./-])")
_REIWA = sieved(r"(?<![A-Za-z0-9])[Rr](\d{1,2})([./])(\d{1,2})([./])(\d{1,2})(?![\d./-])")
"""114/3/5 and R8.3.5: years of Taiwan and of Japan's present era."""
_JOINED = re.compile(r"\d[-/.]\d")
_LONG = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2((?:20)?\d\d)(?![\d])")
_SHORT = sieved(r"(?<![\d./:$€£-])(\d{1,2})/(\d{1,2})(?![\d/%]|\.\d|\s?(?:of|de la|от)\b)")
_DOTTED = sieved(r"(?<![\d.,/:])([0-3]\d)\.(0[1-9]|1[0-2])(?![\d.,]*\d)(?!\s?[A-Za-z$€₽%]{1,5}\b)")
_SUFFIX = re.compile(r"'?[dt][ae]n?\b")
_LIKE_AN_HOUR, _DOTTED_AGO = timedelta(days=45), timedelta(days=150)
"""How long ago 05.03 may be; of 22.10'da, which is an hour as well, the reading nearest before the mail holds."""
_CHINESE_DASHED = sieved(
    r"(?<![\d.,/:a-zA-Z-])([01]?\d)-([0-3]?\d)(?=\s?(?:凌晨|早|上午|中午|下午|晚上|夜|傍晚|号|號))"
)
_CHINESE_DOTTED = sieved(
    r"(?<![\d.,/:a-zA-Z])([01]?\d)\.([0-3]?\d)(?![\d.,%])(?=\s?(?:凌晨|早|上午|中午|下午|晚|夜|傍晚|号|號|日|"
    r"[用在从從我就当當开開充提转轉买買卖賣被]|\d{1,2}[:点點]))"
)
_CJK = re.compile(
    r"(?:(民国|民國|令和|平成|昭和|R|r)?\s?(元|\d{1,4})\s?[年년]\s{0,2})?(\d{1,2}|"
    r"[一二三四五六七八九十]{1,3})\s?[月월]\s{0,2}"
    r"(\d{1,2}|[一二三四五六七八九十廿]{1,3})\s?[日号號일]?(?!\d|[个個月月])"
)
_LAST_MONTH = re.compile(
    r"(?:(这个月|這個月|本月|今月|当月|이번\s?달)|(上上个月|上上個月|先々月|지지난\s?달)|上个月|上個月|上月|先月|지난\s?달|저번\s?달)\s?の?\s?(\d{1,2})\s?[日号號일]"
)
_DAY_ONLY = sieved(
    r"(?<![\d.,/月年-])(?:(?:[(（])?)(\d{1,2})\s?(?:号|號|日|일)(?![\d码碼楼樓线線机店间間後后前目的内內전째간동])"
    r"(?!\s?(?:たち|たって|経|以上|ほど|くらい|連続|待|定期|満期|理财|固定|ロック|プラン|이면|만에|정도|안에|후에|이나|이상|넘게|이\s지))"
)
_ORDINAL = re.compile(
    r"(?:\b(?:on|the|since)\s+)(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)\b|\b(?:el|no|do|del|"
    r"o)\s+(?:dia\s+)?(\d{1,2})\b(?!\s?[a-z%.:,/]{0,2}\d|\.?\s?[oº°]?\s(?:trimestre|semestre))|\bdia\s+(\d{1,2})\b|\b(?:ngay|mung|mong)\s+(\d{1,2})\b(?![/-])|"
    r"(?<!\d)(\d{1,2})(?:-го|го)?\s(?=числа\b)|(?<!\d)(\d{1,2})(?:-го|го)\b(?=\s?(?:$|[,.;)]|[вни]\s|утром|вечером|днем|ночью))"
)
_RU_DAYS = (
    "первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого"
    " тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого девятнадцатого двадцатого"
)
_SAID_DAYS = {name: day for day, name in enumerate(_RU_DAYS.split(), 1)} | {
    **{f"двадцать {name}": day for day, name in enumerate(_RU_DAYS.split()[:9], 21)},
    "тридцатого": 30, "тридцать первого": 31, "primero": 1, "primeiro": 1, "1ro": 1, "1ero": 1,
}  # fmt: skip
_SAID = re.compile(
    rf"(?<!\w)(?:({'|'.join(sorted((n for n in _SAID_DAYS if n[0] > 'z'), key=len, reverse=True))})"
    r"|(primero|primeiro|1ro|1ero) de) $"
)
"""A day in words right before its month (folded)."""
_ALSO_WORDS = frozenset({"mar", "may", "march"})
_LEADS = re.compile(r"\b(?:on|since|from|until|before|after|of|by)\s$")
_NUMBERED = sieved(r"\d(?:st|nd|rd|th|-?го)\b|\d числа|(?:\b(?:el|no|do|del|o)|dia|ngay|mung|mong) \d")
_LIST = re.compile(
    r"(?P<opened>\b(?:on|the|dias?|los|el|nos|em|ngay|dates?)\s)?(?<![\d.,:/-])"
    r"(?P<all>\d{1,2}(?:st|nd|rd|th|-?го|-?е)?(?:\s?,\s?\d{1,2}(?:st|nd|rd|th|-?го|-?е)?){0,6}"
    r"(?:\s?,\s?|\s?,?\s(?P<and>and|y|e|и|va|ve|&)\s))(?:the\s)?$"
)
_LISTED = re.compile(r"\d{1,2}")
_OF_YEAR = re.compile(r"(民国|民國|令和|平成|R)?\s?(元|\d{1,4})\s?年(?:分|度)?\s?[のは(（]\s?$")
"""A year told before a bracket with days in it: 令和7年分（1月1日から…）."""
_YEAR = re.compile(r"(?<![\d.,/-])(20[012]\d)(?![\d.,/-]*\d)")
_ROC_YEAR = sieved(r"(?:民[国國]\s?)?(?<!\d)(1[01]\d)\s?年度?(?!\s?\d)")
_ERA = {"民国": 1911, "民國": 1911, "令和": 2018, "R": 2018, "r": 2018, "平成": 1988, "昭和": 1925}
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(slots=True)
class Day:
    """A date at a stretch of a text (half-open)."""

    start: int
    end: int
    day: date
    bare: bool = False
    """A bare "today": an event only if nothing else is."""
    night: bool = False
    now: bool = False
    """A moment ago: a clock beside it is the last one that showed so, be it before midnight."""
    until: date | None = None
    dated: bool = True
    """Whether the year was written."""
    monthless: bool = False
    """Only the day's number was written: "the 5th"."""
    weekday: bool = False
    """Only the day of the week was written."""
    rough: bool = False
    """Counted back by weeks or months: what a date beside it says holds."""


def calendar_days(page: Source, today: date, country: str) -> Iterator[Day]:
    """Every date of the calendar that a text names, in no order; they may overlap."""
    for day in chain(_numeric(page, today, country), _dense(page, today), _named_months(page, today)):
        yield from _listed(page, day)
        yield day
    yield from _years(page, today)


def _listed(page: Source, day: Day) -> Iterator[Day]:
    """ "on 4, 6 and" right before "9 November": days of the same month."""
    if day.monthless or not page.text[day.start].isdigit():
        return
    found = _LIST.search(page.folded, max(0, day.start - 48), day.start)
    if found is None or not (found["opened"] or found["and"]):
        return
    for number in _LISTED.finditer(page.folded, found.start("all"), day.start):
        if (same := make(day.day.year, day.day.month, int(number[0]))) and same < day.day:
            yield Day(number.start(), number.end(), same, dated=day.dated)


def make(year: int, month: int, day: int) -> date | None:
    """The date, None where there is no such one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(month: int, day: int, today: date) -> date | None:
    """The last such day before (or on) today."""
    this = make(today.year, month, day)
    if this and this <= today + timedelta(days=1):
        return this
    before = make(today.year - 1, month, day)
    return before if this is None or (before and today - before < _UNDATED) else this


def day_of_month(number: int, today: date) -> date | None:
    """The last day of that number before (or on) today."""
    if not 1 <= number <= 31:
        return None
    for back in range(3):
        month = (today.month - 1 - back) % 12 + 1
        day = make(today.year - (1 if today.month - back < 1 else 0), month, number)
        if day and day <= today:
            return day
    return None


def _has(text: str, characters: str) -> bool:
    """Whether any of some characters occurs: a cheap question before a costly pattern."""
    return any(c in text for c in characters)


def _numeric(page: Source, today: date, country: str) -> Iterator[Day]:
    """2026-03-05, 05.03.2026, 3/5, and where people write so 10.29."""
    for m in islice(_COMPACT.finditer(page.text), MOST_DATES):
        if day := make(int(m[1]), int(m[2]), int(m[3])):
            yield Day(m.start(), m.end(), day)
    yield from _of_eras(page, country)
    if not _JOINED.search(page.text):
        return
    for m in islice(_ISO.finditer(page.text), MOST_DATES):
        if day := make(int(m[1]), int(m[3]), int(m[4])):
            yield Day(m.start(), m.end(), day)
    for m in islice(_LONG.finditer(page.text), MOST_DATES):
        year = int(m[4]) if len(m[4]) == 4 else 2000 + int(m[4])
        readings = [d for d in (make(year, int(m[3]), int(m[1])), make(year, int(m[1]), int(m[3]))) if d]
        if readings and not (len(m[4]) == 2 and m[2] == "-"):
            yield Day(m.start(), m.end(), _nearest(readings, today, country))
    yield from _slashed(page, today, country)
    if country in {"CN", "TW", "HK"}:
        yield from _dotted(page, _CHINESE_DOTTED, today, month_first=True)
        yield from _dotted(page, _CHINESE_DASHED, today, month_first=True)
    elif country in {"RU", "TR", "VN"}:
        yield from _dotted(page, _DOTTED, today, month_first=False)


def _of_eras(page: Source, country: str) -> Iterator[Day]:
    """民國115/3/5, 115.03.05 from Taiwan, R8.3.5 from Japan."""
    for pattern, home, first in ((_ROC, "TW", 1911), (_REIWA, "JP", 2018)):
        for m in islice(pattern.finditer(page.text), MOST_DATES):
            told = country == home or m[0][0] == "民"
            if told and m[2] == m[4] and (day := make(first + int(m[1]), int(m[3]), int(m[5]))):
                yield Day(m.start(), m.end(), day)


def _slashed(page: Source, today: date, country: str) -> Iterator[Day]:
    for m in islice(_SHORT.finditer(page.text), MOST_DATES):
        first, second = int(m[1]), int(m[2])
        if (first, second) in {(24, 7), (7, 24)}:
            continue
        pairs = ((second, first), (first, second))
        readings = [d for month, day in pairs if month <= 12 and (d := _latest(month, day, today))]
        readings = [d for d in readings if timedelta(days=-1) <= today - d <= timedelta(days=200)]
        if readings:
            yield Day(m.start(), m.end(), _nearest(readings, today, country), dated=False)


def _dotted(page: Source, pattern: re.Pattern[str] | Sieved, today: date, *, month_first: bool) -> Iterator[Day]:
    for m in islice(pattern.finditer(page.text), MOST_DATES):
        month, number = (int(m[1]), int(m[2])) if month_first else (int(m[2]), int(m[1]))
        day = _latest(month, number, today) if 1 <= month <= 12 else None
        after = page.hits_in(m.end(), m.end() + 1)
        counted = after and any(after[0].value(t) for t in ("coin", "currency", "unit", "scale"))
        recent = _LIKE_AN_HOUR if _SUFFIX.match(page.folded, m.end()) else _DOTTED_AGO
        if day and not counted and timedelta(0) <= today - day < recent:
            yield Day(m.start(), m.end(), day, dated=False)


def _nearest(readings: list[date], today: date, country: str) -> date:
    """Of day-first and month-first (in this order) the one not after the mail; of two, as the country writes."""
    past = [d for d in readings if d <= today + timedelta(days=1)]
    if len(past) == 2 and past[0] != past[1] and country:
        return past[1] if country in MONTH_FIRST else past[0]
    return max(past) if past else readings[0]


def _int(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text == "元":
        return 1
    text = text.replace("廿", "二十")
    tens, _, ones = text.partition("十")
    if "十" in text:
        return (_NUMERALS.get(tens, 1) if tens else 1) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)
    return _NUMERALS.get(text, 0)


def _dense(page: Source, today: date) -> Iterator[Day]:
    """2026年3月5日, 民國115年8月18日, 3月5号, 10월 7일, and a bare 26号."""
    for m in islice(_CJK.finditer(page.text), MOST_DATES) if _has(page.text, "月월") else ():
        month, number = _int(m[3]), _int(m[4])
        told = m if m[2] else _OF_YEAR.search(page.text, max(0, m.start() - 16), m.start())
        if told:
            year = _int(told[2]) + _ERA.get(told[1] or "", 0)
            year += 2000 if year < 100 and not told[1] else 0
            day = make(year, month, number) if 1900 < year < 2100 else None
        else:
            day = _latest(month, number, today) if 1 <= month <= 12 else None
        if day:
            yield Day(m.start(), m.end(), day, dated=bool(told))
    for m in islice(_LAST_MONTH.finditer(page.text), 20) if _has(page.text, "月달") else ():
        of = today if m[1] else today.replace(day=1) - timedelta(days=32 if m[2] else 1)
        if day := make(of.year, of.month, int(m[3])):
            yield Day(m.start(), m.end(), day)
    for m in islice(_DAY_ONLY.finditer(page.text), MOST_DATES) if _has(page.text, "号號日일") else ():
        if (day := day_of_month(int(m[1]), today)) and any(c in page.text[m.start() : m.end()] for c in "号號日일"):
            yield Day(m.start(1), m.end(), day, monthless=True)


def _named_months(page: Source, today: date) -> Iterator[Day]:
    """11 August 2026, Aug 11th, 27 апреля, 22 de julio de 2026, 28 tháng 6, and "on the 13th"."""
    spoken: list[tuple[int, date]] = []
    for hit in page.tagged("month"):
        month = hit.value("month")
        if month is None:
            continue
        before = re.search(
            r"(?<![\d.,:/])(\d{1,2})(?:st|nd|rd|th|-?го|-?е|[.ºo])?[\s-]{0,2}(?:of\s|de\s|do\s|\.)?\s{0,2}$",
            page.folded[max(0, hit.start - 12) : hit.start],
        )
        after = re.match(
            r"\.?[\s-]{0,2}(?:de\s|del\s|nam\s|,)?\s{0,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d:.]\d|\d|h)",
            page.folded[hit.end : hit.end + 14],
        )
        tail = re.match(
            r"[a-zа-я']{0,4}\.?,?[\s-]{0,2}(?:de\s|del\s|nam\s|г\.)?\s{0,2}(20\d\d)",
            page.folded[hit.end : hit.end + 16],
        )
        start, end = hit.start, hit.end
        said = None if before else _SAID.search(page.folded, max(0, hit.start - 24), hit.start)
        if said:
            number, start = _SAID_DAYS[said[1] or said[2]], said.start()
            end = hit.end + tail.end() if tail else hit.end
        elif before:
            number, start = int(before[1]), hit.start - len(before[0])
            end = hit.end + tail.end() if tail else hit.end
        elif after and (page.text[hit.start].isupper() or _plainly(page, hit)):
            number, end = int(after[1]), hit.end + after.end()
            tail = re.match(r",?[\s-]{0,2}(?:de\s)?(20\d\d)", page.folded[end : end + 10])
            end += tail.end() if tail else 0
        else:
            continue
        day = make(int(tail[1]), int(month), number) if tail else _latest(int(month), number, today)
        if day:
            spoken.append((start, day))
            yield Day(start, end, day, dated=bool(tail))
    if _NUMBERED.search(page.folded):
        yield from _numbered(page, today, spoken)


def _plainly(page: Source, hit: Hit) -> bool:
    """Whether a month in lower case before a number is one: "nov 19", "on may 3", but not "may 3 people"."""
    word = page.folded[hit.start : hit.end]
    return (word not in _ALSO_WORDS and hit.end - hit.start >= 3) or bool(
        _LEADS.search(page.folded, max(0, hit.start - 8), hit.start)
    )


def _numbered(page: Source, today: date, spoken: Sequence[tuple[int, date]]) -> Iterator[Day]:
    """A day of which only the number is told; of the month of the last named day (position, day) before it."""
    for m in islice(_ORDINAL.finditer(page.folded), MOST_DATES):
        number = next(int(g) for g in m.groups() if g)
        following = page.hits_in(m.end(), m.end() + 2) or [
            h for h in page.hits_in(m.end(), m.end() + 8) if h.value("month")
        ]
        if following and any(following[0].value(t) for t in ("month", "coin", "currency", "unit", "time", "scale")):
            continue
        last = next((d for at, d in reversed(spoken) if at < m.start()), None)
        same = make(last.year, last.month, number) if last else None
        if same and last and last < same and today < same <= today + timedelta(days=7):
            continue
        if day := same if same and last and last <= same <= today else day_of_month(number, today):
            yield Day(m.start(), m.end(), day, monthless=True)


def _years(page: Source, today: date) -> Iterator[Day]:
    """A whole year, where the text is about a statement or taxes; 113年度 counts from 1911."""
    if not page.tagged("year"):
        return
    for m in islice(_ROC_YEAR.finditer(page.text), 20):
        if any("\u4e00" <= c <= "\u9fff" for c in page.text) and int(m[1]) + 1911 <= today.year:
            yield Day(m.start(), m.end(), date(int(m[1]) + 1911, 1, 1), until=date(int(m[1]) + 1911, 12, 31))
    for m in islice(_YEAR.finditer(page.text), MOST_DATES):
        year = int(m[1])
        near = page.hits_in(max(0, m.start() - 40), m.end() + 40)
        if (
            year <= today.year
            and any(h.value("year") for h in near)
            and not any(h.value("month") for h in page.hits_in(max(0, m.start() - 14), m.start()))
        ) and not re.match(r"[ ]?[年년]\s?\d", page.text[m.end() : m.end() + 4]):
            yield Day(m.start(), m.end(), date(year, 1, 1), until=date(year, 12, 31))
