"""Opens the voice that a routine is led or saved with: every text is said by a voice of its language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coach.spoken_text.scripts import regional
from coach.timeline.whose_words import parts_by_author
from coach.voice.two_languages import TwoLanguagesVoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.commands.options import Settings
    from coach.home import Home
    from coach.routine.model import Routine
    from coach.voice.fallback import FallbackVoice

    RoutineVoice = FallbackVoice | TwoLanguagesVoice


def open_routine_voice(
    home: Home, routine: Routine, settings: Settings, log: Callable[[str], None], *, is_asked: bool
) -> RoutineVoice:
    """The voice for that routine; raises `VoiceFault` where there is none.

    `is_asked`: the person asked for the voice of the settings, and no other will do.
    """
    from coach.voice.open import open_preferred_voice, open_voice

    opening = open_voice if is_asked else open_preferred_voice
    language = regional(routine.language, settings.language)
    voice = opening(home, language, settings.voice, settings.rate, log, say_as=routine.say_as)
    parts = parts_by_author(routine)
    if parts is None:
        return voice
    return TwoLanguagesVoice(
        voice, partial(open_preferred_voice, home, "en", None, settings.rate, log), parts
    )
