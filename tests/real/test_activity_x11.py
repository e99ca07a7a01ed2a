"""A real X server: Xvfb, with a key and without, a mouse that is moved, windows that fill the screen."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import socket
import struct
import subprocess
import time

import pytest

from coach.activity.desktop_environment import DesktopEnvironment
from coach.activity.idle_events import IdleEvents
from coach.activity.source import SourceFault
from coach.activity.x11 import COOKIE, X11Source
from coach.activity.x11_full_screen import X11FullScreenSource
from coach.activity.x11_idle_alarms import X11IdleAlarms

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
                "-noreset",  # as on a desktop, where somebody is always connected
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

    def full_screen(self):
        """Whether the window in front fills the screen."""
        own = {"DISPLAY": self.display, "XAUTHORITY": str(self.keys)}
        return X11FullScreenSource(DesktopEnvironment(own, lambda *_: "")).ask(5.0).full_screen

    def events(self, threshold):
        """The idle time by events."""
        own = {"DISPLAY": self.display, "XAUTHORITY": str(self.keys)}
        return IdleEvents([X11IdleAlarms(DesktopEnvironment(own, lambda *_: ""))], threshold=threshold)

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


class Window:
    """A window on that screen, and what a window manager would write about it; made with libX11."""

    def __init__(self, screen, *rectangle):
        library = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._x = {name: getattr(library, name) for name in (
            "XOpenDisplay", "XDefaultRootWindow", "XCreateSimpleWindow", "XMapWindow", "XInternAtom",
            "XChangeProperty", "XDestroyWindow", "XSync", "XCloseDisplay",
        )}  # fmt: skip
        for name in ("XOpenDisplay", "XDefaultRootWindow", "XCreateSimpleWindow", "XInternAtom"):
            self._x[name].restype = ctypes.c_ulong
        before = os.environ.get("XAUTHORITY")
        os.environ["XAUTHORITY"] = str(screen.keys)
        self._display = ctypes.c_void_p(self._x["XOpenDisplay"](screen.display.encode()))
        if before is None:
            del os.environ["XAUTHORITY"]
        else:
            os.environ["XAUTHORITY"] = before
        self.root = ctypes.c_ulong(self._x["XDefaultRootWindow"](self._display))
        made = self._x["XCreateSimpleWindow"](
            self._display, self.root, *map(ctypes.c_int, rectangle), 0, ctypes.c_ulong(0), ctypes.c_ulong(0)
        )
        self.id = ctypes.c_ulong(made)
        self._x["XMapWindow"](self._display, self.id)
        self._x["XSync"](self._display, 0)

    def write(self, window, name, kind, values):
        """Set a property of that window."""
        atom, type_ = (ctypes.c_ulong(self.atom(each)) for each in (name, kind))
        array = (ctypes.c_ulong * len(values))(*values)
        self._x["XChangeProperty"](self._display, window, atom, type_, 32, 0, array, len(values))
        self._x["XSync"](self._display, 0)

    def atom(self, name):
        """The number of that name."""
        return self._x["XInternAtom"](self._display, name.encode(), 0)

    def close(self):
        """Close the window and the connection."""
        self._x["XDestroyWindow"](self._display, self.id)
        self._x["XCloseDisplay"](self._display)


def test_a_window_as_large_as_the_screen_fills_it(screen):
    """Without a window manager the size decides: no window, a small one, one that covers the screen."""
    assert screen.full_screen() is False
    small = Window(screen, 0, 0, 32, 64)
    assert screen.full_screen() is False
    large = Window(screen, 0, 0, 64, 64)
    assert screen.full_screen() is True
    large.close()
    assert screen.full_screen() is False
    small.close()


def test_the_state_of_the_active_window_decides(screen):
    """With a window manager: in full screen, then in another state, then without an active window."""
    window = Window(screen, 0, 0, 64, 64)
    window.write(window.root, "_NET_ACTIVE_WINDOW", "WINDOW", [window.id.value])
    assert screen.full_screen() is False
    above, full = (window.atom(f"_NET_WM_STATE_{name}") for name in ("ABOVE", "FULLSCREEN"))
    window.write(window.id, "_NET_WM_STATE", "ATOM", [above, full])
    assert screen.full_screen() is True
    window.write(window.id, "_NET_WM_STATE", "ATOM", [above])
    assert screen.full_screen() is False
    window.write(window.root, "_NET_ACTIVE_WINDOW", "WINDOW", [0])
    assert screen.full_screen() is False
    window.close()


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


def test_the_server_reports_when_the_person_stops_and_is_back(screen):
    """By alarms: nothing is asked while it is known, and a killed server leaves it unknown."""
    screen.move_the_mouse()
    events = screen.events(1.0)

    def until(fits):
        end = time.monotonic() + 20.0
        while not fits(events.idle_seconds()):
            assert time.monotonic() < end
            time.sleep(0.02)

    assert events.idle_seconds() is None
    until(lambda idle: idle is not None and idle >= 1.0)
    screen.move_the_mouse()
    until(lambda idle: idle == 0.0)
    until(lambda idle: idle >= 1.0)
    assert abs(events.idle_seconds() - screen.idle()) < 0.2
    screen.process.kill()
    until(lambda idle: idle is None)
