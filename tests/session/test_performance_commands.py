"""What commands do to a performance: pauses, steps skipped, repeated and prolonged, and a stop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.routine.model import Move
from performance_steps import CALF, REST, SIT, hold_of, pauses, step_events


def test_a_pause_is_silent_within_20_ms_and_the_hold_begins_again(make_performance):
    """A pause in a hold fades out and is silent; then come the lead-in and the whole hold again."""
    it = make_performance(CALF)
    it.begin()
    hold = hold_of(it)
    it.play_to(hold.at + 17.1)  # in the middle of "three"
    it.command("pause")
    paused = it.play(0.5)
    assert paused[:480].any()
    assert not paused[960:].any()
    assert it.snapshot.state == "paused"
    it.command("resume")
    assert (it.snapshot.state, it.snapshot.position) == ("performing", hold.at - 3.0)
    it.finish()
    assert it.logged().outcome == "completed"
    assert pauses(it) == [("paused", {"step": 0}), ("resumed", {"step": 0})]


def test_a_second_pause_changes_nothing(make_performance):
    """A command that makes no sense at that moment is ignored."""
    it = make_performance(CALF)
    it.begin()
    it.command("resume")
    it.command("pause")
    it.command("pause")
    it.command("answer", 3)
    assert it.kinds == ["session-started", "paused"]


def test_next_skips_and_the_session_is_partial(make_performance):
    """A skipped step is recorded, and the session that ends by itself counts as partial."""
    it = make_performance(CALF, REST)
    it.begin()
    it.play(2.0)
    it.command("next")
    assert it.snapshot.position == it.timeline.steps[1].at
    it.finish()
    assert [event for event in it.heard.events if event[0] in ("step-skipped", "step-done")] == [
        ("step-skipped", {"step": 0, "name": "Calf"}),
        ("step-done", {"step": 1, "name": "Rest"}),
    ]
    assert it.logged().outcome == "partial"


def test_a_skipped_step_can_be_made_up_for(make_performance):
    """Going back to a skipped step and doing it makes the session complete."""
    it = make_performance(CALF, REST)
    it.begin()
    it.play(2.0)
    it.command("next")
    it.command("previous")
    it.finish()
    assert (it.logged().outcome, it.performance.navigation.progress.skipped, it.snapshot.steps_done) == (
        "completed",
        frozenset(),
        {0, 1},
    )


def test_going_back_never_undoes(make_performance):
    """A step that was done stays done, and is not done a second time."""
    it = make_performance(REST, CALF)
    it.begin()
    it.play_to(it.timeline.steps[1].at + 1.0)
    it.command("previous")
    it.play(0.5)
    assert it.snapshot.steps_done == {0}
    it.finish()
    assert it.kinds.count("step-done") == 2


def test_listeners_know_which_step_is_led(make_performance):
    """Each step that begins is reported, also after going back; each is done or skipped only once."""
    it = make_performance(REST, CALF, REST, CALF, REST, first_step=2)
    it.begin()
    it.play_to(it.timeline.steps[3].at + 1.0)
    for command in ("previous", "previous", "next", "next", "next"):
        it.command(command)
        it.play(0.1)
    assert step_events(it) == [
        ("step-started", 2),
        ("step-done", 2),
        ("step-started", 3),
        ("step-started", 2),
        ("step-started", 1),
        ("step-skipped", 1),
        ("step-started", 2),
        ("step-started", 3),
        ("step-skipped", 3),
        ("step-started", 4),
    ]
    it.command("previous")
    it.play(0.1)
    it.command("next")
    it.finish()
    assert step_events(it)[10:] == [("step-started", 3), ("step-started", 4), ("step-done", 4)]
    assert (it.heard.events[-1][1]["steps_done"], it.logged().steps_done) == (2, 2)


def test_a_pause_begins_no_step(make_performance):
    """A step that is resumed is not reported as beginning, but one that is repeated is."""
    it = make_performance(SIT, CALF)
    it.begin()
    it.play(0.1)
    it.command("pause")
    it.command("resume")
    it.play(0.1)
    assert step_events(it) == [("step-started", 0)]
    it.command("repeat")
    it.play(0.1)
    assert step_events(it) == [("step-started", 0)] * 2


def test_repeat_goes_to_the_beginning_of_the_step(make_performance):
    """The command `repeat` goes there from anywhere inside the step."""
    it = make_performance(SIT, CALF)
    it.begin()
    it.play_to(it.timeline.steps[1].at + 9.0)
    it.command("repeat")
    assert it.snapshot.position == it.timeline.steps[1].at


def test_ten_seconds_more(make_performance):
    """The current hold lasts ten seconds longer, and the timeline shows its new end."""
    it = make_performance(CALF)
    it.begin()
    hold = hold_of(it)
    it.play_to(hold.at + 5.0)
    it.command("extend")
    it.play_to(hold.at + 29.0)
    assert it.snapshot.steps_done == frozenset()
    it.finish()
    assert it.heard.events[-1][1]["seconds"] == pytest.approx(it.timeline.seconds + 10.0)


def test_go_ends_the_wait_for_a_position(make_performance):
    """The words after it follow at once; at any other time the command changes nothing."""
    it = make_performance(replace(CALF, position="standing"), position="seated")
    it.begin()
    wait = next(cue for cue in it.timeline.cues if cue.kind == "wait")
    it.command("go")
    assert it.snapshot.position < wait.at
    it.play_to(wait.at + 2.0)
    it.command("go")
    assert it.snapshot.position == wait.end
    it.finish()
    assert (it.logged().outcome, it.kinds.count("step-skipped")) == ("completed", 0)


def test_next_ends_a_movement_at_ones_own_pace(make_performance):
    """The person has finished it: the step counts as done, not as skipped."""
    it = make_performance(Move(reps=10, name="Sit down", pace="own", up_to=90.0), SIT)
    it.begin()
    move = next(cue for cue in it.timeline.cues if cue.kind == "move")
    it.play_to(move.at + 4.0)
    it.command("next")
    assert it.snapshot.position == move.end
    it.finish()
    assert (it.logged().outcome, it.kinds.count("step-skipped")) == ("completed", 0)


def test_stopping(make_performance):
    """One command ends the session at once as stopped, and no further step counts as done."""
    it = make_performance(REST, CALF)
    it.begin()
    it.play_to(it.timeline.steps[1].at + 4.0)
    it.command("stop")
    assert not it.play(0.2)[960:].any()
    assert (it.snapshot.state, it.snapshot.outcome) == ("performing", None), "the journal has no end yet"
    it.finish()
    logged = it.logged()
    assert (logged.outcome, logged.steps_done, it.snapshot.outcome) == ("stopped", 1, "stopped")
