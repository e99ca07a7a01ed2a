"""A private X server, Xvfb, with a key, keys and a mouse of its own, and windows on it."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import socket
import struct
import subprocess

from coach.activity.desktop_environment import DesktopEnvironment
from coach.activity.idle_events import IdleEvents
from coach.activity.x11 import COOKIE, x11_situation
from coach.activity.x11_full_screen import full_screen_situation
from coach.activity.x11_idle_alarms import X11IdleAlarms

MISSING = "needs Xvfb and xdotool (Debian: xvfb, xdotool)"


def is_here():
    """Whether such a server can be had."""
    return all(shutil.which(program) for program in ("Xvfb", "xdotool"))


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
        with os.fdopen(reading) as reported:
            self.display = f":{int(reported.readline())}"

    @property
    def environment(self):
        """The variables that lead to it."""
        return {"DISPLAY": self.display, "XAUTHORITY": str(self.keys)}

    def idle(self, **more):
        """Seconds since the last input."""
        own = {**self.environment, **more}
        return x11_situation(DesktopEnvironment(own, lambda *_: ""), 5.0).idle_seconds

    def full_screen(self):
        """Whether the window in front fills the screen."""
        return full_screen_situation(DesktopEnvironment(self.environment, lambda *_: ""), 5.0).full_screen

    def events(self, threshold):
        """The idle time by events."""
        alarms = X11IdleAlarms(DesktopEnvironment(self.environment, lambda *_: ""))
        return IdleEvents([alarms], threshold=threshold)

    def move_the_mouse(self):
        """Move the mouse, as a person does."""
        self._do("mousemove_relative", "--", "3", "1")

    def press(self, key):
        """Press and release a key, as a person does."""
        self._do("key", key)

    def click(self, x, y):
        """Click there."""
        self._do("mousemove", str(x), str(y), "click", "1")

    def _do(self, *words):
        subprocess.run(["xdotool", *words], env={**os.environ, **self.environment}, timeout=60, check=True)

    def end(self):
        """Kill the server."""
        self.process.kill()
        self.process.wait()


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
