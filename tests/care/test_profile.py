"""The profile file: it is read whole, written as it is read, and every mistake in it is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.care.model import Dose, Entered, LeftOutPart, Profile
from coach.care.profile import entry_names, examine_profile, parse_number, profile_text, read_profile
from coach.care.reading import sign_rules
from coach.errors import BadFile
from coach.units import ParseError

RULES = sign_rules()


def test_without_a_file_the_profile_is_empty(tmp_path):
    """Nothing was entered, and nothing is assumed."""
    assert read_profile(tmp_path / "profile.yaml", RULES) == Profile()


TEXTS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=80)
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))
ENTERED = st.lists(
    st.builds(
        Entered,
        name=TEXTS,
        doses=st.lists(st.builds(Dose, st.just("") | TEXTS, st.none() | DATES), min_size=1, max_size=3).map(
            tuple
        ),
        until=st.none() | DATES,
    ),
    max_size=3,
).map(tuple)
PROFILES = st.builds(
    Profile,
    medicines=ENTERED,
    conditions=ENTERED,
    entries=st.frozensets(st.sampled_from(entry_names(RULES))),
    emergency_number=st.sampled_from(["", "112", "000", "+441234567"]),
    drink_prompts=st.booleans(),
    breath_holds=st.booleans(),
    private_voice=st.booleans(),
    emergency_aloud=st.booleans(),
    shown_as_text=st.booleans(),
    plain_lines=st.booleans(),
    digit_wait=st.none() | st.sampled_from([0.5, 1.5, 10.0]),
    left_out=st.lists(
        st.builds(LeftOutPart, st.sampled_from(["calf", "lower_back"]), st.none() | st.dates()),
        unique=True,
        max_size=2,
    ).map(tuple),
)


@given(PROFILES)
def test_what_is_written_is_read_back(tmp_path_factory, profile):
    """The file holds the whole profile."""
    path = tmp_path_factory.getbasetemp() / "written-profile.yaml"
    path.write_text(profile_text(profile, RULES), encoding="utf-8")
    assert read_profile(path, RULES) == profile


def test_mistakes_are_named(tmp_path):
    """All at once, each with what to write instead."""
    path = tmp_path / "profile.yaml"
    path.write_text("format: 1\nemergency_number: help\nentries: [pregnent]\nnotes: none\n")
    with pytest.raises(BadFile) as refused:
        read_profile(path, RULES)
    assert [problem.message for problem in refused.value.problems] == [
        "'help' is not a telephone number",
        "'entries' cannot be 'pregnent'",
        "'notes' is not a field of a profile",
    ]


def test_what_can_be_read_counts(tmp_path):
    """A mistake in one field does not lift the limit that stands in another."""
    path = tmp_path / "profile.yaml"
    path.write_text("format: 1\nemergency_number: help\nentries: [fluid_limit]\n")
    profile, problems = examine_profile(path, RULES)
    assert (profile, len(problems)) == (Profile(entries=frozenset({"fluid_limit"})), 1)


@pytest.mark.parametrize(("text", "expected"), [("112", "112"), ("+44 (0)20 / 12-34", "+440201234")])
def test_a_number_loses_its_spaces(text, expected):
    """It is shown and spoken digit by digit."""
    assert parse_number(text) == expected


@pytest.mark.parametrize("text", ["", "1", "nine", "1" * 16])
def test_what_is_no_number_is_refused(text):
    """A number has two to fifteen digits."""
    with pytest.raises(ParseError):
        parse_number(text)
