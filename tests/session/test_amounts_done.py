"""How much of what is as able a person managed, ended with a key.

Changes that mutation finds unnoticed and that change nothing: exactly half of a repetition; a set that begins
as the person ends the step; a movement or hold without a step or a set, or counted without a number, which is
laid out nowhere.
"""

from __future__ import annotations

import pytest

from coach.routine.model import Hold, Move

SQUATS = Move(reps=8, most_reps=12, name="Squat", pace=3.0, side="each")


def span(it, kind, rep, side=None):
    """The span of that repetition."""
    return next(
        cue for cue in it.timeline.cues if (cue.kind, cue.rep) == (kind, rep) and cue.side in (side, None)
    )


def done(it):
    """What the journal has of the steps that were done and skipped."""
    return [data for kind, data in it.heard.events if kind in ("step-done", "step-skipped")]


def test_the_journal_has_how_many_there_were(make_performance):
    """On the left it was ended in the second half of the tenth, on the right nothing was pressed."""
    it = make_performance(SQUATS)
    it.begin()
    tenth = span(it, "move", 10, "left")
    it.play_to(tenth.at + 2.0)
    it.command("next")
    assert it.snapshot.position == span(it, "move", 12, "left").end
    it.finish()
    managed = [{"set": 1, "side": "left", "reps": 10}, {"set": 1, "side": "right", "reps": 12}]
    assert done(it) == [{"step": 0, "name": "Squat", "managed": managed}]
    assert it.logged().outcome == "completed"


def test_less_than_was_asked_for_is_no_skipping(make_performance):
    """A person who stops in the first half of the fifth did four, and the step is done."""
    it = make_performance(Move(reps=8, most_reps=12, name="Squat", pace=3.0))
    it.begin()
    it.play_to(span(it, "move", 5).at + 1.4)
    it.command("next")
    it.finish()
    assert done(it) == [{"step": 0, "name": "Squat", "managed": [{"set": 1, "reps": 4}]}]


def test_a_hold_has_its_seconds(make_performance):
    """A hold of up to ten seconds that was let go after 6.2."""
    it = make_performance(Hold(seconds=10.0, as_able=True, name="Squeeze"))
    it.begin()
    it.play_to(span(it, "hold", 1).at + 6.2)
    it.command("next")
    it.finish()
    assert done(it) == [{"step": 0, "name": "Squeeze", "managed": [{"set": 1, "rep": 1, "seconds": 6.2}]}]


@pytest.mark.parametrize("seconds", [0.0, 2.0])
def test_the_sets_that_are_prescribed_are_enough(make_performance, seconds):
    """From the end of the second of two to three sets on, `next` ends the step, which is done."""
    it = make_performance(Hold(seconds=5.0, name="Bridge", sets=3, least_sets=2, set_rest=20.0))
    it.begin()
    it.play_to(it.timeline.steps[0].enough_at + seconds)
    it.command("next")
    it.finish()
    managed = [{"set": 1, "rep": 1, "seconds": 5.0}, {"set": 2, "rep": 1, "seconds": 5.0}]
    assert done(it) == [{"step": 0, "name": "Bridge", "managed": managed}]


def test_before_the_prescribed_sets_it_is_skipping(make_performance):
    """After the first of two to three sets, `next` skips the step as ever."""
    it = make_performance(Hold(seconds=5.0, name="Bridge", sets=3, least_sets=2, set_rest=20.0))
    it.begin()
    it.play_to(span(it, "hold", 1).end + 2.0)
    it.command("next")
    it.finish()
    assert done(it) == [{"step": 0, "name": "Bridge"}]
    assert it.kinds.count("step-skipped") == 1


def test_each_exercise_has_its_own(make_performance):
    """What was managed of the first exercise says nothing of the second, with the same sets and sides."""
    it = make_performance(*(Move(reps=2, most_reps=4, name=name, pace=3.0) for name in ("Squat", "Lunge")))
    it.begin()
    first = next(cue for cue in it.timeline.cues if (cue.kind, cue.step, cue.rep) == ("move", 0, 3))
    it.play_to(first.at + 2.0)
    it.command("next")
    it.finish()
    assert [data["managed"] for data in done(it)] == [[{"set": 1, "reps": 3}], [{"set": 1, "reps": 4}]]


def test_at_one_s_own_pace_there_is_only_the_time(make_performance):
    """Nobody counts there, so the journal has how long it took, and no number that was never known."""
    it = make_performance(Move(reps=8, most_reps=12, name="Squat", pace="own", up_to=60.0))
    it.begin()
    move = next(cue for cue in it.timeline.cues if cue.kind == "move")
    it.play_to(move.at + 20.0)
    it.command("next")
    it.finish()
    assert done(it) == [{"step": 0, "name": "Squat", "managed": [{"set": 1, "seconds": 20.0}]}]
