"""The instants of one day: what is left out, and how jitter moves them."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coach.plan.cadence import instants_on, shift
from coach.plan.course import course_of
from coach.plan.model import Prescription
from coach.routine.model import Dose

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 6, 1)


def times(course, day=DAY):
    """The instants of a day as the wall shows them."""
    return [f"{at.astimezone(BERLIN):%H:%M:%S}" for at in instants_on(course, day, BERLIN)]


def test_what_does_not_fit_is_left_out(reminder_of):
    """Four times a day, at least five hours apart, in twelve hours: three."""
    it = reminder_of('times: dose, between: "08:00-20:00"')
    course = course_of(it, Prescription(Dose(per_day=4, at_least_apart=5 * 3600.0)))
    assert times(course) == ["08:00:00", "13:00:00", "18:00:00"]


def test_what_fits_stays_evenly_spread(reminder_of):
    """Three times a day, at least four hours apart, in twelve hours."""
    it = reminder_of('times: dose, between: "08:00-20:00"')
    course = course_of(it, Prescription(Dose(per_day=3, at_least_apart=4 * 3600.0)))
    assert times(course) == ["08:00:00", "14:00:00", "20:00:00"]


@given(st.text(max_size=20), st.dates(), st.integers(0, 7200))
def test_jitter_is_a_number_of_its_own_for_each_day_and_always_the_same(reminder, day, jitter):
    """Whole seconds from 0 to the jitter, both included, without any dice."""
    assert shift(reminder, day, float(jitter)) == shift(reminder, day, float(jitter))
    assert 0 <= shift(reminder, day, float(jitter)) <= jitter


def test_jitter_differs_from_day_to_day_and_from_reminder_to_reminder():
    """And takes every value that it may: 0 to 4 within some hundred days."""
    days = [DAY + timedelta(days=number) for number in range(300)]
    assert {shift("water", day, 4.0) for day in days} == {0, 1, 2, 3, 4}
    assert [shift("water", day, 900.0) for day in days] != [shift("eyes", day, 900.0) for day in days]


def test_jitter_moves_a_day_as_a_whole(reminder_of):
    """What lies between the occurrences stays; what would come after the window is left out."""
    fields = 'every: 45 min, between: "09:00-12:00"'
    straight = list(instants_on(course_of(reminder_of(fields), None), DAY, BERLIN))
    moved = list(instants_on(course_of(reminder_of(f"{fields}, jitter: 20 min"), None), DAY, BERLIN))
    later = timedelta(seconds=shift("it", DAY, 1200.0))
    assert later > timedelta(0)
    assert moved == [at + later for at in straight[:-1]]


def test_jitter_spreads_the_rest_of_the_window_evenly(reminder_of):
    """Later at the beginning, and still there at the end."""
    fields = 'times: 3, between: "09:00-12:00"'
    moved = list(instants_on(course_of(reminder_of(f"{fields}, jitter: 20 min"), None), DAY, BERLIN))
    straight = list(instants_on(course_of(reminder_of(fields), None), DAY, BERLIN))
    assert moved[0] == straight[0] + timedelta(seconds=shift("it", DAY, 1200.0))
    assert moved[-1] == straight[-1]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_jitter_never_moves_a_time_into_another_day(reminder_of, day):
    """Also not the last minute of it; and it is then the same for the day's first."""
    it = course_of(reminder_of('at: ["00:05", "23:58"], jitter: 1 h'), None)
    first, last = instants_on(it, day, BERLIN)
    assert first.astimezone(BERLIN).date() == last.astimezone(BERLIN).date() == day
    late = [at.astimezone(BERLIN).minute * 60 + at.astimezone(BERLIN).second for at in (first, last)]
    assert late[0] - 5 * 60 == late[1] - 58 * 60
    assert 0 <= late[1] - 58 * 60 < 120
