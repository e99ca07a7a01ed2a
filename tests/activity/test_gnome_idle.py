"""GNOME's idle monitor by its own signals: the conversation with a bus, byte by byte."""

from __future__ import annotations

import os
import struct

import pytest

from coach.activity import gnome_idle
from coach.activity.dbus import MEMBER, REPLY_SERIAL, SIGNATURE, bus_address, header_fields
from coach.activity.gnome_idle import GnomeIdleWatch
from coach.activity.source import SourceFault
from scripted_socket import ScriptedSocket

ENVIRONMENT = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/7/bus,guid=1"}
USER = str(os.getuid()).encode().hex().encode() if hasattr(os, "getuid") else b""


def field(number, kind, value):
    """A field of a header, up to the next eight bytes."""
    content = struct.pack("<I", value) if kind == "u" else struct.pack("<I", len(value)) + value + b"\0"
    if kind == "g":
        content = bytes((len(value),)) + value + b"\0"
    made = bytes((number, 1)) + kind.encode() + b"\0" + content
    return made + bytes(-len(made) % 8)


def message(kind, *fields, body=b""):
    """A message with these fields, as the bus sends it."""
    array = b"".join(fields)
    return b"l" + bytes((kind, 1, 1)) + struct.pack("<III", len(body), 9, len(array)) + array + body


def reply(serial, body=b""):
    """The reply to our call of that number."""
    return message(2, field(REPLY_SERIAL, "u", serial), field(SIGNATURE, "g", b"u"), body=body)


def fired(watch):
    """A signal that this watch has gone off."""
    return message(4, field(MEMBER, "s", b"WatchFired"), body=struct.pack("<I", watch))


OTHER = message(4, field(MEMBER, "s", b"NameAcquired"), body=b"\x04\0\0\0:1.5\0")
WELCOME = b"OK 0123\r\n" + reply(1, b"\x04\0\0\0:1.5\0") + OTHER + reply(2) + reply(3)


def watching(serial, stops, milliseconds):
    """The replies to three calls from that number on: watch `stops`, the one after it, and the idle time."""
    watches = (struct.pack("<I", stops), struct.pack("<I", stops + 1), struct.pack("<Q", milliseconds))
    return b"".join(reply(serial + number, body) for number, body in enumerate(watches))


def owner_changed(owner):
    """A signal that the idle monitor's name belongs to that connection now; empty: to none."""
    texts = (b"org.gnome.Mutter.IdleMonitor", b":1.5", owner)
    body = b""
    for each in texts:
        body += bytes(-len(body) % 4) + struct.pack("<I", len(each)) + each + b"\0"
    return message(4, field(MEMBER, "s", b"NameOwnerChanged"), body=body)


WATCHING = watching(4, 7, 1500)


def take_all(values, found):
    """Append each value as it comes, until there is a fault."""
    for value in values:
        found.append(value)


def conversation(monkeypatch, *said):
    """What is reported, why it ends, and the bus afterwards."""
    bus = ScriptedSocket(b"".join(said))
    monkeypatch.setattr(gnome_idle.socket, "socket", bus)
    idle = []
    with pytest.raises(SourceFault) as fault:
        take_all(GnomeIdleWatch(ENVIRONMENT).listen(10.0, 0.5), idle)
    return idle, str(fault.value), bus


@pytest.mark.skipif(not USER, reason="D-Bus is of Unix")
def test_the_whole_conversation(monkeypatch):
    """A watch for ten seconds that stays, and one for each return; a signal during a call is not lost."""
    again = fired(8) + fired(7), reply(7, struct.pack("<I", 9)), fired(8), fired(9), OTHER
    early = fired(7), reply(8, struct.pack("<I", 10))
    idle, fault, bus = conversation(monkeypatch, WELCOME, WATCHING, *again, *early)
    assert (idle, fault) == ([1.5, 0.0, 10.0, 0.0, 10.0], "the session bus closed the connection")
    assert bus.path == "/run/user/7/bus"
    assert bus.heard.startswith(b"\0AUTH EXTERNAL " + USER + b"\r\nBEGIN\r\nl\x01\0\x01\0\0\0\0\x01\0\0\0")
    asked = [
        b"Hello",
        b"AddMatch",
        b"AddIdleWatch",
        b"AddUserActiveWatch",
        b"GetIdletime",
        b"AddUserActiveWatch",
    ]
    places = [bus.heard.find(member) for member in asked[:5]]
    assert places == sorted(places)
    assert -1 not in places
    assert bus.heard.count(b"AddUserActiveWatch") == 3
    assert struct.pack("<Q", 10_000) in bus.heard


@pytest.mark.skipif(not USER, reason="D-Bus is of Unix")
def test_the_watches_are_set_again_after_the_shell_was_restarted(monkeypatch):
    """While there is no shell nobody counts as away; the new one has watches of its own."""
    restarted = fired(7), reply(7, struct.pack("<I", 9)), owner_changed(b""), owner_changed(b":1.9")
    again = watching(8, 1, 12_000), fired(2), fired(1), reply(11, struct.pack("<I", 3))
    idle, _, bus = conversation(monkeypatch, WELCOME, WATCHING, *restarted, *again)
    assert idle == [1.5, 10.0, 0.0, 12.0, 0.0, 10.0]
    assert b"member='NameOwnerChanged',arg0='org.gnome.Mutter.IdleMonitor'" in bus.heard


@pytest.mark.skipif(not USER, reason="D-Bus is of Unix")
def test_a_call_is_sent_as_the_specification_says(monkeypatch):
    """Each header field of a call begins on a multiple of eight bytes, and the body comes after them."""
    _, _, bus = conversation(monkeypatch, WELCOME, WATCHING)
    begins = bus.heard.index(b"AddIdleWatch") - 8  # the field with its number, its type and its length
    start = bus.heard.rindex(b"l\x01\0\x01", 0, begins)
    body, serial, array = struct.unpack_from("<III", bus.heard, start + 4)
    assert (body, serial) == (8, 4)
    fields = header_fields(bus.heard[start + 16 : start + 16 + array])
    assert fields == {
        1: "/org/gnome/Mutter/IdleMonitor/Core",
        2: "org.gnome.Mutter.IdleMonitor",
        3: "AddIdleWatch",
        6: "org.gnome.Mutter.IdleMonitor",
        8: "t",
    }


@pytest.mark.skipif(not USER, reason="D-Bus is of Unix")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((b"REJECTED EXTERNAL\r\n",), "the session bus refused us"),
        ((WELCOME, message(3, field(REPLY_SERIAL, "u", 4))), "not running here"),
        ((WELCOME, reply(4)), "an unreadable answer"),
        ((b"OK 0\r\nB" + bytes(20),), "an unreadable answer"),
        ((b"OK 0\r\n" + b"l\x02\0\x01" + struct.pack("<III", 1 << 30, 1, 8),), "an unreadable answer"),
        ((b"OK 0\r\n" + message(2, b"\x05\x01u\0", body=bytes(4)),), "an unreadable answer"),
    ],
)
def test_a_bus_that_reports_nothing(monkeypatch, said, why):
    """Another desktop, or a peer that does not speak D-Bus, is a fault with its reason."""
    assert conversation(monkeypatch, *said)[1] == why


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (ENVIRONMENT, "/run/user/7/bus"),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:guid=1,abstract=/tmp/d"}, "\0/tmp/d"),
        ({"XDG_RUNTIME_DIR": "/run/user/7"}, "/run/user/7/bus"),
        ({"DBUS_SESSION_BUS_ADDRESS": "disabled:", "XDG_RUNTIME_DIR": "/run/user/7"}, None),
        ({}, None),
    ],
)
def test_where_the_bus_is(environment, expected):
    """The bus is at a path, an abstract name or the usual place; another kind of address is none."""
    if expected is None:
        with pytest.raises(SourceFault):
            bus_address(environment)
    else:
        assert bus_address(environment) == expected
