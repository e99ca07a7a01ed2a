"""The icon for real: a private X server, a small panel of our own, and a coach that answers its clicks."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import subprocess
import sys
import time
from threading import Event, Thread

import pytest

import x11_server
from coach.api.server import serving
from coach.api.steering import Action
from coach.home import find_home
from coach.testing import FakeClock, FakeSteering
from x11_server import COOKIE, Screen

display = pytest.importorskip("Xlib.display")
protocol = pytest.importorskip("Xlib.X")
pytestmark = pytest.mark.skipif(not x11_server.is_here(), reason=x11_server.MISSING)
SOON = 20.0
FAMILY_LOCAL = 256


class Panel:
    """A panel that shows one icon, as the system tray protocol has it."""

    def __init__(self, name):
        self._display = display.Display(name)
        screen = self._display.screen()
        self._window = screen.root.create_window(0, 0, 32, 32, 0, screen.root_depth)
        self._window.map()
        self._window.set_selection_owner(self._display.intern_atom("_NET_SYSTEM_TRAY_S0"), 0)
        self._display.sync()

    def close(self):
        """Leave the server."""
        self._display.close()

    def docked(self):
        """The window of the icon, once it asks to be shown."""
        opcode = self._display.intern_atom("_NET_SYSTEM_TRAY_OPCODE")
        deadline = time.monotonic() + SOON
        while time.monotonic() < deadline:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == protocol.ClientMessage and event.client_type == opcode:
                    icon = self._display.create_resource_object("window", event.data[1][2])
                    icon.reparent(self._window, 0, 0)
                    icon.configure(width=24, height=24)
                    icon.map()
                    self._display.sync()
                    return icon
            time.sleep(0.05)  # another process's window is what is waited for
        raise AssertionError("no icon was docked")


@pytest.fixture
def screen(tmp_path, monkeypatch):
    """A private X server."""
    made = Screen(tmp_path)
    # python-xlib knows no key that counts for every display, as the server's own is written.
    names = (socket.gethostname().encode(), made.display[1:].encode(), COOKIE, made.keys.read_bytes()[-16:])
    written = b"".join(struct.pack(">H", len(name)) + name for name in names)
    keys = tmp_path / "keys of one display"
    keys.write_bytes(struct.pack(">H", FAMILY_LOCAL) + written)
    monkeypatch.setenv("DISPLAY", made.display)
    monkeypatch.setenv("XAUTHORITY", str(keys))
    yield made
    made.end()


def until(true):
    """Wait until it is true."""
    deadline = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)  # as above


def test_the_icon_shows_the_state_takes_clicks_and_ends_with_the_coach(screen):
    """The icon's title is the state, a click begins what waits, and it goes with the coach."""
    fake, is_open, ends = FakeSteering(), Event(), []

    async def serve():
        async with serving(fake, find_home(), FakeClock()):
            end = asyncio.Event()
            ends.append((asyncio.get_running_loop(), end))
            is_open.set()
            await end.wait()

    coach = Thread(target=asyncio.run, args=(serve(),))
    panel = Panel(screen.display)
    coach.start()
    assert is_open.wait(SOON)
    fake.state["waiting"] = [{"title": "Desk neck", "reminder": "neck"}]
    icon = subprocess.Popen(
        [sys.executable, "-m", "coach", "tray"],
        env={**os.environ, "PYSTRAY_BACKEND": "xorg"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        window = panel.docked()
        until(lambda: window.get_wm_name() == "Waiting: Desk neck")
        screen.click(5, 5)
        until(lambda: fake.actions == [Action("begin")])
    finally:
        loop, end = ends[0]
        loop.call_soon_threadsafe(end.set)
        coach.join(SOON)
        panel.close()
    _, said = icon.communicate(timeout=SOON)
    assert (icon.returncode, said) == (0, "")
