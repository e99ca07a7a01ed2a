"""The writer's thread: it writes in order, confirms after the commit, and a failure leaves no gap."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.journal.events import to_row
from coach.journal.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from coach.journal.events import Event
    from coach.journal.store import Journal

ALL = "SELECT id, kind, at, offset_minutes, session, routine, digest, data FROM events ORDER BY seq"


class FailingJournal:
    """A journal that fails when asked to, and otherwise keeps the events."""

    def __init__(self) -> None:
        self.is_failing = False
        self.events: list[Event] = []

    def append(self, event: Event) -> None:
        """Keep that event, or fail."""
        if self.is_failing:
            raise JournalError("The disk is full.")
        self.events.append(event)


def test_done_is_reported_in_order_after_the_commit(
    journal: Journal, make_event: Callable[..., Event]
) -> None:
    """When `done` is called, the event is already in the database."""
    events = [make_event() for _ in range(20)]
    reported: list[object] = []
    writer = Writer(journal, failed=reported.append)
    for event in events:
        writer.submit(event, lambda done: reported.append((done, journal.rows(ALL)[-1] == to_row(done))))
    writer.flush()
    assert reported == [(event, True) for event in events]
    assert writer.close() == 0


def test_callbacks_run_in_another_thread(journal: Journal, make_event: Callable[..., Event]) -> None:
    """Nothing is written in the caller's own thread."""
    threads = []
    writer = Writer(journal, failed=lambda _: None)
    writer.submit(make_event(), lambda _: threads.append(threading.current_thread()))
    writer.close()
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()


def test_a_failure_is_reported_once_and_leaves_no_gap(make_event: Callable[..., Event]) -> None:
    """An event that could not be written waits, and is written in its place as soon as possible."""
    journal = FailingJournal()
    events = [make_event() for _ in range(4)]
    done: list[Event] = []
    failures: list[JournalError] = []
    writer = Writer(journal, failed=failures.append)
    writer.submit(events[0], done.append)
    writer.flush()
    journal.is_failing = True
    for event in events[1:3]:
        writer.submit(event, done.append)
    writer.flush()
    assert (done, [str(failure) for failure in failures]) == (events[:1], ["The disk is full."])
    journal.is_failing = False
    writer.submit(events[3], done.append)
    assert writer.close() == 0
    assert (journal.events, done, len(failures)) == (events, events, 1)


def test_what_was_never_written_is_counted(make_event: Callable[..., Event]) -> None:
    """Closing tries again, and returns how many events are lost."""
    journal = FailingJournal()
    journal.is_failing = True
    writer = Writer(journal, failed=lambda _: None)
    for _ in range(3):
        writer.submit(make_event(), lambda _: None)
    assert writer.close() == 3
    assert writer.close() == 3


def test_a_callback_that_raises_does_not_hang_the_end(
    make_event: Callable[..., Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread has ended then, but a flush or a close still returns."""
    monkeypatch.setattr("coach.journal.writer.LOOK_SECONDS", 0.01)
    raised = []
    monkeypatch.setattr(threading, "excepthook", lambda problem: raised.append(problem.exc_type))

    def fail(_: Event) -> None:
        raise ZeroDivisionError

    writer = Writer(FailingJournal(), failed=lambda _: None)
    writer.submit(make_event(), fail)
    writer.flush()
    assert writer.close() == 0
    assert raised == [ZeroDivisionError]
