"""From an engine's file to a clip: trimmed, levelled, never beyond the ceiling; or a fault."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from coach.voice.clip import TARGET_LUFS, conditioned, levelled, limited, read_clip, resampled, trimmed
from coach.voice.loudness import loudness as integrated_loudness
from coach.voice.voice import VoiceFault
from strategies import examples

CEILING = 10 ** (-2.5 / 20)
TARGET = 10 ** (-19.7 / 20)


def word(seconds=0.4, level=0.3, rate=48_000, before=0.2, after=0.5):
    """A hum of 150 Hz with overtones, faded, in silence."""
    at = np.arange(round(seconds * rate)) / rate
    hum = sum(np.sin(2 * np.pi * 150 * n * at) / n for n in range(1, 8))
    hum *= level / np.abs(hum).max() * np.minimum(1, np.minimum(at, at[::-1]) / 0.02)
    return np.concatenate((np.zeros(round(before * rate)), hum, np.zeros(round(after * rate)))).astype("f4")


def loudness(samples):
    """Root mean square of what is voiced, measured another way: the loudest half of 20 ms pieces."""
    pieces = samples[: len(samples) // 960 * 960].reshape(-1, 960)
    powers = np.sort((pieces**2).mean(axis=1))
    return np.sqrt(powers[len(powers) // 2 :].mean())


@pytest.mark.parametrize("format_", ["WAV", "AIFF"])
@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
def test_a_file_becomes_a_clip(tmp_path, format_, rate):
    """WAV and AIFF of any rate become mono float32 at 48,000 Hz, with some 35 ms around the words."""
    path = tmp_path / "file"
    soundfile.write(path, word(rate=rate), rate, format=format_, subtype="PCM_16")
    clip = read_clip(path)
    assert (clip.samples.dtype, clip.samples.ndim) == (np.float32, 1)
    assert clip.seconds == pytest.approx(0.43, abs=0.01)
    assert loudness(clip.samples) == pytest.approx(TARGET, rel=0.12)


def test_two_channels_become_one(tmp_path):
    """The two channels that some engines write become one."""
    path = tmp_path / "file.wav"
    soundfile.write(path, np.stack((word(), word()), axis=1), 48_000)
    assert np.allclose(read_clip(path).samples, conditioned(word(), 48_000).samples, atol=0.001)


def test_silence_around_the_words_goes_and_nothing_else():
    """Silence is trimmed at both ends to milliseconds, and a quiet consonant there stays."""
    hiss = np.random.default_rng(2).normal(0, 0.003, 4_800).astype("f4")
    spoken = np.concatenate((hiss, word(before=0, after=0.1), hiss))
    silent = np.zeros(24_000, dtype="f4")
    out = trimmed(np.concatenate((silent, spoken, silent)))
    assert 0 <= len(out) - len(spoken) <= 0.04 * 48_000
    middle = len(out) // 2
    assert np.abs(out[:middle]).max() == np.abs(spoken[: len(spoken) // 2]).max()


def test_a_clip_begins_and_ends_in_silence():
    """Each clip begins and ends close to zero, so that nothing clicks."""
    clip = conditioned(np.full(9_600, 0.4, dtype="f4") * np.tile([1, -1], 4_800).astype("f4"), 48_000)
    assert abs(clip.samples[0]) < 0.001
    assert abs(clip.samples[-1]) < 0.001


@pytest.mark.parametrize("level", [0.004, 0.03, 0.3, 0.99])
@pytest.mark.parametrize("seconds", [0.15, 0.4, 3.0])
def test_every_engine_and_every_word_is_as_loud(level, seconds):
    """All engines, short words and sentences come out equally loud, within a decibel."""
    assert loudness(conditioned(word(seconds, level), 48_000).samples) == pytest.approx(TARGET, rel=0.12)


@pytest.mark.parametrize("pause", [0.0, 0.2, 0.5, 2.0])
def test_a_line_is_as_loud_as_the_standard_measures_it(pause):
    """Pauses within a line count as far as BS.1770 counts them: lines with and without are equally loud."""
    silence = np.zeros(round(pause * 48_000), dtype="f4")
    line = levelled(trimmed(np.concatenate((word(), silence, word(0.7, 0.2)))))
    assert integrated_loudness(line) == pytest.approx(TARGET_LUFS, abs=0.01)


def test_what_nobody_hears_is_not_made_louder_without_end():
    """A click that the standard does not count is amplified by no more than what is barely heard."""
    click = np.zeros(48_000, dtype="f4")
    click[24_000] = 0.002
    assert np.abs(levelled(click)).max() == pytest.approx(0.002 * 10 ** (48.5 / 20), rel=1e-4)


def test_peaks_are_turned_down_smoothly():
    """A loud consonant is kept under the ceiling, and the sound far from it does not change."""
    samples = word(1.0, 0.5)
    peak = slice(33_600, 33_700)
    samples[peak] = 2.0
    out = limited(samples)
    assert np.abs(out).max() <= CEILING + 1e-6
    assert np.array_equal(out[:33_000], samples[:33_000])
    assert np.array_equal(out[34_300:], samples[34_300:])
    gain = out[samples != 0] / samples[samples != 0]
    assert np.abs(np.diff(gain)).max() < 0.005


def test_what_is_within_the_ceiling_is_left_alone():
    """Sound within the ceiling is not changed."""
    samples = word(level=0.7)
    assert limited(samples) is samples


@examples(60)
@given(st.integers(0, 2**32 - 1), st.integers(480, 20_000), st.floats(0.01, 50))
def test_no_clip_is_ever_beyond_the_ceiling(seed, frames, crest):
    """Whatever an engine writes, the clip is finite, within the ceiling and no longer than before."""
    random = np.random.default_rng(seed)
    samples = random.normal(0, 0.05, frames).astype("f4")
    samples[random.integers(0, frames, 5)] *= crest
    out = conditioned(samples, 48_000).samples
    assert np.isfinite(out).all()
    assert np.abs(out).max() <= CEILING + 1e-6
    assert len(out) <= frames + 480


def nan_file(path):
    """A float file with one sample that is no number."""
    samples = word()
    samples[20_000] = np.nan
    soundfile.write(path, samples, 48_000, subtype="FLOAT")


def slow_file(path):
    """A header that promises one sample a second: ten minutes out of a few hundred bytes."""
    soundfile.write(path, word()[9_600:10_200], 1)


BROKEN = {
    "missing": lambda path: None,  # noqa: ARG005 — nothing is written
    "empty": lambda path: path.touch(),
    "rubbish": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "header only": lambda path: soundfile.write(path, np.zeros(0), 48_000),
    "silent": lambda path: soundfile.write(path, np.zeros(48_000), 48_000),
    "all but silent": lambda path: soundfile.write(path, word(level=0.0005), 48_000),
    "not a number": nan_file,
    "infinite": lambda path: soundfile.write(path, word() * np.float32(np.inf), 48_000, subtype="FLOAT"),
    "absurdly slow": slow_file,
    "a folder": lambda path: path.mkdir(),
    "wrong codec": lambda path: path.write_bytes(
        b"RIFF" + struct.pack("<I", 44) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 9999, 1, 8000, 8000, 1, 8)
        + b"data" + struct.pack("<I", 8) + bytes(8)
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_a_file_that_is_no_good_is_a_fault(tmp_path, how):
    """A missing, empty, silent or unreadable file is a fault, whatever the engine reports."""
    path = tmp_path / "file.wav"
    with np.errstate(invalid="ignore"):
        BROKEN[how](path)
    with pytest.raises(VoiceFault):
        read_clip(path)


def test_half_a_file_is_a_fault(tmp_path):
    """A file that was cut off is a fault, as half a sentence is worse than none."""
    path = tmp_path / "file.wav"
    soundfile.write(path, word(), 48_000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(VoiceFault):
        read_clip(path)


RATES = [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000]


def tone(hertz, rate, seconds=0.5):
    """A sine in the middle of silence, faded at both ends."""
    at = np.arange(round(seconds * rate)) / rate
    return (np.sin(2 * np.pi * hertz * at) * np.hanning(len(at))).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
def test_a_tone_stays_the_same_tone(rate):
    """At every usual rate a resampled tone equals the original within -60 dB."""
    expected = tone(1_000, 48_000)
    out = resampled(tone(1_000, rate), rate, 48_000)
    assert abs(len(out) - len(expected)) <= 48_000 / rate
    common = min(len(out), len(expected))
    assert np.abs(out[:common] - expected[:common]).max() < 0.001


@pytest.mark.parametrize(("hertz", "kept"), [(300, 1.0), (5_000, 1.0), (10_000, 1.0)])
def test_the_band_of_an_engine_is_left_as_it_is(hertz, kept):
    """From 22,050 Hz everything up to 10 kHz keeps its level, so that consonants stay bright."""
    came, went = resampled(tone(hertz, 22_050), 22_050, 48_000), tone(hertz, 48_000)
    assert np.sqrt((came**2).mean()) == pytest.approx(kept * np.sqrt((went**2).mean()), rel=0.001)


def test_no_mirror_of_the_band_appears_above_it():
    """From 22,050 to 48,000 Hz nothing above 11,025 Hz appears: at most -80 dB."""
    noise = np.random.default_rng(1).normal(0, 0.1, 22_050).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(resampled(noise, 22_050, 48_000) * np.hanning(48_000)))
    frequencies = np.fft.rfftfreq(48_000, 1 / 48_000)
    assert spectrum[frequencies > 11_100].max() < 1e-4 * spectrum.max()


def test_nothing_is_folded_down_when_there_is_less_room():
    """From 96,000 Hz a tone of 40 kHz disappears and is not folded down."""
    assert np.abs(resampled(tone(40_000, 96_000), 96_000, 48_000)).max() < 0.001


def test_a_click_stays_in_its_place():
    """Resampling delays nothing: a click stays at its instant, and its end does not wrap round."""
    click = np.zeros(22_050, dtype=np.float32)
    click[11_025] = 1.0
    out = resampled(click, 22_050, 48_000)
    assert np.argmax(np.abs(out)) == 24_000
    assert np.abs(out[:20_000]).max() < 0.001


@examples(40)
@given(st.integers(1, 3_000), st.sampled_from([*RATES, 22_051]))
def test_the_length_is_that_of_the_sound(frames, rate):
    """Any length at any rate keeps its time, to the nearest sample, and stays finite."""
    out = resampled(np.ones(frames, dtype=np.float32), rate, 48_000)
    assert len(out) == round(frames * 48_000 / rate)
    assert out.dtype == np.float32
    assert np.isfinite(out).all()


def test_nothing_gives_nothing():
    """Resampling no samples gives no samples."""
    assert len(resampled(np.zeros(0, dtype=np.float32), 22_050, 48_000)) == 0


def test_too_little_memory_is_a_fault_of_the_voice(tmp_path, monkeypatch):
    """Too little memory ends the worker, which frees its own, and the next voice can speak."""
    path = tmp_path / "a.wav"
    soundfile.write(path, np.full(8000, 0.3), 22_050)

    def resampled(*_):
        raise MemoryError

    monkeypatch.setattr("coach.voice.clip.resampled", resampled)
    with pytest.raises(VoiceFault, match="not enough memory"):
        read_clip(path)
