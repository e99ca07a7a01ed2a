"""A coach in a process of its own, as a person or another program would run it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from threading import Condition, Thread

PROGRAM = (sys.executable, "-c", "from coach.commands import main; main()")


def environment(home, **more):
    """Ours, with that home."""
    return {**os.environ, "COACH_HOME": str(home), "PYTHONUNBUFFERED": "", **more}


def coach(home, *arguments, **more):
    """What that command prints; it must succeed."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"coach {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def logged(home):
    """The sessions of `coach log --json`, oldest first."""
    return json.loads(coach(home, "log", "--json", "--all"))["sessions"]


class CoachProcess:
    """A coach under way; `lines` are what it printed, each with the wall-clock second at which it came.

    `errors` are the lines on the other stream. Both are cut at the ends of lines: half a line was not said.
    """

    def __init__(self, home, *arguments, on_line=None, program=PROGRAM, **more):
        self.began = time.time()
        self.lines = []
        self.errors = []
        self._on_line = on_line
        self._news = Condition()
        self._process = subprocess.Popen(
            [*program, *arguments],
            env=environment(home, **more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        streams = ((self._process.stdout, self.lines), (self._process.stderr, self.errors))
        self._threads = [Thread(target=self._read, args=pair, daemon=True) for pair in streams]
        for thread in self._threads:
            thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self.finish()
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._process.stderr.close()

    def _read(self, stream, lines):
        for line in stream:
            if not line.endswith("\n"):
                return
            if lines is self.lines and self._on_line is not None:
                self._on_line(line.rstrip("\n"))
            with self._news:
                lines.append((time.time(), line.rstrip("\n")))
                self._news.notify_all()

    @property
    def pid(self):
        """Its process id."""
        return self._process.pid

    @property
    def ended(self):
        """Whether its process has."""
        return self._process.poll() is not None

    @property
    def said(self):
        """The printed lines without their times."""
        return [line for _, line in self.lines]

    @property
    def events(self):
        """The printed lines as events."""
        return [json.loads(line) for line in self.said]

    def wait_for(self, words, seconds=120.0, *, errors=False):
        """The moment of the first line with those words; raises `TimeoutError` if none comes in time."""
        lines = self.errors if errors else self.lines

        def found():
            return next((moment for moment, line in lines if words in line), None)

        with self._news:
            if self._news.wait_for(lambda: found() is not None, seconds):
                return found()
        raise TimeoutError(f"not printed within {seconds} s: {words!r}; printed: {self.said} {self.errors}")

    def send(self, line):
        """Write that line to it; a mapping becomes JSON."""
        self._process.stdin.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        self._process.stdin.flush()

    def send_bytes(self, data):
        """Write those bytes to it as they are."""
        self._process.stdin.buffer.write(data)
        self._process.stdin.flush()

    def command(self, name, **more):
        """Send that command."""
        self.send({"command": name, **more})

    def end_input(self):
        """Close its stdin."""
        self._process.stdin.close()

    def signal(self, number=signal.SIGKILL):
        """Send it that signal."""
        self._process.send_signal(number)

    def finish(self, seconds=60.0):
        """Its exit code, once it has ended and all it printed was read."""
        code = self._process.wait(timeout=seconds)
        for thread in self._threads:
            thread.join()
        return code
