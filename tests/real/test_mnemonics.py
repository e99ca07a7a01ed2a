"""What eSpeak NG itself makes of the mnemonics of our lexicon, as IPA; with the library of the wheel."""

# ruff: noqa: RUF001 — letters of IPA

import subprocess
import sys

import pytest

from coach.spoken_text.english import ENGLISH
from coach.spoken_text.mnemonics import english_mnemonics, piper_phonemes
from coach.voice.process import VoiceProcess

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


def sounds(voice):
    """By word, how that voice says the words of our lexicon by their mnemonics."""
    texts = "".join(f"[[{english_mnemonics(sound.ipa)}]]\n" for _, sound in ENGLISH.lexicon)
    command = [sys.executable, "-X", "utf8", "-c", TRACED, voice]
    done = subprocess.run(
        command, input=texts, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True
    )
    return dict(zip((word for word, _ in ENGLISH.lexicon), done.stdout.splitlines(), strict=True))


def test_an_american_voice_says_exactly_the_sounds_that_are_written():
    """Each word comes back as its IPA."""
    assert sounds("en-us") == {word: piper_phonemes(sound.ipa) for word, sound in ENGLISH.lexicon}


def test_a_british_voice_says_them_in_its_own_way():
    """It has the vowel of hot, no flaps, and no r after a vowel."""
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
