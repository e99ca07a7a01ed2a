"""A microphone in use, on a real sound server: a private PulseAudio with a null source for a microphone."""

from __future__ import annotations

import os
import subprocess
import time
from functools import partial

import pytest

from coach.activity.desktop_environment import ask_program
from coach.activity.poll import Activity
from coach.activity.pulse import pulse_situation
from coach.activity.source import ActivitySource
from pulse_server import MISSING, PulseServer, is_here

pytestmark = pytest.mark.skipif(not is_here(), reason=MISSING)


class Room:
    """A sound server with speakers and a microphone, and programs that record."""

    def __init__(self, server):
        self.environment = {**os.environ, **server.environment}
        ask = partial(pulse_situation, self.environment, ask_program)
        self._activity = Activity((ActivitySource("sound", ("microphone",), ask),), seconds=5.0)
        self._recorders = []
        self._pactl("load-module", "module-null-source", "source_name=microphone")

    def record(self, source, *options):
        """Record from there until `stop`; returns when the server knows of it."""
        before = self._count()
        self._recorders.append(
            subprocess.Popen(
                ["parec", "-d", source, *options],
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        self._wait(lambda: self._count() > before)

    def stop(self):
        """End all recordings."""
        for recorder in self._recorders:
            recorder.kill()
            recorder.wait()
        self._recorders.clear()
        self._wait(lambda: self._count() == 0)

    def ask(self):
        """Whether anybody is in a meeting, and the source's own state."""
        report = self._activity.ask()
        return report.situation.microphone, report.sources[0].works

    def _count(self):
        return len(self._pactl("list", "short", "source-outputs").splitlines())

    def _pactl(self, *arguments):
        done = subprocess.run(
            ["pactl", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout

    @staticmethod
    def _wait(is_so):
        until = time.monotonic() + 10
        while not is_so():
            if time.monotonic() > until:
                raise TimeoutError("the server did not follow within 10 s")
            time.sleep(0.02)


@pytest.fixture(scope="module")
def room():
    """One sound server for all tests."""
    with PulseServer(("speakers",)) as server:
        room = Room(server)
        yield room
        room.stop()


def test_a_program_that_listens_is_a_meeting_and_a_monitor_is_none(room):
    """Silence, a recording of what is played, a meter, and then a microphone; over when it is closed."""
    assert room.ask() == (False, True)
    room.record("speakers.monitor")
    assert room.ask() == (False, True)
    room.record("microphone", "--client-name=Größe 日本")
    assert room.ask() == (True, True)
    room.stop()
    assert room.ask() == (False, True)


def test_a_filter_of_the_server_is_no_meeting(room):
    """A remapped microphone always records from the real one; only a program recording from it counts."""
    room._pactl("load-module", "module-remap-source", "master=microphone", "source_name=filtered")
    try:
        room._wait(lambda: room._count() == 1)
        assert room.ask() == (False, True)
        room.record("filtered")
        assert room.ask() == (True, True)
    finally:
        room._pactl("unload-module", "module-remap-source")
        room.stop()


def test_a_server_that_is_gone_is_unknown():
    """A server that was killed causes no crash and no new server; the reason is given."""
    with PulseServer(("speakers",)) as server:
        room = Room(server)
        assert room.ask() == (False, True)
        server.kill()
        report = room._activity.ask()
        assert (report.situation.microphone, report.sources[0].works) == (None, False)
        assert "refused" in report.sources[0].detail
        assert server.process.poll() is not None
