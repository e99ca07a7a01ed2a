"""Which sessions run by their processes, and how long one took without its pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.journal.sessions import (
    SessionProcess,
    performed_seconds,
    running_sessions,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    ChainRecord = Callable[..., None]

from journal.recorded_sessions import damage

SECOND = 1_000_000


def test_pauses_are_left_out() -> None:
    """Ten seconds before a pause and five after it count; a pause without an end counts nothing."""
    events = [
        ("session-started", 0),
        ("paused", 10),
        ("resumed", 1_000),
        ("step-done", 1_005),
        ("paused", 1_006),
    ]
    assert performed_seconds([(kind, at * SECOND) for kind, at in events]) == 16.0


def test_what_happens_within_a_pause_does_not_end_it() -> None:
    """The time until an answer that is given during a pause does not count."""
    events = [("session-started", 0), ("paused", 10), ("answered", 20), ("resumed", 40), ("step-done", 45)]
    assert performed_seconds([(kind, at * SECOND) for kind, at in events]) == 15.0


def test_a_clock_set_back_takes_nothing_away() -> None:
    """The stretch in which the clock was set back counts as nothing, and the rest counts."""
    events = [("session-started", 7_200), ("step-done", 7_210), ("step-done", 3_600), ("step-done", 3_605)]
    assert performed_seconds([(kind, at * SECOND) for kind, at in events]) == 15.0


@given(st.lists(st.tuples(st.sampled_from(["paused", "resumed", "step-done"]), st.integers(0, 10**12))))
def test_never_below_nothing_nor_above_the_whole(events: list[tuple[str, int]]) -> None:
    """With times in order, the performed seconds lie between 0 and the time from first to last."""
    ordered = [(kind, at) for (kind, _), at in zip(events, sorted(at for _, at in events), strict=True)]
    whole = (ordered[-1][1] - ordered[0][1]) / SECOND if ordered else 0.0
    assert 0.0 <= performed_seconds(ordered) <= whole


RUNNING_OWNER = {"pid": 77, "process_started": 5, "boot": "this boot"}


@pytest.fixture
def record_owner(journal, clock, make_event):
    """Appends an event of a session, a second after the one before."""

    def append(kind, session, **data):
        journal.append(make_event(kind, session=session, routine="desk-neck", **data))
        clock.advance(1)

    return append


def test_those_without_an_end_whose_process_lives_are_running(journal, record_owner, processes):
    """Running are sessions without an end whose process lives, the latest first."""
    record_owner("session-started", "gone", title="Gone", pid=78)
    record_owner("session-started", "ended", title="Ended", **RUNNING_OWNER)
    record_owner("session-ended", "ended", outcome="completed")
    record_owner("session-started", "first", title="Desk neck", **RUNNING_OWNER)
    record_owner("session-started", "second", **RUNNING_OWNER)
    assert running_sessions(journal, processes) == [
        SessionProcess("second", "A routine", 77, "desk-neck"),
        SessionProcess("first", "Desk neck", 77, "desk-neck"),
    ]


def test_a_session_that_cannot_be_understood_hides_none_that_runs(journal, record_owner, processes, path):
    """A damaged session, even the latest, which is read first, hides none that runs."""
    record_owner("session-started", "first", title="Desk neck", **RUNNING_OWNER)
    record_owner("session-started", "odd", title="Odd", **RUNNING_OWNER)
    damage(path, "session-started", "{")
    assert running_sessions(journal, processes) == [SessionProcess("first", "Desk neck", 77, "desk-neck")]


def test_an_empty_journal_has_none(journal, processes):
    """No session is running before the first one."""
    assert running_sessions(journal, processes) == []
