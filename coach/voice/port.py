"""The voice port: words in, a clip out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from coach.errors import SpeechError
from coach.units import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class VoiceFault(SpeechError):
    """The voice could not turn these words into a clip."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """The sound of one utterance: mono, 48,000 Hz, trimmed of silence, levelled, within ±1."""

    samples: NDArray[np.float32]

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / SAMPLE_RATE


class Voice(Protocol):
    """What turns words into a clip."""

    @property
    def label(self) -> str:
        """Engine, voice and rate, as the journal keeps it: `espeak/en-gb@150`."""
        ...

    def clip(self, text: str) -> Clip:
        """The clip of these words; raises `VoiceFault` when there is none to be had in time."""
        ...

    def close(self) -> None:
        """End whatever runs behind it."""
        ...
