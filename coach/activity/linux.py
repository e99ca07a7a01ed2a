"""Sources on Linux: idle time, lock, inhibitors and do-not-disturb, from D-Bus, logind and settings."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from coach.activity.dbus import PROPERTIES, BusCall, ask_bus
from coach.activity.desktop_environment import DesktopEnvironment, ask_program
from coach.activity.gnome_idle import GET_IDLE_TIME, GnomeIdleWatch
from coach.activity.mpris import player_situation
from coach.activity.pulse import pulse_situation
from coach.activity.source import ActivitySource, SourceFault
from coach.activity.video import camera_situation, pipewire_situation
from coach.activity.wayland_idle import WaylandIdleEvents
from coach.activity.x11 import x11_situation
from coach.activity.x11_full_screen import full_screen_situation
from coach.activity.x11_idle_alarms import X11IdleAlarms
from coach.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.activity.desktop_environment import Ask
    from coach.activity.idle_events import IdleConnection
    from coach.activity.source import Part

GNOME_SCREEN = BusCall(
    "user", "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "GetActive"
)
KDE_SCREEN = BusCall(
    "user",
    "org.freedesktop.ScreenSaver",
    "/org/freedesktop/ScreenSaver",
    "org.freedesktop.ScreenSaver",
    "GetActive",
)
"""Its GetSessionIdleTime is not asked: seconds by its name, milliseconds in KDE, where X11 knows as well."""
LOGIND = BusCall(
    "system",
    "org.freedesktop.login1",
    "/org/freedesktop/login1/session/auto",
    PROPERTIES,
    "GetAll",
    ("org.freedesktop.login1.Session",),
)
"""`auto` is our own session or, for a unit that belongs to none, the person's graphical one."""
GRAPHICAL = ("x11", "wayland", "mir")
KDE_NOTIFICATIONS = BusCall(
    "user",
    "org.freedesktop.Notifications",
    "/org/freedesktop/Notifications",
    PROPERTIES,
    "Get",
    ("org.freedesktop.Notifications", "Inhibited"),
)
INHIBITORS = BusCall(
    "system",
    "org.freedesktop.login1",
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager",
    "ListInhibitors",
)
GNOME_INHIBITORS = BusCall(
    "user",
    "org.gnome.SessionManager",
    "/org/gnome/SessionManager",
    "org.gnome.SessionManager",
    "IsInhibited",
    ("8",),
    "u",
)
"""8 is the flag for "the session must not become idle"."""
KDE_INHIBITORS = BusCall(
    "user",
    "org.kde.Solid.PowerManagement.PolicyAgent",
    "/org/kde/Solid/PowerManagement/PolicyAgent",
    "org.kde.Solid.PowerManagement.PolicyAgent",
    "HasInhibition",
    ("4",),
    "u",
)
"""4 is the policy "change screen settings"."""
POWER_INHIBITORS = BusCall(
    "user",
    "org.freedesktop.PowerManagement",
    "/org/freedesktop/PowerManagement/Inhibit",
    "org.freedesktop.PowerManagement.Inhibit",
    "HasInhibit",
)
"""Xfce and others have it; older players use it."""
GSETTINGS = ("gsettings", "get")
SETTINGS = {
    "GNOME": ((*GSETTINGS, "org.gnome.desktop.notifications", "show-banners"), "false"),
    "X-Cinnamon": ((*GSETTINGS, "org.cinnamon.desktop.notifications", "display-notifications"), "false"),
    "MATE": ((*GSETTINGS, "org.mate.NotificationDaemon", "do-not-disturb"), "true"),
    "XFCE": (("xfconf-query", "--channel", "xfce4-notifyd", "--property", "/do-not-disturb"), "true"),
}
"""Desktop by its name in XDG_CURRENT_DESKTOP: what is asked, and the answer that means do-not-disturb."""


def bus_situation(call: BusCall, environment: Mapping[str, str], ask: Ask, seconds: float) -> Situation:
    """What the reply to that call means; raises `SourceFault`."""
    return situation_in_reply(call, ask_bus(call, environment, seconds, ask), time.monotonic())


def situation_in_reply(call: BusCall, reply: Any, monotonic: float) -> Situation:  # noqa: ANN401 — whatever the peer sent
    """The situation that a reply reports; raises `SourceFault` if it is not of the expected type."""
    if call is LOGIND and isinstance(reply, dict):
        return situation_of_session(reply, monotonic)
    if call is GET_IDLE_TIME and isinstance(reply, int) and not isinstance(reply, bool):
        return Situation(idle_seconds=reply / 1000)
    if call in (GNOME_SCREEN, KDE_SCREEN) and isinstance(reply, bool):
        return Situation(locked=reply)
    if call is INHIBITORS and isinstance(reply, list):
        return Situation(inhibitor=any(_keeps_screen_on(each) for each in reply))
    if call in (GNOME_INHIBITORS, KDE_INHIBITORS, POWER_INHIBITORS) and isinstance(reply, bool):
        return Situation(inhibitor=reply)
    if call is KDE_NOTIFICATIONS and isinstance(reply, bool):
        return Situation(do_not_disturb=reply)
    raise SourceFault("an unreadable answer")


def _keeps_screen_on(inhibitor: Any) -> bool:  # noqa: ANN401 — as above
    """Whether one of logind's inhibitors (what, who, why, mode, user, process) is ours and blocks idling."""
    match inhibitor:
        case [str(what), _, _, "block", int(user), _]:
            return "idle" in what.split(":") and user == os.getuid()
    return False


def situation_of_session(session: dict[str, Any], monotonic: float) -> Situation:
    """The situation from a logind session's properties; `monotonic` is now, in seconds.

    The idle hint comes minutes late and many desktops never set it, so "not idle" means nothing. If a session
    is not active, somebody else's is in front. A terminal's session knows only that terminal, and a closing
    one nobody: a coach started there, perhaps in tmux, would believe all day that the person is away.
    """
    if session.get("Type") not in GRAPHICAL or session.get("State") == "closing":
        return Situation()
    idle = None
    if session.get("IdleHint") is True:
        since = session.get("IdleSinceHintMonotonic")
        idle = max(0.0, monotonic - since / 1e6) if isinstance(since, int) and since > 0 else 0.0
    locked = session.get("LockedHint")
    if session.get("Active") is False:
        locked = True
    return Situation(idle_seconds=idle, locked=locked if isinstance(locked, bool) else None)


def setting_situation(desktop: DesktopEnvironment, ask: Ask, seconds: float) -> Situation:
    """Whether do-not-disturb is on where a desktop keeps it in its settings; else raises `SourceFault`."""
    half = seconds / 2  # systemd may be asked first
    environment = desktop.now(half)
    names = environment.get("XDG_CURRENT_DESKTOP", "")
    known = [SETTINGS[name] for name in names.split(":") if name in SETTINGS]
    if not known:
        raise SourceFault(f"not one of {', '.join(SETTINGS)}" + (f": {names}" if names else ""))
    command, quiet = known[0]
    reply = ask(command, environment, half).strip()
    if reply not in ("true", "false"):
        raise SourceFault("an unreadable answer")
    return Situation(do_not_disturb=reply == quiet)


def linux_sources(
    environment: Mapping[str, str] | None = None, ask: Ask = ask_program
) -> tuple[ActivitySource, ...]:
    """All sources on Linux, for these environment variables (default: our own)."""
    own = dict(os.environ) if environment is None else environment
    desktop = DesktopEnvironment(own, ask)

    def by_bus(name: str, part: Part, call: BusCall, *more: Part) -> ActivitySource:
        return ActivitySource(name, (part, *more), partial(bus_situation, call, own, ask))

    return (
        ActivitySource("X11", ("idle time",), partial(x11_situation, desktop)),
        ActivitySource("X11's windows", ("full screen",), partial(full_screen_situation, desktop)),
        by_bus("GNOME's idle monitor", "idle time", GET_IDLE_TIME),
        by_bus("GNOME's screen", "lock", GNOME_SCREEN),
        by_bus("KDE's screen", "lock", KDE_SCREEN),
        by_bus("logind", "idle time", LOGIND, "lock"),
        ActivitySource("PulseAudio or PipeWire", ("microphone",), partial(pulse_situation, own, ask)),
        ActivitySource("the camera's device", ("camera",), lambda _: camera_situation()),
        ActivitySource("PipeWire", ("camera", "screen sharing"), partial(pipewire_situation, own, ask)),
        by_bus("logind's inhibitors", "inhibitor", INHIBITORS),
        by_bus("GNOME's inhibitors", "inhibitor", GNOME_INHIBITORS),
        by_bus("KDE's inhibitors", "inhibitor", KDE_INHIBITORS),
        by_bus("the desktop's inhibitors", "inhibitor", POWER_INHIBITORS),
        ActivitySource(
            "the desktop's settings", ("do-not-disturb",), partial(setting_situation, desktop, ask)
        ),
        by_bus("KDE's notifications", "do-not-disturb", KDE_NOTIFICATIONS),
        ActivitySource("media players", ("media player",), partial(player_situation, own, ask)),
    )


def linux_idle_connections(
    environment: Mapping[str, str] | None = None, ask: Ask = ask_program
) -> tuple[IdleConnection, ...]:
    """Where events about the idle time may come from, for these environment variables (default: our own)."""
    own = dict(os.environ) if environment is None else environment
    desktop = DesktopEnvironment(own, ask)
    return (X11IdleAlarms(desktop), WaylandIdleEvents(desktop), GnomeIdleWatch(own))
