"""The chart of a routine: a row for each step, as long as it takes."""

from __future__ import annotations

from coach.routine.model import Hold, Move, Rest, Routine, Say
from coach.timeline.chart import BLOCKS, LETTERS, chart, legend
from coach.timeline.compose import compose
from coach.timeline.model import Cue, Delivery, StepSpan, Timeline
from fixed_durations import FixedDurations


def test_each_column_shows_what_fills_it():
    """Words, a hold and a rest have their signs, silence has none, and words in a hold are not shown."""
    cues = (
        Cue(at=0.0, seconds=4.0, kind="say", text="Calf", step=0),
        Cue(at=6.0, seconds=10.0, kind="hold", text="Calf", step=0),
        Cue(at=7.0, seconds=6.0, kind="say", text="Breathe.", step=0),
        Cue(at=16.0, seconds=4.0, kind="rest", step=0),
        Cue(at=20.0, seconds=1.0, kind="ask", text="pain", step=1),
    )
    steps = (
        StepSpan(index=0, kind="hold", name="Calf", at=0.0, seconds=20.0),
        StepSpan(index=1, kind="ask", name="pain", at=20.0, seconds=1.0),
    )
    timeline = Timeline(routine="r", title="R", language="en", seconds=21.0, cues=cues, steps=steps)
    assert [(row.at, row.name, row.seconds, row.columns) for row in chart(timeline, 10, LETTERS)] == [
        (0.0, "Calf", 20.0, ":: #####.."),
        (20.0, "pain", 1.0, "?"),
    ]


def test_the_longest_step_has_the_width_and_each_step_a_column():
    """A step of a routine is as wide as its part of the longest one, and never nothing."""
    steps = (
        Say(text="Sit."),
        Hold(seconds=60.0, name="A"),
        Move(reps=3, pace=10.0, name="B"),
        Rest(seconds=1.0),
    )
    timeline = compose(Routine(id="r", title="R", steps=steps), Delivery(), FixedDurations(1.0))
    rows = chart(timeline, 40, BLOCKS)
    longest = max(row.seconds for row in rows)
    assert [len(row.columns) for row in rows] == [max(1, round(40 * row.seconds / longest)) for row in rows]
    assert {sign for row in rows for sign in row.columns} <= set(BLOCKS)


def test_a_routine_without_steps_has_no_rows():
    """An empty timeline is no error."""
    assert chart(Timeline(routine="r", title="R", language="en", seconds=0.0, cues=()), 40) == ()


def test_the_legend_names_the_signs():
    """Every sign but the blank has its meaning."""
    assert legend(LETTERS) == ": words, # hold, = movement, ~ breathing, . rest, ? question or wait"
