"""Asking: every source is asked at once, and none can hold up or break the day."""

from __future__ import annotations

import sys
import threading
from queue import SimpleQueue

import pytest

from coach.activity import poll as system
from coach.activity.poll import Activity
from coach.activity.source import (
    LATE,
    PARTS,
    UNAVAILABLE,
    ActivityReport,
    PartStatus,
    SourceFault,
    SourceStatus,
)
from coach.situation import UNKNOWN, Situation


class FakeSource:
    """A source that knows a situation, raises an error, or waits for `gate` first."""

    parts = ("idle time",)

    def __init__(self, name, answer=None, gate=None):
        self.name = name
        self.answer = answer or UNKNOWN
        self.gate = gate
        self.asked = 0

    def ask(self, seconds):
        """As it was answered."""
        assert seconds > 0
        self.asked += 1
        if self.gate is not None:
            self.gate.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_all_that_is_known_and_how():
    """A poll gives the situation and each source's state, in the given order."""
    sources = (
        FakeSource("clock", Situation(idle_seconds=3.0, locked=False)),
        FakeSource("ear", SourceFault("no sound server is running", "Start one.")),
        FakeSource("eye", Situation(microphone=True)),
    )
    parts = {"parts": ("idle time",)}
    assert Activity(sources).ask() == ActivityReport(
        Situation(idle_seconds=3.0, locked=False, microphone=True),
        sources=(
            SourceStatus(
                "clock", works=True, detail="idle for 3 s, not locked", situation=sources[0].answer, **parts
            ),
            SourceStatus("ear", works=False, detail="no sound server is running", todo="Start one.", **parts),
            SourceStatus("eye", works=True, detail="microphone in use", situation=sources[2].answer, **parts),
        ),
    )


@pytest.mark.parametrize("error", [OSError("gone"), ValueError("odd"), ZeroDivisionError("oh")])
def test_whatever_a_source_raises_is_unknown(error):
    """Whatever a source raises, its parts are unknown, and its status has the reason."""
    report = Activity((FakeSource("broken", error), FakeSource("good", Situation(locked=True)))).ask()
    assert report.situation.locked is True
    assert report.sources[0] == SourceStatus(
        "broken", works=False, detail=f"{type(error).__name__}: {error}", parts=("idle time",)
    )


def test_without_any_source_all_is_unknown():
    """On a system without any source everything is unknown."""
    assert Activity(()).ask() == ActivityReport()


class Expiring(SimpleQueue):
    """Gives the first answer however late it comes; for a second one the time is over at once."""

    asked = 0

    def get(self, timeout):
        """The answer; raises `Empty`."""
        assert timeout > 0
        self.asked += 1
        return super().get(timeout=60.0 if self.asked == 1 else 0.0)


def test_a_source_that_hangs_is_left_behind_and_not_asked_again_before_it_is_back(monkeypatch):
    """A source that hangs does not delay the others, and is asked again only once it is back."""
    gate = threading.Event()
    slow, quick = (
        FakeSource("slow", Situation(locked=True), gate),
        FakeSource("quick", Situation(idle_seconds=1.0)),
    )
    activity = Activity((slow, quick))
    late = SourceStatus("slow", works=False, detail="no answer within 0.5 s", parts=("idle time",), todo=LATE)
    with monkeypatch.context() as patched:
        patched.setattr(system, "SimpleQueue", Expiring)
        first, second = activity.ask(), activity.ask()
    assert first == second
    assert (first.situation, first.sources[0]) == (Situation(idle_seconds=1.0), late)
    assert (slow.asked, quick.asked) == (1, 2)
    gate.set()
    for thread in threading.enumerate():
        if thread.name.endswith("(_ask)"):
            thread.join(60.0)
    assert Activity((slow, quick), seconds=60.0).ask().situation.locked is True
    assert slow.asked == 2


def test_a_machine_without_a_thread_to_spare(monkeypatch):
    """If no thread can be started, every source is unknown, and the next poll asks again."""

    def refuse(_):
        raise RuntimeError("can't start new thread")

    source = FakeSource("clock", Situation(idle_seconds=3.0))
    activity = Activity((source,), seconds=20.0)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        assert activity.ask().situation.idle_seconds is None
    assert activity.ask().situation.idle_seconds == 3.0


def test_nothing_stays_between_two_questions():
    """No thread stays between two polls."""
    before = threading.active_count()
    Activity([FakeSource(str(number)) for number in range(8)]).ask()
    for thread in threading.enumerate():
        if thread.name.endswith("(_ask)"):
            thread.join(1.0)
    assert threading.active_count() <= before


class Fixed:
    """A source that answers or refuses."""

    def __init__(self, name, parts, answer):
        self.name = name
        self.parts = parts
        self.answer = answer

    def ask(self, _):
        """As it was answered."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_windows_and_linux():
    """On Windows and Linux each part has a source, and no two sources have the same name."""
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
        "X11's windows",
        "GNOME's idle monitor",
        "GNOME's screen",
        "KDE's screen",
        "logind",
        "PulseAudio or PipeWire",
        "the camera's device",
        "PipeWire",
        "logind's inhibitors",
        "GNOME's inhibitors",
        "KDE's inhibitors",
        "the desktop's inhibitors",
        "the desktop's settings",
        "KDE's notifications",
        "media players",
    ]


@pytest.mark.parametrize(
    ("platform", "missing"),
    [
        ("linux", set()),
        ("win32", {"screen sharing", "inhibitor", "do-not-disturb", "media player"}),
        (
            "darwin",
            {"camera", "screen sharing", "full screen", "inhibitor", "do-not-disturb", "media player"},
        ),
    ],
)
def test_which_parts_a_system_reports(platform, missing):
    """Linux reports all parts, and the other systems those that are implemented."""
    answered = {part for source in system.sources_here(platform) for part in source.parts}
    assert answered <= set(PARTS)
    assert set(PARTS) - answered == missing


@pytest.mark.skipif(sys.platform == "darwin", reason="there they load")
def test_frameworks_that_do_not_load_break_nothing():
    """Frameworks of macOS that do not load make their sources unknown, with the reason."""
    report = system.Activity(system.sources_here("darwin")).ask()
    assert (report.situation, [source.works for source in report.sources]) == (UNKNOWN, [False, False])


def test_what_the_doctor_shows(monkeypatch):
    """The doctor lists each part with its sources, or with why none works and what to do."""
    sources = (
        Fixed("clock", ("idle time",), Situation(idle_seconds=4.0)),
        Fixed("ear", ("microphone",), SourceFault("no sound server is running", "Start one.")),
    )
    monkeypatch.setattr(system, "sources_here", lambda: sources)
    assert system.parts_here() == (
        PartStatus("idle time", works=True, detail="idle for 4 s (clock)"),
        PartStatus("lock", works=False, detail=UNAVAILABLE),
        PartStatus("microphone", works=False, detail="ear: no sound server is running", todo="Start one."),
        *(
            PartStatus(part, works=False, detail=UNAVAILABLE)
            for part in (
                "camera",
                "screen sharing",
                "full screen",
                "inhibitor",
                "do-not-disturb",
                "media player",
            )
        ),
    )
