"""Starting at login: chooses the system's way, and finds the program to start."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coach.autostart.entry import LaunchCommand, run
from coach.errors import CoachError
from coach.home import PACKAGE, find_home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.autostart.entry import Autostart, Run

LOG_NAME = "coach.log"
"""In the folder of logs: what a coach without a terminal prints on stderr."""


def this_system(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ, run: Run = run
) -> Autostart:
    """The autostart of this system, for this person and installation; raises `CoachError`."""
    coach_home = find_coach_home(environment)
    if platform == "win32":
        from coach.autostart.task_scheduler import ScheduledTask, windowless  # noqa: PLC0415 — one system each

        user = "\\".join(filter(None, (environment.get("USERDOMAIN"), environment.get("USERNAME"))))
        return ScheduledTask(windowless(Path(sys.executable), coach_home), user, run)
    launch = find_launch(sys.argv[0], Path(sys.executable), coach_home)
    if platform == "darwin":
        from coach.autostart.launchd import LaunchAgent  # noqa: PLC0415 — one system each

        return LaunchAgent(launch, Path.home(), find_home().logs / LOG_NAME, os.getuid(), run)
    from coach.autostart.systemd import SystemdUnit, units_folder  # noqa: PLC0415 — one system each

    return SystemdUnit(launch, units_folder(environment, Path.home()), run)


def find_launch(called_as: str, interpreter: Path, coach_home: Path | None) -> LaunchCommand:
    """`coach start` by absolute paths: the called program, else the one beside the interpreter.

    A link is not followed, as it outlives the version that it points to. A checkout that was never installed
    starts by its own `cli.py`. Raises `CoachError` if none of these exists.
    """
    called = shutil.which(called_as) if Path(called_as).name == "coach" else None
    beside = interpreter.with_name("coach")
    if called is not None:
        return LaunchCommand((str(Path(called).absolute()), "start"), coach_home)
    if os.access(beside, os.X_OK):
        return LaunchCommand((str(beside), "start"), coach_home)
    checkout = PACKAGE.parent / "cli.py"
    if checkout.is_file():
        return LaunchCommand((str(interpreter), str(checkout), "start"), coach_home)
    raise CoachError("The program `coach` was not found.", hint="Install it: pip install stretch-coach")


def find_coach_home(environment: Mapping[str, str]) -> Path | None:
    """`COACH_HOME` as an absolute path if it is set, for the coach that starts at login."""
    named = environment.get("COACH_HOME")
    return Path(named).expanduser().absolute() if named else None
