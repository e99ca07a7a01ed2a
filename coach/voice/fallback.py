"""Voices in the order of preference: when one fails, the next best speaks instead."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from coach.voice.choose import NoSuchVoice
from coach.voice.process import CLOSING_SECONDS, VoiceGivenUp
from coach.voice.voice import Unspeakable, VoiceFault, VoiceLate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.voice.cached_voice import CachedVoice
    from coach.voice.saved_choices import VoiceIdentity
    from coach.voice.voice import Clip

    Log = Callable[[str], None]

_WHAT_TO_DO: Final = "`coach doctor` says what is wrong."


class FallbackVoice:
    """A `Voice` that speaks with the first of several that works. Safe to share between threads.

    Words for which it is late are spoken by the next one, and it is asked again for those after them.
    `log` gets a remark when the next one speaks or none is left, and those of the voices. It may be set at
    any time.
    """

    def __init__(self, voices: Sequence[Callable[[Log], CachedVoice]], log: Log) -> None:
        """Open the first that can be opened; raises the last one's `VoiceFault` if none can."""
        self.log = log
        self._waiting = list(voices)
        self._turn = threading.RLock()
        self._is_over = False
        """Whether it was closed, or it was said that no voice is left."""
        self._next: CachedVoice | None = None
        """The next one, if it was needed already."""
        self._voice = self._open_next(None)

    @property
    def label(self) -> str:
        """Engine, voice and rate of the one that speaks now."""
        return self._voice.label

    def identify(self) -> VoiceIdentity:
        """The engine and the voice that speak now."""
        return self._voice.identify()

    def clip(self, text: str) -> Clip:
        """The clip of this text by the first voice that can make it; raises `VoiceFault` if none can."""
        while True:
            voice = self._voice
            try:
                return voice.clip(text)
            except Unspeakable:
                raise
            except VoiceFault as fault:
                if isinstance(fault, VoiceLate):
                    try:
                        return self._stand_in(fault, text)
                    except Unspeakable:
                        raise
                    except VoiceFault:
                        pass  # the next one takes over for good, or is passed over
                if not self._replace(voice, fault):
                    self._say_that_none_is_left(fault)
                    raise

    def cached(self, text: str) -> Clip | None:
        """The clip of this text if it was made before, else None."""
        return self._voice.cached(text)

    def start_for(self, text: str) -> None:
        """Start the worker, if the clip of this text is yet to be made. Raises `VoiceFault`."""
        self._voice.start_for(text)

    def close(self) -> None:
        """End the worker; no other voice takes over afterwards."""
        self._is_over = True
        has_turn = self._turn.acquire(timeout=CLOSING_SECONDS)  # unless another voice is only starting
        self._waiting.clear()
        self._voice.close()
        if self._next is not None:
            self._next.close()
        if has_turn:
            self._turn.release()

    def _say(self, sentence: str) -> None:
        self.log(sentence)

    def _say_that_none_is_left(self, fault: VoiceFault) -> None:
        with self._turn:
            if isinstance(fault, VoiceGivenUp) and not self._is_over:
                self._is_over = True
                self._say(f"{fault.message} No other voice is left. {_WHAT_TO_DO}")

    def _stand_in(self, fault: VoiceLate, text: str) -> Clip:
        """The next voice's clip of words that the first was late for; raises `VoiceFault` without one."""
        with self._turn:
            if self._next is None:
                if not self._waiting:
                    raise fault
                self._next = self._open_next(None)
            voice = self._next
        clip = voice.clip(text)
        self._say(f"{fault.message} {_who_speaks(voice.identify(), 'says this')}")
        return clip

    def _replace(self, failed: CachedVoice, fault: VoiceFault) -> bool:
        """Whether there is another voice now; another thread may have seen to that."""
        with self._turn:
            if self._voice is failed:
                if self._next is None and not self._waiting:
                    return False
                try:
                    self._voice = self._open_next(fault)
                except VoiceFault:
                    return False
                failed.close()
            return True

    def _open_next(self, fault: VoiceFault | None) -> CachedVoice:
        while True:
            voice = self._next or self._waiting.pop(0)(self._say)
            self._next = None
            try:
                voice.identify()
            except VoiceFault as new:
                voice.close()
                if not self._waiting:
                    raise
                # That there is no such voice is no fault of the ones before it, which are tried in its place.
                fault = fault if isinstance(new, NoSuchVoice) else new
            except BaseException:
                voice.close()
                raise
            else:
                if fault is not None:
                    self._say(f"{fault.message} {_who_speaks(voice.identify())} {_WHAT_TO_DO}")
                return voice


def _who_speaks(now: VoiceIdentity, how: str = "speaks instead") -> str:
    """A sentence about the voice that takes over; the system's comes after all natural ones."""
    kind = "Another" if now.engine == "piper" else "A less"
    return f"{kind} natural voice {how}: {now.voice.name}."
