"""Starting at login on Linux: a unit of systemd's user instance."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from coach.autostart.entry import (
    DESCRIPTION,
    NAME,
    NO_SUCH_PROGRAM,
    AutostartStatus,
    read_entry,
    written_entry,
)
from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from coach.autostart.entry import LaunchCommand, ProgramResult, Run

UNIT = f"{NAME}.service"
WANTED_BY = "default.target"
"""Not graphical-session.target: many desktops never reach it, and a person may have no desktop at all."""

_UNIT = """\
# Written by `coach autostart on`; removed by `coach autostart off`.
# For changes of your own: systemctl --user edit {unit}
[Unit]
Description={description}
# It is not restarted forever: five times in ten minutes at most.
StartLimitIntervalSec=600
StartLimitBurst=5

[Service]
Type=exec
ExecStart=:{command}
{environment}Restart=on-failure
RestartSec=10
# Wrong usage, a bad file, already running: a restart would fail the same way.
RestartPreventExitStatus=2 3 6
# The coach itself stops a running routine, so that its last words are heard.
KillMode=mixed
TimeoutStopSec=15

[Install]
WantedBy={wanted_by}
"""

_SPECIAL = {"\\": "\\\\", '"': '\\"', "%": "%%"}


def unit_text(launch: LaunchCommand) -> str:
    """The unit's text.

    The colon before the command keeps `$` as it is (systemd.service(5), since systemd 244).
    Raises `CoachError` for a `COACH_HOME` that is no valid text: systemd drops such variables in silence.
    """
    environment = ""
    if launch.coach_home is not None:
        if any("\ud800" <= letter <= "\udfff" for letter in str(launch.coach_home)):
            raise CoachError(
                "COACH_HOME has characters that a unit's variable cannot hold.",
                hint="Set it to a folder with a plain name.",
            )
        environment = f"Environment={quoted_word(f'COACH_HOME={launch.coach_home}')}\n"
    return _UNIT.format(
        unit=UNIT,
        description=DESCRIPTION,
        command=" ".join(map(quoted_word, startable_command(launch.command))),
        environment=environment,
        wanted_by=WANTED_BY,
    )


def startable_command(command: tuple[str, ...]) -> tuple[str, ...]:
    """The command, run through a shell if systemd refuses the program's name.

    systemd accepts no quotes, backslashes or control characters there, however escaped (tried with 252); in
    arguments it accepts everything.
    """
    if not any(letter in "\"'\\" or not letter.isprintable() for letter in command[0]):
        return command
    return ("/bin/sh", "-c", 'exec "$0" "$@"', *command)


def quoted_word(word: str) -> str:
    r"""One word as systemd reads it back: quoted, `%` doubled, what is not printable as `\xNN`.

    A file name that is no valid text keeps its bytes.
    """
    return '"' + "".join(_SPECIAL.get(letter) or _plain(letter) for letter in word) + '"'


def _plain(letter: str) -> str:
    if letter.isprintable():
        return letter
    return "".join(f"\\x{byte:02x}" for byte in letter.encode("utf-8", "surrogateescape"))


def units_folder(environment: Mapping[str, str], home: Path) -> Path:
    """Where systemd looks for a person's own units (systemd.unit(5))."""
    named = environment.get("XDG_CONFIG_HOME", "")
    config = home.joinpath(named) if os.path.isabs(named) else home / ".config"  # noqa: PTH117 — pure text
    return config / "systemd" / "user"


class SystemdUnit:
    """The person's unit, enabled for their next login."""

    def __init__(self, launch: LaunchCommand, folder: Path, run: Run) -> None:
        self._launch = launch
        self._run = run
        self._path = folder / UNIT
        self._link = folder / f"{WANTED_BY}.wants" / UNIT

    def text(self) -> str:
        """The unit file's text."""
        return unit_text(self._launch)

    def on(self) -> str:
        """Write and enable the unit; nothing is written if systemd's user instance does not answer."""
        self._demand_instance()
        with written_entry(self._path, self.text()):
            for arguments in (("daemon-reload",), ("enable", UNIT)):
                answer = self._systemctl(*arguments)
                if answer.code != 0:
                    raise CoachError(
                        f"systemd refused the unit: {answer.reason}",
                        hint="Nothing was changed. `coach autostart --print` shows the unit.",
                    )
        return str(self._path)

    def off(self) -> bool:
        """Remove unit and link, with or without systemd; a running coach goes on until logout."""
        was_there = self._is_there()
        self._link.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)
        if was_there:
            self._systemctl("daemon-reload")  # a failure changes nothing
        return was_there

    def status(self) -> AutostartStatus:
        """The status according to the files, which are what the next login reads."""
        is_on = self._link.is_symlink() and self._path.exists()
        is_current = not is_on or read_entry(self._path) == self.text()
        note = ""
        if self._path.exists() and not is_on:
            note = "The unit is there, but not enabled."
        elif is_on and self._instance().code != 0:
            note = "systemd's user instance is not running here, so nothing will start it."
        return AutostartStatus(is_on=is_on, entry=str(self._path), is_current=is_current, note=note)

    def start(self) -> bool:
        """Start the unit; its `Restart=` then holds for the coach."""
        return self._systemctl("start", UNIT).code == 0

    def _is_there(self) -> bool:
        return self._path.is_symlink() or self._path.exists() or self._link.is_symlink()

    def _demand_instance(self) -> None:
        answer = self._instance()
        if answer.code == 0:
            return
        by_hand = "Add `coach start` to the programs that your desktop starts at login."
        if answer.code == NO_SUCH_PROGRAM:
            raise CoachError("This system has no systemd, so there is nothing to enable.", hint=by_hand)
        raise CoachError(
            f"systemd's user instance does not answer: {answer.reason}",
            hint="In a container, or as another person by `su` or `sudo`, there is none: run this from a"
            f" login of your own.\n{by_hand}",
        )

    def _instance(self) -> ProgramResult:
        return self._systemctl("show", "--property=Version")

    def _systemctl(self, *arguments: str) -> ProgramResult:
        return self._run(("systemctl", "--user", "--no-pager", *arguments))
