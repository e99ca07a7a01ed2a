"""The profile file: it is read whole, written as it is read, and every mistake in it is named.

Changes that mutation tests find unnoticed and that change nothing: descriptions and examples of fields
that no message shows, and the code of a wrong part; capitals in a misspelt part; a list of mistakes that is
asked for where there is none, as a profile has errors and no warnings.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.care.model import Dose, Entered, LeftOutPart, Profile
from coach.care.profile import (
    entry_names,
    examine_profile,
    parse_digit_wait,
    parse_left_out,
    parse_number,
    profile_table,
    profile_text,
    read_profile,
)
from coach.care.reading import sign_rules
from coach.errors import BadFile
from coach.units import ParseError

RULES = sign_rules()


def test_without_a_file_the_profile_is_empty(tmp_path):
    """Without a file nothing counts as entered, and nothing is assumed."""
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


TEXT = """\
# What the coach takes into account: `coach profile` changes it, and explains it.
format: 1
emergency_number: "112"
entries: [pregnant, statin]
medicines:
  - {"name": "Amlodipine", "doses": [{"text": "5 mg", "since": "2026-11-01"}], "until": "2026-11-09"}
conditions:
  - {"name": "Asthma", "doses": [{}]}
leave_out: ["lower back", "calf until 2026-12-10"]
drink_prompts: yes
breath_holds: no
private_voice: yes
emergency_aloud: no
shown_as_text: yes
plain_lines: yes
digit_wait: 3 s
"""
PROFILE = Profile(
    emergency_number="112",
    entries=frozenset({"statin", "pregnant"}),
    medicines=(
        Entered(name="Amlodipine", doses=(Dose("5 mg", date(2026, 11, 1)),), until=date(2026, 11, 9)),
    ),
    conditions=(Entered(name="Asthma"),),
    left_out=(LeftOutPart("lower_back"), LeftOutPart("calf", date(2026, 12, 10))),
    drink_prompts=True,
    breath_holds=False,
    private_voice=True,
    emergency_aloud=False,
    shown_as_text=True,
    plain_lines=True,
    digit_wait=3.0,
)


def test_a_profile_is_read_and_written_whole(tmp_path):
    """Every field has its place, and what is as it would be without it is not written."""
    path = tmp_path / "profile.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert examine_profile(path, RULES) == (PROFILE, [])
    assert profile_text(PROFILE, RULES) == TEXT
    assert profile_text(Profile(), RULES) == f"{TEXT.splitlines()[0]}\nformat: 1\nentries: []\n"


FIELDS = [line.partition(":")[0] for line in TEXT.splitlines() if line[0] not in "# "]
NUMBER_HINT = "write its digits, such as 112, 911 or 000"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "emergency_number: help\nentries: [pregnent]\nnotes: none",
            [
                ("'help' is not a telephone number", NUMBER_HINT),
                ("'entries' cannot be 'pregnent'", "did you mean 'pregnant'?"),
                ("'notes' is not a field of a profile", f"its fields are {', '.join(FIELDS)}"),
            ],
        ),
        (
            "emergency_number: [112]",
            [("'emergency_number' must be a telephone number", "write 'emergency_number: \"112\"'")],
        ),
        ("entries: [statin, statin]", [("'entries' has this entry twice", "leave one out")]),
        ("leave_out: [calf, calf]", [("'leave_out' has this entry twice", "leave one out")]),
        ("leave_out: thihg", [("'thihg' is not a part of the body", "did you mean 'thigh'?")]),
        (
            "leave_out: {calf: 1}",
            [
                (
                    "'leave_out' must be a part of the body, and until when, or a list of them",
                    "write 'leave_out: [\"calf until 2026-12-10\"]'",
                )
            ],
        ),
        ("digit_wait: 11 s", [("'11 s' is too long", "write from '0.5 s' to '10 s'")]),
        ("private_voice: perhaps", [("'perhaps' is neither yes nor no", "write yes or no")]),
        ("conditions: [{doses: [{text: x}]}]", [("'name' is missing", "write 'name: Magnesium'")]),
    ],
)
def test_mistakes_are_named(tmp_path, written, expected):
    """All mistakes are named at once, each with what to write instead."""
    path = tmp_path / "profile.yaml"
    path.write_text(f"format: 1\n{written}\n", encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        read_profile(path, RULES)
    assert [(problem.message, problem.hint) for problem in refused.value.problems] == expected


def test_a_file_without_its_format_or_that_is_no_text_is_refused(tmp_path):
    """The format is needed, and of a file that cannot be read nothing counts, with a message."""
    path = tmp_path / "profile.yaml"
    path.write_text("entries: [statin]\n", encoding="utf-8")
    profile, problems = examine_profile(path, RULES)
    assert (profile.entries, [each.message for each in problems]) == (
        frozenset({"statin"}),
        ["'format' is missing"],
    )
    path.write_bytes(b"format: 1\nentries: [\xff]\n")
    profile, problems = examine_profile(path, RULES)
    careful = Profile(
        private_voice=True, breath_holds=False, unread=frozenset(profile_table(RULES).names) - {"format"}
    )
    assert (profile, [each.message for each in problems]) == (careful, ["the byte 0xff is not UTF-8"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("calf", LeftOutPart("calf")),
        (" Lower back until 2026-12-10 ", LeftOutPart("lower_back", date(2026, 12, 10))),
        ("legs until 2026-12-10", LeftOutPart("leg", date(2026, 12, 10))),
    ],
)
def test_a_part_is_left_out_until_its_day(text, expected):
    """The part by the list's own name, and the last day that was given."""
    assert parse_left_out(RULES, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Calff until 2026-12-10", "'Calff' is not a part of the body; did you mean 'calf'?"),
        ("xylophone", "'xylophone' is not a part of the body; write, for example: calf until 2026-12-10"),
        (
            "calf till 2026-12-10",
            "'calf till 2026-12-10' is not a part of the body; write, for example: calf until 2026-12-10",
        ),
        (
            "calf until Friday",
            "'Friday' is not a date; write year, month and day, such as 2026-11-01",
        ),
    ],
)
def test_a_part_that_is_not_understood_is_named(text, expected):
    """The message shows the likely part."""
    with pytest.raises(ParseError) as refused:
        parse_left_out(RULES, text)
    assert str(refused.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("0.5 s", 0.5), ("10s", 10.0), ("0.4 s", None), ("11 s", None), ("3", None)]
)
def test_a_digit_waits_from_half_a_second_to_ten(text, expected):
    """The wait for a second digit is written with its unit, from half a second to ten."""
    if expected is not None:
        assert parse_digit_wait(text) == expected
        return
    with pytest.raises(ParseError):
        parse_digit_wait(text)


def test_what_can_be_read_counts(tmp_path):
    """A mistake in one field does not lift the limit that is in another."""
    path = tmp_path / "profile.yaml"
    path.write_text("format: 1\nemergency_number: help\nentries: [fluid_limit]\n")
    profile, problems = examine_profile(path, RULES)
    unread = frozenset({"emergency_number"})
    assert (profile, len(problems)) == (Profile(entries=frozenset({"fluid_limit"}), unread=unread), 1)


@pytest.mark.parametrize(
    ("written", "unread", "careful"),
    [
        ("breath_holds: nope", "breath_holds", {"breath_holds": False}),
        ("private_voice: sometimes", "private_voice", {"private_voice": True}),
        ("private_voic: no\nbreath_holds: yes", "private_voice", {"private_voice": True}),
        ("entries: [fluid_limt]", "entries", {}),
        ('leave_out: [neck, "calf till Friday"]', "leave_out", {}),
        ("digit_wait: 1 h", "digit_wait", {}),
    ],
)
def test_the_careful_side_is_taken_of_what_cannot_be_read(tmp_path, written, unread, careful):
    """A mistake in a field never lifts the precaution that it may have asked for; no other field changes."""
    path = tmp_path / "profile.yaml"
    path.write_text(f"format: 1\n{written}\n", encoding="utf-8")
    assert examine_profile(path, RULES)[0] == Profile(**careful, unread=frozenset({unread}))


@pytest.mark.parametrize(("text", "expected"), [("112", "112"), ("+44 (0)20 / 12-34", "+440201234")])
def test_a_number_loses_its_spaces(text, expected):
    """The emergency number is kept without spaces, as it is shown and spoken digit by digit."""
    assert parse_number(text) == expected


@pytest.mark.parametrize("text", ["", "1", "nine", "1" * 16])
def test_what_is_no_number_is_refused(text):
    """A number has two to fifteen digits."""
    with pytest.raises(ParseError) as refused:
        parse_number(text)
    assert str(refused.value) == f"'{text}' is not a telephone number; {NUMBER_HINT}"
