"""Loudness by BS.1770: the standard's own tones, blocks, gates, and sounds shorter than a block."""

from __future__ import annotations

import numpy as np
import pytest

from coach.voice.loudness import loudness


def tone(decibels, hertz=997.0, seconds=3.0):
    """A sine whose peak is at so many dBFS."""
    at = np.arange(round(seconds * 48_000)) / 48_000
    return (10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * at)).astype("f4")


@pytest.mark.parametrize("decibels", [0.0, -18.0, -40.0])
def test_a_tone_of_the_standard(decibels):
    """A sine of 997 Hz in one channel measures 3.01 LU below its peak (ITU-R BS.1770-4, annex 1)."""
    assert loudness(tone(decibels)) == pytest.approx(decibels - 3.01, abs=0.05)


def test_low_tones_count_less_and_high_ones_more():
    """The filters take from a deep tone and add to a high one, as an ear does."""
    figures = [round(loudness(tone(-20, hertz)) - loudness(tone(-20)), 1) for hertz in (30, 100, 4_000)]
    assert figures == [-9.0, -1.8, 3.3]


def test_pauses_do_not_count():
    """What is more than 10 LU below the rest is left out, so seconds of silence change little."""
    speech = tone(-20)
    with_pause = np.concatenate((speech, np.zeros(5 * 48_000, "f4"), speech))
    assert loudness(with_pause) == pytest.approx(loudness(speech), abs=0.3)


@pytest.mark.parametrize(
    ("seconds", "lufs"), [(0.44, -26.08), (0.46, -25.65), (0.87, -25.63), (1.05, -26.01)]
)
def test_a_last_block_counts_as_in_pyloudnorm(seconds, lufs):
    """A rising tone that is no whole number of steps long measures what pyloudnorm 0.2 gives for it."""
    rising = tone(-20, seconds=seconds) * np.linspace(0.2, 1.2, round(seconds * 48_000)).astype("f4")
    assert loudness(rising) == pytest.approx(lufs, abs=0.06)


def test_a_short_sound_is_a_block_of_its_own():
    """A quarter of a second measures as much as three seconds of the same."""
    assert loudness(tone(-20, seconds=0.25)) == pytest.approx(loudness(tone(-20)), abs=0.1)


@pytest.mark.parametrize("samples", [np.zeros(0, "f4"), np.zeros(48_000, "f4")])
def test_silence_has_no_loudness(samples):
    """Silence, or nothing at all, measures minus infinity."""
    assert loudness(samples) == -np.inf
