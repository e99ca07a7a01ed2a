"""The tones, computed: short ones that mark an instant, and breathing tones that last as long as their phase.

There are three sets: `soft`, `clear` (higher, for small speakers) and `wooden` (short, as if struck).
Every tone is quieter than the words by as much as `UNDER_SPEECH` says, so that words are never covered.
Each begins on its very first sample (a crest, at a 256th of its height), so that its instant can be
measured in a file of 16 bits, and swells from there: no click.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from coach.scales import SAMPLE_RATE
from coach.timeline.model import TONE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from coach.timeline.model import ToneName, ToneSet

ATTACK_SECONDS: Final = 0.03
GENTLE_ATTACK_SECONDS: Final = 0.1
RELEASE_SECONDS: Final = 0.1
"""How long a note fades at its end."""
BELL_SECONDS: Final = 0.5
"""A note shorter than this fades from its attack on, like a bell."""
FIRST_SAMPLE: Final = 1 / 256
"""The height of the very first sample: about -70 dBFS, far too little for a click."""
CHUNK: Final = 1 << 20
"""Samples computed at once, so that the scratch space of a long tone stays a few megabytes."""


@dataclass(frozen=True, slots=True)
class Note:
    """A pitch that glides from `begin` to `end` (Hz, by equal musical steps), at a level in dBFS (RMS).

    `overtone`: how much sounds along, at `ratio` times the pitch: what a laptop's small speaker still carries
    of a low note. `decay`: seconds in which it falls to a third after its attack, as wood does; 0: never.
    """

    begin: float
    end: float
    level: float
    overtone: float
    ratio: float
    decay: float


PITCHES: Final[Mapping[ToneName, tuple[tuple[float, float], ...]]] = {
    "tick": ((330, 330),),
    "start": ((784, 784),),
    "end": ((659, 659), (440, 440)),
    "beat": ((392, 392),),
    "in": ((262, 523),),
    "sip": ((587, 784),),
    "hold": ((523, 523),),
    "out": ((523, 262),),
    "attention": ((587, 587), (587, 587)),
    "announcement": ((440, 440), (554, 554), (659, 659)),
}
"""The notes of each tone (Hz, from and to), one after the other, each as long as the others."""

UNDER_SPEECH: Final[Mapping[ToneName, float]] = {
    "tick": 8, "start": 7, "end": 7, "beat": 7, "in": 7, "sip": 7, "hold": 14, "out": 7, "attention": 7,
    "announcement": 7,
}  # fmt: skip
"""How much quieter than the words each tone is, in LU (ITU-R BS.1770): heard at two metres, and gentle."""


def _notes(
    levels: Mapping[ToneName, float], *, higher: float, overtone: float, ratio: float, decay: float
) -> dict[ToneName, tuple[Note, ...]]:
    """The notes of a set; only short tones decay, as the others last as long as a breath."""
    return {
        name: tuple(
            Note(
                begin * higher,
                end * higher,
                levels[name],
                overtone,
                ratio,
                decay if name in TONE_SECONDS else 0,
            )
            for begin, end in pitches
        )
        for name, pitches in PITCHES.items()
    }


_SOFT: Final[Mapping[ToneName, float]] = {
    "tick": -24.5, "start": -24, "end": -23.5, "beat": -23.5, "in": -27.5, "sip": -27.5,
    "hold": -34.5, "out": -27.5, "attention": -23.5, "announcement": -23.5,
}  # fmt: skip
_CLEAR: Final[Mapping[ToneName, float]] = {
    "tick": -25, "start": -25, "end": -24.5, "beat": -24, "in": -27.5, "sip": -28.5,
    "hold": -35, "out": -27.5, "attention": -24.5, "announcement": -24,
}  # fmt: skip
_WOODEN: Final[Mapping[ToneName, float]] = {
    "tick": -23, "start": -21, "end": -21, "beat": -22.5, "in": -27.5, "sip": -28,
    "hold": -34.5, "out": -27.5, "attention": -22, "announcement": -21,
}  # fmt: skip
NOTES: Final[Mapping[ToneSet, Mapping[ToneName, tuple[Note, ...]]]] = {
    "soft": _notes(_SOFT, higher=1, overtone=0.25, ratio=2, decay=0),
    "clear": _notes(_CLEAR, higher=1.5, overtone=0.5, ratio=2, decay=0),
    "wooden": _notes(_WOODEN, higher=1, overtone=0.3, ratio=4, decay=0.12),
}
"""The notes of each set. Their levels make each tone as loud as `UNDER_SPEECH` says, within 1 LU."""


def tone(name: ToneName, seconds: float, *, gentle: bool, of: ToneSet = "soft") -> NDArray[np.float32]:
    """That tone of a set over that many seconds: mono, 48,000 Hz, within ±0.25.

    A note attacks over 30 ms, a gentle one over 100 ms unless it decays; a note too short for that over two
    thirds of it.
    """
    notes = NOTES[of][name]
    frames = round(seconds * SAMPLE_RATE)
    bounds = [frames * index // len(notes) for index in range(len(notes) + 1)]
    struck = round(ATTACK_SECONDS * SAMPLE_RATE)
    attack = round(GENTLE_ATTACK_SECONDS * SAMPLE_RATE) if gentle else struck
    samples = np.empty(frames, dtype=np.float32)
    for note, begin, end in zip(notes, bounds, bounds[1:], strict=False):
        for first in range(begin, end, CHUNK):
            last = min(first + CHUNK, end)
            index = np.arange(first - begin, last - begin, dtype=np.float64)
            height = _envelope(index, end - begin, struck if note.decay else attack)
            if note.decay:
                height *= np.exp(-np.maximum(0.0, index - struck) / (note.decay * SAMPLE_RATE))
            samples[first:last] = _wave(note, index, end - begin) * height
    return samples


def _wave(note: Note, index: NDArray[np.float64], frames: int) -> NDArray[np.float64]:
    """The steady sound of a note of that many frames, at those frames of it."""
    octaves = np.log(note.end / note.begin)
    if octaves == 0:
        phase = 2 * np.pi * note.begin * index / SAMPLE_RATE
    else:
        glide = np.expm1(octaves * index / frames) / octaves
        phase = 2 * np.pi * note.begin * frames / SAMPLE_RATE * glide
    height = 10 ** (note.level / 20) * np.sqrt(2 / (1 + note.overtone**2))
    wave: NDArray[np.float64] = height * (np.cos(phase) + note.overtone * np.cos(note.ratio * phase))
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
