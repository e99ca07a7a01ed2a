"""The sessions of other processes: begun by hand, or left behind by a coach that was killed."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.api.steering import Answer
from coach.errors import JournalError
from coach.journal.owner import system_processes
from coach.journal.sessions import running_sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.journal.events import JSON
    from coach.journal.sessions import Running
    from coach.journal.store import Journal


class OtherSessions:
    """What the journal knows of them; asked only when something is due, or the person wishes something."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def led(self) -> list[Running]:
        """Those that are under way now, the latest first."""
        try:
            return running_sessions(self._journal, system_processes())
        except JournalError:  # `status` tells of it
            return []

    def steer(self, tree: Mapping[str, JSON]) -> Answer:
        """Stop them, by a signal that ends them in order; they hear nothing else from here."""
        others = self.led()
        if not others:
            return Answer(ok=False, sentence="No routine is being led.")
        if tree.get("command") != "stop":
            sentence = f"{others[0].title} is led by another process: only stop reaches it."
            return Answer(ok=False, sentence=sentence)
        for other in others:
            with suppress(OSError):
                os.kill(other.pid, signal.SIGTERM)
        return Answer(ok=True, sentence="Told.")
