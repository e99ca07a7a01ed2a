"""Whether the window in front fills the screen, asked of the X server."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from coach.activity.source import SourceFault
from coach.activity.x11 import connect_to_desktop, padded, reply_to, set_up
from coach.situation import Situation

if TYPE_CHECKING:
    import socket

    from coach.activity.desktop_environment import DesktopEnvironment
    from coach.activity.x11 import XauthEntry

GET_WINDOW_ATTRIBUTES, GET_GEOMETRY, QUERY_TREE, INTERN_ATOM, GET_PROPERTY = 3, 14, 15, 16, 20
"""The opcodes of the requests in the X11 protocol."""
INPUT_OUTPUT, VIEWABLE = 1, 2
BITS = 32
MOST_VALUES = 256
"""32-bit values of a property that are read."""
MOST_LOOKED_AT = 20
"""Windows that are looked at without a window manager, from the top."""


def full_screen_situation(desktop: DesktopEnvironment, seconds: float) -> Situation:
    """Whether the window in front fills the screen; raises `SourceFault`, and `OSError` from the socket."""
    server, key = connect_to_desktop(desktop, seconds)
    with server:
        return Situation(full_screen=is_full_screen(server, key))


def is_full_screen(server: socket.socket, key: XauthEntry | None) -> bool:
    """Whether the active window is in full screen, over a new connection; raises `SourceFault`.

    The window manager says which window is active, and the window has its states (Extended Window Manager
    Hints). Without a window manager, the topmost windows are compared with the screen.
    """
    root = set_up(server, key).root
    active_window, states, full_screen = (
        _atom(server, name) for name in (b"_NET_ACTIVE_WINDOW", b"_NET_WM_STATE", b"_NET_WM_STATE_FULLSCREEN")
    )
    active = _property(server, root, active_window)
    if not active:
        return _covers_the_screen(server, root)
    return bool(active[0]) and bool(full_screen) and full_screen in _property(server, active[0], states)


def _atom(server: socket.socket, name: bytes) -> int:
    """The number of that name; 0 if no program uses it."""
    request = struct.pack("<BBHHxx", INTERN_ATOM, True, 2 + len(padded(name)) // 4, len(name)) + padded(name)
    return _number(reply_to(server, request), 8)


def _property(server: socket.socket, window: int, atom: int) -> tuple[int, ...]:
    """The 32-bit values of a window's property; empty if it has none."""
    if not atom:
        return ()
    request = struct.pack("<BBHIIIII", GET_PROPERTY, False, 6, window, atom, 0, 0, MOST_VALUES)
    reply = reply_to(server, request)
    count = _number(reply, 16) if reply[1] == BITS else 0
    try:
        return struct.unpack_from(f"<{count}I", reply, 32)
    except struct.error:
        raise SourceFault("an unreadable answer") from None


def _covers_the_screen(server: socket.socket, root: int) -> bool:
    """Whether one of the topmost visible windows is as large as the screen."""
    tree = reply_to(server, struct.pack("<BxHI", QUERY_TREE, 2, root))
    (count,) = struct.unpack_from("<H", tree, 16)
    windows: tuple[int, ...] = struct.unpack_from(f"<{count}I", tree, 32)
    whole = _rectangle(server, root)
    return any(
        _is_visible(server, window) and _rectangle(server, window) == whole
        for window in windows[-MOST_LOOKED_AT:]
    )


def _rectangle(server: socket.socket, window: int) -> tuple[int, ...]:
    """Position and size of a window in pixels."""
    return struct.unpack_from("<hhHH", reply_to(server, struct.pack("<BxHI", GET_GEOMETRY, 2, window)), 12)


def _is_visible(server: socket.socket, window: int) -> bool:
    """Whether it is on the screen, and one that shows anything."""
    reply = reply_to(server, struct.pack("<BxHI", GET_WINDOW_ATTRIBUTES, 2, window))
    (kind,) = struct.unpack_from("<H", reply, 12)
    return bool(kind == INPUT_OUTPUT and reply[26] == VIEWABLE)


def _number(reply: bytes, at: int) -> int:
    number: int = struct.unpack_from("<I", reply, at)[0]
    return number
