"""Business time: nights, weekends, holidays, swapped workdays and daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.catalogue import BusinessHours
from mailbot.triage.calendar import due, is_open, passed

WEEK = frozenset(range(5))
SHANGHAI = BusinessHours(zone="Asia/Shanghai", weekdays=WEEK, opens=time(9), closes=time(18))
BERLIN = BusinessHours(zone="Europe/Berlin", weekdays=frozenset(range(7)), opens=time(0), closes=time(6))


def at(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-11-20T10:00", 60, "2026-11-20T11:00"),  # a Friday, within the day
        ("2026-11-20T17:30", 60, "2026-11-23T09:30"),  # over the weekend
        ("2026-11-20T20:00", 60, "2026-11-23T10:00"),  # after hours
        ("2026-11-21T10:00", 540, "2026-11-23T18:00"),  # a whole day, to the minute
        ("2026-11-20T08:00", 24 * 60, "2026-11-24T15:00"),  # 24 working hours
    ],
)
def test_working_minutes_are_counted_in_the_teams_own_time(start, minutes, expected):
    assert due(at("Asia/Shanghai", start), minutes, SHANGHAI) == at("Asia/Shanghai", expected)


def test_round_the_clock_is_the_wall_clock():
    start = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    assert due(start, 30, BusinessHours()) == start + timedelta(minutes=30)
    assert is_open(start, BusinessHours())


def test_a_holiday_is_no_working_day_and_a_swapped_one_is():
    hours = BusinessHours(
        zone="Asia/Shanghai",
        weekdays=WEEK,
        holidays=frozenset({date(2026, 11, 23)}),
        workdays=frozenset({date(2026, 11, 22)}),
    )
    assert due(at("Asia/Shanghai", "2026-11-20T17:30"), 60, hours) == at("Asia/Shanghai", "2026-11-22T09:30")
    assert not is_open(at("Asia/Shanghai", "2026-11-23T10:00"), hours)
    assert is_open(at("Asia/Shanghai", "2026-11-22T10:00"), hours)


def test_a_night_with_daylight_saving_has_the_minutes_it_really_has():
    # On 29 March 2026 the clock in Berlin goes from 02:00 to 03:00: from midnight to six are five hours.
    assert due(at("Europe/Berlin", "2026-03-29T00:00"), 5 * 60, BERLIN) == at("Europe/Berlin", "2026-03-29T06:00")
    assert due(at("Europe/Berlin", "2026-10-25T00:00"), 7 * 60, BERLIN) == at("Europe/Berlin", "2026-10-25T06:00")


def test_a_calendar_without_working_time_is_an_error_not_a_hang():
    never = BusinessHours(zone="UTC", weekdays=WEEK, opens=time(9), closes=time(9))
    with pytest.raises(ValueError, match="working minutes"):
        due(datetime(2026, 1, 1, tzinfo=UTC), 1, never)


@given(st.integers(0, 365 * 24 * 60), st.integers(1, 5000), st.integers(1, 5000))
def test_time_goes_on(start, first, more):
    begin = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    once = due(begin, first, SHANGHAI)
    assert begin < once < due(begin, first + more, SHANGHAI)
    assert due(once, more, SHANGHAI) == due(begin, first + more, SHANGHAI)


@given(st.integers(0, 365 * 24 * 60), st.integers(1, 5000), st.sampled_from([SHANGHAI, BERLIN, BusinessHours()]))
def test_what_passed_is_what_was_waited_for(start, minutes, hours):
    begin = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    end = due(begin, minutes, hours)
    assert passed(begin, end, hours) == minutes
    assert due(begin, passed(begin, end, hours), hours) == end
    assert passed(end, begin, hours) == 0


def test_a_weekend_does_not_pass():
    friday, monday = at("Asia/Shanghai", "2026-11-20T17:30"), at("Asia/Shanghai", "2026-11-23T09:30")
    assert passed(friday, monday, SHANGHAI) == 60
