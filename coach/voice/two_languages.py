"""A voice for a routine in a language in which the coach has no words: English ones get an English voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.scales import SAMPLE_RATE
from coach.voice.voice import Clip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.voice.fallback import FallbackVoice


GAP_SECONDS = 0.3
"""Between sentences of two voices in one text."""


class TwoLanguagesVoice:
    """A `Voice` that says the author's sentences with one voice, and the coach's own with another.

    `parts`: splits a text, each part with whether it is the coach's own. `open_other`: opens the voice for
    those when the first of them is asked for; where it raises `VoiceFault`, they are not spoken at all.
    """

    def __init__(
        self,
        voice: FallbackVoice,
        open_other: Callable[[], FallbackVoice],
        parts: Callable[[str], Sequence[tuple[str, bool]]],
    ) -> None:
        self._voice = voice
        self._open_other = open_other
        self._other: FallbackVoice | None = None
        self._parts = parts

    @property
    def label(self) -> str:
        """The label of the voice that says the author's texts."""
        return self._voice.label

    @property
    def log(self) -> Callable[[str], None]:
        """Gets a sentence when a voice fails."""
        return self._voice.log

    @log.setter
    def log(self, log: Callable[[str], None]) -> None:
        self._voice.log = log
        if self._other is not None:
            self._other.log = log

    def clip(self, text: str) -> Clip:
        """The clip of this text, each sentence in its language.

        Raises `VoiceFault` if no voice of one of them can make one.
        """
        return _joined([self._for(is_own=is_own).clip(part) for part, is_own in self._parts(text)])

    def cached(self, text: str) -> Clip | None:
        """The clip of this text if it was made before, else None."""
        clips = []
        for part, is_own in self._parts(text):
            if is_own and self._other is None:
                return None
            clip = self._for(is_own=is_own).cached(part)
            if clip is None:
                return None
            clips.append(clip)
        return _joined(clips)

    def start_for(self, text: str) -> None:
        """Start the worker of this text's voice, if its clip is yet to be made. Raises `VoiceFault`."""
        part, is_own = self._parts(text)[0]
        if not is_own:
            self._voice.start_for(part)

    def close(self) -> None:
        """End both workers."""
        self._voice.close()
        if self._other is not None:
            self._other.close()

    def _for(self, *, is_own: bool) -> FallbackVoice:
        if not is_own:
            return self._voice
        if self._other is None:
            self._other = self._open_other()
        return self._other


def _joined(clips: Sequence[Clip]) -> Clip:
    if len(clips) == 1:
        return clips[0]
    gap = np.zeros(round(GAP_SECONDS * SAMPLE_RATE), np.float32)
    pieces = [piece for clip in clips for piece in (gap, clip.samples)]
    return Clip(np.concatenate(pieces[1:]))
