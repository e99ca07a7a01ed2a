"""Single values: what is read, what is refused, and with which words."""

from __future__ import annotations

import pytest

from coach.document import parse
from coach.fields.findings import Findings
from coach.fields.scalar_types import (
    LANGUAGE,
    Choices,
    Duration,
    FormatNumber,
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
    """The limits themselves are read; for what is outside, the message names them."""
    step = Duration(0.5, 1800.0)
    assert [step.parse(text) for text in ("0.5 s", "30 min")] == [0.5, 1800.0]
    for text in ("0.4 s", "31 min", "2 h"):
        assert hint(step.parse, text) == "write from '0.5 s' to '30 min'"


def test_a_number_has_two_limits():
    """Whole numbers, with what they count."""
    assert WholeNumber(1, 7).parse("7") == 7
    assert hint(WholeNumber(1, 7).parse, "8") == "write from 1 to 7"
    assert (
        hint(WholeNumber(80, 400, unit="words a minute").parse, "20") == "write from 80 to 400 words a minute"
    )


def test_truths_languages_and_formats_are_what_they_are():
    """The small types that all files share."""
    assert [parse_yes_or_no(text) for text in ("true", "Yes", "no", "false")] == [True, True, False, False]
    assert hint(parse_yes_or_no, "perhaps") == "write yes or no"
    assert [parse_language(text) for text in ("en", "pt-BR")] == ["en", "pt-BR"]
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
def test_a_list_in_place_of_one_value_is_told_what_it_must_be(type_, text, problem):
    """In the words of its declaration, with the example."""
    assert read(type_, text) == (None, [f"1:5: error[wrong-shape]: {problem}"])


def test_a_field_without_a_value_is_empty():
    """And the hint says what to write."""
    assert read(WholeNumber(1, 7), "") == (None, ["1:4: error[empty]: 'it' is empty; write 'it: that'"])
