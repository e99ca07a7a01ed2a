"""The daemon's own entries in the journal, each of which its listeners receive too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from coach.clock import VirtualClock
from coach.daemon.day_record import DayRecord, JournalQueue
from coach.day.model import OwnBreak, ReminderEvent
from coach.errors import JournalError
from coach.plan.model import Occurrence

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
CLOCK = VirtualClock(NOW)


class KeptEvents(list):
    """A journal that keeps the events it is given, if there is room."""

    has_room = True

    def append(self, event):
        """Keep it, or fail."""
        if not self.has_room:
            raise JournalError("The disk is full.")
        super().append(event)


def contents(journal):
    """The kind, session, routine, digest and data of each event."""
    return [(each.kind, each.session, each.routine, each.digest, dict(each.data)) for each in journal]


def test_an_entry_is_written_and_sent():
    """What became of a reminder has its session, and a break has its beginning and its end."""
    journal, sent = KeptEvents(), []
    record = DayRecord(JournalQueue(journal, sent.append), CLOCK, sent.append)
    record.reminder(ReminderEvent(NOW, Occurrence(NOW, "neck", "desk-neck"), "led"), "s", begun="person")
    record.own_break(OwnBreak(NOW - timedelta(minutes=20), NOW))
    led = {"reminder": "neck", "due": "2026-03-10T09:00:00+00:00", "ruling": "led", "begun": "person"}
    taken = {"from": "2026-03-10T08:40:00+00:00", "until": "2026-03-10T09:00:00+00:00"}
    assert contents(journal) == [("reminder", "s", "desk-neck", "", led), ("break", "", "", "", taken)]
    at = journal[0].at.isoformat()
    assert sent == [{"event": "reminder", "at": at, **led}, {"event": "break", "at": at, **taken}]


def test_a_crash_is_the_end_of_its_session():
    """A session that crashed before its id was known has no beginning in the journal, and gets no end."""
    journal = KeptEvents()
    record = DayRecord(JournalQueue(journal, journal.append), CLOCK, print)
    for id_ in ("", "s"):
        record.crash(SimpleNamespace(id=id_, routine="sip"))
    assert contents(journal) == [("session-ended", "s", "sip", "", {"outcome": "failed"})]


def test_an_entry_that_waits_for_room_is_sent_but_not_stored():
    """An entry that waits for room on the disk is sent to listeners and does not count as stored."""
    journal, sent = KeptEvents(), []
    record = DayRecord(JournalQueue(journal, lambda _problem: None), CLOCK, sent.append)
    assert record.is_stored
    journal.has_room = False
    record.own_break(OwnBreak(NOW, NOW))
    assert (record.is_stored, len(sent), contents(journal)) == (False, 1, [])
