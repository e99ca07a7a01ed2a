"""A session that the daemon leads: its process, what it is led for, and the answers to its commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.daemon.processes import SpeakingProcess
    from coach.day.model import Batch
    from coach.journal.events import JSON
    from coach.plan.model import RoutineSummary

DONE = "Done."
CONFIRMATIONS = {
    "pause": "Paused.",
    "resume": "Resumed.",
    "next": "Skipped to the next step.",
    "previous": "Back to the previous step.",
    "repeat": "Repeating the step.",
    "extend": "Ten seconds added.",
    "go": "If it was waiting for you, it goes on now.",
    "stop": "Stopped.",
}
"""What a command to a session has done."""


@dataclass(slots=True)
class RunningSession:
    """A running session: its id once it is known, and whether the person has paused it.

    `occurrences`: those that it is led for. `begun`: by the `coach` or by the `person`.
    """

    speaker: SpeakingProcess
    routine: str
    summary: RoutineSummary
    occurrences: Batch = ()
    begun: str = "coach"
    is_last: bool = True
    """Whether no other routine is led right after it."""
    id: str = ""
    outcome: str = ""
    is_paused: bool = False
    was_locked: bool = False
    """Whether the screen was locked while it was led."""
    is_listening: bool = False
    """Whether it has sent its first event: it reads no commands before."""
    commands: list[Mapping[str, JSON]] = field(default_factory=list)
    """What is sent to it as soon as it listens."""

    def send(self, command: Mapping[str, JSON]) -> None:
        """Send it a command now, or as soon as it listens."""
        if self.is_listening:
            self.speaker.send(command)
        else:
            self.commands.append(command)

    def send_waiting(self) -> None:
        """Send it the commands that came before it listened."""
        commands, self.commands, self.is_listening = self.commands, [], True
        for command in commands:
            self.speaker.send(command)
