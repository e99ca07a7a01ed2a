"""The handing over of samples between a device and our own pace, in virtual time."""

from __future__ import annotations

from threading import Event, Thread

import numpy as np
import pytest

from coach.home import Home
from coach.sound.audio_log import AudioLog
from coach.sound.device import Attempt, PullLease, Supervisor
from coach.sound.watchdog import Run
from coach.testing import FakeClock

GONE = "The sound device is gone; going on in silence, at the right pace, until one is back."
NONE = "No sound device was found: the session goes on with text at the right pace."
BACK = "There is a sound device again; going on aloud."


class FakeDevice:
    """A device that pulls when the test says so, and keeps what it played."""

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

    def __init__(self, tmp_path):
        self.clock = FakeClock()
        self.log = AudioLog(Home(*[tmp_path] * 4), self.clock)
        self.devices = []
        self.there = True
        self.pulls = True
        self.notices = []
        self.pulled = 0
        self.blocks = []
        self.fails = False
        self.supervisor = Supervisor(self.pull, self.notices.append, self.ask, self.clock, self.log)

    def pull(self, frames):
        if self.fails:
            raise ValueError("a fault of who gives the samples")
        first = self.pulled + 1
        self.pulled += frames
        self.blocks.append(frames)
        return np.arange(first, first + frames, dtype=np.float32)

    def ask(self, attempt):
        attempt.ask(self.open)

    def open(self, block):
        if not self.there:
            raise OSError("no such device")
        self.devices.append(FakeDevice(block))
        return self.devices[-1]

    def go(self, seconds):
        """Let that many seconds go by: a step every 20 ms, a pull of the newest device every 40."""
        for tick in range(round(seconds / 0.02)):
            self.clock.advance(0.02)
            if tick % 2 and self.pulls and self.devices and not self.devices[-1].closed:
                self.devices[-1].pull()
            self.supervisor.step()
        return self


@pytest.fixture
def room(tmp_path):
    """A room with a device."""
    return Room(tmp_path)


def test_a_device_plays_silence_until_it_is_steady(room):
    """Nothing is pulled before the steady state; from then on the samples come from the first one on."""
    room.go(0.3)
    assert (room.supervisor.carried, room.pulled) == (False, 0)
    room.go(1.0)
    assert (room.supervisor.audible, room.notices) == (True, [])
    heard = room.devices[0].heard()
    assert heard == list(range(1, room.pulled + 1))
    assert room.pulled > 40_000


def test_without_a_device_the_pace_is_right(room):
    """With one sentence, and from then on 48,000 samples a second."""
    room.there = False
    room.go(0.1)
    assert (room.supervisor.carried, room.supervisor.audible) == (True, False)
    before = room.pulled
    room.go(60.0)
    assert (room.pulled - before, room.notices) == (60 * 48_000, [NONE])


def test_a_lost_device_is_followed_from_that_very_sample(room):
    """A device that falls silent is replaced within a second by our own pace, no sample twice or left out."""
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
    """Once steady again it plays on where our own pace had come to."""
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
    """A device that was given up and wakes up later plays silence, and the samples stay whose turn it is."""
    room.go(2.0)
    room.pulls = room.there = False
    room.go(2.0)
    zombie, before = room.devices[0], room.pulled
    zombie.played.clear()
    for _ in range(5):
        zombie.pull()
    assert (zombie.heard(), room.pulled) == ([], before)


def test_a_fault_on_the_audio_thread_ends_as_a_lost_device(room):
    """It raises nothing into C, plays silence, reaches the log, and hands over to our own pace."""
    room.go(2.0)
    room.there, room.fails = False, True
    device = room.devices[0]
    device.played.clear()
    device.pull()
    assert device.heard() == []
    room.fails = False
    room.go(0.04)
    assert (room.notices, device.closed) == ([GONE], True)
    assert "ValueError: a fault of who gives the samples" in room.log.path.read_text()
    before = room.pulled
    assert room.go(1.0).pulled - before == 48_000


@pytest.mark.parametrize("wrong", [np.zeros(10, np.float32), np.zeros(1_920, np.float64), None, [0.0]])
def test_samples_of_the_wrong_kind_are_such_a_fault(room, wrong):
    """Too few, too wide, or no samples at all: silence, a note in the log, and no exception."""
    room.go(2.0)
    room.there = False
    played = room.devices[0]
    played.played.clear()
    room.supervisor._turns._pull = lambda _frames: wrong
    played.pull()
    assert (len(played.played[0]), played.heard()) == (1_920, [])


def test_a_fault_at_our_own_pace_does_not_stop_the_clock(room):
    """Where pulling raises, time goes on, and so does the session once it is mended."""
    room.there = False
    room.go(1.0)
    room.fails = True
    room.go(1.0)
    room.fails = False
    before = room.pulled
    assert room.go(1.0).pulled - before == 48_000


def test_a_notice_that_raises_does_not_stop_the_sound(room):
    """Whoever shows the sentence may fail."""
    room.there = False

    def fail(_sentence):
        raise RuntimeError("the screen is gone")

    room.supervisor._notice = fail
    room.go(1.0)
    assert room.pulled > 40_000
    assert "the screen is gone" in room.log.path.read_text()


def test_after_the_end_nothing_is_pulled(room):
    """A device that is still open plays silence, then is closed."""
    room.go(2.0)
    room.supervisor.stop_pulling()
    before = room.pulled
    room.devices[0].played.clear()
    room.devices[0].pull()
    assert (room.devices[0].heard(), room.pulled) == ([], before)
    room.supervisor.let_go()
    assert room.devices[0].closed


def test_looks_are_rare_while_a_device_carries(room):
    """Ten a second beside a device; at our own pace one for each block."""
    room.go(2.0)
    assert room.supervisor.step() == 0.1
    room.pulls = room.there = False
    room.go(2.0)
    assert 0 <= room.supervisor.step() < 0.021


class ClosingDevice:
    """A device that says when it was closed, and can hang at that."""

    def __init__(self, leave):
        self.leave = leave
        self.closed = Event()

    def close(self):
        self.leave.wait(60)
        self.closed.set()


@pytest.fixture
def device():
    """A device that closes at once."""
    leave = Event()
    leave.set()
    return ClosingDevice(leave)


@pytest.fixture
def attempt(tmp_path):
    """An attempt of a session that has nothing to say."""
    clock = FakeClock()
    return Attempt(PullLease(lambda frames: b"x" * frames), clock, AudioLog(Home(*[tmp_path] * 4), clock))


def test_it_opens(attempt, device):
    """A device that opens is open, and has not pulled."""
    assert attempt.state == "pending"
    attempt.ask(lambda _block: device)
    assert (attempt.state, attempt.run) == ("open", None)


def test_it_fails(attempt, tmp_path):
    """Whatever the library raises, the attempt has failed, and the log says why."""

    def fail(_block):
        raise RuntimeError("failed to init device")

    attempt.ask(fail)
    assert attempt.state == "failed"
    assert "failed to init device" in (tmp_path / "logs" / "audio.log").read_text()


def test_pulls_are_noted(attempt):
    """Each pull is silence without a turn, and part of the run."""
    assert attempt.block(3) == bytes(12)
    assert attempt.run == Run(1_000.0, 1_000.0)


def test_a_first_pull_that_breaks_it_is_not_forgotten(attempt, device):
    """A device that opens after its callback raised is broken, not open."""

    def open_and_pull(block):
        attempt.turn = attempt._turns.next()
        block(3)
        return device

    attempt.ask(open_and_pull)
    assert attempt.state == "broken"


def test_a_device_given_up_is_closed(attempt, device):
    """Giving up closes it, on a thread of its own."""
    attempt.ask(lambda _block: device)
    assert attempt.give_up().wait(60)
    assert device.closed.is_set()


def test_a_device_that_opens_too_late_is_closed(attempt, device):
    """Given up while it was still being opened, it is closed as soon as it is there."""
    assert attempt.give_up().is_set()
    attempt.ask(lambda _block: device)
    assert (device.closed.is_set(), attempt.state) == (True, "pending")


def test_a_close_that_hangs_holds_nobody_up(attempt):
    """Giving up returns while the device still hangs, and says when it is done."""
    leave = Event()
    device = ClosingDevice(leave)
    attempt.ask(lambda _block: device)
    closed = attempt.give_up()
    assert not closed.is_set()
    leave.set()
    assert closed.wait(60)


def test_a_close_that_raises_is_noted(attempt, tmp_path):
    """A library that fails at closing shows no traceback to the person; the log has it."""

    class Stubborn:
        def close(self):
            raise RuntimeError("cannot be closed")

    attempt.ask(lambda _block: Stubborn())
    assert attempt.give_up().wait(60)
    assert "cannot be closed" in (tmp_path / "logs" / "audio.log").read_text()


def test_asking_does_not_block(attempt, device):
    """`begin` returns while the device is still being opened."""
    leave, opened = Event(), Event()

    def slowly(_block):
        leave.wait(60)
        opened.set()
        return device

    attempt.begin(slowly)
    assert attempt.state == "pending"
    leave.set()
    assert opened.wait(60)


def test_what_one_took_last_the_next_goes_on_from():
    """Consumers in turn get consecutive frames; one whose turn is over gets nothing and takes nothing."""
    taken = []
    turns = PullLease(lambda frames: taken.append(frames) or frames)
    first = turns.next()
    assert turns.pull(first, 1) == 1
    second = turns.next()
    assert turns.pull(first, 2) is None
    assert turns.pull(second, 3) == 3
    assert taken == [1, 3]


def test_without_a_turn_there_is_nothing():
    """Who was never given a turn gets nothing, also before the first turn."""
    turns = PullLease(lambda frames: frames)
    assert turns.pull(None, 1) is None
    turns.next()
    assert turns.pull(None, 1) is None


def test_a_turn_passes_on_only_between_pulls():
    """While a pull is under way the next turn waits, so that no two are ever inside."""
    inside, leave, passed = Event(), Event(), Event()

    def pull(frames):
        inside.set()
        leave.wait(60)
        return frames

    turns = PullLease(pull)
    turn = turns.next()
    puller = Thread(target=turns.pull, args=(turn, 1))
    puller.start()
    inside.wait(60)
    passer = Thread(target=lambda: (turns.next(), passed.set()))
    passer.start()
    assert not passed.wait(0.05)
    leave.set()
    assert passed.wait(60)
    puller.join()
    passer.join()


def test_a_fault_does_not_lock_anybody_out():
    """After a pull that raised, turns pass on as before."""

    def pull(frames):
        if frames == 1:
            raise ValueError
        return frames

    turns = PullLease(pull)
    turn = turns.next()
    try:
        turns.pull(turn, 1)
    except ValueError:
        turn = turns.next()
    assert turns.pull(turn, 2) == 2
