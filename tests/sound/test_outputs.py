"""The outputs' threads: device, paced and flat-out keep the same promises."""

from __future__ import annotations

import subprocess
import sys
from threading import Event, Thread
from threading import enumerate as enumerate_threads

import numpy as np
import pytest

from coach.home import Home
from coach.sound.audio_log import AudioLog
from coach.sound.device import DeviceOutput
from coach.sound.flat import FlatOutput
from coach.sound.open import open_output
from coach.sound.paced import PacedOutput
from coach.testing import FakeClock


class Source:
    """Gives silence, counts it, and says when enough of it was pulled."""

    def __init__(self, enough):
        self.enough = enough
        self.blocks = []
        self.count = 0
        self.full = Event()
        self.fails = 0

    def pull(self, frames):
        if self.fails:
            self.fails -= 1
            raise ValueError("a fault of who gives the samples")
        self.blocks.append(frames)
        self.count += frames
        if self.count >= self.enough:
            self.full.set()
        return np.zeros(frames, np.float32)


class RestlessDevice:
    """Pulls 40 ms at a time as fast as it can, on its own thread, and lets the clock go with it.

    It goes on after it was closed, until `leave`: whoever closes it must not rely on its silence.
    """

    def __init__(self, clock):
        self.clock = clock
        self.left = Event()
        self.closed = Event()
        self.after_closing = Event()

    def open(self, block):
        self.thread = Thread(target=self.play, args=(block,))
        self.thread.start()
        return self

    def play(self, block):
        while not self.left.wait(0.001):
            closed = self.closed.is_set()
            self.clock.advance(0.04)
            block(1_920)
            if closed:
                self.after_closing.set()

    def close(self):
        self.closed.set()

    def leave(self):
        self.left.set()
        self.thread.join()


def running():
    """The names of the threads that run."""
    return {thread.name for thread in enumerate_threads()}


@pytest.fixture
def log(tmp_path):
    """A log in a folder of its own."""
    return AudioLog(Home(*[tmp_path] * 4), FakeClock())


def test_flat_out_consumes_blocks_until_closed(log):
    """A hundred minutes are gone in a moment; after `close` nothing is pulled."""
    source = Source(100 * 60 * 48_000)
    output = FlatOutput(log, block_frames=480_000)
    output.start(source.pull, pytest.fail)
    assert source.full.wait(10)
    output.close()
    assert (set(source.blocks), "coach-flat" in running()) == ({480_000}, False)


def test_flat_out_outlives_a_fault(log):
    """A fault of who gives the samples is noted, and the next block is asked for."""
    source = Source(48_000)
    source.fails = 2
    output = FlatOutput(log)
    output.start(source.pull, pytest.fail)
    assert source.full.wait(10)
    output.close()
    assert log.path.read_text().count("ValueError: a fault of who gives the samples") == 2


def test_paced_consumes_an_hour_in_an_hour(tmp_path):
    """Sleeping a little too long each time, it has consumed an hour, to the block, when an hour is over."""
    clock = FakeClock()
    begin = clock.monotonic()
    source = Source(10**12)
    an_hour = Event()
    ended = Event()

    def sleep(seconds):
        clock.advance(min(seconds + 0.0037, begin + 3_600 - clock.monotonic()))
        if clock.monotonic() >= begin + 3_600 and source.count >= 3_600 * 48_000:
            an_hour.set()
            ended.wait(10)

    output = PacedOutput(clock, AudioLog(Home(*[tmp_path] * 4), clock), sleep)
    output.start(source.pull, pytest.fail)
    assert an_hour.wait(30)
    closer = Thread(target=output.close)
    closer.start()
    ended.set()
    closer.join(10)
    assert (source.count, set(source.blocks)) == (3_600 * 48_000, {960})


def test_paced_outlives_a_fault(log):
    """A fault of who gives the samples is noted, and time goes on."""
    clock = FakeClock()
    source = Source(48_000)
    source.fails = 2
    output = PacedOutput(clock, log, clock.advance)
    output.start(source.pull, pytest.fail)
    assert source.full.wait(10)
    output.close()
    assert log.path.read_text().count("ValueError: a fault of who gives the samples") == 2


def test_the_device_output_starts_once_a_device_is_steady(log):
    """`start` returns when the device carries; `close` when nothing will ever be pulled again."""
    clock = FakeClock()
    source = Source(48_000)
    device = RestlessDevice(clock)
    output = DeviceOutput(device.open, clock, log)
    output.start(source.pull, pytest.fail)
    assert source.full.wait(10)
    output.close()
    count = source.count
    assert device.after_closing.wait(10)
    device.leave()
    assert (source.count, set(source.blocks), "coach-sound" in running()) == (count, {1_920}, False)


def test_the_device_output_starts_without_a_device(log):
    """`start` returns as soon as it is known that there is none; one sentence says so."""
    notices = []

    def fail(_block):
        raise OSError("no such device")

    output = DeviceOutput(fail, FakeClock(), log)
    output.start(Source(1).pull, notices.append)
    output.close()
    assert notices == ["No sound device was found: the session goes on with text at the right pace."]


@pytest.mark.parametrize("start", [True, False])
def test_closing_twice_or_unstarted_is_harmless(log, start):
    """`close` may be called on any path out of a session."""
    clock = FakeClock()
    device = RestlessDevice(clock)
    outputs = [
        FlatOutput(log),
        PacedOutput(clock, log, clock.advance),
        DeviceOutput(device.open, clock, log),
    ]
    for output in outputs:
        if start:
            output.start(Source(1).pull, pytest.fail)
        output.close()
        output.close()
    if start:
        device.leave()


@pytest.mark.parametrize(
    ("mute", "fast", "kind"),
    [
        (False, False, DeviceOutput),
        (True, False, PacedOutput),
        (False, True, FlatOutput),
        (True, True, FlatOutput),
    ],
)
def test_the_output_is_chosen_by_what_was_asked(tmp_path, mute, fast, kind):
    """Flat out when fast, our own pace when mute, else the device; nothing is opened or made yet."""
    home = Home(*[tmp_path / "home"] * 4)
    assert type(open_output(home, mute=mute, fast=fast, clock=FakeClock())) is kind
    assert not (tmp_path / "home").exists()


def test_choosing_loads_no_audio_library():
    """The libraries are loaded when a device is opened, not when an output is chosen."""
    code = (
        "import sys; from coach.clock import SystemClock; from coach.home import find_home\n"
        "from coach.sound.open import open_output\n"
        "open_output(find_home(), mute=False, fast=False, clock=SystemClock())\n"
        "print(sorted({'numpy', 'miniaudio', 'soundfile'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
