"""The device output on a real sound server: a private PulseAudio with a null sink, its monitor recorded."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import numpy as np
import pytest

import pulse_server
from audio_analysis import RATE, place
from coach.clock import SystemClock
from coach.home import Home
from coach.sound.mixer import Mixer
from coach.sound.open import open_device, open_output
from coach.sound.probe import ProbeResult, probe_sound
from coach.timeline.model import Cue, Timeline
from coach.voice.voice import Clip
from stall_detector import StallDetector

BUFFER = 1_920
ALIKE = 0.99
"""From here on two pieces of sound are the same (1), as far as the server's own mixing goes."""
NEAR = 0.5
"""Seconds: so near in time a stall of the machine's explains a break in ours."""
GONE = "The sound device was lost. The session continues silently, at the right pace."
BACK = "The sound device is back, and so is the sound."

pytestmark = pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING)


class Silence:
    """Feeds a device with silence."""

    is_resting = False

    def __init__(self):
        self.changed = Event()

    def __call__(self, frames):
        return bytes(4 * frames)

    def ahead(self, _start, frames, _heard_at):
        return bytes(4 * frames)


class Session:
    """Pulls a timeline's samples in order, and notes when which were pulled, and what was said."""

    is_resting = False

    def __init__(self, mixer):
        self.mixer = mixer
        self.pulls = []
        self.said = []
        self.changed = Event()

    def pull(self, frames):
        first = self.pulls[-1][1] + self.pulls[-1][2] if self.pulls else 0
        self.pulls.append((time.monotonic(), first, frames))
        return self.mixer.read(first, frames)

    def ahead(self, start, frames, _heard_at):
        first = self.pulls[-1][1] + self.pulls[-1][2] if self.pulls else 0
        return self.mixer.read(first + start, frames)

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


@contextmanager
def at(server):
    """That server running, and our own process pointed at it."""
    with pytest.MonkeyPatch.context() as patch, server:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield server
        server.process.send_signal(signal.SIGCONT)


@pytest.fixture
def server():
    """A running server with one sink, and our own process pointed at it."""
    with at(pulse_server.PulseServer()) as running:
        yield running


@pytest.fixture
def watched():
    """The same with a second sink, for a plain stream beside ours."""
    with at(pulse_server.PulseServer(("coach_test", "plain"))) as running:
        yield running


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


def breaks(session, heard, stalls):
    """The quarters of seconds that were not heard as they were mixed, though the machine did not stall.

    Without the first one: PulseAudio itself garbles the first 10 ms of a stream (also pacat's, each time),
    and a session therefore begins with silence.
    """
    recording, began = heard
    quarter = RATE // 4
    start, _ = place(session.mixer.read(0, quarter), recording[: 10 * RATE])
    earliest = start - 2 * BUFFER
    offsets, found = [], []
    for begin in range(quarter, session.mixer.frames, quarter):
        piece = session.mixer.read(begin, quarter)
        offset, alike = place(piece, recording[earliest + begin :][: quarter + 4 * BUFFER])
        moment = began + (earliest + begin + offset) / RATE
        if alike > ALIKE:
            offsets.append(offset)
        elif not any(abs(moment - stall) < NEAR for stall in stalls):
            found.append((begin / RATE, alike))
    return found, offsets


def test_what_is_played_is_what_was_mixed(watched, output):
    """Twelve seconds on the monitor are the mixed samples: every word, in place, without a gap or a drift."""
    session = Session(every_second_something_else(12))
    recording = watched.record()
    recording.wait_until_running()
    machine = StallDetector(watched, ("plain",), 20.0)
    output.start(session, session.notice)
    assert session.pulls == [] or session.pulls[0][1] == 0
    time.sleep(12.5)
    output.close()
    time.sleep(0.3)
    heard = recording.finish()
    stalls = machine.finish()
    found, offsets = breaks(session, heard, stalls)
    pulls = session.pulls[1:]
    pace = sum(frames for *_, frames in pulls[1:]) / (pulls[-1][0] - pulls[0][0])
    assert session.said == []
    assert found == [], stalls
    assert len(offsets) >= 24, "the machine stalls too often for anything to be measured"
    assert max(offsets) - min(offsets) < BUFFER
    assert pace == pytest.approx(RATE, rel=0.005)


def test_the_last_samples_are_heard(watched, output):
    """Closing lets the device play what it had pulled."""
    session = Session(every_second_something_else(20))
    recording = watched.record()
    recording.wait_until_running()
    machine = StallDetector(watched, ("plain",), 10.0)
    output.start(session, session.notice)
    time.sleep(1.7)
    closing = time.time()
    output.close()
    time.sleep(0.5)
    samples, _ = recording.finish()
    stalls = machine.finish()
    _, first, frames = session.pulls[-1]
    _, alike = place(session.mixer.read(first + frames - 960, 960), samples)
    assert alike > ALIKE or any(abs(closing - stall) < NEAR for stall in stalls), stalls


def test_a_server_that_dies_and_comes_back(watched, output):
    """Killed in mid-play: noticed, the pace kept, no sample lost; back: heard again."""
    session = Session(every_second_something_else(40))
    output.start(session, session.notice)
    time.sleep(1.5)
    watched.kill()
    killed = time.monotonic()
    gone = session.wait_for(GONE, 20.0)
    time.sleep(2.6)
    pace = session.frames_between(gone + 0.5, gone + 2.5) / 2.0
    watched.start()
    recording = watched.record()
    machine = StallDetector(watched, ("plain",), 20.0)
    back = session.wait_for(BACK, 30.0)
    heard_again = time.time()
    time.sleep(2.5)
    output.close()
    samples, _ = recording.finish()
    stalls = machine.finish()
    assert gone - killed < 10.0
    assert pace == pytest.approx(RATE, rel=0.02)
    consecutive = [first for _, first, _ in session.pulls]
    lengths = [frames for *_, frames in session.pulls]
    assert consecutive == np.cumsum([0, *lengths[:-1]]).tolist()
    resumed = next(first for moment, first, _ in session.pulls if moment >= back + 0.5)
    _, alike = place(session.mixer.read(resumed, RATE), samples)
    assert alike > ALIKE or any(0.0 < stall - heard_again < 2.5 for stall in stalls), stalls
    assert [said for _, said in session.said] == [GONE, BACK]


def test_a_server_that_hangs_and_wakes_up(server, output):
    """Stopped, then continued: the pace is kept meanwhile, and the old device, awake again, pulls nothing."""
    session = Session(every_second_something_else(40))
    output.start(session, session.notice)
    time.sleep(1.0)
    server.process.send_signal(signal.SIGSTOP)
    stopped = time.monotonic()
    gone = session.wait_for(GONE, 20.0)
    time.sleep(6.0)  # opening is tried in vain meanwhile
    pace = session.frames_between(gone + 0.5, gone + 5.5) / 5.0
    server.process.send_signal(signal.SIGCONT)
    back = session.wait_for(BACK, 30.0)
    time.sleep(1.6)
    after = session.frames_between(back + 0.5, back + 1.5)
    output.close()
    pulled = len(session.pulls)
    time.sleep(0.5)
    assert gone - stopped < 10.0
    assert pace == pytest.approx(RATE, rel=0.02)
    assert after == pytest.approx(RATE, abs=2 * BUFFER)
    assert len(session.pulls) == pulled


def test_the_process_ends_while_the_server_hangs(server, tmp_path):
    """A session whose sound server hangs can still be left: its process ends with exit code 0."""
    code = (
        "import os, signal, sys, time, numpy\n"
        "from pathlib import Path\n"
        "from coach.clock import SystemClock\n"
        "from coach.home import Home\n"
        "from coach.sound.open import open_output\n"
        "output = open_output(Home(*[Path(sys.argv[1])] * 4), mute=False, fast=False, clock=SystemClock())\n"
        "class Silence:\n"
        "    is_resting = False\n"
        "    def pull(self, frames):\n"
        "        return numpy.zeros(frames, 'float32')\n"
        "    def ahead(self, start, frames, heard_at):\n"
        "        return numpy.zeros(frames, 'float32')\n"
        "output.start(Silence(), print)\n"
        "os.kill(int(sys.argv[2]), signal.SIGSTOP)\n"
        "time.sleep(1.5)\n"
        "output.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(server.process.pid)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{GONE}\n", "")


@pytest.mark.usefixtures("server")
def test_opening_again_and_again_leaks_nothing():
    """Twenty devices opened and closed leave no descriptor behind: miniaudio alone would leave five each."""

    def descriptors():
        return len(list(Path("/proc/self/fd").iterdir()))

    open_device(Silence()).close()
    before = descriptors()
    for _ in range(20):
        open_device(Silence()).close()
    assert descriptors() == before


@pytest.mark.usefixtures("server")
def test_the_probe_finds_the_device(tmp_path):
    """`coach doctor` shows the sound library and the device's name."""
    assert probe_sound(Home(*[tmp_path] * 4), SystemClock()) == ProbeResult("PulseAudio", ("Null Output",))


def test_the_probe_is_not_held_up_by_a_server_that_hangs(server, tmp_path):
    """`coach doctor` reports it within its deadline."""
    server.process.send_signal(signal.SIGSTOP)
    begin = time.monotonic()
    found = probe_sound(Home(*[tmp_path] * 4), SystemClock(), seconds=1.0)
    took = time.monotonic() - begin
    server.process.send_signal(signal.SIGCONT)
    time.sleep(0.5)  # let the thread that was left behind end before its server does
    assert (took < 30.0, found.audible) == (True, False)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ((), True),
        ((("set-sink-mute", "@DEFAULT_SINK@", "1"),), False),
        ((("set-sink-volume", "@DEFAULT_SINK@", "0%"),), False),
        ((("set-sink-volume", "@DEFAULT_SINK@", "1%"),), True),
        ((("set-sink-input-mute", "0", "1"),), False),
        ((("set-sink-input-volume", "0", "0%"),), False),
        ((("set-sink-mute", "@DEFAULT_SINK@", "1"), ("set-sink-mute", "@DEFAULT_SINK@", "0")), True),
    ],
)
def test_a_muted_output_is_known(server, settings, expected):
    """Whether the sink or our own stream was silenced in the system's mixer, by mute or by volume 0."""
    device = open_device(Silence())
    try:
        for arguments in settings:
            server.pactl(*arguments)
        assert device.is_audible is expected
    finally:
        device.close()
