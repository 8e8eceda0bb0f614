"""When it happened: dates and times of ten languages, absolute and relative, resolved with the mail's own date.

Values are in the mail's zone unless the mail states one: "2025-10-09T21:40", "2025-10-09", or a range
"2024-01-01/2024-12-31". Nothing later than the mail is an event; of two readings of 11/12 the one nearest before the
mail holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice

from mailbot.triage.extract.days import clocks
from mailbot.triage.extract.days.dates import MOST_DATES, Day, calendar_days
from mailbot.triage.extract.days.feasts import feasts
from mailbot.triage.extract.days.months import months
from mailbot.triage.extract.days.ranges import joined
from mailbot.triage.extract.days.relative import relative_days, weekdays
from mailbot.triage.extract.source import Source
from mailbot.triage.sieve import sieved

_PLANNED = re.compile(
    r"\b(?:i|we|they|he|she|you)(?: will|'ll| shall| am going| are going)\b|\bdo you have\b"
    r"|\b(?:voy|vamos|va|vou) (?:a )?\w{3,12}r\b"
    r"|\b(?:que|tenho que|preciso) (?:pagar|entregar|viajar|enviar)\b"
    r"|\b(?:irei|tendre|ire|presentare|acudire)\b|\b(?:подам|буду|будет|пойду|приду|поеду"
    r"|обращусь|напишу|смогу|позвоню|заплачу)\b"
    r"|\bse (?:den|nop|bao|di|gui|goi|kien)\b|\w(?:acagim|ecegim|acagiz|ecegiz)\b"
    r"|打算|准备去|準備去|要去|会去|會去|将会|將會"
    r"|予定|つもり|겠습니다|할 예정"
    r"|\b(?:otherwise|or else|иначе|si no|senao|caso contrario|yoksa|neu khong)\b|否则|否則|不然|안 그러면"
)
"""In the clause of a day of the week: it is the next one (folded)."""
_ATTRIBUTION = sieved(
    r"写道|寫道|wrote|написал|さん[はが]書|作成|작성|님이|escribio|escreveu|yazdi|da viet|viet:|"
    r"^>?\s{0,3}(?:date|sent|日期|发送时间|寄件日期|日時|送信日時|보낸 날짜|дата|ngay|fecha|enviado|tarih|"
    r"data)\s?:"
)


_LATELY = timedelta(days=90)
"""Since when somebody is a customer is longer ago; "no access to my account since Monday" is not."""

_REACHED = re.compile(
    r"\b(?:you (?:can|may|could) (?:also )?(?:call|reach|phone|ring|contact)|(?:call|reach|phone|ring|contact) me"
    r"|reachable|i(?: am|'m) available|звоните|позвоните|перезвоните|для связи|связаться|llamen?me|llamarme|localizarme"
    r"|contactarme|contacto|me lig\w+|ligar|contato|arayabilir|ulasabilir|arayin|goi (?:cho )?(?:em|minh|toi)|lien he)"
    r"|请打|請打|可以打|联系方式|聯繫方式|連絡先|電話ください|連絡(?:ください|をお願い)|연락(?:처|주|은|바)|전화(?:주|는)"
)
"""In the sentence of a clock without a day: when somebody can be reached (folded)."""

_NEAR = 120
"""How many characters beside a clock are read for it."""

BARE = "where no other day is the case's"
"""The note of a bare "today" beside other days."""


def read_times(page: Source, written: datetime, country: str) -> None:
    """Take the dates and times of a text. ``written``: the mail's date in its own zone."""
    days = joined(page, _distinct(page, _days(page, written, country)))
    days = [d for d in days if not _set_aside(page, d, written)]
    if any(not d.bare for d in days):
        days = [d for d in days if not (d.bare and d.night)]
    clock_times = [c for c in clocks.read(page) if not any(d.start < c.end and c.start < d.end for d in days)]
    used: set[int] = set()
    ranges = [d for d in days if d.until]
    inside = [d for d in days if not d.until and any(r.day <= d.day <= (r.until or r.day) for r in ranges)]
    for found in inside:
        _clock_of(page, found, days, clock_times, used)
    days = [d for d in days if d not in inside]
    for found in days:
        clock = None if found.now else _clock_of(page, found, days, clock_times, used)
        bare = found.bare and clock is None
        fresh = page.place(found.start) == page.where and page.where in {"subject", "text"} and not page.ocr
        if fresh or not bare or all(d.bare for d in days):
            _add(page, found, clock, written, note=BARE if bare else "")
    for index, clock in enumerate(clock_times):
        if index not in used and clock.sure and page.free(clock.start, clock.end):
            _standalone(page, clock, days, written)


def _add(page: Source, found: Day, clock: clocks.Clock | None, written: datetime, *, note: str = "") -> None:
    start, end = found.start, found.end
    if not page.free(start, end):
        return
    value = found.day.isoformat()
    if clock:
        day = found.day + timedelta(days=1 if clock.next_day or (found.night and clock.hour <= 5) else 0)
        moment = datetime.combine(day, clock.time())
        if moment > written.replace(tzinfo=None) + timedelta(hours=2):
            moment = datetime.combine(found.day, clock.time())
        value = moment.isoformat(timespec="minutes")
        start, end = min(start, clock.start), max(end, clock.end)
    elif found.until:
        value = f"{value}/{found.until.isoformat()}"
    implied = found.until is not None and found.end - found.start <= 8
    page.add("event_time", value, start, end, confidence=0.9 if clock else 0.6 if implied else 0.8, note=note)


def _standalone(page: Source, clock: clocks.Clock, days: list[Day], written: datetime) -> None:
    """A clock without a date: the day last spoken of, else the last time that the clock showed this."""
    sentence = page.sentence(clock.start)
    low, high = max(sentence[0], clock.start - _NEAR), min(sentence[1], clock.end + _NEAR)
    if _ahead(page, clock.start) or _REACHED.search(page.folded, low, high):
        return
    earlier = [d for d in days if d.start < clock.start and not (d.until or d.now)]
    local = written.replace(tzinfo=None)
    if earlier and (page.sentence(earlier[-1].start) == sentence or not earlier[-1].bare):
        last = earlier[-1]
        if last.end < page.sentence(max(0, sentence[0] - 2))[0]:  # far back: a story goes on where it had come to
            last = max(earlier, key=lambda d: d.day)
        moment = datetime.combine(last.day, clock.time())
        near = page.hits_in(last.start, last.end + 8)
        evening = near and near[0].value("day") and any(h.value("part") in {"pm", "evening", "dawn"} for h in near)
        if clock.hour <= 5 and evening and moment + timedelta(days=1) <= local:
            moment += timedelta(days=1)
    else:
        moment = _last_shown(clock.time(), local)
        if any(d.now and 0 <= clock.start - d.end <= 1 for d in days):  # 刚才12点10分 may be ten past midnight
            moment = max(moment, _last_shown(time((clock.hour + 12) % 24, clock.minute), local))
    if moment <= local + timedelta(hours=2):
        page.add("event_time", moment.isoformat(timespec="minutes"), clock.start, clock.end, confidence=0.7)


def _last_shown(clock: time, local: datetime) -> datetime:
    """When a clock last showed this before a mail was written, or a few minutes after."""
    moment = datetime.combine(local.date(), clock)
    return moment - timedelta(days=1) if moment > local + timedelta(minutes=20) else moment


def _clock_of(
    page: Source, found: Day, days: Sequence[Day], times: list[clocks.Clock], used: set[int]
) -> clocks.Clock | None:
    """The clock that belongs to a date: right after it, or right before, with no other date between."""
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
            and not any(found.end <= d.start < clock.start or clock.end <= d.start < found.start for d in days)
        ):
            rank = gap + (0 if after else 6)
            if best is None or rank < best[0]:
                best = (rank, index)
    if best is None:
        return None
    used.add(best[1])
    return times[best[1]]


def _distinct(page: Source, found: Iterator[Day]) -> list[Day]:
    """In order, longest first where two readings overlap; "Monday, 9 March" is one date."""
    kept: list[Day] = []
    for day in sorted(islice(found, MOST_DATES), key=lambda d: (d.start, d.start - d.end)):
        last = kept[-1] if kept else None
        if last and day.start < last.end:
            continue
        if last and last.bare and last.day == day.day and not page.text[last.end : day.start].strip(" ,，("):
            kept[-1] = replace(day, start=last.start, bare=True)
            continue
        if (
            last
            and last.weekday != day.weekday
            and page.text[last.end : day.start].strip() in {"", ",", "(", "，", "（"}
        ):
            kept[-1] = replace(day if last.weekday else last, start=last.start, end=day.end)
            continue
        if last and last.rough != day.rough and not (last.bare or day.bare) and _says_again(page, last, day):
            kept[-1] = replace(day if last.rough else last, start=last.start, end=day.end)
            continue
        kept.append(day)
    return kept


def _says_again(page: Source, last: Day, day: Day) -> bool:
    """Whether one of two neighbours tells the other more exactly: "two months ago, on 10 January"."""
    between = page.text[last.end : day.start].strip(" ,，(（").lower()
    return between in {"", "on", "el", "o", "no dia", "em", "в"} and abs(last.day - day.day) <= timedelta(days=20)


def _set_aside(page: Source, found: Day, written: datetime) -> bool:
    """Not an event: later than the mail, a birthday, an expiry, the line that introduces a quotation."""
    if found.day > written.date():
        return True
    if not page.free(found.start, found.end):
        return True
    if _ahead(page, found.start):
        return True
    if found.weekday and (_of_next_week(page, found) or _PLANNED.search(page.folded, *page.clause(found.start))):
        return True
    low, high = page.clause(found.start)
    long_ago = written.date() - found.day > _LATELY
    if any(
        h.value("no_event") or (long_ago and h.value("member"))
        for h in page.hits_in(max(low, found.start - 30), min(max(high, found.end + 24), found.end + 30))
    ):
        return True
    line = page.folded.rfind("\n", 0, found.start) + 1
    stop = page.folded.find("\n", found.end)
    stop = len(page.folded) if stop < 0 else stop
    return _ATTRIBUTION.search(page.folded[line : min(stop, line + 300)]) is not None and page.folded[
        line:stop
    ].rstrip()[-1:] in {":", "：", ">"}


def _ahead(page: Source, start: int) -> bool:
    """Whether "tomorrow" or "next" stands right before."""
    near = page.hits_in(max(0, start - 14), start + 1)
    return any(h.value("future") and len(page.folded[h.end : start].strip()) <= 4 for h in near if h.start <= start)


def _of_next_week(page: Source, found: Day) -> bool:
    """Whether a day of the week is the coming one: "Monday next week", thứ hai tuần sau."""
    return any(h.value("future") for h in page.hits_in(found.end, found.end + 2))


def _days(page: Source, written: datetime, country: str) -> Iterator[Day]:
    today = written.date()
    yield from calendar_days(page, today, country)
    yield from months(page, today)
    yield from (Day(start, end, day) for start, end, day in feasts(page, today))
    yield from relative_days(page, written)
    yield from weekdays(page, today)
