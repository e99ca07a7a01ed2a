"""What holds for every timeline, whatever the routine and however slowly the voice speaks."""

from __future__ import annotations

import itertools

from hypothesis import assume, given

import strategies
from coach.routine.model import Breathe, Hold, Move
from coach.routine.unroll import unrolled
from coach.timeline.compose import compose, utterances
from coach.timeline.exercise import depends_on_side
from coach.timeline.model import SPOKEN
from strategies import examples

EVERYTHING = examples(120)
drawn = given(strategies.routines, strategies.deliveries, strategies.speaking_times)


def spoken(timeline):
    """The spoken cues."""
    return [cue for cue in timeline.cues if cue.kind in SPOKEN]


@drawn
@EVERYTHING
def test_words_keep_their_distance(routine, delivery, times):
    """Two spoken cues are at least 0.15 s apart."""
    cues = spoken(compose(routine, delivery, times))
    assert [
        (before.text, after.text)
        for before, after in itertools.pairwise(cues)
        if after.at - before.end < 0.15 - 1e-9
    ] == []


@drawn
@EVERYTHING
def test_every_word_is_announced_beforehand(routine, delivery, times):
    """`utterances` has every text whose length a composition asks for."""
    compose(routine, delivery, times)
    assert times.asked <= set(utterances(routine, delivery))


@drawn
@EVERYTHING
def test_holds_last_exactly_as_written(routine, delivery, times):
    """There is a hold for each set, repetition and side, and it lasts as long as its author wrote."""
    timeline = compose(routine, delivery, times)
    written = []
    for placed in unrolled(routine):
        step = placed.step
        if isinstance(step, Hold):
            sides = 2 if step.side in ("each", "alternate") else 1
            written += [(placed.index, step.seconds)] * (step.sets * step.reps * sides)
    assert [(cue.step, cue.seconds) for cue in timeline.cues if cue.kind == "hold"] == written


@drawn
@EVERYTHING
def test_there_is_always_time_to_get_into_position(routine, delivery, times):
    """A written setup is kept in full at the first repetition of a side, and any other has 2 s, later 1 s."""
    timeline = compose(routine, delivery, times)
    steps = [placed.step for placed in unrolled(routine)]
    released = 0.0
    for hold in (cue for cue in timeline.cues if cue.kind == "hold"):
        step, is_first = steps[hold.step], hold.rep == 1
        floor = 2.0 if is_first else 1.0
        # A change of position had the written setup in it.
        is_moved = any(cue.kind == "wait" and released <= cue.at < hold.at for cue in timeline.cues)
        released = hold.end
        if hold.seconds < 8.0:  # the number is said right before the lead-in
            continue
        setup = floor if step.setup is None else step.setup
        least = setup if is_first and not is_moved else min(setup, floor)
        before = max((cue.end for cue in spoken(timeline) if cue.at < hold.at), default=0.0)
        assert hold.at - 1.0 - before >= least - 1e-6


@drawn
@EVERYTHING
def test_the_last_repetition_is_announced(routine, delivery, times):
    """The words "Last one" are said before or with the last of several counted repetitions, at any tempo."""
    assume(delivery.detail != "tones")
    timeline = compose(routine, delivery, times)
    steps = [placed.step for placed in unrolled(routine)]
    for index, step in enumerate(steps):
        if isinstance(step, Move) and step.reps is not None and step.reps > 1 and step.pace != "own":
            if step.words == "every":  # then the words of the tempo are said to the end
                continue
            turns = step.sets * (2 if step.side == "each" else 1)
            said = [cue for cue in spoken(timeline) if cue.step == index and cue.text == "Last one."]
            assert len(said) == turns


@drawn
@EVERYTHING
def test_nobody_speaks_over_a_start_or_an_end(routine, delivery, times):
    """No words are being spoken at the instant at which a hold begins or ends."""
    timeline = compose(routine, delivery, times)
    edges = {edge for cue in timeline.cues if cue.kind == "hold" for edge in (cue.at, cue.end)}
    assert [cue.text for cue in spoken(timeline) for edge in edges if cue.at < edge < cue.end] == []


@drawn
@EVERYTHING
def test_what_must_be_said_is_said(routine, delivery, times):
    """Cautions and the sides of each hold are never dropped, however slow the voice."""
    timeline = compose(routine, delivery, times)
    said = [cue.text for cue in spoken(timeline)]
    for placed in unrolled(routine):
        step = placed.step
        if isinstance(step, Hold | Move) and isinstance(step.caution, str) and "{" not in step.caution:
            assert not step.caution or step.caution in said
        if isinstance(step, Hold) and step.side == "each" and not depends_on_side(step.name):
            words = [cue.text.lower() for cue in spoken(timeline) if cue.step == placed.index]
            assert any("left" in text or "linke" in text for text in words)
            assert any("right" in text or "rechte" in text for text in words)


@drawn
@EVERYTHING
def test_steps_follow_each_other_without_gaps(routine, delivery, times):
    """Steps are numbered from 0, begin where the one before ends, and lie inside the timeline."""
    timeline = compose(routine, delivery, times)
    assert [step.index for step in timeline.steps] == list(range(len(unrolled(routine))))
    assert [step.end for step in timeline.steps[:-1]] == [step.at for step in timeline.steps[1:]]
    assert timeline.steps[-1].end <= timeline.seconds
    assert all(cue.end <= timeline.seconds for cue in timeline.cues)


@drawn
@EVERYTHING
def test_the_count_falls_on_the_last_seconds(routine, delivery, times):
    """The counted words of a hold lie exactly on whole seconds before its end."""
    timeline = compose(routine, delivery, times)
    holds = [cue for cue in timeline.cues if cue.kind == "hold"]
    for count in (cue for cue in timeline.cues if cue.kind == "count"):
        around = [hold for hold in holds if hold.at <= count.at < hold.end]
        for hold in around:
            assert round(hold.end - count.at, 6).is_integer()


@drawn
@EVERYTHING
def test_long_holds_are_never_silent_for_long(routine, delivery, times):
    """In counted holds over 30 s with tones no silence is longer than 15 s."""
    timeline = compose(routine, delivery, times)
    calm = routine.kind in ("breathing", "relaxation")
    counts = {placed.index: getattr(placed.step, "count", None) for placed in unrolled(routine)}
    toneless = {
        placed.index for placed in unrolled(routine) if getattr(placed.step, "tones", "all") == "none"
    }
    heard = [cue for cue in timeline.cues if cue.kind in ("say", "count", "tone")]
    for hold in (cue for cue in timeline.cues if cue.kind == "hold" and cue.seconds > 30):
        if (counts[hold.step] or ("none" if calm else "last-3")) == "none" or hold.step in toneless:
            continue
        inside = [cue for cue in heard if hold.at <= cue.at < hold.end]
        edges = [*((cue.at, cue.end) for cue in inside), (hold.end, hold.end)]
        assert [b[0] - a[1] for a, b in itertools.pairwise(edges) if b[0] - a[1] > 15.002] == []


@drawn
@EVERYTHING
def test_breathing_ends_with_a_breath_out(routine, delivery, times):
    """The last phase of every breathing step is the breath out, and there is no gap between phases."""
    timeline = compose(routine, delivery, times)
    for placed in unrolled(routine):
        if isinstance(placed.step, Breathe):
            phases = [cue for cue in timeline.cues if cue.kind == "breathe" and cue.step == placed.index]
            assert phases[-1].phase == "out"
            assert [cue.end for cue in phases[:-1]] == [cue.at for cue in phases[1:]]


@drawn
@EVERYTHING
def test_a_written_rest_is_exact_or_said_to_have_grown(routine, delivery, times):
    """A rest lasts what the author wrote, from release to next start, plus what is reported."""
    assume(
        not any(placed.every for placed in unrolled(routine))
    )  # rounds by the clock have none that is written
    timeline = compose(routine, delivery, times)
    rests = {0.0, routine.between}
    for placed in unrolled(routine):
        rests |= {
            placed.rest_before,
            getattr(placed.step, "rest", 0.0),
            getattr(placed.step, "set_rest", 0.0),
        }
        rests.add(getattr(placed.step, "seconds", 0.0) or 0.0)
    lasted = [cue.seconds for cue in timeline.cues if cue.kind == "rest"]
    for grown in timeline.grown_rests:
        assert grown.written in rests
        lasted.remove(next(each for each in lasted if abs(each - grown.written - grown.seconds) < 0.002))
    assert set(lasted) <= rests


@drawn
@examples(60)
def test_composing_is_a_function(routine, delivery, times):
    """The same routine, delivery and speaking times give the same timeline, which is in order."""
    once, again = compose(routine, delivery, times), compose(routine, delivery, times)
    assume(once.cues)
    assert once == again
    assert list(once.cues) == sorted(once.cues, key=lambda cue: cue.at)
