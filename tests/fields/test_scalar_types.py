"""Single values: what is read, what is refused, and with which words.

Mutants that change nothing: `<=` where a number outside the limits is too low or too high, as it equals none
of them; the hint for what is no text, which is not said; in a schema an empty pattern, which matches all, and
the type beside an enumeration of texts.
"""

from __future__ import annotations

import jsonschema_rs
import pytest

from coach.document import parse
from coach.fields.findings import Findings
from coach.fields.scalar_types import (
    LANGUAGE,
    Choices,
    Duration,
    FormatNumber,
    ParsedText,
    WholeNumber,
    YesOrNo,
    parse_language,
    parse_yes_or_no,
)
from coach.fields.table import Field
from coach.files import SourceText
from coach.units import ParseError


def hint(parse, text):
    """What is written in place of a value that cannot be read."""
    with pytest.raises(ParseError) as caught:
        parse(text)
    return caught.value.hint


def read(type_, text):
    """What a field of that type makes of a text in a file, and the problems with it."""
    source = SourceText("f.yaml", f"it: {text}")
    findings = Findings(source)
    field = Field("it", type_, "It.", "that")
    value = type_.read(parse(source).root.fields["it"], field, findings)
    return value, [str(problem).removeprefix("f.yaml:") for problem in findings.problems]


def test_a_duration_has_two_limits():
    """The limits of a duration are allowed, and the message for others names them."""
    step = Duration(0.5, 1800.0)
    assert [step.parse(text) for text in ("0.5 s", "30 min")] == [0.5, 1800.0]
    for text in ("0.4 s", "31 min", "2 h"):
        assert hint(step.parse, text) == "write from '0.5 s' to '30 min'"


def test_a_number_has_two_limits():
    """The limits of a number are allowed, and the message says what it counts."""
    assert [WholeNumber(1, 7).parse(text) for text in ("1", "7")] == [1, 7]
    assert hint(WholeNumber(1, 7).parse, "8") == "write from 1 to 7"
    assert (
        hint(WholeNumber(80, 400, unit="words a minute").parse, "20") == "write from 80 to 400 words a minute"
    )


def test_truths_languages_and_formats_are_what_they_are():
    """Yes and no, languages and formats are read as what they are."""
    assert [parse_yes_or_no(text) for text in ("true", "Yes", "no", "false")] == [True, True, False, False]
    assert hint(parse_yes_or_no, "perhaps") == "write yes or no"
    languages = ["en", "pt-BR", "zxx-Hant-1996-abcd"]
    assert [parse_language(text) for text in languages] == languages
    assert hint(parse_language, "english") == "write its short name, such as en, de or pt-BR"
    assert FormatNumber().parse("1") == 1
    assert hint(FormatNumber().parse, "2") == "write 'format: 1'"


@pytest.mark.parametrize(
    ("type_", "text", "problem"),
    [
        (Duration(1.0, 60.0), "[20 s]", "'it' must be a time from 1 s to 1 min; write 'it: that'"),
        (WholeNumber(1, 7), "{a: 1}", "'it' must be a whole number from 1 to 7; write 'it: that'"),
        (Choices(("skip", "once")), "[skip]", "'it' must be one of skip, once; write 'it: that'"),
        (YesOrNo(), "[no]", "'it' must be yes or no; write 'it: that'"),
        (
            LANGUAGE,
            "[en]",
            "'it' must be a language's short name, such as en or pt-BR; write 'it: that'",
        ),
        (FormatNumber(), "[1]", "'it' must be 1; write 'it: that'"),
    ],
)
def test_a_list_in_place_of_one_value_is_answered_with_what_it_must_be(type_, text, problem):
    """A list in place of one value is refused with the field's description and example."""
    assert read(type_, text) == (None, [f"1:5: error[wrong-shape]: {problem}"])


def test_a_field_without_a_value_is_empty():
    """A field without a value is refused, and the hint says what to write."""
    assert read(WholeNumber(1, 7), "") == (None, ["1:4: error[empty]: 'it' is empty; write 'it: that'"])


@pytest.mark.parametrize(
    ("type_", "text", "problem"),
    [
        (Duration(1.0, 60.0), "2 min", "[duration]: '2 min' is too long; write from '1 s' to '1 min'"),
        (Duration(1.0, 60.0), "0.5 s", "[duration]: '0.5 s' is too short; write from '1 s' to '1 min'"),
        (WholeNumber(2, 7), "8", "[number]: '8' is too high; write from 2 to 7"),
        (WholeNumber(2, 7), "1", "[number]: '1' is too low; write from 2 to 7"),
        (
            Choices(("skip", "once"), {"omit": "skip"}),
            "omit",
            "[unknown-word]: 'it' cannot be 'omit'; did you mean 'skip'?",
        ),
        (YesOrNo(), "perhaps", "[truth]: 'perhaps' is neither yes nor no; write yes or no"),
        (
            LANGUAGE,
            "english",
            "[language]: 'english' is not a language; write its short name, such as en, de or pt-BR",
        ),
        (FormatNumber(), "2", "[format]: this coach reads format 1, not '2'; write 'format: 1'"),
    ],
)
def test_a_value_that_is_refused_is_named_with_what_to_write(type_, text, problem):
    """A refused value has its type's code, its place, and what to write."""
    assert read(type_, text) == (None, [f"1:5: error{problem}"])


@pytest.mark.parametrize(
    ("type_", "value", "message"),
    [
        (WholeNumber(0, 10), 11, "must be a whole number from 0 to 10"),
        (WholeNumber(0, 10), True, "must be a whole number from 0 to 10"),
        (WholeNumber(0, 10, or_null=True), "3", "must be a whole number from 0 to 10, or null"),
        (Choices(("pause", "resume")), "pausse", "must be one of pause, resume; did you mean 'pause'?"),
        (
            Choices(("pause", "resume"), {"halt": "pause"}),
            "halt",
            "must be one of pause, resume; did you mean 'pause'?",
        ),
        (Choices(("pause", "resume")), "dance", "must be one of pause, resume"),
        (Choices(("pause", "resume")), 1, "must be one of pause, resume"),
    ],
)
def test_a_request_is_refused_with_what_it_must_hold(type_, value, message):
    """A refused request names what it must have, and the word that was meant."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 — the whole message is compared
        type_.accept(value)
    assert str(caught.value) == message


TRUTHS = [case(word) for word in ("yes", "no", "true", "false") for case in (str, str.upper, str.title)]


@pytest.mark.parametrize(
    ("type_", "allowed", "refused"),
    [
        (LANGUAGE, ["en"], [1, True, ["en"]]),
        (ParsedText(float, "number", "a number", is_number=True), ["0.5", 0.5], [True, ["0.5"]]),
        (ParsedText(str, "time", "a time", pattern="^[0-9]"), ["9:00"], ["nine", 9]),
        (Duration(1.0, 60.0), ["20 s", " 1 min"], ["long", 20]),
        (WholeNumber(1, 7), [1, 7, "3", " 3 "], [0, 8, 1.5, "three", True, None]),
        (Choices(("skip", "once")), ["skip", "once"], ["Skip", "", 1, None]),
        (YesOrNo(), [True, False, *TRUTHS, " no "], ["perhaps", "yesno", 1, None]),
        (FormatNumber((1, 2)), [1, 2, "1", " 2 "], [3, "3", "12", None]),
    ],
)
def test_editors_allow_what_a_file_may_hold(type_, allowed, refused):
    """The schema of each type allows what a file may have, and refuses what no reader takes."""
    values = [*allowed, *refused]
    assert [value for value in values if jsonschema_rs.is_valid(type_.file_schema(), value)] == allowed
