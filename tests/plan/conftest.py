"""Plans and reminders from a few lines of text."""

from __future__ import annotations

import pytest

from coach.files import SourceText
from coach.plan.reading import examine_text


def _examined(text, routines=None):
    return examine_text(SourceText("plan.yaml", text, "digest"), routines)


@pytest.fixture(scope="session")
def examined():
    """Reads a text as a plan; returns the plan or None, and the problems."""
    return _examined


@pytest.fixture(scope="session")
def problems_in():
    """The problems of a text, one line each, without the file's name."""

    def tell(text, routines=None):
        return [str(each).removeprefix("plan.yaml:") for each in _examined(text, routines).problems]

    return tell


@pytest.fixture(scope="session")
def reminder_of():
    """Makes a reminder called `it` of the lines of its fields."""

    def read(fields):
        routine = "" if "routine" in fields else "routine: eyes-far, "
        came = _examined(f"reminders:\n  it: {{{routine}{fields}}}\n")
        assert came.problems == ()
        return came.plan.reminders[0]

    return read
