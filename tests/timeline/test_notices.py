"""The safety notices of a routine.

A mutant that changes nothing: words for a limit where there is none, as no text names one then.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from coach.routine.model import Dose, Routine, Say
from coach.timeline.english_safety import ENGLISH_SAFETY as SAFETY
from coach.timeline.notices import (
    begins_without_rules,
    notice_texts,
    notice_version,
    safety_list_version,
    text_version,
)

GENERAL = (
    "If your chest hurts or your sight or speech changes, stop and get help. If dizzy, sit. "
    "If pain reaches six, stop."
)
PROVOKED = (
    "If your chest hurts or your sight or speech changes, stop and get help. If pain reaches six, stop."
)
BREATHING = (
    "If you feel light-headed or tingle: breathe normally. If your chest hurts or you feel faint: stop, "
    "and get help."
)
CRAMP = (
    "If the stretch makes it worse: ease off. If it still holds after ten minutes, or you feel ill: get help."
)
NECK = (
    "If dizzy: stop, sit. If you also see double, slur words or feel your face go numb: call your "
    "emergency number."
)
NOT_WHILE = "While driving, or in or near water: leave this out."
AS_NEEDED = Dose(as_needed=True)


def routine(**fields):
    """A routine with these fields."""
    return Routine(**{"id": "x", "title": "X", "kind": "stretch", "steps": (Say(text="Sit."),), **fields})


@pytest.mark.parametrize(
    ("fields", "rules", "own"),
    [
        ({}, GENERAL, ()),
        ({"kind": None}, GENERAL, ()),
        ({"kind": "hydration"}, None, ()),
        ({"kind": "habit"}, None, ()),
        ({"kind": "breathing"}, BREATHING, (NOT_WHILE,)),
        ({"kind": "relaxation"}, BREATHING, (NOT_WHILE,)),
        (
            {"not_for": ("a new hip", "a fever")},
            GENERAL,
            ("If you have a new hip or a fever: leave this out.",),
        ),
        ({"not_for": ("a fever.",)}, GENERAL, ("If you have a fever: leave this out.",)),
        (
            {"not_for": ("a lack of factor X",)},
            GENERAL,
            ("If you have a lack of factor X: leave this out.",),
        ),
        ({"cautions": ("Rise slowly.",)}, GENERAL, ("Rise slowly.",)),
        ({"stop_if": ("numbness",)}, GENERAL, ("If you notice numbness: stop.",)),
        ({"areas": ("Neck and shoulders",)}, GENERAL, (NECK,)),
        ({"areas": ("necklace",)}, GENERAL, ()),
        ({"provokes": "dizziness"}, PROVOKED, ()),
        ({"dose": AS_NEEDED}, CRAMP, ()),
        ({"dose": AS_NEEDED, "kind": "breathing"}, BREATHING, (NOT_WHILE,)),
        ({"dose": AS_NEEDED, "kind": "movement"}, GENERAL, ()),
    ],
)
def test_the_notices_that_fit_a_routine(fields, rules, own):
    """A routine has the rules that fit, who should leave it out, what to watch, and when to stop."""
    expected = {"stop-rules": (rules,)} if rules else {}
    assert notice_texts(routine(**fields), "en") == (expected | {"routine": own} if own else expected)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"provokes": "dizziness"},
        {"kind": "breathing"},
        {"kind": "hydration"},
        {"dose": AS_NEEDED},
    ],
)
def test_one_pain_limit_is_named_the_routines_own_if_it_is_lower(fields):
    """Two numbers are never named, even if the rules themselves name none."""
    said = " ".join(
        text for texts in notice_texts(routine(pain_limit=4, **fields), "en").values() for text in texts
    )
    assert (said.count("If pain reaches four, stop."), said.count("pain reaches")) == (1, 1)


def test_dizziness_that_is_provoked_is_no_reason_to_stop():
    """No stop rule, nor an additional one for the neck, names a dizziness that is provoked."""
    texts = notice_texts(routine(provokes="dizziness", areas=("neck",), stop_if=("a fall",)), "en")
    assert "dizzy" not in " ".join((*texts["stop-rules"], *texts["routine"])).lower()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, 6),
        ({"pain_limit": 4}, 4),
        ({"dose": AS_NEEDED}, None),
        ({"dose": AS_NEEDED, "pain_limit": 5}, 5),
        ({"dose": AS_NEEDED, "kind": "movement"}, 6),
    ],
)
def test_a_cramp_is_not_ended_by_the_pain_that_it_is(fields, expected):
    """Help for a cramp goes on at seven, unless its author says otherwise."""
    assert routine(**fields).stops_at_pain == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, False), ({"kind": "hydration"}, True), ({"kind": "habit"}, True), ({"dose": AS_NEEDED}, True)],
)
def test_what_begins_without_rules(fields, expected):
    """A sip of water and help in a bad moment begin without them."""
    assert begins_without_rules(routine(**fields)) is expected


def test_a_condition_comes_before_its_order():
    """Every sentence of every safety text first says when, and then what to do."""
    texts = [text for text in texts_of(SAFETY) if text not in {SAFETY.list_title, *SAFETY.list_signs}]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.])\s+", text)]
    begins = re.compile(r"(If|While|When|For) ")
    stated = {"Stopping is always one key away: s."}
    assert [each for each in sentences if not begins.match(each) and each not in stated] == []


def test_a_change_of_the_texts_changes_their_version():
    """A changed text needs its new digest here, and a higher version."""
    assert (SAFETY.version, text_version(*texts_of(SAFETY))) == (3, "be9279cec588")


def texts_of(safety):
    """All its texts, each once."""
    values = (
        getattr(safety, name) for name in type(safety).__slots__ if name not in {"version", "neck_areas"}
    )
    return tuple(text for value in values for text in ((value,) if isinstance(value, str) else value))


def test_the_version_follows_the_words():
    """Other words or another routine make another version, but the stop rules are the same for all."""
    first, second = routine(id="a"), routine(id="b")
    words = ("Rise slowly.",)
    assert notice_version("routine", first, words) != notice_version("routine", second, words)
    assert notice_version("stop-rules", first, words) == notice_version("stop-rules", second, words)
    assert notice_version("routine", first, words) != notice_version("routine", first, ("Rise.",))


def test_a_lower_limit_is_heard_once_for_each_routine():
    """A person who has heard it in one routine does not know it of another."""
    first, second = routine(id="a", pain_limit=4), routine(id="b", pain_limit=4)
    words = ("If pain reaches four, stop.",)
    assert notice_version("stop-rules", first, words) != notice_version("stop-rules", second, words)


def test_the_version_stays_the_same_for_the_same_words():
    """Journals hold the version: computed differently, everybody would hear every notice again."""
    words = ("Rise slowly.", "Hold on to something.")
    assert notice_version("stop-rules", routine(id="a"), words) == "dc580c5dedf5"
    assert notice_version("routine", routine(id="a"), words) == "07e1a21ddf9d"


def test_the_list_is_acknowledged_again_only_if_it_changed():
    """The list's version follows all that is acknowledged, and nothing else, as journals hold it too."""
    shown = {
        "list_title": "Safety",
        "list_lead": "Stop if:",
        "list_signs": ("It hurts.",),
        "list_after": ("Rest.",),
    }
    safety = replace(SAFETY, **shown)
    assert safety_list_version(safety) == safety_list_version(replace(safety, neck="Stop.")) == "5f3659c1b4c0"
    assert safety_list_version(replace(safety, list_after=("Wait.",))) != "5f3659c1b4c0"
