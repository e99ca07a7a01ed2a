"""Moving about in a timeline."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from coach.routine.model import Ask, Breathe, BreathPattern, Dose, Hold, Move, Phase, Rest, Routine, Say
from coach.timeline.compose import compose
from coach.timeline.model import SPANS, SPOKEN, Delivery
from coach.timeline.playhead import (
    extended,
    inserted,
    interjected,
    next_start,
    notice_at,
    previous_start,
    repeat_start,
    resumed,
    same_until,
)
from fixed_durations import FixedDurations
from strategies import examples


def timeline_of(*steps, delivery=None, **fields):
    """Those steps composed."""
    routine = Routine(**{"id": "x", "title": "X", "position": "seated", "steps": steps, **fields})
    return compose(routine, delivery or Delivery(), FixedDurations(0.5))


@pytest.fixture
def calf():
    """Name at 0, tick at 4.5, hold from 5.5 to 25.5, count from 22.5."""
    return timeline_of(Hold(seconds=20.0, name="Calf"), Say(text="Well done."))


def test_a_hold_begins_anew_with_its_lead_in(calf):
    """The person has let go: two seconds to get back, then the tick, then the whole hold."""
    assert resumed(calf, 15.0) == (calf, 2.5)


def test_a_hold_begins_anew_after_the_words_before_it():
    """Where less than two seconds lie between the words and the tick, it begins right after the words."""
    timeline = timeline_of(Hold(seconds=20.0, name="Calf", setup=1.0))
    assert resumed(timeline, 10.0) == (timeline, 0.5)


def test_words_begin_anew(calf):
    """A pause in mid-word goes back to the beginning of that utterance."""
    assert resumed(calf, 0.3) == (calf, 0.0)


def test_silence_goes_on_where_it_was(calf):
    """Nothing was let go of."""
    assert resumed(calf, 2.0) == (calf, 2.0)


def test_a_repetition_begins_anew_with_ready():
    """It gets a lead-in of its own; everything after it moves on by as much."""
    timeline = timeline_of(Move(reps=3, name="Knee", tempo=(Phase("up", 2.0), Phase("down", 2.0))))
    third = [cue for cue in timeline.cues if cue.kind == "move"][2]
    again, position = resumed(timeline, third.at + 1.0)
    moved = [cue for cue in again.cues if cue.kind == "move"][2]
    ready = [cue for cue in again.cues if cue.text == "Ready."][1]
    assert (position, ready.at) == (third.at, third.at)
    assert (moved.at, moved.seconds) == (third.at + 1.5, third.seconds)
    assert again.seconds == timeline.seconds + 1.5
    assert again.steps[0].seconds == timeline.steps[0].seconds + 1.5


def test_the_first_repetition_goes_back_to_its_own_ready():
    """There is one already."""
    timeline = timeline_of(Move(reps=3, name="Knee", pace=4.0))
    ready = next(cue for cue in timeline.cues if cue.text == "Ready.")
    first = next(cue for cue in timeline.cues if cue.kind == "move")
    assert resumed(timeline, first.at + 1.0) == (timeline, ready.at)


def test_a_breath_begins_anew_with_the_in_breath():
    """After two quiet seconds."""
    pattern = BreathPattern(inhale=4.0, exhale=6.0)
    timeline = timeline_of(Breathe(pattern=pattern, cycles=3))
    second = [cue for cue in timeline.cues if cue.kind == "breathe" and cue.phase == "in"][1]
    again, position = resumed(timeline, second.at + 7.0)
    breaths = [cue.at for cue in again.cues if cue.kind == "breathe" and cue.phase == "in"]
    assert (position, breaths[1]) == (second.at, second.at + 2.0)


def test_ten_seconds_more_come_before_the_count(calf):
    """The hold is ten seconds longer, and still counted down at its end."""
    longer = extended(calf, 10.0, 10.0)
    hold = next(cue for cue in longer.cues if cue.kind == "hold")
    counts = [cue.at for cue in longer.cues if cue.kind == "count"]
    assert (hold.at, hold.seconds, counts) == (5.5, 30.0, [32.5, 33.5, 34.5])
    assert longer.seconds == calf.seconds + 10.0


def test_ten_seconds_more_in_the_middle_of_the_count(calf):
    """What is being said is finished, then come the ten seconds, then the rest of the count."""
    longer = extended(calf, 23.6, 10.0)
    hold = next(cue for cue in longer.cues if cue.kind == "hold")
    counts = [cue.at for cue in longer.cues if cue.kind == "count"]
    assert (hold.seconds, counts) == (30.0, [22.5, 23.5, 34.5])


def test_ten_seconds_more_of_breathing():
    """Whole breaths, as many as fill the time, without words."""
    timeline = timeline_of(Breathe(pattern=BreathPattern(inhale=3.0, exhale=4.0), cycles=2))
    begin = next(cue.at for cue in timeline.cues if cue.kind == "breathe")
    longer = extended(timeline, begin + 8.0, 10.0)
    phases = [(cue.phase, cue.at - begin) for cue in longer.cues if cue.kind == "breathe"]
    assert phases == [
        (phase, 7.0 * cycle + offset) for cycle in range(4) for phase, offset in (("in", 0.0), ("out", 3.0))
    ]
    assert longer.steps[0].seconds == timeline.steps[0].seconds + 14.0


def test_ten_seconds_more_of_a_movement():
    """Whole repetitions, with a beat in place of the number."""
    timeline = timeline_of(Move(reps=3, name="Knee", pace=4.0))
    first = next(cue.at for cue in timeline.cues if cue.kind == "move")
    longer = extended(timeline, first + 5.0, 10.0)
    assert [cue.at - first for cue in longer.cues if cue.kind == "move"] == [0.0, 4.0, 8.0, 12.0, 16.0, 20.0]
    assert [cue.at - first for cue in longer.cues if cue.text == "beat"] == [8.0, 12.0, 16.0]


def test_ten_seconds_more_of_a_rest():
    """The rest grows by them."""
    timeline = timeline_of(Rest(seconds=30.0))
    assert extended(timeline, 10.0, 10.0).cues[0].seconds == 40.0


def test_steps_are_found(calf):
    """Next, previous and repeat go to the first_beats of steps."""
    first, second = calf.steps
    assert next_start(calf, 1.0) == second.at
    assert next_start(calf, second.at + 0.1) == second.end
    assert previous_start(calf, second.at + 0.1) == first.at
    assert previous_start(calf, 1.0) == first.at
    assert repeat_start(calf, second.at + 0.1) == second.at
    assert repeat_start(calf, calf.seconds) == second.at


def test_notices_are_found():
    """A notice is under way until its last word, and is followed by the first step."""
    timeline = timeline_of(Say(text="Sit."), delivery=Delivery(notices=frozenset({"stop-rules"})))
    notice = timeline.notices[0]
    assert notice_at(timeline, 0.1) == notice
    assert notice_at(timeline, notice.end) is None
    assert next_start(timeline, 0.1) == timeline.steps[0].at


drawn = given(strategies.routines, strategies.deliveries, strategies.speaking_times, st.integers(0, 1000))


@pytest.mark.parametrize("pauses", [True, False])
@drawn
@examples(60)
def test_no_words_meet_wherever_one_pauses_or_extends(pauses, routine, delivery, times, permille):
    """After a pause or ten seconds more, two spoken cues are still at least 0.15 s apart; nothing is lost."""
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
def test_resuming_never_goes_forward(routine, delivery, times, permille):
    """A person who paused misses nothing."""
    timeline = compose(routine, delivery, times)
    at = round(timeline.seconds * permille / 1000, 3)
    assert resumed(timeline, at)[1] <= at


@pytest.fixture
def warned():
    """The stop rules first, then words."""
    return timeline_of(
        Say(text="Sit."), Say(text="Rise."), delivery=Delivery(notices=frozenset({"stop-rules"}))
    )


def test_going_back_in_a_notice_passes_none_over(warned):
    """Before the first step the notice begins again; that it moved makes no difference."""
    later = extended(warned, 0.0, 10.0)
    assert [previous_start(warned, 0.4), previous_start(later, 5.0)] == [0.0, 0.0]


def test_more_time_in_a_notice_makes_it_longer(warned):
    """It is over when its last words are, and the first step begins there."""
    (before,), after = warned.notices, extended(warned, 0.2, 10.0)
    assert (after.notices[0].at, after.notices[0].end) == (before.at, before.end + 10.0)
    assert after.steps[0].at == after.notices[0].end


def test_next_in_the_help_leads_to_the_notices_behind_it():
    """Where help comes first the rules come after it, and are not passed over."""
    notices = frozenset({"stop-rules"})
    timeline = timeline_of(
        Hold(seconds=5.0, name="Calf"), delivery=Delivery(notices=notices), dose=Dose(as_needed=True)
    )
    (notice,) = timeline.notices
    assert next_start(timeline, timeline.steps[-1].at + 0.1) == notice.at
    assert timeline.cues[-1].text == "That is all for now. Well done."


def test_more_time_at_the_beginning_of_a_step_is_that_steps(warned):
    """Not the one's before it, which is over."""
    before = warned.steps[1]
    after = extended(warned, before.at, 10.0).steps[1]
    assert (after.at, after.end) == (before.at, before.end + 10.0)


def test_a_question_has_all_its_time_again_after_a_pause():
    """An answer that was not given in the middle of a pause may be given after it."""
    timeline = timeline_of(Ask(question="pain"))
    (ask,) = [cue for cue in timeline.cues if cue.kind == "ask"]
    assert resumed(timeline, ask.at + 9.0) == (timeline, ask.at)


def test_a_pause_between_the_lead_in_and_the_start(calf):
    """The tick is heard again: no hold begins without it."""
    assert resumed(calf, 5.0) == (calf, 2.5)


def test_a_pause_between_ready_and_the_first_repetition():
    """The word is said again."""
    timeline = timeline_of(Move(reps=3, name="Knee", pace=4.0))
    ready = next(cue for cue in timeline.cues if cue.text == "Ready.")
    assert resumed(timeline, ready.end + 0.5) == (timeline, ready.at)


@given(
    strategies.routines,
    strategies.deliveries,
    strategies.speaking_times,
    st.floats(0.0, 1.2),
    st.floats(0.1, 8.0),
)
@examples(60)
def test_interjected_words_keep_their_distance(routine, delivery, times, part, seconds):
    """To all other words and to the edges of holds; nothing else has changed, and they are within."""
    timeline = compose(routine, delivery, times)
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


@given(strategies.routines, strategies.deliveries, strategies.speaking_times, st.floats(0.0, 1.0))
@examples(60)
def test_timelines_are_the_same_until_they_differ(routine, delivery, times, part):
    """A timeline never differs from itself; with time put in, from where the next thing begins or ends."""
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


def test_a_pause_between_ready_and_a_movement():
    """No movement starts without its "Ready": the person hears it again, and nothing that was said before."""
    steps = (Say(text="Sit tall."), Move(reps=2, name="Knee", tempo=(Phase("up", 2.0), Phase("down", 2.0))))
    timeline = compose(Routine(id="x", title="X", steps=steps), Delivery(), FixedDurations(0.5))
    ready = next(cue for cue in timeline.cues if cue.text == "Ready.")
    move = next(cue for cue in timeline.cues if cue.kind == "move")
    assert resumed(timeline, move.at - 0.1) == (timeline, ready.at)
