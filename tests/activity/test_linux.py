"""What desktops and logind report, from recorded replies."""

from __future__ import annotations

import json
import os

import pytest

from coach.activity import linux as desktops
from coach.activity.dbus import busctl_command
from coach.activity.desktop_environment import DesktopEnvironment
from coach.activity.linux import bus_situation, setting_situation, situation_in_reply, situation_of_session
from coach.activity.source import SourceFault
from coach.situation import Situation

SESSION = {
    "Id": "2", "User": [1000, "/org/freedesktop/login1/user/_1000"], "Type": "wayland", "Active": True,
    "State": "active", "IdleHint": False, "IdleSinceHint": 0, "IdleSinceHintMonotonic": 0,
    "LockedHint": False,
}  # fmt: skip


def test_a_reply_goes_all_the_way():
    """A reply of busctl becomes a reading, with the variables of the desktop."""
    own = {"XDG_RUNTIME_DIR": "/run/user/1000", "DISPLAY": ":0"}

    def ask(words, environment, seconds):
        assert (words[0], words[-1], environment, seconds) == ("busctl", "GetIdletime", own, 0.5)
        return '{"type":"t","data":[90500]}'

    assert bus_situation(desktops.GET_IDLE_TIME, own, ask, 0.5) == Situation(idle_seconds=90.5)


@pytest.mark.parametrize(
    ("call", "answered", "reading"),
    [
        (desktops.GET_IDLE_TIME, 0, Situation(idle_seconds=0.0)),
        (desktops.GNOME_SCREEN, True, Situation(locked=True)),
        (desktops.KDE_SCREEN, False, Situation(locked=False)),
        (desktops.KDE_NOTIFICATIONS, True, Situation(do_not_disturb=True)),
        (desktops.LOGIND, SESSION, Situation(locked=False)),
        (desktops.GNOME_INHIBITORS, True, Situation(inhibitor=True)),
        (desktops.KDE_INHIBITORS, False, Situation(inhibitor=False)),
        (desktops.POWER_INHIBITORS, True, Situation(inhibitor=True)),
    ],
)
def test_what_a_reply_means(call, answered, reading):
    """Each call's reply gives its own part of the situation."""
    assert situation_in_reply(call, answered, 100.0) == reading


@pytest.mark.parametrize(
    ("what", "mode", "is_ours", "expected"),
    [
        ("idle", "block", True, True),
        ("sleep:idle", "block", True, True),
        ("sleep:shutdown", "block", True, False),
        ("idle", "delay", True, False),
        ("idle", "block", False, False),
    ],
)
def test_an_inhibitor_of_logind(what, mode, is_ours, expected):
    """A program of ours that blocks idling keeps the screen on; one that delays sleep does not."""
    user = os.getuid() + (not is_ours)
    reply = [["sleep", "UPower", "Pause polling", "delay", 0, 600], [what, "mpv", "Film", mode, user, 17], []]
    assert situation_in_reply(desktops.INHIBITORS, reply, 0.0) == Situation(inhibitor=expected)


def test_a_number_is_sent_as_one():
    """GNOME's flag and KDE's policy are sent as unsigned numbers."""
    assert busctl_command(desktops.GNOME_INHIBITORS, 0.5)[-3:] == ("IsInhibited", "u", "8")
    assert busctl_command(desktops.KDE_INHIBITORS, 0.5)[-3:] == ("HasInhibition", "u", "4")


@pytest.mark.parametrize(
    ("call", "answered"),
    [(desktops.GET_IDLE_TIME, True), (desktops.GET_IDLE_TIME, "1"), (desktops.GNOME_SCREEN, 1),
     (desktops.LOGIND, []), (desktops.KDE_NOTIFICATIONS, None)],
)  # fmt: skip
def test_a_reply_of_another_kind_is_a_fault(call, answered):
    """A reply of another type is a fault."""
    with pytest.raises(SourceFault, match="unreadable"):
        situation_in_reply(call, answered, 100.0)


@pytest.mark.parametrize(
    ("answered", "reading"),
    [
        (
            {"IdleHint": True, "IdleSinceHintMonotonic": 40_000_000},
            Situation(idle_seconds=60.0, locked=False),
        ),
        ({"IdleHint": True}, Situation(idle_seconds=0.0, locked=False)),
        (
            {"IdleHint": True, "IdleSinceHintMonotonic": 200_000_000},
            Situation(idle_seconds=0.0, locked=False),
        ),
        ({"IdleHint": False, "IdleSinceHintMonotonic": 40_000_000}, Situation(locked=False)),
        ({"LockedHint": True}, Situation(locked=True)),
        ({"Active": False, "State": "online"}, Situation(locked=True)),
        ({"LockedHint": "odd"}, Situation()),
        ({"Type": "tty", "IdleHint": True, "IdleSinceHintMonotonic": 40_000_000}, Situation()),
        ({"Type": "tty", "Active": False, "State": "online"}, Situation()),
        ({"Active": False, "State": "closing"}, Situation()),
    ],
)
def test_logind_in_every_state(answered, reading):
    """An idle session counts since its instant; a busy one gives nothing, and another person's is locked.

    A terminal that the coach was started in, idle, left or closed by now, says nothing of a person.
    """
    assert situation_of_session({**SESSION, **answered}, monotonic=100.0) == reading


@pytest.mark.parametrize(
    ("desktop", "printed", "words", "expected"),
    [
        ("ubuntu:GNOME", "false\n", "gsettings get org.gnome.desktop.notifications show-banners", True),
        ("GNOME", "true\n", "gsettings get org.gnome.desktop.notifications show-banners", False),
        (
            "X-Cinnamon",
            "false\n",
            "gsettings get org.cinnamon.desktop.notifications display-notifications",
            True,
        ),
        ("MATE", "true\n", "gsettings get org.mate.NotificationDaemon do-not-disturb", True),
        ("XFCE", "true\n", "xfconf-query --channel xfce4-notifyd --property /do-not-disturb", True),
        ("XFCE", "false\n", "xfconf-query --channel xfce4-notifyd --property /do-not-disturb", False),
    ],
)
def test_the_switch_of_each_desktop(desktop, printed, words, expected):
    """Each desktop has its own do-not-disturb setting and the value that means quiet."""
    own = {"XDG_CURRENT_DESKTOP": desktop, "DISPLAY": ":0"}

    def ask(command, environment, _):
        assert (" ".join(command), environment) == (words, own)
        return printed

    assert setting_situation(DesktopEnvironment(own, ask), ask, 0.5) == Situation(do_not_disturb=expected)


@pytest.mark.parametrize(
    ("desktop", "why"),
    [
        ("LXQt", "not one of GNOME, X-Cinnamon, MATE, XFCE: LXQt"),
        ("", "not one of GNOME, X-Cinnamon, MATE, XFCE"),
    ],
)
def test_a_desktop_without_the_switch(desktop, why):
    """On any other desktop do-not-disturb is unknown, even if GNOME's schema is installed."""
    own = {"XDG_CURRENT_DESKTOP": desktop, "DISPLAY": ":0"}
    with pytest.raises(SourceFault) as caught:
        setting_situation(DesktopEnvironment(own, json.dumps), json.dumps, 0.5)
    assert str(caught.value) == why


def test_a_setting_that_is_neither():
    """A setting of another value is a fault."""
    own = {"XDG_CURRENT_DESKTOP": "GNOME", "DISPLAY": ":0"}
    with pytest.raises(SourceFault, match="unreadable"):
        setting_situation(DesktopEnvironment(own, json.dumps), lambda *_: "'maybe'", 0.5)
