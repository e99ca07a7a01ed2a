"""The starter plan: few reminders, far enough apart from one another, from breaks and from sleep."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import EVERY_DAY, Window, understand_window
from coach.files import SourceText
from coach.home import bundled_routines
from coach.plan.model import AsPrescribed, AtTimes, Plan, Reminder, TimesPerDay, VoiceSettings
from coach.plan.reading import examine_text
from coach.plan.starter_plan import LUNCH, MOST_CALLS, NIGHT, PlanAnswers, Sheet, calls_in_a_day, first_plan
from coach.scales import PACES

BUNDLED = [path.stem for path in (bundled_routines() / "en").glob("*.yaml")]
WEEKDAYS = (0, 1, 2, 3, 4)
DAY = 24 * 60


def read(answers, *taken):
    """The plan that these answers give, which has no problem."""
    examined = examine_text(SourceText("plan.yaml", first_plan(answers, taken)), [*BUNDLED, "knee"])
    assert examined.problems == ()
    return examined.plan


def usual(id_, routine, *times, **more):
    """A reminder on working days."""
    at = AtTimes(tuple(map(time.fromisoformat, times)))
    return Reminder(id=id_, routine=routine, cadence=at, on=WEEKDAYS, **more)


def test_the_usual_day_is_twelve_calls_with_bundled_routines():
    """The usual working day has posture, water, stretching, eyes and breathing, in twelve calls."""
    assert read(PlanAnswers()) == Plan(
        reminders=(
            usual("posture", "posture-sitting", "09:35", "17:00"),
            usual("water", "sip-water", "10:10", "11:50", "14:45"),
            usual("stretch", "desk-neck", "10:45", "15:15", missed="once", begin="ask"),
            usual("eyes", "eyes-far", "11:20", "15:50"),
            usual("screen", "posture-screen", "13:35"),
            usual("breathing", "breathing-pursed-lips", "14:10"),
            usual("tension", "tension-scan", "16:25"),
        ),
        quiet=(LUNCH, NIGHT),
        spacing=300.0,
        voice=VoiceSettings(language="en", rate=150, volume=0.8, detail="full", breath_holds=True),
    )


@pytest.mark.parametrize(("pace", "rate"), PACES.items())
def test_the_voice_has_the_pace_that_was_chosen(pace, rate):
    """It stands in the plan by its name, where it can be changed."""
    assert read(PlanAnswers(pace=pace)).voice.rate == rate


def test_after_midnight_a_night_at_the_desk_is_the_next_day():
    """What comes at 02:55 in the night from Friday to Saturday is a reminder of Saturday."""
    plan = read(PlanAnswers(desk=understand_window("22-6"), breaks=(), night=understand_window("8am-3pm")))
    days = {reminder.id: reminder.on for reminder in plan.reminders}
    assert (days["posture"], days["posture-after-midnight"]) == (WEEKDAYS, (1, 2, 3, 4, 5))
    early = {clock for each in plan.reminders if each.on == WEEKDAYS for clock in each.cadence.times}
    assert min(early) >= time(22)


def test_the_legs_come_half_an_hour_before_sleep_every_day():
    """The legs before sleep are one of the day's twelve reminders."""
    plan = read(PlanAnswers(legs=True, night=understand_window("23-7")))
    assert plan.reminder("legs") == Reminder(
        id="legs", routine="calves-before-bed", cadence=AtTimes((time(22, 30),)), missed="once", begin="ask"
    )
    assert len(calls_in_a_day(PlanAnswers(legs=True))) == MOST_CALLS - 1


@pytest.mark.parametrize(("per_day", "cadence"), [(None, AsPrescribed), (2, TimesPerDay)])
def test_the_exercises_of_a_clinic_come_as_they_are_prescribed(per_day, cadence):
    """A clinic's exercises come by its dose, or as often as the person says, in their waking hours."""
    plan = read(PlanAnswers(desk=None, breaks=(), sheet=Sheet("knee", "Knee", per_day)))
    [reminder] = plan.reminders
    assert (reminder.id, reminder.on, reminder.begin) == ("knee", EVERY_DAY, "ask")
    assert isinstance(reminder.cadence, cadence)
    assert reminder.cadence.between == Window(time(8), time(21))


def test_the_other_reminders_keep_away_from_them():
    """Other reminders keep half an hour away from the prescribed ones, before and after."""
    free = calls_in_a_day(PlanAnswers(), [time(10), time(15)])
    assert len(free) == MOST_CALLS - 2
    minutes = [clock.hour * 60 + clock.minute for clock, _ in free]
    assert all(not -20 < minute - taken < 25 for minute in minutes for taken in (600, 900))


def test_what_is_offered_in_comments_is_a_plan_too():
    """The lines are a plan when a person deletes the # before them."""
    text = first_plan(PlanAnswers(breaks=(), night=None))
    for line in ("# zone:", '# quiet: ["', "  # legs:", "  #   routine", "  #   at"):
        assert line in text
        text = text.replace(line, line.replace("# ", "", 1))
    examined = examine_text(SourceText("plan.yaml", text), BUNDLED)
    assert examined.problems == ()
    assert examined.plan.zone is not None
    assert (len(examined.plan.quiet), len(examined.plan.reminders)) == (2, 8)


def test_no_line_is_wider_than_a_terminal_or_an_editor():
    """A line has at most 110 characters."""
    assert max(map(len, first_plan(PlanAnswers(on=(0, 1, 2, 4, 5, 6))).splitlines())) <= 110


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
windows = st.builds(Window, clocks, clocks).filter(lambda window: window.start != window.end)


@given(
    st.builds(
        PlanAnswers,
        desk=windows,
        on=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
        breaks=st.lists(windows, max_size=3).map(tuple),
        night=st.none() | windows,
        breath_holds=st.booleans(),
        legs=st.booleans(),
    )
)
def test_calls_keep_apart_whatever_was_answered(answers):
    """At most twelve come, 25 minutes apart, at the desk, outside breaks and sleep, none twice in a row."""
    calls = calls_in_a_day(answers)
    assert len(calls) + answers.legs <= MOST_CALLS
    start = _minute(answers.desk.start)
    minutes = [(_minute(clock) - start) % DAY for clock, _ in calls]
    assert all(later - earlier >= 25 for earlier, later in pairwise(minutes))
    assert all(minute <= (_minute(answers.desk.end) - start) % DAY or DAY for minute in minutes)
    pauses = [*answers.breaks, *([answers.night] if answers.night else [])]
    assert not any(_lies_in(clock, pause) for clock, _ in calls for pause in pauses)
    assert all(first != second for (_, first), (_, second) in pairwise(calls))
    if calls or answers.legs:
        plan = read(answers)
        assert (plan.quiet, plan.voice.breath_holds) == (tuple(pauses), answers.breath_holds)
        assert {clock for clock, _ in calls} == {
            clock for each in plan.reminders if each.id != "legs" for clock in each.cadence.times
        }
    else:
        with pytest.raises(ValueError, match="no time left"):
            first_plan(answers)


def _minute(clock):
    return clock.hour * 60 + clock.minute


def _lies_in(clock, window):
    after = (_minute(clock) - _minute(window.start)) % DAY
    return timedelta(minutes=after) < timedelta(
        minutes=(_minute(window.end) - _minute(window.start)) % DAY or DAY
    )
