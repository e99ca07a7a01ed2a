"""What is known of each part, out of the answers of all sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.activity.source import (
    PARTS,
    UNAVAILABLE,
    PartStatus,
    SourceStatus,
    by_part,
    combine,
    situation_in_words,
)
from coach.situation import Situation


def known(name, *parts, **fields):
    """A source that answered."""
    return SourceStatus(name, works=True, detail="known", parts=parts, situation=Situation(**fields))


def failed(name, *parts, why="no bus", todo=""):
    """A source that did not."""
    return SourceStatus(name, works=False, detail=why, parts=parts, todo=todo)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([], (False, UNAVAILABLE, "")),
        ([known("A", "lock", locked=False), failed("B", "lock")], (True, "not locked (A)", "")),
        (
            [
                known("A", "lock", locked=False),
                known("B", "lock", "idle time", locked=True, idle_seconds=1.0),
            ],
            (True, "locked (A, B)", ""),
        ),
        ([known("A", "lock")], (False, "A: answers, but has no information", "")),
        (
            [known("A", "lock"), failed("B", "lock", todo="Log in."), failed("C", "lock", todo="Log in.")],
            (False, "A: answers, but has no information; B, C: no bus", "Log in."),
        ),
        (
            [failed("B", "lock", why="gone", todo="Install B."), failed("C", "lock", todo="Log in.")],
            (False, "B: gone; C: no bus", "Install B. Log in."),
        ),
        ([known("A", "microphone", microphone=True)], (False, UNAVAILABLE, "")),
    ],
)
def test_one_part(sources, expected):
    """A part lists the sources that know it and their answer, else each reason and remedy once."""
    works, detail, todo = expected
    assert by_part(sources)[1] == PartStatus("lock", works=works, detail=detail, todo=todo)


def test_all_parts_in_their_order():
    """All parts are listed in their order, and one source may report several."""
    everything = known(
        "all",
        *PARTS,
        idle_seconds=61.0,
        locked=True,
        microphone=False,
        camera=True,
        sharing=False,
        full_screen=True,
        inhibitor=False,
        do_not_disturb=True,
        playing=True,
    )
    assert [(one.part, one.works, one.detail) for one in by_part([everything])] == [
        ("idle time", True, "idle for 61 s (all)"),
        ("lock", True, "locked (all)"),
        ("microphone", True, "microphone not in use (all)"),
        ("camera", True, "camera in use (all)"),
        ("screen sharing", True, "screen not shared (all)"),
        ("full screen", True, "full screen (all)"),
        ("inhibitor", True, "no program keeps the screen on (all)"),
        ("do-not-disturb", True, "do-not-disturb on (all)"),
        ("media player", True, "media playing (all)"),
    ]


ANSWERS = st.none() | st.booleans()
SITUATIONS = st.builds(Situation, st.none() | st.floats(0, 1e6), ANSWERS, ANSWERS, ANSWERS)


def test_nobody_knows_anything():
    """Without any source everything is unknown."""
    assert combine(()) == Situation()


def test_the_shortest_idle_time_and_any_yes():
    """The shortest idle time counts, one yes outweighs every no, and unknown counts for nothing."""
    readings = (
        Situation(idle_seconds=300.0, locked=False),
        Situation(idle_seconds=2.5, microphone=True),
        Situation(microphone=False, do_not_disturb=False),
    )
    expected = Situation(idle_seconds=2.5, locked=False, microphone=True, do_not_disturb=False)
    assert combine(readings) == expected


@given(st.lists(SITUATIONS), st.lists(SITUATIONS))
def test_the_order_and_the_grouping_do_not_matter(some, others):
    """The order and the grouping of answers change nothing, and neither do unknown ones."""
    whole = combine((*some, *others))
    assert combine((*others, Situation(), *some)) == whole
    assert combine((combine(tuple(some)), combine(tuple(others)))) == whole


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Situation(), "answers, but has no information"),
        (Situation(idle_seconds=12.4, locked=False), "idle for 12 s, not locked"),
        (Situation(locked=True), "locked"),
        (Situation(microphone=True, do_not_disturb=True), "microphone in use, do-not-disturb on"),
        (Situation(microphone=False, do_not_disturb=False), "microphone not in use, do-not-disturb off"),
    ],
)
def test_in_words(reading, words):
    """A situation is described in the words that the doctor prints."""
    assert situation_in_words(reading) == words
