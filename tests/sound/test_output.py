"""The outputs' threads: device, paced and flat-out keep the same promises."""

from __future__ import annotations

import subprocess
import sys
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.home import Home
from coach.sound.audio_log import AudioLog
from coach.sound.device import DeviceOutput
from coach.sound.open import open_output
from coach.sound.output import FastOutput, PacedOutput, Pacer
from coach.testing import FakeClock, FakeOutput


class Source:
    """Gives silence, counts it, and says when enough of it was pulled."""

    def __init__(self, enough):
        self.enough = enough
        self.blocks = []
        self.count = 0
        self.full = Event()
        self.changed = Event()
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

    def ahead(self, _start, frames, _heard_at):
        return np.zeros(frames, np.float32)


class RestlessDevice:
    """Pulls 40 ms at a time as fast as it can, on its own thread, and lets the clock go with it.

    It goes on after it was closed, until `leave`: whoever closes it must not rely on its silence.
    """

    latency = 0.04
    keeps_time = True

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
    output = FastOutput(log, block_frames=480_000)
    output.start(source, pytest.fail)
    assert source.full.wait(60)
    output.close()
    assert (set(source.blocks), "coach-unheard" in running()) == ({480_000}, False)


def test_flat_out_outlives_a_fault(log):
    """An error in the source of samples is logged, and the next block is pulled."""
    source = Source(48_000)
    source.fails = 2
    output = FastOutput(log)
    output.start(source, pytest.fail)
    assert source.full.wait(60)
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
            ended.wait(60)

    output = PacedOutput(clock, AudioLog(Home(*[tmp_path] * 4), clock), sleep)
    output.start(source, pytest.fail)
    assert an_hour.wait(60)
    closer = Thread(target=output.close)
    closer.start()
    ended.set()
    closer.join(10)
    assert (source.count, set(source.blocks)) == (3_600 * 48_000, {960})


def test_paced_outlives_a_fault(log):
    """An error in the source of samples is logged, and time goes on."""
    clock = FakeClock()
    source = Source(48_000)
    source.fails = 2
    output = PacedOutput(clock, log, clock.advance)
    output.start(source, pytest.fail)
    assert source.full.wait(60)
    output.close()
    assert log.path.read_text().count("ValueError: a fault of who gives the samples") == 2


def test_the_device_output_starts_once_a_device_is_steady(log):
    """`start` returns when the device carries; `close` when nothing will ever be pulled again."""
    clock = FakeClock()
    source = Source(48_000)
    device = RestlessDevice(clock)
    output = DeviceOutput(device.open, clock, log)
    output.start(source, pytest.fail)
    assert source.full.wait(60)
    output.close()
    count = source.count
    assert device.after_closing.wait(60)
    device.leave()
    assert (source.count, set(source.blocks), "coach-sound" in running()) == (count, {1_920}, False)


def test_the_device_output_starts_without_a_device(log):
    """`start` returns as soon as it is known that there is none; one sentence says so."""
    notices = []

    def fail(_block):
        raise OSError("no such device")

    output = DeviceOutput(fail, FakeClock(), log)
    output.start(Source(1), notices.append)
    output.close()
    assert notices == ["No sound device was found. The session continues as text, at the right pace."]


@pytest.mark.parametrize("start", [True, False])
def test_closing_twice_or_unstarted_is_harmless(log, start):
    """`close` may be called on any path out of a session."""
    clock = FakeClock()
    device = RestlessDevice(clock)
    outputs = [
        FastOutput(log),
        PacedOutput(clock, log, clock.advance),
        DeviceOutput(device.open, clock, log),
    ]
    for output in outputs:
        if start:
            output.start(Source(1), pytest.fail)
        output.close()
        output.close()
    if start:
        device.leave()


@pytest.mark.parametrize(
    ("mute", "fast", "kind"),
    [
        (False, False, DeviceOutput),
        (True, False, PacedOutput),
        (False, True, FastOutput),
        (True, True, FastOutput),
    ],
)
def test_the_output_is_chosen_by_what_was_asked(tmp_path, mute, fast, kind):
    """Flat out when fast, our own pace when mute, else the device; nothing is opened or made yet."""
    home = Home(*[tmp_path / "home"] * 4)
    assert type(open_output(home, mute=mute, fast=fast, clock=FakeClock())) is kind
    assert not (tmp_path / "home").exists()


@pytest.mark.real
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


START = 1_000.0


def consumed_at(moments):
    """The frames consumed after each of those seconds, counted from the start."""
    blocks = []
    pacer = Pacer(START)
    counts = []
    for moment in moments:
        pacer.catch_up(START + moment, blocks.append)
        counts.append(sum(blocks))
    return counts


def test_nothing_is_due_before_its_time():
    """A block is consumed when its 20 ms are over, not earlier."""
    assert consumed_at([0.0, 0.019, 0.02, 0.039, 0.04, 0.1]) == [0, 0, 960, 960, 1_920, 4_800]


def test_blocks_are_those_of_a_device():
    """A late call catches up in blocks of 960 frames."""
    blocks = []
    Pacer(START).catch_up(START + 0.07, blocks.append)
    assert blocks == [960, 960, 960]


@given(st.lists(st.floats(0.001, 0.9), min_size=1, max_size=60))
def test_late_calls_never_drift(sleeps):
    """However raggedly it is called, exactly the blocks whose time is over are consumed."""
    now = 0.0
    moments = [now := now + sleep for sleep in sleeps]
    expected = [int(moment / 0.02 + 1e-4) * 960 for moment in moments]
    assert consumed_at(moments) == expected


def test_an_hour_is_an_hour():
    """After an hour of sleeps that are each a little too long, 172,800,000 frames are consumed."""
    blocks = []
    pacer = Pacer(START)
    for tick in range(int(3_600 / 0.0237) + 1):
        pacer.catch_up(START + tick * 0.0237, blocks.append)
    pacer.catch_up(START + 3_600, blocks.append)
    assert sum(blocks) == 3_600 * 48_000


def test_a_stop_skips_nothing():
    """A process that was stopped for ten seconds goes on from the same sample, at the same pace."""
    assert consumed_at([0.5, 10.5, 10.52, 10.6]) == [24_000, 24_000, 24_960, 28_800]


def test_what_raises_counts_as_consumed():
    """An error in the source of samples does not stop the clock."""

    def fail(_frames):
        raise ValueError

    pacer = Pacer(START)
    for moment in (0.02, 0.04):
        try:
            pacer.catch_up(START + moment, fail)
        except ValueError:
            continue
    blocks = []
    pacer.catch_up(START + 0.06, blocks.append)
    assert blocks == [960]


def test_it_knows_how_long_to_sleep():
    """The next block is due 20 ms after the last one was, however late it came."""
    pacer = Pacer(START)
    pacer.catch_up(START + 0.05, lambda _frames: None)
    assert round(pacer.until_next(START + 0.05), 6) == 0.01
    assert pacer.until_next(START + 0.07) == 0.0


def test_it_pulls_in_blocks_and_keeps_every_sample():
    """A tenth of a second is pulled in blocks of the given size, the last as short as it must be."""
    asked = []

    def pull(frames):
        asked.append(frames)
        return np.full(frames, len(asked), np.float32)

    output = FakeOutput(block_frames=2_000)
    output.start(SimpleNamespace(pull=pull), pytest.fail)
    played = output.play(0.1)
    assert asked == [2_000, 2_000, 800]
    assert output.samples.tolist() == played.tolist() == [1.0] * 2_000 + [2.0] * 2_000 + [3.0] * 800


def test_it_reports_a_lost_device():
    """`lose_device` passes its sentence to the session, and samples continue."""
    reported = []
    output = FakeOutput()
    output.start(Source(10**6), reported.append)
    output.lose_device("The sound device is gone.")
    assert (reported, len(output.play(1.0))) == (["The sound device is gone."], 48_000)


def test_it_ends_when_it_is_closed_while_playing():
    """A session that closes its output from a command is not pulled again."""
    output = FakeOutput()

    def pull(frames):
        output.close()
        return np.zeros(frames, np.float32)

    output.start(SimpleNamespace(pull=pull), pytest.fail)
    assert (len(output.play(1.0)), output.closed) == (960, True)


def test_it_refuses_what_a_device_could_not_play():
    """Too few samples, another type, or playing unstarted or closed is the test's own fault, and said."""
    output = FakeOutput()
    with pytest.raises(RuntimeError, match="never started"):
        output.play(1.0)
    output.start(SimpleNamespace(pull=lambda _frames: np.zeros(3, np.float32)), pytest.fail)
    with pytest.raises(RuntimeError, match="960 frames were asked for"):
        output.play(1.0)
    output.close()
    with pytest.raises(RuntimeError, match="is closed"):
        output.play(1.0)
