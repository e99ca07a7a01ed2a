"""The events of a timeline."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import strategies
from coach.routine.model import Ask, Routine, Say
from coach.session.timeline_events import (
    AskEnds,
    CueBegins,
    StepBegins,
    StepEnds,
    TimelineEnds,
    TimelineEvents,
    frame,
)
from coach.timeline.compose import compose
from coach.timeline.model import Delivery
from fixed_durations import FixedDurations
from strategies import examples


def timeline_of(*steps, ask_seconds=15.0):
    """A timeline of those steps in which every text lasts a second."""
    routine = Routine(id="x", title="X", steps=steps)
    return compose(routine, Delivery(ask_seconds=ask_seconds), FixedDurations(1.0))


def test_the_order_of_events():
    """A step ends before the next begins, a step begins before its cue, and the end comes last."""
    timeline = timeline_of(Say(text="Sit."), Say(text="Stand."))
    first, second = timeline.steps
    assert TimelineEvents(timeline, 0).advance_to(frame(timeline.seconds)) == [
        StepBegins(first),
        CueBegins(timeline.cues[0]),
        StepEnds(first),
        StepBegins(second),
        CueBegins(timeline.cues[1]),
        StepEnds(second),
        TimelineEnds(),
    ]


def test_a_question_without_time_is_asked_before_it_ends():
    """In a rendering a question begins and ends on the same sample."""
    timeline = timeline_of(Ask(question="pain"), ask_seconds=0.0)
    ask = timeline.cues[1]
    passed = TimelineEvents(timeline, 0).advance_to(frame(timeline.seconds))
    assert passed[-4:] == [CueBegins(ask), AskEnds(ask), StepEnds(timeline.steps[0]), TimelineEnds()]


def test_going_to_a_step_does_not_end_the_one_before():
    """The first sample of a step is the end of the one before, but only its beginning is passed."""
    timeline = timeline_of(Say(text="Sit."), Say(text="Stand."))
    begin = frame(timeline.steps[1].at)
    assert TimelineEvents(timeline, begin).advance_to(begin) == [StepBegins(timeline.steps[1])]


@given(
    strategies.routines,
    strategies.deliveries,
    strategies.speaking_times,
    st.lists(st.integers(1, 10_000_000), max_size=20),
)
@examples(50)
def test_every_event_is_passed_once(routine, delivery, times, stops):
    """The same events come in the same order, whatever the sizes of the blocks."""
    timeline = compose(routine, delivery, times)
    end = frame(timeline.seconds)
    whole = TimelineEvents(timeline, 0).advance_to(end)
    marks = TimelineEvents(timeline, 0)
    cut = [mark for stop in sorted(stops) for mark in marks.advance_to(min(stop, end))]
    assert cut + marks.advance_to(end) == whole
