"""Whether a session can have been attended: the lock meanwhile, and input until its end."""

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


def facts(*, locked=(None, None, None), idle=None):
    """Those of a session of a minute: locked as it began, meanwhile and at its end; idle at its end."""
    now = [100.0]
    lock = Source("lock", None)
    keys = Source("idle time", None if idle is None else Situation(idle_seconds=idle))
    attendance = Attendance((lock, keys), lambda: now[0])

    def is_over(seconds):
        now[0] += seconds
        look(1)
        return now[0] >= 160.0

    def look(number):
        lock.answer = None if locked[number] is None else Situation(locked=locked[number])

    look(0)
    attendance.watch_lock(is_over)
    look(2)
    now[0] = 160.0
    return attendance.facts()


FREE = (False, False, False)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, {}),
        ({"locked": FREE, "idle": 0.0}, {}),
        ({"locked": (True, False, False), "idle": 0.0}, {"locked": True}),
        ({"locked": (False, True, False), "idle": 0.0}, {"locked": True}),
        ({"locked": (False, False, True), "idle": 0.0}, {"locked": True}),
        ({"locked": FREE, "idle": 60.0}, {}),
        ({"locked": FREE, "idle": 59.0 + AWAY_SECONDS}, {}),
        ({"locked": FREE, "idle": 60.0 + AWAY_SECONDS}, {"away": True}),
        ({"locked": (True, True, True), "idle": 3600.0}, {"locked": True, "away": True}),
        ({"idle": 3600.0}, {"away": True}),
    ],
)
def test_what_speaks_against_it(known, expected):
    """A lock at any time, or no input until the end, means that nobody attended the session."""
    assert facts(**known) == expected
