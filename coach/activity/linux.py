"""The sources of a Linux desktop and of logind, over D-Bus and by settings: idle, locked, do-not-disturb."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from coach.activity.dbus import PROPERTIES, Call, ask_bus
from coach.activity.desktop_environment import DesktopEnvironment, ask_program
from coach.activity.pulse import PulseSource
from coach.activity.situation import Reading, SourceFault
from coach.activity.x11 import X11Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.activity.desktop_environment import Ask
    from coach.activity.situation import ActivitySource, Part

MUTTER = Call(
    "user",
    "org.gnome.Mutter.IdleMonitor",
    "/org/gnome/Mutter/IdleMonitor/Core",
    "org.gnome.Mutter.IdleMonitor",
    "GetIdletime",
)
GNOME_SCREEN = Call(
    "user", "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "GetActive"
)
KDE_SCREEN = Call(
    "user",
    "org.freedesktop.ScreenSaver",
    "/org/freedesktop/ScreenSaver",
    "org.freedesktop.ScreenSaver",
    "GetActive",
)
"""Its GetSessionIdleTime is not asked: seconds by its name, milliseconds in KDE, where X11 knows as well."""
LOGIND = Call(
    "system",
    "org.freedesktop.login1",
    "/org/freedesktop/login1/session/auto",
    PROPERTIES,
    "GetAll",
    ("org.freedesktop.login1.Session",),
)
"""`auto` is our own session or, for a unit that belongs to none, the person's graphical one."""
GRAPHICAL = ("x11", "wayland", "mir")
KDE_NOTIFICATIONS = Call(
    "user",
    "org.freedesktop.Notifications",
    "/org/freedesktop/Notifications",
    PROPERTIES,
    "Get",
    ("org.freedesktop.Notifications", "Inhibited"),
)
GSETTINGS = ("gsettings", "get")
SETTINGS = {
    "GNOME": ((*GSETTINGS, "org.gnome.desktop.notifications", "show-banners"), "false"),
    "X-Cinnamon": ((*GSETTINGS, "org.cinnamon.desktop.notifications", "display-notifications"), "false"),
    "MATE": ((*GSETTINGS, "org.mate.NotificationDaemon", "do-not-disturb"), "true"),
    "XFCE": (("xfconf-query", "--channel", "xfce4-notifyd", "--property", "/do-not-disturb"), "true"),
}
"""Desktop by its name in XDG_CURRENT_DESKTOP: what is asked, and the answer that means do-not-disturb."""


class BusSource:
    """A source that is one call on D-Bus."""

    def __init__(
        self, name: str, tells: tuple[Part, ...], call: Call, surroundings: DesktopEnvironment, ask: Ask
    ) -> None:
        self._name = name
        self._tells = tells
        self._call = call
        self._surroundings = surroundings
        self._ask = ask

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self._name

    @property
    def tells(self) -> tuple[Part, ...]:
        """What the call gives."""
        return self._tells

    def look(self, seconds: float) -> Reading:
        """What the reply means; raises `SourceFault`."""
        told = ask_bus(self._call, self._surroundings.own, seconds, self._ask)
        return meaning(self._call, told, time.monotonic())


def meaning(call: Call, told: Any, monotonic: float) -> Reading:  # noqa: ANN401 — whatever the peer told
    """A reply as a reading; raises `SourceFault` when it is not of the kind that the call gives."""
    if call is LOGIND and isinstance(told, dict):
        return of_logind(told, monotonic)
    if call is MUTTER and isinstance(told, int) and not isinstance(told, bool):
        return Reading(idle_seconds=told / 1000)
    if call in (GNOME_SCREEN, KDE_SCREEN) and isinstance(told, bool):
        return Reading(locked=told)
    if call is KDE_NOTIFICATIONS and isinstance(told, bool):
        return Reading(do_not_disturb=told)
    raise SourceFault("an answer that cannot be read")


def of_logind(session: dict[str, Any], monotonic: float) -> Reading:
    """A session's properties as a reading; `monotonic` is now, in seconds.

    The idle hint comes minutes late and many desktops never set it: not idle means nothing. A session
    that is not active has somebody else's in front of it. A terminal's session tells of that terminal
    alone, and one that is closing of nobody: a coach that was started there, in a tmux perhaps, would
    take the person at the desktop for being away, all day.
    """
    if session.get("Type") not in GRAPHICAL or session.get("State") == "closing":
        return Reading()
    idle = None
    if session.get("IdleHint") is True:
        since = session.get("IdleSinceHintMonotonic")
        idle = max(0.0, monotonic - since / 1e6) if isinstance(since, int) and since > 0 else 0.0
    locked = session.get("LockedHint")
    if session.get("Active") is False:
        locked = True
    return Reading(idle_seconds=idle, locked=locked if isinstance(locked, bool) else None)


class QuietSetting:
    """The do-not-disturb switch of a desktop that keeps it among its settings."""

    name = "the desktop's settings"
    tells: tuple[Part, ...] = ("do-not-disturb",)

    def __init__(self, surroundings: DesktopEnvironment, ask: Ask) -> None:
        self._surroundings = surroundings
        self._ask = ask

    def look(self, seconds: float) -> Reading:
        """Whether it is on; raises `SourceFault` on a desktop that has none of these switches."""
        half = seconds / 2  # systemd may be asked first
        environment = self._surroundings.now(half)
        desktop = environment.get("XDG_CURRENT_DESKTOP", "")
        known = [SETTINGS[name] for name in desktop.split(":") if name in SETTINGS]
        if not known:
            raise SourceFault(f"not one of {', '.join(SETTINGS)}" + (f": {desktop}" if desktop else ""))
        command, quiet = known[0]
        told = self._ask(command, environment, half).strip()
        if told not in ("true", "false"):
            raise SourceFault("an answer that cannot be read")
        return Reading(do_not_disturb=told == quiet)


def linux_sources(
    environment: Mapping[str, str] | None = None, ask: Ask = ask_program
) -> tuple[ActivitySource, ...]:
    """All of them, for these variables (our own when none are given)."""
    own = dict(os.environ) if environment is None else environment
    around = DesktopEnvironment(own, ask)
    return (
        X11Source(around),
        BusSource("GNOME's idle monitor", ("idle time",), MUTTER, around, ask),
        BusSource("GNOME's screen", ("lock",), GNOME_SCREEN, around, ask),
        BusSource("KDE's screen", ("lock",), KDE_SCREEN, around, ask),
        BusSource("logind", ("idle time", "lock"), LOGIND, around, ask),
        PulseSource(own, ask),
        QuietSetting(around, ask),
        BusSource("KDE's notifications", ("do-not-disturb",), KDE_NOTIFICATIONS, around, ask),
    )
