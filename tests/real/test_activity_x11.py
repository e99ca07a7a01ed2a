"""Idle time of a real X server: Xvfb, with a key and without, and a mouse that is moved."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import time

import pytest

from coach.activity.desktop_environment import DesktopEnvironment
from coach.activity.source import SourceFault
from coach.activity.x11 import COOKIE, X11Source

pytestmark = pytest.mark.skipif(
    not all(shutil.which(program) for program in ("Xvfb", "xdotool")),
    reason="needs Xvfb and xdotool (Debian: xvfb, xdotool)",
)


class Screen:
    """An X server that only accepts clients with its key."""

    def __init__(self, folder):
        self.keys = folder / "keys"
        fields = (socket.gethostname().encode(), b"", COOKIE, os.urandom(16))
        written = b"".join(struct.pack(">H", len(field)) + field for field in fields)
        self.keys.write_bytes(struct.pack(">H", 65_535) + written)
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-auth",
                str(self.keys),
                "-nolisten",
                "tcp",
                "-screen",
                "0",
                "64x64x24",
            ],
            pass_fds=(writing,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{int(told.readline())}"

    def idle(self, **more):
        """Seconds since the last input."""
        own = {"DISPLAY": self.display, "XAUTHORITY": str(self.keys), **more}
        return X11Source(DesktopEnvironment(own, lambda *_: "")).ask(5.0).idle_seconds

    def move_the_mouse(self):
        """Move the mouse, as a person does."""
        subprocess.run(
            ["xdotool", "mousemove_relative", "--", "3", "1"],
            env={**os.environ, "DISPLAY": self.display, "XAUTHORITY": str(self.keys)},
            timeout=60,
            check=True,
        )

    def end(self):
        """Kill the server."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def screen(tmp_path):
    """A private X server."""
    made = Screen(tmp_path)
    yield made
    made.end()


def test_idle_time_grows_and_a_movement_ends_it(screen):
    """Without input the idle time grows with the clock; a movement of the mouse resets it."""
    screen.move_the_mouse()
    asked, before, answered = time.monotonic(), screen.idle(), time.monotonic()
    time.sleep(1.5)  # the server's own clock is what is tried
    asked_again, after, answered_again = time.monotonic(), screen.idle(), time.monotonic()
    assert asked_again - answered - 0.05 < after - before < answered_again - asked + 0.05
    screen.move_the_mouse()
    assert screen.idle() < 1.0


def test_without_the_key_it_is_unknown(screen, tmp_path):
    """The server's own refusal is the reason."""
    with pytest.raises(SourceFault, match="the X server refused us: Authorization required"):
        screen.idle(XAUTHORITY=str(tmp_path / "none"))


def test_a_server_that_is_gone_is_unknown(screen):
    """The process survives, where libX11 would have ended it."""
    assert screen.idle() >= 0.0
    screen.end()
    with pytest.raises(SourceFault, match="no X server is running"):
        screen.idle()


def test_a_server_that_stands_still_is_left_within_the_deadline(screen):
    """A stopped server accepts connections and never answers; it is given up at the deadline."""
    screen.process.send_signal(19)
    own = {"DISPLAY": screen.display, "XAUTHORITY": str(screen.keys)}
    began = time.monotonic()
    try:
        with pytest.raises(TimeoutError):
            X11Source(DesktopEnvironment(own, lambda *_: "")).ask(0.2)
    finally:
        screen.process.send_signal(18)
    assert time.monotonic() - began < 2.0
