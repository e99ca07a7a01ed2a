"""The idle time by events: what is known after each; the X server's alarms, byte by byte."""

from __future__ import annotations

import socket
import struct

import pytest

from coach.activity import idle_events, poll, x11_idle_alarms
from coach.activity.gnome_idle import GnomeIdleWatch
from coach.activity.idle_events import RETRY, IdleEvents
from coach.activity.linux import linux_idle_connections
from coach.activity.poll import idle_events_here
from coach.activity.source import NOTHING_NOW, PartStatus, SourceFault
from coach.activity.wayland_idle import WaylandIdleEvents
from coach.activity.x11_idle_alarms import X11IdleAlarms, counter_named
from coach.situation import Situation
from coach.testing import FakeClock


class Connection:
    """Events by a script of idle times and seconds until the next; notes what is known then."""

    def __init__(self, clock, *script, fault=None):
        self.known = []
        self.asked = 0
        self.events = None
        self._clock = clock
        self._script = script
        self._fault = fault

    def listen(self, threshold, seconds):
        """The events, then the fault."""
        self.asked += 1
        assert (threshold, seconds) == (10.0, 0.5)
        for idle, lasts in self._script:
            yield idle
            self._clock.advance(lasts)
            self.known.append(self.events.idle_seconds())
        if self._fault is not None:
            raise self._fault


@pytest.fixture
def listening(monkeypatch):
    """The events of these connections, listened to without a thread, in the clock's time."""

    class AtOnce:
        def __init__(self, target, **_):
            self.start = target

    monkeypatch.setattr(idle_events.threading, "Thread", AtOnce)

    def events(clock, *connections):
        found = IdleEvents(connections, clock.monotonic)
        for each in connections:
            each.events = found
        return found

    return events


def test_what_is_known_after_each_event(listening):
    """The idle time is 0 below the threshold, and from there grows by itself until the next input."""
    clock = FakeClock()
    connection = Connection(clock, (0.3, 60), (10.0, 0), (10.0, 45), (0.0, 300), (400.0, 5))
    events = listening(clock, connection)
    assert events.idle_seconds() is None
    assert connection.known == [0.0, 10.0, 55.0, 0.0, 405.0]


@pytest.mark.parametrize("fault", [None, SourceFault("no"), OSError("gone"), ValueError("odd")])
def test_events_that_end_are_unknown_and_tried_again_later(listening, fault):
    """If the events end, the idle time is unknown, and the same connection is tried again later."""
    clock = FakeClock()
    first, second = Connection(clock, (0.0, 5), fault=fault), Connection(clock)
    events = listening(clock, first, second)
    for asked, seconds in ((1, 5), (1, RETRY - 10.1), (1, 0.2), (2, 0)):
        assert events.idle_seconds() is None
        assert (first.asked, second.asked) == (asked, 0)
        clock.advance(seconds)


def test_the_next_connection_is_tried_where_one_does_not_work(listening):
    """If one connection does not work, the next one is tried."""
    clock = FakeClock()
    first, second = Connection(clock, fault=SourceFault("no")), Connection(clock, (12.0, 1))
    listening(clock, first, second).idle_seconds()
    assert second.known == [13.0]


def test_without_a_connection_nothing_is_tried():
    """Without any connection, as on macOS and Windows, nothing is tried."""
    assert idle_events_here("darwin").idle_seconds() is None
    assert [type(each) for each in linux_idle_connections({})] == [
        X11IdleAlarms,
        WaylandIdleEvents,
        GnomeIdleWatch,
    ]


def test_somebody_who_wants_to_know_now_waits_for_the_first_event(listening):
    """The first event is waited for, and the time is unknown without a connection."""
    clock = FakeClock()
    assert IdleEvents(()).connect(5.0) is None
    assert listening(clock, Connection(clock, fault=SourceFault("no"))).connect(5.0) is None


@pytest.mark.parametrize(
    ("asked", "by_events", "expected"),
    [
        (4.0, 12.0, PartStatus("idle time", works=True, detail="idle for 4 s (clock)")),
        (None, 12.0, PartStatus("idle time", works=True, detail="idle for 12 s (by events)")),
        (None, None, PartStatus("idle time", works=False, detail=f"clock: {NOTHING_NOW}")),
    ],
)
def test_the_idle_time_for_a_person_who_asks_what_works(monkeypatch, asked, by_events, expected):
    """The doctor uses events only where no source can be polled."""

    class Clock:
        name, parts = "clock", ("idle time",)

        def ask(self, _):
            return Situation(idle_seconds=asked)

    class Events:
        def connect(self, _):
            return by_events

    monkeypatch.setattr(poll, "sources_here", lambda: (Clock(),))
    monkeypatch.setattr(poll, "idle_events_here", Events)
    assert poll.parts_here()[0] == expected


FIRST_ID, ROOT, OPCODE, FIRST_EVENT = 0x200000, 0x565, 0x86, 83
SETUP = struct.pack("<IIIIHHBB10x", 12_101_007, FIRST_ID, 0x1FFFFF, 256, 0, 0xFFFF, 1, 0) + struct.pack(
    "<I36x", ROOT
)
WELCOME = struct.pack("<BxHHH", 1, 11, 0, len(SETUP) // 4) + SETUP
EXTENSION = struct.pack("<BxHIBBBB20x", 1, 1, 0, 1, OPCODE, FIRST_EVENT, 134)
INITIALIZED = struct.pack("<BxHIBB22x", 1, 2, 0, 3, 1)
COUNTERS = b"".join(
    struct.pack("<IiIH", counter, 0, 4, len(name)) + name + bytes(-(14 + len(name)) % 4)
    for counter, name in ((3, b"SERVERTIME"), (4, b"IDLETIME"), (5, b"DEVICEIDLETIME 2"))
)
LISTED = struct.pack("<BxHII20x", 1, 3, len(COUNTERS) // 4, 3) + COUNTERS
COUNTED = struct.pack("<BxHIiI16x", 1, 6, 0, 0, 2500)


def notice(alarm, code=FIRST_EVENT + 1):
    """An alarm's event, as the server sends it."""
    return struct.pack("<BxHIiIiIIB3x", code, 7, alarm, 0, 10_000, 0, 10_000, 4711, 0)


def conversation(monkeypatch, *said):
    """What the alarms report from a server that says these things and ends; and all that it received."""
    ours, theirs = socket.socketpair()
    theirs.sendall(b"".join(said))
    theirs.shutdown(socket.SHUT_WR)
    monkeypatch.setattr(x11_idle_alarms, "connect_to_desktop", lambda *_: (ours, None))
    idle = []
    with theirs:
        with pytest.raises(SourceFault) as fault:
            take_all(X11IdleAlarms(None).listen(10.0, 0.5), idle)
        theirs.settimeout(5.0)
        heard = b"".join(iter(lambda: theirs.recv(4096), b""))
    return idle, str(fault.value), heard


def take_all(values, found):
    """Append each value as it comes, until there is a fault."""
    for value in values:
        found.append(value)


def test_the_whole_conversation_with_an_x_server(monkeypatch):
    """The server is asked for the time, an alarm at ten seconds and one at the next input."""
    up, down = notice(FIRST_ID), notice(FIRST_ID + 1, (FIRST_EVENT + 1) | 0x80)
    other = notice(FIRST_ID, FIRST_EVENT), notice(FIRST_ID + 9)
    idle, fault, heard = conversation(
        monkeypatch, WELCOME, EXTENSION, INITIALIZED, LISTED, COUNTED, up, *other, down, up
    )
    assert (idle, fault) == ([2.5, 10.0, 0.0, 10.0], "the X server closed the connection")
    alarms = [
        struct.pack("<BBHIIIIiIIiII", OPCODE, 8, 11, FIRST_ID + test, 0x3F, 4, 0, 0, 10_000, test, 0, 0, 1)
        for test in (0, 1)
    ]
    assert heard == (
        b"l\0\x0b\0\0\0\0\0\0\0\0\0"
        b"b\0\x03\0\x04\0\0\0SYNC"
        + struct.pack("<BBHBBxx", OPCODE, 0, 2, 3, 1)
        + struct.pack("<BBH", OPCODE, 1, 1)
        + b"".join(alarms)
        + struct.pack("<BBHI", OPCODE, 5, 2, 4)
    )


def test_a_server_without_the_extension_or_the_counter(monkeypatch):
    """A server without the extension or its counter gives no events, and the reason is reported."""
    without = struct.pack("<BxHI24x", 1, 1, 0)
    assert conversation(monkeypatch, WELCOME, without)[1] == "the X server has no synchronization extension"
    none = struct.pack("<BxHI24x", 1, 3, 0)
    fault = conversation(monkeypatch, WELCOME, EXTENSION, INITIALIZED, none)[1]
    assert fault == "the X server counts no idle time"


def test_a_list_that_is_cut_off_has_no_counter():
    """A list that is cut off has no counter, whatever it promises."""
    with pytest.raises(SourceFault):
        counter_named(b"IDLETIME", LISTED[:40])
