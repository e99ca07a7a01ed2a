"""The coach's own words in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import get_args

import pytest

from coach.routine.model import Position
from coach.spoken_text.languages import LANGUAGES
from coach.timeline.english import ENGLISH, duration, listing, number, this_week
from coach.timeline.words import aside_utterances, words_for


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"), (1, "one"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"),
        (99, "ninety-nine"), (100, "one hundred"), (101, "one hundred and one"), (200, "two hundred"),
        (1800, "1800"),
    ],
)  # fmt: skip
def test_numbers(value, words):
    """Numbers are words as far as a routine counts."""
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
    """Durations are as a person would say them."""
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("items", "phrase"),
    [
        (("a",), "a"),
        (("a", "b"), "a or b"),
        (("a", "b", "c"), "a, b or c"),
        (
            ("a calf that is hot or swollen", "a torn tendon"),
            "a calf that is hot or swollen, or a torn tendon",
        ),
    ],
)
def test_lists(items, phrase):
    """Noun phrases are joined into one."""
    assert listing(items) == phrase


@pytest.mark.parametrize("before", get_args(Position))
def test_every_position_has_its_sentence(before):
    """The coach can lead into each position from every other."""
    for after in set(get_args(Position)) - {"any", before}:
        sentence = ENGLISH.positions.way(before, after)
        assert re.fullmatch(r"Now [a-z ,]+\. Take your time(, and hold on to [a-z ]+)?\.", sentence)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("standing", "prone", "Now lie down on your front. Take your time."),
        ("lying", "prone", "Now turn onto your front. Take your time."),
        ("all-fours", "side-lying", "Now lie down on your side. Take your time."),
        ("standing", "all-fours", "Now go down onto your hands and knees. Take your time."),
        ("prone", "all-fours", "Now come up onto your hands and knees. Take your time."),
        ("kneeling", "all-fours", "Now come onto your hands and knees. Take your time."),
        ("standing", "seated", "Now sit down. Take your time."),
        ("lying", "seated", "Now come up to sitting. Take your time."),
        ("seated", "standing", "Now stand up. Take your time, and hold on to something if you need to."),
        (
            "lying",
            "standing",
            "Now come up to standing. Take your time, and hold on to something if you need to.",
        ),
    ],
)
def test_the_way_depends_on_where_one_is(before, after, sentence):
    """A person lies down from standing, and turns over from lying."""
    assert ENGLISH.positions.way(before, after) == sentence


def test_no_word_of_the_command_line_is_spoken():
    """A person with closed eyes cannot type: options, commands and keys belong on the screen."""
    typed = re.compile(
        r"--|`|\b(option|command|flag|argument|coach|plan|file|terminal|type|holds:)\b", re.IGNORECASE
    )
    spoken = {text for language in map(words_for, LANGUAGES) for text in texts_of(language)}
    for calls in (words_for(language).calls for language in LANGUAGES):
        only_shown = {calls.as_text, calls.how_to_go_on, calls.private_notice, *calls.refusals.values()}
        spoken -= only_shown
        spoken.remove(calls.mistake)  # it says where to look
    assert {text for text in spoken if typed.search(text)} == set()


def texts_of(value):
    """Every text of a table, at any depth; functions are called by other tests."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        value = [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, Mapping):
        value = list(value.values())
    return [text for item in value for text in texts_of(item)] if isinstance(value, list | tuple) else []


def test_asides_are_known_beforehand():
    """What is said about pain, and when the journal fails, is ready before the session begins."""
    assert aside_utterances(ENGLISH) == (
        "Let go gently.",
        "How much pain is there, from zero to ten?",
        "Make it smaller, or leave it out; it should settle within a day.",
        "Stop here for today.",
        "I cannot record this session. We go on, but it will not be saved.",
    )


@pytest.mark.parametrize("language", ["en", "en-GB", "EN", "tlh"])
def test_the_nearest_table(language):
    """A region has the table of its language, and English is used where there is no table."""
    assert words_for(language) is ENGLISH


@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        (1, "First this week."),
        (3, "Third this week."),
        (10, "Tenth this week."),
        (11, "Number 11 this week."),
    ],
)
def test_how_many_there_were(sessions, said):
    """The sentence gives the number and nothing else."""
    assert this_week(sessions) == said
