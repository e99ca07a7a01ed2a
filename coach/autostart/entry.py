"""Starting at login: the interface that every system implements, its programs, and its entry file."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from coach.atomic_write import write_atomically, writing
from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Run = Callable[[Sequence[str]], "ProgramResult"]
    """Run a program with its arguments, never through a shell."""

NAME = "stretch-coach"
"""What the entry is called on every system: the name of the package, so that it collides with nothing."""
DESCRIPTION = "Stretch coach: reminds you of stretches and breaks by voice"
PATIENCE = 15.0
"""Seconds for one call of systemctl, launchctl or schtasks; they answer in well under one."""
NO_SUCH_PROGRAM = 127
"""The exit code that shells give for a program that is not there."""


@dataclass(frozen=True, slots=True)
class LaunchCommand:
    """The program to start at login with its arguments, and `COACH_HOME` if the person set it."""

    command: tuple[str, ...]
    coach_home: Path | None = None


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """How a program ended and what it printed."""

    code: int
    out: str = ""
    err: str = ""

    @property
    def reason(self) -> str:
        """The program's own reason for its failure, in one line."""
        said = (self.err.strip() or self.out.strip()).splitlines()
        return said[0] if said else f"exit code {self.code}"


@dataclass(frozen=True, slots=True)
class AutostartStatus:
    """Whether the coach starts at login. `entry` is where that is stored.

    `is_current` is False when the entry differs from what `on` would write now: another program, another
    home, or an older coach.
    """

    is_on: bool
    entry: str
    is_current: bool = True
    note: str = ""


class Autostart(Protocol):
    """One system's way to start a program at login."""

    def text(self) -> str:
        """The entry as `on` writes it."""
        ...

    def on(self) -> str:
        """Write the entry and return where it is; raises `CoachError` if the system cannot."""
        ...

    def off(self) -> bool:
        """Remove the entry and return whether there was one; raises `CoachError` if the system refuses."""
        ...

    def status(self) -> AutostartStatus:
        """Whether the coach starts at login, and by which entry."""
        ...

    def start(self) -> bool:
        """Start the coach now, as the next login would; False if the system does not."""
        ...


def run(command: Sequence[str]) -> ProgramResult:
    """Run a command and return its result; a missing or hanging program gives an exit code of our own."""
    try:
        done = subprocess.run(
            list(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except FileNotFoundError:
        return ProgramResult(NO_SUCH_PROGRAM, err=f"The program '{command[0]}' is missing.")
    except (OSError, subprocess.TimeoutExpired) as error:
        return ProgramResult(1, err=f"'{command[0]}' did not answer: {error}")
    return ProgramResult(done.returncode, _decoded(done.stdout), _decoded(done.stderr))


def _decoded(printed: bytes) -> str:
    """Output of the system's own programs as text."""
    return printed.decode("oem" if sys.platform == "win32" else "utf-8", "replace")


def write_entry(path: Path, text: str) -> None:
    """Write the file atomically with mode 0600; raises `FileError`.

    The folders above belong to the system, so their modes are left unchanged.
    """
    by_hand = "`coach autostart --print` shows the text, so that you can put it there yourself."
    with writing(path, hint=by_hand):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text, durable=True)


def read_entry(path: Path) -> str | None:
    """The file's text; None when it does not exist or cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


@contextmanager
def written_entry(path: Path, text: str) -> Iterator[None]:
    """Write the file; if the block raises `CoachError`, it is as it was before."""
    before = read_entry(path)
    write_entry(path, text)
    try:
        yield
    except CoachError:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            write_entry(path, before)
        raise
