"""The X server, asked in the X11 protocol: connecting to it, and its idle time."""

from __future__ import annotations

import re
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.activity.desktop_environment import IN_LOGIN, receive_exactly
from coach.activity.source import SourceFault
from coach.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.activity.desktop_environment import DesktopEnvironment

COOKIE = b"MIT-MAGIC-COOKIE-1"
FAMILY = 2
"""Bytes of an address family."""


@dataclass(frozen=True, slots=True)
class XauthEntry:
    """One entry of an authority file: host and display, the kind of key, and the key."""

    address: bytes
    display: bytes
    kind: bytes
    data: bytes


def parse_authority(content: bytes) -> tuple[XauthEntry, ...]:
    """The entries of an authority file; an entry that is cut off at the end is left out.

    Each is the family of its address in two bytes (the display's number is enough for us), then four fields,
    each after its length in two bytes.
    """
    found: list[XauthEntry] = []
    at = FAMILY
    try:
        while at < len(content):
            fields = []
            for _ in range(4):
                (length,) = struct.unpack_from(">H", content, at)
                at += 2
                (field,) = struct.unpack_from(f"{length}s", content, at)
                at += length
                fields.append(field)
            found.append(XauthEntry(*fields))
            at += FAMILY
    except struct.error:
        pass
    return tuple(found)


def key_for(found: tuple[XauthEntry, ...], display: int, host: bytes) -> XauthEntry | None:
    """The cookie for that display, preferably this host's; None when there is none."""
    number = str(display).encode()
    fitting = [key for key in found if key.kind == COOKIE and key.display in (number, b"")]
    return next((key for key in fitting if key.address == host), fitting[0] if fitting else None)


EXTENSION = b"MIT-SCREEN-SAVER"
QUERY_EXTENSION = 98
QUERY_INFO = 1
ERROR, REPLY = 0, 1
PACKET = 32
"""Bytes of every event and error, and of a reply without what follows it."""
MOST_MORE = 4096
"""Bytes after a reply's first 32: a window's states, or the windows of a screen without a window manager."""
LOCAL_PORT = 6000


@dataclass(frozen=True, slots=True)
class DisplayAddress:
    """The parts of `DISPLAY`; an empty host is this machine."""

    host: str
    number: int


def x11_situation(desktop: DesktopEnvironment, seconds: float) -> Situation:
    """The idle time from the desktop's X server; raises `SourceFault`, and `OSError` from the socket."""
    server, key = connect_to_desktop(desktop, seconds)
    with server:
        return Situation(idle_seconds=idle_seconds(server, key))


def connect_to_desktop(
    desktop: DesktopEnvironment, seconds: float
) -> tuple[socket.socket, XauthEntry | None]:
    """A connection to the X server of the person's desktop, and the key for it; raises `SourceFault`."""
    half = seconds / 2  # systemd may be asked first
    environment = desktop.now(half)
    display = display_of(environment)
    key = key_for(_keys(environment), display.number, socket.gethostname().encode())
    return connect(display, half), key


def display_of(environment: Mapping[str, str]) -> DisplayAddress:
    """The display to ask; raises `SourceFault` if there is none, and on Wayland.

    Under Wayland, X11 sees only the input of its own windows and would report the person as away.
    """
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        raise SourceFault("this desktop is Wayland, where X11 does not know it")
    named = environment.get("DISPLAY", "")
    match = re.fullmatch(r"(?:unix)?([^:/]*):(\d{1,5})(?:\.\d+)?", named)
    if match is None:
        raise SourceFault("there is no X11 display" if not named else f"DISPLAY is {named!r}", IN_LOGIN)
    return DisplayAddress(match[1], int(match[2]))


def connect(display: DisplayAddress, seconds: float) -> socket.socket:
    """A socket connected to that server, with a deadline for each call; raises `SourceFault`."""
    if display.host:
        try:
            return socket.create_connection((display.host, LOCAL_PORT + display.number), seconds)
        except OSError as error:
            raise SourceFault(f"the X server does not answer: {error}") from None
    path = f"/tmp/.X11-unix/X{display.number}"  # noqa: S108 — where every X server has it
    for address in (f"\0{path}", path):
        server = socket.socket(socket.AF_UNIX)
        server.settimeout(seconds)
        try:
            server.connect(address)
        except OSError:
            server.close()
        else:
            return server
    raise SourceFault(f"no X server is running for display {display.number}")


def idle_seconds(server: socket.socket, key: XauthEntry | None) -> float:
    """The idle time from that server, over a new connection; raises `SourceFault` if it refuses."""
    root = set_up(server, key).root
    opcode = extension_opcode(reply_to(server, query_extension(EXTENSION)), "screen saver")
    return idle_seconds_in(reply_to(server, query_info(opcode, root)))


@dataclass(frozen=True, slots=True)
class Setup:
    """What the server has said to begin with: the first screen's root window, and our first resource id."""

    root: int
    first_id: int


def set_up(server: socket.socket, key: XauthEntry | None) -> Setup:
    """Log in over a new connection; raises `SourceFault` if it is refused."""
    server.sendall(setup_request(key))
    head = receive(server, 8)
    body = receive(server, 4 * struct.unpack("<H", head[6:8])[0])
    return Setup(root_window(head, body), struct.unpack_from("<I", body, 4)[0])


def setup_request(key: XauthEntry | None) -> bytes:
    """The first message: byte order, version, and the key."""
    kind, data = (key.kind, key.data) if key is not None else (b"", b"")
    head = struct.pack("<cxHHHHxx", b"l", 11, 0, len(kind), len(data))
    return head + padded(kind) + padded(data)


def root_window(head: bytes, body: bytes) -> int:
    """The first screen's root window in the server's first reply; raises `SourceFault`."""
    if head[0] != REPLY:
        reason = (
            body[: head[1]].decode("latin-1").strip() if head[0] == ERROR else "it requires more than a key"
        )
        raise SourceFault(f"the X server refused us: {reason}")
    try:
        vendor_length, formats = struct.unpack_from("<16xH3xB", body)
        at = 32 + (vendor_length + 3) // 4 * 4 + 8 * formats
        root: int = struct.unpack_from("<I", body, at)[0]
    except struct.error:
        raise SourceFault("an unreadable answer") from None
    return root


def query_extension(extension: bytes) -> bytes:
    """A request for the opcode of that extension."""
    name = padded(extension)
    return struct.pack("<BxHHxx", QUERY_EXTENSION, 2 + len(name) // 4, len(extension)) + name


def extension_opcode(reply: bytes, name: str) -> int:
    """The opcode in the reply; raises `SourceFault` when the server lacks the extension of that name."""
    if not reply[8]:
        raise SourceFault(f"the X server has no {name} extension")
    return reply[9]


def query_info(opcode: int, window: int) -> bytes:
    """A request for the time since the last input."""
    return struct.pack("<BBHI", opcode, QUERY_INFO, 2, window)


def idle_seconds_in(reply: bytes) -> float:
    """Seconds since the last input; the server counts milliseconds."""
    milliseconds: int = struct.unpack_from("<I", reply, 16)[0]
    return milliseconds / 1000


def reply_to(server: socket.socket, request: bytes) -> bytes:
    """The whole reply to a request; events that come in between are skipped. Raises `SourceFault`."""
    server.sendall(request)
    while True:
        packet = receive(server, PACKET)
        if packet[0] == ERROR:
            raise SourceFault(f"the X server refused a question (error {packet[1]})")
        if packet[0] == REPLY:
            rest: int = 4 * struct.unpack_from("<I", packet, 4)[0]
            if rest > MOST_MORE:
                raise SourceFault("an unreadable answer")
            return packet + receive(server, rest)


def receive(server: socket.socket, count: int) -> bytes:
    """That many bytes; raises `SourceFault` when the server closes the connection before."""
    return receive_exactly(server.recv, count, "the X server")


def padded(text: bytes) -> bytes:
    """The text, filled up to a multiple of four bytes."""
    return text + bytes(-len(text) % 4)


def _keys(environment: Mapping[str, str]) -> tuple[XauthEntry, ...]:
    home = environment.get("HOME", "")
    path = environment.get("XAUTHORITY") or (f"{home}/.Xauthority" if home else "")
    try:
        return parse_authority(Path(path).read_bytes()) if path else ()
    except OSError:
        return ()
