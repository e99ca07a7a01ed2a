"""What the journal knows of sessions.

The mutants of `sessions.py` and `statistics.py` that survive change nothing: pages begin a little above the
least whole number, `None` stands for `False` or for the clock of a journal that is only read, and no error
that reading raises is without words.
"""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coach.journal.sessions import (
    Session,
    UnreadableSession,
    session_pages,
    sessions,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.journal.store import Journal

    ChainRecord = Callable[..., None]

from journal.recorded_sessions import BEGIN, begin, damage, end, step

WHOLE = Session(
    id="s1",
    routine="desk-neck",
    title="Desk neck and shoulders",
    started=BEGIN,
    ended=BEGIN + timedelta(seconds=60),
    outcome="completed",
    steps_done=2,
    steps=2,
    seconds=58.5,
    pain=(2, None, 4),
    voice="tones",
    step=1,
    heard="unknown",
    confirmed=True,
    rehearsal=False,
)


def test_an_ended_session_is_reported_whole(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """An ended session has outcome, steps, seconds and voice of its last event, and its answers in order."""
    record(
        begin(),
        step("started", 0),
        ("answered", {"question": "pain", "step": 0, "pain": 2}),
        ("answered", {"question": "pain", "step": 0, "pain": None}),
        step("started", 1),
        ("answered", {"question": "pain", "step": 1, "pain": 4, "hurts": True}),
        end(voice="tones"),
    )
    assert sessions(journal, processes=processes) == [WHOLE]


def test_only_answers_about_pain_are_pain(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """Answers about effort, and to a question of the author's own, are not."""
    record(
        begin(),
        ("answered", {"question": "effort", "step": 0, "pain": 7}),
        ("answered", {"question": "How warm is it?", "step": 0, "pain": 3}),
        ("answered", {"question": "pain", "step": 0, "pain": 0}),
        ("answered", {"step": 0, "pain": 5, "hurts": True}),
        end(),
    )
    assert [session.pain for session in sessions(journal, processes=processes)] == [(0, 5)]


@pytest.mark.parametrize(
    ("owner", "outcome"),
    [
        ({}, "running"),
        ({"process_started": 6}, "interrupted"),
        ({"boot": "the boot before"}, "interrupted"),
        ({"pid": 78}, "interrupted"),
        ({"pid": None}, "interrupted"),
    ],
)
def test_a_session_without_an_end_is_running_or_interrupted(
    journal: Journal, record: ChainRecord, processes: Any, owner: dict[str, Any], outcome: str
) -> None:
    """The system says which of the two; steps and seconds are those up to its last event."""
    record(begin(**owner), step("started", 0), step("done", 0), step("started", 1))
    expected = dataclasses.replace(
        WHOLE,
        ended=None,
        outcome=outcome,
        steps_done=1,
        seconds=30.0,
        pain=(),
        voice="espeak/en-gb@150",
        confirmed=False,
    )
    assert sessions(journal, processes=processes) == [expected]


def test_a_crashed_session_keeps_what_was_done(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """The daemon records its end, and knows only that it failed."""
    record(
        begin(),
        step("started", 0),
        step("done", 0),
        step("started", 1),
        ("session-ended", {"outcome": "failed"}),
    )
    (session,) = sessions(journal, processes=processes)
    assert (session.outcome, session.steps_done, session.steps, session.seconds) == ("failed", 1, 2, 40.0)


def test_each_step_done_of_an_unfinished_session_counts(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """A session that was interrupted after two of three steps has done two."""
    record(begin(steps=3), *(step(what, number) for number in (0, 1) for what in ("started", "done")))
    assert [session.steps_done for session in sessions(journal, processes=processes)] == [2]


def test_what_events_do_not_say_is_empty(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """A first event without data and an end with only the necessary leave the rest empty."""
    record(("session-started", {}), ("session-ended", {"outcome": "stopped", "steps_done": 1}))
    expected = dataclasses.replace(
        WHOLE,
        title="",
        ended=BEGIN + timedelta(seconds=10),
        outcome="stopped",
        steps_done=1,
        steps=0,
        seconds=0.0,
        pain=(),
        voice="",
        step=None,
        confirmed=False,
    )
    assert sessions(journal, processes=processes) == [expected]


def test_an_unfinished_step_done_twice_counts_once(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """A person who goes back and does a step again has still done one of two."""
    record(begin(), *(step(what, 0) for what in ("started", "done", "started", "done")))
    (session,) = sessions(journal, processes=processes)
    assert (session.steps_done, session.step) == (1, 0)


def test_the_step_reached_is_the_one_last_begun(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """After going back it is that step, and not the furthest one."""
    record(begin(steps=5), step("started", 0), step("skipped", 0), step("started", 3), step("started", 2))
    assert [session.step for session in sessions(journal, processes=processes)] == [2]


def test_a_session_that_reached_no_step_has_none(
    journal: Journal, record: ChainRecord, processes: Any
) -> None:
    """A session that was interrupted in its first words has no step."""
    record(begin())
    expected = dataclasses.replace(
        WHOLE,
        ended=None,
        outcome="running",
        steps_done=0,
        seconds=0.0,
        pain=(),
        voice="espeak/en-gb@150",
        step=None,
        confirmed=False,
    )
    assert sessions(journal, processes=processes) == [expected]


def test_a_later_end_corrects_an_earlier_one(journal: Journal, record: ChainRecord, processes: Any) -> None:
    """Corrections are events: the last one counts, and the session is listed once."""
    record(begin(), end("failed", steps_done=1), end("stopped", steps_done=1))
    assert [(one.outcome, one.steps_done) for one in sessions(journal, processes=processes)] == [
        ("stopped", 1)
    ]


@pytest.mark.parametrize(
    "odd",
    [
        ("session-started", "null"),
        ("session-started", "{"),
        ("session-started", "[" * 60000),
        ("session-started", '{"steps": "many"}'),
        ("step-started", "[1]"),
        ("step-done", "null"),
        ("answered", '{"question": "pain", "pain": "much"}'),
        ("session-ended", '{"outcome": "unheard of", "steps_done": 1}'),
        ("session-ended", '"text"'),
    ],
)
def test_an_event_that_cannot_be_understood_hides_nothing_else(
    journal: Journal, record: ChainRecord, processes: Any, path: Path, odd: tuple[str, str]
) -> None:
    """A damaged session is named, and the ones before and after it are shown."""
    kind, data = odd
    for name in ("before", "odd", "after"):
        record(
            begin(),
            step("started", 0),
            step("done", 0),
            ("answered", {"question": "pain", "pain": 1}),
            session=name,
        )
        if kind == "session-ended" or name != "odd":
            record(end(), session=name)
    damage(path, kind, data)
    (page,) = session_pages(journal, processes=processes)
    assert [session.id for session in page] == ["before", "odd", "after"]
    assert [type(session) for session in page] == [Session, UnreadableSession, Session]
    assert [session.id for session in sessions(journal, processes=processes)] == ["before", "after"]
    assert str(page[1]).startswith("Event ")


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (("session-ended", '{"outcome": "unheard of", "steps_done": 1}'), "its outcome is 'unheard of'"),
        (("session-ended", '{"steps_done": 1}'), "'outcome'"),
        (("answered", '{"question": "pain", "pain": "much"}'), "'much' is not a whole number"),
        (("step-started", "[1]"), "its data is '[1]'"),
        (("step-started", f"[{'1' * 60}]"), f"its data is '[{'1' * 39}'"),
    ],
)
def test_a_session_that_cannot_be_understood_says_where_and_why(
    journal: Journal, record: ChainRecord, processes: Any, odd: tuple[str, str], reason: str
) -> None:
    """A damaged session is named by the row of its first event, which is the second here."""
    record(begin())
    record(begin(), step("started", 0), ("answered", {"question": "pain", "pain": 1}), end(), session="odd")
    damage(journal.path, *odd)
    (page,) = session_pages(journal, processes=processes)
    assert page[1] == UnreadableSession("odd", 2, reason)
