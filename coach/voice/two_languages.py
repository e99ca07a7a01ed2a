"""A voice for a routine in a language in which the coach has no words: English ones get an English voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.voice.fallback import FallbackVoice
    from coach.voice.voice import Clip


class TwoLanguagesVoice:
    """A `Voice` that says the author's texts with one voice, and the coach's own with another.

    `is_own`: whether a text is one of the coach's own. `open_other`: opens the voice for those when the first
    of them is asked for; where it raises `VoiceFault`, they are not spoken at all.
    """

    def __init__(
        self, voice: FallbackVoice, open_other: Callable[[], FallbackVoice], is_own: Callable[[str], bool]
    ) -> None:
        self._voice = voice
        self._open_other = open_other
        self._other: FallbackVoice | None = None
        self._is_own = is_own

    @property
    def label(self) -> str:
        """That of the author's texts."""
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
        """The clip of this text in its language; raises `VoiceFault` where no voice of it can make one."""
        return self._for(text).clip(text)

    def cached(self, text: str) -> Clip | None:
        """The clip of this text if it was made before, else None."""
        return None if self._is_own(text) and self._other is None else self._for(text).cached(text)

    def close(self) -> None:
        """End both workers."""
        self._voice.close()
        if self._other is not None:
            self._other.close()

    def _for(self, text: str) -> FallbackVoice:
        if not self._is_own(text):
            return self._voice
        if self._other is None:
            self._other = self._open_other()
        return self._other
