"""Lines for another program to read: they come in order, never keep the session waiting, and end."""

from __future__ import annotations

import io
import os
import select
import subprocess
import sys
import time

import pytest

from coach.session.line_writer import LineWriter

PIPE = 1 << 20
"""Bytes: more than any pipe holds (64 KiB on Linux)."""


@pytest.fixture
def unread():
    """A pipe that is not read: its reading end as a descriptor, and its writing end as a stream."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        yield reading, stream
    os.close(reading)


def read_all(descriptor):
    """All lines until the writing ends are closed."""
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        return stream.read()


def test_lines_are_written_in_their_order():
    """All lines have been written when the writer is closed."""
    stream = io.StringIO()
    lines = LineWriter(stream)
    for number in range(100):
        lines.put(f"line {number}")
    assert lines.close() == 0
    assert stream.getvalue() == "".join(f"line {number}\n" for number in range(100))


def test_a_stream_that_cannot_write_a_character_gets_a_question_mark():
    """A letter that the encoding lacks is replaced; the line is not lost."""
    buffer = io.BytesIO()
    lines = LineWriter(io.TextIOWrapper(buffer, encoding="latin-1", newline="\n"))
    lines.put("Шея — relax")
    assert lines.close() == 0
    assert buffer.getvalue() == b"??? ? relax\n"


def test_a_reader_that_stalls_holds_up_nothing(unread):
    """More lines than the pipe holds are put at once; the end says how many were not read."""
    reading, stream = unread
    lines = LineWriter(stream, patience_seconds=0.2)
    before = time.monotonic()
    for number in range(PIPE // 1000):
        lines.put(f"{number:0999}")
    unread_lines = lines.close()
    assert time.monotonic() - before < 60.0
    taken = os.read(reading, PIPE).splitlines()
    whole = [line for line in taken if len(line) == 999]
    assert [int(line) for line in whole] == list(range(len(whole)))
    assert 0 < unread_lines <= PIPE // 1000 - len(whole) + 1


def test_a_reader_that_wakes_up_gets_everything(unread):
    """The lines that waited are written in order as soon as they are read."""
    reading, stream = unread
    lines = LineWriter(stream)
    for number in range(PIPE // 1000):
        lines.put(f"{number:0999}")
    got = b""
    while len(got) < PIPE // 1000 * 1000:
        got += os.read(reading, 1 << 16)
    assert lines.close() == 0
    assert [int(line) for line in got.splitlines()] == list(range(PIPE // 1000))


class Waiting:
    """The thread of a writer: waiting for it lasts until something more was read and written."""

    def __init__(self, lines, reading):
        self._thread, self._lines, self._reading = lines._thread, lines, reading
        self.waited = 0.0
        self.is_alive = self._thread.is_alive

    def join(self, seconds):
        """Pretend that this took so many seconds."""
        self.waited += seconds
        before = self._lines._written
        while not select.select([self._reading], [], [], 0)[0] and self._thread.is_alive():
            self._thread.join(0.001)  # it has written everything, and is about to end
        if self._thread.is_alive():
            os.read(self._reading, 1 << 16)
        while self._lines._written == before and self._thread.is_alive():
            self._thread.join(0.001)


def test_a_slow_reader_is_waited_for(unread):
    """A reader that keeps reading is not given up, however long all of it lasts."""
    reading, stream = unread
    lines = LineWriter(stream, patience_seconds=10.0)
    for number in range(PIPE // 1000):
        lines.put(f"{number:0999}")
    lines._thread = Waiting(lines, reading)
    assert lines.close() == 0
    assert lines._thread.waited > 100.0


def test_only_so_many_lines_wait(unread):
    """Further lines are dropped, so that a stalled reader does not make memory grow."""
    reading, stream = unread
    lines = LineWriter(stream, most=10, patience_seconds=0.2)
    for number in range(2000):
        lines.put(f"{number:0999}")
    assert lines._lines.qsize() <= 10
    assert lines.close() >= 2000 - 10 - len(os.read(reading, PIPE).splitlines())


@pytest.mark.parametrize("stream", [None, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")])
def test_a_stream_that_is_missing_or_closed(stream):
    """Nothing is written, and nothing fails."""
    if stream is not None:
        stream.close()
    lines = LineWriter(stream)
    lines.put("Sit tall.")
    assert lines.close() == 0


@pytest.mark.real
def test_the_program_ends_in_order_though_nobody_reads():
    """A thread that is stuck in the pipe does not keep the process from ending with its exit code."""
    script = (
        "import sys\n"
        "from coach.session.line_writer import LineWriter\n"
        "lines = LineWriter(sys.stdout, patience_seconds=0.2)\n"
        "for number in range(1000):\n"
        "    lines.put('x' * 1000)\n"
        "print(lines.close() > 0, file=sys.stderr)\n"
        "sys.exit(7)\n"
    )
    reading, writing = os.pipe()
    with subprocess.Popen([sys.executable, "-c", script], stdout=writing, stderr=subprocess.PIPE) as program:
        os.close(writing)
        assert (program.wait(timeout=60), program.stderr.read()) == (7, b"True\n")
    os.close(reading)


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="a shell's way to close a stream")
@pytest.mark.parametrize(
    ("closed", "number", "stream"), [("<&-", 0, "stdout"), (">&-", 1, "stderr"), ("2>&-", 2, "stdout")]
)
def test_streams_that_are_closed_are_not_written_through(closed, number, stream):
    """A closed standard stream that is opened again, as the audio log does, gets no line."""
    script = (
        "import os, sys\n"
        "from coach.session.line_writer import LineWriter\n"
        f"lines = LineWriter(sys.{stream})\n"
        f"os.dup2(os.open(os.devnull, os.O_RDWR), {number})\n"
        "lines.put('Sit tall.')\n"
        "sys.exit(lines.close())\n"
    )
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, script], check=False, capture_output=True
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, b"Sit tall.\n")
