"""What a person sees of a timeline at one instant."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coach.timeline.model import SPANS, Cue, NoticeSpan, StepSpan, Timeline
from coach.timeline.view import UpcomingExercise, View, clock, countdown, view


def neck():
    """A timeline with a notice, words, holds on two sides, a movement, a breath, a rest and a question."""
    hold = {"kind": "hold", "seconds": 10.0, "text": "Side bend", "step": 1, "set": 1}
    return Timeline(
        routine="neck",
        title="Neck",
        language="en",
        seconds=80.0,
        cues=(
            Cue(at=0.0, seconds=4.0, kind="say", text="If your chest hurts, stop and get help."),
            Cue(at=5.0, seconds=2.0, kind="say", text="Sit tall.", step=0),
            Cue(at=8.0, seconds=2.0, kind="say", text="Side bend, left.", step=1, side="left", set=1, rep=1),
            Cue(at=14.0, seconds=0.1, kind="tone", text="start", step=1, side="left", set=1, rep=1),
            Cue(at=14.0, side="left", rep=1, **hold),
            Cue(at=22.0, seconds=0.5, kind="count", text="two", step=1, side="left", set=1, rep=1),
            Cue(at=24.0, seconds=4.0, kind="rest", step=1, side="left", set=1, rep=2),
            Cue(at=24.5, seconds=1.0, kind="say", text="Again.", step=1, side="left", set=1, rep=2),
            Cue(at=28.0, side="left", rep=2, **hold),
            Cue(at=40.0, seconds=1.0, kind="say", text="Now the right side.", step=1, side="right"),
            Cue(at=43.0, side="right", rep=1, **hold),
            Cue(at=57.0, seconds=4.0, kind="move", text="Rolls", step=2, set=1, rep=1),
            Cue(at=61.0, seconds=4.0, kind="move", text="Rolls", step=2, set=1, rep=2),
            Cue(at=66.0, seconds=3.0, kind="breathe", step=3, rep=1, phase="in"),
            Cue(at=69.0, seconds=3.0, kind="breathe", step=3, rep=1, phase="out"),
            Cue(at=72.0, seconds=3.0, kind="rest", step=4),
            Cue(at=75.0, seconds=5.0, kind="ask", text="pain", step=5),
        ),
        steps=(
            StepSpan(index=0, kind="say", name="Sit tall.", at=5.0, seconds=3.0),
            StepSpan(index=1, kind="hold", name="Side bend", at=8.0, seconds=47.0),
            StepSpan(index=2, kind="move", name="Rolls", at=55.0, seconds=11.0),
            StepSpan(index=3, kind="breathe", name="Breathing", at=66.0, seconds=6.0),
            StepSpan(index=4, kind="rest", name="Rest", at=72.0, seconds=3.0),
            StepSpan(index=5, kind="ask", name="How much pain?", at=75.0, seconds=5.0, question="pain"),
        ),
        notices=(NoticeSpan("stop-rules", "v1", 0.0, 5.0),),
    )


def test_a_hold_shows_side_repetition_countdown_and_the_other_side():
    """In the middle of a hold everything is there that a person wants to know of it."""
    assert view(neck(), 18.0) == View(
        step=2,
        steps=6,
        kind="hold",
        name="Side bend",
        task="hold",
        side="left",
        set=1,
        rep=1,
        reps=None,
        span=10.0,
        left=6.0,
        words="Side bend, left.",
        next=UpcomingExercise("Side bend", "right"),
        progress=18.0 / 80.0,
        remaining=62.0,
    )


def test_before_a_hold_its_side_is_shown_and_the_time_until_it_begins():
    """While the coach explains, the person already sees which side it will be, and how soon."""
    seen = view(neck(), 9.0)
    assert (seen.task, seen.next_task, seen.side, seen.rep) == ("listen", "hold", "left", 1)
    assert (seen.left, seen.span) == (5.0, 0.0)


def test_after_the_last_hold_of_a_step_nothing_of_it_comes():
    """While a step's last words are spoken, the time left is the step's own."""
    seen = view(neck(), 54.0)
    assert (seen.task, seen.next_task, seen.side, seen.left) == ("listen", None, None, 1.0)
    assert seen.next == UpcomingExercise("Rolls", None)


def test_a_rest_shows_no_side_but_what_ends_it():
    """In a rest nothing is held on any side, and the same exercise comes next."""
    seen = view(neck(), 25.0)
    assert (seen.task, seen.side, seen.left, seen.words) == ("rest", None, 3.0, "Again.")
    assert seen.next == UpcomingExercise("Side bend", "left")


def test_counts_do_not_replace_the_words():
    """The last sentence stays to be read while the seconds are counted aloud."""
    assert view(neck(), 22.2).words == "Side bend, left."


def test_words_belong_to_their_step():
    """What was said in an earlier step is not shown in the next."""
    assert view(neck(), 56.0).words == ""


def test_a_movement_counts_its_repetitions():
    """A movement shows which repetition of how many, and next passes over a rest."""
    seen = view(neck(), 62.0)
    assert (seen.task, seen.rep, seen.reps, seen.left) == ("move", 2, 2, 3.0)
    assert view(neck(), 70.0).next == UpcomingExercise("How much pain?", None)


def test_a_breath_shows_its_phase():
    """Breathing shows the phase, and the seconds left of it."""
    seen = view(neck(), 70.0)
    assert (seen.task, seen.phase, seen.left) == ("breathe", "out", 2.0)


def test_a_notice_comes_before_the_first_step():
    """During a notice there is no step, its words are shown, and the first exercise comes next."""
    assert view(neck(), 1.0) == View(
        step=None,
        steps=6,
        name="",
        task="listen",
        left=4.0,
        words="If your chest hurts, stop and get help.",
        next=UpcomingExercise("Side bend", "left"),
        notice="stop-rules",
        progress=1.0 / 80.0,
        remaining=79.0,
    )


def test_a_name_that_depends_on_the_side_changes_with_it():
    """Where the author wrote the side into the name, the name for the current side is shown."""
    timeline = Timeline(
        routine="calf",
        title="Calf",
        language="en",
        seconds=20.0,
        cues=(
            Cue(at=0.0, seconds=10.0, kind="hold", text="Left calf", step=0, side="left"),
            Cue(at=10.0, seconds=10.0, kind="hold", text="Right calf", step=0, side="right"),
        ),
        steps=(StepSpan(index=0, kind="hold", name="Left calf", at=0.0, seconds=20.0),),
    )
    assert (view(timeline, 5.0).name, view(timeline, 5.0).next) == (
        "Left calf",
        UpcomingExercise("Right calf", "right"),
    )
    assert (view(timeline, 15.0).name, view(timeline, 15.0).next) == ("Right calf", None)


def test_a_rest_of_a_repeat_goes_on_into_the_step_it_belongs_to():
    """A rest that begins in the last words of a step is one rest on both sides of the border."""
    timeline = Timeline(
        routine="r",
        title="R",
        language="en",
        seconds=30.0,
        cues=(
            Cue(at=0.0, seconds=10.0, kind="hold", text="First", step=0),
            Cue(at=10.0, seconds=10.0, kind="rest", step=1),
            Cue(at=10.1, seconds=1.0, kind="say", text="And slowly come back.", step=0),
            Cue(at=12.0, seconds=1.0, kind="say", text="Second.", step=1),
            Cue(at=20.0, seconds=10.0, kind="hold", text="Second", step=1),
        ),
        steps=(
            StepSpan(index=0, kind="hold", name="First", at=0.0, seconds=12.0),
            StepSpan(index=1, kind="hold", name="Second", at=12.0, seconds=18.0),
        ),
    )
    for position in (11.0, 13.0):
        seen = view(timeline, position)
        assert (seen.task, seen.left, seen.next) == (
            "rest",
            20.0 - position,
            UpcomingExercise("Second", None),
        )


def test_words_alone_are_announced_where_nothing_else_comes():
    """In a routine of words alone the next words are shown."""
    timeline = Timeline(
        routine="posture",
        title="Posture",
        language="en",
        seconds=4.0,
        cues=(
            Cue(at=0.0, seconds=1.0, kind="say", text="Feet.", step=0),
            Cue(at=2.0, seconds=1.0, kind="say", text="Back.", step=1),
        ),
        steps=(
            StepSpan(index=0, kind="say", name="Feet.", at=0.0, seconds=2.0),
            StepSpan(index=1, kind="say", name="Back.", at=2.0, seconds=2.0),
        ),
    )
    assert view(timeline, 1.0).next == UpcomingExercise("Back.", None)
    assert view(timeline, 3.0).next is None


def test_instants_outside_a_timeline_show_its_nearest_instant():
    """This holds before the start and after the end, even of an empty timeline."""
    assert view(neck(), -3.0) == view(neck(), 0.0)
    assert view(neck(), 99.0) == view(neck(), 80.0)
    assert (view(neck(), 80.0).progress, view(neck(), 80.0).remaining) == (1.0, 0.0)
    empty = Timeline(routine="e", title="E", language="en", seconds=0.0, cues=())
    assert view(empty, 0.0) == View(
        step=None, steps=0, name="", task="listen", left=0.0, progress=1.0, remaining=0.0
    )


def test_a_countdown_never_shows_a_second_too_few():
    """The countdown rounds up, so that the last whole second reads 1; from 100 s on it reads in minutes."""
    shown = [countdown(seconds) for seconds in (20.0, 19.999, 19.0, 0.001, 0.0, 99.0, 99.5, 125.0)]
    assert shown == ["20", "20", "19", "1", "0", "99", "1:40", "2:05"]
    assert [clock(seconds) for seconds in (0.0, 59.9, 60.0, 754.2)] == ["0:00", "0:59", "1:00", "12:34"]


@st.composite
def timelines(draw):
    """Timelines of steps of every kind, whose spans have words before, between and after."""
    at, cues, steps = 0.0, [], []
    for index in range(draw(st.integers(1, 5))):
        begin = at
        kind = draw(st.sampled_from(["say", "hold", "move", "breathe", "rest", "ask"]))
        if draw(st.booleans()):
            cues.append(Cue(at=at, seconds=0.5, kind="say", text=f"Words {index}", step=index))
            at = round(at + draw(st.integers(500, 4000)) / 1000, 3)
        for rep in range(draw(st.integers(1, 4)) if kind != "say" else 0):
            side = draw(st.sampled_from([None, "left", "right"])) if kind in ("hold", "move") else None
            if rep and draw(st.booleans()):
                seconds = draw(st.integers(1, 5000)) / 1000
                cues.append(Cue(at=at, seconds=seconds, kind="rest", step=index))
                at = round(at + seconds, 3)
            seconds = draw(st.integers(1, 9000)) / 1000
            cues.append(Cue(at=at, seconds=seconds, kind=kind, step=index, side=side, rep=rep + 1))
            at = round(at + seconds + draw(st.sampled_from([0.0, 1.5])), 3)
        at = round(at + draw(st.integers(1, 3000)) / 1000, 3)
        steps.append(
            StepSpan(index=index, kind=kind, name=f"Step {index}", at=begin, seconds=round(at - begin, 3))
        )
    return Timeline(routine="r", title="R", language="en", seconds=at, cues=tuple(cues), steps=tuple(steps))


@given(timelines(), st.floats(0, 1))
def test_what_is_done_is_the_span_the_instant_lies_in(timeline, share):
    """The countdown is that of the span that a search through all cues finds."""
    position = timeline.seconds * share
    around = [cue for cue in timeline.cues if cue.kind in SPANS and cue.at <= position < cue.end]
    seen = view(timeline, position)
    if not around:
        assert (seen.task, seen.span) == ("listen", 0.0)
        assert seen.left >= 0.0
    else:
        assert (seen.task, seen.span) == (around[0].kind, around[0].seconds)
        assert seen.left == round(around[0].end - position, 3)


@given(timelines())
def test_seconds_left_fall_to_nothing_within_every_span(timeline):
    """The seconds left fall from all of a span at its first instant to none at its last."""
    for cue in timeline.cues:
        if cue.kind not in SPANS:
            continue
        instants = [cue.at + cue.seconds * share for share in (0.0, 0.25, 0.5, 0.75, 0.999)]
        left = [view(timeline, instant).left for instant in instants]
        assert left[0] == cue.seconds
        assert all(later <= earlier for earlier, later in pairwise(left))
        assert left[-1] <= round(cue.seconds * 0.001, 3) + 0.001


@given(timelines(), st.floats(0, 1))
def test_next_never_is_the_current(timeline, share):
    """What comes next differs in exercise or side from the current one, except in a rest."""
    seen = view(timeline, timeline.seconds * share)
    assert seen.task == "rest" or seen.next != UpcomingExercise(seen.name, seen.side)


@given(timelines(), st.floats(0, 1), st.floats(0, 1))
def test_the_routine_only_goes_forward(timeline, one, another):
    """A later instant never has less progress, a lower step or more time remaining."""
    earlier, later = (view(timeline, timeline.seconds * share) for share in sorted((one, another)))
    assert 0.0 <= earlier.progress <= later.progress <= 1.0
    assert earlier.remaining >= later.remaining >= 0.0
    assert (earlier.step or 0) <= (later.step or 0)


def test_a_screen_may_ask_ten_times_a_second_of_a_long_routine():
    """One view of 20,000 cues reads a few dozen of them, at any position."""
    spans = 10_000
    cues = CountingCues(
        cue
        for index in range(spans)
        for cue in (
            Cue(at=index * 2.0, seconds=0.5, kind="say", text="Words.", step=index),
            Cue(at=index * 2.0 + 1.0, seconds=1.0, kind="hold", text="Hold", step=index),
        )
    )
    steps = tuple(
        StepSpan(index=index, kind="hold", name=f"Step {index}", at=index * 2.0, seconds=2.0)
        for index in range(spans)
    )
    timeline = Timeline(routine="r", title="R", language="en", seconds=spans * 2.0, cues=cues, steps=steps)
    assert view(timeline, spans + 1.5).step == spans // 2 + 1
    assert cues.read < 200


class CountingCues(tuple):  # noqa: SLOT001 — it keeps a count
    """A tuple that counts how many of its items were read."""

    read = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        self.read += len(found) if isinstance(key, slice) else 1
        return found

    def __iter__(self):
        raise AssertionError("all cues were read")
