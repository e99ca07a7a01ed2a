"""Laws of moving about in any timeline, and how two timelines are compared."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from coach.timeline.compose import compose
from coach.timeline.model import SPANS, SPOKEN
from coach.timeline.playhead import (
    extended,
    inserted,
    resumed,
    same_until,
    sounding_at,
    span_at,
    step_at,
)
from strategies import examples


@given(strategies.routines, strategies.deliveries, strategies.speaking_times, st.floats(0.0, 1.0))
@examples(60)
def test_every_instant_belongs_to_one_step_and_one_span(routine, delivery, times, part):
    """An instant belongs to what began last, from its very beginning until the next begins."""
    timeline = compose(routine, delivery, times)
    for step in (step for step in timeline.steps if step.seconds):
        within = (step.at, step.at + part * step.seconds * 0.999_999, math.nextafter(step.end, 0.0))
        assert [step_at(timeline, at) for at in within] == [step] * 3
    spans = [cue for cue in timeline.cues if cue.kind in SPANS and cue.seconds]
    for span, following in itertools.pairwise([*spans, None]):
        continues = following is not None and following.at == span.end
        assert [span_at(timeline, span.at), span_at(timeline, span.end)] == [
            span,
            following if continues else None,
        ]


def test_what_sounds_is_heard_from_its_first_instant(calf):
    """A sound is heard from its first instant until its end, which is silent."""
    name = calf.cues[0]
    assert [sounding_at(calf, at) for at in (name.at, name.end - 0.001, name.end)] == [name, name, None]


drawn = given(strategies.routines, strategies.deliveries, strategies.speaking_times, st.integers(0, 1000))


@pytest.mark.parametrize("pauses", [True, False])
@drawn
@examples(60)
def test_no_words_meet_wherever_one_pauses_or_extends(pauses, routine, delivery, times, permille):
    """Spoken cues stay at least 0.15 s apart and none is lost, after a pause or ten seconds more."""
    timeline = compose(routine, delivery, times)
    at = round(timeline.seconds * permille / 1000, 3)
    changed = resumed(timeline, at)[0] if pauses else extended(timeline, at, 10.0)
    cues = [cue for cue in changed.cues if cue.kind in SPOKEN]
    assert all(b.at - a.end >= 0.15 - 1e-9 for a, b in itertools.pairwise(cues))
    assert {cue.text for cue in timeline.cues if cue.kind in SPOKEN} <= {cue.text for cue in cues}
    assert [step.end for step in changed.steps[:-1]] == [step.at for step in changed.steps[1:]]
    assert all(cue.end <= changed.seconds + 1e-9 for cue in changed.cues)


@drawn
@examples(60)
def test_time_that_is_added_is_time_for_what_one_does(routine, delivery, times, permille):
    """At least what was asked for is added to the exercise, unless its last words are being spoken."""
    timeline = compose(routine, delivery, times)
    for span in (cue for cue in timeline.cues if cue.kind in SPANS and cue.seconds):
        # In its last millisecond there is nothing left to extend.
        at = min(round(span.at + span.seconds * permille / 1001, 3), round(span.end - 0.002, 3))
        longer = extended(timeline, at, 10.0)
        added = doing(longer, span) - doing(timeline, span)
        assert added == pytest.approx(longer.seconds - timeline.seconds)
        assert longer == timeline or added >= 10.0 - 1e-6


def doing(timeline, span):
    """The seconds of that kind in that step."""
    return sum(cue.seconds for cue in timeline.cues if (cue.kind, cue.step) == (span.kind, span.step))


@drawn
@examples(60)
def test_resuming_never_goes_forward(routine, delivery, times, permille):
    """A person who paused misses nothing."""
    timeline = compose(routine, delivery, times)
    at = round(timeline.seconds * permille / 1000, 3)
    assert resumed(timeline, at)[1] <= at


@given(strategies.routines, strategies.deliveries, strategies.speaking_times, st.floats(0.0, 1.0))
@examples(60)
def test_timelines_are_the_same_until_they_differ(routine, delivery, times, part):
    """If time is added, they differ from where the next thing begins or ends."""
    timeline = compose(routine, delivery, times)
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


def test_timelines_differ_from_where_one_cue_does(calf):
    """Other words differ from their beginning, and a longer exercise from its earlier end."""
    for index, cue in enumerate(calf.cues):
        before, after = calf.cues[:index], calf.cues[index + 1 :]
        other = replace(calf, cues=(*before, cue._replace(text="Other."), *after))
        longer = replace(calf, cues=(*before, cue._replace(seconds=cue.seconds + 1.0), *after))
        assert same_until(calf, other) == cue.at
        assert same_until(calf, longer) == (cue.end if cue.kind in SPANS else cue.at)
