"""pyttsx3 asked for one file at a time: macOS and Windows, by stand-ins for their drivers."""

from __future__ import annotations

import sys
import threading
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import soundfile

from coach.voice.audio_file import is_complete_audio
from coach.voice.choose import EngineVoice
from coach.voice.engine import Engine, EngineFault
from coach.voice.platforms import Nsss, Sapi5

SAMANTHA = "com.apple.voice.compact.en-US.Samantha"
ZIRA = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech\Voices\Tokens\TTS_MS_EN-US_ZIRA_11.0"


def drivers():
    """The stand-ins, from the file beside this one (tests are no package)."""
    spec = spec_from_file_location("voice_test_drivers", Path(__file__).with_name("drivers.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def macos(monkeypatch, tmp_path):
    """An engine as on macOS."""
    return engine(monkeypatch, tmp_path, Nsss(), drivers().NsssDriver)


@pytest.fixture
def windows(monkeypatch, tmp_path):
    """An engine as on Windows."""
    monkeypatch.setattr(sys, "coinit_flags", 0, raising=False)
    return engine(monkeypatch, tmp_path, Sapi5(), drivers().Sapi5Driver)


def engine(monkeypatch, folder, platform, driver):
    """Ours, around pyttsx3's own, around that driver."""
    from pyttsx3.engine import Engine as Pyttsx3

    module = drivers().driver_module(driver)
    monkeypatch.setitem(sys.modules, f"pyttsx3.drivers.{platform.driver}", module)
    return Engine(platform, folder, start=Pyttsx3)


def wait_for_drivers():
    """Until no stand-in is writing any more."""
    for thread in threading.enumerate():
        if thread.name == "driver":
            thread.join()


def seconds(path):
    """How long the sound in the file is."""
    return round(soundfile.info(path).duration, 2)


def test_macos_writes_every_utterance_whole(macos, tmp_path):
    """On macOS the second utterance is written as completely as the first."""
    lengths = {}
    for text in ("x" * 10, "x" * 30, "x" * 20):
        file = tmp_path / f"{len(text)}.aiff"
        macos.speak(text, SAMANTHA, 150, file)
        lengths[len(text)] = seconds(file)
    assert lengths == {10: 0.1, 30: 0.3, 20: 0.2}


def test_left_alone_the_queue_would_cut_the_second(macos, tmp_path):
    """Used as its manual says, pyttsx3 on macOS never finishes the second file."""
    for number in (1, 2):
        macos._engine.save_to_file("words", str(tmp_path / f"{number}.aiff"))
        macos._engine.runAndWait()
    wait_for_drivers()
    assert [is_complete_audio(tmp_path / f"{number}.aiff") for number in (1, 2)] == [True, False]


def test_windows_writes_every_utterance_whole(windows, tmp_path):
    """On Windows utterances are written one after the other, each complete."""
    for number, text in enumerate(("x" * 10, "x" * 30, "x" * 20)):
        windows.speak(text, ZIRA, 150, tmp_path / f"{number}.wav")
    assert [seconds(tmp_path / f"{number}.wav") for number in range(3)] == [0.1, 0.3, 0.2]


def test_windows_speaks_in_a_single_threaded_apartment(windows):
    """On Windows the flag for a single-threaded apartment is set before comtypes is imported."""
    assert windows.facts()["engine"] == "sapi5"
    assert sys.coinit_flags == 2


def test_the_voices_of_macos(macos):
    """On macOS locales become language tags and genders become words, or nothing for a robot."""
    assert macos.voices() == [
        EngineVoice(SAMANTHA, "Samantha", "en-us", "female"),
        EngineVoice("com.apple.voice.compact.de-DE.Anna", "Anna", "de-de", "female"),
        EngineVoice("com.apple.speech.synthesis.voice.Zarvox", "Zarvox", "en-us", ""),
    ]


def test_the_voices_of_windows(windows):
    """On Windows an unknown locale becomes no language."""
    assert windows.voices() == [
        EngineVoice(ZIRA, "Microsoft Zira Desktop - English (United States)", "en-us", "female"),
        EngineVoice("HKEY\\x", "Klingon", "unknown locale: 4096", ""),
    ]


def test_what_an_engine_says_of_itself(macos):
    """An engine reports enough to name its clips and read its files."""
    facts = macos.facts()
    assert {**facts, "version": ""} == {
        "engine": "nsss",
        "version": "",
        "default": SAMANTHA,
        "suffix": ".aiff",
        "files": [],
    }
    assert facts["version"]


def test_an_unknown_voice_is_a_fault(macos, windows, tmp_path):
    """An unknown voice is a fault, whether the engine raises or silently keeps the old one."""
    for of_system in (macos, windows):
        with pytest.raises(EngineFault):
            of_system.speak("words", "nobody", 150, tmp_path / "file")


def test_a_fault_never_quotes_the_words(windows, tmp_path):
    """A fault names the kind of the engine's error and never quotes the text."""
    with pytest.raises(EngineFault, match=r"^the engine raised OSError$"):
        windows.speak("full", ZIRA, 150, tmp_path / "file.wav")


def test_an_engine_that_writes_nothing_is_a_fault(windows, tmp_path, monkeypatch):
    """An engine that reports success without a file is a fault."""
    monkeypatch.setattr(windows._engine.proxy._driver, "save_to_file", lambda *_: None)
    with pytest.raises(EngineFault, match="incomplete file"):
        windows.speak("words", ZIRA, 150, tmp_path / "file.wav")


def test_no_engine_at_all_is_a_fault_in_plain_words(tmp_path):
    """Without an engine the fault says in plain words what is missing."""

    def missing(_driver):
        raise RuntimeError("This means you probably do not have eSpeak or eSpeak-ng installed!")

    with pytest.raises(EngineFault, match="it could not be started"):
        Engine(Nsss(), tmp_path, start=missing)
