"""What the person does unprompted, such as `coach do sip-water`: noticed in the journal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.journal.day_events import last_done

if TYPE_CHECKING:
    from datetime import datetime

    from coach.journal.store import Journal

_DAY = timedelta(days=1)
_LATEST_MERGE = "SELECT max(first) FROM merges"
"""What another machine wrote may have happened at any time of the day."""
_LONGEST_SESSION = timedelta(hours=3)
"""A session that ends now may have begun so long ago (docs/routine-format.md, limits)."""


class UnpromptedSessions:
    """Looks into the journal when its file has changed; the first time, at the whole last day."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._stamp: object = None
        self._span = _DAY
        self._merges: object = None

    def has_changed(self) -> bool:
        """Whether the journal was written since the last call."""
        stamp, self._stamp = self._stamp, _stamp(self._journal)
        return stamp != self._stamp

    def done(self, now: datetime) -> dict[str, datetime]:
        """When each routine was last done unprompted, by its id; nothing where the journal cannot be read."""
        try:
            merges = self._journal.rows(_LATEST_MERGE)
            if merges != self._merges:
                self._merges, self._span = merges, _DAY
            found = last_done(self._journal, now - self._span)
        except JournalError:  # `coach status` shows it
            return {}
        self._span = _LONGEST_SESSION
        return found


def _stamp(journal: Journal) -> object:
    try:
        found = journal.path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
