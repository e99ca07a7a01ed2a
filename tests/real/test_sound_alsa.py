"""Sound through ALSA: the stream of miniaudio, on ALSA's plugin for a PulseAudio server of the test's own."""

from __future__ import annotations

import ctypes.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import pulse_server

PLUGIN = "libasound_module_pcm_pulse.so"
pytestmark = [
    pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING),
    pytest.mark.skipif(
        not any(Path("/usr/lib").glob(f"**/alsa-lib/{PLUGIN}")) or not ctypes.util.find_library("asound"),
        reason="needs ALSA's plugin for PulseAudio (Debian: libasound2-plugins)",
    ),
]
ON, OFF = 0.6, 0.4
"""Seconds of sound and of silence, three times."""
SINK_SECONDS = 0.02
"""What the null sink itself keeps, as pacat's words show on it."""

SESSION = """
import json, os, sys, time
from threading import Event
import miniaudio, numpy
from coach.sound.miniaudio_stream import MiniaudioStream
from coach.sound.stream_device import StreamDevice

class Feed:
    is_resting = False
    def __init__(self):
        self.changed, self.position, self.levels = Event(), 0, []
    def __call__(self, frames):
        self.position += frames
    def ahead(self, start, frames, heard_at):
        samples = numpy.zeros(frames, "float32")
        for begin, level in self.levels:
            samples[max(0, begin - self.position - start):] = level
        return samples.tobytes()
    def change(self, level):
        self.levels.append((self.position, level))
        self.changed.set()
        return time.time()

def opened():
    return len(os.listdir("/proc/self/fd"))

feed, changes = Feed(), []
device = StreamDevice(feed, MiniaudioStream(miniaudio.Backend.ALSA))
time.sleep(1.0)
for _ in range(3):
    changes.append(feed.change(0.3))
    time.sleep(float(sys.argv[1]) / 2)
    feed.changed.set()  # the same comes next: nothing may be heard of that
    time.sleep(float(sys.argv[1]) / 2)
    changes.append(feed.change(0.0))
    time.sleep(float(sys.argv[2]))
device.close()
before = opened()
for _ in range(5):
    StreamDevice(Feed(), MiniaudioStream(miniaudio.Backend.ALSA)).close()
print(json.dumps({"changes": changes, "leaked": opened() - before}), flush=True)
os._exit(0)
"""


def test_a_change_is_heard_at_once_though_200_ms_are_handed_over():
    """A pause must be silent within 50 ms; what is written again as it was is not heard."""
    with pulse_server.PulseServer() as server:
        home = Path(server.environment["HOME"])
        (home / ".asoundrc").write_text("pcm.!default { type pulse }\n", encoding="ascii")
        recording = server.record(milliseconds=10)
        recording.wait_until_running()
        time.sleep(0.3)
        done = subprocess.run(
            [sys.executable, "-P", "-c", SESSION, str(ON), str(OFF)],
            env={**os.environ, **server.environment}, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        samples, began = recording.finish()
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    is_loud = np.abs(samples) > 0.1
    edges = np.flatnonzero(np.diff(is_loud.astype(int))) / pulse_server.RATE + began
    assert len(edges) == len(found["changes"])
    late = edges - np.array(found["changes"])
    assert (np.max(late) < 0.05 + SINK_SECONDS, found["leaked"]) == (True, 0), late
