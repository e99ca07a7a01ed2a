"""What is heard of a session, and when: through sinks of different latency, and beside a busy machine.

A private PulseAudio plays to a null sink whose monitor is recorded. A tunnel in front of it adds what a
network or Bluetooth device adds, and a loopback 150 ms of which it tells nothing: they are in the plan. A
tone is begun at an instant, as a reminder is; the peer is `pacat --latency-msec=40`, which is given its
samples at that instant and asks nobody. The busy rows play a minute of noise beside `pacat` with a second of
buffer, which is the best way to play a file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from coach.clock import SystemClock
from coach.home import Home
from coach.scales import SAMPLE_RATE
from coach.session.player import Player
from coach.sound.open import open_output
from coach.timeline.model import Cue, Timeline
from coach.voice.voice import Clip
from load import LOADS, loaded
from measure import ROOT, Row, readable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from coach.sound.output import Output

sys.path.insert(0, str(ROOT / "tests"))
import pulse_server
from audio_analysis import place

AHEAD_SECONDS = 0.4
"""How long before its instant a tone is asked for, as a held session asks."""
LOUD = 1e-3
UNTOLD_SECONDS = 0.166
"""Of the loopback, with the sink in front of it; it keeps that to 15 ms only."""
PIECE = SAMPLE_RATE // 2
ALIKE = 0.99
SINKS = {
    "a null sink": ("heard", None),
    "a tunnel": ("tunnel", None),
    "a tunnel of 300 ms": ("slow_tunnel", None),
    "150 ms that none tells": ("untold", UNTOLD_SECONDS),
}
"""By what they are: the sink's name, and the latency that the person has to write into the plan."""
MOST_LATE, MOST_LATE_UNTOLD, MOST_DRIFT, MOST_PAUSE = 0.010, 0.030, 0.050, 0.050


def rows(folder: Path, *, quick: bool) -> Iterator[Row]:
    """A row for each sink, one for a pause, and one for each load."""
    for name, (sink, latency) in SINKS.items():
        with served(sink) as server:
            yield from on_time(server, folder, name, sink, latency, times=4 if quick else 20)
    for name in LOADS:
        with served("heard") as server:
            yield busily(server, folder, name, 10 if quick else 60)


@contextmanager
def served(sink: str) -> Iterator[pulse_server.PulseServer]:
    """A server with that sink, and our own process pointed at it."""
    with pulse_server.PulseServer(("heard", "peer")) as server:
        if sink == "untold":
            server.load_loopback(sink, "heard", 150)
        elif sink != "heard":
            server.load_tunnel(sink, "heard", 300 if sink == "slow_tunnel" else None)
        time.sleep(1.0)
        os.environ.update(server.environment, PULSE_SINK=sink)
        yield server


def on_time(
    server: pulse_server.PulseServer, folder: Path, name: str, sink: str, told: float | None, *, times: int
) -> Iterator[Row]:
    """Tones begun at an instant, and paused again."""
    tone = np.sin(2 * np.pi * 440 * np.arange(60 * SAMPLE_RATE) / SAMPLE_RATE).astype(np.float32) * 0.3
    recording = server.record("heard", 10)
    recording.wait_until_running()
    player, output = playing(folder, tone, told)
    begun, paused = [], []
    for number in range(times):
        at = time.monotonic() + AHEAD_SECONDS
        player.play(at)
        begun.append(at + time.time() - time.monotonic())
        time.sleep(AHEAD_SECONDS + 0.5 + 0.2 * number / times)
        paused.append(time.time())
        player.pause()
        time.sleep(0.6)
    latency = output.latency or 0.0
    output.close()
    starts, ends = edges(*recording.finish())
    late = [nearest(starts, at) for at in begun]
    peer = [peer_late(server, sink) for _ in range(4)]
    worst = max(map(abs, late))
    most = MOST_LATE if told is None else MOST_LATE_UNTOLD
    yield Row(
        what=f"first sound, {name}",
        ours=f"{1000 * median(late):+.1f} ms, worst {1000 * worst:.1f} of {times}",
        peer=f"pacat: {1000 * median(peer):+.0f} ms",
        ratio="",
        target=f"{readable(most)} median",
        is_met=abs(median(late)) <= most,
    )
    quiet = [nearest(ends, at) for at in paused]
    beyond = max(quiet) - latency
    yield Row(
        what=f"a pause, {name}",
        ours=f"{readable(median(quiet))}, worst {readable(max(quiet))}",
        peer=f"latency {readable(latency)}",
        ratio="",
        target=f"{readable(MOST_PAUSE)} beyond the latency",
        is_met=beyond <= MOST_PAUSE,
    )


def busily(server: pulse_server.PulseServer, folder: Path, name: str, seconds: int) -> Row:
    """Half seconds of noise, each unlike any other, looked for where they should be."""
    samples = np.random.default_rng(1).uniform(-0.3, 0.3, seconds * SAMPLE_RATE).astype(np.float32)
    ours, peers = server.record("heard", 10), server.record("peer", 10)
    ours.wait_until_running()
    peers.wait_until_running()
    file = folder / "noise.raw"
    samples.tofile(file)
    with loaded(name), file.open("rb") as raw:
        player, output = playing(folder, samples)
        player.play()
        pacat = subprocess.Popen([*PACAT, "-d", "peer", "--latency-msec=1000"], stdin=raw)
        time.sleep(seconds + 1.0)
        output.close()
        pacat.kill()
    broken, drift = compared(samples, ours.finish()[0])
    peer_broken, peer_drift = compared(samples, peers.finish()[0])
    return Row(
        what=f"{seconds} s, {name}",
        ours=f"{broken} of {2 * seconds} broken, {readable(drift)} drift",
        peer=f"pacat: {peer_broken} broken, {readable(peer_drift)} drift",
        ratio="",
        target=f"{readable(MOST_DRIFT)} drift",
        is_met=drift <= MOST_DRIFT,
    )


PACAT = ("pacat", "--raw", "--format=float32le", f"--rate={SAMPLE_RATE}", "--channels=1")


def playing(
    folder: Path, samples: NDArray[np.float32], latency: float | None = None
) -> tuple[Player, Output]:
    """A player of those samples on an open device, paused."""
    seconds = len(samples) / SAMPLE_RATE
    cue = Cue(at=0.0, seconds=seconds, kind="say", text="it")
    timeline = Timeline(routine="", title="", language="en", seconds=seconds, cues=(cue,))
    player = Player(timeline, {"it": Clip(samples)}, lambda _: None, volume=1.0)
    output = open_output(Home(*[folder] * 4), mute=False, fast=False, clock=SystemClock(), latency=latency)
    output.start(player, print)
    return player, output


def peer_late(server: pulse_server.PulseServer, sink: str) -> float:
    """How late pacat is heard that is given samples at an instant, and open already."""
    recording = server.record("heard", 10)
    recording.wait_until_running()
    pacat = subprocess.Popen([*PACAT, "-d", sink, "--latency-msec=40"], stdin=subprocess.PIPE)
    silence, sound = np.zeros(960, np.float32).tobytes(), np.full(960, 0.3, np.float32).tobytes()
    end = time.monotonic() + 2.5
    at = 0.0
    for block in range(150):
        at = time.time() if block == 100 else at
        pacat.stdin.write(silence if block < 100 else sound)
        pacat.stdin.flush()
        time.sleep(max(0.0, end - 2.5 + 0.02 * (block + 1) - time.monotonic()))
    time.sleep(0.4)
    pacat.kill()
    starts, _ = edges(*recording.finish())
    return nearest(starts, at)


def edges(samples: NDArray[np.float64], began: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The wall-clock seconds at which sound begins and ends, of what is silent in between for 20 ms."""
    loud = np.flatnonzero(np.abs(samples) > LOUD)
    parted = np.flatnonzero(np.diff(loud) > SAMPLE_RATE // 50)
    firsts, lasts = loud[np.r_[0, parted + 1]], loud[np.r_[parted, len(loud) - 1]]
    return began + firsts / SAMPLE_RATE, began + lasts / SAMPLE_RATE


def nearest(moments: NDArray[np.float64], at: float) -> float:
    """The first of those moments from a tenth of a second before that one, less it."""
    return float(moments[np.searchsorted(moments, at - 0.1)] - at)


def compared(samples: NDArray[np.float32], heard: NDArray[np.float64]) -> tuple[int, float]:
    """How many half seconds are not as they were, and by how many seconds the others have moved at most."""
    offset, _ = place(samples[:PIECE].astype(float), heard)
    offsets, broken = [], 0
    for begin in range(0, len(samples) - PIECE + 1, PIECE):
        low = max(0, begin + offset - SAMPLE_RATE // 2)
        at, alike = place(samples[begin : begin + PIECE].astype(float), heard[low : low + 3 * PIECE])
        if alike > ALIKE:
            offset = low + at - begin
            offsets.append(offset)
        else:
            broken += 1
    return broken, (max(offsets) - min(offsets)) / SAMPLE_RATE if offsets else float("inf")
