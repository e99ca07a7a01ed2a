"""What a session does about clips that are made while it goes on: fits them in, and waits for late ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.prepare import not_spoken, with_clips
from coach.timeline.model import SPOKEN
from coach.timeline.playhead import inserted, same_until
from coach.timeline.refit import EXERCISE, refitted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from coach.session.clip_maker import ClipsMade
    from coach.session.player import Player
    from coach.session.prepare import Prepared
    from coach.timeline.model import Cue, Timeline

LATE = "late"
"""The timer that looks whether the clip of the next words is there."""
LATE_SECONDS = 0.5
"""So long before words whose clip is not there yet, silence is put before them; and so much at a time."""
MOST_LATE_SECONDS = 10.0
"""A session waits no longer for clips in all; then tones stand in for those that are missing."""


class LateClips:
    """The clips of one session as they come. `prepared`: with all so far. Only for the session's thread."""

    def __init__(self, prepared: Prepared, player: Player, remark: Callable[[str], None]) -> None:
        self.prepared = prepared
        self._player = player
        self._remark = remark
        self._waited = 0.0

    def add(self, made: ClipsMade) -> None:
        """Fit these in; the person is told when it is known what cannot be spoken."""
        before, self.prepared = self.prepared, with_clips(self.prepared, made.clips, made.missing)
        known, seconds = self.prepared.timeline, {text: clip.seconds for text, clip in made.clips.items()}
        self._player.use_clips(self.prepared.clips)
        self._player.revise(lambda timeline, at: caught_up(timeline, at, before.timeline, known, seconds))
        if self.prepared.missing and not self.prepared.later:
            self._remark(not_spoken(self.prepared))
        self.look()

    def look(self) -> None:
        """Look again shortly before the next words that have no clip yet."""
        player, later = self._player, self.prepared.later
        cue = first_waiting(player.timeline, player.position, later) if later else None
        if cue is None or self._waited >= MOST_LATE_SECONDS:
            player.cancel(LATE)
        else:
            player.set_timer(LATE, max(LATE_SECONDS / 2, cue.at - player.position - LATE_SECONDS))

    def wait(self, *, is_performing: bool) -> None:
        """Have the next words, and all that follows them, begin later if their clip is not there yet."""
        player = self._player
        cue = first_waiting(player.timeline, player.position, self.prepared.later)
        if is_performing and cue is not None and cue.at - player.position <= LATE_SECONDS:
            self._waited += LATE_SECONDS
            player.revise(lambda timeline, at: waiting(timeline, at, cue, LATE_SECONDS))
        self.look()


def caught_up(
    timeline: Timeline, at: float, planned: Timeline, known: Timeline, seconds: Mapping[str, float]
) -> Timeline:
    """The timeline from `at` on with what is now known of the length of words.

    `planned`: as it was composed before, `known`: as it is composed now. Where the person has changed the
    timeline since, or the difference is over already, the words are fitted into it as it is.
    """
    if timeline is planned and same_until(timeline, known) > at:
        return known
    return refitted(timeline, at, seconds)


def first_waiting(timeline: Timeline, at: float, later: Collection[str]) -> Cue | None:
    """The next words whose clip is not there yet and that can be waited for: outside holds and movements."""
    exercises = [cue for cue in timeline.cues if cue.kind in EXERCISE]
    for cue in timeline.cues:
        if cue.at > at and cue.kind in SPOKEN and cue.text in later:
            if any(span.at < cue.at < span.end for span in exercises):
                continue
            return cue
    return None


def waiting(timeline: Timeline, at: float, cue: Cue, seconds: float) -> Timeline:
    """The timeline with that much silence before these words, unless they have begun by `at`."""
    return inserted(timeline, cue.at, seconds) if cue.at > at and cue in timeline.cues else timeline
