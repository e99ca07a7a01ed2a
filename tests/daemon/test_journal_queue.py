"""The day's account, on a disk that is full for a while."""

from __future__ import annotations

from datetime import UTC, datetime

from coach.clock import VirtualClock
from coach.daemon.day_record import MOST_WAITING, JournalQueue
from coach.errors import JournalError
from coach.journal.events import new_event

CLOCK = VirtualClock(datetime(2026, 3, 10, 9, tzinfo=UTC))
FULL = "The disk is full.\nFree some space."


class Disk:
    """A journal that takes events while there is room."""

    def __init__(self):
        self.has_room = True
        self.written = []

    def append(self, event):
        """Keep it, or say that there is no room."""
        if not self.has_room:
            raise JournalError("The disk is full.", hint="Free some space.")
        self.written.append(event)


def event(number):
    """The account's entry of that number."""
    data = {"reminder": str(number)}
    return new_event("reminder", CLOCK, session="", routine="", digest="", data=data)


def test_what_a_full_disk_did_not_take_is_written_once_there_is_room():
    """Events that a full disk refused are written later, in order and once; the problem is shown."""
    disk, reported = Disk(), []
    queue = JournalQueue(disk, reported.append)
    events = [event(number) for number in range(6)]
    seen = []
    for each, has_room in zip(events, (True, False, False, True, True, False), strict=True):
        disk.has_room = has_room
        queue.write(each)
        seen.append((queue.problem, len(disk.written)))
    assert seen == [("", 1), (FULL, 1), (FULL, 1), ("", 4), ("", 5), (FULL, 5)]
    assert disk.written == events[:5]
    assert reported == [FULL, FULL]


def test_what_waits_for_room_is_bounded():
    """Events that wait for room are bounded: of too many the newest are kept."""
    disk = Disk()
    queue = JournalQueue(disk, lambda _: None)
    disk.has_room = False
    for number in range(MOST_WAITING + 1):
        queue.write(event(number))
    disk.has_room = True
    queue.catch_up()
    assert [each.data["reminder"] for each in disk.written] == [str(n) for n in range(1, MOST_WAITING + 1)]
