"""The plan to begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock_times import Window, parse_window
from coach.files import SourceText
from coach.home import bundled_routines
from coach.plan.model import AtIntervals, AtTimes, Plan, Reminder, VoiceSettings
from coach.plan.reading import examine_text
from coach.plan.starter_plan import SHORTEST, PlanAnswers, desk_minutes, first_plan

BUNDLED = [path.stem for path in (bundled_routines() / "en").glob("*.yaml")]
WEEKDAYS = (0, 1, 2, 3, 4)


def read(answers):
    """The plan of these answers, without a problem."""
    came = examine_text(SourceText("plan.yaml", first_plan(answers)), BUNDLED)
    assert came.problems == ()
    return came.plan


def usual(id_, routine, cadence):
    """A reminder of the working days."""
    return Reminder(id=id_, routine=routine, cadence=cadence, on=WEEKDAYS)


def test_the_usual_day_is_a_plan_with_bundled_routines():
    """Water, posture, eyes, breathing and stretching, on working days."""
    hour = 3600.0
    assert read(PlanAnswers()) == Plan(
        reminders=(
            usual("water", "sip-water", AtIntervals(1.5 * hour, parse_window("09:30-17:30"))),
            usual("posture", "posture-sitting", AtIntervals(0.75 * hour, parse_window("09:35-17:30"))),
            usual("eyes", "eyes-far", AtIntervals(hour, parse_window("09:15-17:30"))),
            usual("breathing", "breathing-pursed-lips", AtTimes((time(14, 30),))),
            replace(
                usual("stretch", "desk-neck", AtTimes((time(10, 30), time(15)))), missed="once", begin="ask"
            ),
        ),
        quiet=(parse_window("12:30-13:15"), parse_window("22:00-07:00")),
        spacing=300.0,
        voice=VoiceSettings(language="en", rate=150, volume=0.8, detail="full", breath_holds=True),
    )


def test_what_is_offered_in_comments_is_a_plan_too():
    """The lines that a person may take the # away from."""
    text = first_plan(PlanAnswers(lunch=None, night=None))
    for line in ("# zone:", '# quiet: ["', "  # legs:", "  #   routine", "  #   at"):
        assert line in text
        text = text.replace(line, line.replace("# ", "", 1))
    came = examine_text(SourceText("plan.yaml", text), BUNDLED)
    assert came.problems == ()
    assert came.plan.zone is not None
    assert (len(came.plan.quiet), len(came.plan.reminders)) == (2, 6)


def test_no_line_is_wider_than_a_terminal_or_an_editor():
    """110 characters at most."""
    assert max(map(len, first_plan(PlanAnswers(on=(0, 1, 2, 4, 5, 6))).splitlines())) <= 110


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(
    st.builds(
        PlanAnswers,
        desk=st.builds(Window, clocks, clocks).filter(lambda window: desk_minutes(window) >= SHORTEST),
        on=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
        lunch=st.none() | st.just(parse_window("12:00-13:00")),
        night=st.none() | st.just(parse_window("22:00-24:00")),
        breath_holds=st.booleans(),
    )
)
def test_every_answer_makes_a_plan(answers):
    """With its days, its quiet, and every reminder within the hours at the desk."""
    plan = read(answers)
    assert plan.quiet == tuple(window for window in (answers.lunch, answers.night) if window)
    assert plan.voice.breath_holds == answers.breath_holds
    start, end = answers.desk.start, answers.desk.end
    for reminder in plan.reminders:
        assert reminder.on == answers.on
        cadence = reminder.cadence
        if isinstance(cadence, AtTimes):
            assert all(start <= clock and (clock <= end or end == time(0)) for clock in cadence.times)
        else:
            assert start <= cadence.between.start
            assert cadence.between.end == end


@pytest.mark.parametrize("desk", ["09:00-10:59", "22:00-06:00", "00:00-00:00"])
def test_hours_that_are_too_short_or_over_midnight_are_refused(desk):
    """The spreading over a day would make nonsense of them."""
    start, end = map(time.fromisoformat, desk.split("-"))
    if desk == "00:00-00:00":  # the whole day is fine
        assert len(read(replace(PlanAnswers(), desk=Window(start, end))).reminders) == 5
        return
    with pytest.raises(ValueError, match="must be two hours or more, and end before midnight"):
        first_plan(PlanAnswers(desk=Window(start, end)))
