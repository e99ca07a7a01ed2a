"""Rendered files, measured by other programs than the one that wrote them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import wave
from itertools import pairwise

import numpy as np
import pytest

from coach.sound.mixer import Mixer
from coach.sound.saving import save
from coach.timeline.model import TONE_SECONDS, Cue, Timeline
from coach.voice.voice import Clip

RATE = 48_000
HOLD = [
    ("tick", 3.0), ("start", 4.0), ("three", 21.0), ("two", 22.0), ("one", 23.0), ("end", 24.0),
    ("tick", 28.123), ("start", 29.123), ("end", 39.123),
]  # fmt: skip
BREATHS = [("in", 2.0, 4.0), ("sip", 6.0, 1.0), ("hold", 7.0, 2.0), ("out", 9.0, 6.0)]


def timeline(cues, seconds, *, gentle):
    """A timeline of those cues."""
    return Timeline(routine="r", title="R", language="en", seconds=seconds, cues=tuple(cues), gentle=gentle)


def a_hold(*, gentle):
    """Two holds with their ticks, starts, counts and ends; the counts are short bursts."""
    burst = np.random.default_rng(1).uniform(-0.4, 0.4, 9_600).astype(np.float32)
    cues = [
        Cue(at=at, seconds=TONE_SECONDS[name], kind="tone", text=name)
        if name in TONE_SECONDS
        else Cue(at=at, seconds=0.2, kind="count", text=name)
        for name, at in HOLD
    ]
    return Mixer(timeline(cues, 42.0, gentle=gentle), dict.fromkeys(("three", "two", "one"), Clip(burst)))


def a_breath():
    """In, sip, hold and out."""
    cues = [Cue(at=at, seconds=seconds, kind="tone", text=name) for name, at, seconds in BREATHS]
    return Mixer(timeline(cues, 16.0, gentle=True), {})


def onsets(samples):
    """The samples at which something is heard after at least 0.2 s of silence."""
    heard = np.flatnonzero(samples)
    return [int(heard[0])] + [
        int(later) for sooner, later in pairwise(heard.tolist()) if later - sooner > 0.2 * RATE
    ]


def read_wave(path):
    """A WAV's samples, by Python's own reader."""
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def read_with_sox(path):
    """Any file's samples, by sox."""
    raw = subprocess.run(
        ["sox", str(path), "-t", "raw", "-e", "signed", "-b", "16", "-L", "-"],
        capture_output=True,
        check=True,
    )
    return np.frombuffer(raw.stdout, "<i2")


@pytest.mark.parametrize("gentle", [False, True])
def test_every_onset_is_on_its_promised_sample(tmp_path, gentle):
    """In the file the first audible sample of every tone and count is the one that the timeline promises."""
    save(a_hold(gentle=gentle).blocks(), tmp_path / "hold.wav")
    assert onsets(read_wave(tmp_path / "hold.wav")) == [round(at * RATE) for _, at in HOLD]


def test_breathing_tones_rise_and_fall_in_their_phases(tmp_path):
    """Counted in zero crossings, in rises, the sip rises above it, hold is level, out falls."""
    save(a_breath().blocks(), tmp_path / "breath.wav")
    samples = read_wave(tmp_path / "breath.wav").astype(float)
    heard = {}
    for name, at, seconds in BREATHS:
        phase = samples[round((at + 0.1) * RATE) : round((at + seconds - 0.1) * RATE)]
        crossings = [int(np.sum(np.diff(np.signbit(piece)))) for piece in np.array_split(phase, 5)]
        heard[name] = [count / (2 * len(phase) / 5 / RATE) for count in crossings]
    assert heard["in"] == sorted(set(heard["in"]))
    assert heard["sip"] == sorted(set(heard["sip"]))
    assert heard["sip"][0] > heard["in"][-1]
    assert max(heard["hold"]) - min(heard["hold"]) < 5
    assert heard["out"] == sorted(set(heard["out"]), reverse=True)


@pytest.mark.skipif(
    not shutil.which("sox"), reason="needs sox, with its formats (Debian: sox, libsox-fmt-all)"
)
@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_another_program_reads_the_very_samples(tmp_path, ending):
    """With sox a lossless file decodes to the mixed samples in 16 bits, each of them."""
    mixer = a_hold(gentle=False)
    save(mixer.blocks(), tmp_path / f"hold.{ending}")
    expected = np.rint(mixer.read(0, mixer.frames) * 32_768).astype(np.int16)
    np.testing.assert_array_equal(read_with_sox(tmp_path / f"hold.{ending}"), expected)


@pytest.mark.parametrize("ending", ["ogg", "mp3"])
def test_lossy_files_keep_the_time(tmp_path, ending):
    """In OGG and MP3 each tone is found by its shape within a millisecond of its place, and nothing clips."""
    import soundfile

    mixer = a_hold(gentle=False)
    path = tmp_path / f"hold.{ending}"
    save(mixer.blocks(), path)
    samples, rate = soundfile.read(path, dtype="float32")
    whole = mixer.read(0, mixer.frames)
    assert (rate, len(samples)) == (RATE, mixer.frames)
    assert np.abs(samples).max() < 0.99
    for name, at in HOLD:
        begin, frames = round(at * RATE), round(TONE_SECONDS.get(name, 0.2) * RATE)
        shape = whole[begin : begin + frames].astype(float)
        around = samples[begin - 2_400 : begin + frames + 2_400].astype(float)
        found = int(np.argmax(np.correlate(around, shape, "valid"))) - 2_400
        assert abs(found) <= 48


FILL = """
import sys
from pathlib import Path
import numpy
from coach.errors import FileError
from coach.sound.saving import save

samples = numpy.random.default_rng(1).uniform(-0.9, 0.9, 48_000 * 60).astype("float32")
try:
    save([samples], Path(sys.argv[1]))
except FileError as error:
    print(error.exit_code, error, sorted(path.name for path in Path(sys.argv[1]).parent.iterdir()), sep="\\n")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is made with Linux's unshare")
@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_a_disk_that_is_full(tmp_path, ending):
    """On a disk of 300 KB the message says what to do, and neither a half file nor its scratch file stays."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = 'mount -t tmpfs -o size=300k tmpfs "$1" && exec "$2" -c "$3" "$1/routine.$4"'
    inside = ["unshare", "-rm", "sh", "-c"]
    if subprocess.run([*inside, "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk of our own")
    done = subprocess.run(
        [*inside, mount, "sh", str(disk), sys.executable, FILL, ending],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "3",
        f"{disk}/routine.{ending}: cannot be written: No space left on device.",
        "Free some space, or choose a folder on another disk.",
        "[]",
    ]
