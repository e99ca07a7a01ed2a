"""Saved files, read back by another way than they were written."""

from __future__ import annotations

import os
import stat
import sys
import wave

import numpy as np
import pytest
import soundfile
from numpy.testing import assert_array_equal

from coach.errors import FileError
from coach.sound.saving import check_target, save
from coach.sound.tones import tone

RATE = 48_000
SAMPLES = tone("in", 2.5, gentle=False)
ENDINGS = pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])


def blocks(samples=SAMPLES, size=10_000):
    """The samples in blocks."""
    return [samples[at : at + size] for at in range(0, len(samples), size)]


def listing(folder):
    """The names in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


@ENDINGS
def test_the_ending_says_the_format(tmp_path, ending):
    """All four kinds of file are mono, 48,000 Hz, whole, as their ending says, and sound alike."""
    path = tmp_path / f"routine.{ending}"
    save(blocks(), path)
    about = soundfile.info(path)
    assert (about.format, about.samplerate, about.channels, about.frames) == (
        ending.upper(),
        RATE,
        1,
        len(SAMPLES),
    )
    samples, _ = soundfile.read(path, dtype="float32")
    assert np.corrcoef(samples, SAMPLES)[0, 1] > 0.999
    assert listing(tmp_path) == [path.name]


@pytest.mark.parametrize("ending", ["wav", "flac", "WAV"])
def test_lossless_files_hold_every_sample(tmp_path, ending):
    """WAV and FLAC hold the samples rounded to 16 bits, both the same."""
    path = tmp_path / f"routine.{ending}"
    save(blocks(), path)
    samples, _ = soundfile.read(path, dtype="int16")
    assert_array_equal(samples, np.rint(SAMPLES * 32_768).astype(np.int16))


def test_a_wav_is_read_by_any_reader(tmp_path):
    """Python's own reader, which shares nothing with libsndfile, finds the same samples."""
    path = tmp_path / "routine.wav"
    save(blocks(), path)
    with wave.open(str(path)) as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert shape == (1, 2, RATE)
    assert_array_equal(samples, np.rint(SAMPLES * 32_768).astype(np.int16))


def test_full_scale_does_not_wrap(tmp_path):
    """Samples at ±1 become the largest that 16 bits hold, not their opposite."""
    path = tmp_path / "loud.wav"
    save([np.array([1.0, -1.0, 0.0], np.float32)], path)
    samples, _ = soundfile.read(path, dtype="int16")
    assert samples.tolist() == [32_767, -32_768, 0]


@ENDINGS
def test_one_huge_block_is_written_in_pieces(tmp_path, ending):
    """A minute given at once is written whole: libsndfile's Vorbis encoder alone would crash."""
    path = tmp_path / f"long.{ending}"
    save([np.zeros(60 * RATE, np.float32)], path)
    assert soundfile.info(path).frames == 60 * RATE


@ENDINGS
def test_nothing_at_all_is_still_a_file(tmp_path, ending):
    """A timeline without a sound gives a file without a frame, not an error."""
    path = tmp_path / f"empty.{ending}"
    save([], path)
    assert path.is_file()


def test_progress_covers_every_frame(tmp_path):
    """`progress` hears the frames of each block, in order."""
    reported = []
    save(blocks(size=50_000), tmp_path / "routine.wav", reported.append)
    assert reported == [50_000, 50_000, 20_000]


@pytest.mark.parametrize(
    ("name", "wrong"), [("a.aac", "'.aac'"), ("a.wav.bak", "'.bak'"), ("a", "a name without an ending")]
)
def test_an_unknown_ending_names_the_four(tmp_path, name, wrong):
    """Another ending is refused before anything is written, with the four that there are."""
    with pytest.raises(FileError) as caught:
        save(blocks(), tmp_path / name)
    assert caught.value.message.endswith(f"{wrong} is not a type of sound file that the coach can write.")
    assert caught.value.hint == "End the name in .wav, .flac, .ogg or .mp3."
    assert (caught.value.exit_code, listing(tmp_path)) == (3, [])


def test_a_missing_folder_is_not_made(tmp_path):
    """A folder that is not there is named, and stays away."""
    path = tmp_path / "nowhere" / "a.wav"
    with pytest.raises(FileError, match="there is no folder") as caught:
        check_target(path)
    assert caught.value.hint == "Create the folder first, or choose another."
    assert listing(tmp_path) == []


def test_a_folder_is_not_replaced(tmp_path):
    """A target that is a folder is refused."""
    (tmp_path / "a.wav").mkdir()
    with pytest.raises(FileError, match="is not a regular file"):
        save(blocks(), tmp_path / "a.wav")


@pytest.mark.skipif(os.name != "posix", reason="named pipes of this kind are POSIX's")
def test_a_pipe_is_neither_waited_for_nor_replaced(tmp_path):
    """A target that is a FIFO is refused at once."""
    os.mkfifo(tmp_path / "a.wav")
    with pytest.raises(FileError, match="is not a regular file"):
        save(blocks(), tmp_path / "a.wav")
    assert stat.S_ISFIFO((tmp_path / "a.wav").stat().st_mode)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on a file's size is set with Linux's resource")
@ENDINGS
def test_a_full_disk_leaves_what_was_there(tmp_path, ending):
    """When no more can be written, the old file is whole, nothing is left over, and the message says why."""
    import resource

    path = tmp_path / f"routine.{ending}"
    path.write_bytes(b"what was there")
    loud = np.random.default_rng(1).uniform(-0.9, 0.9, 8 * RATE).astype(np.float32)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(FileError, match=r"cannot be written: File too large\.") as caught:
            save([loud], path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (caught.value.exit_code, caught.value.hint) == (3, "Choose another name or folder.")
    assert (listing(tmp_path), path.read_bytes()) == ([path.name], b"what was there")


@pytest.mark.parametrize("code", ["ENOSPC", "EACCES", "EIO"])
def test_each_reason_has_its_own_advice(tmp_path, monkeypatch, code):
    """Full disks, closed folders and other errors get different advice."""
    import errno

    advice = {
        "ENOSPC": "Free some space, or choose a folder on another disk.",
        "EACCES": "Choose a folder that you may write to.",
        "EIO": "Choose another name or folder.",
    }

    def fail(*_arguments, **_named):
        number = getattr(errno, code)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("coach.atomic_write.os.open", fail)
    with pytest.raises(FileError) as caught:
        save(blocks(), tmp_path / "a.wav")
    assert caught.value.hint == advice[code]


@ENDINGS
def test_a_break_in_the_samples_leaves_what_was_there(tmp_path, ending):
    """Whatever ends the samples early, an interruption too, the old file stays and the new one goes."""
    path = tmp_path / f"routine.{ending}"
    path.write_bytes(b"what was there")

    def interrupted():
        yield SAMPLES
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(interrupted(), path)
    assert (listing(tmp_path), path.read_bytes()) == ([path.name], b"what was there")


def test_an_encoder_that_fails_is_a_file_error(tmp_path, monkeypatch):
    """An encoder's own failure is reported as one, and nothing is left behind."""

    def refuse(_encoder, _samples):
        raise AssertionError

    monkeypatch.setattr(soundfile.SoundFile, "write", refuse)
    with pytest.raises(FileError, match="the encoder wrote only a part") as caught:
        save(blocks(), tmp_path / "a.ogg")
    assert (caught.value.hint, listing(tmp_path)) == ("Try another kind of file.", [])


@pytest.mark.skipif(os.name != "posix", reason="links and modes are POSIX's")
def test_a_link_stays_a_link_and_the_mode_is_the_usual_one(tmp_path):
    """A file that is handed to others is readable as any other, and a link is written through."""
    (tmp_path / "real.wav").touch()
    (tmp_path / "link.wav").symlink_to("real.wav")
    save(blocks(), tmp_path / "link.wav")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "link.wav").is_symlink()
    assert soundfile.info(tmp_path / "real.wav").frames == len(SAMPLES)
    assert stat.S_IMODE((tmp_path / "real.wav").stat().st_mode) == 0o666 & ~mask


def test_texts_are_put_in_place_with_the_sound(tmp_path):
    """Texts appear only when the sound is complete, and no other file is left."""
    old, new = tmp_path / "a.vtt", tmp_path / "b.json"
    old.write_text("old")
    seen = []
    save(
        blocks(),
        tmp_path / "a.wav",
        lambda _: seen.append((old.read_text(), new.exists())),
        {old: "1", new: "2"},
    )
    assert (set(seen), old.read_text(), new.read_text()) == ({("old", False)}, "1", "2")
    assert listing(tmp_path) == ["a.vtt", "a.wav", "b.json"]


@pytest.mark.parametrize("bad", ["sound", "text"])
def test_a_failure_leaves_the_texts_as_they_were(tmp_path, monkeypatch, bad):
    """Whether the sound or one of the texts cannot be written; the message names which."""
    old, new = tmp_path / "a.vtt", tmp_path / "no" / "b.json"
    old.write_text("old")
    if bad == "sound":
        new = tmp_path / "b.json"

        def refuse(_encoder, _samples):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(soundfile.SoundFile, "write", refuse)
    with pytest.raises(FileError) as caught:
        save(blocks(), tmp_path / "a.wav", texts={old: "1", new: "2"})
    reported = {"sound": f"{tmp_path / 'a.wav'}: cannot be written: No space left on device.",
            "text": f"{new}: cannot be written: No such file or directory."}  # fmt: skip
    assert (caught.value.message, listing(tmp_path), old.read_text()) == (reported[bad], ["a.vtt"], "old")
