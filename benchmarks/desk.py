"""A desktop of its own that answers what the coach asks: a screen, a bus, and a person who is there."""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from measure import ROOT

sys.path.append(str(ROOT / "tests"))  # the private screen and bus are shared with the tests
from session_bus import session_bus
from x11_server import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PROGRAMS = ("Xvfb", "xdotool", "dbus-daemon")
MISSING = "needs Xvfb, xdotool and dbus-daemon (Debian: xvfb, xdotool, dbus)"
MOVES_AT = 30.0
"""Seconds after each full minute, when the reminders are due: the mouse has rested by the next."""


def is_here() -> bool:
    """Whether such a desktop can be had."""
    return all(map(shutil.which, PROGRAMS))


@contextmanager
def desk(folder: Path) -> Iterator[Mapping[str, str]]:
    """The variables that lead to it; its key is in that folder."""
    screen, over = Screen(folder), Event()
    person = Thread(target=move, args=(screen, over))
    person.start()
    try:
        with session_bus() as bus:
            yield {"WAYLAND_DISPLAY": "", **screen.environment, **bus}
    finally:
        over.set()
        person.join()
        screen.end()


def move(screen: Any, over: Event) -> None:  # noqa: ANN401 — the tests have no types
    """Move the mouse once a minute."""
    while not over.wait((MOVES_AT - time.time()) % 60.0 or 60.0):
        screen.move_the_mouse()
