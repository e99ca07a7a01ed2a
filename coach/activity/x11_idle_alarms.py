"""Alarms on the X server's idle counter, by the SYNC extension of the X11 protocol."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from coach.activity.source import SourceFault
from coach.activity.x11 import (
    connect_to_desktop,
    extension_opcode,
    query_extension,
    receive,
    reply_to,
    set_up,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.activity.desktop_environment import DesktopEnvironment

SYNC = b"SYNC"
IDLE_COUNTER = b"IDLETIME"
INITIALIZE, LIST_SYSTEM_COUNTERS, QUERY_COUNTER, CREATE_ALARM = 0, 1, 5, 8
"""The minor opcodes of the requests (X Synchronization Extension Protocol, version 3.1)."""
VERSION = (3, 1)
POSITIVE_TRANSITION, NEGATIVE_TRANSITION = 0, 1
ALL_ATTRIBUTES = 0x3F
"""Counter, value type, value, test, delta and whether events are sent, in this order."""
PACKET = 32
IS_SENT = 0x80


class X11IdleAlarms:
    """Events of the X server of the person's desktop.

    The counter is in milliseconds. One alarm goes off when it rises to the threshold, the other when an input
    sets it back from there.
    """

    def __init__(self, desktop: DesktopEnvironment) -> None:
        self._desktop = desktop

    def listen(self, threshold: float, seconds: float) -> Iterator[float]:
        """The idle time now and at each alarm; raises `SourceFault`, and `OSError` from the socket."""
        server, key = connect_to_desktop(self._desktop, seconds)
        with server:
            first_id = set_up(server, key).first_id
            extension = reply_to(server, query_extension(SYNC))
            opcode, event = extension_opcode(extension, "synchronization"), extension[10] + 1
            reply_to(server, struct.pack("<BBHBBxx", opcode, INITIALIZE, 2, *VERSION))
            counters = reply_to(server, struct.pack("<BBH", opcode, LIST_SYSTEM_COUNTERS, 1))
            counter = counter_named(IDLE_COUNTER, counters)
            milliseconds = round(threshold * 1000)
            tests = {first_id: POSITIVE_TRANSITION, first_id + 1: NEGATIVE_TRANSITION}
            for alarm, test in tests.items():
                server.sendall(create_alarm(opcode, alarm, counter, milliseconds, test))
            now = reply_to(server, struct.pack("<BBHI", opcode, QUERY_COUNTER, 2, counter))
            (idle,) = struct.unpack_from(">q", _in_order(now[8:16]))
            yield idle / 1000
            server.settimeout(None)
            while True:
                packet = receive(server, PACKET)
                alarm = struct.unpack_from("<I", packet, 4)[0]
                if packet[0] & ~IS_SENT == event and alarm in tests:
                    yield threshold if tests[alarm] == POSITIVE_TRANSITION else 0.0


def counter_named(name: bytes, reply: bytes) -> int:
    """The system counter of that name in the server's list; raises `SourceFault` if it is not there."""
    try:
        (number,) = struct.unpack_from("<I", reply, 8)
        at = PACKET
        for _ in range(number):
            counter, length = struct.unpack_from("<I8xH", reply, at)
            if reply[at + 14 : at + 14 + length] == name:
                return int(counter)
            at += (14 + length + 3) // 4 * 4
    except struct.error:
        pass
    raise SourceFault("the X server counts no idle time")


def create_alarm(opcode: int, alarm: int, counter: int, value: int, test: int) -> bytes:
    """A request for an alarm that stays: each time the counter passes that value in the test's direction."""
    attributes = struct.pack("<IIiIIiII", counter, 0, 0, value, test, 0, 0, 1)
    return struct.pack("<BBHII", opcode, CREATE_ALARM, 11, alarm, ALL_ATTRIBUTES) + attributes


def _in_order(value: bytes) -> bytes:
    """A 64-bit value, which is sent as two halves, the higher one first, each in our own byte order."""
    return value[3::-1] + value[7:3:-1]
