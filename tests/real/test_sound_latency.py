"""When a session is heard and silent again, on a real sound server: through sinks that tell their latency."""

from __future__ import annotations

import time

import numpy as np
import pytest

import pulse_server
from audio_analysis import RATE
from coach.clock import SystemClock
from coach.home import Home
from coach.session.player import Player
from coach.sound.open import open_output
from coach.timeline.model import Cue, Timeline
from coach.voice.voice import Clip

pytestmark = pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING)

TIMES = 5
LOUD = 1e-3
ON_TIME = 0.020
"""Seconds, for one of the instants at least, as a busy machine may hold up the others; the benchmarks ask for
0.010 at the median. A fixed guess of the latency, such as the 0.040 s that fit one sink, is 0.1 s wrong at
every instant through the tunnel."""


@pytest.fixture
def server(monkeypatch):
    """A running server, and our own process pointed at it."""
    with pulse_server.PulseServer(("heard",)) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


def player_of_a_tone():
    """Half a minute of a tone."""
    samples = (0.3 * np.sin(2 * np.pi * 440 * np.arange(30 * RATE) / RATE)).astype(np.float32)
    cue = Cue(at=0.0, seconds=30.0, kind="say", text="it")
    timeline = Timeline(routine="r", title="R", language="en", seconds=30.0, cues=(cue,))
    return Player(timeline, {"it": Clip(samples)}, lambda _report: None, volume=1.0)


def perform(server, folder, **audio):
    """Begin at an instant and pause, again and again; by how much later each was heard, and the latency."""
    recording = server.record("heard", 10)
    recording.wait_until_running()
    player = player_of_a_tone()
    output = open_output(Home(*[folder] * 4), mute=False, fast=False, clock=SystemClock(), **audio)
    opening = time.monotonic()
    output.start(player, pytest.fail)
    opening = time.monotonic() - opening
    begun, paused = [], []
    for number in range(TIMES):
        at = time.monotonic() + 0.3
        begun.append(at + time.time() - time.monotonic())
        player.play(at)
        time.sleep(0.7 + 0.007 * number)
        paused.append(time.time())
        player.pause()
        time.sleep(0.5)
    latency = output.latency
    output.close()
    samples, began = recording.finish()
    loud = np.flatnonzero(np.abs(samples) > LOUD)
    parted = np.flatnonzero(np.diff(loud) > RATE // 50)
    starts = began + loud[np.r_[0, parted + 1]] / RATE
    ends = began + loud[np.r_[parted, len(loud) - 1]] / RATE
    late = [float(starts[np.argmin(np.abs(starts - at))] - at) for at in begun]
    silent = [float(ends[np.searchsorted(ends, at)] - at) for at in paused]
    print(f"late {late}, silent after {silent}, latency {latency}")  # noqa: T201 — figures, for `pytest -rP`
    return late, silent, latency, samples, opening


def test_on_a_null_sink(server, tmp_path):
    """The first sample on its instant, and a pause silent within 50 ms, with a second mixed ahead."""
    late, silent, latency, _, _ = perform(server, tmp_path)
    assert min(map(abs, late)) < ON_TIME
    assert any(0.0 < seconds < 0.05 for seconds in silent)
    assert 0.0 < latency < 0.05


def test_through_a_tunnel(server, tmp_path, monkeypatch):
    """A sink that adds 0.1 s tells so: heard on the instant anyway, and silent so much later."""
    server.load_tunnel("tunnel", "heard")
    monkeypatch.setenv("PULSE_SINK", "tunnel")
    late, silent, latency, _, _ = perform(server, tmp_path)
    assert min(map(abs, late)) < ON_TIME
    assert 0.08 < latency < 0.2
    assert min(silent) < latency + 0.05


def test_what_the_plan_says_replaces_what_is_reported(server, tmp_path):
    """With a configured latency 100 ms too high, sound is heard 90 ms too early: the plan is believed."""
    _, _, reported, _, _ = perform(server, tmp_path)
    late, _, latency, _, _ = perform(server, tmp_path, latency=0.110)
    assert latency == pytest.approx(0.120)
    assert any(-0.11 < seconds < -0.08 for seconds in late)
    assert reported < 0.05


def test_a_device_is_woken_before_the_first_sound(server, tmp_path):
    """A second of noise that nobody hears, and only then can a session begin."""
    *_, samples, opening = perform(server, tmp_path, wake=1.0)
    first = int(np.flatnonzero(np.abs(samples) > LOUD)[0])
    before = samples[first - RATE // 2 : first - RATE // 10]
    assert opening > 1.0
    assert 0 < np.abs(before).max() < LOUD
    assert np.count_nonzero(before) > 0.9 * len(before)
