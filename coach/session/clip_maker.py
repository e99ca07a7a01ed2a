"""Makes the clips of a session in the background while it is being led."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from coach.voice.voice import make_clips

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.voice.voice import Clip, Voice

REPORT_SECONDS = 0.5
"""Clips are reported in batches: with each the timeline is laid out again."""
CLOSING_SECONDS = 0.5
"""The end of a session does not wait longer for an utterance that is being made."""


@dataclass(frozen=True, slots=True)
class ClipsMade:
    """Clips that are ready now; the texts in `missing` will never have one.

    `label`: of the voice that spoke.
    """

    clips: Mapping[str, Clip]
    missing: tuple[str, ...]
    label: str = ""


class ClipMaker:
    """Makes clips on its own thread in the order of `texts`, and closes the voice at the end."""

    def __init__(self, voice: Voice, texts: Sequence[str], on_made: Callable[[ClipsMade], None]) -> None:
        self._voice = voice
        self._texts = texts
        self._on_made = on_made
        self._closing = Event()
        self._thread = Thread(target=self._make, name="coach-clips", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Make no more clips."""
        self._closing.set()
        self._thread.join(CLOSING_SECONDS)

    def _make(self) -> None:
        clips: dict[str, Clip] = {}
        missing: list[str] = []
        reported = time.monotonic()
        for text in self._texts:
            if self._closing.is_set():
                break
            made, not_made = make_clips(self._voice, (text,))
            clips |= made
            missing += not_made
            if time.monotonic() - reported >= REPORT_SECONDS:
                self._on_made(ClipsMade(clips, tuple(missing), self._voice.label))
                clips, missing, reported = {}, [], time.monotonic()
        if clips or missing:
            self._on_made(ClipsMade(clips, tuple(missing), self._voice.label))
        self._voice.close()
