"""A desktop of its own that answers what the coach asks: a screen, a bus, and a person who is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from measure import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROGRAMS = ("Xvfb", "xdotool", "dbus-daemon")
MISSING = "needs Xvfb, xdotool and dbus-daemon (Debian: xvfb, xdotool, dbus)"
MOVES_AT = 30.0
"""Seconds after each full minute, when the reminders are due: the mouse has rested by the next."""


def is_here() -> bool:
    """Whether such a desktop can be had."""
    return all(map(shutil.which, PROGRAMS))


@contextmanager
def desk() -> Iterator[Mapping[str, str]]:
    """The variables that lead to it."""
    sys.path.append(str(ROOT / "tests"))  # the private bus is shared with the tests
    from session_bus import session_bus  # noqa: PLC0415 — only there from here on

    reading, writing = os.pipe()
    # Without -noreset it begins anew, and its idle time with it, when its last client has left.
    screen = subprocess.Popen(
        ["Xvfb", "-noreset", "-displayfd", str(writing), "-nolisten", "tcp", "-screen", "0", "640x480x24"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{int(told.readline())}"
    over = Event()
    person = Thread(target=move, args=(display, over))
    person.start()
    try:
        with session_bus() as bus:
            yield {"DISPLAY": display, "WAYLAND_DISPLAY": "", **bus}
    finally:
        over.set()
        person.join()
        screen.kill()
        screen.wait()


def move(display: str, over: Event) -> None:
    """Move the mouse once a minute."""
    while not over.wait((MOVES_AT - time.time()) % 60.0 or 60.0):
        command = ["xdotool", "mousemove_relative", "--", "3", "1"]
        subprocess.run(command, env={**os.environ, "DISPLAY": display}, check=False, timeout=20)
