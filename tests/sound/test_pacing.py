"""What is due when, over hours of virtual time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.sound.pacing import Pacer

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
    """A fault of who gives the samples does not make the clock stand still."""

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
