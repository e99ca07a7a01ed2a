"""Another sample rate for a clip: the same sound, no more and no less."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.voice.resample import resampled

RATES = [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000]


def tone(hertz, rate, seconds=0.5):
    """A sine in the middle of silence, faded at both ends."""
    at = np.arange(round(seconds * rate)) / rate
    return (np.sin(2 * np.pi * hertz * at) * np.hanning(len(at))).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
def test_a_tone_stays_the_same_tone(rate):
    """Every usual rate: each sample is what the sound itself is at that instant, within -60 dB."""
    expected = tone(1_000, 48_000)
    out = resampled(tone(1_000, rate), rate, 48_000)
    assert abs(len(out) - len(expected)) <= 48_000 / rate
    common = min(len(out), len(expected))
    assert np.abs(out[:common] - expected[:common]).max() < 0.001


@pytest.mark.parametrize(("hertz", "kept"), [(300, 1.0), (5_000, 1.0), (10_000, 1.0)])
def test_the_band_of_an_engine_is_left_as_it_is(hertz, kept):
    """Up to 10 kHz at 22,050: consonants keep their brightness."""
    came, went = resampled(tone(hertz, 22_050), 22_050, 48_000), tone(hertz, 48_000)
    assert np.sqrt((came**2).mean()) == pytest.approx(kept * np.sqrt((went**2).mean()), rel=0.001)


def test_no_mirror_of_the_band_appears_above_it():
    """From 22,050 to 48,000 nothing is above 11,025 Hz: at most -80 dB."""
    noise = np.random.default_rng(1).normal(0, 0.1, 22_050).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(resampled(noise, 22_050, 48_000) * np.hanning(48_000)))
    frequencies = np.fft.rfftfreq(48_000, 1 / 48_000)
    assert spectrum[frequencies > 11_100].max() < 1e-4 * spectrum.max()


def test_nothing_is_folded_down_when_there_is_less_room():
    """From 96,000 a tone of 40 kHz, which 48,000 cannot hold, is gone and not somewhere else."""
    assert np.abs(resampled(tone(40_000, 96_000), 96_000, 48_000)).max() < 0.001


def test_a_click_stays_in_its_place():
    """No delay: a click at one instant is loudest at the same instant, and its end does not wrap round."""
    click = np.zeros(22_050, dtype=np.float32)
    click[11_025] = 1.0
    out = resampled(click, 22_050, 48_000)
    assert np.argmax(np.abs(out)) == 24_000
    assert np.abs(out[:20_000]).max() < 0.001


@settings(max_examples=40)
@given(st.integers(1, 3_000), st.sampled_from([*RATES, 22_051]))
def test_the_length_is_that_of_the_sound(frames, rate):
    """Any length at any rate gives the same time, to the nearest sample, finite throughout."""
    out = resampled(np.ones(frames, dtype=np.float32), rate, 48_000)
    assert len(out) == round(frames * 48_000 / rate)
    assert out.dtype == np.float32
    assert np.isfinite(out).all()


def test_nothing_gives_nothing():
    """No samples are no fault here."""
    assert len(resampled(np.zeros(0, dtype=np.float32), 22_050, 48_000)) == 0
