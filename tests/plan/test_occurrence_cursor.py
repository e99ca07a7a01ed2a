"""The first occurrence after each instant, found by a cursor that moves from one to the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import Window
from coach.plan import occurrences
from coach.plan.model import (
    AsPrescribed,
    AtIntervals,
    AtTimes,
    Occurrence,
    Plan,
    Prescription,
    Reminder,
    ResolvedPlan,
)
from coach.plan.occurrences import OccurrenceCursor, Trigger, is_in_plan, trigger_of
from coach.routine.model import Dose
from strategies import examples, reminders, starts, zones

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
STEPS = st.one_of(
    st.just(timedelta(0)),
    st.integers(-3, 3).map(lambda microseconds: timedelta(microseconds=microseconds)),
    st.integers(1, 7200).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(-3 * 86_400, 3 * 86_400).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(-400, 400).map(lambda days: timedelta(days=days)),
)
"""How the clock goes: on, back a little or much, asleep for days, set to another year."""


def plan_of(*of: Reminder, zone=BERLIN, prescriptions=None):
    """A plan with these reminders in that zone."""
    return ResolvedPlan(Plan(reminders=of), zone, {}, prescriptions or {})


def water(cadence, **fields):
    """A reminder."""
    return Reminder(id="water", routine="sip-water", cadence=cadence, **fields)


def cursor(plan, it, start):
    """A cursor of that reminder."""
    return OccurrenceCursor(trigger_of(plan, it, start))


def at_once(it, moment, zone, prescription=None):
    """What a new cursor finds."""
    return Trigger(reminder=it, zone=zone, after=moment, prescription=prescription).next()


@given(reminders, zones, starts, st.lists(st.tuples(STEPS, st.booleans()), min_size=1, max_size=30))
@examples(200)
def test_walking_on_equals_looking_again(it, zone, start, steps):
    """Walking equals looking from any instant or occurrence, also if the clock is set back and forth."""
    after = cursor(plan_of(it, zone=zone), it, start).after
    moment = start
    for step, is_at_occurrence in steps:
        expected = at_once(it, moment, zone)
        assert after(moment) == expected
        if is_at_occurrence and expected is not None:
            moment = expected.at
        moment += step


@given(starts, st.lists(STEPS, min_size=1, max_size=20))
@examples(50)
def test_a_course_that_ends_is_over_only_later(start, steps):
    """After two weeks of a prescription there is nothing more, but before their end there is again."""
    it = water(AsPrescribed(Window(time(8), time(20))))
    prescription = Prescription(Dose(per_day=3, weeks=2), begun=date(2026, 6, 1))
    after = cursor(plan_of(it, prescriptions={"sip-water": prescription}), it, start).after
    moment = start
    for step in steps:
        assert after(moment) == at_once(it, moment, BERLIN, prescription)
        moment += step


def test_a_clock_that_runs_has_each_day_reckoned_once():
    """A week that is asked for by the minute needs its days and those that reach into it."""
    it = water(AtIntervals(2700.0, Window(time(9), time(17))))
    with patch.object(occurrences, "instants_on", wraps=occurrences.instants_on) as reckoned:
        after = cursor(plan_of(it), it, MONDAY).after
        for minute in range(7 * 24 * 60):
            after(MONDAY + timedelta(minutes=minute))
    days = [call.args[1] for call in reckoned.call_args_list]
    assert days == [date(2026, 10, 31) + timedelta(days=number) for number in range(len(days))]
    assert len(days) == 2 + 7 + 1


def test_a_long_sleep_is_not_walked_through():
    """After a year only the days around its end are computed."""
    it = water(AtIntervals(60.0, Window(time(0), time(0))))
    with patch.object(occurrences, "instants_on", wraps=occurrences.instants_on) as reckoned:
        after = cursor(plan_of(it), it, MONDAY).after
        a_year_on = MONDAY + timedelta(days=365)
        assert after(a_year_on) == Occurrence(a_year_on + timedelta(minutes=1), "water", "sip-water")
    assert len(reckoned.call_args_list) < 10


def test_what_the_plan_calls_for_is_distinguished_from_what_was_put_off():
    """The plan calls for the very instant, of a reminder that is still in it."""
    it = water(AtTimes((time(10),)))
    nine = datetime(2026, 11, 2, 9, tzinfo=UTC)
    due = [
        is_in_plan(plan_of(*of), Occurrence(at, "water", "sip-water"))
        for of, at in (((it,), nine), ((it,), nine + timedelta(seconds=1)), ((), nine))
    ]
    assert due == [True, False, False]
