"""A text examined as if it were the file of a routine, without one: fixtures of two folders."""

from __future__ import annotations

import pytest

from coach.files import SourceText
from coach.routine.parsing import parse_routine
from coach.routine.reading import ExaminedRoutine


def _examined(text):
    return ExaminedRoutine(*parse_routine(SourceText("r.yaml", text, "digest"), "r", frozenset({"en"})))


@pytest.fixture(scope="session")
def examined():
    """From a text to what came of it."""
    return _examined


@pytest.fixture(scope="session")
def problems_in():
    """From a text to its problems, a line each, without the file's name."""
    return lambda text: [str(problem).removeprefix("r.yaml:") for problem in _examined(text).problems]


@pytest.fixture(scope="session")
def problems_in_step(problems_in):
    """From the fields of one step to its problems; the first of its lines is line 3 of the file."""

    def tell(step):
        lines = step.strip("\n").splitlines()
        return problems_in(
            "\n".join(["title: T", "steps:", f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])])
        )

    return tell


@pytest.fixture(scope="session")
def steps_of(examined):
    """From the YAML of a list of steps to the steps."""

    def steps(text, head="title: T"):
        came = examined(f"{head}\nsteps:\n{text}")
        assert came.problems == ()
        return came.routine.steps

    return steps
