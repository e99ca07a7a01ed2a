"""Moving about in a timeline.

Mutants that change nothing: other labels in `_edges`, which only have to differ; rounding by less than a
millisecond; `None` at once instead of after the loop in `span_at` and `sounding_at`; moving words to where
they are; the first phase left out in `_breath_end`, as others follow it; `<=` for a span that begins now,
which is under way; `<=` and `<` for a count at the end of a span and a cue that ends as a movement begins, as
a second of silence lies between them.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from coach.routine.model import Ask, Breathe, BreathPattern, Dose, Hold, Move, Phase, Rest, Routine, Say
from coach.timeline.compose import compose
from coach.timeline.model import SPOKEN, Cue, Delivery, Timeline, is_paced
from coach.timeline.playhead import (
    extended,
    interjected,
    next_start,
    notice_at,
    previous_start,
    repeat_start,
    resumed,
)
from fixed_durations import FixedDurations
from strategies import examples
from timeline.composed import short_words


def test_a_hold_begins_again_with_its_lead_in(calf):
    """The person has let go, so two seconds to get back come first, then the tick and the whole hold."""
    assert resumed(calf, 15.0) == (calf, 2.5)


def test_a_hold_begins_again_after_the_words_before_it():
    """Where less than two seconds lie between the words and the tick, it begins right after the words."""
    timeline = short_words(Hold(seconds=20.0, name="Calf", setup=1.0))
    assert resumed(timeline, 10.0) == (timeline, 0.5)


def test_words_begin_again(calf):
    """A pause in the middle of a word goes back to the beginning of that utterance."""
    assert resumed(calf, 0.3) == (calf, 0.0)


def test_silence_goes_on_where_it_was(calf):
    """In a silence the person has let go of nothing."""
    assert resumed(calf, 2.0) == (calf, 2.0)


def test_a_repetition_begins_again_with_ready():
    """A repetition that begins again has its own lead-in, and all after it moves on by as much."""
    timeline = short_words(Move(reps=3, name="Knee", tempo=(Phase("up", 2.0), Phase("down", 2.0))))
    third = [cue for cue in timeline.cues if cue.kind == "move"][2]
    again, position = resumed(timeline, third.at + 1.0)
    assert position == third.at
    assert [cue for cue in again.cues if third.at <= cue.at <= third.at + 1.5][:2] == [
        Cue(at=third.at, seconds=0.5, kind="say", text="Ready.", step=0, set=1, rep=3),
        third._replace(at=third.at + 1.5),
    ]
    assert again.seconds == timeline.seconds + 1.5
    assert again.steps[0].seconds == timeline.steps[0].seconds + 1.5


def test_a_repetition_of_the_other_side_begins_again_on_that_side():
    """The current side is shown, with the lead-in that came before its first repetition."""
    timeline = short_words(Move(reps=2, name="Knee", side="each", sets=2, pace=4.0))
    last = [cue for cue in timeline.cues if cue.kind == "move"][-1]
    again, position = resumed(timeline, last.at + 1.0)
    ready = next(cue for cue in again.cues if cue.at == position)
    assert (ready.text, ready.side, ready.set, ready.rep) == ("Ready.", "right", 2, 2)


def test_a_word_without_length_is_no_lead_in():
    """An empty clip on the first beat does not lead a repetition in."""
    times = FixedDurations(0.5, but={"one": 0.0})
    timeline = compose(Routine(id="x", title="X", steps=(Move(reps=3, pace=4.0),)), Delivery(), times)
    last = [cue for cue in timeline.cues if cue.kind == "move"][-1]
    again, position = resumed(timeline, last.at + 1.0)
    assert next(cue.text for cue in again.cues if cue.at == position) == "Ready."


def test_the_first_repetition_goes_back_to_its_own_ready():
    """The first repetition gets no second lead-in, as it has one already."""
    timeline = short_words(Move(reps=3, name="Knee", pace=4.0))
    ready = next(cue for cue in timeline.cues if cue.text == "Ready.")
    first = next(cue for cue in timeline.cues if cue.kind == "move")
    assert resumed(timeline, first.at + 1.0) == (timeline, ready.at)


def test_a_breath_begins_again_with_the_in_breath():
    """Two quiet seconds come before it."""
    pattern = BreathPattern(inhale=4.0, exhale=6.0)
    timeline = short_words(Breathe(pattern=pattern, cycles=3))
    second = [cue for cue in timeline.cues if cue.kind == "breathe" and cue.phase == "in"][1]
    again, position = resumed(timeline, second.at + 7.0)
    breaths = [cue.at for cue in again.cues if cue.kind == "breathe" and cue.phase == "in"]
    assert (position, breaths[1]) == (second.at, second.at + 2.0)


def test_steps_are_found(calf):
    """The commands next, previous and repeat go to the beginnings of steps."""
    first, second = calf.steps
    assert next_start(calf, 1.0) == second.at
    assert next_start(calf, second.at + 0.1) == second.end
    assert previous_start(calf, second.at + 0.1) == first.at
    assert previous_start(calf, 1.0) == first.at
    assert repeat_start(calf, second.at + 0.1) == second.at
    assert repeat_start(calf, calf.seconds) == second.at
    assert [repeat_start(calf, step.at) for step in calf.steps] == [first.at, second.at]
    assert previous_start(calf, calf.seconds) == second.at
    assert next_start(calf, calf.seconds) == calf.seconds


def test_going_back_goes_one_step_at_a_time():
    """Back goes from anywhere in a step to the start of the one before; the first begins again."""
    timeline = short_words(*(Rest(seconds=float(seconds)) for seconds in (3, 4, 5)))
    begins = [step.at for step in timeline.steps]
    for offset in (0.0, 2.9):
        assert [previous_start(timeline, begin + offset) for begin in begins] == [0.0, 0.0, begins[1]]


def test_without_steps_and_notices_one_goes_back_to_the_beginning():
    """Nothing else could be repeated, as nothing was begun."""
    timeline = Timeline(routine="x", title="X", language="en", seconds=5.0, cues=())
    assert (previous_start(timeline, 3.0), repeat_start(timeline, 3.0)) == (0.0, 3.0)


def test_notices_follow_each_other():
    """The command next goes from one to the other and to the first step, and back goes to the beginning."""
    delivery = Delivery(notices=frozenset({"stop-rules", "routine"}))
    timeline = short_words(Rest(seconds=5.0), delivery=delivery, cautions=("Rise slowly.",))
    (first, second), step = timeline.notices, timeline.steps[0]
    assert [next_start(timeline, at) for at in (first.at, second.at)] == [second.at, step.at]
    assert [previous_start(timeline, at) for at in (first.at, second.at, step.at)] == [
        0.0,
        second.at,
        step.at,
    ]
    assert [notice_at(timeline, at) for at in (first.at, second.at, step.at)] == [first, second, None]


def test_notices_are_found():
    """A notice lasts until its last word, and the first step follows it."""
    timeline = short_words(Say(text="Sit."), delivery=Delivery(notices=frozenset({"stop-rules"})))
    notice = timeline.notices[0]
    assert notice_at(timeline, 0.1) == notice
    assert notice_at(timeline, notice.end) is None
    assert next_start(timeline, 0.1) == timeline.steps[0].at


def test_going_back_in_a_notice_skips_none(warned):
    """Before the first step the current notice begins again, even if it was moved."""
    later = extended(warned, 0.0, 10.0)
    assert [previous_start(warned, 0.4), previous_start(later, 5.0)] == [0.0, 0.0]


def test_next_in_the_help_leads_to_the_notices_behind_it():
    """Where help comes first its rules come after it, and are not skipped."""
    notices = frozenset({"stop-rules"})
    timeline = short_words(
        Hold(seconds=5.0, name="Calf"), delivery=Delivery(notices=notices), dose=Dose(as_needed=True)
    )
    (notice,) = timeline.notices
    assert next_start(timeline, timeline.steps[-1].at + 0.1) == notice.at
    assert timeline.cues[-1].text == "That is all for now. Well done."


def test_a_question_has_all_its_time_again_after_a_pause():
    """A question that was not answered before the pause can be answered after it."""
    timeline = short_words(Ask(question="pain"))
    (ask,) = [cue for cue in timeline.cues if cue.kind == "ask"]
    assert resumed(timeline, ask.at + 9.0) == (timeline, ask.at)


def test_a_pause_between_the_lead_in_and_the_start(calf):
    """The tick is heard again, as no hold begins without it."""
    assert [resumed(calf, at) for at in (4.5, 5.0)] == [(calf, 2.5)] * 2


def test_a_pause_on_the_tick_before_a_movement():
    """Without words the tick is the lead-in, from its very beginning."""
    timeline = short_words(Move(reps=3, name="Knee", pace=4.0), delivery=Delivery(detail="tones"))
    tick = next(cue for cue in timeline.cues if cue.text == "tick")
    assert [resumed(timeline, tick.at + later) for later in (0.0, 0.1, 0.5)] == [(timeline, tick.at)] * 3


def test_a_hold_after_words_that_last_until_the_tick_begins_with_the_tick():
    """The words are over, and none of them is heard again."""
    timeline = short_words(Hold(seconds=20.0, name="Calf", setup=0.0))
    tick = next(cue for cue in timeline.cues if cue.text == "tick")
    assert (timeline.cues[0].end, resumed(timeline, 10.0)) == (tick.at, (timeline, tick.at))


def test_a_pause_before_a_movement_that_nothing_leads_in():
    """A pause goes back to no lead-in where the movement has none."""
    move = Cue(at=0.5, seconds=4.0, kind="move", step=0)
    timeline = Timeline(routine="x", title="X", language="en", seconds=4.5, cues=(move,))
    assert resumed(timeline, 0.2) == (timeline, 0.2)


def test_a_pause_between_ready_and_the_first_repetition():
    """The word "Ready" is said again."""
    timeline = short_words(Move(reps=3, name="Knee", pace=4.0))
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
    """Interjected words keep away from words and edges of exercises; nothing else changes."""
    timeline = compose(routine, delivery, times)
    after = interjected(timeline, "Oh.", seconds, timeline.seconds * part)
    (words,) = set(after.cues) - set(timeline.cues)
    spoken = [cue for cue in after.cues if cue.kind in SPOKEN]
    edges = [edge for cue in after.cues if cue.kind == "hold" for edge in (cue.at, cue.end)]
    assert [cue for cue in after.cues if cue is not words and cue != words] == list(timeline.cues)
    assert all(b.at - a.end >= 0.15 - 1e-9 for a, b in itertools.pairwise(spoken) if words in (a, b))
    assert [edge for edge in edges if words.at < edge < words.end] == []
    assert words == Cue(at=words.at, seconds=words.seconds, kind="say", text="Oh.")
    assert 0.0 <= words.seconds - round(seconds, 6) < 0.001  # a clip's length is that exact at most
    asked = round(timeline.seconds * part, 3)
    in_the_way = [
        (cue.at, cue.end)
        for cue in timeline.cues
        if cue.kind in SPOKEN or cue.text in ("start", "end") or is_paced(cue)
    ]
    in_the_way += [(edge, edge) for cue in timeline.cues if cue.kind == "hold" for edge in (cue.at, cue.end)]
    silences = [asked, *(round(end + 0.15, 3) for _, end in in_the_way)]
    assert words.at == min(
        at
        for at in silences
        if at >= asked
        and all(first >= at + words.seconds + 0.15 or end + 0.15 <= at + 1e-9 for first, end in in_the_way)
    )
    assert after.seconds == max(timeline.seconds, words.end)


@pytest.mark.parametrize(
    ("after", "seconds", "at"),
    [
        (3.0, 2.35, 3.0),  # just until the start of the hold; the quiet tick before it may sound along
        (3.0, 2.351, 5.95),
        (4.0, 2.0, 5.95),  # after the start
        (0.2, 3.0, 0.65),  # after the name
        (25.2, 0.5, 26.65),  # not over the end
        (30.0, 0.5, 30.0),
    ],
)
def test_interjected_words_go_into_the_first_silence_that_is_long_enough(calf, after, seconds, at):
    """Interjected words avoid other words and the tones at which a hold begins and ends."""
    words = Cue(at=at, seconds=seconds, kind="say", text="Oh.")
    longer = interjected(calf, "Oh.", seconds, after)
    assert (words in longer.cues, longer.seconds) == (True, max(calf.seconds, words.end))


def test_interjected_words_are_never_shorter_than_their_clip(calf):
    """Their length is rounded up to the next millisecond, so that the gap after them stays whole."""
    (words,) = set(interjected(calf, "Oh.", 0.2501, 3.0).cues) - set(calf.cues)
    assert words == Cue(at=3.0, seconds=0.251, kind="say", text="Oh.")


def test_a_pause_between_ready_and_a_movement():
    """The person hears "Ready" again and nothing before it, as no movement starts without it."""
    steps = (Say(text="Sit tall."), Move(reps=2, name="Knee", tempo=(Phase("up", 2.0), Phase("down", 2.0))))
    timeline = compose(Routine(id="x", title="X", steps=steps), Delivery(), FixedDurations(0.5))
    ready = next(cue for cue in timeline.cues if cue.text == "Ready.")
    move = next(cue for cue in timeline.cues if cue.kind == "move")
    assert resumed(timeline, move.at - 0.1) == (timeline, ready.at)
