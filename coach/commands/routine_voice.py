"""Opens the voice that a routine is led or saved with: every text is said by a voice of its language."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from coach.spoken_text.languages import regional
from coach.timeline.whose_words import parts_by_author
from coach.voice.two_languages import TwoLanguagesVoice
from coach.voice.voice import VoiceFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.commands.options import Settings
    from coach.home import Home
    from coach.routine.model import Routine
    from coach.voice.fallback import FallbackVoice

    RoutineVoice = FallbackVoice | TwoLanguagesVoice


def open_routine_voice(
    home: Home, routine: Routine, settings: Settings, log: Callable[[str], None], *, is_asked: bool
) -> RoutineVoice:
    """The voice for that routine; raises `VoiceFault` if there is none.

    `is_asked`: the person asked for the voice of the settings, and no other will do: one that speaks another
    language raises `NoSuchVoice`.
    """
    from coach.voice.choose import NoSuchVoice, primary_language
    from coach.voice.open import open_preferred_voice, open_voice

    opening = open_voice if is_asked else open_preferred_voice
    language = regional(routine.language, settings.language)
    voice = opening(home, language, settings.voice, settings.rate, log, say_as=routine.say_as)
    if is_asked:
        spoken = voice.identify().voice
        if spoken.language and primary_language(spoken.language) != primary_language(language):
            voice.close()
            raise NoSuchVoice(
                f"The voice {spoken.name} speaks {spoken.language}, not {routine.language}.",
                hint="`coach voices` lists the voices.",
            )
    parts = parts_by_author(routine)
    if parts is None:
        return voice
    return TwoLanguagesVoice(
        voice, partial(open_preferred_voice, home, "en", None, settings.rate, log), parts
    )


CLOSING_SECONDS = 3.0
"""What a voice that is still starting may hold up the end of a session that failed or was interrupted."""


@contextmanager
def voice_ahead(
    home: Home, routine: Routine, settings: Settings, *, is_asked: bool
) -> Iterator[VoiceAhead | None]:
    """The voice for that routine, which ends with the block; None with a private voice."""
    if settings.private_voice:
        yield None
        return
    with closing(VoiceAhead(home, routine, settings, is_asked=is_asked)) as ahead:
        yield ahead


class VoiceAhead:
    """The voice for a routine, opened on a thread of its own while the session is prepared.

    Its worker is started too, where no clip of the routine's first words is in the cache.
    """

    def __init__(self, home: Home, routine: Routine, settings: Settings, *, is_asked: bool) -> None:
        """Begin. `is_asked`: the person asked for this voice, and no other will do."""
        self.remarks: list[str] = []
        """What the voice has to say about itself."""
        self.is_asked = is_asked
        self._open = partial(
            open_routine_voice, home, routine, settings, self.remarks.append, is_asked=is_asked
        )
        self._routine = routine
        self._opened = threading.Event()
        self._voice: RoutineVoice | None = None
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="coach-voice", daemon=True)
        self._thread.start()

    def voice(self) -> RoutineVoice:
        """The voice, once it is open; raises `VoiceFault` if there is none."""
        self._opened.wait()
        if self._voice is None:
            assert self._fault is not None, "either a voice or a fault"
            raise self._fault
        return self._voice

    def close(self) -> None:
        """End its worker, also one that is only starting: a few seconds are waited for that."""
        if self._opened.wait(CLOSING_SECONDS) and self._voice is not None:
            self._voice.close()
            self._thread.join(CLOSING_SECONDS)

    def _run(self) -> None:
        try:
            self._voice = self._open()
        except BaseException as fault:  # noqa: BLE001 — raised again where the voice is asked for
            self._fault = fault
            return
        finally:
            self._opened.set()
        from coach.timeline.compose import utterances
        from coach.timeline.model import Delivery

        routine = self._routine
        first = next(iter(utterances(routine, Delivery(language=routine.language))), "")
        if first:
            with suppress(VoiceFault):  # it will fail again when it is asked for a clip
                self._voice.start_for(first)
