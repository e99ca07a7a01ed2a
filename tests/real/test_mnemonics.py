"""What eSpeak NG itself makes of the mnemonics of our lexicon, as IPA; with the library of the wheel."""

# ruff: noqa: RUF001 — letters of IPA

import subprocess
import sys

import pytest

from coach.spoken_text.english import ENGLISH
from coach.spoken_text.mnemonics import mnemonics_of, piper_phonemes
from coach.voice.process import VoiceProcess
from coach.voice.speakable import speakable

pytest.importorskip("espeakng_loader")
pytestmark = [pytest.mark.real, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="by libc")]

TRACED = """
import ctypes, os, sys, tempfile
import espeakng_loader
library, libc = ctypes.CDLL(espeakng_loader.get_library_path()), ctypes.CDLL(None)
libc.fopen.restype, libc.fclose.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
library.espeak_SetPhonemeTrace.argtypes = [ctypes.c_int, ctypes.c_void_p]
library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)
callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(lambda *_: 0)
library.espeak_SetSynthCallback(callback)
library.espeak_SetVoiceByName(sys.argv[1].encode())
with tempfile.TemporaryDirectory() as folder:
    for line in sys.stdin:
        trace = os.path.join(folder, "ipa")
        file = libc.fopen(trace.encode(), b"w")
        library.espeak_SetPhonemeTrace(2, file)
        text = line.strip().encode() + bytes(1)
        library.espeak_Synth(text, len(text), 0, 0, 0, 0x101, None, None)
        library.espeak_Synchronize()
        libc.fclose(file)
        print(open(trace, encoding="utf-8").read().strip(), flush=True)
"""
"""Reads texts, and prints their sounds in the voice that is named: what `espeak-ng --ipa` does."""


WORDS = {
    "de": "Zwerchfell Ischias Gesäß Knöchel Bandscheibe Übung Quadrizeps Yoga schön Füße Wirbelsäule langsam "
    "Achillessehne Hüfte Becken Schulter Nacken Handgelenk Ellenbogen Oberschenkel Wade Zehen Ferse Rücken "
    "Lendenwirbel Pilates Dehnung Muskel Meniskus Brustkorb Bauch Atmung Kreuzbein Steißbein Kniescheibe "
    "Daumen Pfanne häufig heute Kehlkopf Zunge Massage",
    "es": "rodilla hombro cigarra niño llave gemelos isquiotibiales respiración yoga perro jugar vaca dedo "
    "agua fisioterapia cuello nuca espalda cadera pelvis tobillo talón muñeca codo antebrazo muslo sóleo "
    "pantorrilla cuádriceps glúteo abdomen diafragma ciática lumbar cervical vértebra rótula menisco tendón "
    "Aquiles huevo chico",
    "fr": "genou épaule mollet étirement bassin peau cœur feu brun vin bon chant agneau huit oui rouge main "
    "sciatique jambe cheville talon hanche nuque poignet coude cuisse soléaire quadriceps fessier abdomen "
    "diaphragme lombaire cervicale vertèbre rotule ménisque tendon coccyx mâchoire orteil doigt œil montagne",
}
"""More than forty for each language, in which all of its sounds stand."""


def traced(voice, texts):
    """How that voice says each of these texts, in IPA."""
    command = [sys.executable, "-X", "utf8", "-c", TRACED, voice]
    lines = "".join(f"{text}\n" for text in texts)
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True
    )
    return done.stdout.splitlines()


def sounds(voice):
    """By word, how that voice says the words of our lexicon by their mnemonics."""
    said = traced(voice, [f"[[{mnemonics_of('en')(sound.ipa)}]]" for _, sound in ENGLISH.lexicon])
    return dict(zip((word for word, _ in ENGLISH.lexicon), said, strict=True))


@pytest.mark.parametrize("language", WORDS)
def test_a_voice_says_its_own_words_by_our_names_of_their_sounds(language):
    """Forty words and more of each language: the IPA that eSpeak NG gives comes back as the same IPA."""
    words = WORDS[language].split()
    ipa = traced(language, words)
    again = traced(language, [f"[[{mnemonics_of(language)(each)}]]" for each in ipa])
    assert len(words) >= 40
    assert dict(zip(words, again, strict=True)) == dict(zip(words, ipa, strict=True))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "le dos", "lə- dˈo"),
        ("fr", "Le rythme", "lə- ʁˈitm"),
        ("fr", "à droite", "a  dʁwˈat"),
        ("fr", "respirez normalement", "ʁɛspiʁˈe nɔʁmaləmˈɑ̃"),
        ("de", "nach rechts", "nɑːx  rˈɛçts"),
        ("de", "Sekunden", "zeːkˈʊndən"),
        ("de", "wechseln", "vˈɛksəln"),
        ("de", "suchen", "zˈuːxən"),
        ("de", "Ausatmen", "ˈaʊsˌɑːtmən"),
        ("de", "Sie lesen langsam", "sˈiː lˈeːsən lˈaŋsˌɑːm"),
    ],
)
def test_words_of_our_own_are_read_rightly(language, text, said):
    """French words that eSpeak NG takes for English ones, and what the German voiceless s must not change."""
    assert traced(language, [speakable(text, language, engine="espeak")]) == [said]


def test_an_american_voice_says_exactly_the_sounds_that_are_written():
    """Each word comes back as its IPA."""
    assert sounds("en-us") == {word: piper_phonemes(sound.ipa) for word, sound in ENGLISH.lexicon}


def test_a_british_voice_says_them_in_its_own_way():
    """A British voice has the vowel of hot, no flaps, and no r after a vowel."""
    said = sounds("en-gb")
    assert (said["coccyx"], said["masseter"], said["pilates"]) == ("kˈɒksɪks", "masˈiːtə", "pɪlˈɑːtiːz")


def test_the_worker_has_mnemonics_read_as_sounds(tmp_path):
    """pyttsx3 alone would have the signs between the brackets spelled, which takes three times as long."""
    voice = VoiceProcess(tmp_path / "voice.log")
    try:
        by_sounds, respelt = (
            voice.speak(text, english_voice(voice), 150, lambda file: file.stat().st_size)
            for text in ("[[k'0ksIks]]", "cock-six")
        )
    finally:
        voice.close()
    assert by_sounds < respelt


def english_voice(voice):
    """The id of an English voice."""
    return next(each.id for each in voice.voices() if each.language == "en-gb")
