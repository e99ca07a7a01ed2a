"""The tones, computed: short ones that mark an instant, and breathing tones that last as long as their phase.

Speech is levelled to about -20 dBFS; a tone stays 7 dB and more below it, so that words are never covered.
Each begins on its very first sample (a crest, at a 256th of its height), so that its instant can be
measured in a file of 16 bits, and swells from there: no click.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from coach.timeline.model import ToneName

ATTACK_SECONDS: Final = 0.03
GENTLE_ATTACK_SECONDS: Final = 0.1
RELEASE_SECONDS: Final = 0.1
"""How long a note fades at its end."""
BELL_SECONDS: Final = 0.5
"""A note shorter than this fades from its attack on, like a bell."""
FIRST_SAMPLE: Final = 1 / 256
"""The height of the very first sample: about -70 dBFS, far too little for a click."""
OVERTONE: Final = 0.25
"""How much of the octave sounds along: what a laptop's small speaker still carries of a low note."""
CHUNK: Final = 1 << 20
"""Samples computed at once, so that the scratch space of a long tone stays a few megabytes."""


@dataclass(frozen=True, slots=True)
class Note:
    """A pitch that glides from `begin` to `end` (Hz, by equal musical steps), at a level in dBFS (RMS)."""

    begin: float
    end: float
    level: float = -28.0


NOTES: Final[Mapping[ToneName, tuple[Note, ...]]] = {
    "tick": (Note(330, 330, level=-29),),
    "start": (Note(784, 784, level=-27),),
    "end": (Note(659, 659), Note(440, 440)),
    "beat": (Note(392, 392, level=-30),),
    "in": (Note(262, 523),),
    "sip": (Note(587, 784),),
    "hold": (Note(523, 523, level=-36),),
    "out": (Note(523, 262),),
    "attention": (Note(587, 587), Note(587, 587)),
}
"""The notes of each tone, one after the other, each as long as the others."""


def tone(name: ToneName, seconds: float, *, gentle: bool) -> NDArray[np.float32]:
    """That tone over that many seconds: mono, 48,000 Hz, within ±0.1.

    A note attacks over 30 ms, a gentle one over 100 ms; a note too short for that over two thirds of it.
    """
    notes = NOTES[name]
    frames = round(seconds * SAMPLE_RATE)
    bounds = [frames * index // len(notes) for index in range(len(notes) + 1)]
    attack = round((GENTLE_ATTACK_SECONDS if gentle else ATTACK_SECONDS) * SAMPLE_RATE)
    samples = np.empty(frames, dtype=np.float32)
    for note, begin, end in zip(notes, bounds, bounds[1:], strict=False):
        for first in range(begin, end, CHUNK):
            last = min(first + CHUNK, end)
            index = np.arange(first - begin, last - begin, dtype=np.float64)
            samples[first:last] = _wave(note, index, end - begin) * _envelope(index, end - begin, attack)
    return samples


def _wave(note: Note, index: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    """The steady sound of a note of that many frames, at those frames of it."""
    octaves = np.log(note.end / note.begin)
    if octaves == 0:
        phase = 2 * np.pi * note.begin * index / SAMPLE_RATE
    else:
        glide = np.expm1(octaves * index / frames) / octaves
        phase = 2 * np.pi * note.begin * frames / SAMPLE_RATE * glide
    height = 10 ** (note.level / 20) * np.sqrt(2 / (1 + OVERTONE**2))
    wave: NDArray[np.float64] = height * (np.cos(phase) + OVERTONE * np.cos(2 * phase))
    return wave


def _envelope(index: NDArray[np.float64], frames: int, attack: int) -> NDArray[np.float64]:
    """The level of a note of that many frames, from 0 to 1, at those frames of it."""
    attack = min(attack, frames * 2 // 3)
    tail = frames - attack
    release = tail if frames < BELL_SECONDS * SAMPLE_RATE else min(tail, round(RELEASE_SECONDS * SAMPLE_RATE))
    rise = np.sin(np.pi / 2 * np.minimum(1.0, (index + 1) / max(attack, 1)))
    fall = (1 - np.cos(np.pi * np.minimum(1.0, (frames - 1 - index) / max(release, 1)))) / 2
    envelope: NDArray[np.float64] = np.maximum(rise, FIRST_SAMPLE) * fall
    return envelope
