"""Starting the coach in the background: a process of its own, which a closed terminal does not end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

from coach.api.client import running_coach
from coach.autostart.select import LOG_NAME, find_coach_home
from coach.child_process import child_environment, coach_command, creation_flags
from coach.daemon.lock import only_daemon
from coach.errors import CoachError, DaemonError
from coach.standard_streams import log_for_child

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from coach.autostart.entry import Autostart
    from coach.home import Home

READY_SECONDS: Final = 30.0
"""How long to wait until it answers; a quiet machine needs less than one second."""
_POLL_SECONDS: Final = 0.05
_NEW_PROCESS_GROUP: Final = 0x0000_0200
"""Of `CreateProcess` (winbase.h), so that Ctrl-C in the console does not reach it."""
_MOST_PRINTED: Final = 4096


def start_in_background(
    home: Home, command: Sequence[str] = (), *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Start the coach and wait until it answers; it goes on when the terminal is closed.

    `command`: the program to start, for tests. What it prints on stderr goes to the log. Raises
    `DaemonError` when a coach is running already or does not answer in time, and `CoachError` with its
    message and exit code when it ends at once.
    """
    with only_daemon(home):
        pass
    log = home.logs / LOG_NAME
    with log_for_child(log) as stderr:
        before = _size(log)
        started = subprocess.Popen(
            list(command or coach_command("start")),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # routines by name: they belong in the journal, not in a log
            stderr=stderr,
            env={**child_environment(), **_absolute_home()},
            cwd=home.state,  # so that it keeps no other folder in use
            start_new_session=os.name == "posix",
            creationflags=creation_flags() | (_NEW_PROCESS_GROUP if sys.platform == "win32" else 0),
        )
    if wait_until_ready(home, lambda: started.poll() is not None, sleep):
        started.returncode = 0  # it goes on by itself: nobody waits for its end
    elif started.poll() is not None:
        raise _ended(started.returncode, log, before)
    else:
        raise DaemonError(
            f"The coach was started (process {started.pid}), but does not answer yet.",
            hint=f"`coach status` shows whether it does later. What it printed is in {log}.",
        )


def start_by_login_entry(home: Home, system: Autostart) -> bool:
    """Start the coach as the next login would, and wait until it answers.

    False when it does not start at login, or the system did not start it.
    """
    return system.status().is_on and system.start() and wait_until_ready(home)


def wait_until_ready(
    home: Home, has_ended: Callable[[], bool] = lambda: False, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Whether a coach answers within `READY_SECONDS`; False at once when `has_ended` says so."""
    for _ in range(round(READY_SECONDS / _POLL_SECONDS)):
        if has_ended():
            return False
        if _is_answering(home):
            return True
        sleep(_POLL_SECONDS)
    return False


def _is_answering(home: Home) -> bool:
    try:
        running_coach(home).status()
    except DaemonError:
        return False
    return True


def _ended(code: int, log: Path, before: int) -> CoachError:
    """The error of a coach that ended at once: what it printed, with its exit code."""
    try:
        with log.open("rb") as file:
            file.seek(before)
            printed = file.read(_MOST_PRINTED).decode("utf-8", "replace").strip()
    except OSError:
        printed = ""
    error = CoachError(printed or f"The coach ended at once, with code {code}.")
    error.exit_code = code if code > 0 else 1
    return error


def _size(log: Path) -> int:
    try:
        return log.stat().st_size
    except OSError:
        return 0


def _absolute_home() -> dict[str, str]:
    """`COACH_HOME` without regard to the current folder, where it is set."""
    folder = find_coach_home(os.environ)
    return {} if folder is None else {"COACH_HOME": str(folder)}
