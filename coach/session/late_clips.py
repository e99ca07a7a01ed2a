"""The clips of a session that are made while it is led: made in the background, fitted in, and waited for."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

from coach.session.prepare import not_spoken, with_clips
from coach.timeline.model import SPOKEN, TONE_SECONDS
from coach.timeline.playhead import inserted, interjected, same_until
from coach.timeline.refit import EXERCISE, refitted
from coach.voice.voice import make_clips

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from coach.session.player import Player
    from coach.session.prepare import PreparedRoutine
    from coach.timeline.model import Cue, Timeline
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


LATE = "late"
"""The timer that looks whether the clip of the next words is there."""
INTERJECTION_DELAY = 0.5
"""Seconds ahead of the playhead at which unplanned words may begin at the earliest."""
LATE_SECONDS = 0.5
"""How long before words whose clip is not there yet, silence is put before them; and so much at a time."""
MOST_LATE_SECONDS = 10.0
"""A session waits no longer for clips in all; then tones stand in for those that are missing."""


class LateClips:
    """The late clips of one session; to be used in the session's thread only.

    `prepared`: the session with all clips that are there.
    """

    def __init__(self, prepared: PreparedRoutine, player: Player, remark: Callable[[str], None]) -> None:
        self.prepared = prepared
        self._player = player
        self._remark = remark
        self._waited = 0.0

    def add(self, made: ClipsMade) -> None:
        """Fit these clips in; tell the person what cannot be spoken, once it is known."""
        before, self.prepared = self.prepared, with_clips(self.prepared, made.clips, made.missing, made.label)
        known, seconds = self.prepared.timeline, {text: clip.seconds for text, clip in made.clips.items()}
        self._player.use_clips(self.prepared.clips)
        self._player.revise(
            lambda timeline, at: with_late_lengths(timeline, at, before.timeline, known, seconds)
        )
        if self.prepared.missing and not self.prepared.later:
            self._remark(not_spoken(self.prepared))
        self.check()

    def check(self) -> None:
        """Check again shortly before the next words without a clip."""
        player, later = self._player, self.prepared.later
        cue = first_words_without_clip(player.timeline, player.position, later) if later else None
        if cue is None or self._waited >= MOST_LATE_SECONDS:
            player.cancel(LATE)
        else:
            player.set_timer(LATE, max(LATE_SECONDS / 2, cue.at - player.position - LATE_SECONDS))

    def interject(self, text: str) -> None:
        """Say these words between those of the timeline, as soon as possible."""
        clip = self.prepared.clips.get(text)
        seconds = TONE_SECONDS["attention"] if clip is None else clip.seconds
        self._player.revise(lambda line, at: interjected(line, text, seconds, at + INTERJECTION_DELAY))

    def wait(self, *, is_performing: bool) -> None:
        """Delay the next words, and everything after them, if their clip is not there yet."""
        player = self._player
        cue = first_words_without_clip(player.timeline, player.position, self.prepared.later)
        if is_performing and cue is not None and cue.at - player.position <= LATE_SECONDS:
            self._waited += LATE_SECONDS
            player.revise(lambda timeline, at: with_silence_before(timeline, at, cue, LATE_SECONDS))
        self.check()


def with_late_lengths(
    timeline: Timeline, at: float, planned: Timeline, known: Timeline, seconds: Mapping[str, float]
) -> Timeline:
    """The timeline from `at` on with the lengths of words that are known now.

    `planned`: as it was composed before; `known`: as it is composed now. Where the person has changed the
    timeline since, or the difference lies in the past, the words are fitted into it as it is.
    """
    if timeline is planned and same_until(timeline, known) > at:
        return known
    return refitted(timeline, at, seconds)


def first_words_without_clip(timeline: Timeline, at: float, later: Collection[str]) -> Cue | None:
    """The next words without a clip that can be delayed: outside holds and movements."""
    exercises = [cue for cue in timeline.cues if cue.kind in EXERCISE]
    for cue in timeline.cues:
        if cue.at > at and cue.kind in SPOKEN and cue.text in later:
            if any(span.at < cue.at < span.end for span in exercises):
                continue
            return cue
    return None


def with_silence_before(timeline: Timeline, at: float, cue: Cue, seconds: float) -> Timeline:
    """The timeline with that much silence before these words, unless they have begun by `at`."""
    return inserted(timeline, cue.at, seconds) if cue.at > at and cue in timeline.cues else timeline
