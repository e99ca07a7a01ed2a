"""The coach that is started by its login entry, and the wait until it answers."""

from __future__ import annotations

from itertools import count

import pytest

from coach.autostart.entry import AutostartStatus
from coach.daemon.background import READY_SECONDS, start_by_login_entry, wait_until_ready
from coach.home import find_home


class FakeEntry:
    """A login entry that is on or off, and that the system starts or does not."""

    def __init__(self, *, is_on, starts):
        self._is_on = is_on
        self._starts = starts
        self.starts_asked = 0

    def status(self):
        """On or off."""
        return AutostartStatus(is_on=self._is_on, entry="entry")

    def start(self):
        """What the system answers."""
        self.starts_asked += 1
        return self._starts


@pytest.mark.parametrize(("is_on", "starts", "asked"), [(False, True, 0), (True, False, 1)])
def test_an_entry_that_does_not_start_the_coach(is_on, starts, asked):
    """A login entry that is off is not started, and one that the system refuses is not waited for."""
    entry = FakeEntry(is_on=is_on, starts=starts)
    assert start_by_login_entry(find_home(), entry) is False
    assert entry.starts_asked == asked


def test_the_wait_has_an_end():
    """Waiting for the started coach ends after `READY_SECONDS`."""
    slept = []
    assert wait_until_ready(find_home(), sleep=slept.append) is False
    assert sum(slept) == pytest.approx(READY_SECONDS)


def test_the_wait_ends_with_the_process():
    """Waiting ends at once when the started process has ended."""
    looks = count()
    slept = []
    assert wait_until_ready(find_home(), lambda: next(looks) == 3, slept.append) is False
    assert len(slept) == 3
