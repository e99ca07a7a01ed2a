"""Who is being led now, by whomever."""

from __future__ import annotations

import pytest

from coach.journal.running import Running, running_sessions

OWNER = {"pid": 77, "process_started": 5, "boot": "this boot"}


@pytest.fixture
def tell(journal, clock, make_event):
    """Appends an event of a session, a second after the one before."""

    def append(kind, session, **data):
        journal.append(make_event(kind, session=session, routine="desk-neck", **data))
        clock.advance(1)

    return append


def test_those_without_an_end_whose_process_lives_are_led(journal, tell, processes):
    """The latest first; not who has ended, nor whose process is gone."""
    tell("session-started", "gone", title="Gone", pid=78)
    tell("session-started", "ended", title="Ended", **OWNER)
    tell("session-ended", "ended", outcome="completed")
    tell("session-started", "first", title="Desk neck", **OWNER)
    tell("session-started", "second", **OWNER)
    assert running_sessions(journal, processes) == [
        Running("second", "A routine", 77),
        Running("first", "Desk neck", 77),
    ]


def test_an_empty_journal_has_none(journal, processes):
    """Nobody is led before the first session."""
    assert running_sessions(journal, processes) == []
