"""One try at a device: late, failed, given up meanwhile."""

from __future__ import annotations

from threading import Event

import pytest

from coach.home import Home
from coach.sound.attempt import Attempt
from coach.sound.audio_log import AudioLog
from coach.sound.turns import Turns
from coach.sound.watchdog import Run
from coach.testing import FakeClock


class FakeDevice:
    """A device that says when it was closed, and can hang at that."""

    def __init__(self, leave):
        self.leave = leave
        self.closed = Event()

    def close(self):
        self.leave.wait(10)
        self.closed.set()


@pytest.fixture
def device():
    """A device that closes at once."""
    leave = Event()
    leave.set()
    return FakeDevice(leave)


@pytest.fixture
def attempt(tmp_path):
    """An attempt of a session that has nothing to say."""
    clock = FakeClock()
    return Attempt(Turns(lambda frames: b"x" * frames), clock, AudioLog(Home(*[tmp_path] * 4), clock))


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
    assert attempt.give_up().wait(10)
    assert device.closed.is_set()


def test_a_device_that_opens_too_late_is_closed(attempt, device):
    """Given up while it was still being opened, it is closed as soon as it is there."""
    assert attempt.give_up().is_set()
    attempt.ask(lambda _block: device)
    assert (device.closed.is_set(), attempt.state) == (True, "pending")


def test_a_close_that_hangs_holds_nobody_up(attempt):
    """Giving up returns while the device still hangs, and says when it is done."""
    leave = Event()
    device = FakeDevice(leave)
    attempt.ask(lambda _block: device)
    closed = attempt.give_up()
    assert not closed.is_set()
    leave.set()
    assert closed.wait(10)


def test_a_close_that_raises_is_noted(attempt, tmp_path):
    """A library that fails at closing shows no traceback to the person; the log has it."""

    class Stubborn:
        def close(self):
            raise RuntimeError("cannot be closed")

    attempt.ask(lambda _block: Stubborn())
    assert attempt.give_up().wait(10)
    assert "cannot be closed" in (tmp_path / "logs" / "audio.log").read_text()


def test_asking_does_not_block(attempt, device):
    """`begin` returns while the device is still being opened."""
    leave, opened = Event(), Event()

    def slowly(_block):
        leave.wait(10)
        opened.set()
        return device

    attempt.begin(slowly)
    assert attempt.state == "pending"
    leave.set()
    assert opened.wait(10)
