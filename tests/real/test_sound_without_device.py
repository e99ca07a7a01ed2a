"""A machine without a sound device: a server, a container, a CI machine."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sound is taken away here as Linux allows it")

STALL = 3.0
"""Seconds that a busy machine may hold the session up; virtual time holds that none is lost."""
BLOCK = 0.5
"""Seconds that may be pulled before they are heard."""

SESSION = """
import json, sys, time
from pathlib import Path
from types import SimpleNamespace
import numpy
from coach.clock import SystemClock
from coach.home import Home
from coach.sound.open import open_output

pulled, said = [], []
def pull(frames):
    pulled.append(frames)
    return numpy.zeros(frames, "float32")
output = open_output(Home(*[Path(sys.argv[1])] * 4), mute=False, fast=False, clock=SystemClock())
begin = time.monotonic()
output.start(SimpleNamespace(pull=pull), said.append)
started = time.monotonic()
time.sleep(7.0)
least = time.monotonic() - started
frames = sum(pulled)
most = time.monotonic() - begin
output.close()
print(json.dumps({"said": said, "least": least, "played": frames / 48_000, "most": most}))
"""

SCREEN = """
import sys
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
import numpy
from textual.app import App
from textual.widgets import Static
from coach.clock import SystemClock
from coach.home import Home
from coach.sound.open import open_output

class Screen(App):
    def compose(self):
        yield Static("")

    def on_mount(self):
        self.count = 0
        self.output = open_output(
            Home(*[Path(sys.argv[1])] * 4), mute=False, fast=False, clock=SystemClock()
        )
        silence = SimpleNamespace(pull=lambda frames: numpy.zeros(frames, "float32"))
        Thread(target=self.output.start, args=(silence, lambda said: None)).start()
        self.set_interval(0.1, self.draw)

    def draw(self):
        self.count += 1
        self.query_one(Static).update(f"drawn {self.count:03d}")
        if self.count == 60:
            self.output.close()
            self.exit()

Screen().run()
print("in words", file=sys.stderr)
"""


def nothing(folder):
    """An environment in which neither PulseAudio nor ALSA nor JACK has anything to offer."""
    return {
        **os.environ,
        "PULSE_SERVER": f"unix:{folder}/nowhere",
        "ALSA_CONFIG_PATH": "/dev/null",
        "JACK_NO_START_SERVER": "1",
        "HOME": str(folder),
    }


def perform(folder):
    """A session's output without a device."""
    return subprocess.run(
        [sys.executable, "-c", SESSION, str(folder)],
        env=nothing(folder), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip


def draw(folder):
    """A screen beside such an output: its exit code, and all that came to the terminal."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", SCREEN, str(folder)],
        env={**nothing(folder), "TERM": "xterm-256color"},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            data = os.read(ours, 65_536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    os.close(ours)
    return process.wait(60), shown


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The results of both, run at once in separate folders, as they mostly wait."""
    folders = tmp_path_factory.mktemp("session"), tmp_path_factory.mktemp("screen")
    with ThreadPoolExecutor(2) as pool:
        session, screen = pool.submit(perform, folders[0]), pool.submit(draw, folders[1])
        return (session.result(), folders[0]), (screen.result(), folders[1])


def test_without_a_device_the_session_goes_on_at_the_right_pace(results):
    """One sentence, nothing on stderr although ALSA floods it, and 48,000 samples a second."""
    (done, folder), _ = results
    reported = json.loads(done.stdout)
    assert done.stderr == ""
    assert reported["said"] == [
        "No sound device was found. The session continues as text, at the right pace."
    ]
    assert reported["least"] - STALL < reported["played"] < reported["most"] + BLOCK
    assert "no sound device could be opened" in (folder / "logs" / "audio.log").read_text()


def test_a_screen_is_drawn_untouched(results):
    """Textual draws through stderr: all it draws arrives, and no noise, also while a device is sought."""
    _, ((code, shown), folder) = results
    assert code == 0
    assert [count for count in range(1, 60) if f"{count:03d}".encode() not in shown] == []
    assert b"ALSA" not in shown
    assert shown.endswith(b"in words\r\n")
    log = (folder / "logs" / "audio.log").read_bytes()
    assert b"\x1b[" not in log
