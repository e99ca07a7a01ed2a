"""Copies of the standard streams, and logs in their place."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from coach.standard_streams import log_for_child, open_log, own_copy, trim_log

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and descriptors of this kind are POSIX's")
CLOSING = [("<&-", 0), (">&-", 1), ("2>&-", 2), ("<&- >&- 2>&-", 0)]


@pytest.mark.real
@POSIX
@pytest.mark.parametrize(("closed", "number"), CLOSING)
def test_a_copy_is_never_a_standard_stream(tmp_path, closed, number):
    """A copy never gets the number of a standard stream, even if one of them is closed."""
    script = (
        "import os, pathlib, sys\n"
        "from coach.standard_streams import own_copy\n"
        "file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)\n"
        "copy = own_copy(file)\n"
        "os.write(copy, f'{file} {copy > 2} {os.get_inheritable(copy)}'.encode())\n"
    )
    subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" "$2" {closed}', sys.executable, script, tmp_path / "out"], check=True
    )
    assert (tmp_path / "out").read_text() == f"{number} True False"


@pytest.mark.real
@POSIX
@pytest.mark.parametrize("closed", ["", "<&-"])
def test_the_speech_worker_answers_on_its_real_stdout(tmp_path, closed):
    """The speech worker answers on a copy of stdout, and what libraries print goes to stderr."""
    script = (
        "import os, pathlib, sys\n"
        "from coach.voice import worker\n"
        "replies = worker._claim_stdout()\n"
        "pathlib.Path(sys.argv[1]).write_text(str(replies.fileno() > 2))\n"
        "replies.write(b'answer\\n')\n"
        "replies.flush()\n"
        "os.write(1, b'noise of a library\\n')\n"
    )
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" "$2" {closed}', sys.executable, script, tmp_path / "out"],
        check=False,
        capture_output=True,
    )
    assert (done.stdout, done.stderr) == (b"answer\n", b"noise of a library\n")
    assert (tmp_path / "out").read_text() == "True"


@POSIX
def test_a_log_is_private_and_added_to(tmp_path):
    """A log is private and appended to, and its folder is made."""
    path = tmp_path / "logs" / "voice.log"
    for line in (b"first\n", b"second\n"):
        descriptor = open_log(path)
        os.write(descriptor, line)
        os.close(descriptor)
    assert path.read_text() == "first\nsecond\n"
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path.parent, path)] == [0o700, 0o600]


def test_a_log_that_has_grown_too_large_is_emptied(tmp_path):
    """A log beyond its limit is emptied, and a missing one is no error."""
    path = tmp_path / "log"
    trim_log(path, 3)
    path.write_bytes(b"123")
    trim_log(path, 3)
    assert path.read_bytes() == b"123"
    trim_log(path, 2)
    assert path.read_bytes() == b""


def test_a_childs_log_begins_again_when_it_has_grown_long(tmp_path):
    """A child's log is emptied when it has grown long."""
    file = tmp_path / "voice.log"
    file.write_bytes(b"x" * 70_000)
    for line in (b"new\n", b"newer\n"):
        with log_for_child(file) as descriptor:
            os.write(descriptor, line)
    assert file.read_text() == "new\nnewer\n"


def test_a_log_that_cannot_be_written_is_no_reason_not_to_start_a_child(tmp_path):
    """A child is started even if its log cannot be written, or if it has none."""
    (tmp_path / "logs").write_text("in the way")
    for file in (tmp_path / "logs" / "voice.log", None):
        with log_for_child(file) as descriptor:
            assert os.write(descriptor, b"lost") == 4


def test_a_copy_outlives_its_original():
    """A copy is another descriptor of the same stream."""
    reading, writing = os.pipe()
    copy = own_copy(writing)
    os.close(writing)
    os.write(copy, b"there")
    os.close(copy)
    assert os.read(reading, 10) == b"there"
    os.close(reading)
