"""The desktop's variables, also for a coach that was started before the desktop."""

from __future__ import annotations

from coach.daemon.activity.port import SourceFault
from coach.daemon.activity.surroundings import Surroundings, desktop_variables

PRINTED = """HOME=/home/ann
DISPLAY=:1
XAUTHORITY=/run/user/1000/gdm/Xauthority
XDG_CURRENT_DESKTOP=ubuntu:GNOME
XDG_SESSION_TYPE=x11
PS1=$'\\\\u: '
"""


def ask(command, environment, seconds):
    """The user instance as a desktop has told it."""
    assert (command, environment.get("HOME"), seconds) == (
        ("systemctl", "--user", "show-environment"), "/home/me", 0.5,
    )  # fmt: skip
    return PRINTED


def no_systemd(*_):
    """A system without."""
    raise SourceFault("the program systemctl is not here")


def test_without_a_display_the_desktops_are_taken():
    """Only those that tell of a desktop; our own come first."""
    own = {"HOME": "/home/me", "XAUTHORITY": "/home/me/.Xauthority"}
    assert Surroundings(own, ask).now(0.5) == {
        **own,
        "DISPLAY": ":1",
        "XDG_CURRENT_DESKTOP": "ubuntu:GNOME",
        "XDG_SESSION_TYPE": "x11",
    }


def test_with_a_display_nobody_is_asked():
    """A coach that was started from the desktop knows it."""
    for own in ({"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}):
        assert Surroundings(own, no_systemd).now(0.5) == own


def test_without_systemd_our_own_must_do():
    """No fault of its own: whoever needs a display says that there is none."""
    assert Surroundings({"HOME": "/home/me"}, no_systemd).now(0.5) == {"HOME": "/home/me"}


def test_a_quoted_value_is_left_out():
    """It is written for a shell, and no display's name needs quotes."""
    assert desktop_variables("DISPLAY=$':0\\\\n'\nXDG_SESSION_TYPE=x11\nrubbish") == {
        "XDG_SESSION_TYPE": "x11"
    }
