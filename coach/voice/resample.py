"""Another sample rate for a whole clip at once, band-limited."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROLL_OFF = 0.08
"""The top of the band that fades out, so that no brick wall rings before a consonant."""
_PADDING_SECONDS = 0.05
"""Silence between the end and the beginning, which are neighbours to a Fourier transform."""


def resampled(samples: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    """The same sound at `wanted` samples a second; both rates in hertz.

    A clip is short and whole, so its spectrum is cut or extended as one: a sinc interpolation
    without a filter to design. From 22,050 to 48,000 Hz all below 10.1 kHz is left as it is.
    """
    if rate == wanted or not len(samples):
        return samples
    common = math.gcd(rate, wanted)
    down, up = rate // common, wanted // common
    # Whole blocks of `down` samples become whole blocks of `up`: no fraction of a sample of drift.
    blocks = _smooth(math.ceil((len(samples) + _PADDING_SECONDS * rate) / down))
    spectrum = np.fft.rfft(samples, blocks * down)
    shorter = min(blocks * down, blocks * up) // 2 + 1
    kept = np.zeros(blocks * up // 2 + 1, dtype=spectrum.dtype)
    kept[:shorter] = spectrum[:shorter] * _taper(shorter)
    result = np.fft.irfft(kept, blocks * up)[: round(len(samples) * wanted / rate)]
    return np.asarray(result * (up / down), dtype=np.float32)


def _taper(bins: int) -> NDArray[np.float32]:
    """One over most of the band, a raised cosine down to nothing at its top."""
    falling = max(1, round(bins * _ROLL_OFF))
    taper = np.ones(bins, dtype=np.float32)
    taper[-falling:] = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, falling + 1) / falling)
    return taper


def _smooth(least: int) -> int:
    """The smallest number from there on with no prime factor above 5: transforms of such lengths are fast."""
    number = max(1, least)
    while _without_small_factors(number) != 1:
        number += 1
    return number


def _without_small_factors(number: int) -> int:
    for factor in (2, 3, 5):
        while number % factor == 0:
            number //= factor
    return number
