"""Sessions that the daemon did not start: those that run now, and what the person does unprompted."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.daemon.plan_loader import NO_FILE, file_stamp
from coach.errors import JournalError
from coach.journal.day_events import last_done
from coach.journal.owner import system_processes
from coach.journal.sessions import running_sessions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from coach.journal.events import JSON
    from coach.journal.sessions import SessionProcess
    from coach.journal.store import Journal


class OtherSessions:
    """Finds these sessions in the journal, read only when something is due or a command is given."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def running(self) -> list[SessionProcess]:
        """The sessions that are running now, the latest first."""
        try:
            return running_sessions(self._journal, system_processes())
        except JournalError:  # `coach status` shows it
            return []

    def command(self, command: Mapping[str, JSON]) -> Answer:
        """Stop them by a signal that ends them in order; no other command can reach them."""
        others = self.running()
        if not others:
            return Answer(ok=False, sentence="No routine is running.")
        if command.get("command") != "stop":
            sentence = f"{others[0].title} was started by another process; from here it can only be stopped."
            return Answer(ok=False, sentence=sentence)
        for other in others:
            with suppress(OSError):
                os.kill(other.pid, signal.SIGTERM)
        return Answer(ok=True, sentence="Stopped.")


_DAY = timedelta(days=1)
_LATEST_MERGE = "SELECT max(first) FROM merges"
"""What another machine wrote may have happened at any time of the day."""
_LONGEST_SESSION = timedelta(hours=3)
"""A session that ends now may have begun so long ago (docs/routine-format.md, limits)."""


class UnpromptedSessions:
    """Looks into the journal when its file has changed; the first time, at the whole last day."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._stamp = NO_FILE
        self._span = _DAY
        self._merges: object = None

    def has_changed(self) -> bool:
        """Whether the journal was written since the last call."""
        stamp, self._stamp = self._stamp, file_stamp(self._journal.path)
        return stamp != self._stamp

    def done(self, now: datetime) -> dict[str, datetime]:
        """When each routine was last done unprompted, by its id; nothing if the journal cannot be read."""
        try:
            merges = self._journal.rows(_LATEST_MERGE)
            if merges != self._merges:
                self._merges, self._span = merges, _DAY
            found = last_done(self._journal, now - self._span)
        except JournalError:  # `coach status` shows it
            return {}
        self._span = _LONGEST_SESSION
        return found
