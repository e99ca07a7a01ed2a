"""The switch between a device and the pacer, in virtual time."""

from __future__ import annotations

from threading import Event, Thread

import numpy as np
import pytest

from coach.home import Home
from coach.sound.audio_log import AudioLog
from coach.sound.connection import DeviceConnection, PullLease
from coach.sound.device import DeviceFailover
from coach.sound.lookahead import LookaheadBuffer
from coach.sound.wake_noise import LEVEL, WakeNoise
from coach.sound.watchdog import PullRun
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
        self.failover = DeviceFailover(self.open_for, self.clock, self.log)
        self.failover.use(self.pull, self.notices.append)

    def pull(self, frames):
        if self.fails:
            raise ValueError("an error in what supplies the samples")
        first = self.pulled + 1
        self.pulled += frames
        self.blocks.append(frames)
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
    """It raises nothing into C, plays silence, reaches the log, and switches to the pacer."""
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
    room.failover._lease._pull = lambda _frames: wrong
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
def connection(tmp_path):
    """A connection of a session that has nothing to say."""
    clock = FakeClock()
    return DeviceConnection(
        PullLease(lambda frames: b"x" * frames), clock, AudioLog(Home(*[tmp_path] * 4), clock)
    )


def test_it_opens(connection, device):
    """A device that opens is open, and has not pulled."""
    assert connection.state == "pending"
    connection.open(lambda _block: device)
    assert (connection.state, connection.run) == ("open", None)


def test_it_fails(connection, tmp_path):
    """Whatever the library raises, the opening has failed, and the log says why."""

    def fail(_block):
        raise RuntimeError("failed to init device")

    connection.open(fail)
    assert connection.state == "failed"
    assert "failed to init device" in (tmp_path / "logs" / "audio.log").read_text()


def test_pulls_are_recorded(connection):
    """Without a lease each pull is silence, and part of the run."""
    assert connection(3) == bytes(12)
    assert connection.run == PullRun(1_000.0, 1_000.0)


def test_a_first_pull_that_breaks_it_is_not_forgotten(connection, device):
    """A device that opens after its callback raised is broken, not open."""

    def open_and_pull(block):
        connection.lease = connection._leases.renew()
        block(3)
        return device

    connection.open(open_and_pull)
    assert connection.state == "broken"


def test_a_device_given_up_is_closed(connection, device):
    """Giving up closes it, on a thread of its own."""
    connection.open(lambda _block: device)
    assert connection.abandon().wait(60)
    assert device.closed.is_set()


def test_a_device_that_opens_too_late_is_closed(connection, device):
    """Given up while it was still being opened, it is closed as soon as it is there."""
    assert connection.abandon().is_set()
    connection.open(lambda _block: device)
    assert (device.closed.is_set(), connection.state) == (True, "pending")


def test_a_close_that_hangs_delays_nobody(connection):
    """Giving up returns while the device still hangs, and says when it is done."""
    leave = Event()
    device = ClosingDevice(leave)
    connection.open(lambda _block: device)
    closed = connection.abandon()
    assert not closed.is_set()
    leave.set()
    assert closed.wait(60)


def test_a_close_that_raises_is_logged(connection, tmp_path):
    """A library that fails at closing shows no traceback to the person; the log has it."""

    class Stubborn:
        def close(self):
            raise RuntimeError("cannot be closed")

    connection.open(lambda _block: Stubborn())
    assert connection.abandon().wait(60)
    assert "cannot be closed" in (tmp_path / "logs" / "audio.log").read_text()


def test_opening_does_not_block(connection, device):
    """`open_in_thread` returns while the device is still being opened."""
    leave, opened = Event(), Event()

    def slowly(_block):
        leave.wait(60)
        opened.set()
        return device

    connection.open_in_thread(slowly)
    assert connection.state == "pending"
    leave.set()
    assert opened.wait(60)


def test_each_consumer_continues_where_the_last_one_stopped():
    """Consumers get consecutive frames; one whose lease is over gets nothing and consumes nothing."""
    taken = []
    leases = PullLease(lambda frames: taken.append(frames) or frames)
    first = leases.renew()
    assert leases.pull(first, 1) == 1
    second = leases.renew()
    assert leases.pull(first, 2) is None
    assert leases.pull(second, 3) == 3
    assert taken == [1, 3]


def test_without_a_lease_there_is_nothing():
    """A consumer that never had a lease gets nothing, also before the first one."""
    leases = PullLease(lambda frames: frames)
    assert leases.pull(None, 1) is None
    leases.renew()
    assert leases.pull(None, 1) is None


def test_a_lease_is_renewed_only_between_pulls():
    """While a pull is in progress a new lease waits, so that no two are ever inside."""
    inside, leave, passed = Event(), Event(), Event()

    def pull(frames):
        inside.set()
        leave.wait(60)
        return frames

    leases = PullLease(pull)
    lease = leases.renew()
    puller = Thread(target=leases.pull, args=(lease, 1))
    puller.start()
    inside.wait(60)
    passer = Thread(target=lambda: (leases.renew(), passed.set()))
    passer.start()
    assert not passed.wait(0.05)
    leave.set()
    assert passed.wait(60)
    puller.join()
    passer.join()


def test_an_error_locks_nobody_out():
    """After a pull that raised, leases are renewed as before."""

    def pull(frames):
        if frames == 1:
            raise ValueError
        return frames

    leases = PullLease(pull)
    lease = leases.renew()
    try:
        leases.pull(lease, 1)
    except ValueError:
        lease = leases.renew()
    assert leases.pull(lease, 2) == 2


class KnownSamples:
    """Samples that are known ahead: these, then silence; a test may change what comes."""

    def __init__(self, *samples):
        self.next_occurrences = np.array(samples, np.float32)
        self.changed = Event()
        self.is_resting = False
        self.heard_at = []

    def pull(self, frames):
        samples = self.ahead(0, frames, 0.0)
        self.next_occurrences = self.next_occurrences[frames:]
        return samples

    def ahead(self, start, frames, heard_at):
        self.heard_at.append(heard_at)
        samples = np.zeros(frames, np.float32)
        coming = self.next_occurrences[start : start + frames]
        samples[: len(coming)] = coming
        return samples


class Line:
    """A connection to an open device that may pull, with its source."""

    def __init__(self, tmp_path, words, *, keeps_time=False, noise=None):
        self.words = words
        self.clock = FakeClock()
        leases = PullLease(words.pull, words)
        log = AudioLog(Home(*[tmp_path] * 4), self.clock)
        self.connection = DeviceConnection(leases, self.clock, log, noise)
        device = FakeDevice(self.connection)
        device.keeps_time = keeps_time
        self.connection.open(lambda _feed: device)
        self.connection.lease = leases.renew()
        words.changed.clear()

    def ahead(self, start, frames):
        return np.frombuffer(self.connection.ahead(start, frames, 0.0), np.float32).tolist()

    def pull(self, frames=1_920, late=0.0):
        """The next block, 40 ms after the one before, or later."""
        self.clock.advance(0.04 + late)
        return np.frombuffer(self.connection(frames), np.float32).tolist()


def test_looking_ahead_consumes_nothing(tmp_path):
    """A device may be handed what comes as early as it likes, from any distance."""
    line = Line(tmp_path, KnownSamples(1, 2, 3, 4, 5))
    assert (line.ahead(0, 3), line.ahead(2, 4)) == ([1, 2, 3], [3, 4, 5, 0])
    assert line.pull(4) == [1, 2, 3, 4]
    assert line.ahead(0, 2) == [5, 0]


def test_it_rests_while_what_holds_the_lease_does(tmp_path):
    """A device that was given up does not: what it plays is not known to be over."""
    line = Line(tmp_path, KnownSamples())
    assert not line.connection.is_resting
    line.words.is_resting = True
    assert line.connection.is_resting
    line.connection.lease = None
    assert not line.connection.is_resting


def test_without_a_lease_it_is_silent_ahead_too(tmp_path):
    """A device that is being opened, or was given up, gets silence, and learns when that ends."""
    words = KnownSamples(1, 2, 3)
    leases = PullLease(words.pull, words)
    clock = FakeClock()
    connection = DeviceConnection(leases, clock, AudioLog(Home(*[tmp_path] * 4), clock))
    assert connection.ahead(0, 3, 0.0) == bytes(12)
    connection.lease = leases.renew()
    assert connection.changed.is_set()
    assert np.frombuffer(connection.ahead(0, 3, 0.0), np.float32).tolist() == [1, 2, 3]


def test_what_breaks_ahead_ends_as_a_lost_device(tmp_path):
    """An error in what supplies the samples is logged, and silence is fed."""
    line = Line(tmp_path, KnownSamples())
    line.words.ahead = lambda *_: 1 / 0
    assert (line.ahead(0, 2), line.connection.state) == ([0, 0], "broken")


def test_lost_time_is_taken_back_in_the_next_silence(tmp_path):
    """A device stood still for 30 ms in a sound: 30 ms of the silence behind it are left out."""
    line = Line(tmp_path, KnownSamples(*np.full(57_600, 0.5), *np.zeros(48_000), *np.full(1_920, 0.9)))
    left = []
    for block in range(50):
        line.pull(late=0.03 if block == 20 else 0.0)
        left.append(len(line.words.next_occurrences))
    assert left[28] == 57_600 + 48_000 + 1_920 - 29 * 1_920  # nothing is left out of the sound
    assert left[-1] == 57_600 + 48_000 + 1_920 - 50 * 1_920 - round(0.03 * 48_000)
    assert line.words.changed.is_set()


def test_much_lost_time_is_taken_back_at_once(tmp_path):
    """80 ms behind is more than a session may be, also in the middle of a sound."""
    line = Line(tmp_path, KnownSamples(*np.full(480_000, 0.5)))
    for block in range(40):
        line.pull(late=0.08 if block == 20 else 0.0)
    assert len(line.words.next_occurrences) == 480_000 - 40 * 1_920 - round(0.08 * 48_000)


def test_a_session_that_was_stopped_leaves_nothing_out(tmp_path):
    """Half a minute in which nothing was pulled is no delay: the session stood still too."""
    line = Line(tmp_path, KnownSamples(*np.full(480_000, 0.5)))
    for block in range(60):
        line.pull(late=30.0 if block == 20 else 0.0)
    assert len(line.words.next_occurrences) == 480_000 - 60 * 1_920


def test_a_fast_device_is_held_back_in_silence(tmp_path):
    """A device that asks 1 % too fast is given silence more: the session keeps its time within 10 ms."""
    line = Line(tmp_path, KnownSamples(*np.full(19_200, 0.5)))
    for _ in range(500):
        line.clock.advance(0.0396)
        line.connection(1_920)
    held_back = 499 * 1_920 - line.connection._pace.frames  # counted from the first pull on
    assert held_back == pytest.approx(499 * 1_920 * 0.01, abs=0.012 * 48_000)


def test_a_sleeping_device_is_woken_until_the_first_sound(tmp_path):
    """Noise that nobody hears instead of silence; from the first sound on, silence is silence."""
    line = Line(tmp_path, KnownSamples(*np.zeros(1_920), *np.full(1_920, 0.5)), noise=WakeNoise())
    noise = line.pull()
    assert 0 < max(map(abs, noise)) <= LEVEL
    assert np.count_nonzero(noise) > 1_900
    assert line.pull() == [0.5] * 1_920
    assert line.pull() == [0.0] * 1_920


def test_without_lookahead_samples_are_pulled_early_and_in_order():
    """What was looked at is kept until it is consumed."""
    samples = iter(range(100))
    early = LookaheadBuffer(lambda frames: np.array([next(samples) for _ in range(frames)], np.float32))
    assert early.ahead(2, 3, 0.0).tolist() == [2, 3, 4]
    assert early.pull(4).tolist() == [0, 1, 2, 3]
    assert early.pull(4).tolist() == [4, 5, 6, 7]
    assert early.pull(1).tolist() == [8]


def test_a_device_opened_ahead_plays_silence_until_the_session_begins():
    """Opening takes as long as preparing; what is pulled meanwhile is none of the session's."""
    leases = PullLease()
    assert (leases.pull(None, 3), leases.ahead(None, 0, 3, 0.0)) == (None, None)
    words = KnownSamples(1.0, 2.0, 3.0)
    leases.use(words.pull, words)
    assert words.changed is leases.changed
    assert list(leases.pull(leases.renew(), 3)) == [1.0, 2.0, 3.0]
