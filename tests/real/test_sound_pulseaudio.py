"""The device output on a real sound server: a private PulseAudio with a null sink, its monitor recorded."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from coach.clock import SystemClock
from coach.home import Home
from coach.sound.mixer import Mixer
from coach.sound.open import open_device, open_output
from coach.sound.probe import Probe, probe
from coach.timeline.model import Cue, Timeline
from coach.voice.port import Clip

RATE = 48_000
BUFFER = 1_920
GONE = "The sound device is gone; going on in silence, at the right pace, until one is back."
BACK = "There is a sound device again; going on aloud."

pytestmark = pytest.mark.skipif(
    not all(shutil.which(program) for program in ("pulseaudio", "pactl", "parec")),
    reason="needs pulseaudio, pactl and parec (Debian: pulseaudio, pulseaudio-utils)",
)


class Server:
    """A PulseAudio of our own, with one null sink and nobody else's settings."""

    def __init__(self, folder):
        self.address = f"unix:{folder}/native"
        self._folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": self.address,
            "PULSE_COOKIE": f"{folder}/cookie",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }
        self.process = None

    def start(self):
        """Start it, and wait until it answers."""
        (self._folder / "native").unlink(missing_ok=True)
        own = {name: value for name, value in self.environment.items() if name != "PULSE_SERVER"}
        self.process = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                "-L", "module-null-sink sink_name=coach_test rate=48000 channels=1 format=float32le",
                "-L", f"module-native-protocol-unix socket={self._folder}/native auth-anonymous=1",
            ],
            env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            asked = subprocess.run(
                ["pactl", "list", "short", "sinks"], env=self.environment, capture_output=True, check=False
            )
            if b"coach_test" in asked.stdout:
                return
            time.sleep(0.05)
        pytest.fail("pulseaudio did not start within 10 s")

    def signal(self, number):
        """Send it that signal."""
        self.process.send_signal(number)

    def kill(self):
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait()

    def record(self, path):
        """Record what the sink plays, until the process that is given ends."""
        with path.open("wb") as file:
            return subprocess.Popen(
                ["parec", "-d", "coach_test.monitor", "--raw", "--format=float32le", "--rate=48000",
                 "--channels=1", "--latency-msec=50"],
                env=self.environment, stdout=file, stderr=subprocess.DEVNULL,
            )  # fmt: skip


class Session:
    """Pulls a timeline's samples in order, and notes when which were pulled, and what was said."""

    def __init__(self, mixer):
        self.mixer = mixer
        self.pulls = []
        self.said = []

    def pull(self, frames):
        first = self.pulls[-1][1] + self.pulls[-1][2] if self.pulls else 0
        self.pulls.append((time.monotonic(), first, frames))
        return self.mixer.read(first, frames)

    def notice(self, sentence):
        self.said.append((time.monotonic(), sentence))

    def wait_for(self, sentence, seconds):
        """The moment of that sentence; fails when it does not come within those seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for moment, said in list(self.said):
                if said == sentence:
                    return moment
            time.sleep(0.02)
        pytest.fail(f"not said within {seconds} s: {sentence}; said: {self.said}")

    def frames_between(self, begin, end):
        """How many frames were pulled between those moments."""
        return sum(frames for moment, _, frames in list(self.pulls) if begin <= moment < end)


@pytest.fixture
def server(monkeypatch):
    """A running server, and our own process pointed at it."""
    folder = Path(tempfile.mkdtemp(prefix="coach-"))  # a socket's path must be short
    server = Server(folder)
    for name, value in server.environment.items():
        if name != "PATH":
            monkeypatch.setenv(name, value)
    server.start()
    yield server
    server.signal(signal.SIGCONT)
    server.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def output(tmp_path):
    """The output as a session gets it."""
    output = open_output(Home(*[tmp_path] * 4), mute=False, fast=False, clock=SystemClock())
    yield output
    output.close()


def every_second_something_else(seconds):
    """A timeline with a word and a tone each second, each word unlike any other."""
    random = np.random.default_rng(1)
    clips = {
        str(at): Clip(random.uniform(-0.3, 0.3, round(0.85 * RATE)).astype(np.float32))
        for at in range(seconds)
    }
    cues = [Cue(at=float(at), seconds=0.85, kind="say", text=str(at)) for at in range(seconds)]
    cues += [Cue(at=at + 0.85, seconds=0.15, kind="tone", text="tick") for at in range(seconds)]
    timeline = Timeline(
        routine="r",
        title="R",
        language="en",
        seconds=float(seconds),
        cues=tuple(sorted(cues, key=lambda c: c.at)),
    )
    return Mixer(timeline, clips)


def place(piece, recording):
    """Where in the recording that piece is, and how alike it is there (1: the very same)."""
    size = 1 << (len(recording) + len(piece)).bit_length()
    spectrum = np.fft.rfft(recording, size) * np.conj(np.fft.rfft(piece, size))
    at = int(np.argmax(np.fft.irfft(spectrum, size)[: len(recording) - len(piece) + 1]))
    found = recording[at : at + len(piece)]
    return at, float(np.dot(found, piece) / np.sqrt(np.dot(found, found) * np.dot(piece, piece)))


def read_recording(path):
    """The samples of a raw recording, whole ones only."""
    data = path.read_bytes()
    return np.frombuffer(data[: len(data) // 4 * 4], np.float32)


def test_what_is_played_is_what_was_mixed(server, output, tmp_path):
    """Twenty seconds on the monitor are the mixed samples: every word, in place, without a gap or a drift."""
    session = Session(every_second_something_else(20))
    recorder = server.record(tmp_path / "monitor.raw")
    time.sleep(0.5)
    output.start(session.pull, session.notice)
    assert session.pulls == [] or session.pulls[0][1] == 0
    time.sleep(20.5)
    output.close()
    time.sleep(0.5)
    recorder.terminate()
    recorder.wait()
    recording = read_recording(tmp_path / "monitor.raw").astype(float)
    quarter = RATE // 4
    begins = range(0, 20 * RATE, quarter)
    start, _ = place(session.mixer.read(0, quarter), recording)
    earliest = start - 2 * BUFFER
    places = [
        place(session.mixer.read(begin, quarter), recording[earliest + begin :][: quarter + 4 * BUFFER])
        for begin in begins
    ]
    offsets = [found for found, _ in places]
    damaged = [alike for _, alike in places if alike < 0.999]
    pulls = session.pulls[1:]
    pace = sum(frames for *_, frames in pulls[1:]) / (pulls[-1][0] - pulls[0][0])
    assert session.said == []
    assert len(damaged) <= 1, "a machine that is busy with something else may damage one quarter of a second"
    assert max(offsets) - min(offsets) < BUFFER
    assert pace == pytest.approx(RATE, rel=0.002)


def test_the_last_samples_are_heard(server, output, tmp_path):
    """Closing lets the device play what it had pulled."""
    random = np.random.default_rng(2)
    played = []
    recorder = server.record(tmp_path / "monitor.raw")
    time.sleep(0.5)

    def pull(frames):
        played.append(random.uniform(-0.3, 0.3, frames).astype(np.float32))
        return played[-1]

    output.start(pull, pytest.fail)
    time.sleep(1.0)
    output.close()
    time.sleep(0.5)
    recorder.terminate()
    recorder.wait()
    _, alike = place(played[-1].astype(float), read_recording(tmp_path / "monitor.raw").astype(float))
    assert alike > 0.99


def test_a_server_that_dies_and_comes_back(server, output, tmp_path):
    """Killed in mid-play: noticed within about a second, the pace kept, no sample lost; back: heard again."""
    session = Session(every_second_something_else(40))
    output.start(session.pull, session.notice)
    time.sleep(2.0)
    server.kill()
    killed = time.monotonic()
    gone = session.wait_for(GONE, 3.0)
    time.sleep(3.0)
    pace = session.frames_between(gone + 0.5, gone + 2.5) / 2.0
    server.start()
    recorder = server.record(tmp_path / "monitor.raw")
    back = session.wait_for(BACK, 9.0)
    time.sleep(4.0)
    output.close()
    recorder.terminate()
    recorder.wait()
    assert gone - killed < 1.5
    assert pace == pytest.approx(RATE, rel=0.02)
    consecutive = [first for _, first, _ in session.pulls]
    lengths = [frames for *_, frames in session.pulls]
    assert consecutive == np.cumsum([0, *lengths[:-1]]).tolist()
    resumed = next(first for moment, first, _ in session.pulls if moment >= back + 0.5)
    _, alike = place(
        session.mixer.read(resumed, RATE), read_recording(tmp_path / "monitor.raw").astype(float)
    )
    assert alike > 0.99
    assert [said for _, said in session.said] == [GONE, BACK]


def test_a_server_that_hangs_and_wakes_up(server, output):
    """Stopped, then continued: the pace is kept meanwhile, and the old device, awake again, pulls nothing."""
    session = Session(every_second_something_else(40))
    output.start(session.pull, session.notice)
    time.sleep(1.0)
    server.signal(signal.SIGSTOP)
    stopped = time.monotonic()
    gone = session.wait_for(GONE, 3.0)
    time.sleep(6.0)
    pace = session.frames_between(gone + 0.5, gone + 5.5) / 5.0
    server.signal(signal.SIGCONT)
    back = session.wait_for(BACK, 9.0)
    time.sleep(2.0)
    after = session.frames_between(back + 0.5, back + 1.5)
    output.close()
    pulled = len(session.pulls)
    time.sleep(0.5)
    assert gone - stopped < 1.5
    assert pace == pytest.approx(RATE, rel=0.02)
    assert after == pytest.approx(RATE, abs=2 * BUFFER)
    assert len(session.pulls) == pulled


def test_the_process_ends_while_the_server_hangs(server, tmp_path):
    """A session whose sound server hangs can still be left: its process ends by itself, with exit code 0."""
    code = (
        "import os, signal, sys, time, numpy\n"
        "from pathlib import Path\n"
        "from coach.clock import SystemClock\n"
        "from coach.home import Home\n"
        "from coach.sound.open import open_output\n"
        "output = open_output(Home(*[Path(sys.argv[1])] * 4), mute=False, fast=False, clock=SystemClock())\n"
        "output.start(lambda frames: numpy.zeros(frames, 'float32'), print)\n"
        "os.kill(int(sys.argv[2]), signal.SIGSTOP)\n"
        "time.sleep(1.5)\n"
        "output.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(server.process.pid)],
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{GONE}\n", "")


@pytest.mark.usefixtures("server")
def test_opening_again_and_again_leaks_nothing():
    """Twenty devices opened and closed leave no descriptor behind: miniaudio alone would leave five each."""

    def descriptors():
        return len(list(Path("/proc/self/fd").iterdir()))

    open_device(lambda frames: bytes(4 * frames)).close()
    before = descriptors()
    for _ in range(20):
        open_device(lambda frames: bytes(4 * frames)).close()
    assert descriptors() == before


@pytest.mark.usefixtures("server")
def test_the_probe_finds_the_device(tmp_path):
    """`coach doctor` is told the sound library and the device's name."""
    assert probe(Home(*[tmp_path] * 4), SystemClock()) == Probe("PulseAudio", ("Null Output",))


def test_the_probe_is_not_held_up_by_a_server_that_hangs(server, tmp_path):
    """`coach doctor` says so within its time."""
    server.signal(signal.SIGSTOP)
    begin = time.monotonic()
    found = probe(Home(*[tmp_path] * 4), SystemClock(), seconds=1.0)
    took = time.monotonic() - begin
    server.signal(signal.SIGCONT)
    time.sleep(0.5)  # let the thread that was left behind end before its server does
    assert (took < 1.5, found.audible) == (True, False)
