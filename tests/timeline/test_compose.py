"""Whole timelines compared with what docs/routine-format.md says; every text takes one second to say."""

from __future__ import annotations

import pytest

from coach.problems import TextPosition
from coach.routine.model import (
    Breathe,
    BreathPattern,
    Hold,
    Move,
    Phase,
)
from coach.timeline.english import ENGLISH
from coach.timeline.model import Cue, Delivery, DroppedWords, GrownRest
from fixed_durations import FixedDurations
from timeline.composed import heard, timeline_of


def test_a_hold_on_each_side():
    """A hold has name, side, cue, caution, setup, tick, reminder, half-way, count, tones, release, rest."""
    timeline = timeline_of(
        Hold(
            seconds=20.0,
            name="Neck",
            cue="{side} ear down.",
            remind=("Soft.",),
            caution="No pain.",
            side="each",
            reps=2,
            rest=5.0,
        ),
        times=FixedDurations(0.5),
    )
    first = [
        (0.0, "say", "Neck. The left side."),
        (0.85, "say", "Left ear down."),
        (1.7, "say", "No pain."),
        (6.2, "tone", "tick"),
        (7.2, "tone", "start"),
        (7.2, "hold", "Neck"),
        (12.2, "say", "Soft."),
        (17.2, "say", "Half-way."),
        (24.2, "count", "three"),
        (25.2, "count", "two"),
        (26.2, "count", "one"),
        (27.2, "tone", "end"),
        (27.2, "rest", None),
        (27.7, "say", "And slowly come back."),
        (29.2, "say", "Again."),  # two seconds to come back
    ]
    again = [
        (31.2, "tone", "tick"),
        (32.2, "tone", "start"),
        (32.2, "hold", "Neck"),
        (37.2, "say", "Soft."),
        (49.2, "count", "three"),
        (50.2, "count", "two"),
        (51.2, "count", "one"),
        (52.2, "tone", "end"),
        (52.2, "rest", None),
        (52.7, "say", "And slowly come back."),
        (53.35, "say", "Now the right side."),
        (54.0, "say", "Right ear down."),
        (56.5, "tone", "tick"),
        (57.5, "tone", "start"),
        (57.5, "hold", "Neck"),
    ]
    assert heard(timeline)[:30] == first + again
    assert [(cue.at, cue.side, cue.rep) for cue in timeline.cues if cue.kind == "hold"] == [
        (7.2, "left", 1),
        (32.2, "left", 2),
        (57.5, "right", 1),
        (82.5, "right", 2),
    ]
    # Two seconds to change sides are kept, so this rest is a little longer than written.
    assert timeline.grown_rests == (GrownRest(step=0, what="rest", written=5.0, seconds=0.3, setup=2.0),)
    assert timeline.dropped == ()


def test_the_whole_of_a_cue():
    """A cue has its step, side, set and repetition."""
    timeline = timeline_of(Hold(seconds=10.0, name="Calf", side="right"))
    assert next(cue for cue in timeline.cues if cue.kind == "hold") == Cue(
        at=6.0, seconds=10.0, kind="hold", text="Calf", step=0, side="right", set=1, rep=1
    )


def test_short_holds_are_numbered():
    """Below 8 s the number is said before the start, without half-way or count; sets are announced."""
    timeline = timeline_of(Hold(seconds=5.0, name="Squeeze", reps=2, sets=2, rest=6.0, set_rest=20.0))
    assert heard(timeline) == [
        (0.0, "say", "Squeeze."),
        (5.0, "say", "one"),
        (6.15, "tone", "tick"),
        (7.15, "tone", "start"),
        (7.15, "hold", "Squeeze"),
        (12.15, "tone", "end"),
        (12.15, "rest", None),
        (12.65, "say", "And slowly come back."),
        (16.0, "say", "two"),
        (17.15, "tone", "tick"),
        (18.15, "tone", "start"),
        (18.15, "hold", "Squeeze"),
        (23.15, "tone", "end"),
        (23.15, "rest", None),
        (23.65, "say", "And slowly come back."),
        (36.0, "say", "Set two of two."),
        (41.0, "say", "one"),
        (42.15, "tone", "tick"),
        (43.15, "tone", "start"),
        (43.15, "hold", "Squeeze"),
        (48.15, "tone", "end"),
        (48.15, "rest", None),
        (48.65, "say", "And slowly come back."),
        (52.0, "say", "two"),
        (53.15, "tone", "tick"),
        (54.15, "tone", "start"),
        (54.15, "hold", "Squeeze"),
        (59.15, "tone", "end"),
        (59.65, "say", "And slowly come back."),
    ]


def test_repetitions_by_tempo():
    """First come "Ready" and a beat, then phase words twice, then numbers, and "Last one" in time."""
    timeline = timeline_of(
        Move(
            reps=4,
            name="Knee",
            tempo=(Phase("up", 2.0), Phase("pause", 1.0), Phase("down", 3.0)),
            side="left",
        )
    )
    assert heard(timeline) == [
        (0.0, "say", "Knee. The left side."),
        (5.0, "say", "Ready."),
        (7.0, "move", "Knee"),
        (7.0, "say", "Up."),
        (9.0, "tone", "beat"),
        (10.0, "say", "Down."),
        (13.0, "move", "Knee"),
        (13.0, "say", "Up."),
        (15.0, "tone", "beat"),
        (16.0, "say", "Down."),
        (19.0, "move", "Knee"),
        (19.0, "say", "three"),
        (21.0, "tone", "beat"),
        (22.0, "tone", "beat"),
        (23.85, "say", "Last one."),
        (25.0, "move", "Knee"),
        (25.0, "say", "four"),
        (27.0, "tone", "beat"),
        (28.0, "tone", "beat"),
        (31.0, "tone", "end"),
    ]


def test_alternating_repetitions():
    """Left and right are said on the beat in turn, and from the third round on with the number."""
    timeline = timeline_of(Move(reps=3, name="March", pace=2.0, side="alternate"))
    assert [row for row in heard(timeline) if row[1] != "move"] == [
        (0.0, "say", "March."),
        (5.0, "say", "Ready."),
        (7.0, "say", "Left."),
        (9.0, "say", "Right."),
        (11.0, "say", "Left."),
        (13.0, "say", "Right."),
        (15.0, "say", "Left, three."),
        (17.0, "say", "Last one."),
        (19.0, "tone", "end"),
    ]


def test_breathing():
    """Two cycles have words, each phase a tone, a pause is silent, and the last breath out has none."""
    pattern = BreathPattern(inhale=4.0, hold=4.0, exhale=4.0, pause=4.0)
    timeline = timeline_of(Breathe(pattern=pattern, cycles=2), kind="breathing")
    cycle = [
        (0.0, "breathe", "in"),
        (0.0, "tone", "in"),
        (0.0, "say", "In."),
        (4.0, "breathe", "hold"),
        (4.0, "tone", "hold"),
        (4.0, "say", "Hold."),
        (8.0, "breathe", "out"),
        (8.0, "tone", "out"),
        (8.0, "say", "Out."),
    ]
    pause = [(15.0, "breathe", "pause"), (15.0, "say", "Pause.")]
    assert heard(timeline) == [
        (0.0, "say", "For two breaths."),
        (1.35, "say", ENGLISH.safety.no_holds),
        (2.7, "say", "Breathe out. Then in with the rising tone."),
        *((5.7 + at, kind, what) for at, kind, what in cycle),
        *((2.7 + at, kind, what) for at, kind, what in pause),
        *((21.7 + at, kind, what) for at, kind, what in cycle),
        (33.7, "say", "And breathe normally."),
    ]


def test_breathing_without_holds_has_no_words_about_holds():
    """The sentence about breath holds is only for people who are led into them."""
    step = Breathe(pattern=BreathPattern(inhale=4.0, hold=4.0, exhale=4.0), cycles=2)
    without = timeline_of(step, delivery=Delivery(breath_holds=False), kind="breathing")
    assert ENGLISH.safety.no_holds not in [cue.text for cue in without.cues]


@pytest.mark.parametrize(
    ("seconds", "cycles"), [(300.0, 19), (297.0, 19), (16.0, 1), (1.0, 1), (24.0, 2), (23.9, 1)]
)
def test_breathing_by_time(seconds, cycles):
    """The time means the nearest number of whole cycles, at least one: five minutes of the box are 19."""
    pattern = BreathPattern(inhale=4.0, hold=4.0, exhale=4.0, pause=4.0)
    timeline = timeline_of(Breathe(pattern=pattern, seconds=seconds))
    assert len([cue for cue in timeline.cues if cue.phase == "in" and cue.kind == "breathe"]) == cycles


@pytest.mark.parametrize(
    ("without", "phases"),
    [
        (BreathPattern(inhale=4.0, exhale=6.0), [("in", 4.0), ("out", 6.0)]),
        (None, [("in", 4.0), ("out", 5.0)]),
    ],
)
def test_breathing_without_holds(without, phases):
    """The author's other pattern is used, or else the same one without its holds."""
    pattern = BreathPattern(inhale=4.0, hold=7.0, exhale=5.0, pause=2.0)
    step = Breathe(pattern=pattern, without_holds=without, cycles=1)
    timeline = timeline_of(step, delivery=Delivery(breath_holds=False))
    assert [(cue.phase, cue.seconds) for cue in timeline.cues if cue.kind == "breathe"] == phases


def test_relaxation_is_not_counted():
    """Relaxation has no tick, half-way or count; its release is words at the instant, its tones gentle."""
    timeline = timeline_of(Hold(seconds=20.0, name="Fists", position="lying"), kind="relaxation")
    assert heard(timeline) == [
        (0.0, "say", "Fists."),
        (1.35, "say", "Now lie down on your back. Take your time."),
        (2.35, "wait", None),
        (17.35, "tone", "start"),
        (17.35, "hold", "Fists"),
        (37.35, "say", "And let go."),
    ]
    assert timeline.gentle


@pytest.mark.parametrize(
    ("before", "after", "setup", "wait"),
    [
        ("seated", "all-fours", None, 10.0),
        ("lying", "standing", None, 20.0),
        ("all-fours", "seated", None, 20.0),
        ("standing", "seated", None, 10.0),
        ("seated", "standing", 30.0, 30.0),
    ],
)
def test_a_change_of_position_takes_its_time(before, after, setup, wait):
    """A change takes 10 s, or 20 s to rise from the floor, or the setup if that is longer."""
    timeline = timeline_of(Hold(seconds=10.0, name="Reach", position=after, setup=setup), position=before)
    name, sentence, change = timeline.cues[:3]
    assert (name.text, sentence.text.startswith("Now "), change.kind) == ("Reach.", True, "wait")
    assert (change.at, change.seconds) == (2.35, wait)


@pytest.mark.parametrize("position", ["seated", "any", None])
def test_the_same_position_is_not_announced(position):
    """A position that does not change is not mentioned."""
    timeline = timeline_of(Hold(seconds=10.0, name="Reach", position=position))
    assert timeline.cues[0].text == "Reach."


def test_a_rest_that_the_words_outgrow():
    """The rest grows as far as it must, and the timeline says by how much."""
    step = Hold(seconds=10.0, name="Calf", reps=2, rest=3.0, mark=TextPosition(7, 3))
    timeline = timeline_of(step)
    holds = [cue.at for cue in timeline.cues if cue.kind == "hold"]
    # end tone 0.5, gap 0.15, "And slowly come back." 1, gap 0.15, "Again." 1, setup 1, lead-in 1: 4.65 s
    assert holds == [6.0, 20.65]
    assert timeline.grown_rests == (
        GrownRest(step=0, what="rest", written=3.0, seconds=1.65, setup=1.0, mark=TextPosition(7, 3)),
    )


def test_what_does_not_fit_into_a_hold_is_left_out():
    """Half-way is left out first and then a reminder, but the count stays."""
    words = {"Half-way.": 1.0, "Keep the other shoulder heavy and low.": 14.0}
    times = FixedDurations(0.5, words)
    long_reminder = timeline_of(
        Hold(seconds=20.0, name="Neck", remind=("Keep the other shoulder heavy and low.",)), times=times
    )
    assert long_reminder.dropped == (
        DroppedWords(
            10.5, "Keep the other shoulder heavy and low.", 0, "no room before the count or the end"
        ),
    )
    times = FixedDurations(0.5, {"Keep it soft.": 6.0})
    crowded = timeline_of(Hold(seconds=20.0, name="Neck", remind=("Keep it soft.",)), times=times)
    assert crowded.dropped == (
        DroppedWords(15.5, "Half-way.", 0, "no room beside the reminders and the count"),
    )


def test_a_count_that_takes_too_long_becomes_a_tick():
    """A count that is too long ticks, to keep both the second and the distance between words."""
    timeline = timeline_of(Hold(seconds=8.0, name="Calf"), times=FixedDurations(0.5, {"three": 0.9}))
    inside = [(cue.at, cue.kind, cue.text) for cue in timeline.cues if 10.0 < cue.at < 13.5]
    assert inside == [(10.5, "tone", "tick"), (11.5, "count", "two"), (12.5, "count", "one")]


def test_a_long_hold_is_never_silent_for_long():
    """A hold of 45 s with half-way has a quiet tick in the middle of each half."""
    timeline = timeline_of(Hold(seconds=45.0, name="Calf"), times=FixedDurations(0.5))
    start = next(cue.at for cue in timeline.cues if cue.kind == "hold")
    ticks = [round(cue.at - start, 3) for cue in timeline.cues if cue.text == "tick" and cue.at > start]
    assert ticks == [11.4, 32.5]
