"""A small desktop on the session bus: GNOME's and KDE's services with the members that are asked.

Prints a line when it is there, and answers until its stdin ends.
"""
# ruff: noqa: F821, N802, UP037 — names, types and order of arguments are those of D-Bus

from __future__ import annotations

import asyncio
import sys

from dbus_fast import BusType, PropertyAccess
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_property, method, signal


class IdleMonitor(ServiceInterface):
    """GNOME's idle monitor, with an idle time that stays."""

    def __init__(self, name, milliseconds=73_500):
        super().__init__(name)
        self._milliseconds = milliseconds
        self._returns = 100

    @method()
    def GetIdletime(self) -> "t":
        """The idle time in milliseconds."""
        return self._milliseconds

    @method()
    async def AddIdleWatch(self, interval: "t") -> "u":
        """A watch for idleness, which goes off after half of that time, and again a second later."""
        for seconds in (interval / 2000, interval / 2000 + 1.0):
            asyncio.get_running_loop().call_later(seconds, self.WatchFired, 7)
        return 7

    @method()
    def AddUserActiveWatch(self) -> "u":
        """A watch for the person's return, which goes off half a second after it was asked for."""
        self._returns += 1
        asyncio.get_running_loop().call_later(0.5, self.WatchFired, self._returns)
        return self._returns

    @signal()
    def WatchFired(self, watch) -> "u":
        """That watch has gone off."""
        return watch


class ScreenSaver(ServiceInterface):
    """The screen saver of GNOME or KDE."""

    def __init__(self, name, *, is_active):
        super().__init__(name)
        self._is_active = is_active

    @method()
    def GetActive(self) -> "b":
        """Whether the screen is locked."""
        return self._is_active


class LockedMeanwhile(ScreenSaver):
    """It is locked after it was first looked at."""

    def __init__(self, name):
        super().__init__(name, is_active=False)

    @method()
    def GetActive(self) -> "b":
        """Whether the screen is locked."""
        was_active, self._is_active = self._is_active, True
        return was_active


class Notifications(ServiceInterface):
    """KDE's notification service."""

    @dbus_property(access=PropertyAccess.READ)
    def Inhibited(self) -> "b":
        """Whether do-not-disturb is on."""
        return True


class Silent(ServiceInterface):
    """A service that accepts a call and never answers."""

    @method()
    async def GetActive(self) -> "b":
        """Wait forever."""
        await asyncio.Event().wait()
        return True


class Player(ServiceInterface):
    """A media player."""

    def __init__(self, name):
        super().__init__(name)
        self._status = "Playing"

    @dbus_property(access=PropertyAccess.READ)
    def PlaybackStatus(self) -> "s":
        """Playing or Paused."""
        return self._status

    @method()
    def Pause(self):
        """Pause."""
        self._status = "Paused"

    @method()
    def Play(self):
        """Go on."""
        self._status = "Playing"


SERVICES = {
    "gnome": [
        ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", IdleMonitor),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", lambda name: ScreenSaver(name, is_active=False)),
    ],
    "kde": [
        (
            "org.freedesktop.ScreenSaver",
            "/org/freedesktop/ScreenSaver",
            lambda name: ScreenSaver(name, is_active=True),
        ),
        ("org.freedesktop.Notifications", "/org/freedesktop/Notifications", Notifications),
    ],
    "player": [
        (
            "org.mpris.MediaPlayer2.tape",
            "/org/mpris/MediaPlayer2",
            lambda _: Player("org.mpris.MediaPlayer2.Player"),
        )
    ],
    "locked": [
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", lambda name: ScreenSaver(name, is_active=True)),
    ],
    "locked meanwhile": [("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", LockedMeanwhile)],
    "left": [
        (
            "org.gnome.Mutter.IdleMonitor",
            "/org/gnome/Mutter/IdleMonitor/Core",
            lambda name: IdleMonitor(name, 3_600_000),
        ),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", lambda name: ScreenSaver(name, is_active=False)),
    ],
    "silent": [("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", Silent)],
}


async def serve(desktop):
    """Serve the desktop until stdin ends."""
    bus = await MessageBus(bus_type=BusType.SESSION).connect()
    for name, path, interface in SERVICES[desktop]:
        bus.export(path, interface(name))
        await bus.request_name(name)
    print("there", flush=True)  # noqa: T201 — whoever waits reads it
    await asyncio.to_thread(sys.stdin.read)


asyncio.run(serve(sys.argv[1]))
