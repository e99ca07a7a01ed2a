"""What the person does unprompted: the running coach notices it, in the journal or by its API."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from coach.api.steering import Action
from coach.clock_times import Window
from coach.daemon.other_sessions import UnpromptedSessions
from coach.errors import JournalError
from coach.journal.events import new_event
from coach.journal.store import Journal
from coach.plan.model import AtIntervals, Plan, Reminder
from daemon_harness import NINE

SIP = Reminder(id="water", routine="sip", cadence=AtIntervals(5400.0, Window(time(9), time(17))))


@pytest.fixture
def harness(harness_of):
    """A day that calls for a sip every 90 minutes."""
    return harness_of(SIP)


def write(harness, kind, **data):
    """Another process writes an event about a session of its own."""
    with Journal.open(harness.home.journal, harness.clock) as journal:
        journal.append(new_event(kind, harness.clock, session="own", routine="sip", digest="", data=data))


def due(daemon):
    """The next two occurrences, as times of day."""
    return [row["at"][11:16] for row in daemon.next_occurrences(2)]


def test_a_session_of_ones_own(harness):
    """After a session of the person's own, the next reminder comes a whole interval later."""

    async def life(daemon):
        await harness.until(9, 59)
        assert due(daemon) == ["10:30", "12:00"]
        write(harness, "session-started", title="Sip", steps=1, begun="person")
        await harness.until(10, 0)
        write(harness, "session-ended", outcome="completed", steps_done=1, heard="yes")
        await harness.until(10, 0, 30)
        assert due(daemon) == ["11:30", "13:00"]

    harness.live(life)


def test_said_by_the_api(harness):
    """The API takes the name of a reminder or a routine, and refuses what it does not know."""

    async def life(daemon):
        await harness.until(10, 40)
        answer = await daemon.act(Action("done", reminder="water", at=NINE + timedelta(minutes=95)))
        assert (answer.ok, due(daemon)) == (True, ["12:05", "13:35"])
        answer = await daemon.act(Action("done", reminder="sip"))
        assert (answer.ok, due(daemon)) == (True, ["12:10", "13:40"])
        assert not (await daemon.act(Action("done", reminder="no-such"))).ok

    harness.live(life)


class BrokenJournal:
    """A journal that cannot be read."""

    def __init__(self, path):
        self.path = path

    def rows(self, *_):
        """Fail."""
        raise JournalError("damaged")


def test_a_journal_that_cannot_be_read_costs_nothing(tmp_path):
    """With an unreadable journal nothing counts as done, and nothing fails."""
    own = UnpromptedSessions(BrokenJournal(tmp_path / "none"))
    assert not own.has_changed()
    assert own.done(NINE) == {}


def test_what_was_announced_after_it_was_done_survives_a_restart(harness):
    """The next process reads the whole day again, and withdraws nothing that was announced since."""
    harness.resolved = replace(harness.resolved, plan=Plan(reminders=(replace(SIP, begin="ask"),)))

    async def morning(daemon):
        await daemon.act(Action("done", reminder="sip"))
        await harness.until(10, 31)
        assert daemon.status()["announced"]["reminder"] == "water"

    async def afterwards(daemon):
        await harness.until(10, 32)
        assert daemon.status()["announced"]["reminder"] == "water"
        assert due(daemon) == ["12:00", "13:30"]

    harness.live(morning)
    harness.live(afterwards)
