"""Problems, and how they are shown."""

from __future__ import annotations

from coach.errors import BadFile
from coach.problems import MOST_SHOWN, Problem, listed, printable


def problem(line: int = 14, message: str = "'hlod' is not a field of a hold step") -> Problem:
    """One of the design's own example."""
    hint = "did you mean 'hold'?"
    return Problem("routines/desk-neck.yaml", line, 5, "error", "unknown-field", message, hint)


def test_a_problem_reads_as_the_design_shows():
    """A problem is shown with file, line, column, severity, code, message and hint."""
    assert str(problem()) == (
        "routines/desk-neck.yaml:14:5: error[unknown-field]: "
        "'hlod' is not a field of a hold step; did you mean 'hold'?"
    )


def test_a_problem_is_one_harmless_line():
    """Control sequences and line breaks of a file, or of its name, are shown as escapes."""
    reported = str(problem(message="a\x1b[31m\nb\u202ec\udcff é 20\u00a0s"))
    assert "a\\x1b[31m\\nb\\u202ec\\udcff é 20\u00a0s" in reported
    assert printable(reported) == reported


def test_twenty_are_listed_and_the_rest_counted():
    """Twenty problems are listed, and the rest are counted."""
    many = [problem(line) for line in range(1, 104)]
    assert listed(many) == [*(str(one) for one in many[:MOST_SHOWN]), "… and 83 more"]
    assert listed(many[:MOST_SHOWN]) == [str(one) for one in many[:MOST_SHOWN]]
    assert listed([]) == []


def test_a_bad_file_has_all_problems_and_lists_twenty():
    """`BadFile` has every problem, and its message is the listing."""
    many = [problem(line) for line in range(1, 104)]
    refusal = BadFile(many)
    assert refusal.problems == tuple(many)
    assert str(refusal) == "\n".join(listed(many))
    assert refusal.exit_code == 3
