"""A real X server: Xvfb, with a key and without, a mouse that is moved, windows that fill the screen."""

from __future__ import annotations

import time

import pytest

import x11_server
from coach.activity.desktop_environment import DesktopEnvironment
from coach.activity.source import SourceFault
from coach.activity.x11 import x11_situation
from x11_server import Screen, Window

pytestmark = pytest.mark.skipif(not x11_server.is_here(), reason=x11_server.MISSING)


@pytest.fixture
def screen(tmp_path):
    """A private X server."""
    made = Screen(tmp_path)
    yield made
    made.end()


def test_idle_time_grows_and_a_movement_ends_it(screen):
    """Without input the idle time grows with the clock; a movement of the mouse resets it."""
    screen.move_the_mouse()
    asked, before, answered = time.monotonic(), screen.idle(), time.monotonic()
    time.sleep(1.5)  # the server's own clock is what is tried
    asked_again, after, answered_again = time.monotonic(), screen.idle(), time.monotonic()
    assert asked_again - answered - 0.05 < after - before < answered_again - asked + 0.05
    moved = time.monotonic()
    screen.move_the_mouse()
    assert screen.idle() < time.monotonic() - moved + 0.05


def test_a_window_as_large_as_the_screen_fills_it(screen):
    """Without a window manager the size decides: no window, a small one, one that covers the screen."""
    assert screen.full_screen() is False
    small = Window(screen, 0, 0, 32, 64)
    assert screen.full_screen() is False
    large = Window(screen, 0, 0, 64, 64)
    assert screen.full_screen() is True
    large.close()
    assert screen.full_screen() is False
    small.close()


def test_the_state_of_the_active_window_decides(screen):
    """With a window manager: in full screen, then in another state, then without an active window."""
    window = Window(screen, 0, 0, 64, 64)
    window.write(window.root, "_NET_ACTIVE_WINDOW", "WINDOW", [window.id.value])
    assert screen.full_screen() is False
    above, full = (window.atom(f"_NET_WM_STATE_{name}") for name in ("ABOVE", "FULLSCREEN"))
    window.write(window.id, "_NET_WM_STATE", "ATOM", [above, full])
    assert screen.full_screen() is True
    window.write(window.id, "_NET_WM_STATE", "ATOM", [above])
    assert screen.full_screen() is False
    window.write(window.root, "_NET_ACTIVE_WINDOW", "WINDOW", [0])
    assert screen.full_screen() is False
    window.close()


def test_without_the_key_it_is_unknown(screen, tmp_path):
    """The server's own refusal is the reason."""
    with pytest.raises(SourceFault, match="the X server refused us: Authorization required"):
        screen.idle(XAUTHORITY=str(tmp_path / "none"))


def test_a_server_that_is_gone_is_unknown(screen):
    """The process survives, where libX11 would have ended it."""
    assert screen.idle() >= 0.0
    screen.end()
    with pytest.raises(SourceFault, match="no X server is running"):
        screen.idle()


def test_a_server_that_stands_still_is_left_within_the_deadline(screen):
    """A stopped server accepts connections and never answers; it is given up at the deadline."""
    screen.process.send_signal(19)
    own = {"DISPLAY": screen.display, "XAUTHORITY": str(screen.keys)}
    began = time.monotonic()
    try:
        with pytest.raises(TimeoutError):
            x11_situation(DesktopEnvironment(own, lambda *_: ""), 0.2)
    finally:
        screen.process.send_signal(18)
    assert time.monotonic() - began < 30.0


def test_the_server_reports_when_the_person_stops_and_is_back(screen):
    """By alarms: nothing is asked while it is known, and a killed server leaves it unknown."""
    screen.move_the_mouse()
    events = screen.events(1.0)

    def until(fits):
        end = time.monotonic() + 20.0
        while not fits(events.idle_seconds()):
            assert time.monotonic() < end
            time.sleep(0.02)

    assert events.idle_seconds() is None
    until(lambda idle: idle is not None and idle >= 1.0)
    screen.move_the_mouse()
    until(lambda idle: idle == 0.0)
    until(lambda idle: idle >= 1.0)
    before, reported, after = screen.idle(), events.idle_seconds(), screen.idle()
    assert before - 0.1 <= reported <= after + 0.1
    screen.process.kill()
    until(lambda idle: idle is None)
