"""The name of the machine's time zone, looked up only when it may have changed."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from coach.errors import CoachError
from coach.plan.time_zones import machine_zone

SET_IN = ("/etc/localtime", "/etc/timezone")
"""Where Linux and macOS keep it: what tzlocal reads."""

Setting = tuple[object, ...]


class MachineZoneName:
    """Remembers the zone's name until the files that decide it change."""

    def __init__(self) -> None:
        self._found_by: Setting = ()
        self._name = ""

    def now(self) -> str:
        """The name of the zone that is set now; empty if it is unknown."""
        setting = (os.environ.get("TZ"), *map(_stamp, SET_IN))
        is_in_files = os.name == "posix"  # Windows keeps it in the registry, which tzlocal reads fast
        if not is_in_files or setting != self._found_by:
            self._found_by, self._name = setting, _look_up()
        return self._name


def _stamp(path: str) -> Setting:
    """Values that change when the file is replaced, written or linked elsewhere."""
    found: Setting = ()
    with suppress(OSError):
        link, file = Path(path).lstat(), Path(path).stat()
        found = (link.st_ino, link.st_ctime_ns, file.st_ino, file.st_ctime_ns, file.st_mtime_ns, file.st_size)
    return found


def _look_up() -> str:
    if hasattr(time, "tzset"):
        time.tzset()  # libc would show local times by the zone that it has read first
    try:
        return str(machine_zone())
    except CoachError:
        return ""
