"""Plans in few words."""

from __future__ import annotations

import pytest

from coach.files import SourceText
from coach.plan.reading import examine_text


def _examined(text, routines=None):
    return examine_text(SourceText("plan.yaml", text, "digest"), routines)


@pytest.fixture(scope="session")
def examined():
    """From a text to what came of it."""
    return _examined


@pytest.fixture(scope="session")
def problems_in():
    """From a text to its problems, a line each, without the file's name."""

    def tell(text, routines=None):
        return [str(each).removeprefix("plan.yaml:") for each in _examined(text, routines).problems]

    return tell


@pytest.fixture(scope="session")
def reminder_of():
    """From the fields of a reminder to the reminder, called `it`."""

    def read(fields):
        routine = "" if "routine" in fields else "routine: eyes-far, "
        came = _examined(f"reminders:\n  it: {{{routine}{fields}}}\n")
        assert came.problems == ()
        return came.plan.reminders[0]

    return read
