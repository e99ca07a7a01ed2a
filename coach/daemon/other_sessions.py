"""Sessions of other processes: started by hand, or left running by a daemon that was killed."""

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
