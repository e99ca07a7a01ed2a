"""Which sources a system has."""

from __future__ import annotations

import sys

import pytest

from coach.daemon.activity import system
from coach.daemon.activity.port import Reading, SourceFault


class Fixed:
    """A source that tells or refuses."""

    def __init__(self, name, answer):
        self.name = name
        self.answer = answer

    def look(self, _):
        """As it was told."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_windows_and_linux():
    """Every part is covered where the system tells it; names are told apart."""
    names = {
        platform: [source.name for source in system.sources_here(platform)] for platform in ("linux", "win32")
    }
    assert names["win32"] == ["idle time (Windows)", "locked screen (Windows)", "microphone (Windows)"]
    assert names["linux"] == [
        "idle time (X11)",
        "idle time (GNOME)",
        "locked screen (GNOME)",
        "locked screen (KDE)",
        "idle and locked (logind)",
        "microphone (PulseAudio, PipeWire)",
        "desktop's do-not-disturb",
        "do-not-disturb (KDE)",
    ]


@pytest.mark.skipif(sys.platform == "darwin", reason="there they load")
def test_frameworks_that_do_not_load_break_nothing():
    """One source says why; the day goes on."""
    situation = system.Activity(system.sources_here("darwin")).ask()
    assert (situation.idle_seconds, situation.in_meeting) == (None, None)
    assert [source.works for source in situation.sources] == [False, False]


def test_the_doctors_rows(monkeypatch):
    """Name, whether it works, and what it tells or why not."""
    sources = (Fixed("clock", Reading(idle_seconds=4.0)), Fixed("ear", SourceFault("no sound server runs")))
    monkeypatch.setattr(system, "sources_here", lambda: sources)
    assert system.sources_report() == [
        ("clock", True, "idle for 4 s"),
        ("ear", False, "no sound server runs"),
    ]
