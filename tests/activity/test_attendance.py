"""Whether a session can have been attended: the lock as it begins, and input until its end."""

from __future__ import annotations

import pytest

from coach.activity.attendance import Attendance
from coach.activity.source import SourceFault
from coach.situation import AWAY_SECONDS, Situation


class Source:
    """A source of that part, which answers with what it has, or fails."""

    def __init__(self, part, answer):
        self.name = part
        self.parts = (part,)
        self.answer = answer

    def ask(self, _):
        """The answer."""
        if self.answer is None:
            raise SourceFault("unknown")
        return self.answer


def facts(*, locked=None, idle=None):
    """Those of a session of a minute with that lock as it began, and that idle time at its end."""
    now = [100.0]
    lock = Source("lock", None if locked is None else Situation(locked=locked))
    keys = Source("idle time", None if idle is None else Situation(idle_seconds=idle))
    attendance = Attendance((lock, keys), lambda: now[0])
    attendance.look_at_lock()
    lock.answer = Situation(locked=True)  # who exercises lets the screen lock itself
    now[0] += 60.0
    return attendance.facts()


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, {}),
        ({"locked": False, "idle": 0.0}, {}),
        ({"locked": True, "idle": 0.0}, {"locked": True}),
        ({"locked": False, "idle": 60.0}, {}),
        ({"locked": False, "idle": 59.0 + AWAY_SECONDS}, {}),
        ({"locked": False, "idle": 60.0 + AWAY_SECONDS}, {"away": True}),
        ({"locked": True, "idle": 3600.0}, {"locked": True, "away": True}),
        ({"idle": 3600.0}, {"away": True}),
    ],
)
def test_what_speaks_against_it(known, expected):
    """A lock at the beginning, or no input until the end, means that nobody attended the session."""
    assert facts(**known) == expected
