"""Business time: when a span of a team's working minutes is over. Pure; the holiday dates come with the hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.model.catalogue import BusinessHours

_DAYS_AHEAD = 400
"""How far to look for working time before giving up: a calendar without any is a configuration error."""


def is_working_day(day: date, hours: BusinessHours) -> bool:
    """Whether the team works on a local date: swapped workdays first, then holidays, then the weekday."""
    if day in hours.workdays:
        return True
    return day not in hours.holidays and day.weekday() in hours.weekdays


def due(start: datetime, minutes: float, hours: BusinessHours) -> datetime:
    """The moment (UTC) at which ``minutes`` of working time have passed since ``start``.

    Without weekdays the clock never stops. Opening and closing are local wall times, so that a day of 23 or 25 hours
    (daylight saving) is counted as it really passed. Raises ValueError where no working time comes in 400 days.
    """
    if not hours.weekdays and not hours.workdays:
        return (start + timedelta(minutes=minutes)).astimezone(UTC)
    zone = ZoneInfo(hours.zone)
    left = timedelta(minutes=minutes)
    day = start.astimezone(zone).date()
    for _ in range(_DAYS_AHEAD):
        if is_working_day(day, hours):
            opens = datetime.combine(day, hours.opens, zone).astimezone(UTC)
            closes = datetime.combine(day, hours.closes, zone).astimezone(UTC)
            begin = max(opens, start.astimezone(UTC))
            if begin < closes:
                if closes - begin >= left:
                    return begin + left
                left -= closes - begin
        day += timedelta(days=1)
    raise ValueError(f"no {minutes} working minutes within {_DAYS_AHEAD} days: check weekdays and holidays")


def passed(start: datetime, end: datetime, hours: BusinessHours) -> float:
    """How many minutes of working time lie between two moments: the other way round of `due`, so that for an ``end`` in
    working time ``due(start, passed(start, end))`` is ``end``. 0 where the end comes first; at most 400 days count."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if not hours.weekdays and not hours.workdays:
        return max(0.0, (end - start) / timedelta(minutes=1))
    zone = ZoneInfo(hours.zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    total = timedelta()
    for _ in range(_DAYS_AHEAD):
        if day > last:
            break
        if is_working_day(day, hours):
            opens = datetime.combine(day, hours.opens, zone).astimezone(UTC)
            closes = datetime.combine(day, hours.closes, zone).astimezone(UTC)
            total += max(timedelta(), min(closes, end) - max(opens, start))
        day += timedelta(days=1)
    return total / timedelta(minutes=1)


def is_open(now: datetime, hours: BusinessHours) -> bool:
    """Whether the team is at work."""
    if not hours.weekdays and not hours.workdays:
        return True
    local = now.astimezone(ZoneInfo(hours.zone))
    return is_working_day(local.date(), hours) and hours.opens <= local.time() < hours.closes
