"""What waits, and who is asked now."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import Window
from coach.day.agenda import Waits, asked, asked_anew, is_due_at, next_due, shifted
from coach.day.model import Programme
from coach.plan import occurrences
from coach.plan.model import At, Every, Occurrence, Plan, Prescribed, Prescription, Reminder
from coach.plan.occurrences import next_after
from coach.routine.model import Dose
from strategies import examples, reminders, starts, zones

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def due(minutes, reminder="water"):
    """That reminder, due so many minutes ago."""
    return Occurrence(NOW - minutes * MINUTE, reminder, reminder)


def test_those_that_wait_are_asked_together_with_their_reminder():
    """What waits of the same reminder is asked along, also where its own time has not come."""
    waiting = {
        due(30): Waits(),
        due(20): Waits(NOW + MINUTE),
        due(-5): Waits(NOW + 5 * MINUTE),
        due(10, "eyes"): Waits(NOW + 1440 * MINUTE),
    }
    assert asked(waiting, NOW) == [due(30), due(20)]


def test_what_the_person_put_off_is_not_asked_anew():
    """The gate's own word may be out of date, the person's is not."""
    waiting = {due(30): Waits(NOW + MINUTE, (due(30, "eyes"),), 1), due(-5): Waits(NOW + 5 * MINUTE)}
    assert asked_anew(waiting, NOW) == {
        due(30): Waits(None, (due(30, "eyes"),), 1),
        due(-5): Waits(NOW + 5 * MINUTE),
    }


def test_a_clock_set_back_leaves_out_what_is_due_again_but_not_what_was_announced():
    """Ten minutes back: what was due since is due again, if the plan calls for it and it was not said."""
    jump = -10 * MINUTE
    waiting = {
        due(-15): Waits(NOW + 15 * MINUTE),
        due(3): Waits(NOW + MINUTE),
        due(-5): Waits(NOW + 6 * MINUTE),
        due(-5, "eyes"): Waits(NOW + 6 * MINUTE, announced=1),
        due(-5, "snooze"): Waits(NOW + 6 * MINUTE),
    }
    found, again = shifted(waiting, jump, NOW, lambda occurrence: occurrence.reminder != "snooze")
    assert again == [due(-5)]
    assert found == {
        due(-5): Waits(NOW + 5 * MINUTE),
        due(3): Waits(),
        due(5, "eyes"): Waits(announced=1),
        due(5, "snooze"): Waits(),
    }


def test_those_to_be_spoken_along_are_each_reminder_once():
    """Whoever is due anew, or named already, is left out."""
    waits = Waits(together=(due(5, "eyes"),))
    both = waits.joined_by([due(3, "eyes"), due(3, "sit")])
    assert both.together == (due(5, "eyes"), due(3, "sit"))
    assert both.without("eyes").together == (due(3, "sit"),)
    assert both.without("neck") is both


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


def programme(*of: Reminder, zone=BERLIN, prescriptions=None):
    """These reminders in that zone."""
    return Programme(Plan(reminders=of), zone, {}, prescriptions or {})


def water(cadence, **fields):
    """A reminder."""
    return Reminder(id="water", routine="sip-water", cadence=cadence, **fields)


def at_once(it, moment, zone, prescription=None):
    """What looking anew gives."""
    found = next_after(it, moment, zone, prescription)
    return None if found is None else found.at


@given(reminders, zones, starts, st.lists(st.tuples(STEPS, st.booleans()), min_size=1, max_size=30))
@examples(200)
def test_walking_on_equals_looking_anew(it, zone, start, steps):
    """From any instant, from an occurrence itself, and however the clock was set back and forth between."""
    after = next_due(programme(it, zone=zone), it, start)
    moment = start
    for step, is_at_occurrence in steps:
        expected = at_once(it, moment, zone)
        assert after(moment) == expected
        if is_at_occurrence and expected is not None:
            moment = expected
        moment += step


@given(starts, st.lists(STEPS, min_size=1, max_size=20))
@examples(50)
def test_a_course_that_ends_is_over_only_later(start, steps):
    """Two weeks of a prescription: behind its end there is nothing, and back before it there is again."""
    it = water(Prescribed(Window(time(8), time(20))))
    prescription = Prescription(Dose(per_day=3, weeks=2), begun=date(2026, 6, 1))
    after = next_due(programme(it, prescriptions={"sip-water": prescription}), it, start)
    moment = start
    for step in steps:
        assert after(moment) == at_once(it, moment, BERLIN, prescription)
        moment += step


def test_a_clock_that_runs_has_each_day_reckoned_once():
    """A week asked minute by minute: its seven days, those before that may reach into it, and the next."""
    it = water(Every(2700.0, Window(time(9), time(17))))
    with patch.object(occurrences, "instants_on", wraps=occurrences.instants_on) as reckoned:
        after = next_due(programme(it), it, MONDAY)
        for minute in range(7 * 24 * 60):
            after(MONDAY + timedelta(minutes=minute))
    days = [call.args[1] for call in reckoned.call_args_list]
    assert days == [date(2026, 10, 31) + timedelta(days=number) for number in range(len(days))]
    assert len(days) == 2 + 7 + 1


def test_a_long_sleep_is_not_walked_through():
    """After a year, only the days around its end are looked at."""
    it = water(Every(60.0, Window(time(0), time(0))))
    with patch.object(occurrences, "instants_on", wraps=occurrences.instants_on) as reckoned:
        after = next_due(programme(it), it, MONDAY)
        a_year_on = MONDAY + timedelta(days=365)
        assert after(a_year_on) == a_year_on + timedelta(minutes=1)
    assert len(reckoned.call_args_list) < 10


def test_what_the_plan_calls_for_is_told_from_what_was_put_off():
    """The very instant, of a reminder that is still in the plan."""
    it = water(At((time(10),)))
    nine = datetime(2026, 11, 2, 9, tzinfo=UTC)
    due = [
        is_due_at(programme(*of), Occurrence(at, "water", "sip-water"))
        for of, at in (((it,), nine), ((it,), nine + timedelta(seconds=1)), ((), nine))
    ]
    assert due == [True, False, False]
