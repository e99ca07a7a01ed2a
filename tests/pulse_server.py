"""A private PulseAudio server: null sinks whose monitors are recorded, and nobody else's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from threading import Thread

import numpy as np

PROGRAMS = ("pulseaudio", "pactl", "parec", "pacat")
MISSING = "needs pulseaudio, pactl, parec and pacat (Debian: pulseaudio, pulseaudio-utils)"
RATE = 48_000
TOGETHER = 0.004
"""Seconds: pieces that come closer to each other than this are of one block."""
SAMPLES = ("--raw", "--format=float32le", f"--rate={RATE}", "--channels=1")


def is_here():
    """Whether such a server can be had."""
    return all(shutil.which(program) for program in PROGRAMS)


class PulseServer:
    """The server; a session plays on the sink that `PULSE_SINK` names, else on the first."""

    def __init__(self, sinks=("coach_test",)):
        self._folder = Path(tempfile.mkdtemp(prefix="coach-"))  # a socket's path must be short
        self._sinks = sinks
        self.process = None
        self.environment = {
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
            "PULSE_RUNTIME_PATH": str(self._folder),
            "PULSE_COOKIE": f"{self._folder}/cookie",
            "PULSE_SERVER": f"unix:{self._folder}/native",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self):
        """Start it, and wait until it answers; raises `RuntimeError` when it does not."""
        socket = self._folder / "native"
        socket.unlink(missing_ok=True)
        environment = {**os.environ, **self.environment}
        del environment["PULSE_SERVER"]
        sinks = [
            f"module-null-sink sink_name={name} rate={RATE} channels=1 format=float32le"
            for name in self._sinks
        ]
        modules = [*sinks, f"module-native-protocol-unix socket={socket} auth-anonymous=1"]
        loaded = [argument for module in modules for argument in ("-L", module)]
        self.process = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", *loaded],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if self._sinks[-1].encode() in self.pactl("list", "short", "sinks"):
                return
            time.sleep(0.05)
        raise RuntimeError("pulseaudio did not start within 10 s")

    def kill(self):
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait()

    def playing(self):
        """How many streams are being played."""
        return len(self.pactl("list", "short", "sink-inputs").splitlines())

    def load_tunnel(self, name, through, milliseconds=None):
        """A sink that plays on another as a network or Bluetooth device does, and tells its latency."""
        latency = () if milliseconds is None else (f"latency_msec={milliseconds}",)
        self._load(
            "module-tunnel-sink", f"server=unix:{self._folder}/native", f"sink={through}",
            f"sink_name={name}", f"rate={RATE}", "channels=1", "format=float32le", *latency,
        )  # fmt: skip

    def load_loopback(self, name, through, milliseconds):
        """A null sink that is heard on another, so much later; it tells nothing of that."""
        self._load("module-null-sink", f"sink_name={name}", f"rate={RATE}", "channels=1", "format=float32le")
        self._load(
            "module-loopback", f"source={name}.monitor", f"sink={through}", f"latency_msec={milliseconds}"
        )

    def load_sleeping(self, names, seconds):
        """Sinks that play on others, and are suspended when nothing was played for so long.

        `names`: by the sink that is played on; it stays awake as long as it is recorded.
        """
        for through, name in names.items():
            self._load(
                "module-remap-sink", f"master={through}", f"sink_name={name}", "channels=1", "remix=no"
            )
        self._load("module-suspend-on-idle", f"timeout={seconds}")

    def _load(self, module, *arguments):
        if not self.pactl("load-module", module, *arguments).strip().isdigit():
            raise RuntimeError(f"{module} could not be loaded")

    def record(self, sink=None, milliseconds=100):
        """A recording of what that sink plays, under way."""
        return Recording(sink or self._sinks[0], {**os.environ, **self.environment}, milliseconds)

    def pactl(self, *arguments):
        """Run `pactl` on this server; returns what it prints."""
        environment = {**os.environ, **self.environment}
        return subprocess.run(["pactl", *arguments], env=environment, capture_output=True, check=False).stdout


class Recording:
    """What a sink plays, from now until `finish`.

    `milliseconds`: how much is recorded at once; the server makes its blocks no longer than that.
    """

    def __init__(self, sink, environment, milliseconds):
        self._blocks = []
        self._process = subprocess.Popen(
            ["parec", "-d", f"{sink}.monitor", *SAMPLES, f"--latency-msec={milliseconds}"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        descriptor = self._process.stdout.fileno()
        while block := os.read(descriptor, 1 << 16):
            self._blocks.append((time.time(), block))

    def wait_until_running(self):
        """Return when something was recorded."""
        deadline = time.monotonic() + 10
        while not self._blocks:
            if time.monotonic() > deadline:
                raise RuntimeError("nothing was recorded within 10 s")
            time.sleep(0.01)

    def finish(self):
        """End it; gives its samples, and the wall-clock second at which the first was played.

        A null sink makes a block when the one before is over, so a block comes as it begins to be
        played, in pieces; most come at once, and the middle one of all tells. Where more is recorded
        at once than a block, this is late by up to that much.
        """
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        self._process.stdout.close()
        data = b"".join(block for _, block in self._blocks)
        starts = np.cumsum([0] + [len(block) for _, block in self._blocks[:-1]]) / 4 / RATE
        moments = [moment for moment, _ in self._blocks]
        firsts = [0] + [at for at in range(1, len(moments)) if moments[at] - moments[at - 1] > TOGETHER]
        began = np.median([moments[at] - starts[at] for at in firsts])
        return np.frombuffer(data[: len(data) // 4 * 4], np.float32).astype(float), float(began)
