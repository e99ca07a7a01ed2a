"""One loudness for all that is said: in every language, by every engine, long lines and single words."""

from __future__ import annotations

import pytest

from coach.home import Home
from coach.timeline.languages import words_for
from coach.timeline.words import aside_utterances
from coach.voice.clip import TARGET_LUFS
from coach.voice.loudness import loudness
from coach.voice.natural import piper_is_installed
from coach.voice.open import open_voice

LINES = 8
VOICES = [
    ("en", "gmw/en"),
    ("de", "gmw/de"),
    ("es", "roa/es"),
    ("fr", "roa/fr"),
    pytest.param(
        "en",
        "en_US-joe-medium",
        marks=pytest.mark.skipif(not piper_is_installed(), reason="needs the extra 'natural'"),
    ),
]


@pytest.mark.parametrize(("language", "name"), VOICES)
def test_every_line_is_as_loud_as_every_other(tmp_path, language, name):
    """Whatever speaks, each line is within half an LU of one loudness, so within 1 of any other."""
    home = Home(config=tmp_path, data=tmp_path, cache=tmp_path, state=tmp_path)
    texts = list(aside_utterances(words_for(language)))
    voice = open_voice(home, language, name)
    figures = {text: loudness(voice.clip(text).samples) for text in texts[:: len(texts) // LINES]}
    voice.close()
    low, high = min(figures.values()), max(figures.values())
    print(f"| {name} | {len(figures)} | {low:.2f} to {high:.2f} |")  # noqa: T201 — figures, for `pytest -rP`
    assert {text: figure for text, figure in figures.items() if abs(figure - TARGET_LUFS) > 0.5} == {}
