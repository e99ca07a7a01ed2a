"""Where a stream on a sound server can still be changed, from what the server said of it."""

from __future__ import annotations

from coach.sound.stream_device import MARGIN_FRAMES, StreamTiming, committed_frames, expected_frames


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
    """It is assumed to read on for up to a second, so that it does not run dry."""
    assert expected_frames(timing(), 100.3) == 48_000 + 14_400 + MARGIN_FRAMES
    assert expected_frames(timing(), 130.0) == 48_000 + 48_000 + MARGIN_FRAMES
