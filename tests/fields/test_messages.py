"""Laws of all messages about files: whatever they quote, they stay short, and are one harmless line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coach.files import SourceText
from coach.plan.reading import examine_text
from coach.plan.reminder_table import REMINDER
from coach.plan.tables import PLAN, VOICE
from coach.problems import LONGEST_PROBLEM, quoted
from coach.routine.parsing import parse_routine
from coach.routine.reading import ExaminedRoutine
from coach.routine.step_tables import STEPS
from coach.routine.tables import DOSE, ROUTINE, ROUTINE_VOCABULARY
from strategies import examples

LONGEST_LINE = 300
"""Characters of a problem as it is printed, with the short name of the file here."""

HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from("[{(\"'#:;,.-0 9x\u00e9\U0001f600").map(lambda sign: sign * 700),
    st.sampled_from(["1-", "1:", "3 x ", "{side} ", "a: ", "9 s ", "mon,", "%"]).map(lambda part: part * 200),
    st.sampled_from(["0" * 400 + " s", "9" * 400 + " reps", "1" * 300 + "%", "x" * 501, "a " * 300]),
)
VALUES = HOSTILE | st.lists(HOSTILE, max_size=3) | st.dictionaries(HOSTILE, HOSTILE, max_size=3)


def names(*tables):
    """The fields of those tables, and what is none."""
    return st.sampled_from([name for table in tables for name in table.names]) | HOSTILE


def lines(text):
    """All problems of the text, read as a routine and as a plan."""
    problems = (
        *ExaminedRoutine(*parse_routine(SourceText("f.yaml", text), "f", frozenset({"en"}))).problems,
        *examine_text(SourceText("f.yaml", text), ["sip-water"]).problems,
    )
    return [str(problem) for problem in problems]


def assert_short(text):
    """That no problem of the text is long, and each is one line that a terminal can show."""
    for line in lines(text):
        assert len(line) <= LONGEST_LINE, line
        assert "\n" not in line


def dumped(tree):
    """The tree as a file, each text in quotes."""
    text = yaml.safe_dump(tree, allow_unicode=True, default_style='"', width=10_000)
    return text.replace("!!str ", "")


STEP = st.dictionaries(names(*STEPS.values()), VALUES, max_size=4)
ROUTINE_FILES = st.builds(
    lambda head, dose, steps: {**head, "dose": dose, "steps": steps},
    st.dictionaries(names(ROUTINE), VALUES, max_size=4),
    st.dictionaries(names(DOSE), VALUES, max_size=3) | VALUES,
    st.lists(STEP | VALUES, max_size=3),
)
PLAN_FILES = st.builds(
    lambda head, voice, reminders: {**head, "voice": voice, "reminders": reminders},
    st.dictionaries(names(PLAN), VALUES, max_size=3),
    st.dictionaries(names(VOICE), VALUES, max_size=3) | VALUES,
    st.dictionaries(HOSTILE, st.dictionaries(names(REMINDER), VALUES, max_size=4), max_size=3) | VALUES,
)


@given(ROUTINE_FILES | PLAN_FILES)
@examples(300)
def test_no_field_makes_a_message_long(tree):
    """Hostile names and values in any field never make a message long."""
    assert_short(dumped(tree))


@given(st.lists(HOSTILE, max_size=4).map("\n".join))
@examples(200)
def test_no_text_makes_a_message_long(text):
    """Hostile text that is no YAML never makes a message long."""
    assert_short(text)
    assert_short(f"title: T\nsteps:\n  - hold: 20 s\n    cue: {text}")


@pytest.mark.parametrize(
    "value",
    [
        "[" * 1200,
        *((sign * 700)[:700] for sign in ('"', "{side} ", ": ", "*")),
    ],  # 1,000 are too deep for YAML
    ids=lambda value: value[:2],
)
def test_a_text_that_yaml_misreads_is_quoted_in_short(value):
    """A misread text is quoted in short in every field, also where the hint is the corrected line."""
    for name in sorted(ROUTINE_VOCABULARY.names):
        assert_short(f"title: T\nsteps:\n  - hold: 20 s\n    {name}: {value}")
        assert_short(f"{name}: {value}\nsteps: [{{say: A}}]")


@given(st.text())
def test_a_quote_is_short_and_harmless(text):
    """A quoted text is short and has no control characters."""
    assert len(quoted(text)) <= 42
    assert (
        quoted(text).translate({0xA0: " ", 0x2007: " ", 0x2009: " ", 0x202F: " ", 0x3000: " "}).isprintable()
    )


def test_the_limit_of_a_problem_leaves_room_for_its_place():
    """The longest message leaves room for file, line, column and code."""
    assert LONGEST_PROBLEM < LONGEST_LINE
