"""The safety notices of a routine."""

from __future__ import annotations

import pytest

from coach.routine.model import Routine, Say
from coach.timeline.english import ENGLISH
from coach.timeline.notices import notice_texts, notice_version


def routine(**fields):
    """A routine with these fields."""
    return Routine(**{"id": "x", "title": "X", "kind": "stretch", "steps": (Say(text="Sit."),), **fields})


@pytest.mark.parametrize(
    ("fields", "own"),
    [
        ({}, ()),
        ({"kind": "breathing"}, (ENGLISH.breathing_rules,)),
        ({"kind": "relaxation"}, (ENGLISH.breathing_rules,)),
        ({"not_for": ("a new hip", "a fever")}, ("Not for you if you have: a new hip or a fever.",)),
        ({"not_for": ("a fever.",)}, ("Not for you if you have: a fever.",)),
        ({"cautions": ("Rise slowly.",)}, ("Rise slowly.",)),
        ({"stop_if": ("numbness",)}, ("Stop if you notice: numbness.",)),
        ({"pain_limit": 4}, ("In this routine, stop if pain reaches four.",)),
    ],
)
def test_a_routines_own_notice(fields, own):
    """Who should leave it out, what to watch, when to stop; nothing where there is nothing."""
    expected = {"stop-rules": ENGLISH.stop_rules}
    assert notice_texts(routine(**fields), "en") == (expected | {"routine": own} if own else expected)


def test_the_version_follows_the_words():
    """Other words, or another routine, make another version; the stop rules are the same for all."""
    first, second = routine(id="a"), routine(id="b")
    words = ("Rise slowly.",)
    assert notice_version("routine", first, words) != notice_version("routine", second, words)
    assert notice_version("stop-rules", first, words) == notice_version("stop-rules", second, words)
    assert notice_version("routine", first, words) != notice_version("routine", first, ("Rise.",))


def test_the_version_stays_the_same_for_the_same_words():
    """It is in journals: computed in another way, everybody would hear every notice once more."""
    words = ("Rise slowly.", "Hold on to something.")
    assert notice_version("stop-rules", routine(id="a"), words) == "dc580c5dedf5"
    assert notice_version("routine", routine(id="a"), words) == "07e1a21ddf9d"
