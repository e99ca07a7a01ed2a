"""Starting at login on macOS: a LaunchAgent in the person's own library."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

from coach.autostart.entry import NAME, AutostartStatus, read_entry, written_entry
from coach.errors import CoachError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.autostart.entry import LaunchCommand, Run

LABEL = f"local.{NAME}"
OWN_FILES_ONLY = 0o077
"""The umask: what the coach prints is in a file that only its user can read."""


def agent_plist(launch: LaunchCommand, errors: Path) -> str:
    """The property list; `errors` is the file that takes what goes to stderr.

    It runs in a graphical login only (Aqua), is started again at most once a minute when it fails, and as
    "Interactive", because the system holds back the timers of what is not (launchd.plist(5)).
    Raises `CoachError` for a path with control characters: no property list can hold one.
    """
    keys: dict[str, object] = {
        "Label": LABEL,
        "ProgramArguments": list(launch.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 60,
        "ProcessType": "Interactive",
        "LimitLoadToSessionType": "Aqua",
        "StandardErrorPath": str(errors),
        "Umask": OWN_FILES_ONLY,
    }
    if launch.coach_home is not None:
        keys["EnvironmentVariables"] = {"COACH_HOME": str(launch.coach_home)}
    try:
        return plistlib.dumps(keys, sort_keys=False).decode("utf-8")
    except ValueError as error:
        raise CoachError(
            "A path of the coach has characters that a property list cannot hold.",
            hint="Install the coach in a folder with a plain name, or set COACH_HOME to one.",
        ) from error


class LaunchAgent:
    """The person's agent, loaded by launchd at their next login."""

    def __init__(self, launch: LaunchCommand, home: Path, errors: Path, user_id: int, run: Run) -> None:
        self._launch = launch
        self._errors = errors
        self._run = run
        self._domain = f"gui/{user_id}"
        self._path = home / "Library" / "LaunchAgents" / f"{LABEL}.plist"

    def text(self) -> str:
        """The property list."""
        return agent_plist(self._launch, self._errors)

    def on(self) -> str:
        """Write the agent; launchd reads it at the next login. An earlier `launchctl disable` is undone."""
        with written_entry(self._path, self.text()):
            answer = self._run(("launchctl", "enable", f"{self._domain}/{LABEL}"))
            if answer.code != 0:
                hint = "Nothing was changed. Run this in a Terminal window on the Mac itself, not over ssh."
                raise CoachError(f"launchd refused: {answer.reason}", hint=hint)
        return str(self._path)

    def off(self) -> bool:
        """Remove the file; a running coach goes on until logout."""
        was_there = self._path.is_symlink() or self._path.exists()
        self._path.unlink(missing_ok=True)
        return was_there

    def status(self) -> AutostartStatus:
        """On if the file exists and the person has not disabled it."""
        if not self._path.exists():
            return AutostartStatus(is_on=False, entry=str(self._path))
        is_disabled = disabled(self._run(("launchctl", "print-disabled", self._domain)).out)
        return AutostartStatus(
            is_on=not is_disabled,
            entry=str(self._path),
            is_current=read_entry(self._path) == self.text(),
            note="It was disabled by `launchctl disable`." if is_disabled else "",
        )

    def start(self) -> bool:
        """Start the agent, if launchd has loaded it at a login."""
        return self._run(("launchctl", "kickstart", f"{self._domain}/{LABEL}")).code == 0


def disabled(printed: str) -> bool:
    """Whether `launchctl print-disabled` lists the agent as disabled; it says `true`, later `disabled`."""
    lines = [line.strip() for line in printed.splitlines()]
    return f'"{LABEL}" => true' in lines or f'"{LABEL}" => disabled' in lines
