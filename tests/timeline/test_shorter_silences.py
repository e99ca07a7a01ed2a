"""Listening through a timeline quickly: sounds keep their length and order, silences shrink."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.timeline.model import SPOKEN, Cue, Timeline
from coach.timeline.refit import with_shorter_silences


def timeline(*cues, seconds=60.0):
    """A timeline of these cues."""
    return Timeline(routine="r", title="R", language="en", seconds=seconds, cues=cues)


def say(at, seconds, text="A"):
    """Words at an instant."""
    return Cue(at=at, seconds=seconds, kind="say", text=text)


def test_silences_shrink_and_words_do_not():
    """The silence before, between and after the words is divided by the speed."""
    hold = Cue(at=14.0, seconds=20.0, kind="hold", text="A")
    quick = with_shorter_silences(timeline(say(4.0, 2.0), hold, say(36.0, 3.0, "B"), seconds=49.0), 10.0)
    assert quick == timeline(say(0.4, 2.0), say(5.4, 3.0, "B"), seconds=9.4)


def test_it_can_begin_in_the_middle():
    """What began before the start is left out, and the rest begins there."""
    quick = with_shorter_silences(timeline(say(0.0, 3.0), say(10.0, 2.0, "B")), 1.0, start=8.0)
    assert quick.cues == (say(2.0, 2.0, "B"),)
    assert quick.seconds == 52.0


def test_a_sound_within_words_keeps_its_place():
    """A tone that begins while something is said begins at the same word."""
    tone = Cue(at=11.0, seconds=0.5, kind="tone", text="tick")
    quick = with_shorter_silences(timeline(say(10.0, 3.0), tone, say(20.0, 1.0, "B")), 5.0)
    assert [cue.at for cue in quick.cues] == [2.0, 3.0, 6.4]


@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 8_000)), min_size=1, max_size=12),
    st.floats(1.0, 20.0),
)
def test_words_never_overlap_more_than_before(gaps, speed):
    """Each text keeps its length, begins in the same order, and never before the one before it has ended."""
    at, cues = 0.0, []
    for gap, seconds in gaps:
        cues.append(say(round(at + gap / 1000, 3), seconds / 1000))
        at = cues[-1].end
    original = timeline(*cues, seconds=at + 5.0)
    quick = with_shorter_silences(original, speed)
    assert [cue.seconds for cue in quick.cues] == [cue.seconds for cue in cues if cue.kind in SPOKEN]
    assert all(two.at >= one.end - 0.0015 for one, two in pairwise(quick.cues))
    spoken = sum(cue.seconds for cue in cues)
    assert quick.seconds == pytest.approx(spoken + (original.seconds - spoken) / speed, abs=0.02)
