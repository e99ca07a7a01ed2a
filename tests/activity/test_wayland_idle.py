"""Idle notifications on Wayland: the conversation with a compositor, byte by byte."""

from __future__ import annotations

import struct

import pytest

from coach.activity import wayland_idle
from coach.activity.desktop_environment import DesktopEnvironment
from coach.activity.source import SourceFault
from coach.activity.wayland_idle import WaylandIdleEvents, socket_path
from scripted_socket import ScriptedSocket


def event(sender, number, *arguments):
    """An event of that object; a text among its arguments is sent as Wayland has it."""
    content = b"".join(
        struct.pack("=I", each)
        if isinstance(each, int)
        else struct.pack("=I", len(each) + 1) + each + bytes(4 - len(each) % 4)
        for each in arguments
    )
    return struct.pack("=II", sender, (8 + len(content)) << 16 | number) + content


OFFERED = b"".join(
    event(2, 0, number, name, version)
    for number, name, version in (
        (1, b"wl_compositor", 5), (11, b"wl_seat", 8), (12, b"wl_seat", 8), (23, b"ext_idle_notifier_v1", 1),
    )
)  # fmt: skip
DONE = event(3, 0, 4711)
IDLED, RESUMED = event(6, 0), event(6, 1)


def conversation(monkeypatch, *said):
    """What is reported, why it ends, and the compositor afterwards."""
    compositor = ScriptedSocket(b"".join(said))
    monkeypatch.setattr(wayland_idle.socket, "socket", compositor)
    desktop = DesktopEnvironment({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/user/7"}, None)
    idle = []
    with pytest.raises(SourceFault) as fault:
        take_all(WaylandIdleEvents(desktop).listen(10.0, 0.5), idle)
    return idle, str(fault.value), compositor


def take_all(values, found):
    """Append each value as it comes, until there is a fault."""
    for value in values:
        found.append(value)


def test_the_whole_conversation(monkeypatch):
    """The client asks for what there is, for a seat, and to hear of ten idle seconds and the next input."""
    other = event(4, 0, 3), event(1, 1, 3)
    idle, fault, compositor = conversation(monkeypatch, OFFERED, DONE, *other, IDLED, RESUMED, IDLED)
    assert (idle, fault) == ([0.0, 10.0, 0.0, 10.0], "the Wayland compositor closed the connection")
    assert compositor.path == "/run/user/7/wayland-0"
    assert compositor.heard == b"".join([
        event(1, 1, 2), event(1, 0, 3), event(2, 0, 11, b"wl_seat", 1, 4),
        event(2, 0, 23, b"ext_idle_notifier_v1", 1, 5), event(5, 1, 6, 10_000, 4),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((event(2, 0, 11, b"wl_seat", 8), DONE), "this Wayland compositor reports no idle time"),
        ((OFFERED, DONE, event(1, 0, 5, 1, b"no")), "the Wayland compositor refused a request"),
        ((struct.pack("=II", 2, 4 << 16),), "an unreadable answer"),
        ((), "the Wayland compositor closed the connection"),
    ],
)
def test_a_compositor_that_reports_nothing(monkeypatch, said, why):
    """A compositor without idle notifications, such as GNOME's, is a fault with its reason."""
    assert conversation(monkeypatch, *said)[1] == why


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"WAYLAND_DISPLAY": "/tmp/w", "XDG_RUNTIME_DIR": "/run"}, "/tmp/w"),  # noqa: S108 — as it may be
        ({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": "/run"}, "/run/wayland-1"),
        ({"WAYLAND_DISPLAY": "wayland-1"}, None),
        ({"XDG_RUNTIME_DIR": "/run"}, None),
    ],
)
def test_where_the_compositor_is(environment, expected):
    """The compositor is at a path or a name in the runtime folder, else there is none."""
    if expected is None:
        with pytest.raises(SourceFault):
            socket_path(environment)
    else:
        assert socket_path(environment) == expected
