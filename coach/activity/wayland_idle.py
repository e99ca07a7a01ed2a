"""Idle notifications of a Wayland compositor (KDE, wlroots), by the protocol `ext-idle-notify-v1`."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

from coach.activity.desktop_environment import IN_LOGIN, receive_exactly
from coach.activity.source import SourceFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.activity.desktop_environment import DesktopEnvironment

DISPLAY, REGISTRY, SYNC, SEAT, NOTIFIER, NOTIFICATION = range(1, 7)
"""Our names of the objects; the first is always the display's."""
DISPLAY_SYNC, DISPLAY_GET_REGISTRY = 0, 1
REGISTRY_BIND = 0
NOTIFIER_GET_NOTIFICATION = 1
"""The numbers of the requests in their interfaces (wayland.xml, ext-idle-notify-v1.xml)."""
DISPLAY_ERROR, REGISTRY_GLOBAL, SYNC_DONE = 0, 0, 0
IDLED, RESUMED = 0, 1
"""Those of the events."""
WANTED = {"wl_seat": SEAT, "ext_idle_notifier_v1": NOTIFIER}
COMPOSITOR = "the Wayland compositor"
HEAD = 8
"""Bytes: the object, and the length of the whole message with the number of the request or event."""


class WaylandIdleEvents:
    """Events of the compositor of the person's desktop.

    A program that keeps the screen on, as for a film, keeps the compositor from reporting anybody as idle.
    """

    def __init__(self, desktop: DesktopEnvironment) -> None:
        self._desktop = desktop

    def listen(self, threshold: float, seconds: float) -> Iterator[float]:
        """The idle time at each event; 0 at first. Raises `SourceFault`, and `OSError` from the socket."""
        path = socket_path(self._desktop.now(seconds / 2))
        with socket.socket(socket.AF_UNIX) as compositor:
            compositor.settimeout(seconds / 2)
            compositor.connect(path)
            found = globals_of(compositor)
            for interface, own_name in WANTED.items():
                if interface not in found:
                    raise SourceFault("this Wayland compositor reports no idle time")
                bind = struct.pack("=I", found[interface]) + text(interface) + struct.pack("=II", 1, own_name)
                compositor.sendall(message(REGISTRY, REGISTRY_BIND, bind))
            arguments = struct.pack("=III", NOTIFICATION, round(threshold * 1000), SEAT)
            compositor.sendall(message(NOTIFIER, NOTIFIER_GET_NOTIFICATION, arguments))
            yield 0.0
            compositor.settimeout(None)
            while True:
                sender, event, _ = receive(compositor)
                if sender == NOTIFICATION and event in (IDLED, RESUMED):
                    yield threshold if event == IDLED else 0.0


def socket_path(environment: Mapping[str, str]) -> str:
    """The path of the compositor's socket; raises `SourceFault` if there is none."""
    name, folder = environment.get("WAYLAND_DISPLAY", ""), environment.get("XDG_RUNTIME_DIR", "")
    if not name:
        raise SourceFault("there is no Wayland display", IN_LOGIN)
    if name.startswith("/"):
        return name
    if not folder:
        raise SourceFault("there is no runtime folder", IN_LOGIN)
    return f"{folder}/{name}"


def globals_of(compositor: socket.socket) -> dict[str, int]:
    """The compositor's number of each interface that it offers, of several the first."""
    compositor.sendall(message(DISPLAY, DISPLAY_GET_REGISTRY, struct.pack("=I", REGISTRY)))
    compositor.sendall(message(DISPLAY, DISPLAY_SYNC, struct.pack("=I", SYNC)))
    found: dict[str, int] = {}
    while True:
        sender, event, content = receive(compositor)
        if sender == SYNC and event == SYNC_DONE:
            return found
        if sender == REGISTRY and event == REGISTRY_GLOBAL:
            number, length = struct.unpack_from("=II", content)
            found.setdefault(content[8 : 8 + length].rstrip(b"\0").decode("ascii", "replace"), number)


def message(receiver: int, request: int, arguments: bytes) -> bytes:
    """A Wayland request to that object, with its header."""
    return struct.pack("=II", receiver, (HEAD + len(arguments)) << 16 | request) + arguments


def text(content: str) -> bytes:
    """A text as an argument: its length with the zero at its end, then both, filled up to four bytes."""
    encoded = content.encode("ascii") + b"\0"
    return struct.pack("=I", len(encoded)) + encoded + bytes(-len(encoded) % 4)


def receive(compositor: socket.socket) -> tuple[int, int, bytes]:
    """The next event: its object, its number and its arguments; raises `SourceFault` if there is no more."""
    sender, size = struct.unpack("=II", receive_exactly(compositor.recv, HEAD, COMPOSITOR))
    if size >> 16 < HEAD:
        raise SourceFault("an unreadable answer")
    content = receive_exactly(compositor.recv, (size >> 16) - HEAD, COMPOSITOR)
    if (sender, size & 0xFFFF) == (DISPLAY, DISPLAY_ERROR):
        raise SourceFault(f"{COMPOSITOR} refused a request")
    return sender, size & 0xFFFF, content
