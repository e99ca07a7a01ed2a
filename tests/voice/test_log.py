"""Where the worker's stderr goes."""

from __future__ import annotations

import os
import stat

from coach.voice.log import voice_log


def test_what_is_printed_is_added_to_a_private_file(tmp_path):
    """0600, in a folder that is made, one worker after the other."""
    file = tmp_path / "logs" / "voice.log"
    for line in (b"first\n", b"second\n"):
        with voice_log(file) as descriptor:
            os.write(descriptor, line)
    assert file.read_text() == "first\nsecond\n"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file.parent, file)] == [0o700, 0o600]


def test_it_begins_anew_when_it_has_grown_long(tmp_path):
    """A library that complains at every start fills no disk."""
    file = tmp_path / "voice.log"
    file.write_bytes(b"x" * 70_000)
    with voice_log(file) as descriptor:
        os.write(descriptor, b"new\n")
    assert file.read_text() == "new\n"


def test_a_log_that_cannot_be_written_is_no_reason_to_be_silent(tmp_path):
    """With a file in the way of its folder, and without a log at all, there is still a descriptor."""
    (tmp_path / "logs").write_text("in the way")
    for file in (tmp_path / "logs" / "voice.log", None):
        with voice_log(file) as descriptor:
            assert os.write(descriptor, b"lost") == 4
