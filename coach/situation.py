"""The situation of the person and the machine: sources report it, and the gate decides by it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known at one moment; None means unknown, which is never a reason to be quiet.

    `idle_seconds`: since the last keyboard or mouse input; `locked`: the screen is locked, or somebody else's
    login is in front; `in_meeting`: a program uses a microphone; `do_not_disturb`: the desktop shows no
    notifications; `other_session`: a process that is not the daemon's is leading a routine.
    """

    idle_seconds: float | None = None
    locked: bool | None = None
    in_meeting: bool | None = None
    do_not_disturb: bool | None = None
    other_session: bool | None = None


UNKNOWN = Situation()
AT_THE_DESK = Situation(
    idle_seconds=0.0, locked=False, in_meeting=False, do_not_disturb=False, other_session=False
)
"""The person is there, in no meeting, and may be spoken to."""
