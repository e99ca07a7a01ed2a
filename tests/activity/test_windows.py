"""Windows: what its answers mean. The calls themselves are not run here."""

from __future__ import annotations

import struct
import sys

import pytest

from coach.activity.source import SourceFault
from coach.activity.windows import DeviceUse, idle_seconds, is_in_use, is_locked, windows_sources
from coach.situation import Situation

BOOTED = 133_700_000_000_000_000
HOUR = 36_000_000_000


def information(flags, level=1):
    """A WTSINFOEXW: level, padding, session 1, active, flags, and what follows."""
    return struct.pack("<i4xiii", level, 1, 0, flags) + bytes(200)


class FakeCalls:
    """Windows with these answers."""

    def __init__(self, ticks=(0, 0), info=b"", consents=(), state=0):
        self.input_ticks = lambda: ticks
        self.session_info = lambda: info
        self.consents = lambda device: consents if device == "microphone" else ()
        self.booted = lambda: BOOTED
        self.notification_state = lambda: state


@pytest.mark.parametrize(
    ("last", "now", "seconds"), [(1_000, 61_500, 60.5), (5, 5, 0.0), (0xFFFF_FF00, 0x0000_0100, 0.512)]
)
def test_seconds_since_the_last_input(last, now, seconds):
    """The idle time is right across the 50th day too, when the counter starts again."""
    assert idle_seconds(last, now) == seconds


@pytest.mark.parametrize(("flags", "expected"), [(0, True), (1, False)])
def test_locked_or_not(flags, expected):
    """From Windows 8 on, 0 means locked."""
    assert is_locked(information(flags)) is expected


@pytest.mark.parametrize("answered", [b"", information(-1), information(0, level=2), information(0)[:19]])
def test_a_session_without_an_answer(answered):
    """An unknown, short or strange answer makes the lock unknown."""
    with pytest.raises(SourceFault):
        is_locked(answered)


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ([], False),
        ([DeviceUse(BOOTED + HOUR, BOOTED + 2 * HOUR)], False),
        ([DeviceUse(BOOTED + HOUR, BOOTED + 2 * HOUR), DeviceUse(BOOTED + HOUR, 0)], True),
        ([DeviceUse(BOOTED - HOUR, 0)], False),
        ([DeviceUse(0, 0)], False),
    ],
)
def test_who_listens(consents, expected):
    """A program listens if it has begun and not ended since the machine was started."""
    assert is_in_use(consents, BOOTED) is expected


def test_each_source_gives_its_part():
    """Each source gives its own part: idle, locked, microphone and camera, full screen."""
    calls = FakeCalls((1_000, 3_000), information(0), (DeviceUse(BOOTED + 1, 0),))
    assert [source.ask(0.5) for source in windows_sources(calls)] == [
        Situation(idle_seconds=2.0),
        Situation(locked=True),
        Situation(microphone=True, camera=False),
        Situation(full_screen=None),
    ]


@pytest.mark.parametrize(
    ("state", "expected"),
    [(1, None), (2, None), (3, True), (4, True), (5, False), (6, None), (7, None), (99, None)],
)
def test_a_moment_for_notifications(state, expected):
    """A presentation or a game means quiet; another full-screen window is unknown."""
    assert windows_sources(FakeCalls(state=state))[-1].ask(0.5) == Situation(full_screen=expected)


@pytest.mark.skipif(sys.platform == "win32", reason="there the calls work")
@pytest.mark.parametrize("source", windows_sources(), ids=lambda source: source.name)
def test_elsewhere_all_is_unknown(source):
    """On another system each source gives a fault and never crashes."""
    with pytest.raises(SourceFault):
        source.ask(0.5)
