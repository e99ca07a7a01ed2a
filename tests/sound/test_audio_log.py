"""What C libraries print goes to the log, and Python's own stderr still to the person."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from coach.home import Home
from coach.sound.audio_log import MOST_BYTES, MOST_EXCEPTIONS, AudioLog
from coach.testing import FakeClock

POSIX = pytest.mark.skipif(
    os.name != "posix", reason="only POSIX libraries make noise, and have descriptors so"
)


@pytest.fixture
def log(tmp_path):
    """A log in a folder that does not exist yet."""
    return AudioLog(Home(*[tmp_path / "home"] * 4), FakeClock())


@POSIX
def test_what_libraries_print_goes_to_the_log(log, capfd):
    """Within, descriptor 2 is the log's; Python's stderr, the very same object, still reaches the person."""
    kept = sys.__stderr__
    with log.captures_stderr():
        os.write(2, b"ALSA lib confmisc.c: cannot find card '0'\n")
        print("No sound device was found.", file=kept, flush=True)
        assert sys.__stderr__ is kept
    os.write(2, b"afterwards\n")
    print("in words", file=sys.__stderr__, flush=True)
    assert capfd.readouterr().err == "No sound device was found.\nafterwards\nin words\n"
    assert log.path.read_text() == "ALSA lib confmisc.c: cannot find card '0'\n"


@POSIX
def test_it_ends_after_a_fault_too(log, capfd):
    """Whatever happens within, the standard error is the person's again."""
    with pytest.raises(ValueError, match="meanwhile"), log.captures_stderr():
        raise ValueError("meanwhile")
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"


@POSIX
def test_no_descriptor_is_left_open(log):
    """Afterwards as many descriptors are open as before."""
    with log.captures_stderr():
        pass
    before = os.dup(0)
    os.close(before)
    for _ in range(5):
        with log.captures_stderr():
            pass
    after = os.dup(0)
    os.close(after)
    assert after == before


@POSIX
def test_the_log_is_the_persons_own(log):
    """The file is 0600 in a folder that is 0700."""
    log.write("a note")
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.path.parent.stat().st_mode) == 0o700


def test_lines_carry_the_time(log):
    """Each line begins with its instant in UTC."""
    log.write("The sound device was lost.")
    assert log.path.read_text() == "2026-11-02T09:00:00+00:00 The sound device was lost.\n"


def test_exceptions_are_logged_with_their_traceback_up_to_a_number(log):
    """An exception that repeats in every block does not fill the disk."""
    for _ in range(MOST_EXCEPTIONS + 50):
        try:
            int("again")
        except ValueError:
            log.exception("samples were asked for:")
    text = log.path.read_text()
    assert text.startswith(
        "2026-11-02T09:00:00+00:00 samples were asked for:\nTraceback (most recent call last)"
    )
    assert text.count("ValueError: ") == MOST_EXCEPTIONS


def test_a_log_that_grew_too_large_is_emptied(log):
    """Beyond a mebibyte, and not before."""
    log.write("x" * 100)
    log.trim()
    assert log.path.stat().st_size > 100
    log.write("x" * MOST_BYTES)
    log.trim()
    assert log.path.stat().st_size == 0


@POSIX
def test_without_a_place_for_a_log_the_noise_is_still_dropped(tmp_path, capfd):
    """If the log cannot be made nothing is raised, and the terminal still shows no noise."""
    (tmp_path / "logs").write_text("a file where the folder should be")
    log = AudioLog(Home(*[tmp_path] * 4), FakeClock())
    log.write("a note")
    log.trim()
    with log.captures_stderr():
        os.write(2, b"ALSA lib confmisc.c: cannot find card '0'\n")
    assert capfd.readouterr().err == ""
