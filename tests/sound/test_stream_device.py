"""Where a stream on a sound server can still be changed, from what the server said of it."""

from __future__ import annotations

import time

import pytest

from coach.sound.stream_device import (
    BUFFER_FRAMES,
    MARGIN_FRAMES,
    PERIOD_SECONDS,
    RESTING_SECONDS,
    StreamDevice,
    StreamTiming,
    committed_frames,
    expected_frames,
)


def timing(**more):
    """What a null sink said of a running stream at 100 s."""
    return StreamTiming(**{"read": 48_000, "sink_seconds": 0.0153, "is_playing": True, "at": 100.0, **more})


def test_what_was_read_and_will_have_been_is_committed():
    """The server's position, what it has read since, and the way of a change to it."""
    assert committed_frames(timing(), 100.005, 0) == 48_000 + 240 + MARGIN_FRAMES


def test_nothing_is_committed_before_the_stream_plays():
    """An idle sink tells nonsense: 1.9 s, and positions that it takes back."""
    assert committed_frames(timing(is_playing=False, sink_seconds=1.864), 100.005, 0) == 0


def test_it_never_goes_back():
    """The server's report may be older than our count, and a rewound sink has read less."""
    assert committed_frames(timing(read=20_000), 100.005, 48_000) == 48_000


def test_a_server_that_is_silent_is_not_counted_on():
    """After a quarter of a second its position is unknown: a session waits, and does not run ahead of it."""
    assert committed_frames(timing(), 100.3, 48_000) == 48_000
    assert committed_frames(timing(), 100.2, 48_000) == 48_000 + 9_600 + MARGIN_FRAMES


def test_it_is_given_samples_for_longer():
    """A device is assumed to read on for up to a second, so that it does not run dry."""
    assert expected_frames(timing(), 100.3) == 48_000 + 14_400 + MARGIN_FRAMES
    assert expected_frames(timing(), 130.0) == 48_000 + 48_000 + MARGIN_FRAMES


class Feed:
    """Silence; nobody waits for changes, of which a script says when they come."""

    def __init__(self, *changes):
        self.is_resting = False
        self.changed = self
        self.waits = []
        self.asked = []
        self.consumed = []
        self._changes = list(changes)

    def wait(self, seconds):
        self.waits.append(seconds)
        return self._changes.pop(0)

    def set(self):
        """Nobody waits."""

    def clear(self):
        """It waits by the script."""

    def __call__(self, frames):
        self.consumed.append(frames)
        return bytes(4 * frames)

    def ahead(self, start, frames, _heard_at):
        self.asked.append((start, frames))
        return bytes(4 * frames)


class Stream:
    """A stream that fails once the script of its timings is over; `written`: where each writing began."""

    backend = "PulseAudio"

    def __init__(self, *timings, keeps_time=True):
        self.keeps_time = keeps_time
        self.written = []
        self._timings = list(timings)

    @property
    def has_failed(self):
        return not self._timings

    def timing(self):
        return self._timings.pop(0)

    def write(self, at, _samples):
        self.written.append(at)

    def close(self):
        """Nothing is open."""


def played(feed, stream):
    """What the feed and the stream say once the stream has failed."""
    StreamDevice(feed, stream).close()
    return feed, stream


@pytest.mark.parametrize("keeps_time", [True, False])
def test_it_looks_less_often_while_nothing_is_heard(keeps_time):
    """Ten times less often, where a late look leaves no gap; a change is still noticed at once."""
    feed = Feed(False)
    feed.is_resting = True
    played(feed, Stream(None, keeps_time=keeps_time))
    assert feed.waits[0] == (RESTING_SECONDS if keeps_time else PERIOD_SECONDS)
    assert played(Feed(False), Stream(None))[0].waits[0] == PERIOD_SECONDS


@pytest.mark.parametrize("has_changed", [True, False])
def test_a_server_that_was_not_asked_for_long_is_asked(monkeypatch, has_changed):
    """A busy machine is not taken for a lost device, and changes are written behind what was read."""
    monkeypatch.setattr(time, "monotonic", lambda: 100.3)
    feed, stream = played(Feed(has_changed), Stream(timing(), timing(read=62_000, at=100.3)))
    committed = 62_000 + MARGIN_FRAMES
    assert feed.consumed == [committed]
    begin = committed if has_changed else 0
    assert (stream.written, feed.asked) == ([begin], [(begin, committed + BUFFER_FRAMES - begin)])
