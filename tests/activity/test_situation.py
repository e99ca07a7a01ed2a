"""What is known of each part, out of the answers of all sources."""

from __future__ import annotations

import pytest

from coach.activity.situation import NOBODY, PARTS, PartStatus, Reading, SourceStatus, by_part


def told(name, *tells, **reading):
    """A source that answered."""
    return SourceStatus(name, works=True, detail="told", tells=tells, reading=Reading(**reading))


def failed(name, *tells, why="no bus", todo=""):
    """A source that did not."""
    return SourceStatus(name, works=False, detail=why, tells=tells, todo=todo)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([], (False, NOBODY, "")),
        ([told("A", "lock", locked=False), failed("B", "lock")], (True, "not locked (A)", "")),
        (
            [told("A", "lock", locked=False), told("B", "lock", "idle time", locked=True, idle_seconds=1.0)],
            (True, "locked (A, B)", ""),
        ),
        ([told("A", "lock")], (False, "A: tells nothing now", "")),
        (
            [told("A", "lock"), failed("B", "lock", todo="Log in."), failed("C", "lock", todo="Log in.")],
            (False, "A: tells nothing now; B, C: no bus", "Log in."),
        ),
        (
            [failed("B", "lock", why="gone", todo="Install B."), failed("C", "lock", todo="Log in.")],
            (False, "B: gone; C: no bus", "Install B. Log in."),
        ),
        ([told("A", "microphone", in_meeting=True)], (False, NOBODY, "")),
    ],
)
def test_one_part(sources, expected):
    """Who tells it and what all together say; else every reason once, and every way out once."""
    works, detail, todo = expected
    assert by_part(sources)[1] == PartStatus("lock", works=works, detail=detail, todo=todo)


def test_all_parts_in_their_order():
    """One source may tell several; none is left out."""
    everything = told("all", *PARTS, idle_seconds=61.0, locked=True, in_meeting=False, do_not_disturb=True)
    assert [(one.part, one.works, one.detail) for one in by_part([everything])] == [
        ("idle time", True, "idle for 61 s (all)"),
        ("lock", True, "locked (all)"),
        ("microphone", True, "microphone not in use (all)"),
        ("do-not-disturb", True, "do-not-disturb on (all)"),
    ]
