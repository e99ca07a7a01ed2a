"""Programs of the system are asked without a shell and within a deadline."""

from __future__ import annotations

import sys

import pytest

from coach.daemon.activity.port import SourceFault
from coach.daemon.activity.programs import ask_program


def python(code, seconds=20.0, **environment):
    """What that code prints."""
    return ask_program((sys.executable, "-I", "-S", "-c", code), environment, seconds)


def test_what_it_prints_with_the_variables_it_was_given():
    """And no others."""
    code = "import os; print(os.environ.get('MOOD'), 'HOME' in os.environ)"
    assert python(code, MOOD="$HOME; good").split() == ["$HOME;", "good", "False"]


@pytest.mark.parametrize(
    ("code", "seconds", "why"),
    [
        ("import sys; sys.exit('first\\nFailed to connect')", 20.0, "Failed to connect"),
        ("import sys; sys.exit(3)", 20.0, f"{sys.executable} ended with 3"),
        ("import time; time.sleep(60)", 0.05, f"{sys.executable} did not answer within 0.05 s"),
    ],
)
def test_why_there_is_no_answer(code, seconds, why):
    """Its own last words, its exit code, or that it was too slow."""
    with pytest.raises(SourceFault) as caught:
        python(code, seconds)
    assert str(caught.value) == why


def test_a_program_that_is_not_there():
    """By name."""
    with pytest.raises(SourceFault, match="the program no-such-program is not here"):
        ask_program(("no-such-program",), {}, 1.0)
