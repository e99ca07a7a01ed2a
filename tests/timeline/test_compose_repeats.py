"""Repeats, their sides, setups and fast repetitions: what is named, and what gives way."""

from __future__ import annotations

from coach.problems import TextPosition
from coach.routine.model import (
    Ask,
    Breathe,
    BreathPattern,
    Hold,
    Move,
    Phase,
    Repeat,
    Say,
)
from coach.timeline.model import GrownRest
from fixed_durations import FixedDurations
from timeline.composed import said, timeline_of, words_of


def test_repeats_are_announced_and_rest_in_between():
    """The name and the round are said, and the rest lasts from the release to the next start."""
    timeline = timeline_of(
        Repeat(times=2, name="Circuit", rest=12.0, steps=(Hold(seconds=10.0, name="Calf"),)),
        times=FixedDurations(0.5),
    )
    said = [cue.text for cue in timeline.cues if cue.kind == "say"]
    holds = [cue for cue in timeline.cues if cue.kind == "hold"]
    assert said == [
        "Circuit. Round one of two.",
        "Calf.",
        "And slowly come back.",
        "Circuit. Round two of two.",
        "Calf.",
        "And slowly come back.",
        "That is all for now. Well done.",
    ]
    assert holds[1].at - holds[0].end == 12.0


def test_a_repeat_with_sides():
    """In every round `side: each` does all steps on the first side and then all on the other."""
    steps = (Hold(seconds=10.0, name="Calf"), Hold(seconds=10.0, name="Thigh"))
    timeline = timeline_of(Repeat(times=1, side="each", steps=steps), first="right")
    assert [(cue.text, cue.side) for cue in timeline.cues if cue.kind == "hold"] == [
        ("Calf", "right"),
        ("Thigh", "right"),
        ("Calf", "left"),
        ("Thigh", "left"),
    ]


def test_a_repeat_that_names_its_side():
    """A name with the side in it is said for each side of a round, and the number of the round once."""
    steps = (Hold(seconds=5.0, name="{side} calf", release="Down."),)
    timeline = timeline_of(
        Repeat(times=2, side="each", name="{side} leg", steps=steps), times=FixedDurations(0.5)
    )
    assert said(timeline) == [
        "Left leg. Round one of two.", "Left calf.", "Down.",
        "Right leg.", "Right calf.", "Down.",
        "Left leg. Round two of two.", "Left calf.", "Down.",
        "Right leg.", "Right calf.", "Down.",
    ]  # fmt: skip


def test_a_repeat_whose_name_has_no_side():
    """The name is said once a round, and on the other side the steps themselves say the side."""
    steps = (Hold(seconds=5.0, name="Calf", release="Down."),)
    timeline = timeline_of(Repeat(times=1, side="each", name="Legs", steps=steps), times=FixedDurations(0.5))
    assert said(timeline) == ["Legs.", "Calf. The left side.", "Down.", "Calf. The right side.", "Down."]


def test_a_side_reaches_every_text_within():
    """The names of inner repeats, words, breaths and questions are said for their side."""
    steps = (
        Repeat(times=1, name="{other_side} hand free", steps=(Say(text="Feel your {side} foot."),)),
        Breathe(
            pattern=BreathPattern(inhale=2.0, exhale=2.0),
            cycles=1,
            name="Into the {side} flank",
            cue="{side} hand on your ribs.",
            caution="Not if the {side} side hurts.",
        ),
        Ask(question="How stiff is your {side} knee?"),
    )
    timeline = timeline_of(
        Repeat(times=1, side="each", steps=steps), first="right", times=FixedDurations(0.5)
    )
    sides = [("right", "left"), ("left", "right")]
    coachs_own = {
        "For one breath.", "Breathe out. Then in with the rising tone.", "In.", "Out.",
        "And breathe normally.",
    }  # fmt: skip
    assert [text for text in said(timeline) if text not in coachs_own] == [
        text
        for side, other in sides
        for text in (
            f"{other.capitalize()} hand free.",
            f"Feel your {side} foot.",
            f"Into the {side} flank.",
            f"{side.capitalize()} hand on your ribs.",
            f"Not if the {side} side hurts.",
            f"How stiff is your {side} knee?",
        )
    ]
    assert [step.name for step in timeline.steps] == [
        text
        for side, _ in sides
        for text in (f"Feel your {side} foot.", f"Into the {side} flank", f"How stiff is your {side} knee?")
    ]
    asked = [cue.text for cue in timeline.cues if cue.kind == "ask"]
    assert asked == [step.question for step in timeline.steps if step.question]
    assert asked == ["How stiff is your right knee?", "How stiff is your left knee?"]


def starts(timeline):
    """When each hold begins, and how long it was silent before its lead-in."""
    said = [cue for cue in timeline.cues if cue.kind == "say"]
    holds = [cue for cue in timeline.cues if cue.kind == "hold"]
    return [(h.at, round(h.at - 1.0 - max(c.end for c in said if c.at < h.at), 3)) for h in holds]


def test_a_written_setup_is_kept_on_the_first_repetition_of_each_side():
    """The rest grows for it and says what it had to hold; later repetitions are exact."""
    step = Hold(seconds=10.0, name="Calf", setup=15.0, side="each", reps=2, rest=8.0)
    timeline = timeline_of(step, times=FixedDurations(0.5))
    assert starts(timeline) == [(16.5, 15.0), (34.5, 4.5), (62.15, 15.0), (80.15, 4.5)]
    assert timeline.grown_rests == (
        GrownRest(step=0, what="rest", written=8.0, seconds=9.65, setup=15.0, mark=TextPosition(1, 1)),
    )


def test_an_unwritten_setup_gives_way_to_a_rest_but_not_all_of_it():
    """Two seconds are left on the first repetition of a side, and one second later."""
    step = Hold(seconds=10.0, name="Calf", side="each", reps=2, rest=4.0)
    assert [silence for _, silence in starts(timeline_of(step, times=FixedDurations(0.5)))] == [
        4.0,
        1.0,
        2.0,
        1.0,
    ]


def test_a_setup_is_not_waited_twice_when_the_position_changes():
    """Thirty seconds to stand up are not followed by another thirty after the cue."""
    step = Hold(seconds=10.0, name="Reach", position="standing", setup=30.0)
    assert starts(timeline_of(step)) == [(1.0 + 0.35 + 1.0 + 30.0 + 4.0 + 1.0, 4.0 + 30.0)]


def test_a_change_of_position_in_the_rest_of_a_repeat_is_reported_there():
    """The rest is the repeat's, so its author is sent to that line, with what did not fit."""
    plank = Hold(seconds=10.0, name="Plank", position="prone", mark=TextPosition(8, 9))
    stand = Hold(seconds=10.0, name="Stand", position="standing", mark=TextPosition(12, 9))
    timeline = timeline_of(
        Repeat(times=2, rest=15.0, steps=(plank, stand), mark=TextPosition(4, 5)), times=FixedDurations(0.5)
    )
    (grown,) = timeline.grown_rests
    assert (grown, grown.mark) == (
        GrownRest(
            step=2, what="rest", written=15.0, seconds=0.95, setup=2.0, waited=10.0, of_repeat=True
        ),
        TextPosition(4, 5),
    )  # fmt: skip


def test_a_number_may_overlap_a_tone():
    """Numbers may overlap tones, but not words: in phases of half a second each has a second."""
    step = Move(reps=4, name="Taps", tempo=(Phase("up", 0.5), Phase("down", 0.5)))
    assert words_of(step, 0.7) == [(0.0, "one"), (1.0, "two"), (2.0, "three"), (3.0, "Last one.")]


def test_fast_repetitions_are_numbered_in_a_pattern():
    """Every second number is said where there is no time for all, and always "Last one"."""
    step = Move(reps=9, name="Taps", pace=0.5)
    timeline = timeline_of(step, times=FixedDurations(0.8))
    assert words_of(step, 0.8) == [(0.5, "two"), (1.5, "four"), (3.05, "Last one.")]
    assert [(dropped.text, dropped.reason) for dropped in timeline.dropped] == [
        ("one", "the repetitions are too short for every word"),
        ("three", "the repetitions are too short for every word"),
        ("five", "the repetitions are too short for every word"),
        ("six", "no time for the word before the next"),
        ("seven", "the repetitions are too short for every word"),
        ("eight", "no time for the word before the next"),
        ("nine", "the repetitions are too short for every word"),
    ]


def test_fast_sides_are_named_as_often_as_they_fit():
    """The side is said without its number, or only for one of each pair, where time is short."""
    march = Move(reps=4, name="March", pace=1.2, side="alternate")
    long_numbers = {"Left, three.": 1.1, "Left, four.": 1.1, "Last one.": 0.5, "March.": 1.0}
    timeline = timeline_of(march, times=FixedDurations(0.5, long_numbers))
    said = [cue.text for cue in timeline.cues if cue.kind == "say" and cue.rep is not None]
    assert said == ["Left.", "Right."] * 3 + ["Left.", "Last one."]

    faster = Move(reps=4, name="March", pace=0.5, side="alternate")
    assert [text for _, text in words_of(faster, 0.6)] == [
        "Left, one.",
        "Left, two.",
        "Left, three.",
        "Last one.",
    ]


def test_a_repeat_called_round_says_so_once():
    """The name of a repeat that is what the coach calls it anyway is not said twice."""
    repeat = Repeat(times=2, name="Round", steps=(Hold(seconds=5.0, name="Calf"),))
    said = [cue.text for cue in timeline_of(repeat).cues if "ound" in cue.text]
    assert said == ["Round one of two.", "Round two of two."]
