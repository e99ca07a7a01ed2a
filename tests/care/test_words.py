"""A note in a few words: any order, sides with their parts, and clear errors.

Changes that mutation tests find unnoticed and that change nothing: None for another empty value; what joins
the texts behind `other:`, as there is one at most; a word that is no unit for no word; MIN for min.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from coach.care.model import Fact, Place
from coach.care.reading import sign_rules
from coach.care.words import area_of, read_words
from coach.units import ParseError

RULES = sign_rules()


def said(text: str, kind: str = "cramp"):
    """The facts and places of the words."""
    found = read_words(RULES, text.split())
    return found.facts(RULES, kind) if kind else found.facts(RULES), tuple(found.places)


@pytest.mark.parametrize("words", list(permutations(["left calf", "7", "2min"])), ids=" ".join)
def test_words_come_in_any_order(words):
    """Where, how strong and how long are distinguished by what they are."""
    expected = (Fact("cramp", 2.0), Fact("pain", 7)), (Place("calf", "left"),)
    assert said(" ".join(words)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("calf left", (Place("calf", "left"),)),
        ("both calves", (Place("calf", "left"), Place("calf", "right"))),
        ("calf left thigh right", (Place("calf", "left"), Place("thigh", "right"))),
        ("left calf right thigh", (Place("calf", "left"), Place("thigh", "right"))),
        ("lower back", (Place("lower_back"),)),
        ("left lower-back, neck", (Place("lower_back", "left"), Place("neck"))),
        ("in my feet", (Place("foot"),)),
    ],
)
def test_places_have_their_sides(text, expected):
    """A side comes before or after its part, and several parts are allowed."""
    assert said(text)[1] == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("eyelid", "twitch", (Fact("twitch"),)),
        ("calf 12 min", "cramp", (Fact("cramp", 12.0),)),
        ("calf 90s 7/10", "cramp", (Fact("cramp", 1.5), Fact("pain", 7))),
        ("calf 2m", "cramp", (Fact("cramp", 2.0),)),
        ("calf 2 m", "cramp", (Fact("cramp", 2.0),)),
        ("calf 2 min 7", "cramp", (Fact("cramp", 2.0), Fact("pain", 7))),
        ("calf 100 h 10/10", "cramp", (Fact("cramp", 6000.0), Fact("pain", 10))),
        ("at-night calf 0", "cramp", (Fact("at_night"), Fact("cramp"), Fact("pain", 0))),
        ("still going 12min", "cramp", (Fact("still_going", 12.0), Fact("cramp", 12.0))),
        (
            "at night, little water, weakness",
            "cramp",
            (Fact("at_night"), Fact("little_water"), Fact("weak"), Fact("cramp")),
        ),
        ("dizzy 10min", "", (Fact("dizzy", 10.0),)),
        ("dizzy 10min", "cramp", (Fact("dizzy"), Fact("cramp", 10.0))),
        ("belly pain 8", "", (Fact("belly_pain", 8),)),
        ("hard to breathe", "", (Fact("hard_to_breathe"),)),
        (
            "heat, helped heat and a walk, stress",
            "cramp",
            (Fact("heat"), Fact("helped_heat"), Fact("helped_walking"), Fact("stress"), Fact("cramp")),
        ),
        (
            "helped stretch, left calf, heat",
            "cramp",
            (Fact("helped_stretching"), Fact("heat"), Fact("cramp")),
        ),
        ("helped little water", "cramp", (Fact("little_water"), Fact("cramp"))),
        ("nothing helped", "cramp", (Fact("helped_nothing"), Fact("cramp"))),
    ],
)
def test_facts_are_the_lists_own(text, kind, expected):
    """A length and a strength belong to what is noted, or to the sign that is chosen alone."""
    assert said(text, kind)[0] == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("calff", "cramp", "'calff' is not known here; did you mean 'calf'?"),
        (
            "xylophone",
            "cramp",
            (
                "'xylophone' is not known here; `coach sign` lists the signs; else write, for example: "
                "calf left 7 2min"
            ),
        ),
        ("left", "cramp", "a side needs a part of the body; write, for example: left calf"),
        ("calf 11", "cramp", "'11' is not a strength from 0 to 10; with a unit it is a time: 11min"),
        ("calf 70", "cramp", "'70' is not a strength from 0 to 10; with a unit it is a time: 70min"),
        ("calf 7 8", "cramp", "a strength was already given before '8'; write one number only, from 0 to 10"),
        ("calf 7min 8min", "cramp", "a length was already given before '8min'; write one only"),
        ("calf 101h", "cramp", "'101h' is too long; write 100 h or less"),
        ("fever 10min", "", "nothing here has a length; leave the time out"),
        ("fever 5", "", "nothing here has a strength; leave the number out"),
        (
            "other: " + "w" * 141,
            "cramp",
            "what stands after 'other:' is too long; write 140 characters at most",
        ),
    ],
)
def test_what_is_not_understood_is_named(text, kind, expected):
    """Words that are not understood are named: nothing is guessed and nothing is dropped."""
    with pytest.raises(ParseError) as refused:
        said(text, kind)
    assert str(refused.value) == expected


@pytest.mark.parametrize(
    ("words", "names", "own_words"),
    [
        ("helped heat, Other: A  warm bath, fever", ["helped_heat"], "A warm bath, fever"),
        ("other: tea, other: a nap, other: rest", [], "tea, other: a nap, other: rest"),
        (f"other: {'w' * 140}", [], "w" * 140),
    ],
)
def test_own_words_stay_as_they_were_written(words, names, own_words):
    """What follows `other:` is no choice of the list: it is kept, and no sign is read in it."""
    found = read_words(RULES, ["calf", *words.split(" ")])
    assert found.names == [*names, "helped_something_else"]
    assert (found.places, found.own_words) == ([Place("calf")], own_words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("calves", "calf"),
        ("low back", "lower_back"),
        ("Lower-back", "lower_back"),
        ("Eyelids", "eyelid"),
        ("whole body", None),
    ],
)
def test_parts_as_routines_write_them(text, expected):
    """The areas of a routine's file are found in the list, where it has them."""
    assert area_of(RULES, text) == expected
