"""One loudness for all that is said: in every language, by every engine, long lines and short ones."""

from __future__ import annotations

from statistics import mean

import pytest

from coach.home import Home
from coach.timeline.words import aside_utterances, words_for
from coach.voice.loudness import loudness
from coach.voice.natural import piper_is_installed
from coach.voice.open import open_voice

VOICES = {"gmw/en": "en", "gmw/de": "de", "roa/es": "es", "roa/fr": "fr"}
NATURAL = {"en_US-joe-medium": "en"} if piper_is_installed() else {}


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """By voice, the loudness of each of some lines, in LUFS, pauses included as far as the standard does."""
    root = tmp_path_factory.mktemp("loud")
    home = Home(config=root, data=root, cache=root, state=root)
    found = {}
    for name, language in (VOICES | NATURAL).items():
        voice = open_voice(home, language, name)
        found[name] = [loudness(voice.clip(text).samples) for text in aside_utterances(words_for(language))]
        voice.close()
        low, high, middle = min(found[name]), max(found[name]), mean(found[name])
        print(f"| {name} | {middle:.1f} | {low:.1f} to {high:.1f} |")  # noqa: T201 — figures, for `pytest -rP`
    return found


def test_all_lines_of_all_voices_are_equally_loud(figures):
    """Between the loudest and the quietest line of all engines and languages lies less than 1 LU."""
    lines = [line for lines in figures.values() for line in lines]
    assert max(lines) - min(lines) < 1.0
