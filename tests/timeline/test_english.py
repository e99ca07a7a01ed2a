"""The coach's own words in English."""

from __future__ import annotations

from typing import get_args

import pytest

from coach.routine.model import Position
from coach.timeline.english import ENGLISH, duration, listing, number
from coach.timeline.words import aside_utterances, words_for
from coach.voice.estimate import estimate


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"), (1, "one"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"),
        (99, "ninety-nine"), (100, "one hundred"), (101, "one hundred and one"), (200, "two hundred"),
        (1800, "1800"),
    ],
)  # fmt: skip
def test_numbers(value, words):
    """In words as far as a routine counts."""
    assert number(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1.0, "1 second"),
        (20.0, "20 seconds"),
        (5.5, "5.5 seconds"),
        (60.0, "1 minute"),
        (90.0, "1 minute 30 seconds"),
        (121.0, "2 minutes 1 second"),
        (0.0, "0 seconds"),
    ],
)
def test_durations(seconds, words):
    """As one says them."""
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("items", "phrase"), [(("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")]
)
def test_lists(items, phrase):
    """Noun phrases joined into one."""
    assert listing(items) == phrase


def test_every_position_has_its_sentence():
    """Whatever position an author names, the coach can lead into it."""
    assert set(ENGLISH.positions) == set(get_args(Position)) - {"any"}


def test_the_stop_rules_take_at_most_25_seconds():
    """Long enough to be understood, short enough to be heard."""
    assert sum(estimate(text, "en", 150) + 0.35 for text in ENGLISH.stop_rules) <= 25.0


def test_the_stop_rules_name_every_sign():
    """DOMAIN.md's list, whole: safety texts are not shortened."""
    said = " ".join(ENGLISH.stop_rules)
    signs = (
        "chest pain", "severe breathlessness", "dizz", "faint", "changed vision", "numbness or electric pain",
        "new weakness", "a sudden sharp pain or a pop", "sit or lie down",
    )  # fmt: skip
    assert [sign for sign in signs if sign not in said] == []


def test_asides_are_known_beforehand():
    """What is said when it hurts, and when the journal fails, is ready before the session begins."""
    assert aside_utterances(ENGLISH) == (
        "Let go gently.",
        "How much pain is there, from zero to ten?",
        "Make it smaller, or leave it out; it should settle within a day.",
        "Stop here for today.",
        "I can not write down what you do. We go on, but it will not be kept.",
    )


@pytest.mark.parametrize("language", ["en", "en-GB", "EN", "tlh"])
def test_the_nearest_table(language):
    """A region's own language, and English where there is no table."""
    assert words_for(language) is ENGLISH
