"""Which sources a system has."""

from __future__ import annotations

import sys

import pytest

from coach.daemon.activity import system
from coach.daemon.activity.parts import NOBODY, PartStatus
from coach.daemon.activity.port import PARTS, Reading, SourceFault


class Fixed:
    """A source that tells or refuses."""

    def __init__(self, name, tells, answer):
        self.name = name
        self.tells = tells
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
    assert names["win32"] == [
        "the last input",
        "the session",
        "the consent store",
        "the state for notifications",
    ]
    assert names["linux"] == [
        "X11",
        "GNOME's idle monitor",
        "GNOME's screen",
        "KDE's screen",
        "logind",
        "PulseAudio or PipeWire",
        "the desktop's settings",
        "KDE's notifications",
    ]


@pytest.mark.parametrize(
    ("platform", "missing"), [("linux", set()), ("win32", set()), ("darwin", {"do-not-disturb"})]
)
def test_which_parts_a_system_tells(platform, missing):
    """All of them, but for what macOS keeps to itself."""
    told = {part for source in system.sources_here(platform) for part in source.tells}
    assert set(PARTS) - told == missing


@pytest.mark.skipif(sys.platform == "darwin", reason="there they load")
def test_frameworks_that_do_not_load_break_nothing():
    """One source says why; the day goes on."""
    situation = system.Activity(system.sources_here("darwin")).ask()
    assert (situation.idle_seconds, situation.in_meeting) == (None, None)
    assert [source.works for source in situation.sources] == [False, False]


def test_what_the_doctor_shows(monkeypatch):
    """Each part, whether somebody tells it, what and who, or why not and what to do."""
    sources = (
        Fixed("clock", ("idle time",), Reading(idle_seconds=4.0)),
        Fixed("ear", ("microphone",), SourceFault("no sound server runs", "Start one.")),
    )
    monkeypatch.setattr(system, "sources_here", lambda: sources)
    assert system.parts_here() == (
        PartStatus("idle time", works=True, detail="idle for 4 s (clock)"),
        PartStatus("lock", works=False, detail=NOBODY),
        PartStatus("microphone", works=False, detail="ear: no sound server runs", todo="Start one."),
        PartStatus("do-not-disturb", works=False, detail=NOBODY),
    )
