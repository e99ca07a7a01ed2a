"""What differs between engines: the seams, without an engine behind them."""

from __future__ import annotations

import os
import sys
import threading
import time
import wave
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from coach.voice.platforms import Espeak, Nsss, Sapi5, loaded_libraries, set_wav_rate, this_platform

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux' process table")


def test_each_system_has_its_engine():
    """Each system has the engine that pyttsx3 names for it, else eSpeak NG."""
    names = ("darwin", "win32", "linux", "freebsd14")
    assert [type(this_platform(name)) for name in names] == [Nsss, Sapi5, Espeak, Espeak]


def test_the_rate_in_a_header_is_made_true(tmp_path):
    """A wrong sample rate in a header is corrected, and the sound stays as it is."""
    path = tmp_path / "file.wav"
    soundfile.write(path, np.linspace(-0.5, 0.5, 500), 22_050, subtype="PCM_16")
    before = path.read_bytes()
    set_wav_rate(path, 22_050)
    assert path.read_bytes() == before
    set_wav_rate(path, 16_000)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnframes()) == (16_000, 500)
    assert path.read_bytes()[44:] == before[44:]


def test_macos_waits_until_the_file_is_whole(tmp_path):
    """On macOS a file that still grows is waited for until it is complete."""
    path = tmp_path / "file.aiff"
    soundfile.write(path, np.linspace(-0.5, 0.5, 5_000), 22_050, subtype="PCM_16")
    content = path.read_bytes()
    path.write_bytes(content[:100])
    written = []

    def write():
        for end in range(1_000, len(content) + 1_000, 1_000):
            time.sleep(0.002)
            path.write_bytes(content[:end])
        written.append(True)

    writer = threading.Thread(target=write)
    writer.start()
    Nsss().settle(path)
    assert soundfile.info(path).frames == 5_000
    writer.join()


@ON_LINUX
def test_without_the_wheel_the_system_is_left_to_pyttsx3(tmp_path, monkeypatch, capsys):
    """Without the espeakng-loader wheel the log says so, and pyttsx3 looks for the system's eSpeak."""
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    monkeypatch.delenv("ESPEAK_DATA_PATH", raising=False)
    platform = Espeak()
    platform.prepare(tmp_path)
    assert (platform.mute_voices(), "ESPEAK_DATA_PATH" in os.environ) == (frozenset(), False)
    assert capsys.readouterr().err == "no eSpeak NG from the wheel: ModuleNotFoundError\n"


@pytest.mark.parametrize(
    ("voice", "asked", "gap"),
    [
        ("gmw/en", ("gmw/en", 150), 0),
        ("gmw/de", ("gmw/de", 169), 3),
        ("roa/fr", ("roa/fr+m8", 150), 0),
        ("roa/fr-be", ("roa/fr-be+m8", 150), 0),
        ("roa/es-419", ("roa/es-419+m3", 169), 3),
        ("mb/mb-fr1", ("mb/mb-fr1", 150), 0),
    ],
)
def test_a_language_is_spoken_as_it_is_best_understood(monkeypatch, voice, asked, gap):
    """French and Spanish are asked for in a clearer variant, German and Spanish with gaps between words."""
    calls = []
    library = SimpleNamespace(
        ENDPAUSE=0x1000,
        PHONEMES=0x100,
        RATE=1,
        SetParameter=lambda *parameter: calls.append(parameter),
        Synchronize=lambda: calls.append("taken"),
    )
    monkeypatch.setattr("pyttsx3.drivers._espeak", library, raising=False)
    monkeypatch.setitem(sys.modules, "pyttsx3.drivers._espeak", library)
    assert Espeak().set_up(voice, 150) == asked
    assert calls == [(1, asked[1], 0), (7, gap, 0), "taken"]
    assert library.ENDPAUSE == 0x1100


@ON_LINUX
def test_the_libraries_of_this_process_are_known():
    """The loaded libraries are listed with their whole paths, each once."""
    found = loaded_libraries("libc.so")
    assert len(found) == 1
    assert found[0].is_file()
    assert loaded_libraries("no such library") == []


@pytest.mark.parametrize(
    ("voice_file", "dictionary", "is_mute"),
    [
        ("name Danish\nlanguage da\n", "da_dict", False),
        ("name Faroese\nlanguage fo\n", "da_dict", True),
        ("name American\nlanguage en-us 2\nlanguage en 3\n", "en_dict", False),
        ("name Bokmal\nlanguage nb\ndictionary no // shared\n", "no_dict", False),
        ("// language en\nname X\nlanguage xx-yy\n", "en_dict", True),
    ],
)
def test_a_voice_without_its_dictionary_is_mute(tmp_path, voice_file, dictionary, is_mute):
    """A language whose dictionary is missing cannot be spoken by eSpeak NG."""
    (tmp_path / "lang" / "gmq").mkdir(parents=True)
    (tmp_path / "lang" / "gmq" / "XX").write_text(voice_file)
    (tmp_path / dictionary).touch()
    platform = Espeak()
    platform._data = Path(tmp_path)
    assert platform.mute_voices() == (frozenset({"gmq/xx"}) if is_mute else frozenset())


def test_a_long_path_of_data_is_shortened(tmp_path):
    """A data path too long for eSpeak NG is replaced by a link in the private folder."""
    from coach.voice.platforms import _short

    deep = tmp_path / ("x" * 130) / "espeak-ng-data"
    deep.mkdir(parents=True)
    folder = tmp_path / "spool"
    folder.mkdir()
    assert _short(Path("/short"), folder) == Path("/short")
    for _ in range(2):
        link = _short(deep, folder)
        assert link.resolve() == deep
        assert link.parent == folder
