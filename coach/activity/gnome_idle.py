"""GNOME's idle monitor, which reports when the person stops and is back, on X11 and on Wayland."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

from coach.activity.dbus import (
    BUS_NAME,
    MEMBER,
    BusCall,
    BusConnection,
    bus_address,
    bus_call,
    text,
    texts_in,
)
from coach.activity.source import SourceFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INTERFACE = "org.gnome.Mutter.IdleMonitor"
PATH = "/org/gnome/Mutter/IdleMonitor/Core"
ADD_IDLE_WATCH = BusCall("user", INTERFACE, PATH, INTERFACE, "AddIdleWatch", signature="t")
ADD_ACTIVE_WATCH = BusCall("user", INTERFACE, PATH, INTERFACE, "AddUserActiveWatch")
GET_IDLE_TIME = BusCall("user", INTERFACE, PATH, INTERFACE, "GetIdletime")
FIRED = "WatchFired"
OWNER_CHANGED = "NameOwnerChanged"
RULES = (
    f"type='signal',interface='{INTERFACE}',member='{FIRED}'",
    f"type='signal',sender='{BUS_NAME}',member='{OWNER_CHANGED}',arg0='{INTERFACE}'",
)


class GnomeIdleWatch:
    """Events of GNOME's idle monitor.

    A watch for idleness stays; one for the person's return is used up by it. Both go with the shell, and
    are set again when that was restarted.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def listen(self, threshold: float, seconds: float) -> Iterator[float]:
        """The idle time now and at each event; raises `SourceFault`, and `OSError` from the socket."""
        with socket.socket(socket.AF_UNIX) as bus:
            bus.settimeout(seconds / 2)
            bus.connect(bus_address(self._environment))
            connection = BusConnection(bus)
            connection.log_in()
            for rule in RULES:
                connection.call(bus_call("AddMatch", "s"), text(rule))
            stops, returns, idle = _watches(connection, threshold)
            yield idle
            bus.settimeout(None)
            for signal in connection.signals(FIRED, OWNER_CHANGED):
                if signal.fields[MEMBER] == OWNER_CHANGED:
                    if texts_in(signal.body)[-1]:
                        stops, returns, idle = _watches(connection, threshold)
                    else:
                        idle = 0.0  # nobody counts as away until there is a shell again
                    yield idle
                    continue
                fired = first_number(signal.body)
                if fired == stops:
                    returns = first_number(connection.call(ADD_ACTIVE_WATCH))
                    yield threshold
                elif fired == returns:
                    yield 0.0


def _watches(connection: BusConnection, threshold: float) -> tuple[int, int, float]:
    """Set the watches for idleness and for the return; gives their numbers, and the idle time in seconds."""
    milliseconds = struct.pack("<Q", round(threshold * 1000))
    stops = first_number(connection.call(ADD_IDLE_WATCH, milliseconds))
    returns = first_number(connection.call(ADD_ACTIVE_WATCH))
    return stops, returns, first_number(connection.call(GET_IDLE_TIME), "<Q") / 1000


def first_number(body: bytes, form: str = "<I") -> int:
    """The number that a body begins with; raises `SourceFault` if there is none."""
    try:
        number: int = struct.unpack_from(form, body)[0]
    except struct.error:
        raise SourceFault("an unreadable answer") from None
    return number
