"""Turns an engine's sound file into a clip: one channel, 48,000 Hz, trimmed, with a uniform loudness."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from coach.scales import SAMPLE_RATE
from coach.voice.audio_file import is_complete_audio
from coach.voice.loudness import loudness
from coach.voice.voice import Clip, VoiceFault

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_ROLL_OFF = 0.08
"""The top of the band that fades out, so that no brick wall rings before a consonant."""
_PADDING_SECONDS = 0.05
"""Silence between the end and the beginning, which are neighbours to a Fourier transform."""


def resampled(samples: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    """The sound resampled to `wanted` samples a second; both rates in hertz.

    A clip is short and complete, so its spectrum is cut or extended as a whole: a sinc interpolation without
    a filter to design. From 22,050 to 48,000 Hz everything below 10.1 kHz is unchanged.
    """
    if rate == wanted or not len(samples):
        return samples
    common = math.gcd(rate, wanted)
    down, up = rate // common, wanted // common
    # Whole blocks of `down` samples become whole blocks of `up`: no fraction of a sample of drift.
    blocks = _fast_length(math.ceil((len(samples) + _PADDING_SECONDS * rate) / down))
    spectrum = np.fft.rfft(samples, blocks * down)
    shorter = min(blocks * down, blocks * up) // 2 + 1
    kept = np.zeros(blocks * up // 2 + 1, dtype=spectrum.dtype)
    kept[:shorter] = spectrum[:shorter] * _taper(shorter)
    result = np.fft.irfft(kept, blocks * up)[: round(len(samples) * wanted / rate)]
    return np.asarray(result * (up / down), dtype=np.float32)


def _taper(bins: int) -> NDArray[np.float32]:
    """Weights of the spectrum: 1 over most of the band, then a raised cosine down to 0 at its top."""
    falling = max(1, round(bins * _ROLL_OFF))
    taper = np.ones(bins, dtype=np.float32)
    taper[-falling:] = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, falling + 1) / falling)
    return taper


def _fast_length(least: int) -> int:
    """The smallest number from `least` on without a prime factor above 5, for fast transforms."""
    number = max(1, least)
    while _without_small_factors(number) != 1:
        number += 1
    return number


def _without_small_factors(number: int) -> int:
    for factor in (2, 3, 5):
        while number % factor == 0:
            number //= factor
    return number


TARGET_LUFS = -21.5
"""Loudness of every clip, whichever engine speaks."""
_QUIETEST_LUFS = -70.0
"""What is quieter is not heard, by the standard: it is not made louder without end."""
CEILING_DB = -2.5
"""No sample is beyond this: the loudest tone beside it is not cut either."""
_SILENT_DB = -55.0
"""A file whose loudest sample is below this is silent."""
_LARGEST_FILE = 64 * 1024 * 1024
_RATES = range(4_000, 192_001)
"""Sample rates of speech; a header with another one would make gigabytes of a small file."""
_STEP = SAMPLE_RATE // 1000
"""Samples of one millisecond: the grid of trimming and limiting."""
_HEARD_DB = -55.0
"""Below the loudest 5 ms, what is quieter counts as silence; a final /s/ or /f/ is at -20 to -45."""
_BEFORE_MS, _AFTER_MS = 2, 20
"""Left around the words, and faded, so that nothing clicks."""
_FADE_IN_MS, _FADE_OUT_MS = 4, 12
_LOOK_MS = 3
"""The limiter turns down so long before a peak, and up again as long after it."""


def read_clip(path: Path) -> Clip:
    """The clip of an engine's file, WAV or AIFF; raises `VoiceFault` when it cannot be used."""
    import soundfile  # noqa: PLC0415 — a session whose clips are all cached does without

    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise VoiceFault("The speech engine wrote an implausibly large file.")
        if not is_complete_audio(path):
            raise VoiceFault("The speech engine wrote a file that is empty or cut off.")
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except FileNotFoundError as fault:
        raise VoiceFault("The speech engine wrote no file.") from fault
    except (OSError, soundfile.SoundFileError) as fault:
        raise VoiceFault("The speech engine wrote a file that is not audio.") from fault
    if rate not in _RATES:
        raise VoiceFault(f"The speech engine wrote a file with an implausible sample rate ({rate} Hz).")
    try:
        return conditioned(samples.mean(axis=1), int(rate))
    except MemoryError:
        raise VoiceFault("There is not enough memory for the sound of these words.") from None


def conditioned(samples: Samples, rate: int) -> Clip:
    """One channel at that sample rate as a clip; raises `VoiceFault` when nothing can be heard in it."""
    if not len(samples) or not np.isfinite(samples).all():
        raise VoiceFault("The speech engine wrote no sound.")
    if np.abs(samples).max() < _ratio(_SILENT_DB):
        raise VoiceFault("The speech engine wrote nothing but silence.")
    at_our_rate = resampled(np.asarray(samples, dtype=np.float32), rate, SAMPLE_RATE)
    return Clip(limited(levelled(trimmed(at_our_rate))))


def trimmed(samples: Samples) -> Samples:
    """The samples without the silence around the words, except for a few faded milliseconds."""
    heard = np.flatnonzero(_power(samples, 5) > _power(samples, 5).max() * _ratio(_HEARD_DB) ** 2)
    first = max(0, heard[0] - _BEFORE_MS)
    last = heard[-1] + 5 + _AFTER_MS
    words = samples[first * _STEP : last * _STEP].copy()
    fade_in, fade_out = _fade(_FADE_IN_MS), _fade(_FADE_OUT_MS)
    if len(words) > len(fade_in) + len(fade_out):
        words[: len(fade_in)] *= fade_in
        words[-len(fade_out) :] *= fade_out[::-1]
    return words


def levelled(samples: Samples) -> Samples:
    """The samples at the loudness of all clips, so that another engine is neither louder nor quieter."""
    gain = np.float32(_ratio(TARGET_LUFS - max(loudness(samples), _QUIETEST_LUFS)))
    return np.asarray(samples * gain, dtype=np.float32)


def limited(samples: Samples) -> Samples:
    """The samples with every peak below the ceiling: turned down smoothly around it, unchanged elsewhere."""
    ceiling = _ratio(CEILING_DB)
    peaks = _blocks(np.abs(samples)).max(axis=1)
    if peaks.max(initial=0.0) <= ceiling:
        return samples
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    # The least of the neighbours, one more on each side than the mean of these then reaches: so the
    # gain, straight between the middles of two blocks, is nowhere above what a sample there needs.
    reach = 2 * _LOOK_MS + 1
    around = np.pad(needed, 2 * _LOOK_MS + 1, mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(around, reach + 2).min(axis=1)
    smooth = np.convolve(least, np.full(reach, 1 / reach), mode="valid")
    middles = (np.arange(len(smooth)) + 0.5) * _STEP
    gain = np.interp(np.arange(len(samples)), middles, smooth)
    return np.asarray(np.clip(samples * gain, -ceiling, ceiling), dtype=np.float32)


def _power(samples: Samples, window_ms: int) -> Samples:
    """Mean square in windows of so many milliseconds, one beginning each millisecond."""
    blocks = _blocks(samples)
    each = np.einsum("ij,ij->i", blocks, blocks) / _STEP
    if len(each) <= window_ms:
        return np.asarray(each.mean(keepdims=True), dtype=np.float32)
    sums = np.cumsum(np.concatenate(([0.0], each)), dtype=np.float64)
    return np.asarray((sums[window_ms:] - sums[:-window_ms]) / window_ms, dtype=np.float32)


def _blocks(samples: Samples) -> Samples:
    """The samples with one row for each millisecond; the last is padded with silence."""
    missing = -len(samples) % _STEP
    whole = np.concatenate((samples, np.zeros(missing, dtype=samples.dtype))) if missing else samples
    return whole.reshape(-1, _STEP)


def _fade(milliseconds: int) -> Samples:
    length = milliseconds * _STEP
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / length), dtype=np.float32)


def _ratio(decibels: float) -> float:
    return float(10.0 ** (decibels / 20.0))
