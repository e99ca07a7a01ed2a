"""A voice for a routine in a language in which the coach has no words."""

from __future__ import annotations

import numpy as np
import pytest

from coach.scales import SAMPLE_RATE
from coach.voice.two_languages import GAP_SECONDS, TwoLanguagesVoice
from coach.voice.voice import Clip, VoiceFault


class Speaker:
    """A voice that gives its language and the text instead of a clip."""

    def __init__(self, language):
        self.label = f"espeak/{language}@150"
        self.language, self.log, self.is_closed = language, print, False

    def clip(self, text):
        return f"{self.language}: {text}"

    cached = clip

    def close(self):
        self.is_closed = True


def test_each_text_is_said_by_a_voice_of_its_language():
    """The coach's own words have an English voice, which is opened for the first of them."""
    opened = []

    def open_english():
        opened.append(Speaker("en"))
        return opened[-1]

    portuguese = Speaker("pt")
    voice = TwoLanguagesVoice(portuguese, open_english, lambda text: [(text, text == "Ready.")])
    assert voice.cached("Ready.") is None
    assert (voice.clip("Sente-se."), opened) == ("pt: Sente-se.", [])
    assert [voice.clip("Ready."), voice.clip("Ready."), voice.cached("Ready.")] == ["en: Ready."] * 3
    assert (len(opened), voice.label) == (1, "espeak/pt@150")
    voice.log = str
    assert (voice.log, opened[0].log) == (str, str)
    voice.close()
    assert (portuguese.is_closed, opened[0].is_closed) == (True, True)


def test_a_text_of_both_is_said_by_both():
    """The side behind an author's name for an exercise is never put through the author's voice."""

    class Tone(Speaker):
        def clip(self, text):
            return Clip(np.full(len(text), 0.5 if self.language == "pt" else -0.5, np.float32))

        def cached(self, text):
            return self.clip(text) if text in self.known else None

    both = [("Pescoço.", False), ("The left side.", True)]
    portuguese, english = Tone("pt"), Tone("en")
    portuguese.known, english.known = {"Pescoço."}, set()
    voice = TwoLanguagesVoice(portuguese, lambda: english, lambda _text: both)
    assert voice.cached("Pescoço. The left side.") is None
    samples = voice.clip("Pescoço. The left side.").samples
    gap = len(samples) - len("Pescoço.") - len("The left side.")
    assert gap == GAP_SECONDS * SAMPLE_RATE
    assert [int(np.sum(samples == level)) for level in (0.5, 0.0, -0.5)] == [8, gap, 14]
    assert voice.cached("Pescoço. The left side.") is None
    english.known = {"The left side."}
    assert np.array_equal(voice.cached("Pescoço. The left side.").samples, samples)


def test_without_a_voice_of_their_language_words_are_not_spoken():
    """An English safety text is never put through another language's voice."""

    def open_english():
        raise VoiceFault("There is no voice for 'en' here.")

    voice = TwoLanguagesVoice(Speaker("pt"), open_english, lambda text: [(text, True)])
    with pytest.raises(VoiceFault):
        voice.clip("If dizzy, sit.")
    voice.close()
