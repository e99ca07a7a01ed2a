"""The voice port: words in, a clip out; and the clips of a whole session."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from coach.errors import SpeechError
from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray


class VoiceFault(SpeechError):
    """The voice could not turn these words into a clip."""


class VoiceLate(VoiceFault):
    """The voice did not answer in time; it may do so for later words."""


class Unspeakable(VoiceFault):
    """There is nothing in the text that this voice could say. The voice is well."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """The sound of one utterance: mono, 48,000 Hz, trimmed, with uniform loudness, within ±1."""

    samples: NDArray[np.float32]

    @property
    def seconds(self) -> float:
        """Its length in seconds."""
        return len(self.samples) / SAMPLE_RATE


class Voice(Protocol):
    """Turns words into clips."""

    @property
    def label(self) -> str:
        """Engine, voice and rate in the journal's form: `espeak/en-gb@150`."""
        ...

    def clip(self, text: str) -> Clip:
        """The clip of these words; raises `VoiceFault` when none can be made in time."""
        ...

    def cached(self, text: str) -> Clip | None:
        """The clip of these words if it was made before, else None."""
        ...

    def close(self) -> None:
        """End the processes that it uses."""
        ...


def make_clips(
    voice: Voice, texts: Iterable[str], progress: Callable[[int, int], None] | None = None
) -> tuple[dict[str, Clip], tuple[str, ...]]:
    """The clips by text, and the texts without one in order; a failing voice raises nothing.

    Every text is requested even after the voice was given up: that costs nothing then, and cached clips are
    still found. `progress` receives how many are done, and of how many.
    """
    wanted = tuple(dict.fromkeys(texts))
    clips: dict[str, Clip] = {}
    for done, text in enumerate(wanted, start=1):
        with contextlib.suppress(VoiceFault):  # listed among the texts without a clip
            clips[text] = voice.clip(text)
        if progress is not None:
            progress(done, len(wanted))
    return clips, tuple(text for text in wanted if text not in clips)
