"""A session bus of one's own, and processes on it that read and write lines of JSON."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

ROOT = Path(__file__).parents[1]
SERVER = Path(__file__).parent / "real" / "notification_server.py"
PATIENCE = 30.0
MISSING = "needs dbus-daemon (Debian: dbus-daemon) and the extra 'notifications'"


def is_here():
    """Whether such a bus, and who goes on speaking it, can be had."""
    libraries = ("desktop_notifier", "dbus_fast")
    return shutil.which("dbus-daemon") is not None and all(map(importlib.util.find_spec, libraries))


@contextmanager
def session_bus():
    """The variables that lead to it."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nosyslog", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield {"DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip()}
    finally:
        daemon.kill()
        daemon.wait()
        daemon.stdout.close()


class Talker:
    """A process that reads and writes lines."""

    def __init__(self, arguments, surroundings):
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            env={"PATH": os.environ["PATH"], "HOME": "/nowhere", "PYTHONPATH": str(ROOT), **surroundings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._lines = SimpleQueue()
        self._reading = Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line)

    def tell(self, line):
        """Write it."""
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def hear(self):
        """The next line, as JSON; raises `queue.Empty` when none comes."""
        return json.loads(self._lines.get(timeout=PATIENCE))

    def ask(self, *words):
        """Tell it that, and hear what came of it."""
        self.tell(json.dumps(words))
        return self.hear()

    def end(self):
        """End it; what it wrote to stderr. Again: nothing."""
        if self._process.stdin.closed:
            return ""
        self._process.stdin.close()
        said = self._process.stderr.read()
        self._process.wait(PATIENCE)
        self._reading.join()
        self._process.stdout.close()
        self._process.stderr.close()
        return said


def started(surroundings):
    """A notification server that is there."""
    server = Talker([str(SERVER)], surroundings)
    assert server.hear() == {"there": True}
    return server
