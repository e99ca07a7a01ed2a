"""From times of day to instants, through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import Window, parse_window
from coach.plan.local_time import (
    end_of_day,
    instant_of,
    last_instant_of,
    local_day,
    local_moment,
    local_text,
    next_instant_of,
    window_on,
)

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Africa/Casablanca",
    "America/Havana",
)


def utc(text: str) -> datetime:
    """That instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(1, 59), "2026-03-29 00:59"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 0), "2026-03-29 01:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(3, 0), "2026-03-29 01:00"),
        ("America/New_York", date(2026, 3, 8), time(2, 15), "2026-03-08 07:00"),
        ("America/St_Johns", date(2026, 3, 8), time(2, 15), "2026-03-08 05:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03 15:30"),
        ("Pacific/Chatham", date(2026, 9, 27), time(3, 0), "2026-09-26 14:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(10, 0), "2011-12-30 10:00"),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), "2026-04-23 22:00"),
    ],
)
def test_a_time_in_the_spring_gap_is_the_end_of_the_gap(zone, day, clock, instant):
    """A time in a gap of half an hour, at midnight, or of a whole day means the end of the gap."""
    assert instant_of(day, clock, ZoneInfo(zone)) == utc(instant)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("Europe/Berlin", date(2026, 10, 25), time(1, 59), "2026-10-24 23:59"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),
        ("Europe/Berlin", date(2026, 10, 25), time(3, 0), "2026-10-25 02:00"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01 05:30"),
        ("America/St_Johns", date(2026, 11, 1), time(1, 30), "2026-11-01 04:00"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04 14:45"),
        ("Pacific/Chatham", date(2026, 4, 5), time(3, 0), "2026-04-04 13:15"),
    ],
)
def test_a_time_that_comes_twice_means_the_first(zone, day, clock, instant):
    """A time that comes twice is the one before the clocks are set back."""
    assert instant_of(day, clock, ZoneInfo(zone)) == utc(instant)


@given(
    st.sampled_from(ZONES).map(ZoneInfo),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 1438),
)
def test_a_later_local_time_is_never_an_earlier_instant(zone, day, minute):
    """Later local times are never earlier instants, so windows end after they begin and times keep order."""
    earlier, later = (instant_of(day, time(each // 60, each % 60), zone) for each in (minute, minute + 1))
    assert earlier <= later


@given(st.sampled_from(ZONES).map(ZoneInfo), st.integers(0, 730 * 24 * 60))
def test_the_day_of_an_instant_has_it(zone, minutes):
    """An instant lies between the beginning of its local day and that of the next."""
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    day = local_day(instant, zone)
    assert instant_of(day, time(0), zone) <= instant < end_of_day(day, zone)


def test_a_window_over_midnight_ends_on_the_next_day():
    """A window over or until midnight ends on the next day, an hour shorter or longer by clock changes."""
    berlin = ZoneInfo("Europe/Berlin")
    lengths = [
        (end - start) / timedelta(hours=1)
        for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24))
        for start, end in [window_on(day, parse_window("22:00-06:00"), berlin)]
    ]
    assert lengths == [7, 8, 9]
    assert window_on(date(2026, 6, 1), Window(time(8), time(0)), berlin) == (
        utc("2026-06-01 06:00"),
        utc("2026-06-01 22:00"),
    )


def test_a_window_that_a_gap_swallows_is_one_instant():
    """A window inside a gap begins and ends with the end of the gap."""
    start, end = window_on(date(2026, 3, 29), parse_window("02:10-02:50"), ZoneInfo("Europe/Berlin"))
    assert start == end == utc("2026-03-29 01:00")


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("Europe/Berlin", date(2026, 10, 25), time(1, 59), "2026-10-24 23:59"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25 01:30"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29 01:00"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01 06:30"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04 15:15"),
        ("Africa/Casablanca", date(2026, 2, 15), time(2, 30), "2026-02-15 02:30"),
        ("Pacific/Apia", date(2011, 12, 30), time(10, 0), "2011-12-30 10:00"),
    ],
)
def test_what_ends_takes_the_last_of_two_times(zone, day, clock, instant):
    """A time that comes once or is skipped is the same for a beginning and an end."""
    assert last_instant_of(day, clock, ZoneInfo(zone)) == utc(instant)


@pytest.mark.parametrize(
    ("zone", "now", "clock", "instant"),
    [
        ("Europe/Berlin", "2026-11-02 12:00", time(15), "2026-11-02 14:00"),
        ("Europe/Berlin", "2026-11-02 14:00", time(15), "2026-11-03 14:00"),
        ("Europe/Berlin", "2026-11-02 21:00", time(7), "2026-11-03 06:00"),
        ("Europe/Berlin", "2026-03-28 11:00", time(2, 30), "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-10-24 10:00", time(2, 30), "2026-10-25 00:30"),
        ("Europe/Berlin", "2026-10-25 00:40", time(2, 30), "2026-10-25 01:30"),  # it is 02:40
        ("Europe/Berlin", "2026-10-25 01:40", time(2, 30), "2026-10-26 01:30"),
        ("America/New_York", "2026-11-01 05:45", time(1, 30), "2026-11-01 06:30"),
        ("Australia/Lord_Howe", "2026-04-04 14:50", time(1, 45), "2026-04-04 15:15"),
        ("Africa/Casablanca", "2026-02-15 01:45", time(2, 30), "2026-02-15 02:30"),
        ("Pacific/Apia", "2011-12-30 08:00", time(10), "2011-12-30 10:00"),  # the next day is left out
    ],
)
def test_a_moment_in_the_future_takes_the_next_reading(zone, now, clock, instant):
    """A future moment takes the second reading if the first is over, and tomorrow's if both are."""
    assert next_instant_of(clock, utc(now), ZoneInfo(zone)) == utc(instant)


moments = st.integers(0, 730 * 24 * 60).map(
    lambda minutes: utc("2026-01-01 00:00") + timedelta(minutes=minutes)
)
clocks = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))


@given(st.sampled_from(ZONES).map(ZoneInfo), st.dates(date(2026, 1, 1), date(2027, 12, 31)), clocks)
def test_the_last_reading_is_never_before_the_first(zone, day, clock):
    """The first and the last reading show the same time, or the end of a gap, in this order."""
    first, last = instant_of(day, clock, zone), last_instant_of(day, clock, zone)
    assert first <= last <= first + timedelta(hours=1)
    assert first.astimezone(zone).time() == last.astimezone(zone).time() >= clock


@given(st.sampled_from(ZONES).map(ZoneInfo), moments, clocks)
def test_nothing_between_now_and_the_next_reading_shows_that_time(zone, now, clock):
    """The next one is later than now, and at most a day and an hour away."""
    following = next_instant_of(clock, now, zone)
    assert now < following <= now + timedelta(hours=25)
    for quarter in range(1, 105):
        between = now + timedelta(minutes=15 * quarter)
        if between < following:
            assert between.astimezone(zone).time() != clock


@given(st.sampled_from(ZONES).map(ZoneInfo), moments)
def test_a_printed_time_means_one_instant(zone, instant):
    """A printed time has its offset where two readings or two zones could be meant."""
    text = local_text(instant, zone, "%Y-%m-%dT%H:%M")
    read = datetime.fromisoformat(text)
    if read.tzinfo is not None:
        assert read == instant
        return
    assert instant_of(read.date(), read.time(), zone) == last_instant_of(read.date(), read.time(), zone)
    assert instant_of(read.date(), read.time(), zone) == instant


@pytest.mark.usefixtures("berlin_machine")
@pytest.mark.parametrize(
    ("zone", "instant", "shown", "named"),
    [
        ("Europe/Berlin", "2026-10-25 00:30", "02:30+02:00", "02:30+02:00"),
        ("Europe/Berlin", "2026-10-25 01:30", "02:30+01:00", "02:30+01:00"),
        ("Europe/Berlin", "2026-10-25 02:30", "03:30", "03:30"),
        ("Europe/Paris", "2026-11-02 09:00", "10:00", "10:00"),
        ("Asia/Tokyo", "2026-11-02 01:30", "10:30+09:00", "10:30"),
        ("Africa/Casablanca", "2026-02-15 01:30", "02:30+01:00", "02:30+01:00"),
        ("Australia/Lord_Howe", "2026-04-04 15:15", "01:45+10:30", "01:45+10:30"),
    ],
)
def test_the_offset_is_shown_where_two_zones_or_two_readings_could_be_meant(zone, instant, shown, named):
    """Two zones need none where the zone's name is printed beside the time."""
    texts = [local_text(utc(instant), ZoneInfo(zone), is_zone_named=is_named) for is_named in (False, True)]
    assert texts == [shown, named]


def test_a_moment_of_another_day_shows_its_day():
    """A time without a day is one of today."""
    now = utc("2026-11-02 09:00")
    shown = [local_moment(utc(f"2026-11-0{day} 22:30"), now, ZoneInfo("UTC")) for day in (1, 2)]
    assert shown == ["2026-11-01 22:30", "22:30"]


@pytest.mark.parametrize(
    ("zone", "day", "window", "hours"),
    [
        ("Europe/Berlin", date(2026, 10, 24), "22:00-02:30", 5.5),
        ("Europe/Berlin", date(2026, 10, 25), "02:15-02:30", 1.25),
        ("Europe/Berlin", date(2026, 10, 25), "02:30-07:00", 5.5),
        ("America/Havana", date(2024, 11, 2), "22:00-24:00", 2),
        ("America/Havana", date(2024, 11, 3), "00:00-24:00", 25),
        ("Australia/Lord_Howe", date(2026, 4, 4), "22:00-01:45", 4.25),
    ],
)
def test_a_window_begins_with_the_first_and_ends_with_the_last_reading(zone, day, window, hours):
    """A window has the first and the last reading, so quiet hours hold; 24:00 begins the next day."""
    start, end = window_on(day, parse_window(window), ZoneInfo(zone))
    assert (end - start) / timedelta(hours=1) == hours
