"""What sound is, measured from its samples alone: nothing of the coach is used here.

Samples are mono at 48,000 Hz; instants and lengths are counted in samples unless a name says seconds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import soundfile

RATE = 48_000
WINDOW = RATE // 10
"""Loudness is judged over a tenth of a second: about as long as the ear needs to judge it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of a timeline's JSON, in samples."""

    begin: int
    end: int
    kind: str
    text: str = ""
    step: int | None = None
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file and its timeline, as `coach render` left them; `samples` are 16-bit integers."""

    routine: str
    samples: np.ndarray
    cues: tuple[Cue, ...]
    seconds: float

    def of(self, *kinds, text=None):
        """The cues of those kinds, and of that text."""
        return [cue for cue in self.cues if cue.kind in kinds and text in (None, cue.text)]

    def sound(self, cue):
        """What is heard during that cue, within ±1."""
        return self.samples[cue.begin : cue.end] / 32768.0

    @property
    def heard(self):
        """The cues that make a sound, in their order."""
        return self.of("say", "count", "tone")


def read_rendered(sound, timeline):
    """What those two files hold."""
    samples, rate = soundfile.read(sound, dtype="int16")
    assert (rate, samples.ndim) == (RATE, 1)
    tree = json.loads(timeline.read_text(encoding="utf-8"))
    return Rendered(tree["routine"], samples, tuple(_cue(cue) for cue in tree["cues"]), tree["seconds"])


def _cue(tree):
    begin = tree["at"] * RATE
    end = (tree["at"] + tree["seconds"]) * RATE
    return Cue(
        begin=round(begin),
        end=round(end),
        kind=tree["kind"],
        text=tree.get("text", ""),
        step=tree.get("step"),
        phase=tree.get("phase"),
    )


def sounding(samples, silence):
    """The stretches of sound, as (first sample, one behind the last), parted by so many zeros or more."""
    heard = np.flatnonzero(samples)
    if not len(heard):
        return []
    cuts = np.flatnonzero(np.diff(heard) > silence)
    firsts = [heard[0], *heard[cuts + 1]]
    lasts = [*heard[cuts], heard[-1]]
    return [(int(first), int(last) + 1) for first, last in zip(firsts, lasts, strict=True)]


def loudness(samples):
    """The loudest tenth of a second, in dB relative to full scale."""
    squares = np.concatenate(([0.0], np.cumsum(np.square(samples, dtype=float))))
    width = min(WINDOW, len(samples))
    return float(10 * np.log10(max((squares[width:] - squares[:-width]).max() / width, 1e-12)))


def pitch(samples):
    """The strongest pitch in Hz, by the highest peak of the spectrum and its neighbours."""
    size = 1 << 14
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), size))
    spectrum[: 100 * size // RATE] = 0  # no tone is below 100 Hz, and leakage from 0 Hz is
    peak = int(np.argmax(spectrum))
    left, middle, right = np.log(spectrum[peak - 1 : peak + 2] + 1e-12)
    shift = 0.5 * (left - right) / (left - 2 * middle + right)
    return float((peak + shift) * RATE / size)


def pitches(samples, width=WINDOW):
    """The pitch in each of the windows of that width, one behind the other; what is left over is left out."""
    return [pitch(samples[at : at + width]) for at in range(0, len(samples) - width + 1, width)]


def voiced_at(samples, below=50.0):
    """The first sample of the first 5 ms that are within so many dB of the loudest 5 ms."""
    step = RATE // 1000
    blocks = np.square(samples[: len(samples) // step * step], dtype=float).reshape(-1, step).mean(axis=1)
    power = np.convolve(blocks, np.full(5, 0.2), mode="valid")
    return int(np.flatnonzero(power >= power.max() * 10 ** (-below / 10))[0]) * step


def place(piece, recording):
    """Where in the recording that piece is, and how alike it is there (1: the very same)."""
    size = 1 << (len(recording) + len(piece)).bit_length()
    spectrum = np.fft.rfft(recording, size) * np.conj(np.fft.rfft(piece, size))
    matches = np.fft.irfft(spectrum, size)[: len(recording) - len(piece) + 1]
    squares = np.concatenate(([0.0], np.cumsum(np.square(recording, dtype=float))))
    energy = squares[len(piece) :] - squares[: -len(piece)]
    alike = matches / np.sqrt(np.maximum(energy, 1e-9) * np.dot(piece, piece))
    at = int(np.argmax(alike))
    return at, float(alike[at])
