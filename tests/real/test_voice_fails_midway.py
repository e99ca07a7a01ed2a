"""A natural voice that fails in the middle of a real session: who speaks then, and what the person learns."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.home import Home
from coach.voice.natural import natural_voices, piper_is_installed
from pulse_server import MISSING, PulseServer, is_here

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not piper_is_installed(), reason="needs the extra 'natural'"),
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="finds the worker in Linux' process table"
    ),
    pytest.mark.skipif(not is_here(), reason=MISSING),
]

JOE = "en_US-joe-medium"
OTHER = f"Another natural voice speaks instead: {JOE}."
LESSER = "A less natural voice speaks instead: English (America)."
UNLOADED = "the voice own cannot be loaded; its file may be damaged or incomplete"
DOCTOR = "`coach doctor` says what is wrong."


class Led:
    """A session of a person with a natural voice of their own, which is heard, and what it reports.

    `broken`: a folder that stands before all libraries of the worker; it is empty at first.
    """

    def __init__(self, folder, server, routine="office-3"):
        home = Home(folder, folder, folder, folder / "state")
        joe = next(voice.model for voice in natural_voices(home) if voice.name == JOE)
        self.model = folder / "voices" / "own" / "own.onnx"
        self.model.parent.mkdir(parents=True)
        shutil.copy(joe, self.model)
        shutil.copy(f"{joe}.json", f"{self.model}.json")
        self.broken = folder / "broken"
        self.broken.mkdir()
        self.remarks = []
        around = {**os.environ, **server.environment, "COACH_HOME": str(folder), "PYTHONUTF8": "1"}
        around["PYTHONPATH"] = f"{self.broken}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        command = (sys.executable, "-m", "coach", "do", str(routine), "--control", "--voice", "own")
        self.child = subprocess.Popen(
            command, env=around, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def until(self, name):
        """The next event of that name; a notice that is to be read on the way is read, and gone on from."""
        for line in self.child.stdout:
            event = json.loads(line) if line.startswith("{") else {"event": "", "remark": line.strip()}
            if "remark" in event:
                self.remarks.append(event["remark"])
            if event["event"] == name:
                return event
            if event["event"] == "to-read" and event["texts"]:
                self.send("resume")
        return pytest.fail(f"there was no {name}; {self.remarks}")

    def send(self, command):
        """Give the session a command."""
        self.child.stdin.write(json.dumps({"command": command}) + "\n")
        self.child.stdin.flush()

    def kill_worker(self, by=signal.SIGKILL):
        """Kill the process that speaks, as the system does where memory is short; or have it hang."""
        children = Path(f"/proc/{self.child.pid}/task").glob("*/children")
        for process in " ".join(each.read_text() for each in children).split():
            if "coach.voice.worker" in Path(f"/proc/{process}/cmdline").read_text():
                os.kill(int(process), by)


@contextmanager
def begun(folder, routine="office-3"):
    """A session that has begun and has only a few of its clips."""
    with PulseServer() as server:
        session = Led(folder, server, routine)
        try:
            assert session.until("session-started")["voice"] == "piper/own@150"
            yield session
        finally:
            session.child.kill()
            session.child.communicate()


@pytest.fixture
def led(tmp_path):
    """A bundled routine, begun."""
    with begun(tmp_path) as session:
        yield session


@pytest.fixture
def led_with_many_cautions(tmp_path):
    """A routine with thirty cautions, begun: they are more clips than are made ahead."""
    routine = tmp_path / "cautions.yaml"
    cautions = "".join(f"  - If finger {number} hurts, leave this out.\n" for number in range(30))
    routine.write_text(
        "format: 1\ntitle: Fingers\nkind: stretch\nlanguage: en\n"
        f"cautions:\n{cautions}steps:\n  - {{hold: 10 s, name: Spread the fingers}}\n"
    )
    with begun(tmp_path, routine) as session:
        yield session


def without(*libraries):
    """Breaks these libraries, as an upgrade that went wrong does."""

    def spoil(session):
        for library in libraries:
            (session.broken / f"{library}.py").write_text("raise ImportError")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "remark", "voices"),
    [
        (lambda _session: None, None, ["piper/own@150"]),
        (
            lambda session: session.model.unlink(),
            f"The speech engine failed: {UNLOADED}. {OTHER} {DOCTOR}",
            ["piper/own@150", f"piper/{JOE}@150"],
        ),
        (
            lambda session: os.truncate(session.model, 30_000_000),
            f"The speech engine failed: {UNLOADED}. {OTHER} {DOCTOR}",
            ["piper/own@150", f"piper/{JOE}@150"],
        ),
        (
            without("onnxruntime"),
            f"The speech engine failed: Piper is not installed completely. {LESSER} {DOCTOR}",
            ["piper/own@150", "espeak/en-us@150"],
        ),
    ],
)
def test_the_next_best_voice_speaks_on(led, spoil, remark, voices):
    """The notices are given and the exercise begins; the person is told once, in plain words."""
    spoil(led)
    led.kill_worker()
    led.until("step-started")
    led.send("stop")
    ended = led.until("session-ended")
    failed = [each for each in led.remarks if "engine" in each]
    assert failed == ([remark] if remark else [])
    assert ended["voice"].split(", then ") == voices


def test_a_line_for_which_the_voice_hangs_is_said_by_the_next(led):
    """The person is told who says it; the voice that hung comes back for the lines after it."""
    led.kill_worker(signal.SIGSTOP)
    led.until("step-started")
    led.send("stop")
    ended = led.until("session-ended")
    [late] = [each for each in led.remarks if "engine" in each]
    assert late.startswith("The speech engine did not answer within ")
    assert late.endswith(f" seconds. Another natural voice says this: {JOE}.")
    assert ended["voice"] == "piper/own@150"


def test_without_any_voice_the_notices_are_read_and_the_session_goes_on(led_with_many_cautions):
    """All voices fail together: there are tones and the screen, and safety texts wait for the person.

    The first notice may be heard, as its clips are made before the session begins; the second has too many.
    """
    led = led_with_many_cautions
    without("pyttsx3")(led)
    led.kill_worker()
    first, second = (led.until("notice-given") for _ in range(2))
    led.until("step-started")
    led.send("stop")
    ended = led.until("session-ended")
    assert first["heard"] != first.get("acknowledged", False)
    assert (second["heard"], second["acknowledged"]) == (False, True)
    assert [each for each in led.remarks if each.endswith(f"No other voice is left. {DOCTOR}")] != []
    assert ended["voice"].startswith("piper/own@150, ")
    assert ended["voice"].endswith(" by tones")
