"""A real Piper voice through the real worker: what it says, and what happens when it breaks."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coach.home import Home
from coach.voice.loudness import loudness
from coach.voice.natural import natural_voices, piper_is_installed
from coach.voice.open import open_voice
from coach.voice.voice import Unspeakable

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not piper_is_installed(), reason="needs the extra 'natural'"),
]

JOE = "en_US-joe-medium"
UNLOADED = "the voice own cannot be loaded; its file may be damaged or incomplete"
OTHER = f"Another natural voice speaks instead: {JOE}. `coach doctor` says what is wrong."
LINE = "Let the left ear sink towards the left shoulder."


@pytest.fixture
def home(tmp_path):
    """A person's folders."""
    root = tmp_path / "home"
    return Home(config=root, data=root, cache=root, state=root / "state")


@pytest.fixture
def opened(home):
    """Opens voices, notes what they say about themselves, and closes them."""
    voices, said = [], []

    def opening(language="en", name=None, where=home):
        voices.append(open_voice(where, language, name, log=said.append))
        return voices[-1]

    opening.said = said
    yield opening
    for voice in voices:
        voice.close()


def own(home, name="own"):
    """A copy of the wheel's voice as the person's own, and its model."""
    model = next(voice.model for voice in natural_voices(home) if voice.name == JOE)
    folder = home.data / "voices" / name
    folder.mkdir(parents=True)
    shutil.copy(model, folder / f"{name}.onnx")
    shutil.copy(f"{model}.json", folder / f"{name}.onnx.json")
    return folder / f"{name}.onnx"


def worker(voice):
    """The number of the process that speaks for it."""
    return voice._voice._process._running.child._process.pid


def megabytes(process):
    """The most memory that it ever held."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def test_it_speaks_by_itself_where_it_is_installed(opened):
    """Without a setting the natural voice of the language speaks; another language has the system's."""
    labels = [opened("en").label, opened("de").label]
    assert labels == [f"piper/{JOE}@150", "espeak/de@150"]
    assert opened.said == []


def test_the_same_words_are_the_same_samples(opened, tmp_path):
    """Two processes without a common cache make the very same clip."""
    other = Home(tmp_path / "b", tmp_path / "b", tmp_path / "b", tmp_path / "b")
    one, two = opened().clip(LINE), opened(where=other).clip(LINE)
    assert np.array_equal(one.samples, two.samples)


def test_every_engine_is_as_loud(opened):
    """The natural voice and eSpeak NG speak a sentence within 1 LU of each other."""
    figures = [loudness(opened(name=name).clip(LINE).samples) for name in (JOE, "gmw/en")]
    assert figures[0] == pytest.approx(figures[1], abs=1.0)


@pytest.mark.parametrize("text", ["", "...", "🙂"])
def test_what_cannot_be_spoken_is_reported(opened, text):
    """A text without words raises `Unspeakable`, and the voice goes on speaking."""
    voice = opened()
    with pytest.raises(Unspeakable):
        voice.clip(text)
    assert voice.clip("Again.").seconds > 0.2


def test_a_long_text_is_spoken_whole(opened):
    """Two thousand characters are one clip of minutes, within the deadline."""
    sentences = "If it hurts, stop, and let your shoulders sink as you breathe out slowly. " * 28
    assert 120 < opened().clip(sentences).seconds < 200


def test_a_worker_that_is_killed_is_replaced(opened):
    """A worker that dies between two lines loses neither of them, and nothing is said about it."""
    voice = opened()
    voice.clip("One.")
    os.kill(worker(voice), signal.SIGKILL)
    assert (voice.clip("Two.").seconds > 0.2, voice.label, opened.said) == (True, f"piper/{JOE}@150", [])


def test_a_worker_that_always_dies_is_replaced_by_the_system_s_voice(opened, home):
    """When the model vanishes and the worker dies in mid-session, the next best voice goes on speaking."""
    model = own(home)
    voice = opened(name="own")
    voice.clip("One.")
    model.write_bytes(b"")
    os.kill(worker(voice), signal.SIGKILL)
    assert voice.clip("Two.").seconds > 0.2
    assert voice.label == f"piper/{JOE}@150"
    assert opened.said == [f"The speech engine failed: {UNLOADED}. {OTHER}"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda model: os.truncate(model, 30_000_000), UNLOADED),
        (
            lambda model: (model.parent / "sha256").write_text("0" * 64),
            "the file of the voice own is damaged",
        ),
        (
            lambda model: Path(f"{model}.json").write_text(
                json.dumps({"audio": {}, "espeak": {"voice": "en"}})
            ),
            UNLOADED,
        ),
    ],
)
def test_a_damaged_voice_is_named_and_passed_over(opened, home, spoil, said):
    """A truncated model, one with another digest or a useless configuration is named; the next speaks."""
    spoil(own(home))
    assert opened(name="own").clip("One.").seconds > 0.2
    assert opened.said == [f"The speech engine failed: {said}. {OTHER}"]


def test_a_session_goes_on_with_the_next_best_voice(home):
    """`coach do` with a damaged voice says so, leads to the end, and the journal names who spoke."""
    os.truncate(own(home), 30_000_000)
    around = {**os.environ, "COACH_HOME": str(home.data)}

    def coach(*arguments):
        command = (sys.executable, "-m", "coach", *arguments)
        return subprocess.run(command, env=around, capture_output=True, text=True, check=True).stdout

    led = coach("do", "sip-water", "--fast", "--voice", "own")
    assert f"{UNLOADED}. {OTHER}" in led
    assert "completed: " in led
    (session,) = json.loads(coach("log", "--all", "--json"))["sessions"]
    assert session["voice"] == f"piper/{JOE}@150"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into Linux' process table")
def test_nothing_of_it_stays_after_the_clips_are_made(opened):
    """The worker holds the model, in at most 370 MB, and is gone once the voice is closed."""
    voice = opened()
    voice.clip(LINE)
    process = worker(voice)
    assert megabytes(process) < 370
    assert "onnxruntime" not in sys.modules
    assert "piper" not in sys.modules
    voice.close()
    assert not Path(f"/proc/{process}").exists()


def test_the_natural_voice_sends_nothing_anywhere(opened, monkeypatch, tmp_path):
    """Piper's runtime keeps no device id and no events to send, as it does unless it is forbidden."""
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "empty"))
    assert opened().clip("One.").seconds > 0.2
    assert list((tmp_path / "empty").rglob("*")) == []


def test_a_stopped_worker_misses_its_deadline(opened, monkeypatch):
    """A worker that hangs is killed at its deadline, the line spoken by the next voice, and it comes back."""
    from coach.voice import process as room

    monkeypatch.setattr(room, "PIPER_DEADLINES", room.Deadlines(start=20.0, utterance=1.0))
    voice = opened()
    voice.clip("One.")
    stopped = worker(voice)
    os.kill(stopped, signal.SIGSTOP)
    assert voice.clip("Two.").seconds > 0.2
    assert voice.cached("Two.") is None
    assert voice.clip("Three.").seconds > 0.2
    assert voice.cached("Three.") is not None
    assert worker(voice) != stopped
