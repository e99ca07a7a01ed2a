"""Each bundled routine as it is heard with closed eyes: who, what, where and for how long, before one moves.

What no bundled routine has is tested with the timelines: the side to lie on, turning over (test_positions),
a round named once (test_compose_repeats), the end of an effort and of a hold that is not counted, two
questions, the words of a tempo (test_compose_words), a list with an "or" in it (test_english).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from coach.home import bundled_routines
from coach.routine.model import Breathe, Exercise, Move, Wait
from coach.routine.reading import read_routine
from coach.routine.unroll import unrolled
from coach.timeline.compose import compose, utterances
from coach.timeline.model import SPOKEN, Delivery
from coach.timeline.notices import notice_texts
from coach.timeline.positions import FLOOR
from coach.timeline.words import words_for
from coach.voice.estimate import estimate

BUNDLED = sorted(bundled_routines().glob("*/*.yaml"))
every_routine = pytest.mark.parametrize(
    "path", BUNDLED, ids=[f"{path.parent.name}-{path.stem}" for path in BUNDLED]
)
SIDE_WORDS = {
    "en": {"left": "left", "right": "right"},
    "de": {"left": "link", "right": "recht"},
    "es": {"left": "izquierd", "right": "derech"},
    "fr": {"left": "gauche", "right": "droit"},
}


@cache
def heard(path, detail="full"):
    """The routine, its steps and its timeline, as it is heard the first time, or once it is known."""
    routine = read_routine(path)
    notices = frozenset(notice_texts(routine, routine.language))
    delivery = Delivery(language=routine.language, detail=detail, notices=notices)
    lengths = {text: estimate(text, routine.language, 150) for text in utterances(routine, delivery)}
    steps = [placed.step for placed in unrolled(routine)]
    return routine, steps, compose(routine, delivery, lengths)


def first_starts(timeline):
    """The first hold, repetition or breath of each step, side and set."""
    found = {}
    for cue in timeline.cues:
        if cue.kind in ("hold", "move", "breathe"):
            found.setdefault((cue.step, cue.side, cue.set), cue)
    return list(found.values())


def said_before(timeline, start, after=0.0):
    """The words of its step before that start, in order."""
    return [
        cue
        for cue in timeline.cues
        if cue.kind == "say" and cue.step == start.step and after <= cue.at < start.at
    ]


@every_routine
def test_the_name_comes_first_then_the_position_then_the_cue(path):
    """In every step the words stand in this order, and the caution right before the start."""
    _, steps, timeline = heard(path)
    for start in first_starts(timeline):
        step = steps[start.step]
        if start.set not in (1, None):
            continue
        texts = [cue.text for cue in said_before(timeline, start)]
        waits = [c.at for c in timeline.cues if c.kind == "wait" and c.step == start.step and c.at < start.at]
        name = step.name if isinstance(step.name, str) else step.name.any[0]
        if name:
            assert texts[0].startswith(name)
        if waits:
            order = [cue for cue in said_before(timeline, start) if cue.end <= waits[0] + 1e-6]
            assert len(order) == 2
        if isinstance(step, Exercise) and step.caution:
            assert step.caution in texts


@every_routine
@pytest.mark.parametrize("detail", ["full", "brief"])
def test_the_side_is_told_before_it_is_its_turn(path, detail):
    """Before the first hold or repetition on a side, and after what was before it, that side is named."""
    routine, steps, timeline = heard(path, detail)
    before = 0.0
    for start in first_starts(timeline):
        step = steps[start.step]
        if start.side and not (isinstance(step, Move) and step.side == "alternate"):
            words = " ".join(cue.text for cue in said_before(timeline, start, before)).lower()
            assert SIDE_WORDS[routine.language][start.side] in words
        before = start.end


@every_routine
def test_both_sides_are_explained(path):
    """The first time that a leg or a wrist has its turn, its cue is said."""
    _, steps, timeline = heard(path)
    for start in first_starts(timeline):
        step = steps[start.step]
        if start.set in (1, None) and isinstance(step, Exercise | Breathe) and step.cue:
            texts = [cue.text for cue in timeline.cues if cue.kind == "say" and cue.step == start.step]
            assert len(texts) > 1
            turn = [
                cue
                for cue in said_before(timeline, start)
                if cue.side in (start.side, None) and len(cue.text) > len("Now the right side.")
            ]
            assert turn


@every_routine
def test_another_position_has_its_time(path):
    """Between the end of one exercise and the start of the next in another position are 10 s and more."""
    routine, steps, timeline = heard(path)
    position, end = routine.position, 0.0
    for start in first_starts(timeline):
        needed = getattr(steps[start.step], "position", None) or position
        if needed != position:
            waits = [c for c in timeline.cues if c.kind == "wait" and end <= c.at < start.at]
            assert sum(cue.seconds for cue in waits) >= 10.0
        position, end = needed, start.end


@every_routine
def test_a_person_who_stands_or_lies_has_time_to_get_there(path):
    """A routine that begins standing or on the floor gives 10 s for it, or waits for the person."""
    routine, _, timeline = heard(path)
    starts = first_starts(timeline)
    if starts and (routine.position in FLOOR or routine.position == "standing"):
        waits = [cue for cue in timeline.cues if cue.kind == "wait" and cue.at < starts[0].at]
        assert sum(cue.seconds for cue in waits) >= 10.0


@every_routine
def test_sentences_have_room_to_breathe(path):
    """Two sentences are 0.35 s apart, but in a rest whose length is written, where they may be 0.15 s."""
    _, _, timeline = heard(path)
    said = [cue for cue in timeline.cues if cue.kind in SPOKEN]
    close = [
        (one.text, two.text)
        for one, two in pairwise(said)
        if two.at - one.end < 0.35 - 1e-6
        and (one.kind, two.kind) == ("say", "say")
        and two.rep in (None, 1)
        and two.text not in _counts(timeline.language)
        and one.text not in _counts(timeline.language)
        and not _releases(two, timeline)
    ]
    assert close == []


def _counts(language):
    words = words_for(language)
    return {words.last_one, words.ready, *(words.number(number) for number in range(1, 201))}


def _releases(two, timeline):
    """Whether it is a release line, which follows the count, or the tones."""
    return any(cue.kind == "hold" and cue.end <= two.at <= cue.end + 0.5 for cue in timeline.cues)


@every_routine
def test_it_is_told_how_long(path):
    """Where the coach does not count down, the length is said before: of breathing, and a free movement."""
    routine, steps, timeline = heard(path)
    words = words_for(routine.language)
    for start in first_starts(timeline):
        step = steps[start.step]
        texts = [cue.text for cue in said_before(timeline, start)]
        if isinstance(step, Breathe):
            cycles = len({c.rep for c in timeline.cues if c.kind == "breathe" and c.step == start.step})
            length = f"{words.duration(step.seconds)}." if step.seconds else words.breaths(cycles)
            assert length in texts
        if isinstance(step, Move) and step.is_free:
            assert f"{words.duration(step.seconds)}." in texts


@every_routine
@pytest.mark.parametrize("detail", ["full", "brief"])
def test_every_end_is_heard(path, detail):
    """A hold ends with tones, or in relaxation with words on the instant, the routine with its goodbye."""
    routine, steps, timeline = heard(path, detail)
    words = words_for(routine.language)
    heard_at = {cue.at for cue in timeline.cues if cue.kind in ("say", "tone")}
    assert [cue for cue in timeline.cues if cue.kind == "hold" and cue.end not in heard_at] == []
    if any(isinstance(step, Exercise | Breathe) for step in steps):
        assert timeline.cues[-1].text == words.finished


WHAT_TO_FEEL = {
    "en": r"as far as feels easy|gentle pull",
    "de": r"so weit, wie es leicht geht|bis es leicht zieht",
    "es": r"hasta donde le resulte fácil|tensión suave",
    "fr": r"ce qui est facile|léger étirement",
}


@every_routine
def test_it_is_told_what_to_feel(path):
    """Before the first stretch it is said how far to go: nobody sees it, and nobody corrects it."""
    routine, _, timeline = heard(path)
    holds = [cue for cue in timeline.cues if cue.kind == "hold"]
    is_stretched = routine.kind in ("stretch", "movement") and not routine.dose.as_needed
    if holds and is_stretched:
        said = " ".join(cue.text for cue in timeline.cues if cue.kind == "say" and cue.at < holds[0].at)
        assert re.search(WHAT_TO_FEEL[routine.language], said)


WHAT_IS_FETCHED = {
    "feet": ("shoes", "Sole stretch", "wall", "Calf stretch"),
    "morning": ("wall", "Calf stretch"),
    "neck-strength": ("band", "Lateral raise"),
}


@pytest.mark.parametrize(("id_", "pairs"), WHAT_IS_FETCHED.items())
def test_what_is_needed_is_fetched_before(id_, pairs):
    """The coach waits for shoes to be taken off, for a band to be fetched, for the way to a wall."""
    _, steps, _ = heard(bundled_routines() / "en" / f"{id_}.yaml")
    for thing, name in zip(pairs[::2], pairs[1::2], strict=True):
        wait = next(i for i, step in enumerate(steps) if isinstance(step, Wait) and thing in step.text)
        use = next(i for i, step in enumerate(steps) if getattr(step, "name", "") == name)
        between = [step for step in steps[wait + 1 : use] if isinstance(step, Exercise)]
        assert (wait < use, between) == (True, [])


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_legs_are_changed_in_ten_seconds(language):
    """People over 55, standing, at night: from one leg's release to the other's start are 10 s and more."""
    _, _, timeline = heard(bundled_routines() / language / "calves-before-bed.yaml")
    holds = [cue for cue in timeline.cues if cue.kind == "hold"]
    changes = [two.at - one.end for one, two in pairwise(holds) if one.step == two.step]
    assert len(changes) == 10
    assert min(changes) >= 10.0 - 1e-6
