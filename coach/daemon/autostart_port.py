"""Starting at login: what every system is given, what it tells, and the port through which programs run."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Run = Callable[[Sequence[str]], "Answer"]
    """Run a program with its arguments, never through a shell."""

NAME = "stretch-coach"
"""What the entry is called on every system: the name of the package, so that it collides with nothing."""
DESCRIPTION = "Stretch coach: calls for stretches and breaks by voice"
PATIENCE = 15.0
"""Seconds for one call of systemctl, launchctl or schtasks; they answer in well under one."""
NO_SUCH_PROGRAM = 127
"""The exit code that shells give for a program that is not there."""


@dataclass(frozen=True, slots=True)
class Launch:
    """What is to be started at login: program and arguments, and `COACH_HOME` where the person set it."""

    command: tuple[str, ...]
    coach_home: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How a program ended and what it printed."""

    code: int
    out: str = ""
    err: str = ""

    @property
    def reason(self) -> str:
        """Its own words for why it failed, in one line."""
        said = (self.err.strip() or self.out.strip()).splitlines()
        return said[0] if said else f"exit code {self.code}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the coach starts at login.

    `entry` is where that is written. `is_current` is False when the entry is there and differs from what
    `on` would write now: another program, another home, or an older coach.
    """

    is_on: bool
    entry: str
    is_current: bool = True
    note: str = ""


class Autostart(Protocol):
    """One system's way of starting a program at login."""

    def text(self) -> str:
        """The entry that `on` writes."""
        ...

    def on(self) -> str:
        """Write the entry and give where it is; raises `CoachError` where the system cannot."""
        ...

    def off(self) -> bool:
        """Take it away; whether there was one. Raises `CoachError` where the system refuses."""
        ...

    def standing(self) -> Standing:
        """How it is now."""
        ...


def run(command: Sequence[str]) -> Answer:
    """Run it and give its answer; a program that is missing or hangs answers too, with a code of its own."""
    try:
        done = subprocess.run(
            list(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except FileNotFoundError:
        return Answer(NO_SUCH_PROGRAM, err=f"There is no program '{command[0]}' here.")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(1, err=f"'{command[0]}' did not answer: {error}")
    return Answer(done.returncode, _decoded(done.stdout), _decoded(done.stderr))


def _decoded(printed: bytes) -> str:
    """Text as the system's own programs print it."""
    return printed.decode("oem" if sys.platform == "win32" else "utf-8", "replace")
