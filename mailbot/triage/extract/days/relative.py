"""Days told from the mail's own: yesterday, three days ago, last Friday, 上上周六, cách đây 3 hôm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from mailbot.triage.extract.days.dates import MOST_DATES, Day, day_of_month
from mailbot.triage.extract.lexicon import Hit
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_TODAY_AHEAD = re.compile(r"\s?(?:不给|不給|不解|内|內|之内|必须|必須|中に|中は|안에|까지|or\b|içinde|trong ngày)")
_THIS = re.compile(r"(?:\bthis|\beste|\besta|\bbu|эту|этот|это|이번)\s(?:coming\s)?$")
_DAYBREAK = re.compile(r"凌晨|拂晓|拂曉|未明|새벽|rang sang")
"""The small hours before a day's morning, which are that day's own (folded)."""
_NTH_OF = re.compile(r"\b(?:lenh|don|khoan|cai|giao dich|mon|buoc|nguoi|dot|email|thu|mail|cau|so) $")
"""Before "thứ hai": the second of something, and no Monday (folded)."""
_COUNT = {
    name: count
    for count, names in {
        0: "media meia half yarim 半",
        1: "a an one un una uma um bir один mot 一",
        2: "two dos dois duas iki два две пару couple hai 两 兩 二",
        3: "three tres uc три ba 三 трое",
        4: "four 四 bon четыре dort cuatro quatro",
        5: "five 五 nam пять bes cinco",
        6: "六 шесть six seis alti",
        7: "七 seven siete sete yedi семь",
        8: "eight 八",
        9: "九",
        10: "十 ten diez dez",
        15: "quince quinze",
    }.items()
    for name in names.split()
}
_ONE_OF_IT = frozenset({"неделю", "месяц", "сутки", "час", "полчаса", "минуту"})
"""Units that alone are one: "неделю назад"."""
_INVERTED = re.compile(r"(?<!\w)(минут\w?|час\w{0,2}|дн\w{1,2}|недел\w|месяц\w{0,2})\s(\d{1,3}|[а-я]{2,6})\s$")
"""Before "назад", a unit and then its number: about so many, "минут 15 назад" (folded)."""
_NATIVE_AGO = sieved(r"(일주일|이주일|한\s?달|하루|이틀|사흘|나흘|닷새|엿새|이레|열흘|보름)\s?전")
_NATIVE_DAYS = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "열흘": 10, "보름": 15} | {
    "일주일": 7, "이주일": 14, "한달": 30, "한 달": 30
}  # fmt: skip
_CACH_DAY = sieved(
    r"\bcach (?:day|nay) (?:khoang |tam |dung |chung )?(\d{1,3}|mot|hai|ba|bon|nam)"
    r" (phut|tieng|gio|ngay|hom|bua|tuan|thang)\b"
)
_CACH_UNITS = {
    "phut": "minute", "tieng": "hour", "gio": "hour", "ngay": "day", "hom": "day", "bua": "day", "tuan": "week",
    "thang": "month",
}  # fmt: skip
_AYIN = sieved(r"\b(?:bu |gecen )?ayin (\d{1,2})'?\s?(?:i|u|si|su|inde|unda|sinde|sunda)?\b")
"""The day of the month: "ayın 5'inde" (folded)."""


_NIGHT = frozenset({"de madrugada", "na madrugada", "ночью", "半夜", "夜里", "夜裡", "gece yarisi", "in the night"})
"""The night before the mail, where no other day is told."""
_NTH_DAY = sieved(
    r"\b(?P<a>втор|трет|четверт|пят)(?:ой|ий|ый) день|第\s?(?P<b>[二三四五六七2-7])\s?天(?!就|的)"
    r"|(?P<c>[2-7])\s?日目|(?P<d>[2-7])\s?일째"
    r"|(?P<e>이틀|사흘|나흘)째|\b(?P<f>second|third|fourth|fifth) day (?:now|already|in a row|running|of waiting)"
    r"|\b(?P<g>segundo|tercer|cuarto|terceiro|quarto) dia (?:ya|ja|seguido|esperando|que|sem|sin)"
)
_NTH_DAYS = {
    name: count
    for count, names in {
        2: "втор 二 2 이틀 second segundo", 3: "трет 三 3 사흘 third tercer terceiro",
        4: "четверт 四 4 나흘 fourth cuarto quarto",
        5: "пят 五 5 fifth", 6: "六 6", 7: "七 7",
    }.items()
    for name in names.split()
}  # fmt: skip
_FOR_DAYS = sieved(
    r"\b(?P<a>\d{1,2}|iki|uc|dort|bes) gundur\b|\b(?P<b>\d{1,2}|hai|ba|bon|nam) (?:ngay|hom) (?:nay|roi)\b"
    r"|\b(?:it's|it has|its|it) been (?P<c>\d{1,2}|two|three|four|five|six|seven) days since\b"
)
"""How long something lasts already (folded)."""
_NO_REPLY = re.compile(
    r"\b(?:reply|answer|response|respon\w+|ответ\w*|cevap|yanit|tra loi|phan hoi)\b|回复|回覆|答复|返信|返事|답변|답장"
)
"""In the clause: what is waited for is our letter (folded)."""


def relative_days(page: Source, written: datetime) -> Iterator[Day]:
    """Yesterday, three days ago, 사흘 전, ayın 5'inde: days that are told from the mail's own, in no order."""
    today = written.date()
    for hit in page.hits:
        offset = hit.value("day")
        if offset is not None:
            word = page.folded[hit.start : hit.end]
            part = hit.value("part")
            bare = offset == "0" and (part is None or word in _NIGHT)
            follows = page.hits_in(hit.end, hit.end + 3)
            night = (
                hit.value("part") == "dawn"
                or any(
                    f.value("part") == "dawn" and f.end - f.start > 1 and not _DAYBREAK.match(page.folded, f.start)
                    for f in follows
                )
                or word in {"昨晚", "昨晩", "前晚", "琴晚", "尋晚", "寻晚", "昨天晚上"}
            ) and offset != "0"
            bare = bare and not any(f.value("part") for f in follows)
            if bare and _TODAY_AHEAD.match(page.folded, hit.end):
                continue
            night = night or word in _NIGHT
            now = hit.value("now") is not None
            yield Day(hit.start, hit.end, today + timedelta(days=int(offset)), bare=bare, night=night, now=now)
        elif hit.value("ago"):
            yield from _ago(page, hit, written)
        elif hit.value("hace"):
            yield from _hace(page, hit, written)
    yield from _counted_back(page, written)


def _counted_back(page: Source, written: datetime) -> Iterator[Day]:
    """사흘 전, cách đây 3 hôm, ayın 5'inde."""
    for pattern, less in ((_NTH_DAY, 1), (_FOR_DAYS, 0)):
        for m in islice(pattern.finditer(page.folded), MOST_DATES):
            word = next(filter(None, m.groups()))
            days = int(word) if word.isdigit() else _NTH_DAYS.get(word) or _COUNT.get(word, 0)
            if days > less and not _NO_REPLY.search(page.folded, *page.clause(m.start())):
                yield Day(m.start(), m.end(), written.date() - timedelta(days=days - less), bare=True)
    for m in islice(_NATIVE_AGO.finditer(page.folded), MOST_DATES):
        yield from _back(m.start(), m.end(), _NATIVE_DAYS[m[1]], "day", written)
    for m in islice(_CACH_DAY.finditer(page.folded), MOST_DATES):
        if count := int(m[1]) if m[1].isdigit() else _COUNT.get(m[1]):
            yield from _back(m.start(), m.end(), count, _CACH_UNITS[m[2]], written)
    for m in islice(_AYIN.finditer(page.folded), MOST_DATES):
        if day := day_of_month(int(m[1]), written.date()):
            yield Day(m.start(), m.end(), day, monthless=True)


def _ago(page: Source, hit: Hit, written: datetime) -> Iterator[Day]:
    """三天前, 3 days ago, 2 дня назад, 3일 전, 2 gün önce, 3 ngày trước."""
    if m := _INVERTED.search(page.folded, max(0, hit.start - 24), hit.start):
        unit = next((h.value("time") for h in page.hits_in(m.start(1), m.start(1) + 1)), None)
        if unit and (count := int(m[2]) if m[2].isdigit() else _COUNT.get(m[2])):
            yield from _back(m.start(1), hit.end, count, unit, written)
            return
    before = page.hits_in(max(0, hit.start - 12), hit.start)
    if (
        not before
        or (unit := before[-1].value("time")) is None
        or page.folded[before[-1].end : hit.start].strip(" 多以之ほどくらい約쯤")
    ):
        return
    head = page.folded[max(0, before[-1].start - 10) : before[-1].start]
    m = re.search(r"(\d{1,3}|[a-z]{1,6}|[а-я]{2,6}|[一两兩二三四五六七十半])\s?(?:个|個|多|か|ヶ|of)?\s?$", head)
    count = (int(m[1]) if m[1].isdigit() else _COUNT.get(m[1])) if m else None
    if count is None and page.folded[before[-1].start : before[-1].end] in _ONE_OF_IT:
        yield from _back(before[-1].start, hit.end, 1, unit, written)
    elif count is not None and m:
        yield from _back(before[-1].start - len(m[0]), hit.end, count, unit, written)


def _hace(page: Source, hit: Hit, written: datetime) -> Iterator[Day]:
    """hace 3 días, há 2 dias."""
    m = re.match(
        r"\s(?:unas\s|unos\s|uns\s|umas\s|cerca de\s|como\s)?(\d{1,3}|[a-z]{2,6})\s?",
        page.folded[hit.end : hit.end + 24],
    )
    if not m:
        return
    units = [h for h in page.hits_in(hit.end, hit.end + m.end() + 3) if h.value("time")]
    count = int(m[1]) if m[1].isdigit() else _COUNT.get(m[1])
    if (
        units
        and count is not None
        and not re.match(
            r"\s(?:que (?:espero|estoy|no|llevo|sigo|sigue|estamos|me tienen)|espero)",
            page.folded[units[0].end : units[0].end + 7],
        )
    ):
        yield from _back(hit.start, units[0].end, count, units[0].value("time") or "day", written)


def _back(start: int, end: int, count: int, unit: str, written: datetime) -> Iterator[Day]:
    days = {"day": 1, "week": 7, "fortnight": 14, "month": 30}
    if unit in days and count:
        yield Day(start, end, (written - timedelta(days=count * days[unit])).date(), rough=unit != "day")
    elif unit in {"hour", "minute"}:
        yield Day(start, end, (written - timedelta(minutes=count * (60 if unit == "hour" else 1))).date(), bare=True)


def weekdays(page: Source, today: date) -> Iterator[Day]:
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
        if page.folded[max(0, start - 4) : start] == "lan " or _NTH_OF.search(page.folded[max(0, start - 12) : start]):
            continue
        near = [*page.hits_in(max(0, start - 26), start), *page.hits_in(end, end + 18)]
        week = (
            hit
            if hit.value("week")
            else next((h for h in near if h.value("week") is not None and _touches(page, h, start, end)), None)
        )
        this = _THIS.search(page.folded[max(0, start - 9) : start]) or page.folded[end : end + 4] == " nay"
        if this and int(wanted) > today.weekday():
            continue
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
        yield Day(start, end, day, weekday=True)


def _touches(page: Source, hit: Hit, start: int, end: int) -> bool:
    gap = page.folded[hit.end : start] if hit.end <= start else page.folded[end : hit.start]
    return gap.strip(" 的の의,") in {"", "en", "в", "on", "de", "do", "da"} and len(gap) <= 6
