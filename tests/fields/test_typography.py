"""What a word processor makes of plain text: each spoilt line is one problem, and read as it was meant."""

import pytest

from coach.fields.typography import in_plain_text
from coach.files import SourceText

STEPS = "title: T\nsteps:\n"


@pytest.mark.parametrize(
    ("line", "plain", "code", "column"),
    [
        ("\u00a0 - hold: 20 s", "  - hold: 20 s", "indentation-sign", 1),
        ("  \u00a0\u00a0name: A", "    name: A", "indentation-sign", 3),
        ("\u200b  - hold: 20 s", "  - hold: 20 s", "indentation-sign", 1),
        ("  -\u00a0hold: 20 s", "  - hold: 20 s", "indentation-sign", 4),
        ("    \u200bname: A", "    name: A", "indentation-sign", 5),
        ("  • hold: 20 s", "  - hold: 20 s", "list-sign", 3),
        ("  \u2013 hold: 20 s", "  - hold: 20 s", "list-sign", 3),
        ("  —\thold: 20 s", "  - hold: 20 s", "list-sign", 3),
        ("  * hold: 20 s", "  - hold: 20 s", "list-sign", 3),
        ("  1. hold: 20 s", "  -  hold: 20 s", "list-sign", 3),
        ("  12) Hold: 20 s", "  -   Hold: 20 s", "list-sign", 3),
        ("  • Sit tall.", "  - Sit tall.", "list-sign", 3),
    ],
)
def test_a_spoilt_line_is_read_as_it_was_meant(line, plain, code, column):
    """The line is reported where it is spoilt, and its neighbours keep their columns."""
    source, problems = in_plain_text(SourceText("r.yaml", f"{STEPS}{line}\r\n"))
    assert source.text == f"{STEPS}{plain}\r\n"
    (problem,) = problems
    assert (problem.line, problem.column, problem.code) == (3, column, code)
    assert (problem.fix.line, problem.fix.lines) == (3, (plain,))


@pytest.mark.parametrize(
    "line",
    [
        "    cue: Lean in \u2013\n      \u2013 and out again.",
        "    cue: 20\u00a0s are enough",
        "    cue: »Up« \u200b and down",
        "  - hold: 20\u202fs",
        "    cue: a\n      • not a list",
    ],
)
def test_signs_within_a_text_are_left_alone(line):
    """A dash, a space or a hidden mark inside a text is the author's."""
    source = SourceText("r.yaml", f"{STEPS}{line}\n")
    assert in_plain_text(source) == (source, ())


def test_a_line_may_be_spoilt_twice():
    """A bullet behind non-breaking spaces is two problems of one line, and one mended line."""
    source, problems = in_plain_text(SourceText("r.yaml", f"{STEPS}\u00a0\u00a0• hold: 20 s"))
    assert source.text == f"{STEPS}  - hold: 20 s"
    assert [(problem.line, problem.code) for problem in problems] == [
        (3, "indentation-sign"),
        (3, "list-sign"),
    ]
