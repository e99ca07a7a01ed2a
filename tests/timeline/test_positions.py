"""How a timeline leads into a position: the name, the position with its side, the time for it, the cue."""

from __future__ import annotations

import pytest

from coach.routine.model import Breathe, BreathPattern, Hold, Repeat, Routine, Say
from coach.timeline.compose import compose
from coach.timeline.model import Delivery
from coach.timeline.playhead import wait_at
from fixed_durations import FixedDurations

RIGHT = "Now lie down on your right side. Take your time."
OVER_LEFT = "Now turn over to your left side. Take your time."
OVER_RIGHT = "Now turn over to your right side. Take your time."


def timeline_of(*steps, **fields):
    """The timeline of those steps, for a person who sits; every text takes half a second."""
    routine = Routine(**{"id": "x", "title": "X", "position": "seated", "steps": steps, **fields})
    return compose(routine, Delivery(), FixedDurations(0.5))


def outline(timeline):
    """The words, the waits in seconds and the holds in order, without counts and the closing words."""
    shown = {"say": lambda cue: cue.text, "wait": lambda cue: cue.seconds, "hold": lambda cue: cue.kind}
    return [shown[cue.kind](cue) for cue in timeline.cues if cue.kind in shown and cue.step is not None]


def clam(**fields):
    """A hold in side-lying."""
    return Hold(**{"seconds": 5.0, "name": "Clamshell", "position": "side-lying", "side": "each", **fields})


def test_the_person_lies_on_the_side_that_rests():
    """The side to lie on is said with the name, and between the sides the person turns over."""
    assert outline(timeline_of(clam(cue="Lift your {side} knee."))) == [
        "Clamshell.", RIGHT, 10.0, "Lift your left knee.", "hold", "And slowly come back.",
        OVER_LEFT, 10.0, "Lift your right knee.", "hold", "And slowly come back.",
    ]  # fmt: skip


def test_the_author_can_let_the_lower_side_work():
    """With `lie_on: side`, the left side plank is done lying on the left."""
    words = outline(timeline_of(clam(lie_on="side", side="right")))
    assert words == ["Clamshell.", RIGHT, 10.0, "hold", "And slowly come back."]


def test_somebody_who_lies_on_a_side_already_is_told_on_which():
    """Where the routine begins in side-lying, its first step says the side."""
    words = outline(timeline_of(clam(side="left"), position="side-lying"))
    assert words[:3] == ["Clamshell.", "Lie on your right side. Take your time.", 10.0]


def test_the_next_exercise_on_the_same_side_needs_no_time():
    """Nobody turns over for it, and the side that works is not mistaken for the side to lie on."""
    words = outline(timeline_of(clam(side="left"), clam(name="Leg lift", side="left")))
    assert words[5:] == ["Leg lift.", "Still on your right side.", "hold", "And slowly come back."]


def test_sets_turn_back():
    """Each set begins on the first side, so the person turns over for it."""
    words = outline(timeline_of(clam(sets=2)))
    assert [word for word in words if word in (RIGHT, OVER_LEFT, OVER_RIGHT)] == [
        RIGHT, OVER_LEFT, OVER_RIGHT, OVER_LEFT,
    ]  # fmt: skip


def test_a_repeat_turns_over_between_its_sides():
    """Steps that take their side from a repeat are lain for like others."""
    inner = (clam(side=None), clam(side=None, name="Leg lift"))
    words = outline(timeline_of(Repeat(times=1, steps=inner, side="each")))
    assert [word for word in words if isinstance(word, str) and "side" in word] == [
        RIGHT, "Still on your right side.", OVER_LEFT, "Still on your left side.",
    ]  # fmt: skip


def test_without_sides_any_side_will_do():
    """A hold without a side says what it said before, and breathing says its name first too."""
    breathe = Breathe(pattern=BreathPattern(4.0, 6.0), cycles=1, name="Easy breathing", position="lying")
    words = outline(timeline_of(clam(side=None), breathe))
    assert words == [
        "Clamshell.", "Now lie down on your side. Take your time.", 10.0, "hold", "And slowly come back.",
        "Easy breathing.", "Now turn onto your back. Take your time.", 10.0,
        "For one breath.", "Breathe out. Then in with the rising tone.", "In.", "Out.",
        "And breathe normally.",
    ]  # fmt: skip


def test_words_alone_come_after_the_position():
    """A `say` has no name, so its position comes first."""
    words = outline(timeline_of(Say(text="Let your back sink.", position="lying")))
    assert words == ["Now lie down on your back. Take your time.", 10.0, "Let your back sink."]


def test_turning_over_lengthens_a_rest_that_is_too_short():
    """The rest holds the words, the turning over and the setup; its author is told by how much it grew."""
    (grown,) = timeline_of(clam(rest=10.0)).grown_rests
    # end tone 0.5, release 0.5, gap 0.15, "Now turn over …" 0.5, turning 10, setup 2, lead-in 1
    assert (grown.waited, grown.seconds, grown.by_design) == (10.0, 4.65, False)


@pytest.mark.parametrize(("at", "waiting"), [(0.5, None), (1.35, 1.35), (11.0, 1.35), (11.35, None)])
def test_the_wait_is_found_while_it_lasts(at, waiting):
    """From the end of the sentence, for ten seconds, the person can say that they are there."""
    found = wait_at(timeline_of(clam()), at)
    assert (found and found.at) == waiting
