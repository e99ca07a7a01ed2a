"""From times of day to instants, through every change of the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import Window, parse_window
from coach.errors import CoachError
from coach.plan.local_time import (
    end_of_day,
    instant_of,
    local_day,
    machine_zone,
    parse_zone,
    window_on,
    zone_of,
)
from coach.plan.model import Plan
from coach.units import ParseError

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "America/St_Johns",
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
    """Also half an hour of it, one at midnight, and a whole day that a zone left out."""
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
    """Before the clocks are set back, not after."""
    assert instant_of(day, clock, ZoneInfo(zone)) == utc(instant)


@given(
    st.sampled_from(ZONES).map(ZoneInfo),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 1438),
)
def test_later_on_the_wall_is_never_earlier_in_time(zone, day, minute):
    """So that a window never ends before it begins, and a day's times stay in their order."""
    earlier, later = (instant_of(day, time(each // 60, each % 60), zone) for each in (minute, minute + 1))
    assert earlier <= later


@given(st.sampled_from(ZONES).map(ZoneInfo), st.integers(0, 730 * 24 * 60))
def test_the_day_of_an_instant_has_it(zone, minutes):
    """It lies between the beginning of its local day and that of the next."""
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    day = local_day(instant, zone)
    assert instant_of(day, time(0), zone) <= instant < end_of_day(day, zone)


def test_a_window_over_midnight_ends_on_the_next_day():
    """Also the one that ends at midnight; the night of the change is an hour shorter or longer."""
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
    """Its beginning and its end are both the end of the gap."""
    start, end = window_on(date(2026, 3, 29), parse_window("02:10-02:50"), ZoneInfo("Europe/Berlin"))
    assert start == end == utc("2026-03-29 01:00")


@pytest.mark.parametrize("name", ["Europe/Berlin", "Pacific/Chatham", "UTC"])
def test_a_zone_has_its_name_in_the_database(name):
    """As the zone itself, which is one and the same each time."""
    assert parse_zone(name) is ZoneInfo(name)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Europ/Berlin", "did you mean 'Europe/Berlin'?"),
        ("local", "for the time zone of this machine, leave the field out"),
        ("europe/berlin", "write 'Europe/Berlin'"),
        ("Berlin", "write 'Europe/Berlin'"),
        ("New York", "write 'America/New_York'"),
        ("Kathmandoo", "did you mean 'Asia/Kathmandu'?"),
        ("+02:00", "an offset has no summer time: write its name, such as Europe/Berlin"),
        ("GMT+1", "an offset has no summer time: write its name, such as Europe/Berlin"),
        ("UTC -0530", "an offset has no summer time: write its name, such as Europe/Berlin"),
        ("CEST", "write its name, such as Europe/Berlin"),
        ("../../etc/passwd", "write its name, such as Europe/Berlin"),
        ("/etc/localtime", "write its name, such as Europe/Berlin"),
        ("Europe", "write its name, such as Europe/Berlin"),
        ("", "write its name, such as Europe/Berlin"),
        ("x" * 100_000, "write its name, such as Europe/Berlin"),
        ("a\x00b", "write its name, such as Europe/Berlin"),
    ],
)
def test_what_is_no_zone_is_told_with_the_nearest_name(text, hint):
    """A path, an offset or a folder of the database is none."""
    with pytest.raises(ParseError) as caught:
        parse_zone(text)
    assert caught.value.hint == hint


def test_the_plans_own_zone_comes_before_the_machines(monkeypatch):
    """Without one it is the machine's, as it is set at that time."""
    plan = Plan(reminders=())
    for name in ("Asia/Kathmandu", "America/St_Johns"):
        monkeypatch.setenv("TZ", name)
        assert zone_of(plan) == machine_zone() == ZoneInfo(name)
    assert zone_of(replace(plan, zone=ZoneInfo("Europe/Berlin"))) == ZoneInfo("Europe/Berlin")


def test_a_machine_without_a_zone_is_told(monkeypatch):
    """With what to do, instead of days that are hours off."""
    monkeypatch.setenv("TZ", "Nowhere/Atlantis")
    with pytest.raises(CoachError) as caught:
        machine_zone()
    assert str(caught.value).startswith(
        "The time zone of this machine is not known: TZ is 'Nowhere/Atlantis', which is not a zone's name."
    )
    assert caught.value.hint == "Set it, or write a line such as 'zone: Europe/Berlin' into the plan."
