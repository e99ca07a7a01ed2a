"""`coach render`: sound, captions and timeline in files."""

from __future__ import annotations

import json

import pytest
import soundfile
from click.testing import CliRunner

from coach.commands.group import coach
from coach.testing import FakeVoice

ROUTINE = """
title: Calf
steps:
  - hold: 10 s
    name: Calf stretch
    side: left
  - ask: pain
"""


@pytest.fixture
def calf(tmp_path):
    """A short routine file."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE)
    return str(path)


def run(*arguments):
    """Runs a command line."""
    return CliRunner().invoke(coach, [str(argument) for argument in arguments])


@pytest.mark.real
def test_all_files(calf, tmp_path):
    """The sound is as long as the timeline, a question takes no time, and the captions are WebVTT."""
    result = run(
        "render", calf, "-o", tmp_path / "calf.wav",
        "--captions", tmp_path / "calf.vtt", "--timeline", tmp_path / "calf.json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    tree = json.loads((tmp_path / "calf.json").read_text())
    info = soundfile.info(tmp_path / "calf.wav")
    assert (info.samplerate, info.channels, info.frames) == (48_000, 1, round(tree["seconds"] * 48_000))
    assert sorted(tree) == ["cues", "dropped", "language", "routine", "seconds", "title"]
    assert [cue["seconds"] for cue in tree["cues"] if cue["kind"] == "ask"] == [5.0]
    assert tree["cues"][0]["text"].startswith("If your chest hurts")
    captions = (tmp_path / "calf.vtt").read_text()
    assert captions.startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert "Calf stretch. The left side." in captions


def test_an_unknown_ending(calf, tmp_path):
    """An unknown ending ends with 3 before anything is spoken, with the endings that work."""
    result = run("render", calf, "-o", tmp_path / "calf.aac")
    assert result.exit_code == 3
    assert ".flac" in result.stderr


def test_a_folder_that_is_not_there(calf, tmp_path):
    """A missing target folder ends with 3, with what to do."""
    result = run("render", calf, "-o", tmp_path / "nowhere" / "calf.wav")
    assert result.exit_code == 3
    assert "nowhere" in result.stderr


@pytest.mark.real
@pytest.mark.parametrize("voice", ["nobody-has-this-voice", "gmw/de"])
def test_a_voice_that_is_not_there(calf, tmp_path, voice):
    """An unknown voice ends with 4, as does one of another language, and no file is made."""
    result = run("render", calf, "-o", tmp_path / "calf.wav", "--voice", voice)
    assert (result.exit_code, (tmp_path / "calf.wav").exists()) == (4, False)


def test_a_bad_file(tmp_path):
    """A bad routine file ends with 3, as for every command that needs it."""
    path = tmp_path / "bad.yaml"
    path.write_text("steps: []\n")
    assert run("render", path, "-o", tmp_path / "bad.wav").exit_code == 3


@pytest.mark.parametrize("both", ["--captions", "--timeline"])
def test_one_file_for_sound_and_text(calf, tmp_path, both):
    """The same file for sound and text is wrong usage, as one would overwrite the other."""
    result = run("render", calf, "-o", tmp_path / "same.wav", both, tmp_path / "same.wav")
    assert result.exit_code == 2
    assert f"-o and {both} are the same file" in result.stderr
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["calf.yaml"]


def test_the_routine_is_not_overwritten(calf, tmp_path):
    """The routine's own file is refused as the target for captions."""
    result = run("render", calf, "-o", tmp_path / "calf.wav", "--captions", calf)
    assert result.exit_code == 2
    assert "ROUTINE and --captions are the same file" in result.stderr
    assert (tmp_path / "calf.yaml").read_text() == ROUTINE


def test_texts_that_the_voice_cannot_say_are_named(calf, tmp_path, monkeypatch):
    """Texts that the voice cannot say are named with their steps, and no file is made."""
    voice = FakeVoice()
    voice.fails_for = {"Calf stretch. The left side."}
    for opening in ("open_voice", "open_preferred_voice"):
        monkeypatch.setattr(f"coach.voice.open.{opening}", lambda *_arguments, **_options: voice)
    result = run("render", calf, "-o", tmp_path / "calf.wav")
    assert (result.exit_code, (tmp_path / "calf.wav").exists()) == (4, False)
    assert "The voice could not speak one text, so nothing was saved:\n" in result.stderr
    assert "  step 1: Calf stretch. The left side.\n" in result.stderr


@pytest.mark.real
def test_a_language_that_no_voice_speaks(calf, tmp_path):
    """Without a voice for the routine's language nothing is saved."""
    (tmp_path / "calf.yaml").write_text(f"language: tlh\n{ROUTINE}")
    result = run("render", calf, "-o", tmp_path / "calf.wav")
    assert (result.exit_code, (tmp_path / "calf.wav").exists()) == (4, False)
    assert "There is no voice for 'tlh' here, nor for a related language." in result.stderr
    assert "goes on" not in result.stderr
