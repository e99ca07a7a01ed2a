"""Where a session plays: on or paused, at which frame, and from when, at once or at a given instant."""

from __future__ import annotations

import time
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from coach.scales import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE: Final = 0.0
"""An instant of the monotonic clock that is over."""
DRAIN_SECONDS: Final = 0.3
"""Silence after the last sample, so that the device has played what it was given."""
FADED_SECONDS: Final = 0.1
"""Silence after what was stopped, in which it fades out."""
FADE_FRAMES: Final = SAMPLE_RATE * 20 // 1000
"""Of the fade with which a pause begins: 20 ms (docs/architecture.md, sound)."""


class PlayControl:
    """Plays and pauses what an output pulls from its own thread; a base class of players.

    `changed`: set when other samples come next than were looked at ahead.
    """

    def __init__(self, transport: Transport) -> None:
        self._lock = Lock()
        self._transport = transport
        self.changed = Event()

    def play(self, at: float | None = None) -> None:
        """Go on from the position: now, or so that it is heard at that second of the monotonic clock."""
        with self._lock:
            self._transport.play(at)
            self.changed.set()

    def pause(self) -> None:
        """Fade out at once, and keep the position."""
        with self._lock:
            self._fade_out()
            self._transport.is_playing = False
            self.changed.set()

    def _fade_out(self) -> None:
        """Fade out what would have come next."""
        raise NotImplementedError


class Transport:
    """Tells how many of the frames that an output asks for are silent, and where the others begin.

    Not safe between threads. `position`: the frame that comes next; `played`: frames that were played, with
    those that were played again. `monotonic`: seconds of the clock in which instants are given.
    """

    def __init__(self, position: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.position = position
        self.played = 0
        self.is_playing = False
        self._monotonic = monotonic
        self._due: float | None = None
        self._frames: int | None = None
        self._is_read_ahead = False

    @property
    def is_sounding(self) -> bool:
        """Whether it plays and its start is over."""
        return self.is_playing and self._due is None

    def play(self, at: float | None) -> None:
        """Play so that the next frame is heard at that second, or as soon as it can be."""
        self.is_playing = True
        self._due, self._frames = at or AT_ONCE, None

    def go_to(self, position: int) -> None:
        """Go on from that frame as soon as it can be heard, if it plays."""
        self.position = position
        if self.is_sounding:
            self.play(None)

    def consume(self, frames: int, end: int) -> tuple[int, int]:
        """Move on, no further than `end`: how many of these frames are silent, and where the others begin."""
        begin = self.position
        silent = self._consume_wait(frames) if self.is_playing else frames
        self.position = min(begin + frames - silent, end)
        self.played += self.position - begin
        return silent, begin

    def ahead(
        self, start: int, frames: int, heard_at: float, *, is_up_to_date: bool = True
    ) -> tuple[int, int]:
        """How many of the frames after the next `start` will be silent, and where the others begin.

        `heard_at`: when the first of them is heard. If the start falls on these frames, or is over, this
        settles its place among the samples; not where these only follow others that were written before
        the last change (`is_up_to_date`), as the start may belong among those, which are written again.
        """
        self._is_read_ahead = True
        if not self.is_playing:
            return frames, self.position
        wait = self._wait_ahead(start, frames, heard_at, is_up_to_date=is_up_to_date)
        return min(max(wait - start, 0), frames), self.position + max(start - wait, 0)

    def _wait_ahead(self, start: int, frames: int, heard_at: float, *, is_up_to_date: bool) -> int:
        """How many frames from now are silent."""
        if self._due is None:
            return 0
        if self._frames is None:
            begin = start + round((self._due - heard_at) * SAMPLE_RATE)
            if begin >= start + frames or not is_up_to_date:
                return start + frames
            self._frames = max(begin, start)
        return self._frames

    def _consume_wait(self, frames: int) -> int:
        """How many of the next frames, which are consumed, are silent."""
        if self._due is None:
            return 0
        wait = self._frames
        if wait is None and self._is_read_ahead:
            # These were written as silence; only what is written after the change settles the start.
            self._is_read_ahead = False
            return frames
        if wait is None:
            wait = round((self._due - self._monotonic()) * SAMPLE_RATE)
        if wait >= frames:
            if self._frames is not None:
                self._frames -= frames
            return frames
        self._due = self._frames = None
        return max(0, wait)
