"""Clips kept on disk: the same samples come back, or nothing does."""

from __future__ import annotations

import os
import stat
import threading
import wave
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.voice.cache import ClipCache, ClipKey, decoded, encoded
from coach.voice.voice import Clip
from strategies import examples

KEY = ClipKey("espeak", "1.52.0", "gmw/en", 150, "Left side.")


def clip(frames=4_800, seed=0):
    """Some noise."""
    return Clip(np.random.default_rng(seed).uniform(-0.9, 0.9, frames).astype(np.float32))


def keys(count):
    """Keys of as many texts."""
    return [replace(KEY, text=f"text {number}") for number in range(count)]


def names(folder):
    """What is in the folder."""
    return sorted(path.name for path in folder.iterdir())


def test_what_was_kept_comes_back(tmp_path):
    """Another process finds the clip, the same to a 16-bit step, and after that the same to the bit."""
    assert ClipCache(tmp_path / "clips").store(KEY, clip())
    found = ClipCache(tmp_path / "clips").load(KEY)
    assert np.abs(found.samples - clip().samples).max() <= 0.5 / 32767 + 1e-7
    assert np.array_equal(decoded(encoded(found)).samples, found.samples)


@pytest.mark.parametrize(
    "other",
    [
        replace(KEY, engine="nsss"),
        replace(KEY, version="1.51"),
        replace(KEY, voice="gmw/en-us"),
        replace(KEY, rate=151),
        replace(KEY, text="Right side."),
    ],
)
def test_whatever_changes_the_sound_changes_the_name(tmp_path, other):
    """Each engine, version, voice, rate and text has clips of its own."""
    cache = ClipCache(tmp_path)
    cache.store(KEY, clip())
    assert cache.load(other) is None


def test_the_files_are_private_and_have_no_words_in_their_names(tmp_path):
    """Clips are private WAV files whose names do not give away their words."""
    ClipCache(tmp_path / "clips").store(KEY, clip())
    [name] = names(tmp_path / "clips")
    path = tmp_path / "clips" / name
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path)]
    assert (modes, len(name)) == ([0o700, 0o600], 64 + len(".wav"))
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (1, 48_000, 4_800)


@given(st.data())
@examples(100)
def test_one_wrong_bit_or_byte_is_noticed(data):
    """A clip with a single wrong bit or byte counts as missing."""
    content = bytearray(encoded(clip(100)))
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(content) * 8 - 1))
        content[at // 8] ^= 1 << at % 8
    else:
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    assert decoded(bytes(content)) is None


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=50))
def test_any_clip_survives_the_file(samples):
    """Any clip is read as it was written, to the nearest 16-bit step."""
    samples = np.array(samples, dtype=np.float32)
    assert np.abs(decoded(encoded(Clip(samples))).samples - samples).max() <= 0.5 / 32767 + 1e-6


def test_a_broken_file_is_made_again(tmp_path):
    """A broken clip counts as missing, and storing it again replaces it."""
    cache = ClipCache(tmp_path)
    cache.store(KEY, clip())
    path = tmp_path / KEY.file_name
    path.write_bytes(path.read_bytes()[:-10])
    assert cache.load(KEY) is None
    cache.store(KEY, clip())
    assert cache.load(KEY) is not None


def test_the_least_recently_used_go_first(tmp_path):
    """When the folder is full, the least recently used clips are deleted first."""
    size = len(encoded(clip()))
    cache = ClipCache(tmp_path, most_bytes=10 * size)
    first, *others = keys(10)
    for age, key in enumerate([first, *others]):
        cache.store(key, clip())
        os.utime(tmp_path / key.file_name, (1_000 + age, 1_000 + age))
    assert cache.load(first) is not None
    cache.store(KEY, clip())
    kept = [key.text for key in [first, *others, KEY] if cache.load(key) is not None]
    assert kept == ["text 0", *(f"text {number}" for number in range(3, 10)), "Left side."]


@examples(20)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3_000)), max_size=30))
def test_it_never_grows_beyond_its_bound(tmp_path_factory, stored):
    """Whatever clips are stored, the folder never grows beyond its bound."""
    folder = tmp_path_factory.mktemp("clips")
    cache = ClipCache(folder, most_bytes=15_000)
    for number, frames in stored:
        cache.store(replace(KEY, text=str(number)), clip(frames))
        assert sum(path.stat().st_size for path in folder.iterdir()) <= 15_000


def test_it_counts_what_others_put_there(tmp_path):
    """The folder is counted again before and after deleting, as another process may fill it too."""
    size = len(encoded(clip()))
    mine, theirs = ClipCache(tmp_path, most_bytes=8 * size), ClipCache(tmp_path, most_bytes=8 * size)
    mine.store(KEY, clip())
    for key in keys(7):
        theirs.store(key, clip())
    for key in keys(20)[10:]:
        mine.store(key, clip())
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 8 * size


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    """If the folder cannot be written, nothing is kept and nothing is raised."""
    (tmp_path / "clips").write_text("in the way")
    cache = ClipCache(tmp_path / "clips")
    assert (cache.store(KEY, clip()), cache.load(KEY)) == (False, None)


def test_a_full_disk_leaves_no_draft(tmp_path, monkeypatch):
    """A write that fails half-way on a full disk leaves no draft behind."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    assert not ClipCache(tmp_path).store(KEY, clip())
    assert names(tmp_path) == []


def test_drafts_that_a_killed_process_left_are_cleared(tmp_path):
    """Old drafts of killed processes are deleted, and new ones, perhaps still in use, are not."""
    old, young = tmp_path / ".old.wav.1", tmp_path / ".young.wav.2"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1_000, 1_000))
    ClipCache(tmp_path).store(KEY, clip())
    assert names(tmp_path) == [".young.wav.2", KEY.file_name]


def test_many_at_once_never_read_half_a_clip(tmp_path):
    """With many writers at once each reader sees a whole clip or none."""
    whole = {encoded(clip(20_000, seed)) for seed in (1, 2)}
    found = []

    def write(seed):
        for _ in range(40):
            ClipCache(tmp_path).store(KEY, clip(20_000, seed))

    def read():
        while any(writer.is_alive() for writer in writers):
            clip_there = ClipCache(tmp_path).load(KEY)
            if clip_there is not None:
                found.append(encoded(clip_there))

    writers = [threading.Thread(target=write, args=(seed,)) for seed in (1, 2)]
    threads = writers + [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found
    assert set(found) <= whole
