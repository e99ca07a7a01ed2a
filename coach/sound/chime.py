"""The chimes: three computed ones, and sound files of the person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from coach.errors import FileError
from coach.problems import printable
from coach.scales import SAMPLE_RATE
from coach.voice.clip import resampled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from coach.plan.model import Chime

LONGEST_SECONDS: Final = 10.0
"""Of a sound file: a chime is not music."""
LARGEST_BYTES: Final = 10_000_000
_RATES: Final = range(4_000, 192_001)
_PARTIALS: Final = ((1.0, 1.0), (2.0, 0.5), (3.0, 0.25))
"""Of a struck metal bar: how high, and how loud, beside its lowest."""
_HEIGHT: Final = 0.2
"""The height of the loudest sample at volume 1: about as loud as speech at -20 dBFS."""
_ATTACK_SECONDS: Final = 0.005

STRUCK: Final[Mapping[Chime, tuple[tuple[float, float, float], ...]]] = {
    "bell": ((880.0, 0.0, 1.5),),
    "bowl": ((262.0, 0.0, 4.0),),
    "doorbell": ((659.0, 0.0, 1.0), (523.0, 0.5, 1.5)),
}
"""The notes of each: the pitch in hertz, when it is struck, and for how long it sounds, in seconds."""


def chime(name: Chime) -> NDArray[np.float32]:
    """The samples of that chime: mono, 48,000 Hz."""
    notes = STRUCK[name]
    samples = np.zeros(round(max(at + length for _, at, length in notes) * SAMPLE_RATE))
    for hertz, at, length in notes:
        begin, frames = round(at * SAMPLE_RATE), round(length * SAMPLE_RATE)
        seconds = np.arange(frames) / SAMPLE_RATE
        wave = sum(
            loud * np.sin(2 * np.pi * hertz * high * seconds) * np.exp(-6 * high * seconds / length)
            for high, loud in _PARTIALS
        )
        fade = np.minimum(1.0, seconds / _ATTACK_SECONDS) * (1 - seconds / length)
        samples[begin : begin + frames] += wave * fade
    return np.asarray(samples * (_HEIGHT / np.abs(samples).max()), dtype=np.float32)


def read_sound(path: Path) -> NDArray[np.float32]:
    """The sound in that file as mono samples at 48,000 Hz.

    Raises `FileError` for what is no sound file, too long or silent.
    """
    name = printable(path.name)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise FileError(f"{name} is larger than {LARGEST_BYTES // 1_000_000} MB")
        samples, rate = soundfile.read(
            path, frames=round(LONGEST_SECONDS * _RATES[-1]) + 1, dtype="float32", always_2d=True
        )
    except soundfile.SoundFileError:
        raise FileError(f"{name} is not a sound file that the coach can read") from None
    except OSError as error:
        raise FileError(f"{name} cannot be read: {error.strerror}") from None
    if rate not in _RATES or not len(samples) or not np.isfinite(samples).all() or not samples.any():
        raise FileError(f"{name} holds no sound")
    if len(samples) > LONGEST_SECONDS * rate:
        raise FileError(f"{name} is longer than {LONGEST_SECONDS:.0f} s")
    return np.clip(resampled(samples.mean(axis=1), int(rate), SAMPLE_RATE), -1.0, 1.0)
