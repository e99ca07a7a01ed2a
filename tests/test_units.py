"""Durations and counts as people write them."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.units import LONGEST_SECONDS, ParseError, format_duration, parse_count, parse_duration, parse_reps


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20 s", 20.0),
        ("20s", 20.0),
        ("20 sec", 20.0),
        ("20 seconds", 20.0),
        ("1 second", 1.0),
        ("2 min", 120.0),
        ("2 Minutes", 120.0),
        ("1 min 30 s", 90.0),
        ("1min30s", 90.0),
        ("1 h", 3600.0),
        ("1 h 5 min 2.5 s", 3902.5),
        ("0.5 s", 0.5),
        ("1.5 h", 5400.0),
        ("20\u00a0s", 20.0),
        ("20\u202fs", 20.0),
        ("  20  s ", 20.0),
        ("1.0004 s", 1.0),
    ],
)
def test_a_duration_carries_a_unit(text, seconds):
    """Every usual way to write a duration with its unit is read, to the millisecond."""
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ('20"', "'20 s'"),
        ("20''", "'20 s'"),
        ("1'30", "'1 min 30 s'"),
        ("1 min 30", "'1 min 30 s'"),
        ("2 h 15", "'2 h 15 min'"),
        ("1\u203230\u2033", "'1 min 30 s'"),
        ("20'", "'20 min'"),
        ("1:30", "'1 min 30 s'"),
        ("1,5 s", "'1.5 s'"),
        ("1,5", "'1.5 s'"),
        ("20", "'20 s'"),
        ("20-30 s", "'20 s'"),
        ("20 s - 30 s", "'20 s'"),
        ("20\u201330 min", "'20 min'"),
        ("20 to 30 s", "'20 s'"),
        ("3 x 30 s", "'30 s' here, and 'reps: 3'"),
        ("3\u00d730s", "'30 s' here, and 'reps: 3'"),
        ("30 s x 3", "'30 s' here, and 'reps: 3'"),
        ("20 secnds", "did you mean '20 seconds'?"),
        ("20 mni", "did you mean '20 min'?"),
        ("20 m", "'20 s', '20 min' or '20 h'"),
        ("30 s 1 min", "'1 min 30 s'"),
        (".5 s", "'0.5 s'"),
        ("about 20 s", "'20 s' alone"),
        ("20 sec.", "'20 s' alone"),
        ("20 s each side", "'20 s' alone"),
        ("", "such as '20 s'"),
        ("a while", "such as '20 s'"),
        ("none", "leave the field out"),
    ],
)
def test_what_is_no_duration_is_answered_with_the_right_form(text, right):
    """A wrong duration is refused with what to write instead."""
    with pytest.raises(ParseError) as caught:
        parse_duration(text)
    assert right in caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["0 s", "0", "0.0 min", "0.0004 s", "-5 s", "\u22125 s", "nan", "NaN s", "inf", "infinity s", "1e3 s",
     "99999999999999999999 h", "9" * 5000, "9" * 5000 + " s", "1001 h", "0x10 s", "\u0662\u0660 s"],
)  # fmt: skip
def test_no_duration_is_negative_zero_infinite_or_enormous(text):
    """Numbers that are no length of time raise `ValueError`, quickly, however long they are."""
    with pytest.raises(ValueError, match=r"; (write|did you mean)"):
        parse_duration(text)


@given(st.integers(1, int(LONGEST_SECONDS * 1000)).map(lambda milliseconds: milliseconds / 1000))
def test_a_formatted_duration_reads_back(seconds):
    """Every duration is read as it was formatted, to the millisecond."""
    assert parse_duration(format_duration(seconds)) == seconds


@given(st.text(max_size=80))
def test_any_text_is_a_duration_or_misread(text):
    """Any text is a positive, bounded duration or raises `ParseError`."""
    with contextlib.suppress(ParseError):
        assert 0 < parse_duration(text) <= LONGEST_SECONDS


@given(st.text(alphabet="0123456789 .,:-x'\"smin hrepu", max_size=16))
def test_near_misses_are_read_or_misread(text):
    """Texts made of a duration's letters are read or raise `ParseError`, as counts too."""
    for parse in (parse_duration, parse_reps, parse_count):
        with contextlib.suppress(ParseError):
            assert parse(text) > 0


def test_durations_are_formatted_as_people_write_them():
    """A formatted duration leaves out units of zero and trailing zeros."""
    written = [format_duration(seconds) for seconds in (0, 0.5, 20, 90, 120, 3600, 3661.25, 10_800)]
    assert written == ["0 s", "0.5 s", "20 s", "1 min 30 s", "2 min", "1 h", "1 h 1 min 1.25 s", "3 h"]


@pytest.mark.parametrize("text", ["8 reps", "8reps", "8 rep", "8 Repetitions", "8\u00a0reps"])
def test_repetitions_are_counted(text):
    """A number of repetitions is read with its unit."""
    assert parse_reps(text) == 8


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("8", "'8 reps'"),
        ("8x", "'8 reps'"),
        ("8 repps", "'8 reps'"),
        ("8-12 reps", "'8 reps'"),
        ("3 x 8", "'8 reps' here, and 'sets: 3'"),
        ("8.5 reps", "such as '8 reps'"),
        ("-8 reps", "such as '8 reps'"),
        ("0 reps", "such as 8"),
        ("nan reps", "such as '8 reps'"),
        ("9" * 5000 + " reps", "'8 reps'"),
    ],
)
def test_what_is_no_number_of_repetitions_is_answered_with_the_right_form(text, right):
    """A wrong number of repetitions is refused with what to write instead."""
    with pytest.raises(ParseError) as caught:
        parse_reps(text)
    assert right in caught.value.hint


def test_a_count_is_a_whole_number():
    """Plain digits are read, and nothing else."""
    assert parse_count(" 12 ") == 12
    for text in ("0", "-1", "1.5", "8-12", "3x", "nan", "9" * 5000, "\u00b2", "\u0662", ""):
        with pytest.raises(ParseError):
            parse_count(text)


def test_messages_hold_no_control_characters():
    """A message never contains a control character of the text."""
    with pytest.raises(ParseError) as caught:
        parse_duration("\x1b[31m20 \x07s")
    assert str(caught.value).isprintable()


@pytest.mark.real
def test_units_are_cheap_to_import():
    """The module imports nothing heavy, as fast commands need it."""
    heavy = ("yaml", "difflib", "datetime")
    code = f"import sys, coach.units; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:30 min", 90),
        ("1:30 h", 5400),
        ("2 days", 172_800),
        ("1 week", 604_800),
        ("500 ms", 0.5),
        ("20 Sekunden", 20),
        ("2 minutos", 120),
        ("1.5 heures", 5400),
        ("about 1 min 30 s", 90),
        ("ca. 20 s", 20),
        ("1,5 min", 90),
        ("1'30\"", 90),
        ("30 s 1 min", 90),
        ("20 s per side", 20),
        (".5 min", 30),
    ],
)
def test_the_one_form_that_is_suggested_lasts_as_long_as_what_was_written(text, seconds):
    """A suggestion never changes a dose."""
    with pytest.raises(ParseError) as caught:
        parse_duration(text)
    (suggested,) = re.findall(r"'([^']*)'", caught.value.hint)
    assert parse_duration(suggested) == seconds


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("1:30", ["1 min 30 s", "1 h 30 min"]),
        ("20", ["20 s", "20 min"]),
        ("20-30 s", ["20 s", "30 s"]),
        ("1.5 m", ["1.5 s", "1.5 min", "1.5 h"]),
        ("1,5", ["1.5 s", "1.5 min"]),
    ],
)
def test_what_can_mean_two_things_is_answered_with_both(text, suggested):
    """A text that can mean two things is refused with both."""
    with pytest.raises(ParseError) as caught:
        parse_duration(text)
    assert re.findall(r"'([^']*)'", caught.value.hint) == suggested


@pytest.mark.parametrize(
    "text", ["max 20 s", "not 20 s", "1 m 30 s", "20 s or more", "20 s then 40 s", "3 sets of 20 s"]
)
def test_what_is_not_clear_is_answered_with_the_general_form(text):
    """An unclear text is refused with the general form, and never with a part of it."""
    with pytest.raises(ParseError) as caught:
        parse_duration(text)
    assert caught.value.hint == "write a number and its unit, such as '20 s', '1 min 30 s' or '2 min'"


@pytest.mark.parametrize("text", ["3 x 10", "2 sets of 8", "1.5", "0 reps"])
def test_a_count_is_not_made_of_part_of_a_text(text):
    """A count is never made of a part of a text: `reps: 3 x 10` is not 3."""
    with pytest.raises(ParseError) as caught:
        parse_count(text)
    assert caught.value.hint == "write a whole number, such as 8"


@pytest.mark.parametrize("text", ["8 kg", "8 s", "3 x 30 s"])
def test_another_unit_is_not_taken_for_repetitions(text):
    """Another unit is not taken for repetitions: eight kilograms are not eight of them."""
    with pytest.raises(ParseError) as caught:
        parse_reps(text)
    assert caught.value.hint == "write a whole number, such as '8 reps'"
