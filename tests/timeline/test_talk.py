"""Talk never stands where one should move: what may be said in a movement, and where all else is said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

import strategies
from coach.home import bundled_routines
from coach.routine.model import Breathe, Exercise, Hold, Move, Phase, Say
from coach.routine.reading import read_routine
from coach.routine.unroll import unrolled
from coach.routine.variants import wordings
from coach.timeline.compose import compose, utterances
from coach.timeline.model import SPOKEN, Delivery, is_paced
from coach.timeline.notices import notice_texts
from coach.timeline.words import capitalized, words_for
from coach.voice.estimate import estimate
from strategies import examples
from timeline.composed import timeline_of

BUNDLED = sorted(bundled_routines().glob("*/*.yaml"))
WAY_BACK, LEAST_WAY_BACK = 2.0, 1.25
"""Seconds after a hold, and where a written rest has to hold all that is said."""


def own_words(step, cue, at, words):
    """The words that belong to that instant of that repetition or breath: number, side, phase, the last."""
    if isinstance(step, Breathe):
        return {words.breathing[cue.phase]} if at == cue.at else set()
    own = {words.last_one}
    if at == cue.at:
        number = words.number(cue.rep)
        own |= {number, words.or_stop_here, f"{capitalized(number)}. {words.or_stop_here}"}
        if cue.side is not None:
            side = words.sides[cue.side]
            own |= {capitalized(f"{side}."), capitalized(f"{side}, {number}.")}
    begin = cue.at
    for phase in step.tempo:
        own |= {capitalized(f"{phase.name}.")} if at == begin else set()
        begin = round(begin + phase.seconds, 3)
    return own


def talk_in_movement(routine, timeline, words):
    """What begins in a repetition or a breath, or reaches into one from before, and does not belong there."""
    steps = [placed.step for placed in unrolled(routine)]
    spans = [cue for cue in timeline.cues if is_paced(cue)]
    said = [cue for cue in timeline.cues if cue.kind == "say"]
    found = []
    for span in spans:
        for cue in said:
            if cue.at < span.end and cue.end > span.at:
                began = next((one for one in spans if one.at <= cue.at < one.end), None)
                if began is None or cue.text not in own_words(steps[span.step], began, cue.at, words):
                    found.append(cue)
    return found


def ways_back(routine, timeline):
    """After each hold: whether the author wrote its rest or its setup, and seconds until the next words.

    Its release line does not count.
    """
    rests = {cue.at for cue in timeline.cues if cue.kind == "rest"}
    steps = [placed.step for placed in unrolled(routine)]
    found = []
    for hold in (cue for cue in timeline.cues if cue.kind == "hold"):
        said = [cue for cue in timeline.cues if cue.kind in SPOKEN and cue.at >= hold.end]
        if said and said[0].at <= hold.end + 0.501 and said[0].step == hold.step:
            del said[0]
        is_written = hold.end in rests or steps[hold.step].setup is not None
        found += [(is_written, round(cue.at - hold.end, 3)) for cue in said[:1]]
    return found


def talk_while_changing_position(timeline):
    """What is said while the person gets into another position."""
    waits = [cue for cue in timeline.cues if cue.kind == "wait"]
    return [
        cue
        for wait in waits
        for cue in timeline.cues
        if cue.kind in SPOKEN and cue.at < wait.end and cue.end > wait.at
    ]


@given(strategies.routines, strategies.deliveries, strategies.speaking_times)
@examples(120)
def test_in_a_movement_only_its_own_words_are_said(routine, delivery, times):
    """In repetitions and breaths nothing is said but the word of that instant, however slow the voice."""
    timeline = compose(routine, delivery, times)
    assert talk_in_movement(routine, timeline, words_for(delivery.language)) == []


@given(strategies.routines, strategies.deliveries, strategies.speaking_times)
@examples(120)
def test_the_way_back_is_free_of_talk(routine, delivery, times):
    """For two seconds after a hold only its release line is said, unless the author wrote less."""
    timeline = compose(routine, delivery, times)
    back = ways_back(routine, timeline)
    assert [seconds for is_written, seconds in back if seconds < WAY_BACK and not is_written] == []
    assert talk_while_changing_position(timeline) == []


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("slowness", [1.0, 1.4])
def test_no_bundled_routine_talks_where_one_should_move(path, slowness):
    """In every wording and detail: in movements, on the way back, while one changes position."""
    routine = read_routine(path)
    language = routine.language
    words = words_for(language)
    for wording in range(wordings(routine)):
        for detail in ("full", "brief"):
            notices = frozenset(notice_texts(routine, language))
            delivery = Delivery(language=language, detail=detail, wording=wording, notices=notices)
            lengths = {
                text: slowness * estimate(text, language, 150) for text in utterances(routine, delivery)
            }
            timeline = compose(routine, delivery, lengths)
            assert talk_in_movement(routine, timeline, words) == []
            assert talk_while_changing_position(timeline) == []
            least = LEAST_WAY_BACK if slowness == 1.0 else 0.0
            back = ways_back(routine, timeline)
            short = [s for is_written, s in back if s < (least if is_written else WAY_BACK)]
            assert short == []


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_there_is_time_to_do_what_the_first_words_ask_for(path):
    """Between the author's words and the first exercise are 4 s, standing or on the floor 10 s."""
    routine = read_routine(path)
    placed = unrolled(routine)
    pairs = [
        before.index
        for before, step in pairwise(placed)
        if isinstance(before.step, Say) and isinstance(step.step, Exercise | Breathe)
    ][:1]
    if routine.dose.as_needed:
        pairs = []
    seconds = {"standing": 10.0, "lying": 10.0}.get(routine.position, 4.0)
    delivery = Delivery(language=routine.language)
    lengths = {text: estimate(text, routine.language, 150) for text in utterances(routine, delivery)}
    cues = compose(routine, delivery, lengths).cues
    waits = [cue.seconds for cue in cues if cue.kind == "wait" and cue.step in pairs]
    assert waits == [seconds for _ in pairs]


def said_before(timeline, kind):
    """What is said before the first such span."""
    first = next(cue.at for cue in timeline.cues if cue.kind == kind)
    return [cue.text for cue in timeline.cues if cue.kind == "say" and cue.at < first]


SQUAT = {"name": "Squat", "cue": "Sit down and up.", "remind": ("Heels down.", "Breathe.")}


def test_reminders_of_repetitions_come_before_them():
    """Where one moves to a beat nobody listens: they stand behind the cue, before the word "Ready"."""
    step = Move(reps=3, tempo=(Phase("down", 2.0), Phase("up", 2.0)), caution="No pain.", **SQUAT)
    assert said_before(timeline_of(step), "move") == [
        "Squat.", "Sit down and up.", "No pain.", "Heels down.", "Breathe.", "Ready.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("set_rest", "said"),
    [
        (60.0, ["Set two of two.", "Heels down.", "Breathe.", "Ready."]),
        (8.0, ["Set two of two.", "Ready."]),
        (0.0, ["Set two of two.", "Ready."]),
    ],
)
def test_between_the_sets_they_are_said_where_the_rest_has_time(set_rest, said):
    """A rest never grows for a reminder that was heard before the first set."""
    step = Move(reps=3, pace=3.0, sets=2, set_rest=set_rest, **SQUAT)
    timeline = timeline_of(step)
    second = [cue.text for cue in timeline.cues if cue.kind == "say" and cue.set == 2]
    assert (second[: len(said)], timeline.grown_rests) == (said, ())


def test_reminders_at_the_persons_own_pace_come_before_it():
    """At the person's own pace reminders come before the movement, not into a repetition."""
    step = Move(reps=5, pace="own", **SQUAT)
    assert said_before(timeline_of(step), "move")[-4:] == [
        "At your own pace, five repetitions.", "Heels down.", "Breathe.", "Ready.",
    ]  # fmt: skip


def test_a_free_movement_has_its_reminders_in_it():
    """Without a beat one moves as one likes, as in a hold: a word there is in nobody's way."""
    step = Move(seconds=40.0, name="Walk", remind=("Look around.",))
    timeline = timeline_of(step)
    (walk,) = [cue for cue in timeline.cues if cue.kind == "move"]
    (cue,) = [cue for cue in timeline.cues if cue.text == "Look around."]
    assert walk.at < cue.at < cue.end < walk.end


@pytest.mark.parametrize(
    ("position", "seconds"),
    [("seated", 4.0), ("any", 4.0), ("standing", 10.0), ("lying", 10.0), ("all-fours", 10.0)],
)
def test_the_first_words_have_their_time(position, seconds):
    """After what is said before the first exercise, one gets there before its name is said."""
    timeline = timeline_of(
        Say(text="Get ready."), Hold(seconds=10.0, name="Bridge"), Say(text="Now."), Hold(seconds=10.0),
        position=position,
    )  # fmt: skip
    waits = [(cue.at, cue.seconds, cue.step) for cue in timeline.cues if cue.kind == "wait"]
    assert waits == [(1.0, seconds, 0)]
    assert next(cue.at for cue in timeline.cues if cue.text == "Bridge.") == 1.0 + seconds


def test_the_author_can_do_without():
    """With `position: as-said`, and where help begins at once, nothing is waited for."""
    steps = (Say(text="Lie on your side."), Hold(seconds=10.0, name="Bridge"))
    assert [cue for cue in timeline_of(*steps, position="as-said").cues if cue.kind == "wait"] == []
