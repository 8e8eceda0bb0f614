"""When it happened: dates and times of ten languages, absolute and relative, resolved with the mail's own date.

Values are in the mail's zone unless the mail states one: "2025-10-09T21:40", "2025-10-09", or a range
"2024-01-01/2024-12-31". Nothing later than the mail is an event; of two readings of 11/12 the one nearest before the
mail holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from mailbot.triage.extract import clocks
from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.locale import MONTH_FIRST
from mailbot.triage.extract.source import Source

MOST_DATES = 200
"""How many dates are read in one text."""

_ISO = re.compile(r"(?<![\d.])(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_LONG = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2((?:20)?\d\d)(?![\d])")
_SHORT = re.compile(r"(?<![\d./:$€£-])(\d{1,2})/(\d{1,2})(?![\d/%]|\.\d|\s?(?:of|de la|от)\b)")
_DOTTED = re.compile(r"(?<![\d.,/:])([0-3]\d)\.(0[1-9]|1[0-2])(?![\d.,]*\d)(?!\s?[A-Za-z$€₽%]{1,5}\b)")
_CHINESE_DOTTED = re.compile(
    r"(?<![\d.,/:a-zA-Z])([01]?\d)\.([0-3]?\d)(?![\d.,%])(?=\s?(?:凌晨|早|上午|中午|下午|晚|夜|傍晚|号|號|日|[用在从從我就当當开開充提转轉买買卖賣被]|\d{1,2}[:点點]))"
)
_CJK = re.compile(
    r"(?:(民国|民國|令和|平成|昭和|R|r)?\s?(元|\d{1,4})\s?[年년]\s{0,2})?(\d{1,2}|[一二三四五六七八九十]{1,3})\s?[月월]\s{0,2}"
    r"(\d{1,2}|[一二三四五六七八九十廿]{1,3})\s?[日号號일]?(?!\d|[个個月月])"
)
_DAY_ONLY = re.compile(
    r"(?<![\d.,/月年-])(?:(?:[(（])?)(\d{1,2})\s?(?:号|號|日|일)(?![\d码碼楼樓线線机店间間後后前目的内內전째간동])"
)
_ORDINAL = re.compile(
    r"(?:\b(?:on|the|since)\s+)(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)\b|\b(?:el|no|do|del|o)\s+(?:dia\s+)?(\d{1,2})\b(?!\s?[a-z%.:,/]{0,2}\d)|\bdia\s+(\d{1,2})\b|\bngay\s+(\d{1,2})\b(?!/)|(?<!\d)(\d{1,2})(?:-го|го)\b числа"
)
_TODAY_AHEAD = re.compile(r"\s?(?:不给|不給|不解|内|內|之内|必须|必須|中に|中は|안에|까지|or\b|içinde|trong ngày)")
_YEAR = re.compile(r"(?<![\d.,/-])(20[012]\d)(?![\d.,/-]*\d)")
_ROC_YEAR = re.compile(r"(?:民[国國]\s?)?(?<!\d)(1[01]\d)\s?年度?(?!\s?\d)")
_RANGE = re.compile(
    r"\s*(?:起)?\s*(?:至|到|~|～|–|—|-|to|until|through|and|al|a|ate|hasta|по|до|から|부터|den|ile|den|с|ve|và|den|đến|toi)\s*(?:el\s+|dia\s+)?",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"写道|寫道|wrote|написал|さん[はが]書|作成|작성|님이|escribio|escreveu|yazdi|da viet|viet:|^>?\s{0,3}(?:date|sent|日期|发送时间|寄件日期|日時|送信日時|보낸 날짜|дата|ngay|fecha|enviado|tarih|data)\s?:"
)
_ERA = {"民国": 1911, "民國": 1911, "令和": 2018, "R": 2018, "r": 2018, "平成": 1988, "昭和": 1925}
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(slots=True)
class _Day:
    start: int
    end: int
    day: date
    bare: bool = False
    """A bare "today": an event only if nothing else is."""
    night: bool = False
    until: date | None = None
    dated: bool = True
    """Whether the year was written."""


def read_times(page: Source, written: datetime, country: str) -> None:
    """Take the dates and times of a text. ``written``: the mail's date in its own zone."""
    days = _ranges(page, _distinct(_days(page, written, country)))
    days = [d for d in days if not _set_aside(page, d, written)]
    clock_times = [c for c in clocks.read(page) if not any(d.start < c.end and c.start < d.end for d in days)]
    used: set[int] = set()
    ranges = [d for d in days if d.until]
    days = [d for d in days if d.until or not any(r.day <= d.day <= (r.until or r.day) for r in ranges)]
    for found in days:
        clock = _clock_of(page, found, clock_times, used)
        if found.bare and clock is None and any(not d.bare for d in days):
            continue
        _add(page, found, clock, written)
    for index, clock in enumerate(clock_times):
        if index not in used and clock.sure and page.free(clock.start, clock.end):
            _standalone(page, clock, days, written)


def _add(page: Source, found: _Day, clock: clocks.Clock | None, written: datetime) -> None:
    start, end = found.start, found.end
    if not page.free(start, end):
        return
    value = found.day.isoformat()
    if clock:
        day = found.day + timedelta(days=1 if found.night and clock.hour <= 5 else 0)
        moment = datetime.combine(day, clock.time())
        if moment > written.replace(tzinfo=None) + timedelta(hours=2):
            moment = datetime.combine(found.day, clock.time())
        value = moment.isoformat(timespec="minutes")
        start, end = min(start, clock.start), max(end, clock.end)
    elif found.until:
        value = f"{value}/{found.until.isoformat()}"
    implied = found.until is not None and found.end - found.start <= 8
    page.add("event_time", value, start, end, confidence=0.9 if clock else 0.6 if implied else 0.8)


def _standalone(page: Source, clock: clocks.Clock, days: list[_Day], written: datetime) -> None:
    """A clock without a date: the day last spoken of, else the last time that the clock showed this."""
    earlier = [d for d in days if d.start < clock.start and not d.until]
    local = written.replace(tzinfo=None)
    if earlier and page.sentence(earlier[-1].start) == page.sentence(clock.start) or (earlier and not earlier[-1].bare):
        moment = datetime.combine(earlier[-1].day, clock.time())
    else:
        moment = datetime.combine(local.date(), clock.time())
        if moment > local + timedelta(minutes=20):
            moment -= timedelta(days=1)
    if moment <= local + timedelta(hours=2):
        page.add("event_time", moment.isoformat(timespec="minutes"), clock.start, clock.end, confidence=0.7)


def _clock_of(page: Source, found: _Day, times: list[clocks.Clock], used: set[int]) -> clocks.Clock | None:
    """The clock that belongs to a date: right after it, or right before."""
    best: tuple[int, int] | None = None
    for index, clock in enumerate(times):
        if index in used:
            continue
        gap = clock.start - found.end if clock.start >= found.end else found.start - clock.end
        stretch = page.text[min(found.end, clock.end) : max(found.start, clock.start)]
        after = clock.start >= found.end
        if (
            0 <= gap <= (30 if after else 14)
            and not re.search(r"[。！？!?;；\n]|[.]\s", stretch)
            and (clock.sure or gap <= 12)
        ):
            rank = gap + (0 if after else 6)
            if best is None or rank < best[0]:
                best = (rank, index)
    if best is None:
        return None
    used.add(best[1])
    return times[best[1]]


def _distinct(found: Iterator[_Day]) -> list[_Day]:
    """In order, longest first where two readings overlap."""
    kept: list[_Day] = []
    for day in sorted(islice(found, MOST_DATES), key=lambda d: (d.start, d.start - d.end)):
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def _set_aside(page: Source, found: _Day, written: datetime) -> bool:
    """Not an event: later than the mail, a birthday, an expiry, the line that introduces a quotation."""
    if found.day > written.date() + timedelta(days=0) and found.until is None:
        return True
    if not page.free(found.start, found.end):
        return True
    low, high = page.clause(found.start)
    if any(
        h.value("no_event")
        for h in page.hits_in(max(low, found.start - 30), min(max(high, found.end + 24), found.end + 30))
    ):
        return True
    line = page.folded.rfind("\n", 0, found.start) + 1
    stop = page.folded.find("\n", found.end)
    stop = len(page.folded) if stop < 0 else stop
    return _ATTRIBUTION.search(page.folded[line : min(stop, line + 300)]) is not None and page.folded[
        line:stop
    ].rstrip()[-1:] in {":", "：", ">"}


def _days(page: Source, written: datetime, country: str) -> Iterator[_Day]:
    today = written.date()
    yield from _numeric(page, today, country)
    yield from _dense(page, today)
    yield from _named_months(page, today)
    yield from _relative(page, written)
    yield from _weekdays(page, today)
    yield from _years(page, today)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(month: int, day: int, today: date) -> date | None:
    """The last such day before (or on) today."""
    this = _make(today.year, month, day)
    if this and this <= today + timedelta(days=1):
        return this
    before = _make(today.year - 1, month, day)
    return before if this is None or (before and today - before < timedelta(days=330)) else this


def _numeric(page: Source, today: date, country: str) -> Iterator[_Day]:
    text = page.text
    for m in islice(_ISO.finditer(text), MOST_DATES):
        if day := _make(int(m[1]), int(m[3]), int(m[4])):
            yield _Day(m.start(), m.end(), day)
    for m in islice(_LONG.finditer(text), MOST_DATES):
        year = int(m[4]) if len(m[4]) == 4 else 2000 + int(m[4])
        readings = [d for d in (_make(year, int(m[3]), int(m[1])), _make(year, int(m[1]), int(m[3]))) if d]
        if len(m[4]) == 2 and m[2] == "-" or not readings:
            continue
        yield _Day(m.start(), m.end(), _nearest(readings, today, country))
    for m in islice(_SHORT.finditer(text), MOST_DATES):
        first, second = int(m[1]), int(m[2])
        if (first, second) in {(24, 7), (7, 24)}:
            continue
        readings = [
            d
            for d in (
                _latest(second, first, today) if second <= 12 else None,
                _latest(first, second, today) if first <= 12 else None,
            )
            if d
        ]
        readings = [d for d in readings if timedelta(days=-1) <= today - d <= timedelta(days=200)]
        if readings:
            yield _Day(m.start(), m.end(), _nearest(readings, today, country), dated=False)
    if country in {"CN", "TW", "HK"}:
        for m in islice(_CHINESE_DOTTED.finditer(text), MOST_DATES):
            day = _latest(int(m[1]), int(m[2]), today) if int(m[1]) <= 12 else None
            after = page.hits_in(m.end(), m.end() + 1)
            counted = after and any(after[0].value(t) for t in ("coin", "currency", "unit", "scale"))
            if day and not counted and timedelta(0) <= today - day < timedelta(days=150):
                yield _Day(m.start(), m.end(), day, dated=False)
    if country in {"RU", "TR", "DE", "KZ", "VN"}:
        for m in islice(_DOTTED.finditer(text), MOST_DATES):
            day = _latest(int(m[2]), int(m[1]), today)
            if day and today - day < timedelta(days=120) and int(m[1]):
                yield _Day(m.start(), m.end(), day, dated=False)


def _nearest(readings: list[date], today: date, country: str) -> date:
    """Of day-first and month-first (in this order) the one not after the mail; of two, as the country writes."""
    past = [d for d in readings if d <= today + timedelta(days=1)]
    if len(past) == 2 and past[0] != past[1] and country:
        return past[1] if country in MONTH_FIRST else past[0]
    return max(past) if past else readings[0]


def _ranges(page: Source, days: list[_Day]) -> list[_Day]:
    """ "1 January to 31 December 2025" as one: two dates with nothing but a word for "to" between them."""
    out: list[_Day] = []
    for day in days:
        last = out[-1] if out else None
        if last and not last.until and _RANGE.fullmatch(page.folded, last.end, day.start):
            start = last.day
            if not last.dated and day.dated:
                start = _make(day.day.year, start.month, start.day) or start
            if start < day.day and not last.bare and not day.bare:
                out[-1] = _Day(last.start, day.end, start, until=day.day)
                continue
        out.append(day)
    return out


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


def _dense(page: Source, today: date) -> Iterator[_Day]:
    """2026年3月5日, 民國115年8月18日, 3月5号, 10월 7일, and a bare 26号."""
    for m in islice(_CJK.finditer(page.text), MOST_DATES):
        month, number = _int(m[3]), _int(m[4])
        if m[2]:
            year = _int(m[2]) + _ERA.get(m[1] or "", 0)
            year += 2000 if year < 100 and not m[1] else 0
            day = _make(year, month, number) if 1900 < year < 2100 else None
        else:
            day = _latest(month, number, today) if 1 <= month <= 12 else None
        if day:
            yield _Day(m.start(), m.end(), day, dated=bool(m[2]))
    for m in islice(_DAY_ONLY.finditer(page.text), MOST_DATES):
        if (day := _day_of_month(int(m[1]), today)) and any(c in page.text[m.start() : m.end()] for c in "号號日일"):
            yield _Day(m.start(1), m.end(), day)


def _day_of_month(number: int, today: date) -> date | None:
    """The last day of that number before (or on) today."""
    if not 1 <= number <= 31:
        return None
    for back in range(3):
        month = (today.month - 1 - back) % 12 + 1
        day = _make(today.year - (1 if today.month - back < 1 else 0), month, number)
        if day and day <= today:
            return day
    return None


def _named_months(page: Source, today: date) -> Iterator[_Day]:
    """11 August 2026, Aug 11th, 27 апреля, 22 de julio de 2026, 28 tháng 6, and "on the 13th"."""
    spoken: list[tuple[int, date]] = []
    for hit in page.hits:
        month = hit.value("month")
        if month is None:
            continue
        before = re.search(
            r"(?<![\d.,:/])(\d{1,2})(?:st|nd|rd|th|[.ºo])?\s{0,2}(?:of\s|de\s|do\s|\.)?\s{0,2}$",
            page.folded[max(0, hit.start - 12) : hit.start],
        )
        after = re.match(
            r"\.?\s{0,2}(?:de\s|del\s|nam\s|,)?\s{0,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d:.]\d|\d|h)",
            page.folded[hit.end : hit.end + 14],
        )
        tail = re.match(
            r"[a-zа-я']{0,4}\.?,?\s{0,2}(?:de\s|del\s|nam\s|г\.)?\s{0,2}(20\d\d)", page.folded[hit.end : hit.end + 16]
        )
        start, end = hit.start, hit.end
        if before:
            number, start = int(before[1]), hit.start - len(before[0])
            end = hit.end + tail.end() if tail else hit.end
        elif (
            after
            and page.text[hit.start].isupper()
            or (after and len(page.text[hit.start : hit.end]) > 3 and int(after[1]) <= 31)
        ):
            number, end = int(after[1]), hit.end + after.end()
            tail = re.match(r",?\s{0,2}(?:de\s)?(20\d\d)", page.folded[end : end + 10])
            end += tail.end() if tail else 0
        else:
            continue
        day = _make(int(tail[1]), int(month), number) if tail else _latest(int(month), number, today)
        if day:
            spoken.append((start, day))
            yield _Day(start, end, day, dated=bool(tail))
    for m in islice(_ORDINAL.finditer(page.folded), MOST_DATES):
        number = next(int(g) for g in m.groups() if g)
        following = page.hits_in(m.end(), m.end() + 2) or [
            h for h in page.hits_in(m.end(), m.end() + 8) if h.value("month")
        ]
        if following and any(following[0].value(t) for t in ("month", "coin", "currency", "unit", "time", "scale")):
            continue
        last = next((d for at, d in reversed(spoken) if at < m.start()), None)
        same = _make(last.year, last.month, number) if last else None
        if day := same if same and last and last <= same <= today else _day_of_month(number, today):
            yield _Day(m.start(), m.end(), day)


def _relative(page: Source, written: datetime) -> Iterator[_Day]:
    today = written.date()
    for hit in page.hits:
        offset = hit.value("day")
        if offset is not None:
            word = page.folded[hit.start : hit.end]
            part = hit.value("part")
            bare = offset == "0" and part is None
            follows = page.hits_in(hit.end, hit.end + 3)
            night = (
                hit.value("part") == "dawn"
                or any(f.value("part") == "dawn" and f.end - f.start > 1 for f in follows)
                or word in {"昨晚", "前晚"}
            ) and offset != "0"
            bare = bare and not any(f.value("part") for f in follows)
            if bare and _TODAY_AHEAD.match(page.folded, hit.end):
                continue
            yield _Day(hit.start, hit.end, today + timedelta(days=int(offset)), bare=bare, night=night)
        elif hit.value("ago"):
            yield from _ago(page, hit, written)
        elif hit.value("hace"):
            yield from _hace(page, hit, written)


_COUNT = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "un": 1,
    "una": 1,
    "uma": 1,
    "um": 1,
    "media": 0,
    "meia": 0,
    "half": 0,
    "полчаса": 0,
    "dos": 2,
    "dois": 2,
    "duas": 2,
    "tres": 3,
    "bir": 1,
    "iki": 2,
    "uc": 3,
    "один": 1,
    "два": 2,
    "две": 2,
    "три": 3,
    "пару": 2,
    "couple": 2,
    "hai": 2,
    "ba": 3,
    "mot": 1,
    "一": 1,
    "两": 2,
    "兩": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "十": 10,
    "半": 0,
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
}


def _ago(page: Source, hit: Hit, written: datetime) -> Iterator[_Day]:
    """三天前, 3 days ago, 2 дня назад, 3일 전, 2 gün önce, 3 ngày trước."""
    before = page.hits_in(max(0, hit.start - 8), hit.start)
    if (
        not before
        or (unit := before[-1].value("time")) is None
        or page.folded[before[-1].end : hit.start].strip(" 多以之ほどくらい約쯤")
    ):
        return
    head = page.folded[max(0, before[-1].start - 10) : before[-1].start]
    m = re.search(r"(\d{1,3}|[a-z]{1,6}|[а-я]{2,5}|[一两兩二三四五六七十半])\s?(?:个|個|多|か|ヶ|of)?\s?$", head)
    count = (int(m[1]) if m[1].isdigit() else _COUNT.get(m[1])) if m else None
    if count is not None and m:
        yield from _back(before[-1].start - len(m[0]), hit.end, count, unit, written)


def _hace(page: Source, hit: Hit, written: datetime) -> Iterator[_Day]:
    """hace 3 días, há 2 dias."""
    m = re.match(
        r"\s(?:unas\s|unos\s|uns\s|umas\s|cerca de\s|como\s)?(\d{1,3}|[a-z]{2,5})\s?",
        page.folded[hit.end : hit.end + 24],
    )
    if not m:
        return
    units = [h for h in page.hits_in(hit.end, hit.end + m.end() + 3) if h.value("time")]
    count = int(m[1]) if m[1].isdigit() else _COUNT.get(m[1])
    if units and count is not None and not re.match(r"\s(?:que (?:espero|estoy|no|llevo|sigo|sigue|estamos|me tienen)|espero)", page.folded[units[0].end : units[0].end + 7]):
        yield from _back(hit.start, units[0].end, count, units[0].value("time") or "day", written)


def _back(start: int, end: int, count: int, unit: str, written: datetime) -> Iterator[_Day]:
    days = {"day": 1, "week": 7, "month": 30}
    if unit in days and count:
        yield _Day(start, end, (written - timedelta(days=count * days[unit])).date())
    elif unit in {"hour", "minute"}:
        yield _Day(start, end, (written - timedelta(minutes=count * (60 if unit == "hour" else 1))).date(), bare=True)


def _weekdays(page: Source, today: date) -> Iterator[_Day]:
    """上周六, last Friday, el domingo, 지난주 금요일: the last such day, or that of an earlier week."""
    for hit in page.hits:
        wanted = hit.value("weekday")
        if wanted is None or (
            hit.end - hit.start <= 3
            and hit.value("month") is None
            and page.text[hit.start].isascii()
            and not page.text[hit.start].isupper()
        ):
            continue
        start, end = hit.start, hit.end
        near = [*page.hits_in(max(0, start - 14), start), *page.hits_in(end, end + 18)]
        week = (
            hit
            if hit.value("week")
            else next((h for h in near if h.value("week") is not None and _touches(page, h, start, end)), None)
        )
        last = next((h for h in near if h.value("last") and _touches(page, h, start, end)), None)
        back = (today.weekday() - int(wanted)) % 7
        if week and week.value("week") in {"-1", "-2"}:
            monday = today - timedelta(days=today.weekday())
            day = monday + timedelta(days=int(wanted) + 7 * int(week.value("week") or 0))
            start, end = min(start, week.start), max(end, week.end)
        else:
            if last:
                back = back or 7
                start, end = min(start, last.start), max(end, last.end)
            day = today - timedelta(days=back)
        yield _Day(start, end, day)


def _touches(page: Source, hit: Hit, start: int, end: int) -> bool:
    gap = page.folded[hit.end : start] if hit.end <= start else page.folded[end : hit.start]
    return gap.strip(" 的の의,") in {"", "en", "в", "on", "de", "do", "da"} and len(gap) <= 4


def _years(page: Source, today: date) -> Iterator[_Day]:
    """A whole year, where the text is about a statement or taxes; 113年度 counts from 1911."""
    if not any(h.value("year") for h in page.hits):
        return
    for m in islice(_ROC_YEAR.finditer(page.text), 20):
        if any("\u4e00" <= c <= "\u9fff" for c in page.text) and int(m[1]) + 1911 <= today.year:
            yield _Day(m.start(), m.end(), date(int(m[1]) + 1911, 1, 1), until=date(int(m[1]) + 1911, 12, 31))
    for m in islice(_YEAR.finditer(page.text), MOST_DATES):
        year = int(m[1])
        near = page.hits_in(max(0, m.start() - 40), m.end() + 40)
        if (
            year <= today.year
            and any(h.value("year") for h in near)
            and not any(h.value("month") for h in page.hits_in(max(0, m.start() - 14), m.start()))
        ):
            if not re.match(r"[ ]?[年년]\s?\d", page.text[m.end() : m.end() + 4]):
                yield _Day(m.start(), m.end(), date(year, 1, 1), until=date(year, 12, 31))
