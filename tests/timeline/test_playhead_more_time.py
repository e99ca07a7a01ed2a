"""Ten seconds more: where in a timeline they are put in, and what moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.routine.model import Breathe, BreathPattern, Hold, Move, Rest
from coach.timeline.model import Cue, DroppedWords, NoticeSpan, StepSpan, Timeline
from coach.timeline.playhead import (
    extended,
    inserted,
)
from timeline.composed import short_words


def test_ten_seconds_more_come_before_the_count(calf):
    """The hold is ten seconds longer, and is still counted down at its end."""
    longer = extended(calf, 10.0, 10.0)
    hold = next(cue for cue in longer.cues if cue.kind == "hold")
    counts = [cue.at for cue in longer.cues if cue.kind == "count"]
    assert (hold.at, hold.seconds, counts) == (5.5, 30.0, [32.5, 33.5, 34.5])
    assert longer.seconds == calf.seconds + 10.0


@pytest.mark.parametrize("count", ["last-3", "all"])
@pytest.mark.parametrize("step", [Hold(seconds=19.4, name="Calf"), Move(seconds=19.4, name="Calf")])
def test_ten_seconds_more_come_right_before_three_two_one(step, count):
    """What is said before stays where it is, also in a movement by time, at any millisecond."""
    timeline = short_words(Rest(seconds=0.007), replace(step, count=count, remind=("Soft.",)))
    span = next(cue for cue in timeline.cues if cue.kind in ("hold", "move"))
    three = next(cue for cue in timeline.cues if cue.text == "three")
    expected = inserted(timeline, three.at, 10.0)
    assert [extended(timeline, at, 10.0) for at in (span.at, span.at + 2.0, three.at - 0.001)] == [
        expected
    ] * 3
    assert extended(timeline, three.at, 10.0) == inserted(timeline, three.end, 10.0)


def test_ten_seconds_more_in_the_middle_of_the_count(calf):
    """The current word is finished, then come the ten seconds and the rest of the count."""
    longer = extended(calf, 23.6, 10.0)
    hold = next(cue for cue in longer.cues if cue.kind == "hold")
    counts = [cue.at for cue in longer.cues if cue.kind == "count"]
    assert (hold.seconds, counts) == (30.0, [22.5, 23.5, 34.5])


def test_ten_seconds_more_of_breathing():
    """More breathing is as many whole breaths as fill the time, without words."""
    timeline = short_words(Breathe(pattern=BreathPattern(inhale=3.0, exhale=4.0), cycles=2))
    begin = next(cue.at for cue in timeline.cues if cue.kind == "breathe")
    longer = extended(timeline, begin + 8.0, 10.0)
    phases = [(cue.phase, round(cue.at - begin, 3)) for cue in longer.cues if cue.kind == "breathe"]
    assert phases == [
        (phase, 7.0 * cycle + offset) for cycle in range(4) for phase, offset in (("in", 0.0), ("out", 3.0))
    ]
    assert longer.steps[0].seconds == timeline.steps[0].seconds + 14.0


def test_ten_seconds_more_of_the_first_breath():
    """Only the current breath is repeated, and not the others that follow it."""
    timeline = short_words(Breathe(pattern=BreathPattern(inhale=3.0, exhale=4.0), cycles=4))
    begin = next(cue.at for cue in timeline.cues if cue.kind == "breathe")
    assert extended(timeline, begin + 1.0, 10.0).seconds == timeline.seconds + 14.0


def test_ten_seconds_more_of_a_movement():
    """More movement is whole repetitions, with a beat in place of the number."""
    timeline = short_words(Move(reps=3, name="Knee", pace=4.0))
    first = next(cue.at for cue in timeline.cues if cue.kind == "move")
    longer = extended(timeline, first + 5.0, 10.0)
    assert [cue.at - first for cue in longer.cues if cue.kind == "move"] == [0.0, 4.0, 8.0, 12.0, 16.0, 20.0]
    assert [cue for cue in longer.cues if cue.text == "beat"] == [
        Cue(at=first + offset, seconds=0.15, kind="tone", text="beat", step=0, set=1, rep=2)
        for offset in (8.0, 12.0, 16.0)
    ]


def test_ten_seconds_more_of_a_movement_that_is_not_counted():
    """Each repetition has one beat, and no second one in place of a number."""
    timeline = short_words(Move(reps=3, name="Knee", pace=4.0, count="none"))
    first = next(cue.at for cue in timeline.cues if cue.kind == "move")
    longer = extended(timeline, first + 5.0, 10.0)
    beats = [cue.at - first for cue in longer.cues if cue.text == "beat"]
    assert beats == [4.0 * rep for rep in range(6)]


def test_ten_seconds_more_of_a_rest():
    """The rest grows by ten seconds."""
    timeline = short_words(Rest(seconds=30.0))
    assert extended(timeline, 10.0, 10.0).cues[0].seconds == 40.0


def test_ten_seconds_more_at_the_last_moment_of_a_long_rest():
    """Half a second before its end it is still a rest that can grow."""
    timeline = short_words(Rest(seconds=900.0))
    rest = timeline.cues[0]
    assert extended(timeline, rest.end - 0.5, 10.0).cues[0].seconds == 910.0


def test_no_time_is_added_behind_what_is_over_when_its_words_are():
    """Words that end with the rest are finished first, and then nothing is left to extend."""
    rest = Cue(at=0.0, seconds=10.0, kind="rest", step=0)
    words = Cue(at=8.0, seconds=2.0, kind="say", text="Stand up.", step=0)
    timeline = Timeline(routine="x", title="X", language="en", seconds=20.0, cues=(rest, words))
    assert extended(timeline, 9.0, 10.0) == timeline


def test_more_time_in_a_notice_makes_it_longer(warned):
    """A longer notice is over when its last words are, and the first step begins there."""
    (before,), after = warned.notices, extended(warned, 0.2, 10.0)
    assert (after.notices[0].at, after.notices[0].end) == (before.at, before.end + 10.0)
    assert after.steps[0].at == after.notices[0].end


def test_more_time_at_the_beginning_of_a_step_is_that_steps(warned):
    """More time at a step's beginning is not added to the step before, which is over."""
    before = warned.steps[1]
    after = extended(warned, before.at, 10.0).steps[1]
    assert (after.at, after.end) == (before.at, before.end + 10.0)


@pytest.mark.parametrize(
    ("at", "cues", "steps", "notices", "dropped"),
    [
        (0.0, [(10, 2), (12, 6), (12, 1)], [(12, 6), (18, 5)], [(10, 12)], [10, 15]),
        (2.0, [(0, 2), (12, 6), (12, 1)], [(12, 6), (18, 5)], [(0, 12)], [0, 15]),
        (5.0, [(0, 2), (2, 16), (2, 1)], [(2, 16), (18, 5)], [(0, 2)], [0, 15]),
        (8.0, [(0, 2), (2, 6), (2, 1)], [(2, 16), (18, 5)], [(0, 2)], [0, 5]),
    ],
)
def test_time_put_in_moves_what_begins_then_or_later(at, cues, steps, notices, dropped):
    """What has begun grows, and a step or notice also if it ends there, so that no gap opens."""
    timeline = Timeline(
        routine="x",
        title="X",
        language="en",
        seconds=13.0,
        cues=(
            Cue(at=0.0, seconds=2.0, kind="say", text="Rise slowly."),
            Cue(at=2.0, seconds=6.0, kind="hold", text="Calf", step=0),
            Cue(at=2.0, seconds=1.0, kind="tone", text="start", step=0),
        ),
        steps=(
            StepSpan(index=0, kind="hold", name="Calf", at=2.0, seconds=6.0),
            StepSpan(index=1, kind="rest", name="Rest", at=8.0, seconds=5.0),
        ),
        notices=(NoticeSpan("routine", "1", 0.0, 2.0),),
        dropped=(DroppedWords(0.0, "Oh.", 0, "no room"), DroppedWords(5.0, "Ah.", 0, "no room")),
    )
    longer = inserted(timeline, at, 10.0)
    assert [(cue.at, cue.seconds) for cue in longer.cues] == cues
    assert [(step.at, step.seconds) for step in longer.steps] == steps
    assert [(notice.at, notice.end) for notice in longer.notices] == notices
    assert [words.at for words in longer.dropped] == dropped
    assert longer.seconds == 23.0
