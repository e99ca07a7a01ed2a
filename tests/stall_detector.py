"""What the machine itself did to sound: stalls, and the breaks of plain streams beside the coach's."""

from __future__ import annotations

import os
import subprocess
from threading import Event, Thread
from time import monotonic, sleep, time

import numpy as np

from audio_analysis import RATE, place
from pulse_server import SAMPLES

LATE = 0.015
"""A thread that only sleeps and wakes this much too late tells that the machine stood still."""


class StallDetector:
    """Programs in C that play noise to sinks of their own, with the buffer that the coach has.

    When theirs breaks, or a sleeping thread wakes too late, a break in the coach's sound at that moment
    is not its own.
    """

    def __init__(self, server, sinks, seconds):
        noise = np.random.default_rng(1).uniform(-0.3, 0.3, round(seconds * RATE)).astype(np.float32)
        self._noise = noise.astype(float)
        self._recordings = [server.record(sink) for sink in sinks]
        for recording in self._recordings:
            recording.wait_until_running()
        self._players = [
            subprocess.Popen(
                ["pacat", "-d", sink, *SAMPLES, "--latency-msec=40"],
                bufsize=0,
                env={**os.environ, **server.environment},
                stdin=subprocess.PIPE,
            )
            for sink in sinks
        ]
        self._over = Event()
        self._stalls = []
        self._threads = [Thread(target=self._feed, args=(player,), daemon=True) for player in self._players]
        self._threads.append(Thread(target=self._sleep, daemon=True))
        for thread in self._threads:
            thread.start()

    def _feed(self, player):
        data = self._noise.astype(np.float32).tobytes()
        try:
            for at in range(0, len(data), 1 << 16):
                player.stdin.write(data[at : at + (1 << 16)])
            player.stdin.close()
        except BrokenPipeError:
            return

    def _sleep(self):
        due = monotonic()
        while not self._over.is_set():
            due += 0.005
            sleep(max(0.0, due - monotonic()))
            if monotonic() - due > LATE:
                self._stalls.append(time())
                due = monotonic()

    def finish(self):
        """The wall-clock seconds at which the machine is known to have held sound up."""
        self._over.set()
        for player in self._players:
            player.kill()
            player.wait()
        for thread in self._threads:
            thread.join()
        moments = list(self._stalls)
        for player, recording in zip(self._players, self._recordings, strict=True):
            player.stdin.close()
            samples, began = recording.finish()
            moments += [began + at / RATE for at in self._breaks(samples)]
        return sorted(moments)

    def _breaks(self, recording):
        """Where the recorded noise is not what would come next."""
        piece = RATE // 20
        last, _ = place(self._noise[:piece], recording[: 10 * RATE])
        found = []
        for at in range(piece, len(self._noise) - piece, piece):
            window = recording[last + at : last + at + 4 * piece]
            if len(window) < 4 * piece or not window.any():
                break
            shift, alike = place(self._noise[at : at + piece], window)
            if shift or alike < 0.99:
                found.append(last + at)
            if alike > 0.5:
                last += shift
        return found
