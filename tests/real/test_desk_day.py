"""A desk day on a real X server, session bus and sound server: what is called when, and what happens to it.

The camera is a recorded answer of PipeWire's, and a locked screen is GNOME's service, played by a test.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

import pulse_server
import session_bus
import wall_clock
import x11_server
from coach.api.client import running_coach
from coach_process import PROGRAM, CoachProcess, environment
from daemon_process import ELEVEN, OPEN, DaemonHome, end_all, reminder_entries, settle, to_the_second, until
from wall_clock import WallClock
from x11_server import Screen, Window

pytestmark = [
    pytest.mark.skipif(bool(wall_clock.MISSING), reason=wall_clock.MISSING),
    pytest.mark.skipif(not x11_server.is_here(), reason=x11_server.MISSING),
    pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING),
    pytest.mark.skipif(
        not (session_bus.is_here() and shutil.which("busctl")),
        reason=f"{session_bus.MISSING}; busctl (Debian: systemd)",
    ),
]
DESKTOP = Path(__file__).with_name("desktop_on_a_bus.py")
MOMENTS = {
    "typing": "11:00:00",
    "full screen": "11:20:01",
    "film music": "11:40:02",
    "muted": "12:00:03",
    "camera": "12:20:04",
    "locked": "12:40:05",
    "back": "13:00:06",
}
"""When a reminder is due in each, at different seconds; the clock is set on in between."""
SOON = 40.0
"""Seconds within which anything is decided and led."""
CAMERA = [
    {
        "type": "PipeWire:Interface:Node",
        "info": {"state": "running", "props": {"media.class": "Video/Source", "device.api": "v4l2"}},
    }
]


class DeskDay:
    """A coach at a desk, its reminders by the moment in which each is due, and the person."""

    def __init__(self, folder, stack):
        self.place = DaemonHome(folder / "home", {}, WallClock(wall_clock.compiled(folder), folder / "clock"))
        self.screen = Screen(folder)
        stack.callback(self.screen.end)
        sound = stack.enter_context(pulse_server.PulseServer())
        bus = stack.enter_context(session_bus.session_bus())
        self._nodes = folder / "nodes.json"
        self._nodes.write_text("[]", encoding="utf-8")
        programs = folder / "programs"
        programs.mkdir()
        pipewire = programs / "pw-dump"
        pipewire.write_text(f"#!/bin/sh\ncat {self._nodes}\n", encoding="utf-8")
        pipewire.chmod(pipewire.stat().st_mode | stat.S_IXUSR)
        self.surroundings = {
            **self.place.clock.surroundings, **sound.environment, **bus, **self.screen.environment,
            "PATH": f"{programs}:{os.environ['PATH']}", "WAYLAND_DISPLAY": "",
        }  # fmt: skip
        named = {moment: to_the_second(clock_time) for moment, clock_time in MOMENTS.items()}
        self.reminders = {moment: name for moment, (name, _) in named.items()}
        settle(self.place, dict(named.values()), more="wait: 60 s")

    def arrive(self, moment, seconds=5):
        """Set the clock on to so many seconds before that moment."""
        hour, minute, second = map(int, MOMENTS[moment].split(":"))
        then = ELEVEN.replace(hour=hour, minute=minute, second=second) - timedelta(seconds=seconds)
        self.set_on(then - self.place.clock.now())

    def set_on(self, by):
        """Set the clock on; the coach is told to go on, so that it looks at the clock."""
        self.place.clock.step(by)
        running_coach(self.place.home).act("resume")

    def rulings(self, moment):
        """What was decided about its reminder, and why."""
        entries = [
            each for each in reminder_entries(self.place) if each["reminder"] == self.reminders[moment]
        ]
        return [(each["ruling"], each.get("reason", "")) for each in entries]

    def wait_for(self, moment, *rulings):
        """Wait until all of this was decided about it."""
        try:
            until(lambda: self.rulings(moment)[: len(rulings)] == list(rulings), SOON)
        except TimeoutError:
            raise AssertionError(f"{moment}: {self.rulings(moment)}") from None

    def record_camera(self, nodes):
        """Have PipeWire report these nodes."""
        self._nodes.write_text(json.dumps(nodes), encoding="utf-8")

    def run(self, *command):
        """What that command prints."""
        around = {**os.environ, **self.surroundings, "LD_PRELOAD": ""}
        return subprocess.run(command, env=around, check=True, capture_output=True, text=True).stdout

    def player(self):
        """What the media player does."""
        where = ("org.mpris.MediaPlayer2.tape", "/org/mpris/MediaPlayer2", "org.mpris.MediaPlayer2.Player")
        return self.run("busctl", "--user", "get-property", *where, "PlaybackStatus").split('"')[1]

    @contextmanager
    def desktop(self, kind):
        """A desktop's services on the bus."""
        with subprocess.Popen(
            [sys.executable, str(DESKTOP), kind],
            env={**os.environ, **self.surroundings, "LD_PRELOAD": ""},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stdout.readline() == "there\n"
            yield
            process.stdin.close()

    def today(self, *arguments):
        """`coach today`."""
        done = subprocess.run(
            [*PROGRAM, "today", *arguments],
            env=environment(self.place.folder, **self.surroundings),
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout


def live(day):
    """The day: each moment in turn."""
    while day.place.clock.now() < ELEVEN + timedelta(seconds=5):
        day.screen.press("a")
        time.sleep(0.5)
    day.wait_for("typing", ("defer", "breakpoint"), ("speak", ""), ("ended", "completed"))

    window = Window(day.screen, 0, 0, 64, 64)
    day.arrive("full screen")
    day.wait_for("full screen", ("defer", "full-screen"))
    window.close()
    day.set_on(timedelta(minutes=5))
    day.wait_for("full screen", ("defer", "full-screen"), ("speak", ""), ("ended", "completed"))

    with day.desktop("player"):
        playing = [day.player()]
        day.arrive("film music")
        day.wait_for("film music", ("speak", ""))
        until(lambda: day.player() == "Paused", 10.0)
        playing.append(day.player())
        day.wait_for("film music", ("speak", ""), ("ended", "completed"))
        until(lambda: day.player() == "Playing", 10.0)
        playing.append(day.player())

    day.run("pactl", "set-sink-mute", "coach_test", "1")
    day.arrive("muted")
    day.wait_for("muted", ("speak", ""), ("ended", "completed"))
    day.run("pactl", "set-sink-mute", "coach_test", "0")

    day.record_camera(CAMERA)
    day.arrive("camera")
    day.wait_for("camera", ("defer", "camera"))
    day.record_camera([])

    with day.desktop("locked"):
        day.arrive("locked")
        day.wait_for("locked", ("defer", "away"))
    day.arrive("back")
    day.wait_for("back", ("defer", "break"))
    # The person says that they did the one that nobody heard; so the same routine need not wait any longer.
    running_coach(day.place.home).act("done", reminder=day.reminders["muted"])
    return playing


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The day after it was lived, and its record."""
    with ExitStack() as stack:
        day = DeskDay(tmp_path_factory.mktemp("desk"), stack)
        stack.callback(end_all, day.place)
        running = stack.enter_context(
            CoachProcess(day.place.folder, "start", "--verbose", **day.surroundings)
        )
        running.wait_for(OPEN)
        day.place.clock.go_on()
        playing = live(day)
        yield day, json.loads(day.today("--json")), playing, day.today()


def test_nothing_was_called_where_it_would_have_disturbed(lived):
    """No call came on camera or while locked; full screen and typing were waited out, a film paused."""
    day, _, playing, _ = lived
    assert {moment: day.rulings(moment) for moment in ("camera", "locked", "back")} == {
        "camera": [("defer", "camera"), ("skip", "stale")],
        "locked": [("defer", "away"), ("skip", "stale")],
        "back": [("defer", "break"), ("skip", "done")],
    }
    assert playing == ["Playing", "Paused", "Playing"]


def test_what_became_of_each_stands_in_the_record(lived):
    """Led, heard or not, put off or left out and why; done is only what the person said to have done."""
    day, record, _, printed = lived
    rows = {row["reminder"]: row for row in record["reminders"]}
    found = {moment: rows[name] for moment, name in day.reminders.items()}
    assert {moment: (row["result"], row["heard"], row["reason"]) for moment, row in found.items()} == {
        "typing": ("led", "yes", None),
        "full screen": ("led", "yes", None),
        "film music": ("led", "yes", None),
        "muted": ("confirmed", "no", None),
        "camera": ("left-out", "unknown", "stale"),
        "locked": ("left-out", "unknown", "stale"),
        "back": ("left-out", "unknown", "done"),
    }
    counts = record["counts"]  # the last one may not be due yet: it was decided on ahead of its time
    assert (counts["called"], counts["led"], counts["confirmed"]) == (4, 4, 1)
    assert " 4 called, 4 led to the end, 1 done." in printed, printed
