"""Chooses a voice: the named one, else the best for the language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.spelling import nearest
from coach.spoken_text.languages import primary_subtag
from coach.voice.voice import VoiceFault

if TYPE_CHECKING:
    from collections.abc import Sequence

_REGIONS = {
    "de": ("de-de",), "en": ("en-gb", "en-us"), "es": ("es-es", "es-mx"), "fr": ("fr-fr",), "it": ("it-it",),
    "nl": ("nl-nl",), "pt": ("pt-br", "pt-pt"), "sv": ("sv-se",), "vi": ("vi-vn",), "zh": ("cmn", "zh-cn"),
}  # fmt: skip
"""Which regional voices to prefer when only the language is given."""

_SAME = {"no": "nb", "cmn": "zh", "iw": "he", "in": "id", "fil": "tl", "ji": "yi"}
"""Tags that engines use for the same language, and the one used here."""

_RELATIVES = {
    "als": "de", "ast": "es", "be": "ru", "bg": "mk", "br": "fr", "co": "it", "cy": "en", "da": "nb",
    "fo": "is", "fy": "nl", "ga": "en", "gd": "en", "gl": "pt", "gsw": "de", "lb": "de", "nb": "da",
    "nds": "de", "nn": "nb", "oc": "ca", "rm": "it", "sc": "it", "sco": "en", "se": "fi", "sh": "hr",
    "sr": "hr", "uk": "ru", "yi": "de",
}  # fmt: skip
"""The related language that a speaker is most likely to understand, where a language has no voice."""

_NOVELTIES = frozenset({
    "albert", "bad news", "bahh", "bells", "boing", "bubbles", "cellos", "deranged", "eddy", "flo", "fred",
    "good news", "grandma", "grandpa", "hysterical", "jester", "junior", "kathy", "organ", "pipe organ",
    "ralph", "reed", "rocko", "sandy", "shelley", "superstar", "trinoids", "whisper", "wobble", "zarvox",
})  # fmt: skip
"""macOS lists its joke and robot voices among the others, and first in the alphabet."""

_LONGEST_CODE = 3
"""Letters of a language's code; anything as short is not a name."""


@dataclass(frozen=True, slots=True)
class EngineVoice:
    """One voice of an engine. `language`: its tag in lower case; `gender`: "" if unknown."""

    id: str
    name: str
    language: str
    gender: str = ""


class NoSuchVoice(VoiceFault):
    """No voice has that name or speaks that language; the message suggests similar ones."""


def choose_voice(
    voices: Sequence[EngineVoice], language: str, name: str | None = None, default: str = ""
) -> EngineVoice:
    """The voice with that id, name or tag; without a name the best voice for the language.

    `default` is the id of the system's default voice. Raises `NoSuchVoice`.
    """
    if name is not None:
        return _named(voices, name)
    wanted = normalized_tag(language)
    fitting = [voice for voice in voices if primary_language(voice.language) == primary_language(wanted)]
    if not fitting:
        raise NoSuchVoice(
            f"There is no voice for '{language}' here{_nearest_language(voices, wanted, language)}.",
            hint="`coach voices` lists the voices.",
        )
    return min(fitting, key=lambda voice: _rank(voice, wanted, default))


def normalized_tag(language: str) -> str:
    """A language tag in a uniform spelling: `en_GB.UTF-8` is `en-gb`."""
    return language.split(".", maxsplit=1)[0].strip().replace("_", "-").lower()


def primary_language(language: str) -> str:
    """The language without region and variant, in a uniform spelling: `en-gb` is `en`, `cmn` is `zh`."""
    primary = primary_subtag(language)
    return _SAME.get(primary, primary)


def _named(voices: Sequence[EngineVoice], name: str) -> EngineVoice:
    asked = name.strip().lower()
    for spelling in (_id, _last_part, _name, _language):
        for voice in voices:
            if spelling(voice) == asked:
                return voice
    # Codes that look alike mean nothing to each other: 'bob' is not 'jbo'.
    known = {spelling(voice) for voice in voices for spelling in (_id, _last_part, _name, _language)}
    close = nearest(asked, (name for name in known if len(name) > _LONGEST_CODE))
    meant = f"; the nearest is '{close}'" if close else ""
    raise NoSuchVoice(f"There is no voice called '{name}'{meant}.", hint="`coach voices` lists the voices.")


def _id(voice: EngineVoice) -> str:
    return voice.id.lower()


def _last_part(voice: EngineVoice) -> str:
    """`samantha` of `com.apple.voice.compact.en-US.Samantha`, `en-us` of `gmw/en-us`."""
    return voice.id.lower().replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[-1]


def _name(voice: EngineVoice) -> str:
    return voice.name.lower()


def _language(voice: EngineVoice) -> str:
    return voice.language


def _rank(voice: EngineVoice, wanted: str, default: str) -> tuple[bool, bool, bool, int, int]:
    """A sort key, smallest for the best voice; equals keep the engine's order."""
    regions = _REGIONS.get(primary_language(wanted), ())
    return (
        voice.name.lower().split(" (")[0] in _NOVELTIES,
        voice.language != wanted,
        voice.id != default,
        regions.index(voice.language) if voice.language in regions else len(regions),
        voice.language.count("-"),
    )


def _nearest_language(voices: Sequence[EngineVoice], wanted: str, written: str) -> str:
    related = _RELATIVES.get(primary_language(wanted))
    by_language = [
        voice for voice in voices if related is not None and primary_language(voice.language) == related
    ]
    if by_language:
        return _suggesting(min(by_language, key=lambda voice: _rank(voice, related or "", "")))
    # A person may have written the language's name, "german". Codes that look alike mean nothing.
    called = _names_of_languages(voices)
    close = nearest(written, called)
    if close:
        return _suggesting(choose_voice(voices, primary_language(called[close])))
    return ", nor for a related language" if voices else ""


def _names_of_languages(voices: Sequence[EngineVoice]) -> dict[str, str]:
    """Tags by language name, for engines that name voices by language: `Norwegian Bokmål`."""
    names: dict[str, str] = {}
    for voice in voices:
        name = _name(voice).split(" (")[0]
        names.setdefault(name, voice.language)
        names.setdefault(name.split(" ")[0], voice.language)
    return {name: language for name, language in names.items() if len(name) > _LONGEST_CODE}


def _suggesting(voice: EngineVoice) -> str:
    return f"; the nearest is {voice.name} ({voice.language})"
