"""What Linux desktops and logind tell over D-Bus and by gsettings: idle, locked, do-not-disturb."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from coach.daemon.activity.bus import PROPERTIES, Call, ask_bus
from coach.daemon.activity.port import Reading, SourceFault

if TYPE_CHECKING:
    from coach.daemon.activity.programs import Ask
    from coach.daemon.activity.surroundings import Surroundings

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
KDE_NOTIFICATIONS = Call(
    "user",
    "org.freedesktop.Notifications",
    "/org/freedesktop/Notifications",
    PROPERTIES,
    "Get",
    ("org.freedesktop.Notifications", "Inhibited"),
)
SETTINGS = {
    "GNOME": ("org.gnome.desktop.notifications", "show-banners", "false"),
    "X-Cinnamon": ("org.cinnamon.desktop.notifications", "display-notifications", "false"),
    "MATE": ("org.mate.NotificationDaemon", "do-not-disturb", "true"),
}
"""Desktop by its name in XDG_CURRENT_DESKTOP: schema, key, and the value that means do-not-disturb."""


class BusSource:
    """A source that is one call on D-Bus."""

    def __init__(self, name: str, call: Call, surroundings: Surroundings, ask: Ask) -> None:
        self._name = name
        self._call = call
        self._surroundings = surroundings
        self._ask = ask

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self._name

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
    that is not active has somebody else's in front of it.
    """
    idle = None
    if session.get("IdleHint") is True:
        since = session.get("IdleSinceHintMonotonic")
        idle = max(0.0, monotonic - since / 1e6) if isinstance(since, int) and since > 0 else 0.0
    locked = session.get("LockedHint")
    if session.get("Active") is False:
        locked = True
    return Reading(idle_seconds=idle, locked=locked if isinstance(locked, bool) else None)


class QuietSetting:
    """The do-not-disturb switch of a desktop that keeps it with gsettings."""

    name = "desktop's do-not-disturb"

    def __init__(self, surroundings: Surroundings, ask: Ask) -> None:
        self._surroundings = surroundings
        self._ask = ask

    def look(self, seconds: float) -> Reading:
        """Whether it is on; raises `SourceFault` on a desktop that has none of these switches."""
        environment = self._surroundings.now(seconds)
        desktop = environment.get("XDG_CURRENT_DESKTOP", "")
        known = [SETTINGS[name] for name in desktop.split(":") if name in SETTINGS]
        if not known:
            raise SourceFault(f"not one of {', '.join(SETTINGS)}" + (f": {desktop}" if desktop else ""))
        schema, key, quiet = known[0]
        told = self._ask(("gsettings", "get", schema, key), environment, seconds).strip()
        if told not in ("true", "false"):
            raise SourceFault("an answer that cannot be read")
        return Reading(do_not_disturb=told == quiet)
