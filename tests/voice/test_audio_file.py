"""Whether a sound file was written to its end."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from coach.voice.audio_file import is_complete_audio

FORMATS = [("WAV", "PCM_16"), ("WAV", "FLOAT"), ("AIFF", "PCM_16"), ("AIFF", "FLOAT")]


def sound_file(path, format_="WAV", subtype="PCM_16", frames=1000):
    """A file as an engine writes it; a float AIFF is an AIFC."""
    soundfile.write(path, np.linspace(-0.5, 0.5, frames), 22_050, format=format_, subtype=subtype)
    return path


@pytest.mark.parametrize(("format_", "subtype"), FORMATS)
def test_a_finished_file_is_whole(tmp_path, format_, subtype):
    """WAV, AIFF and AIFC files with sound are complete."""
    assert is_complete_audio(sound_file(tmp_path / "sound", format_, subtype))


@pytest.mark.parametrize(("format_", "subtype"), FORMATS)
def test_a_file_that_is_cut_anywhere_is_not(tmp_path, format_, subtype):
    """A file that is cut anywhere is not complete."""
    content = sound_file(tmp_path / "sound", format_, subtype, frames=60).read_bytes()
    cut = tmp_path / "cut"
    for length in range(len(content)):
        cut.write_bytes(content[:length])
        assert not is_complete_audio(cut), length


@pytest.mark.parametrize(("format_", "subtype"), FORMATS)
def test_a_file_without_sound_is_not(tmp_path, format_, subtype):
    """A file with nothing but a header is not complete."""
    assert not is_complete_audio(sound_file(tmp_path / "sound", format_, subtype, frames=0))


def test_what_is_no_sound_file_is_not(tmp_path):
    """A missing file, a folder, an empty file and another kind of file are not complete."""
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("RIFF, said the file, and nothing more came of it")
    assert [is_complete_audio(tmp_path / name) for name in ("missing", ".", "empty", "text")] == [False] * 4


def test_a_header_of_a_stream_is_not(tmp_path):
    """A file with the unknown length of a stream in its header is not complete."""
    path = sound_file(tmp_path / "sound")
    content = bytearray(path.read_bytes())
    content[4:8] = struct.pack("<I", 0xFFFFFFFF)
    path.write_bytes(content)
    assert not is_complete_audio(path)


@given(st.binary(max_size=80))
def test_no_header_breaks_it(tmp_path_factory, content):
    """Any bytes behind a plausible beginning give an answer, in bounded time."""
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(b"RIFF" + struct.pack("<I", len(content)) + b"WAVE" + content)
    assert is_complete_audio(path) in {True, False}
