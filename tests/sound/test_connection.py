"""A connection to a device: opened and closed, fed under a lease, and kept in time."""

from __future__ import annotations

from threading import Event, Thread
from types import SimpleNamespace

import numpy as np
import pytest

from coach.home import Home
from coach.sound.audio_log import AudioLog
from coach.sound.connection import NOISE_LEVEL, DeviceConnection, PullLease, WakeNoise
from coach.sound.watchdog import PullRun
from coach.testing import FakeClock


class Pulls:
    """A source whose samples come from that function."""

    def __init__(self, pull):
        self.pull = pull
        self.changed = Event()


def leases_of(source):
    """Leases on that source."""
    leases = PullLease()
    leases.use(source)
    return leases


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
    leases = leases_of(Pulls(lambda frames: b"x" * frames))
    return DeviceConnection(leases, clock, AudioLog(Home(*[tmp_path] * 4), clock))


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
    leases = leases_of(Pulls(lambda frames: taken.append(frames) or frames))
    first = leases.renew()
    assert leases.pull(first, 1) == 1
    second = leases.renew()
    assert leases.pull(first, 2) is None
    assert leases.pull(second, 3) == 3
    assert taken == [1, 3]


def test_without_a_lease_there_is_nothing():
    """A consumer that never had a lease gets nothing, also before the first one."""
    leases = leases_of(Pulls(lambda frames: frames))
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

    leases = leases_of(Pulls(pull))
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

    leases = leases_of(Pulls(pull))
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
        leases = leases_of(words)
        log = AudioLog(Home(*[tmp_path] * 4), self.clock)
        self.connection = DeviceConnection(leases, self.clock, log, noise)
        device = SimpleNamespace(latency=0.04, keeps_time=keeps_time)
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
    leases = leases_of(words)
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
    assert 0 < max(map(abs, noise)) <= NOISE_LEVEL
    assert np.count_nonzero(noise) > 1_900
    assert line.pull() == [0.5] * 1_920
    assert line.pull() == [0.0] * 1_920


def test_a_device_opened_ahead_plays_silence_until_the_session_begins():
    """Opening takes as long as preparing; what is pulled meanwhile is none of the session's."""
    leases = PullLease()
    assert (leases.pull(None, 3), leases.ahead(None, 0, 3, 0.0)) == (None, None)
    words = KnownSamples(1.0, 2.0, 3.0)
    leases.use(words)
    assert words.changed is leases.changed
    assert list(leases.pull(leases.renew(), 3)) == [1.0, 2.0, 3.0]
