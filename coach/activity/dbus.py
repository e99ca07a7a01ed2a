"""D-Bus: questions by way of `busctl`, and a connection of our own that waits for signals.

`busctl` is part of systemd: a call by it costs some milliseconds and its process ends, and a peer that hangs
is cut off. Who waits for signals all day must stay connected. A library for either would take megabytes of
the daemon.
"""

from __future__ import annotations

import json
import os
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from coach.activity.desktop_environment import IN_LOGIN, receive_exactly
from coach.activity.source import SourceFault
from coach.json_lines import MALFORMED

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Mapping

    from coach.activity.desktop_environment import Ask

SESSION_BUS = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
"""Without one of these there is no way to a session's bus."""
PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass(frozen=True, slots=True)
class BusCall:
    """One method call. `signature`: the types of its arguments; "" if all are strings."""

    bus: Literal["user", "system"]
    service: str
    path: str
    interface: str
    member: str
    arguments: tuple[str, ...] = ()
    signature: str = ""


def busctl_command(call: BusCall, seconds: float) -> tuple[str, ...]:
    """The command line of `busctl`; it does not start a service that is not running."""
    types = call.signature or "s" * len(call.arguments)
    signature = (types, *call.arguments) if call.arguments else ()
    return (
        "busctl",
        f"--{call.bus}",
        "--json=short",
        "--auto-start=no",
        f"--timeout={seconds:g}",
        "call",
        call.service,
        call.path,
        call.interface,
        call.member,
        *signature,
    )


def ask_bus(call: BusCall, environment: Mapping[str, str], seconds: float, ask: Ask) -> Any:  # noqa: ANN401 — as JSON has it
    """The first value of the reply, variants unwrapped; raises `SourceFault`."""
    if call.bus == "user" and not any(environment.get(name) for name in SESSION_BUS):
        raise SourceFault("there is no session bus", IN_LOGIN)
    try:
        printed = ask(busctl_command(call, seconds), environment, seconds)
    except SourceFault as fault:
        raise _explained(call, fault) from None
    return first_value(printed)


def _explained(call: BusCall, fault: SourceFault) -> SourceFault:
    """A fault of `busctl` in plain words: another desktop, or no bus."""
    said = str(fault)
    if said.endswith(f'Name "{call.service}" does not exist'):
        return SourceFault("not running here")
    if said.startswith("Failed to connect to bus"):
        return (
            SourceFault("there is no session bus", IN_LOGIN)
            if call.bus == "user"
            else SourceFault("there is no system bus")
        )
    return fault


def first_value(printed: str) -> Any:  # noqa: ANN401 — whatever the peer sent
    """The first value that `busctl --json=short call` printed; raises `SourceFault` if there is none."""
    try:
        return _unwrapped(json.loads(printed)["data"][0])
    except MALFORMED:
        raise SourceFault("an unreadable answer") from None


def _unwrapped(reply: Any) -> Any:  # noqa: ANN401 — JSON
    """A variant is `{"type": …, "data": …}`; in a dictionary every value is one."""
    if isinstance(reply, dict) and set(reply) == {"type", "data"}:
        return _unwrapped(reply["data"])
    if isinstance(reply, dict):
        return {name: _unwrapped(inner) for name, inner in reply.items()}
    return reply


CALL, RETURN, ERROR, SIGNAL = 1, 2, 3, 4
"""The types of messages (D-Bus Specification, "Message Protocol")."""
PATH, INTERFACE, MEMBER, REPLY_SERIAL, DESTINATION, SIGNATURE = 1, 2, 3, 5, 6, 8
"""The fields of a message's header."""
BUS_NAME = "org.freedesktop.DBus"
LITTLE_ENDIAN = b"l"
HEAD = 16
MOST_BYTES = 1 << 20
"""Of one message; those that are waited for have some two hundred."""


@dataclass(frozen=True, slots=True)
class BusMessage:
    """A message: its type, the fields of its header that are texts or numbers, and its body."""

    kind: int
    fields: Mapping[int, str | int]
    body: bytes


def bus_address(environment: Mapping[str, str]) -> str:
    """The address of the session bus for `socket.connect`; raises `SourceFault` if there is none."""
    named = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    found = re.search(r"unix:(?:[^;]*,)?(path|abstract)=([^,;]+)", named)
    if found:
        return found[2] if found[1] == "path" else f"\0{found[2]}"
    folder = environment.get("XDG_RUNTIME_DIR")
    if named or not folder:
        raise SourceFault("there is no session bus", IN_LOGIN)
    return f"{folder}/bus"


class BusConnection:
    """A connection to a bus over an open socket, which the caller closes.

    All methods raise `SourceFault` and `OSError`. Signals that come while a reply is waited for are kept.
    """

    def __init__(self, bus: socket.socket) -> None:
        self._bus = bus
        self._serial = 0
        self._signals: list[BusMessage] = []

    def log_in(self) -> None:
        """Log in as the user whose process this is."""
        user = str(os.getuid()).encode().hex()
        self._bus.sendall(b"\0AUTH EXTERNAL " + user.encode() + b"\r\n")
        line = b""
        while not line.endswith(b"\r\n"):
            line += self._exactly(1)
        if not line.startswith(b"OK "):
            raise SourceFault("the session bus refused us")
        self._bus.sendall(b"BEGIN\r\n")
        self.call(bus_call("Hello"))

    def call(self, call: BusCall, body: bytes = b"") -> bytes:
        """The body of the reply to that call; `body`: its arguments, encoded by its signature."""
        self._serial += 1
        self._bus.sendall(call_message(self._serial, call, body))
        while True:
            message = self._receive()
            if message.kind == SIGNAL:
                self._signals.append(message)
            elif message.fields.get(REPLY_SERIAL) == self._serial:
                if message.kind == ERROR:
                    raise SourceFault("not running here")
                return message.body

    def signals(self, *members: str) -> Iterator[BusMessage]:
        """The signals of these names, as they come."""
        while True:
            message = self._signals.pop(0) if self._signals else self._receive()
            if message.kind == SIGNAL and message.fields.get(MEMBER) in members:
                yield message

    def _receive(self) -> BusMessage:
        head = self._exactly(HEAD)
        if head[:1] != LITTLE_ENDIAN:
            raise SourceFault("an unreadable answer")
        body, array = (int(each) for each in struct.unpack("<4xI4xI", head))
        padded = (array + 7) // 8 * 8
        if padded + body > MOST_BYTES:
            raise SourceFault("an unreadable answer")
        fields = header_fields(self._exactly(padded)[:array])
        return BusMessage(head[1], fields, self._exactly(body))

    def _exactly(self, count: int) -> bytes:
        return receive_exactly(self._bus.recv, count, "the session bus")


def bus_call(member: str, signature: str = "") -> BusCall:
    """A call that the message bus itself answers."""
    return BusCall("user", BUS_NAME, "/org/freedesktop/DBus", BUS_NAME, member, signature=signature)


def call_message(serial: int, call: BusCall, body: bytes) -> bytes:
    """The bytes of a method call in D-Bus's wire format."""
    fields = (
        (PATH, "o", call.path),
        (INTERFACE, "s", call.interface),
        (MEMBER, "s", call.member),
        (DESTINATION, "s", call.service),
    )
    array = b""
    for number, kind, value in fields:
        array += bytes(-len(array) % 8) + bytes((number, 1)) + kind.encode() + b"\0" + text(value)
    if call.signature:
        array += bytes(-len(array) % 8) + bytes((SIGNATURE, 1)) + b"g\0"
        array += bytes((len(call.signature),)) + call.signature.encode() + b"\0"
    head = LITTLE_ENDIAN + bytes((CALL, 0, 1)) + struct.pack("<III", len(body), serial, len(array))
    return head + array + bytes(-len(array) % 8) + body


def text(value: str) -> bytes:
    """A text: its length, itself, and a zero."""
    encoded = value.encode()
    return struct.pack("<I", len(encoded)) + encoded + b"\0"


def texts_in(body: bytes) -> list[str]:
    """The texts of a body that holds nothing else; raises `SourceFault` if they cannot be read."""
    found, at = [], 0
    try:
        while at < len(body):
            (length,) = struct.unpack_from("<I", body, at)
            found.append(body[at + 4 : at + 4 + length].decode("utf-8", "replace"))
            at = (at + 4 + length + 1 + 3) // 4 * 4
    except struct.error:
        raise SourceFault("an unreadable answer") from None
    return found


def header_fields(array: bytes) -> dict[int, str | int]:
    """The fields of a header by their numbers; raises `SourceFault` if they cannot be read."""
    fields: dict[int, str | int] = {}
    at = 0
    try:
        while at < len(array):
            number, kind = array[at], chr(array[at + 2])
            at += 4
            if kind == "u":
                (fields[number],) = struct.unpack_from("<I", array, at)
                at += 4
            else:
                length = array[at] if kind == "g" else struct.unpack_from("<I", array, at)[0]
                at += 1 if kind == "g" else 4
                fields[number] = array[at : at + length].decode("utf-8", "replace")
                at += length + 1
            at = (at + 7) // 8 * 8
    except (struct.error, IndexError):
        raise SourceFault("an unreadable answer") from None
    return fields
