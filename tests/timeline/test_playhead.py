"""Moving about in a timeline.

Mutants that change nothing: other labels in `_edges`, which only have to differ; rounding by less than a
millisecond; `None` at once instead of after the loop in `span_at` and `sounding_at`; moving words to where
they are; the first phase left out in `_breath_end`, as others follow it; `<=` for a span that begins now,
which is under way; `<=` and `<` for a count at the end of a span and a cue that ends as a movement begins, as
a second of silence lies between them.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from coach.routine.model import Ask, Breathe, BreathPattern, Dose, Hold, Move, Phase, Rest, Routine, Say
from coach.timeline.compose import compose
from coach.timeline.model import SPANS, SPOKEN, Cue, Delivery, DroppedWords, NoticeSpan, StepSpan, Timeline
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
    sounding_at,
    span_at,
    step_at,
)
from fixed_durations import FixedDurations
from strategies import examples


def timeline_of(*steps, delivery=None, **fields):
    """The timeline of those steps."""
    routine = Routine(**{"id": "x", "title": "X", "position": "seated", "steps": steps, **fields})
    return compose(routine, delivery or Delivery(), FixedDurations(0.5))


@pytest.fixture
def calf():
    """Its name is at 0, the tick at 4.5, the hold from 5.5 to 25.5 and the count from 22.5."""
    return timeline_of(Hold(seconds=20.0, name="Calf"), Say(text="Well done."))


def test_a_hold_begins_again_with_its_lead_in(calf):
    """The person has let go, so two seconds to get back come first, then the tick and the whole hold."""
    assert resumed(calf, 15.0) == (calf, 2.5)


def test_a_hold_begins_again_after_the_words_before_it():
    """Where less than two seconds lie between the words and the tick, it begins right after the words."""
    timeline = timeline_of(Hold(seconds=20.0, name="Calf", setup=1.0))
    assert resumed(timeline, 10.0) == (timeline, 0.5)


def test_words_begin_again(calf):
    """A pause in the middle of a word goes back to the beginning of that utterance."""
    assert resumed(calf, 0.3) == (calf, 0.0)


def test_silence_goes_on_where_it_was(calf):
    """In a silence the person has let go of nothing."""
    assert resumed(calf, 2.0) == (calf, 2.0)


def test_a_repetition_begins_again_with_ready():
    """It gets a lead-in of its own, and everything after it moves on by as much."""
    timeline = timeline_of(Move(reps=3, name="Knee", tempo=(Phase("up", 2.0), Phase("down", 2.0))))
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
    timeline = timeline_of(Move(reps=2, name="Knee", side="each", sets=2, pace=4.0))
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
    """It gets no second lead-in, as it has one already."""
    timeline = timeline_of(Move(reps=3, name="Knee", pace=4.0))
    ready = next(cue for cue in timeline.cues if cue.text == "Ready.")
    first = next(cue for cue in timeline.cues if cue.kind == "move")
    assert resumed(timeline, first.at + 1.0) == (timeline, ready.at)


def test_a_breath_begins_again_with_the_in_breath():
    """Two quiet seconds come before it."""
    pattern = BreathPattern(inhale=4.0, exhale=6.0)
    timeline = timeline_of(Breathe(pattern=pattern, cycles=3))
    second = [cue for cue in timeline.cues if cue.kind == "breathe" and cue.phase == "in"][1]
    again, position = resumed(timeline, second.at + 7.0)
    breaths = [cue.at for cue in again.cues if cue.kind == "breathe" and cue.phase == "in"]
    assert (position, breaths[1]) == (second.at, second.at + 2.0)


def test_ten_seconds_more_come_before_the_count(calf):
    """The hold is ten seconds longer, and is still counted down at its end."""
    longer = extended(calf, 10.0, 10.0)
    hold = next(cue for cue in longer.cues if cue.kind == "hold")
    counts = [cue.at for cue in longer.cues if cue.kind == "count"]
    assert (hold.at, hold.seconds, counts) == (5.5, 30.0, [32.5, 33.5, 34.5])
    assert longer.seconds == calf.seconds + 10.0


@pytest.mark.parametrize("count", ["last-3", "all"])
@pytest.mark.parametrize("step", [Hold(seconds=19.4, name="Calf"), Move(seconds=19.4, name="Calf")])
def test_ten_seconds_more_come_right_before_three_two_one(step, count):
    """What is said before stays where it is, also in a movement by time, at any millisecond."""
    timeline = timeline_of(Rest(seconds=0.007), replace(step, count=count, remind=("Soft.",)))
    span = next(cue for cue in timeline.cues if cue.kind in ("hold", "move"))
    three = next(cue for cue in timeline.cues if cue.text == "three")
    expected = inserted(timeline, three.at, 10.0)
    assert [extended(timeline, at, 10.0) for at in (span.at, span.at + 2.0, three.at - 0.001)] == [
        expected
    ] * 3
    assert extended(timeline, three.at, 10.0) == inserted(timeline, three.end, 10.0)


def test_ten_seconds_more_in_the_middle_of_the_count(calf):
    """The current word is finished, then come the ten seconds and the rest of the count."""
    longer = extended(calf, 23.6, 10.0)
    hold = next(cue for cue in longer.cues if cue.kind == "hold")
    counts = [cue.at for cue in longer.cues if cue.kind == "count"]
    assert (hold.seconds, counts) == (30.0, [22.5, 23.5, 34.5])


def test_ten_seconds_more_of_breathing():
    """They are as many whole breaths as fill the time, without words."""
    timeline = timeline_of(Breathe(pattern=BreathPattern(inhale=3.0, exhale=4.0), cycles=2))
    begin = next(cue.at for cue in timeline.cues if cue.kind == "breathe")
    longer = extended(timeline, begin + 8.0, 10.0)
    phases = [(cue.phase, cue.at - begin) for cue in longer.cues if cue.kind == "breathe"]
    assert phases == [
        (phase, 7.0 * cycle + offset) for cycle in range(4) for phase, offset in (("in", 0.0), ("out", 3.0))
    ]
    assert longer.steps[0].seconds == timeline.steps[0].seconds + 14.0


def test_ten_seconds_more_of_the_first_breath():
    """Only the current breath is repeated, and not the others that follow it."""
    timeline = timeline_of(Breathe(pattern=BreathPattern(inhale=3.0, exhale=4.0), cycles=4))
    begin = next(cue.at for cue in timeline.cues if cue.kind == "breathe")
    assert extended(timeline, begin + 1.0, 10.0).seconds == timeline.seconds + 14.0


def test_ten_seconds_more_of_a_movement():
    """They are whole repetitions, with a beat in place of the number."""
    timeline = timeline_of(Move(reps=3, name="Knee", pace=4.0))
    first = next(cue.at for cue in timeline.cues if cue.kind == "move")
    longer = extended(timeline, first + 5.0, 10.0)
    assert [cue.at - first for cue in longer.cues if cue.kind == "move"] == [0.0, 4.0, 8.0, 12.0, 16.0, 20.0]
    assert [cue for cue in longer.cues if cue.text == "beat"] == [
        Cue(at=first + offset, seconds=0.15, kind="tone", text="beat", step=0, set=1, rep=2)
        for offset in (8.0, 12.0, 16.0)
    ]


def test_ten_seconds_more_of_a_movement_that_is_not_counted():
    """Each repetition has one beat, and no second one in place of a number."""
    timeline = timeline_of(Move(reps=3, name="Knee", pace=4.0, count="none"))
    first = next(cue.at for cue in timeline.cues if cue.kind == "move")
    longer = extended(timeline, first + 5.0, 10.0)
    beats = [cue.at - first for cue in longer.cues if cue.text == "beat"]
    assert beats == [4.0 * rep for rep in range(6)]


def test_ten_seconds_more_of_a_rest():
    """The rest grows by ten seconds."""
    timeline = timeline_of(Rest(seconds=30.0))
    assert extended(timeline, 10.0, 10.0).cues[0].seconds == 40.0


def test_ten_seconds_more_at_the_last_moment_of_a_long_rest():
    """Half a second before its end it is still a rest that can grow."""
    timeline = timeline_of(Rest(seconds=900.0))
    rest = timeline.cues[0]
    assert extended(timeline, rest.end - 0.5, 10.0).cues[0].seconds == 910.0


def test_no_time_is_added_behind_what_is_over_when_its_words_are():
    """Words that end with the rest are finished first, and then nothing is left to extend."""
    rest = Cue(at=0.0, seconds=10.0, kind="rest", step=0)
    words = Cue(at=8.0, seconds=2.0, kind="say", text="Stand up.", step=0)
    timeline = Timeline(routine="x", title="X", language="en", seconds=20.0, cues=(rest, words))
    assert extended(timeline, 9.0, 10.0) == timeline


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
    """It goes from anywhere in a step to the beginning of the one before; the first begins again."""
    timeline = timeline_of(*(Rest(seconds=float(seconds)) for seconds in (3, 4, 5)))
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
    timeline = timeline_of(Rest(seconds=5.0), delivery=delivery, cautions=("Rise slowly.",))
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
    timeline = timeline_of(Say(text="Sit."), delivery=Delivery(notices=frozenset({"stop-rules"})))
    notice = timeline.notices[0]
    assert notice_at(timeline, 0.1) == notice
    assert notice_at(timeline, notice.end) is None
    assert next_start(timeline, 0.1) == timeline.steps[0].at


@given(strategies.routines, strategies.deliveries, strategies.speaking_times, st.floats(0.0, 1.0))
@examples(60)
def test_every_instant_belongs_to_one_step_and_one_span(routine, delivery, times, part):
    """It belongs to the one that began last, from its very beginning until the next begins."""
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
    """It is heard until its end, which is silent."""
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


@pytest.fixture
def warned():
    """A timeline with the stop rules first, and then words."""
    return timeline_of(
        Say(text="Sit."), Say(text="Rise."), delivery=Delivery(notices=frozenset({"stop-rules"}))
    )


def test_going_back_in_a_notice_skips_none(warned):
    """Before the first step the current notice begins again, even if it was moved."""
    later = extended(warned, 0.0, 10.0)
    assert [previous_start(warned, 0.4), previous_start(later, 5.0)] == [0.0, 0.0]


def test_more_time_in_a_notice_makes_it_longer(warned):
    """It is over when its last words are, and the first step begins there."""
    (before,), after = warned.notices, extended(warned, 0.2, 10.0)
    assert (after.notices[0].at, after.notices[0].end) == (before.at, before.end + 10.0)
    assert after.steps[0].at == after.notices[0].end


def test_next_in_the_help_leads_to_the_notices_behind_it():
    """Where help comes first its rules come after it, and are not skipped."""
    notices = frozenset({"stop-rules"})
    timeline = timeline_of(
        Hold(seconds=5.0, name="Calf"), delivery=Delivery(notices=notices), dose=Dose(as_needed=True)
    )
    (notice,) = timeline.notices
    assert next_start(timeline, timeline.steps[-1].at + 0.1) == notice.at
    assert timeline.cues[-1].text == "That is all for now. Well done."


def test_more_time_at_the_beginning_of_a_step_is_that_steps(warned):
    """It is not added to the step before, which is over."""
    before = warned.steps[1]
    after = extended(warned, before.at, 10.0).steps[1]
    assert (after.at, after.end) == (before.at, before.end + 10.0)


def test_a_question_has_all_its_time_again_after_a_pause():
    """A question that was not answered before the pause can be answered after it."""
    timeline = timeline_of(Ask(question="pain"))
    (ask,) = [cue for cue in timeline.cues if cue.kind == "ask"]
    assert resumed(timeline, ask.at + 9.0) == (timeline, ask.at)


def test_a_pause_between_the_lead_in_and_the_start(calf):
    """The tick is heard again, as no hold begins without it."""
    assert [resumed(calf, at) for at in (4.5, 5.0)] == [(calf, 2.5)] * 2


def test_a_pause_on_the_tick_before_a_movement():
    """Without words the tick is the lead-in, from its very beginning."""
    timeline = timeline_of(Move(reps=3, name="Knee", pace=4.0), delivery=Delivery(detail="tones"))
    tick = next(cue for cue in timeline.cues if cue.text == "tick")
    assert [resumed(timeline, tick.at + later) for later in (0.0, 0.1, 0.5)] == [(timeline, tick.at)] * 3


def test_a_hold_after_words_that_last_until_the_tick_begins_with_the_tick():
    """The words are over, and none of them is heard again."""
    timeline = timeline_of(Hold(seconds=20.0, name="Calf", setup=0.0))
    tick = next(cue for cue in timeline.cues if cue.text == "tick")
    assert (timeline.cues[0].end, resumed(timeline, 10.0)) == (tick.at, (timeline, tick.at))


def test_a_pause_before_a_movement_that_nothing_leads_in():
    """There is no lead-in to go back to."""
    move = Cue(at=0.5, seconds=4.0, kind="move", step=0)
    timeline = Timeline(routine="x", title="X", language="en", seconds=4.5, cues=(move,))
    assert resumed(timeline, 0.2) == (timeline, 0.2)


def test_a_pause_between_ready_and_the_first_repetition():
    """The word "Ready" is said again."""
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
    """They keep it to other words and to the edges of holds, and nothing else changes."""
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
    in_the_way = [cue for cue in timeline.cues if cue.kind in SPOKEN or cue.text in ("start", "end")]
    silences = [asked, *(round(cue.end + 0.15, 3) for cue in in_the_way)]
    assert words.at == min(
        at
        for at in silences
        if at >= asked
        and all(cue.at >= at + words.seconds + 0.15 or cue.end + 0.15 <= at + 1e-9 for cue in in_the_way)
    )
    assert after.seconds == max(timeline.seconds, words.end)


@pytest.mark.parametrize(
    ("after", "seconds", "at"),
    [
        (3.0, 2.35, 3.0),  # just until the start of the hold; the quiet tick before it may sound along
        (3.0, 2.351, 5.95),
        (4.0, 2.0, 5.95),  # after the start
        (0.2, 3.0, 0.65),  # after the name
        (25.2, 0.5, 28.35),  # not over the end, and between the words after it is no room
        (30.0, 0.5, 30.0),
    ],
)
def test_interjected_words_go_into_the_first_silence_that_is_long_enough(calf, after, seconds, at):
    """They avoid other words and the tones at which a hold begins and ends."""
    words = Cue(at=at, seconds=seconds, kind="say", text="Oh.")
    longer = interjected(calf, "Oh.", seconds, after)
    assert (words in longer.cues, longer.seconds) == (True, max(calf.seconds, words.end))


def test_interjected_words_are_never_shorter_than_their_clip(calf):
    """Their length is rounded up to the next millisecond, so that the gap after them stays whole."""
    (words,) = set(interjected(calf, "Oh.", 0.2501, 3.0).cues) - set(calf.cues)
    assert words == Cue(at=3.0, seconds=0.251, kind="say", text="Oh.")


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


@pytest.mark.parametrize(
    ("at", "cues", "steps", "notices", "dropped"),
    [
        (0.0, [(10, 2), (12, 6), (12, 1)], [(12, 6), (18, 5)], [(10, 12)], [10, 15]),
        (2.0, [(0, 2), (12, 6), (12, 1)], [(12, 6), (18, 5)], [(0, 12)], [0, 15]),
        (5.0, [(0, 2), (2, 16), (2, 1)], [(2, 16), (18, 5)], [(0, 2)], [0, 15]),
        (8.0, [(0, 2), (2, 6), (2, 1)], [(2, 16), (18, 5)], [(0, 2)], [0, 5]),
    ],
)
def test_time_put_in_moves_what_begins_then_or_later(at, cues, steps, notices, dropped):
    """What has begun grows, and a step or notice also if it ends there, so that no gap opens."""
    timeline = Timeline(
        routine="x",
        title="X",
        language="en",
        seconds=13.0,
        cues=(
            Cue(at=0.0, seconds=2.0, kind="say", text="Rise slowly."),
            Cue(at=2.0, seconds=6.0, kind="hold", text="Calf", step=0),
            Cue(at=2.0, seconds=1.0, kind="tone", text="start", step=0),
        ),
        steps=(
            StepSpan(index=0, kind="hold", name="Calf", at=2.0, seconds=6.0),
            StepSpan(index=1, kind="rest", name="Rest", at=8.0, seconds=5.0),
        ),
        notices=(NoticeSpan("routine", "1", 0.0, 2.0),),
        dropped=(DroppedWords(0.0, "Oh.", 0, "no room"), DroppedWords(5.0, "Ah.", 0, "no room")),
    )
    longer = inserted(timeline, at, 10.0)
    assert [(cue.at, cue.seconds) for cue in longer.cues] == cues
    assert [(step.at, step.seconds) for step in longer.steps] == steps
    assert [(notice.at, notice.end) for notice in longer.notices] == notices
    assert [words.at for words in longer.dropped] == dropped
    assert longer.seconds == 23.0


def test_a_pause_between_ready_and_a_movement():
    """The person hears "Ready" again and nothing before it, as no movement starts without it."""
    steps = (Say(text="Sit tall."), Move(reps=2, name="Knee", tempo=(Phase("up", 2.0), Phase("down", 2.0))))
    timeline = compose(Routine(id="x", title="X", steps=steps), Delivery(), FixedDurations(0.5))
    ready = next(cue for cue in timeline.cues if cue.text == "Ready.")
    move = next(cue for cue in timeline.cues if cue.kind == "move")
    assert resumed(timeline, move.at - 0.1) == (timeline, ready.at)
