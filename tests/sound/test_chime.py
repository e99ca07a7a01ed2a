"""The chimes: heard, no louder than speech, and sound files of the person's own with clear refusals."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from coach.errors import FileError
from coach.scales import SAMPLE_RATE
from coach.sound.chime import STRUCK, chime, read_sound


def test_each_chime_begins_and_ends_in_silence_and_is_as_loud_as_speech():
    """No click at either end, a peak of a fifth of full scale, and four seconds at most."""
    for name in STRUCK:
        samples = chime(name)
        assert samples.dtype == np.float32
        assert np.abs(samples).max() == pytest.approx(0.2)
        assert abs(samples[0]) < 1e-3
        assert abs(samples[-1]) < 1e-3
        assert len(samples) <= 4 * SAMPLE_RATE


def test_a_sound_file_is_played_as_mono_at_our_rate(tmp_path):
    """Half a second of stereo at 44,100 Hz: as long, and the mean of both channels."""
    file = tmp_path / "gong.flac"
    left = 0.5 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 44_100)
    soundfile.write(file, np.stack([left, 0 * left], axis=1), 44_100)
    samples = read_sound(file)
    assert (len(samples), samples.dtype) == (24_000, np.float32)
    assert np.abs(samples).max() == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no sound", "gong.wav is not a sound file that the coach can read"),
        (np.zeros(100), "gong.wav holds no sound"),
        (np.ones(11 * 8_000), "gong.wav is longer than 10 s"),
        (None, "gong.wav cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_is_no_chime_is_refused_with_the_reason(tmp_path, content, problem):
    """What it is not, in a sentence that names it."""
    file = tmp_path / "gong.wav"
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content is not None:
        soundfile.write(file, content, 8_000)
    with pytest.raises(FileError) as refusal:
        read_sound(file)
    assert refusal.value.message == problem
