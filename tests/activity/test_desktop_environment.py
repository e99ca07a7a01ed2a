"""Programs of the system are asked without a shell and within a deadline."""

from __future__ import annotations

import sys

import pytest

from coach.activity.desktop_environment import DesktopEnvironment, ask_program, desktop_variables
from coach.activity.source import SourceFault


def python(code, seconds=20.0, **environment):
    """What that code prints."""
    return ask_program((sys.executable, "-I", "-S", "-c", code), environment, seconds)


@pytest.mark.real
def test_what_it_prints_with_the_variables_it_was_given():
    """A program gets the given variables and no others, and its output is returned."""
    code = "import os; print(os.environ.get('MOOD'), 'HOME' in os.environ)"
    assert python(code, MOOD="$HOME; good").split() == ["$HOME;", "good", "False"]


@pytest.mark.real
@pytest.mark.parametrize(
    ("code", "seconds", "why"),
    [
        ("import sys; sys.exit('first\\nFailed to connect')", 20.0, "Failed to connect"),
        ("import sys; sys.exit(3)", 20.0, f"{sys.executable} ended with 3"),
        ("import time; time.sleep(60)", 0.05, f"{sys.executable} did not answer within 0.05 s"),
    ],
)
def test_why_there_is_no_answer(code, seconds, why):
    """A failure is reported by the program's last words, its exit code, or its timeout."""
    with pytest.raises(SourceFault) as caught:
        python(code, seconds)
    assert str(caught.value) == why


@pytest.mark.real
def test_a_program_that_is_not_there():
    """A missing program is reported by name."""
    with pytest.raises(SourceFault, match="the program no-such-program is missing"):
        ask_program(("no-such-program",), {}, 1.0)


PRINTED = """HOME=/home/ann
DISPLAY=:1
XAUTHORITY=/run/user/1000/gdm/Xauthority
XDG_CURRENT_DESKTOP=ubuntu:GNOME
XDG_SESSION_TYPE=x11
PS1=$'\\\\u: '
"""


def ask(command, environment, seconds):
    """The user instance as a desktop has answered it."""
    assert (command, environment.get("HOME"), seconds) == (
        ("systemctl", "--user", "show-environment"), "/home/me", 0.5,
    )  # fmt: skip
    return PRINTED


def no_systemd(*_):
    """A system without."""
    raise SourceFault("the program systemctl is missing")


def test_without_a_display_the_desktops_are_taken():
    """Without a display only the desktop's variables are taken over, and our own come first."""
    own = {"HOME": "/home/me", "XAUTHORITY": "/home/me/.Xauthority"}
    assert DesktopEnvironment(own, ask).now(0.5) == {
        **own,
        "DISPLAY": ":1",
        "XDG_CURRENT_DESKTOP": "ubuntu:GNOME",
        "XDG_SESSION_TYPE": "x11",
    }


def test_with_a_display_nobody_is_asked():
    """With a display of its own the coach asks nobody."""
    for own in ({"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}):
        assert DesktopEnvironment(own, no_systemd).now(0.5) == own


def test_without_systemd_our_own_must_do():
    """Without systemd our own variables are used."""
    assert DesktopEnvironment({"HOME": "/home/me"}, no_systemd).now(0.5) == {"HOME": "/home/me"}


def test_a_quoted_value_is_left_out():
    """A value that is quoted for a shell is left out."""
    assert desktop_variables("DISPLAY=$':0\\\\n'\nXDG_SESSION_TYPE=x11\nrubbish") == {
        "XDG_SESSION_TYPE": "x11"
    }
