"""The instants of one day: what is left out of it, and how jitter moves them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import parse_window
from coach.plan.cadence import _evenly_spread, _gaps, instants_on, resolved_cadence, shift
from coach.plan.model import AtIntervals, Prescription, TimesPerDay
from coach.routine.model import Dose

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 6, 1)


def times(course, day=DAY):
    """The local times of a day's instants."""
    return [f"{at.astimezone(BERLIN):%H:%M:%S}" for at in instants_on(course, day, BERLIN)]


def test_what_does_not_fit_is_left_out(reminder_of):
    """Of four times a day at least five hours apart, three fit into twelve hours."""
    it = reminder_of('times: dose, between: "08:00-20:00"')
    course = resolved_cadence(it, Prescription(Dose(per_day=4, at_least_apart=5 * 3600.0)))
    assert times(course) == ["08:00:00", "13:00:00", "18:00:00"]


def test_what_fits_stays_evenly_spread(reminder_of):
    """Three times a day at least four hours apart are evenly spread over twelve hours."""
    it = reminder_of('times: dose, between: "08:00-20:00"')
    course = resolved_cadence(it, Prescription(Dose(per_day=3, at_least_apart=4 * 3600.0)))
    assert times(course) == ["08:00:00", "14:00:00", "20:00:00"]


@given(st.text(max_size=20), st.dates(), st.integers(0, 7200))
def test_jitter_is_a_number_of_its_own_for_each_day_and_always_the_same(reminder, day, jitter):
    """Jitter is in whole seconds from 0 to the most, both included, and the same for the same day."""
    assert shift(reminder, day, float(jitter)) == shift(reminder, day, float(jitter))
    assert 0 <= shift(reminder, day, float(jitter)) <= jitter


def test_jitter_differs_from_day_to_day_and_from_reminder_to_reminder():
    """In some hundred days it takes every value that it may, from 0 to 4."""
    days = [DAY + timedelta(days=number) for number in range(300)]
    assert {shift("water", day, 4.0) for day in days} == {0, 1, 2, 3, 4}
    assert [shift("water", day, 900.0) for day in days] != [shift("eyes", day, 900.0) for day in days]


def test_jitter_moves_a_day_as_a_whole(reminder_of):
    """The time between occurrences stays, and what would come after the window is left out."""
    fields = 'every: 45 min, between: "09:00-12:00"'
    straight = list(instants_on(resolved_cadence(reminder_of(fields), None), DAY, BERLIN))
    moved = list(instants_on(resolved_cadence(reminder_of(f"{fields}, jitter: 20 min"), None), DAY, BERLIN))
    later = timedelta(seconds=shift("it", DAY, 1200.0))
    assert later > timedelta(0)
    assert moved == [at + later for at in straight[:-1]]


def test_jitter_spreads_the_rest_of_the_window_evenly(reminder_of):
    """Occurrences are moved on, and those at the end of the window stay in it."""
    fields = 'times: 3, between: "09:00-12:00"'
    moved = list(instants_on(resolved_cadence(reminder_of(f"{fields}, jitter: 20 min"), None), DAY, BERLIN))
    straight = list(instants_on(resolved_cadence(reminder_of(fields), None), DAY, BERLIN))
    assert moved[0] == straight[0] + timedelta(seconds=shift("it", DAY, 1200.0))
    assert moved[-1] == straight[-1]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_jitter_never_moves_a_time_into_another_day(reminder_of, day):
    """The last minute of a day stays in it, and the first time of that day moves by as much."""
    it = resolved_cadence(reminder_of('at: ["00:05", "23:58"], jitter: 1 h'), None)
    first, last = instants_on(it, day, BERLIN)
    assert first.astimezone(BERLIN).date() == last.astimezone(BERLIN).date() == day
    late = [at.astimezone(BERLIN).minute * 60 + at.astimezone(BERLIN).second for at in (first, last)]
    assert late[0] - 5 * 60 == late[1] - 58 * 60
    assert 0 <= late[1] - 58 * 60 < 120


WINDOW = parse_window("08:00-20:00")
MONDAY = date(2026, 6, 1)


def held_on(course, days=14, start=MONDAY):
    """The days, counted from 0 at a Monday, on which it holds."""
    return [number for number in range(days) if course.includes(start + timedelta(days=number))]


@pytest.mark.parametrize(
    ("dose", "cadence"),
    [
        (Dose(per_day=3), TimesPerDay(3, WINDOW)),
        (Dose(), TimesPerDay(1, WINDOW)),
        (Dose(weeks=4), TimesPerDay(1, WINDOW)),
        (Dose(per_day=3, at_least_apart=14400.0), TimesPerDay(3, WINDOW, 14400.0)),
        (Dose(every=3600.0), AtIntervals(3600.0, WINDOW)),
        (Dose(every=3600.0, at_least_apart=7200.0), AtIntervals(7200.0, WINDOW)),
    ],
)
def test_a_dose_of_a_day_becomes_a_cadence(reminder_of, dose, cadence):
    """The cadence is so many times a day or every so long, and keeps the minimum distance."""
    it = reminder_of('times: dose, between: "08:00-20:00"')
    assert resolved_cadence(it, Prescription(dose)).cadence == cadence


@pytest.mark.parametrize(
    ("on", "dose", "days"),
    [
        ("daily", Dose(), [0, 1, 2, 3, 4, 5, 6]),
        ("daily", Dose(days=("mon", "thu")), [0, 3]),
        ("weekdays", Dose(days=("mon", "sat")), [0]),
        ("daily", Dose(days_per_week=7), [0, 1, 2, 3, 4, 5, 6]),
        ("daily", Dose(days_per_week=5), [0, 1, 2, 3, 5]),
        ("weekdays", Dose(days_per_week=5), [0, 1, 2, 3, 4]),
        ("daily", Dose(days_per_week=3), [0, 2, 4]),
        ("weekdays", Dose(days_per_week=3), [0, 2, 4]),
        ("daily", Dose(days_per_week=2), [0, 3]),
        ("weekends", Dose(days_per_week=5), [5, 6]),
        ("daily", Dose(days_per_week=1), [0]),
        ("[tue, wed]", Dose(days_per_week=1), [1]),
        ("daily", Dose(days_per_week=5, rest_days=1), [0, 2, 4]),
        ("[mon, tue]", Dose(days_per_week=2, rest_days=1), [0]),
    ],
)
def test_the_days_of_a_week(reminder_of, on, dose, days):
    """The days are named by the dose, or chosen from those of the reminder, as far apart as possible."""
    it = reminder_of(f'times: dose, between: "08:00-20:00", on: {on}')
    assert held_on(resolved_cadence(it, Prescription(dose)), days=7) == days


def test_days_off_are_counted_from_the_beginning(reminder_of):
    """Days off are counted from the reminder's `from`, or else from the first session."""
    it = reminder_of('times: dose, between: "08:00-20:00"')
    dose = Dose(rest_days=2)
    tuesday = MONDAY + timedelta(days=1)
    assert held_on(resolved_cadence(it, Prescription(dose, begun=tuesday)), days=10) == [1, 4, 7]
    fixed = reminder_of('times: dose, between: "08:00-20:00", from: 2026-06-03')
    assert held_on(resolved_cadence(fixed, Prescription(dose, begun=tuesday)), days=10) == [2, 5, 8]


def test_days_off_are_counted_from_the_first_day_on_which_it_can_be_done(reminder_of):
    """A plan of weekdays written on a Saturday begins on Monday, and goes on from there."""
    it = reminder_of('times: dose, between: "08:00-20:00", on: weekdays, from: 2026-06-06')
    assert held_on(resolved_cadence(it, Prescription(Dose(rest_days=2))), days=21) == [7, 10, 16]


def test_weeks_end_with_the_last_of_them(reminder_of):
    """Two weeks are 14 days with the first one, unless `until` ends them earlier."""
    dose = Dose(weeks=2)
    it = reminder_of('times: dose, between: "08:00-20:00", from: 2026-06-02')
    assert held_on(resolved_cadence(it, Prescription(dose)), days=30) == list(range(1, 15))
    short = reminder_of('times: dose, between: "08:00-20:00", from: 2026-06-02, until: 2026-06-05')
    assert held_on(resolved_cadence(short, Prescription(dose)), days=30) == [1, 2, 3, 4]


def test_weeks_count_from_the_first_day_on_which_it_can_be_done(reminder_of):
    """A plan of weekdays written on a Saturday loses no week."""
    it = reminder_of('times: dose, between: "08:00-20:00", on: weekdays, from: 2026-06-06')
    days = held_on(resolved_cadence(it, Prescription(Dose(weeks=1))), days=30)
    assert days == [7, 8, 9, 10, 11]


def test_weeks_count_from_the_first_session(reminder_of):
    """Before the first session they have not begun, and the reminder is due anyway."""
    it = reminder_of('times: dose, between: "08:00-20:00"')
    dose = Dose(weeks=1)
    assert held_on(resolved_cadence(it, Prescription(dose)), days=30) == list(range(30))
    begun = resolved_cadence(it, Prescription(dose, begun=MONDAY + timedelta(days=10)))
    assert held_on(begun, days=30) == list(range(17))


@pytest.mark.parametrize(
    "prescription", [None, Prescription(Dose(as_needed=True)), Prescription(Dose(days=("sun",)))]
)
def test_some_are_never_due(reminder_of, prescription):
    """A reminder without a dose, with one for when it is needed, or on excluded days only is never due."""
    it = reminder_of('times: dose, between: "08:00-20:00", on: weekdays')
    assert resolved_cadence(it, prescription) is None


@given(
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(1, 7),
    st.integers(1, 4),
)
def test_days_are_never_closer_than_they_must_be(allowed, number, least):
    """The days are among those allowed, at most as many as asked for, and as many as possible."""
    days = _evenly_spread(allowed, min(number, len(allowed)), least)
    assert set(days) <= set(allowed)
    assert 1 <= len(days) <= number
    assert len(days) == 1 or min(_gaps(days)) >= least
    more = min(number, len(allowed)) - len(days)
    if more and least == 1:
        raise AssertionError("with no distance to keep, all of them fit")
    evenness = sum(gap * gap for gap in _gaps(days))
    rivals = [each for each in combinations(allowed, len(days)) if min(_gaps(each)) >= least]
    assert all(sum(gap * gap for gap in _gaps(each)) >= evenness for each in rivals)


def test_an_interval_begins_again_when_it_was_done_unprompted(reminder_of):
    """An interval begins again in the window of what was done unprompted, and in no other."""
    course = resolved_cadence(reminder_of('every: 90 min, between: "09:00-15:00"'), None)
    done = datetime(2026, 6, 1, 10, 35, tzinfo=BERLIN)

    def with_done(day):
        return [f"{at.astimezone(BERLIN):%H:%M}" for at in instants_on(course, day, BERLIN, done)]

    assert with_done(DAY) == ["09:00", "10:30", "12:05", "13:35"]
    assert with_done(DAY + timedelta(days=1)) == ["09:00", "10:30", "12:00", "13:30", "15:00"]
