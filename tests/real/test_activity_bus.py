"""Desktops on a real session bus, asked by the real `busctl`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from coach.activity.desktop_environment import ask_program
from coach.activity.gnome_idle import GnomeIdleWatch
from coach.activity.linux import linux_sources
from coach.activity.mpris import MediaPlayers, playing_players
from coach.activity.poll import Activity
from coach.activity.source import SourceFault
from coach.situation import Situation
from session_bus import MISSING, is_here, session_bus

pytestmark = pytest.mark.skipif(
    not is_here() or shutil.which("busctl") is None, reason=f"{MISSING}; and busctl (Debian: systemd)"
)
DESKTOP = Path(__file__).with_name("desktop_on_a_bus.py")


@pytest.fixture(scope="module")
def bus():
    """A private session bus."""
    with session_bus() as desktop:
        yield desktop


@pytest.fixture
def asked(bus):
    """The report of all sources with that desktop on the bus."""
    running = []

    def ask(desktop, seconds=10.0):
        environment = {"PATH": os.environ["PATH"], "HOME": "/nowhere", **bus}
        there = subprocess.Popen(
            [sys.executable, str(DESKTOP), desktop],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(there)
        assert there.stdout.readline() == "there\n"
        return Activity(linux_sources(environment), seconds).ask()

    yield ask
    for there in running:
        there.communicate()


def working(report):
    """Each working source of the desktop, and what it reported; a camera belongs to the machine."""
    return {
        source.name: source.detail
        for source in report.sources
        if source.works and source.name != "the camera's device"
    }


def situation(report):
    """The situation without the machine's camera."""
    return replace(report.situation, camera=None)


def test_gnome(asked):
    """Idle and locked come from its own services; no other source is there."""
    report = asked("gnome")
    assert working(report) == {
        "GNOME's idle monitor": "idle for 74 s",
        "GNOME's screen": "not locked",
        "media players": "no media playing",
    }
    assert situation(report) == Situation(idle_seconds=73.5, locked=False, playing=False)
    others = {source.name: source.detail for source in report.sources if "KDE" in source.name}
    assert others == dict.fromkeys(
        ("KDE's screen", "KDE's inhibitors", "KDE's notifications"), "not running here"
    )


def test_kde(asked):
    """KDE tells the lock by its service and do-not-disturb by a property."""
    report = asked("kde")
    assert working(report) == {
        "KDE's screen": "locked",
        "KDE's notifications": "do-not-disturb on",
        "media players": "no media playing",
    }
    assert situation(report) == Situation(locked=True, do_not_disturb=True, playing=False)


def test_a_service_that_never_answers(asked):
    """A service that never answers is given up at the deadline."""
    began = time.monotonic()
    report = asked("silent", seconds=0.5)
    assert time.monotonic() - began < 30.0
    assert working(report) == {"media players": "no media playing"}
    assert report.situation.locked is None


def test_a_player_is_seen_paused_and_resumed(asked, bus):
    """By MPRIS, as every player has it: it plays, is paused while a routine would be led, and goes on."""
    assert working(asked("player"))["media players"] == "media playing"
    environment = {"PATH": os.environ["PATH"], **bus}
    players = MediaPlayers(environment, seconds=10.0)
    paused = players.pause()
    assert paused == ("org.mpris.MediaPlayer2.tape",)
    assert playing_players(environment, 10.0, ask_program) == ()
    players.resume(paused)
    assert playing_players(environment, 10.0, ask_program) == paused


def test_gnome_reports_when_the_person_stops_and_is_back(asked, bus):
    """On a real bus: the time now, then each watch that goes off."""
    asked("gnome")
    events = GnomeIdleWatch(bus).listen(3.0, 10.0)
    assert [next(events) for _ in range(5)] == [73.5, 0.0, 3.0, 0.0, 3.0]
    events.close()


def test_another_desktop_has_no_idle_monitor(bus):
    """The bus says so, and nothing is started."""
    with pytest.raises(SourceFault, match="not running here"):
        next(GnomeIdleWatch(bus).listen(3.0, 10.0))
