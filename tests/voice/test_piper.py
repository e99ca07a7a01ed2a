"""Piper behind pyttsx3's own queue, with a stand-in for Piper itself."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import types
import wave

import numpy as np
import pytest

from coach.voice import piper as room
from coach.voice.choose import EngineVoice
from coach.voice.engine import Engine, EngineFault, NothingToSay
from coach.voice.piper import Piper


class Model:
    """Stands in for a loaded voice: each sentence lasts 10 ms a character at a length of 1."""

    config = types.SimpleNamespace(sample_rate=22_050)

    def __init__(self):
        self.settings = []

    def synthesize(self, text, settings):
        """A chunk for each sentence; a text without words has none, and "?" one without samples."""
        self.settings.append(settings)
        for sentence in filter(None, text.split(".")):
            frames = 0 if sentence == "?" else round(220.5 * len(sentence) * settings.length_scale)
            samples = np.full(frames, 0.5, "f4")
            yield types.SimpleNamespace(
                audio_float_array=samples, audio_int16_bytes=(samples * 32767).astype("<i2").tobytes()
            )


@pytest.fixture
def model(monkeypatch):
    """The stand-in, in the place of what would be loaded."""
    model = Model()
    monkeypatch.setattr(room, "_load", lambda _path: model)
    monkeypatch.setattr(room, "version", lambda _name: "1.8.0")
    config = types.ModuleType("piper.config")
    config.SynthesisConfig = types.SimpleNamespace
    monkeypatch.setitem(sys.modules, "piper", types.ModuleType("piper"))
    monkeypatch.setitem(sys.modules, "piper.config", config)
    sys.modules["piper"].__file__ = "/lib/piper/__init__.py"
    yield model
    sys.modules.pop("pyttsx3.drivers.piper", None)


@pytest.fixture
def path(tmp_path):
    """Its files."""
    path = tmp_path / "en_US-joe-medium.onnx"
    path.write_bytes(b"weights")
    (tmp_path / f"{path.name}.json").write_text(
        json.dumps({"audio": {"sample_rate": 22_050}, "language": {"code": "en_US"}})
    )
    return path


@pytest.fixture
def engine(model, path, tmp_path):  # noqa: ARG001 — it must be in place
    """Our engine, around pyttsx3's own, around our driver."""
    from pyttsx3.engine import Engine as Pyttsx3

    return Engine(Piper(path), tmp_path, start=Pyttsx3)


NAME = "en_US-joe-medium"


def frames(path):
    """How many frames the file has."""
    with wave.open(str(path)) as file:
        return file.getnframes()


def test_it_says_what_it_is(engine, path):
    """Engine, version with the model's digest, the one voice, and the files that change with it."""
    digest = hashlib.sha256(b"weights").hexdigest()[:12]
    assert engine.facts() == {
        "engine": "piper",
        "version": f"1.8.0a-{digest}",
        "default": NAME,
        "suffix": ".wav",
        "files": [str(path), f"{path}.json", "/lib/piper/__init__.py"],
    }
    assert engine.voices() == [EngineVoice(NAME, NAME, "en-us", "")]


def test_each_utterance_is_written_whole(engine, tmp_path):
    """One utterance after the other is written: silence, and the sound at the length for the rate."""
    lengths = []
    for number, text in enumerate(("x" * 100, "x" * 40)):
        engine.speak(text, NAME, 150, tmp_path / f"{number}.wav")
        lengths.append(frames(tmp_path / f"{number}.wav"))
    assert lengths == [1_102 + 27_562, 1_102 + 11_025]


def test_sentences_are_apart(engine, tmp_path):
    """Between two sentences there is a silence to breathe."""
    engine.speak("xxxx.xxxx", NAME, 150, tmp_path / "file.wav")
    assert frames(tmp_path / "file.wav") == 1_102 + 1_102 + 6_615 + 1_102


def test_the_same_words_always_sound_the_same(engine, model, tmp_path):
    """No noise is used, the sound is not scaled to full height, and the rate sets the length."""
    engine.speak("one", NAME, 300, tmp_path / "file.wav")
    (settings,) = model.settings
    assert vars(settings) == {
        "length_scale": 0.625, "noise_scale": 0.0, "noise_w_scale": 0.0, "normalize_audio": False,
    }  # fmt: skip


@pytest.mark.parametrize("text", [".", "?", "?.?"])
def test_what_has_no_words_is_distinguished_from_a_fault(engine, tmp_path, text):
    """A text that gives no samples raises `NothingToSay`, and the next one is spoken."""
    with pytest.raises(NothingToSay):
        engine.speak(text, NAME, 150, tmp_path / "file.wav")
    engine.speak("one", NAME, 150, tmp_path / "next.wav")
    assert frames(tmp_path / "next.wav") > 0


def test_another_voice_is_a_fault(engine, tmp_path):
    """A voice that is not the one of the model is refused."""
    with pytest.raises(EngineFault):
        engine.speak("one", "amy", 150, tmp_path / "file.wav")


def test_a_model_other_than_the_one_that_was_added_is_refused(model, path, tmp_path):  # noqa: ARG001
    """A model whose digest is not the one that was written down when it was added is refused by name."""
    (tmp_path / "sha256").write_text("0" * 64)
    with pytest.raises(EngineFault, match=rf"^the file of the voice {NAME} is damaged$"):
        Engine(Piper(path), tmp_path, start=pytest.fail)


def test_a_model_that_cannot_be_loaded_is_a_fault(monkeypatch, path, tmp_path):
    """Whatever Piper raises while it loads becomes a fault with the voice's name."""

    def load(_path):
        raise RuntimeError("protobuf parsing failed")

    monkeypatch.setattr(room, "_load", load)
    with pytest.raises(
        EngineFault, match=rf"^the voice {NAME} cannot be loaded; its file may be damaged or incomplete$"
    ):
        Engine(Piper(path), tmp_path, start=pytest.fail)


def test_the_runtime_is_forbidden_to_send_usage_data(monkeypatch, path):
    """The variable that forbids it is set before the runtime is imported."""
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    seen = []

    class Finder:
        """Notes the variable when the runtime is looked for, which then is not found."""

        def find_spec(self, name, *_):
            if name == "onnxruntime":
                seen.append(os.environ.get("ORT_DISABLE_TELEMETRY"))
                raise ModuleNotFoundError(name)

    monkeypatch.delitem(sys.modules, "onnxruntime", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    with pytest.raises(EngineFault, match=r"^Piper is not installed completely$"):
        Piper(path).prepare(path.parent)
    assert seen == ["1"]
