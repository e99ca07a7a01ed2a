"""Words whose length becomes known only while the routine is led."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import strategies
from coach.routine.model import Hold, Routine, Say
from coach.timeline.builder import GAP
from coach.timeline.compose import compose
from coach.timeline.model import SPOKEN, Delivery
from coach.timeline.playhead import same_until
from coach.timeline.refit import EXERCISE, TOO_LONG, refitted
from fixed_durations import FixedDurations
from strategies import examples

ROUTINE = Routine(
    id="x",
    title="X",
    position="seated",
    steps=(Say(text="Sit."), Hold(seconds=20.0, name="Calf", remind=("Breathe.",)), Say(text="Done.")),
)


def composed(routine=ROUTINE, seconds=0.5):
    """The routine's timeline with words that all take so long."""
    return compose(routine, Delivery(), FixedDurations(seconds))


def spoken(timeline):
    """The spoken cues, in order."""
    return [cue for cue in timeline.cues if cue.kind in SPOKEN]


def exercises(timeline):
    """What is done and for how long, in order."""
    return [(cue.kind, cue.text, cue.step, cue.seconds) for cue in timeline.cues if cue.kind in EXERCISE]


def test_longer_words_move_what_follows():
    """What follows longer words moves by the missing time, and the hold lasts as long as before."""
    before = composed()
    after = refitted(before, -1.0, {"Sit.": 1.5})
    [first, *rest] = spoken(before)
    [sit, *others] = spoken(after)
    assert (sit.at, sit.seconds) == (first.at, 1.5)
    assert [cue.at for cue in others] == [round(cue.at + 1.0, 3) for cue in rest]
    assert (exercises(after), after.seconds) == (exercises(before), before.seconds + 1.0)


def test_shorter_words_move_nothing():
    """Shorter words are followed by more silence, and move nothing."""
    before = composed()
    after = refitted(before, -1.0, {"Sit.": 0.3})
    assert spoken(after)[0].seconds == 0.3
    assert [cue.at for cue in after.cues] == [cue.at for cue in before.cues]


def test_a_reminder_that_does_not_fit_is_left_out():
    """A hold does not wait for words: a reminder takes the silence if it fits, and is dropped if not."""
    before = composed()
    assert "Breathe." in [cue.text for cue in spoken(before)]
    fits, drops = refitted(before, -1.0, {"Breathe.": 1.0}), refitted(before, -1.0, {"Breathe.": 30.0})
    assert [cue.seconds for cue in spoken(fits) if cue.text == "Breathe."] == [1.0]
    assert [cue.text for cue in spoken(drops) if cue.text == "Breathe."] == []
    assert (drops.dropped[-1].text, drops.dropped[-1].reason) == ("Breathe.", TOO_LONG)
    assert exercises(fits) == exercises(drops) == exercises(before)


def test_what_is_over_stays():
    """Words that have begun are not moved."""
    before = composed()
    assert refitted(before, 0.0, {"Sit.": 9.0}) == before


@given(
    strategies.routines,
    strategies.deliveries,
    st.floats(-1.0, 60.0),
    st.dictionaries(strategies.texts, st.floats(0.2, 12.0)),
    st.floats(0.2, 4.0),
)
@examples(100)
def test_words_never_overlap_and_exercises_last_what_is_written(routine, delivery, after, known, others):
    """Words of any length, fitted from any instant, never overlap, and exercises last as written."""
    before = compose(routine, delivery, FixedDurations(1.0))
    lengths = dict.fromkeys((cue.text for cue in spoken(before)), round(others, 3)) | known
    timeline = refitted(before, after, lengths)
    assert same_until(before, timeline) > after
    assert exercises(timeline) == exercises(before)
    for one, other in pairwise(spoken(timeline)):
        assert other.at >= round(one.end + GAP, 3)
    assert list(timeline.cues) == sorted(timeline.cues, key=lambda cue: cue.at)
    assert timeline.seconds >= max((cue.end for cue in timeline.cues), default=0.0)
    left_out = [dropped.text for dropped in timeline.dropped if dropped.reason == TOO_LONG]
    assert sorted([cue.text for cue in spoken(timeline)] + left_out) == sorted(
        cue.text for cue in spoken(before)
    )
