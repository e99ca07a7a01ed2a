"""A small speaker in a room, as a filter, and what can be told of a tone behind it."""

from __future__ import annotations

import numpy as np

from audio_analysis import RATE, pitch

LOW, HIGH = 300.0, 4_000.0
STEEP = 8
"""Twice the order of each edge: 24 dB an octave."""
REVERBERATION_SECONDS, REVERBERATION_DB = 0.3, -10.0
HEARD_WITHIN = 0.03


def in_a_room(samples):
    """That sound by a small speaker (300 to 4,000 Hz), with a room's reverberation 10 dB under it."""
    tail = np.random.default_rng(0).normal(size=round(REVERBERATION_SECONDS * RATE))
    tail *= np.exp(-6.9 * np.arange(len(tail)) / len(tail))  # 60 dB
    tail *= 10 ** (REVERBERATION_DB / 20) / np.sqrt(np.square(tail).sum())
    tail[0] = 1.0
    length = len(samples) + len(tail)
    hertz = np.maximum(np.fft.rfftfreq(length, 1 / RATE), 1e-3)
    band = 1 / np.sqrt((1 + (LOW / hertz) ** STEEP) * (1 + (hertz / HIGH) ** STEEP))
    spectrum = np.fft.rfft(samples, length) * np.fft.rfft(tail, length)
    return np.fft.irfft(spectrum * band, length)[: len(samples)]


def is_tone_heard(samples, begin, end, notes):
    """Whether in those samples each of the tone's notes has its pitch, or its overtone's."""
    each = (end - begin) / len(notes)
    for number, note in enumerate(notes):
        at = round(begin + number * each)
        piece = samples[at : at + round(each)]
        if not piece.any():
            return False
        found = pitch(piece)
        low, high = sorted((note.begin, note.end))
        spans = ((low * ratio, high * ratio) for ratio in (1.0, note.ratio))
        if not any(a * (1 - HEARD_WITHIN) <= found <= b * (1 + HEARD_WITHIN) for a, b in spans):
            return False
    return True
