"""What `coach doctor` reports about the sound."""

from __future__ import annotations

from threading import Event, Thread

from coach.sound.probe import ProbeResult, probe_device


class FakeDevice:
    """Pulls once, or never."""

    backend = "Fake"

    def __init__(self, block, *, pulls):
        self.closed = Event()
        if pulls:
            Thread(target=block, args=(1_920,)).start()

    def close(self):
        self.closed.set()


def names():
    """The names of the devices."""
    return ["Loudspeaker"]


def test_a_device_that_plays_is_named():
    """A device that opens and pulls is heard, through that library, under that name; and it is closed."""
    opened = []

    def open_device(block):
        opened.append(FakeDevice(block, pulls=True))
        return opened[0]

    assert probe_device(names, open_device, 10.0) == ProbeResult("Fake", ("Loudspeaker",))
    assert opened[0].closed.is_set()


def test_a_device_without_a_name_is_still_heard():
    """Where devices cannot be listed, one that plays is good enough."""

    def fail():
        raise RuntimeError("cannot get device infos")

    found = probe_device(fail, lambda block: FakeDevice(block, pulls=True), 10.0)
    assert (found, found.audible) == (ProbeResult("Fake"), True)


def test_a_device_that_never_pulls_is_not_heard():
    """A device that opens but does not pull does not count as working."""
    found = probe_device(names, lambda block: FakeDevice(block, pulls=False), 1.0)
    assert found == ProbeResult("Fake", ("Loudspeaker",), "the sound device opened, but plays nothing")
    assert not found.audible


def test_a_missing_device_is_reported_in_the_librarys_words():
    """The reason is the library's own, without its numbers."""

    def fail(_block):
        raise RuntimeError("failed to init device", -401)

    assert probe_device(names, fail, 10.0) == ProbeResult(
        reason="no sound device could be opened: failed to init device"
    )


def test_a_fault_without_words_is_reported_by_its_name():
    """An exception that says nothing is still a reason."""

    def fail(_block):
        raise RuntimeError

    assert probe_device(names, fail, 10.0) == ProbeResult(
        reason="no sound device could be opened: RuntimeError"
    )


def test_a_library_that_does_not_load_is_reported():
    """Where miniaudio itself is missing, that is the reason."""

    def fail(_block):
        raise ImportError("No module named 'miniaudio'")

    assert probe_device(names, fail, 10.0) == ProbeResult(
        reason="the sound library cannot be loaded: No module named 'miniaudio'"
    )


def test_a_device_that_hangs_is_not_waited_for():
    """A sound server that does not answer ends the probe in time, with what may help."""
    leave = Event()

    def hang(block):
        leave.wait(60)
        return FakeDevice(block, pulls=True)

    found = probe_device(names, hang, 0.05)
    leave.set()
    assert found == ProbeResult(
        reason="the sound device does not respond; restarting the system's sound may help"
    )
