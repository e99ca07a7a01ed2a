"""What is left out or waited for when a device is behind its time, or ahead of it."""

from __future__ import annotations

import pytest

from coach.sound.drift import LONG_WINDOW_SECONDS, DeviceDrift, drift_correction
from strategies import examples

BLOCK = 960
HOUR = examples(36_000).max_examples / 10
"""Seconds; five minutes in the profile `fast`."""


@pytest.mark.parametrize(
    ("behind", "in_silence", "in_sound"),
    [
        (0.0, 0, 0),
        (0.009, 0, 0),
        (0.010, 480, 0),
        (0.044, 2_112, 0),
        (0.045, 2_160, 2_160),
        (0.300, 14_400, 14_400),
        (-0.010, -480, 0),
        (-0.045, -2_160, -2_160),
    ],
)
def test_little_is_made_up_for_in_silence_and_much_at_once(behind, in_silence, in_sound):
    """From 10 ms on where nothing is heard, from 45 ms on anywhere; below zero is waited for."""
    assert (drift_correction(behind, is_silent=True), drift_correction(behind, is_silent=False)) == (
        in_silence,
        in_sound,
    )


def run(pace, begin, blocks, late=0.0):
    """The pace after those blocks of 20 ms, each handed over that much late."""
    for block in range(blocks):
        pace = pace.handed(begin + 0.02 * (block + 1) + late, BLOCK)
    return pace


def test_a_device_on_time_is_never_behind():
    """Whatever its usual delay is, an hour long."""
    pace = run(DeviceDrift(100.0), 100.0, round(HOUR / 0.02), late=0.017)
    assert pace.behind == pytest.approx(0.0, abs=1e-6)


def test_late_blocks_alone_are_no_delay():
    """One punctual block within the window is enough: a busy machine asks unevenly, and drops nothing."""
    pace = run(DeviceDrift(100.0), 100.0, 50)
    for block in range(50, 200):
        late = 0.0 if block % 10 == 0 else 0.015
        pace = pace.handed(100.0 + 0.02 * (block + 1) + late, BLOCK)
        assert pace.behind == pytest.approx(0.0, abs=1e-6)


def test_a_gap_is_seen_within_a_third_of_a_second():
    """A device that stopped for 80 ms counts as 80 ms late once all later blocks have shown it."""
    pace = run(run(DeviceDrift(100.0), 100.0, 50), 101.0, 17, late=0.08)
    assert pace.behind == pytest.approx(0.08, abs=1e-6)


def test_what_was_corrected_is_no_longer_behind():
    """What was corrected is not behind again, at once or with the blocks that follow."""
    pace = run(run(DeviceDrift(100.0), 100.0, 50), 101.0, 17, late=0.08)
    pace = pace.corrected(drift_correction(pace.behind, is_silent=True))
    assert pace.behind == pytest.approx(0.0, abs=1e-4)
    assert run(pace, 101.34, 20, late=0.08).behind == pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize("parts_in_a_million", [-100, 100])
def test_a_slow_or_fast_crystal_shows(parts_in_a_million):
    """An hour of a device that is off by 100 ppm, corrected as it shows: never further off than 11 ms."""
    step = 0.1 * (1 + parts_in_a_million / 1e6)
    pace = DeviceDrift(100.0, LONG_WINDOW_SECONDS)
    worst = 0.0
    blocks = round(HOUR / 0.1)
    for block in range(blocks):
        pace = pace.handed(100.0 + step * (block + 1), 5 * BLOCK)
        frames = drift_correction(pace.behind, is_silent=True)
        if frames:
            pace = pace.corrected(frames)
        worst = max(worst, abs(pace.behind))
    assert worst < 0.011
    assert pace.frames == pytest.approx((step * blocks) * 48_000, abs=0.012 * 48_000)
