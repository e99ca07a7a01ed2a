"""The switch between a device and the pacer, in virtual time."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest

from coach.home import Home
from coach.sound.audio_log import AudioLog
from coach.sound.device import DeviceFailover
from coach.testing import FakeClock

GONE = "The sound device was lost. The session continues silently, at the right pace."
NONE = "No sound device was found. The session continues as text, at the right pace."
BACK = "The sound device is back, and so is the sound."


class FakeDevice:
    """A device that pulls when the test says so, and keeps what it played."""

    latency = 0.04
    keeps_time = True

    def __init__(self, block):
        self.block = block
        self.played = []
        self.closed = False

    def pull(self, frames=1_920):
        self.played.append(np.frombuffer(self.block(frames), np.float32))

    def heard(self):
        """What it played, without the silence before and after."""
        return np.trim_zeros(np.concatenate(self.played)).tolist()

    def close(self):
        self.closed = True


class Room:
    """A session's samples (1, 2, 3 and so on), a clock, and the devices that were opened in it."""

    is_resting = False

    def __init__(self, tmp_path):
        self.changed = Event()
        self.clock = FakeClock()
        self.log = AudioLog(Home(*[tmp_path] * 4), self.clock)
        self.devices = []
        self.there = True
        self.pulls = True
        self.notices = []
        self.pulled = 0
        self.blocks = []
        self.fails = False
        self.failover = DeviceFailover(self.open_for, self.clock, self.log)
        self.failover.use(self, self.notices.append)

    def pull(self, frames):
        if self.fails:
            raise ValueError("an error in what supplies the samples")
        first = self.pulled + 1
        self.pulled += frames
        self.blocks.append(frames)
        return np.arange(first, first + frames, dtype=np.float32)

    def ahead(self, start, frames, _heard_at):
        first = self.pulled + 1 + start
        return np.arange(first, first + frames, dtype=np.float32)

    def open_for(self, connection):
        connection.open(self.open)

    def open(self, block):
        if not self.there:
            raise OSError("no such device")
        self.devices.append(FakeDevice(block))
        return self.devices[-1]

    def go(self, seconds):
        """Let that many seconds pass: a step every 20 ms, a pull of the newest device every 40."""
        for tick in range(round(seconds / 0.02)):
            self.clock.advance(0.02)
            if tick % 2 and self.pulls and self.devices and not self.devices[-1].closed:
                self.devices[-1].pull()
            self.failover.step()
        return self


@pytest.fixture
def room(tmp_path):
    """A room with a device."""
    return Room(tmp_path)


def test_a_device_plays_silence_until_it_is_steady(room):
    """Nothing is pulled before the steady state; from then on the samples come from the first one on."""
    room.go(0.3)
    assert (room.failover.is_consuming, room.pulled) == (False, 0)
    room.go(1.0)
    assert (room.failover.is_audible, room.notices) == (True, [])
    heard = room.devices[0].heard()
    assert heard == list(range(1, room.pulled + 1))
    assert room.pulled > 40_000


def test_without_a_device_the_pace_is_right(room):
    """One sentence reports it, and 48,000 samples are consumed in each second."""
    room.there = False
    room.go(0.1)
    assert (room.failover.is_consuming, room.failover.is_audible) == (True, False)
    before = room.pulled
    room.go(60.0)
    assert (room.pulled - before, room.notices) == (60 * 48_000, [NONE])


def test_a_lost_device_is_followed_from_that_very_sample(room):
    """A device that falls silent is replaced within a second by the pacer, no sample twice or left out."""
    room.go(2.0)
    room.pulls = room.there = False
    heard = room.devices[0].heard()
    before = room.pulled
    room.go(1.0)
    assert room.notices == []
    room.go(0.06)
    assert (heard[-1], room.notices) == (before, [GONE])
    assert room.devices[0].closed
    room.go(10.0)
    assert room.pulled - before == pytest.approx(10 * 48_000, abs=3 * 960)
    assert room.blocks[-1] == 960


def test_a_device_that_comes_back_goes_on_from_that_very_sample(room):
    """Once steady again it plays on where the pacer had got to."""
    room.go(2.0)
    room.pulls = room.there = False
    room.go(7.0)
    room.pulls = room.there = True
    before = room.pulled
    room.go(6.0)
    assert (room.notices, len(room.devices)) == ([GONE, BACK], 2)
    heard = room.devices[1].heard()
    assert heard == list(range(int(heard[0]), room.pulled + 1))
    assert heard[0] > before


def test_a_zombie_gets_silence_and_takes_nothing(room):
    """A device that was given up and wakes up later plays silence and consumes nothing."""
    room.go(2.0)
    room.pulls = room.there = False
    room.go(2.0)
    zombie, before = room.devices[0], room.pulled
    zombie.played.clear()
    for _ in range(5):
        zombie.pull()
    assert (zombie.heard(), room.pulled) == ([], before)


def test_a_fault_on_the_audio_thread_ends_as_a_lost_device(room):
    """A fault raises nothing into C, plays silence, reaches the log, and switches to the pacer."""
    room.go(2.0)
    room.there, room.fails = False, True
    device = room.devices[0]
    device.played.clear()
    device.pull()
    assert device.heard() == []
    room.fails = False
    room.go(0.04)
    assert (room.notices, device.closed) == ([GONE], True)
    assert "ValueError: an error in what supplies the samples" in room.log.path.read_text()
    before = room.pulled
    assert room.go(1.0).pulled - before == 48_000


@pytest.mark.parametrize("wrong", [np.zeros(10, np.float32), np.zeros(1_920, np.float64), None, [0.0]])
def test_samples_of_the_wrong_kind_are_such_a_fault(room, wrong):
    """Too few, too wide, or no samples at all: silence, a line in the log, and no exception."""
    room.go(2.0)
    room.there = False
    played = room.devices[0]
    played.played.clear()
    room.pull = lambda _frames: wrong
    played.pull()
    assert (len(played.played[0]), played.heard()) == (1_920, [])


def test_a_fault_in_the_pacer_does_not_stop_the_clock(room):
    """Where pulling raises, time goes on, and so does the session once that is fixed."""
    room.there = False
    room.go(1.0)
    room.fails = True
    room.go(1.0)
    room.fails = False
    before = room.pulled
    assert room.go(1.0).pulled - before == 48_000


def test_a_notice_that_raises_does_not_stop_the_sound(room):
    """The callback that shows a sentence may fail."""
    room.there = False

    def fail(_sentence):
        raise RuntimeError("the screen is gone")

    room.failover._notice = fail
    room.go(1.0)
    assert room.pulled > 40_000
    assert "the screen is gone" in room.log.path.read_text()


def test_after_the_end_nothing_is_pulled(room):
    """A device that is still open plays silence, then is closed."""
    room.go(2.0)
    room.failover.stop_pulling()
    before = room.pulled
    room.devices[0].played.clear()
    room.devices[0].pull()
    assert (room.devices[0].heard(), room.pulled) == ([], before)
    room.failover.close_device()
    assert room.devices[0].closed


def test_checks_are_rare_while_a_device_is_used(room):
    """Ten a second beside a device; with the pacer one for each block."""
    room.go(2.0)
    assert room.failover.step() == 0.1
    room.pulls = room.there = False
    room.go(2.0)
    assert 0 <= room.failover.step() < 0.021
