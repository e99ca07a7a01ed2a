"""Placeholders filled in."""

from __future__ import annotations

import pytest

from coach.routine.model import SidedText
from coach.timeline.english import ENGLISH
from coach.timeline.exercise import Placeholders, depends_on_side, fill_placeholders

FIGURES = Placeholders(side="left", rep=2, reps=3, set=1, sets=2, seconds=90.0)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{side} ear down.", "Left ear down."),
        ("Look over the {other_side} shoulder.", "Look over the right shoulder."),
        ("{rep} of {reps}, set {set} of {sets}.", "Two of three, set one of two."),
        ("Hold for {hold}.", "Hold for 1 minute 30 seconds."),
        ("{unknown} stays.", "{unknown} stays."),
        ("plain", "plain"),
        (SidedText("Das linke Bein", "Das rechte Bein"), "Das linke Bein"),
    ],
)
def test_filling(text, filled):
    """Each placeholder is replaced by its words, with a capital letter at the start of a sentence."""
    assert fill_placeholders(text, FIGURES, ENGLISH) == filled


@pytest.mark.parametrize(
    ("text", "depends"),
    [
        ("{side} ear", True),
        ("the {other_side} one", True),
        ("{rep}", False),
        (SidedText("a", "b"), True),
        (SidedText("a", "a"), False),
    ],
)
def test_depending_on_the_side(text, depends):
    """Such a text must be said again for the other side."""
    assert depends_on_side(text) == depends
