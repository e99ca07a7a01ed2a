"""Words that nobody planned find a place in a timeline."""

from __future__ import annotations

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from coach.timeline.compose import compose
from coach.timeline.insert import inserted, interjected, same_until
from coach.timeline.model import SPANS, SPOKEN


@given(
    strategies.routines,
    strategies.manners,
    strategies.speaking_times,
    st.floats(0.0, 1.2),
    st.floats(0.1, 8.0),
)
@settings(max_examples=60, deadline=None)
def test_interjected_words_keep_their_distance(routine, manner, times, part, seconds):
    """To all other words and to the edges of holds; nothing else has changed, and they are within."""
    timeline = compose(routine, manner, times)
    after = interjected(timeline, "Oh.", seconds, timeline.seconds * part)
    (words,) = set(after.cues) - set(timeline.cues)
    spoken = [cue for cue in after.cues if cue.kind in SPOKEN]
    edges = [edge for cue in after.cues if cue.kind == "hold" for edge in (cue.at, cue.end)]
    assert [cue for cue in after.cues if cue is not words and cue != words] == list(timeline.cues)
    assert all(b.at - a.end >= 0.15 - 1e-9 for a, b in itertools.pairwise(spoken) if words in (a, b))
    assert [edge for edge in edges if words.at < edge < words.end] == []
    assert words.at >= round(timeline.seconds * part, 3)
    assert words.seconds >= round(seconds, 6)  # a clip's length is that exact at most
    assert after.seconds == max(timeline.seconds, words.end)


@given(strategies.routines, strategies.manners, strategies.speaking_times, st.floats(0.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_timelines_are_the_same_until_they_differ(routine, manner, times, part):
    """A timeline never differs from itself; with time put in, from where the next thing begins or ends."""
    timeline = compose(routine, manner, times)
    at = round(timeline.seconds * part, 3)
    longer = inserted(timeline, at, 10.0)
    begins = [cue.at for cue in timeline.cues] + [step.at for step in timeline.steps]
    ends = [cue.end for cue in timeline.cues if cue.kind in SPANS] + [step.end for step in timeline.steps]
    ends += [notice.end for notice in timeline.notices]
    until = same_until(timeline, longer)
    assert same_until(timeline, timeline) == math.inf
    assert until == same_until(longer, timeline)
    assert at <= until <= timeline.seconds
    assert [instant for instant in begins + ends if at < instant < until] == []
