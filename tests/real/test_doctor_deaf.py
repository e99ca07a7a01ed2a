"""`coach doctor` on a machine where every program accepts a question and none answers."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from coach_process import PROGRAM, environment

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the sources of Linux")
DEAF = ("pactl", "gsettings", "systemctl")
MOST_SECONDS = 30.0
"""Two for all sources, two for notifications, the rest for voice and device on a busy machine."""
SURROUNDINGS = ("idle time", "lock", "microphone", "do-not-disturb", "notifications")


@pytest.fixture
def deaf():
    """Buses that accept connections and say nothing, programs that hang, a sound server's socket."""
    with tempfile.TemporaryDirectory(prefix="deaf-") as name, socket.socket(socket.AF_UNIX) as bus:
        folder = Path(name)
        bus.bind(f"{folder}/bus")
        bus.listen(64)
        for program in DEAF:
            (folder / program).write_text("#!/bin/sh\nexec sleep 61\n", encoding="ascii")
            (folder / program).chmod(0o755)
        (folder / "pulse").mkdir()
        (folder / "pulse" / "native").touch()
        yield {
            "PATH": f"{folder}:/usr/bin:/bin",
            "XDG_RUNTIME_DIR": name,
            "XDG_CURRENT_DESKTOP": "GNOME",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus",
            "DISPLAY": "",
            "WAYLAND_DISPLAY": "",
            "PULSE_SERVER": "",
            "PULSE_RUNTIME_PATH": f"{folder}/pulse",
        }


def test_it_comes_to_an_end_and_says_who_is_deaf(tmp_path, deaf, no_sound):
    """Everything necessary works, so the exit code is 0; each part is unknown for a reason."""
    deaf = {**no_sound, **deaf}
    began = time.monotonic()
    done = subprocess.run(
        [*PROGRAM, "doctor", "--json"],
        env=environment(tmp_path, **deaf),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    took = time.monotonic() - began
    reported = {check["what"]: check for check in json.loads(done.stdout)["checks"]}
    assert {what: reported[what]["state"] for what in SURROUNDINGS} == dict.fromkeys(SURROUNDINGS, "unknown")
    assert "did not answer" in reported["microphone"]["found"]
    assert (
        "answer" in reported["notifications"]["found"]
        or "not installed" in reported["notifications"]["found"]
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert took < MOST_SECONDS
    assert [line for line in _running() if str(deaf["XDG_RUNTIME_DIR"]) in line] == []


def _running():
    """The running processes with their command lines."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            yield path.read_bytes().decode(errors="replace")
        except OSError:
            continue
