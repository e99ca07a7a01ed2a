"""A stream through miniaudio, and what is relied on there: a version that changes it must fail here."""

from __future__ import annotations

import inspect

import miniaudio

from coach.sound import miniaudio_stream as opening
from coach.sound.miniaudio_stream import WrittenAhead
from coach.sound.stream_device import StreamTiming


def test_the_null_backend_is_never_asked_for():
    """The null backend plays nothing and does not say so; whatever else the system may have is asked for."""
    wanted = {backend.name for backend in opening.backends()}
    enabled = {backend.name for backend in miniaudio.get_enabled_backends()}
    assert wanted == enabled - {"NULL", "CUSTOM"}
    assert wanted


def test_the_hooks_into_miniaudio_are_there():
    """`_make_context` and `close` are overridden, `ma_context_uninit` is called, `backend` is read.

    What is stopped can be started again.
    """
    parent = miniaudio.PlaybackDevice
    assert {"_make_context", "close", "start", "stop", "__del__"} <= set(dir(parent))
    assert "self.callback_generator = None" in inspect.getsource(parent.stop)
    assert hasattr(miniaudio.lib, "ma_context_uninit")
    source = inspect.getsource(parent.__init__)
    assert "self._make_context(" in source
    assert "self.backend = " in source


def test_the_buffers_are_those_that_were_tried():
    """200 ms where samples can be taken back, and 40 at once elsewhere, where a change comes after them."""
    assert opening.PERIOD_MILLISECONDS * opening.PERIODS == 200
    assert opening.SHORT_PERIOD_MILLISECONDS == 40
    assert [backend.name for backend in opening.TAKES_BACK] == ["ALSA"]


def frames(*values):
    """One frame of four bytes for each of these values."""
    return b"".join(bytes([value] * 4) for value in values)


def test_what_was_written_is_handed_over_in_order():
    """Silence replaces what was not written in time, and takes its time."""
    ahead = WrittenAhead(4)
    assert ahead.hand_over(2, 1.0) == frames(0, 0)
    assert ahead.write(2, frames(1, 2, 3))
    assert ahead.write(4, frames(4, 5))
    assert [ahead.hand_over(2, 2.0), ahead.hand_over(3, 3.0)] == [frames(1, 2), frames(4, 5, 0)]


def test_only_other_samples_are_a_reason_to_take_back():
    """The same again, as after a change of what comes much later, must not be heard."""
    ahead = WrittenAhead(4)
    ahead.write(0, frames(1, 2, 3, 4, 5))
    ahead.hand_over(4, 1.0)
    assert ahead.write(1, frames(2, 3, 4, 7, 8))
    assert not ahead.write(1, frames(2, 9, 9, 9, 9))
    assert ahead.hand_over(2, 2.0) == frames(7, 8)
    ahead.take_back(3)
    assert ahead.write(3, frames(6, 6))
    assert ahead.hand_over(3, 3.0) == frames(6, 6, 0)


def test_silence_that_was_handed_over_instead_can_be_replaced():
    """A busy machine kept the writer waiting: what is written late is heard late, and not lost."""
    ahead = WrittenAhead(4)
    ahead.hand_over(4, 1.0)
    assert not ahead.write(0, frames(1, 1))
    assert ahead.write(0, frames(0, 0, 0, 0, 1))


def test_where_nothing_can_be_taken_back_a_change_begins_later():
    """What the device has is played as it is."""
    ahead = WrittenAhead(0)
    ahead.write(0, frames(1, 2, 3, 4))
    ahead.hand_over(2, 1.0)
    assert ahead.write(1, frames(9, 8, 7))
    assert ahead.hand_over(3, 2.0) == frames(8, 7, 0)


def test_what_was_played_is_known_from_what_the_device_asked_for():
    """The device's buffer was full when it asked; before that nothing was played."""
    ahead = WrittenAhead(4)
    ahead.hand_over(4, 1.0)
    before = ahead.timing(0.02)
    ahead.hand_over(2, 2.0)
    assert [before, ahead.timing(0.02)] == [
        StreamTiming(read=0, sink_seconds=0.02, is_playing=False, at=1.0),
        StreamTiming(read=2, sink_seconds=0.02, is_playing=True, at=2.0),
    ]
