"""Which steps are running, done or skipped, and where the playhead goes.

The session around it is in `test_performance.py`. Mutants that change nothing: an empty text for `None`, as
no step has it for its index; going to the end of a step whose question was answered at that instant; in
`skip_to` the step of the question itself, and in `_leave_opening` those of the opening, which do not count.
"""

from __future__ import annotations

import pytest

from coach.routine.model import Hold, Move, Rest, Routine, Say
from coach.session.navigation import Progress, starting_point
from coach.session.player import EventReached
from coach.session.timeline_events import StepEnds
from coach.timeline.compose import compose
from coach.timeline.model import Delivery
from fixed_durations import FixedDurations

SIT, STAND = Say(text="Sit tall."), Say(text="Now stand.")
CALF, REST = Hold(seconds=20.0, name="Calf"), Rest(seconds=6.0)


def test_a_step_that_is_done_can_begin_again():
    """A step is running until it is done, whatever is reported of another one meanwhile."""
    progress = Progress()
    assert [progress.begin(1), progress.begin(1), progress.perform(0), progress.begin(1)] == [
        True,
        False,
        True,
        False,
    ]
    assert [progress.perform(1), progress.begin(1), progress.perform(1)] == [True, True, False]


def test_all_steps_that_were_skipped_stay_skipped_until_they_are_stored():
    """Each step is counted once, and counts as just left only until another step begins."""
    progress = Progress()
    assert [progress.skip(index) for index in (0, 1, 3, 1)] == [True, True, True, False]
    assert [progress.was_skipped(index) for index in (0, 1, 2)] == [True, True, False]
    progress.begin(2)
    assert [progress.was_skipped(index) for index in (0, 1)] == [False, False]
    progress.perform(0)
    progress.store(0)
    assert (progress.skipped, progress.stored, progress.skip(0)) == ({1, 3}, {0}, False)


@pytest.mark.parametrize(
    ("steps", "first_step", "at_step", "after_opening"),
    [
        ((SIT, STAND, CALF, REST), 0, 0, 0),
        ((SIT, STAND, CALF, REST), 1, 0, 0),
        ((SIT, STAND, CALF, REST), 2, 0, 0),
        ((SIT, STAND, CALF, REST), 3, 0, 3),
        ((SIT, STAND, CALF, REST), 99, 0, 3),
        ((CALF, REST), 1, 1, 0),
        ((CALF, REST), 99, 1, 0),
    ],
)
def test_where_a_session_begins(steps, first_step, at_step, after_opening):
    """A session begins with the opening if there is one, and then goes on to the requested step."""
    timeline = compose(Routine(id="x", title="X", steps=steps), Delivery(), FixedDurations(0.5))
    assert starting_point(timeline, first_step) == (timeline.steps[at_step].at, after_opening)


@pytest.mark.parametrize(("name", "done"), [("next", {1}), ("repeat", {0, 1}), ("previous", {0, 1})])
def test_an_end_that_is_reported_after_the_person_moved(make_performance, name, done):
    """A late end makes a step done, unless the person has skipped that step."""
    it = make_performance(REST, CALF)
    it.begin()
    it.play(3.0)
    moves = it.performance.player.moves
    it.command(name)
    it.performance.handle(EventReached(StepEnds(it.timeline.steps[0]), moves))
    it.settle()
    assert it.snapshot.steps_done == done - {1}
    it.finish()
    assert it.snapshot.steps_done == done


def test_steps_that_are_left_out_are_not_done_however_far_the_output_ran(make_performance):
    """An output may play into them before the session goes on to the requested step."""
    it = make_performance(SIT, CALF, REST, first_step=2)
    it.begin()
    moves = it.performance.player.moves
    it.play(5.0)
    it.performance.handle(EventReached(StepEnds(it.timeline.steps[1]), moves))
    it.settle()
    assert it.snapshot.steps_done == set()
    it.finish()
    assert it.snapshot.steps_done == {2}


def test_next_skips_all_of_a_movement(make_performance):
    """Next skips the whole movement, and not only the repetition that is being counted."""
    it = make_performance(Move(reps=3, name="Knee", pace=4.0), REST)
    it.begin()
    it.play_to(next(cue.at for cue in it.timeline.cues if cue.kind == "move") + 1.0)
    it.command("next")
    assert (it.snapshot.position, it.performance.navigation.progress.skipped) == (
        it.timeline.steps[1].at,
        {0},
    )
