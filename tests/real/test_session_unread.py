"""Sessions whose output is not read: real processes, real pipes, full from the beginning."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from coach_process import PROGRAM, environment, logged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the pipes are those of POSIX")

ROUTINE = "{title: Rests, kind: habit, steps: [{rest: 0.5 s}, {rest: 0.5 s}]}"
LEAST, MOST = 1.0, 50.0
"""Seconds: as long as the routine; and with a start on a busy machine, and two readers given up."""
WAYS = {
    "control": ("--control", "--mute"),
    "plain": ("--plain", "--mute"),
    "plain and fast": ("--plain", "--fast"),
}


def full_pipe():
    """A pipe that takes nothing any more; its two ends."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        while True:
            os.write(writing, b"." * 512)
    except BlockingIOError:
        os.set_blocking(writing, True)
    return reading, writing


def lead(home, way):
    """Lead that routine into full pipes; gives the exit code, and how many seconds it took."""
    reading, writing = full_pipe()
    began = time.monotonic()
    process = subprocess.Popen(
        [*PROGRAM, "do", "rests", *WAYS[way]],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=writing
        if "--fast" in WAYS[way]
        else subprocess.DEVNULL,  # stalled for both costs twice the wait
    )
    os.close(writing)
    try:
        return process.wait(timeout=60), time.monotonic() - began
    finally:
        process.kill()
        process.wait()
        os.close(reading)


def test_a_session_that_nobody_reads_is_led_to_its_end(tmp_path):
    """Every step is in the journal, the session completed, and the program leaves in its time."""
    homes = {way: tmp_path / way for way in WAYS}
    for home in homes.values():
        (home / "routines").mkdir(parents=True)
        (home / "routines" / "rests.yaml").write_text(ROUTINE, encoding="utf-8")
    with ThreadPoolExecutor(len(WAYS)) as pool:
        ends = dict(zip(WAYS, pool.map(lambda way: lead(homes[way], way), WAYS), strict=True))
    assert {way: code for way, (code, _) in ends.items()} == dict.fromkeys(WAYS, 0)
    for way, (_, seconds) in ends.items():
        assert (0.0 if "fast" in way else LEAST) <= seconds <= MOST, (way, seconds)
        entry = logged(homes[way])[0]
        assert (entry["outcome"], entry["steps_done"]) == ("completed", 2), way
        assert entry["seconds"] == pytest.approx(LEAST, abs=0.01), way
