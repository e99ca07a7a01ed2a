"""Whole timelines compared with what docs/routine-format.md says; every text takes one second to say."""

from __future__ import annotations

import pytest

from coach.problems import TextPosition
from coach.routine.model import (
    Ask,
    Breathe,
    BreathPattern,
    Dose,
    Hold,
    Move,
    Phase,
    Repeat,
    Rest,
    Routine,
    Say,
    SidedText,
)
from coach.timeline.compose import compose, utterances
from coach.timeline.english import ENGLISH
from coach.timeline.model import Cue, Delivery, DroppedWords, GrownRest
from fixed_durations import FixedDurations


def timeline_of(*steps, delivery=None, times=None, **fields):
    """The timeline of those steps."""
    routine = Routine(**{"id": "x", "title": "X", "position": "seated", "steps": steps, **fields})
    return compose(routine, delivery or Delivery(), FixedDurations(1.0) if times is None else times)


def heard(timeline):
    """What is heard and done, without the closing words: the instant, the kind, and the text or phase."""
    return [(cue.at, cue.kind, cue.text or cue.phase) for cue in timeline.cues if cue.step is not None]


def test_a_hold_on_each_side():
    """It has name, side, cue, caution, setup, tick, hold, reminder, half-way, count, tones, release, rest."""
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
        (28.7, "say", "Again."),
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
        (0.0, "say", ENGLISH.safety.no_holds),
        (1.35, "say", "Breathe out. Then in with the rising tone."),
        *((4.35 + at, kind, what) for at, kind, what in cycle),
        *((1.35 + at, kind, what) for at, kind, what in pause),
        *((20.35 + at, kind, what) for at, kind, what in cycle),
        (32.35, "say", "And breathe normally."),
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
    """It has no tick, half-way or count; its release is words at the instant, and its tones are gentle."""
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
    """It takes 10 s, or 20 s to rise from the floor, or the setup if that is longer."""
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
    """Only so both the second and the distance between words are kept."""
    timeline = timeline_of(Hold(seconds=8.0, name="Calf"), times=FixedDurations(0.5, {"three": 0.9}))
    inside = [(cue.at, cue.kind, cue.text) for cue in timeline.cues if 10.0 < cue.at < 13.5]
    assert inside == [(10.5, "tone", "tick"), (11.5, "count", "two"), (12.5, "count", "one")]


def test_a_long_hold_is_never_silent_for_long():
    """A hold of 45 s with half-way has a quiet tick in the middle of each half."""
    timeline = timeline_of(Hold(seconds=45.0, name="Calf"), times=FixedDurations(0.5))
    start = next(cue.at for cue in timeline.cues if cue.kind == "hold")
    ticks = [round(cue.at - start, 3) for cue in timeline.cues if cue.text == "tick" and cue.at > start]
    assert ticks == [11.4, 32.5]


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


def said(timeline):
    """The spoken words, without the closing ones."""
    return [cue.text for cue in timeline.cues if cue.kind == "say" and cue.step is not None]


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
    """It is said once a round, and on the other side the steps themselves say the side."""
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
    coachs_own = {"Breathe out. Then in with the rising tone.", "In.", "Out.", "And breathe normally."}
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


def test_own_pace_waits_with_a_soft_tone():
    """The person has at most `up_to`, with a tone every 15 s."""
    timeline = timeline_of(Move(reps=3, name="Sit", pace="own", up_to=40.0))
    assert heard(timeline) == [
        (0.0, "say", "Sit."),
        (1.35, "say", "At your own pace, three repetitions."),
        (6.35, "say", "Ready."),
        (8.35, "tone", "start"),
        (8.35, "move", "Sit"),
        (23.35, "tone", "tick"),
        (38.35, "tone", "tick"),
        (48.35, "tone", "end"),
    ]
    assert timeline.steps[0].own_pace


def test_words_rests_and_questions():
    """A question waits as long as the delivery says, and a rest lasts as written."""
    timeline = timeline_of(Say(text="Sit tall."), Rest(seconds=10.0), Ask(question="pain"))
    assert heard(timeline) == [
        (0.0, "say", "Sit tall."),
        (1.0, "rest", None),
        (1.15, "say", "Rest."),
        (11.0, "say", "How much pain is there, from zero to ten?"),
        (12.0, "ask", "pain"),
    ]
    assert (timeline.seconds, timeline.steps[2].question) == (27.0, "pain")


def test_words_that_inflect():
    """A text that is written for each side is said in the words of that side."""
    name = SidedText("Linkes Bein", "Rechtes Bein")
    timeline = timeline_of(Hold(seconds=10.0, name=name, side="alternate"))
    assert [cue.text for cue in timeline.cues if cue.kind == "hold"] == ["Linkes Bein", "Rechtes Bein"]


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        (
            "full",
            [
                "Neck. The left side.",
                "Left ear down.",
                "No pain.",
                "Soft.",
                "Half-way.",
                "And slowly come back.",
            ],
        ),
        ("brief", ["Neck. The left side.", "No pain.", "Half-way.", "And slowly come back."]),
        ("tones", ["Neck. The left side.", "No pain."]),
    ],
)
def test_less_is_said_as_a_routine_becomes_known(detail, said):
    """Explanations are left out, but cautions and sides stay."""
    step = Hold(
        seconds=20.0, name="Neck", cue="{side} ear down.", remind=("Soft.",), caution="No pain.", side="left"
    )
    timeline = timeline_of(step, delivery=Delivery(detail=detail))
    assert [cue.text for cue in timeline.cues if cue.kind == "say" and cue.step == 0] == said


def test_notices_come_first():
    """The stop rules come before the routine's own notice, and their spans and versions are known."""
    timeline = timeline_of(
        Say(text="Sit."),
        not_for=("a recent neck injury", "dizziness"),
        cautions=("Stay clear of full neck circles.",),
        stop_if=("numbness",),
        delivery=Delivery(notices=frozenset({"stop-rules", "routine"})),
    )
    said = [cue.text for cue in timeline.cues if cue.step is None]
    assert [notice.notice for notice in timeline.notices] == ["stop-rules", "routine"]
    assert said[1:] == [
        "If you have a recent neck injury or dizziness: leave this out.",
        "Stay clear of full neck circles.",
        "If you notice numbness: stop.",
    ]
    assert timeline.notices[0].end <= timeline.notices[1].at + 1e-9
    assert timeline.notices[1].end == timeline.steps[0].at


def test_help_comes_before_its_rules():
    """An `as_needed` routine begins with its action at once, and says the rules afterwards."""
    timeline = timeline_of(
        Say(text="Pull the toes towards you."),
        dose=Dose(as_needed=True),
        delivery=Delivery(notices=frozenset({"stop-rules"})),
    )
    assert timeline.cues[0].text == "Pull the toes towards you."
    assert timeline.notices[0].at >= timeline.steps[0].end


def test_the_rules_are_said_before_the_goodbye():
    """People stop listening when they have heard that it is over."""
    timeline = timeline_of(
        Hold(seconds=5.0, name="Calf"),
        dose=Dose(as_needed=True),
        delivery=Delivery(notices=frozenset({"stop-rules"})),
    )
    last = [cue.text for cue in timeline.cues if cue.kind == "say"][-2:]
    assert last == [ENGLISH.safety.general.replace("{limit}", "six"), ENGLISH.finished]


def test_breathing_has_a_rule_of_its_own():
    """It says not to do it while driving, or in or near water."""
    said = utterances(
        Routine(id="b", title="B", kind="breathing", steps=(Say(text="Sit."),)),
        Delivery(notices=frozenset({"routine"})),
    )
    assert said[0].startswith("While driving, or in or near water")


def starts(timeline):
    """When each hold begins, and how long it was silent before its lead-in."""
    said = [cue for cue in timeline.cues if cue.kind == "say"]
    holds = [cue for cue in timeline.cues if cue.kind == "hold"]
    return [(h.at, round(h.at - 1.0 - max(c.end for c in said if c.at < h.at), 3)) for h in holds]


def test_a_written_setup_is_kept_on_the_first_repetition_of_each_side():
    """The rest grows for it and says what it had to hold; later repetitions are exact."""
    step = Hold(seconds=10.0, name="Calf", setup=15.0, side="each", reps=2, rest=8.0)
    timeline = timeline_of(step, times=FixedDurations(0.5))
    assert starts(timeline) == [(16.5, 15.0), (34.5, 5.15), (62.15, 15.0), (80.15, 5.15)]
    assert timeline.grown_rests == (
        GrownRest(step=0, what="rest", written=8.0, seconds=9.65, setup=15.0, mark=TextPosition(1, 1)),
    )


def test_an_unwritten_setup_gives_way_to_a_rest_but_not_all_of_it():
    """Two seconds are left on the first repetition of a side, and one second later."""
    step = Hold(seconds=10.0, name="Calf", side="each", reps=2, rest=4.0)
    assert [silence for _, silence in starts(timeline_of(step, times=FixedDurations(0.5)))] == [
        4.0,
        1.15,
        2.0,
        1.15,
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


def words_of(step, seconds):
    """What is said in the repetitions of a movement, and where; words take so many seconds."""
    timeline = timeline_of(step, times=FixedDurations(seconds))
    first = next(cue.at for cue in timeline.cues if cue.kind == "move")
    return [
        (round(cue.at - first, 3), cue.text)
        for cue in timeline.cues
        if cue.kind == "say" and cue.at >= first and cue.rep is not None
    ]


def test_a_number_sounds_on_across_a_tone():
    """Only words must not overlap, so in phases of half a second every number has a second."""
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


@pytest.mark.parametrize(
    ("notices", "dose", "said"),
    [
        ((), Dose(), ["Welcome back.", "Sit."]),
        (("routine",), Dose(), ["Welcome back.", "Rise slowly.", "Sit."]),
        (("routine",), Dose(as_needed=True), ["Sit.", "Rise slowly."]),
    ],
)
def test_a_greeting_is_the_first_word(notices, dose, said):
    """It comes before the notices and is skipped with them; help in a bad moment has none."""
    timeline = timeline_of(
        Say(text="Sit."),
        cautions=("Rise slowly.",),
        dose=dose,
        delivery=Delivery(notices=frozenset(notices), welcomes_back=True),
    )
    assert [cue.text for cue in timeline.cues] == said
    first = timeline.notices[0] if notices and not dose.as_needed else timeline.steps[0]
    assert first.at == 0.0


def test_the_cue_is_said_again_for_the_other_side():
    """The first time that the other leg's turn comes its cue is said too, however short the rest."""
    step = Hold(seconds=5.0, name="Calf", cue="That heel down.", side="each", rest=5.0, sets=2, set_rest=20.0)
    timeline = timeline_of(step, times=FixedDurations(0.5))
    assert [cue.set for cue in timeline.cues if cue.text == "That heel down."] == [1, 1]
    # end tone 0.5, release 0.5, gap 0.15, side 0.5, gap 0.15, cue 0.5, setup 2, lead-in 1
    assert timeline.grown_rests == (
        GrownRest(step=0, what="rest", written=5.0, seconds=0.3, setup=2.0, by_design=True),
    )


def test_an_effort_is_let_go_at_once():
    """Holding against a resistance ends with "And relax", not with a slow way back."""
    timeline = timeline_of(Hold(seconds=5.0, name="Bridge"), kind="strength")
    assert [cue.text for cue in timeline.cues if cue.kind == "say" and cue.at > 10.0] == [
        "And relax.", ENGLISH.finished,
    ]  # fmt: skip


def test_without_counting_a_hold_still_ends_with_its_tones():
    """`count: none` takes the count, half-way and the tick; where it begins and ends is still heard."""
    timeline = timeline_of(Hold(seconds=20.0, name="Neck", count="none"))
    assert [(cue.at, cue.text) for cue in timeline.cues if cue.kind == "tone"] == [
        (6.0, "start"), (26.0, "end"),
    ]  # fmt: skip
    assert timeline.cues[-2].text == "And slowly come back."


def test_two_questions_keep_apart():
    """The second question waits a moment, so that it is not taken for a word on the first answer."""
    timeline = timeline_of(Ask(question="pain"), Ask(question="effort"), delivery=Delivery(ask_seconds=5.0))
    assert heard(timeline) == [
        (0.0, "say", ENGLISH.questions["pain"]),
        (1.0, "ask", "pain"),
        (7.5, "say", ENGLISH.questions["effort"]),
        (8.5, "ask", "effort"),
    ]


def test_a_repeat_called_round_says_so_once():
    """The name of a repeat that is what the coach calls it anyway is not said twice."""
    repeat = Repeat(times=2, name="Round", steps=(Hold(seconds=5.0, name="Calf"),))
    said = [cue.text for cue in timeline_of(repeat).cues if "ound" in cue.text]
    assert said == ["Round one of two.", "Round two of two."]


def test_a_phase_of_a_second_has_its_word_if_there_is_time():
    """Half a second of words fits into a phase of one second, and 0.9 s with its silence does not."""
    step = Move(reps=3, name="Press", tempo=(Phase("push", 1.0), Phase("back", 3.0)))
    assert words_of(step, 0.5)[:4] == [(0.0, "Push."), (1.0, "Back."), (4.0, "Push."), (5.0, "Back.")]
    assert words_of(step, 0.9)[:2] == [(1.0, "Back."), (5.0, "Back.")]


def test_the_words_of_the_tempo_can_be_said_every_time():
    """With `words: every` no repetition is without them, but for the last, which is announced."""
    tempo = (Phase("push", 2.0), Phase("back", 3.0))
    step = Move(reps=4, name="Press", tempo=tempo, words="every")
    assert [text for _, text in words_of(step, 0.5)] == ["Push.", "Back."] * 3 + [
        "Last one.",
        "Push.",
        "Back.",
    ]
