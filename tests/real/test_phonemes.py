"""What eSpeak NG makes of our own lines, as phonemes: words with two readings, and those of the lexicon.

Piper's package brings the phonemizer, which is that of eSpeak NG; run where the extra `natural` is installed.
"""

# ruff: noqa: RUF001 — letters of IPA

import subprocess
import sys

import pytest

from coach.home import bundled_routines
from coach.routine.reading import read_routine
from coach.routine.variants import wordings
from coach.spoken_text.english import ENGLISH
from coach.spoken_text.lexicon import lexicon_of
from coach.spoken_text.mnemonics import piper_phonemes
from coach.spoken_text.normalize import spoken
from coach.timeline.compose import utterances
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.voice.natural import piper_is_installed
from coach.voice.speakable import speakable

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not piper_is_installed(), reason="needs the extra 'natural'"),
]

READINGS = {
    "close your eyes": "klˈoʊz", "close the": "klˈoʊz", "eyes closed": "klˈoʊzd",
    "close to": "klˈoʊs", "use your": "jˈuːz", "you use most": "jˈuːz",
    "contract your": "kˈʌntɹˈækt", "separate your": "sˈɛpɚɹˈeɪt", "alternate legs": "ˈɔltɚnˈeɪt",
    "increase the": "ɪŋkɹˈiːs", "wind down": "wˈaɪnd", "bow your head": "bˈaʊ",
    "a light wind": "wˈɪnd", "lead with": "lˈiːd", "a minute": "mˈɪnɪt",
    "muscle tear": "tˈɛɹ", "please read this": "ɹˈiːd", "lower your": "lˈoʊɚ",
    "lower them": "lˈoʊɚ", "cannot record this": "ɹᵻkˈɔːɹd", "record your": "ɹᵻkˈɔːɹd",
    "eyes may close": "klˈoʊz", "knees close": "klˈoʊs", "mouse close": "klˈoʊs", "close enough": "klˈoʊs",
    "move closer": "klˈoʊsɚ", "have read it": "ɹˈɛd", "have read this": "ɹˈɛd", "is used up": "jˈuːzd",
    "in use": "jˈuːs", "tree does": "dˈʌz",
}  # fmt: skip
"""By words as they are written in our lines, or might be: how the ambiguous one of them must sound."""


ELSEWHERE = {
    ("en", "I cannot record this session."): "ɹɪkˈɔːd",
    ("en", "Close your eyes."): "klˈəʊz",
    ("de", "Und normal weiteratmen."): "ˌɑːtmən",
    ("de", "Atmen Sie normal."): "ˈɑːtmən",
    ("de", "Bei Bluthochdruck"): "blˈuːth",
    ("de", "Bei Brustschmerz"): "ʃmˈɛɾts",
    ("de", "den Notruf wählen"): "nˈoːt",
    ("de", "Schulterblätter zusammen."): "ʃˈʊltɜblˈɛtɜ",
    ("de", "Sprechstörung"): "ʃtˈøː",
    ("de", "Loslassen."): "lˈoːslasən",
    ("de", "vier Sekunden"): "kˈʊndən",
    ("de", "ist sofort Hilfe nötig"): "fˈɔɾt",
    ("de", "mit starken Kopfschmerzen"): "ʃmˈɛɾts",
    ("de", "etwas nach unten"): "ˈɛtvas",
    ("de", "diese Übung weglassen"): "vˈɛklasən",
    ("de", "sooft Sie mögen"): "ˈɔft",
    ("fr", "Allongez-vous maintenant sur le dos."): "dˈo",
    ("fr", "Si le rythme ne vous convient pas"): "ʁˈitm",
    ("fr", "six ou plus,"): "plˈys",
    ("fr", "Si en plus vous voyez double:"): "plˈys",
    ("fr", "Plus tard."): "ply tˈaʁ",
}
"""In British English and other languages: words that eSpeak NG read otherwise, and how they must sound."""

PHONEMIZER = """
import sys
from pathlib import Path
import piper
from piper.phonemize_espeak import EspeakPhonemizer
made = EspeakPhonemizer(Path(piper.__file__).parent / "espeak-ng-data")
for line in sys.stdin:
    voice, _, text = line.strip().partition(" ")
    print(" ".join("".join(each) for each in made.phonemize(voice, text)), flush=True)
"""


@pytest.fixture(scope="module")
def phonemes():
    """From a text to its phonemes, by default American ones; in a process of its own, as ever."""
    command = [sys.executable, "-X", "utf8", "-c", PHONEMIZER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:

        def said(text, voice="en-us"):
            process.stdin.write(f"{voice} {text}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield said
        process.stdin.close()


def own_lines():
    """All lines of the bundled English routines, in every wording."""
    lines = {}
    for path in sorted((bundled_routines() / "en").glob("*.yaml")):
        routine = read_routine(path)
        for wording in range(wordings(routine)):
            delivery = Delivery(notices=frozenset(notice_texts(routine, "en")), wording=wording)
            lines |= dict.fromkeys(utterances(routine, delivery))
    return list(lines)


def test_a_word_with_two_readings_has_the_right_one_in_our_lines(phonemes):
    """Every line with such words sounds as it is meant."""
    wrong = [
        line
        for line in own_lines()
        for written, sound in READINGS.items()
        if written in line.lower() and sound not in phonemes(spoken(line, "en"))
    ]
    assert wrong == []


@pytest.mark.parametrize(("written", "sound"), READINGS.items())
def test_a_word_with_two_readings_has_the_right_one_alone(phonemes, written, sound):
    """A word has its right reading alone, also at the beginning, where most orders have their verb."""
    assert sound in phonemes(spoken(written.capitalize() + " hand.", "en"))


@pytest.mark.parametrize(("written", "sound"), ELSEWHERE.items(), ids=str)
def test_a_word_that_was_misread_sounds_as_it_must(phonemes, written, sound):
    """Spelt for eSpeak NG, in each language that it speaks."""
    language, text = written
    assert sound in phonemes(speakable(text, language, engine="espeak"), language)


@pytest.mark.parametrize("entry", ENGLISH.lexicon, ids=lambda entry: entry[0])
def test_a_word_of_the_lexicon_is_there_because_it_is_misread(phonemes, entry):
    """The bare word sounds otherwise than its IPA, and the respelling otherwise than the bare word."""
    word, pronunciation = entry
    bare = phonemes(word)
    assert bare != piper_phonemes(pronunciation.ipa)
    assert phonemes(lexicon_of([entry]).applied(word)) != bare
